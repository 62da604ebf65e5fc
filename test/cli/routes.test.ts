import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {clean, fixable, rule} from './samples.js'
import {createWorkspace} from './workspace.js'

const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {version: string}

describe('what the first argument means', () => {
  test.each([
    ['a path', ['.env'], 1],
    ['check', ['check', '.env'], 1],
    ['a flag', ['--quiet', '.env'], 1],
    ['nothing: the working directory', [], 1],
    ['-- before a path', ['--', '.env'], 1],
    ['a clean path', ['clean.env'], 0],
  ])('%s is check', async (_, args, code) => {
    const {run} = createWorkspace({'.env': fixable, 'clean.env': clean})
    expect(await run(args)).toMatchObject({code, stderr: ''})
  })

  test('a path with the name of a command stands after --', async () => {
    const {run} = createWorkspace({'rules/.env': fixable})
    const {code, stdout} = await run(['--', 'rules'])
    expect(code).toBe(1)
    expect(stdout).toContain('rules/.env')
  })

  test.each([['--version'], ['-v']])('%s names the version', async (flag) => {
    expect(await createWorkspace().run([flag])).toEqual({code: 0, stdout: `stslint ${version}\n`, stderr: ''})
  })

  test.each([
    [['--help'], 'COMMANDS'],
    [['-h'], 'COMMANDS'],
    [['help'], 'COMMANDS'],
    [['check', '--help'], '--unsafe-fixes'],
    [['--fix', '--help'], '--unsafe-fixes'],
    [['explain', '--help'], 'RULE'],
    [['help', 'rules', 'test'], 'DIR'],
    [['undo', '-h'], '--dry-run'],
  ])('%j is help', async (args, text) => {
    const {code, stdout, stderr} = await createWorkspace().run(args)
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    expect(stdout).toContain(text)
  })
})

describe('mistakes are one line on standard error and exit 2', () => {
  test.each([
    [['--fxi'], 'unknown flag --fxi (did you mean --fix?); see stslint check --help'],
    [['undo', '--lisst'], 'unknown flag --lisst (did you mean --list?); see stslint undo --help'],
    [['explain'], 'missing RULE; see stslint explain --help'],
    [['explain', 'aws/global-endpiont-url'], `no rule aws/global-endpiont-url (did you mean ${rule}?)`],
    [['rules', 'tset'], 'there is no command rules tset (did you mean rules test?); see stslint rules --help'],
    [
      ['rules', 'test'],
      'no rule directory: give one, or set ruleDirectories in the config; see stslint rules test --help',
    ],
    [['help', 'undu'], 'there is no command undu (did you mean undo?); see stslint --help'],
    [['undo'], 'there is nothing to undo: no run of --fix is on record'],
    [['--fix=false'], '--fix is a switch: it takes no value'],
    [['--region'], 'flag --region expects a value; see stslint check --help'],
    [['--region', 'Ireland'], '--region Ireland: not a Region such as eu-west-1'],
    [['--max-warnings', 'few'], '--max-warnings few: must be a whole number'],
    [['--rule', 'aws/global-endpoint-ur'], `--rule: no rule aws/global-endpoint-ur (did you mean ${rule}?)`],
    [['--ignore-rule', 'nope/nope'], '--ignore-rule: no rule nope/nope (stslint rules lists them)'],
    [['--format', 'jsn'], '--format jsn: not one of pretty, json, sarif, github (did you mean json?)'],
    [['--format', 'json:'], '--format json:: the file after the colon is missing'],
    [['--config', 'nope.yaml'], 'nope.yaml: cannot be read: no such file'],
    [['--config', 'a', '--no-config'], '--config and --no-config exclude each other'],
    [['--staged', '--since', 'main'], '--staged and --since exclude each other'],
    [['--stdin'], '--stdin needs --stdin-filename PATH, which decides the format'],
    [['--stdin', '--stdin-filename', '.env', 'a'], '--stdin reads one document: give no paths'],
    [['--stdin-filename', '.env'], '--stdin-filename needs --stdin'],
  ])('%j', async (args, message) => {
    expect(await createWorkspace().run(args)).toEqual({code: 2, stdout: '', stderr: `stslint: ${message}\n`})
  })

  test.each([
    ['a path that is not there', ['nope.env'], "'nope.env'"],
    ['a command behind a flag', ['--no-home', 'undo'], 'a command comes first: stslint undo'],
    ['a glob without a match', ['*.nope'], "'*.nope'"],
    ['a misspelt command', ['explian', rule], 'did you mean the command explain?'],
    ['no git repository', ['--staged'], 'git'],
    ['a choice that is not listed', ['--fail-on', 'fatal'], 'error, warning, info'],
  ])('%s', async (_, args, text) => {
    const {code, stdout, stderr} = await createWorkspace().run(args)
    expect({code, stdout}).toEqual({code: 2, stdout: ''})
    expect(stderr).toMatch(/^stslint: .+\n$/)
    expect(stderr).toContain(text)
  })
})
