import {spawnSync} from 'node:child_process'
import {closeSync, existsSync, openSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {clean, fixable, regionless, rule} from './samples.js'
import {bin, createWorkspace} from './workspace.js'

const escape = '\u001B['

describe('--format', () => {
  test('writes several reports in one run, those with a file not to standard output', async () => {
    const {run, read} = createWorkspace({'.env': fixable})
    const {stdout} = await run(['--format', 'json', '--format', 'sarif:out/stslint.sarif', '-f', 'github:out/log.txt'])
    expect(JSON.parse(stdout)).toMatchObject({version: 1, summary: {warnings: 1, fixable: 1}})
    expect(JSON.parse(read('out/stslint.sarif'))).toMatchObject({version: '2.1.0', runs: [{results: [{ruleId: rule}]}]})
    expect(read('out/log.txt')).toMatch(/^::warning /)
  })

  test('writes nothing to standard output when every report has a file', async () => {
    const {run, read} = createWorkspace({'.env': fixable})
    expect(await run(['--format', 'json:report.json'])).toEqual({code: 1, stdout: '', stderr: ''})
    expect(JSON.parse(read('report.json'))).toMatchObject({results: [{path: '.env'}]})
  })

  test('says when a file cannot be written, after the other reports', async () => {
    const {run} = createWorkspace({'.env': fixable, out: ''})
    const {code, stdout, stderr} = await run(['--format', 'json:out/report.json', '--format', 'github'])
    expect(code).toBe(2)
    expect(stdout).toMatch(/^::warning /)
    expect(stderr).toMatch(/^stslint: out.report\.json: the report cannot be written: /)
  })

  test.skipIf(!existsSync('/proc/self'))('comes to an end where no directory can be made', async () => {
    const {run, read} = createWorkspace({'.env': fixable})
    expect(await run(['--format', 'json:/proc/a/b/c.json'])).toMatchObject({
      code: 2,
      stderr: 'stslint: /proc/a/b/c.json: the report cannot be written: no such file\n',
    })
    const {code, stderr} = await run(['--fix'], {env: {XDG_STATE_HOME: '/proc/a/b'}})
    expect({code, stderr}).toEqual({
      code: 2,
      stderr: expect.stringContaining(
        'nothing was changed, because the undo record cannot be kept in /proc/a/b/stslint',
      ),
    })
    expect(read('.env')).toBe(fixable)
  })
})

describe('what is shown', () => {
  test('--quiet hides warnings and still fails', async () => {
    const {run} = createWorkspace({'.env': fixable})
    expect(await run(['--quiet'])).toEqual({code: 1, stdout: '', stderr: ''})
  })

  test('--quiet shows errors', async () => {
    const {run} = createWorkspace({'.env': fixable, 'stslint.config.yaml': `rules: {${rule}: error}\n`})
    const {code, stdout} = await run(['-q'])
    expect(code).toBe(1)
    expect(stdout).toContain(rule)
  })

  test('findings below --min-severity are counted', async () => {
    const {run} = createWorkspace({'.env': fixable})
    const {code, stdout} = await run(['--min-severity', 'error'])
    expect(code).toBe(0)
    expect(stdout).not.toContain(rule)
    expect(stdout).toMatch(/1 .*not shown/)
  })

  test('a lower --fail-on shows what fails', async () => {
    const {run} = createWorkspace({'.env': fixable, 'stslint.config.yaml': `rules: {${rule}: info}\n`})
    expect(await run([])).toMatchObject({code: 0})
    const {code, stdout} = await run(['--fail-on', 'info'])
    expect(code).toBe(1)
    expect(stdout).toContain(rule)
  })
})

describe('colour', () => {
  test.each([
    ['none in a pipe', [], {}, false],
    ['with --color', ['--color'], {}, true],
    ['with FORCE_COLOR', [], {FORCE_COLOR: '1'}, true],
    ['none with FORCE_COLOR=0', [], {FORCE_COLOR: '0'}, false],
    ['none with --no-color, whatever FORCE_COLOR says', ['--no-color'], {FORCE_COLOR: '1'}, false],
    ['with --color, whatever NO_COLOR says', ['--color'], {NO_COLOR: '1'}, true],
  ])('is %s', async (_, args, env, isColored) => {
    const {run} = createWorkspace({'.env': fixable})
    const {stdout} = await run(args, {env})
    expect(stdout.includes(escape)).toBe(isColored)
  })

  test('never goes into a file', async () => {
    const {run, read} = createWorkspace({'.env': fixable})
    await run(['--color', '--format', 'pretty:report.txt'])
    expect(read('report.txt')).not.toContain(escape)
  })
})

describe('standard error', () => {
  test('--timing says where the time went', async () => {
    const {run} = createWorkspace({'.env': fixable})
    const {stderr} = await run(['--timing'])
    expect(stderr).toMatch(/^(timing: .+ ms\n)+$/)
    expect(stderr).toContain('timing: total')
  })

  test('--debug says what was decided', async () => {
    const {run} = createWorkspace({'.env': clean})
    const {stderr} = await run(['--debug'])
    expect(stderr).toContain('debug: config: null\n')
  })

  test('a mistake has no stack trace without --debug', async () => {
    const {run} = createWorkspace()
    expect((await run(['nope.env'])).stderr).not.toContain(' at ')
    expect((await run(['nope.env', '--debug'])).stderr).toContain(' at ')
  })
})

describe('config', () => {
  const off = `rules: {${rule}: 'off'}\n`

  test.each([
    ['is found upwards', [], 0],
    ['is left out with --no-config', ['--no-config'], 1],
    ['is replaced by --config', ['--config', '../other.json'], 1],
    ['gives way to --rule', ['--rule', rule], 1],
  ])('%s', async (_, args, code) => {
    const {run} = createWorkspace({'a/.env': fixable, 'stslint.config.yaml': off, 'other.json': '{}'})
    expect(await run(args, {cwd: 'a'})).toMatchObject({code, stderr: ''})
  })

  test('names the file and the key of a mistake', async () => {
    const {run} = createWorkspace({'stslint.config.yaml': 'failon: error\n'})
    const message = 'stslint: stslint.config.yaml: failon: unknown key (did you mean failOn?)\n'
    expect(await run([])).toEqual({code: 2, stdout: '', stderr: message})
  })

  test('names the file of an unknown rule', async () => {
    const {run} = createWorkspace({'stslint.config.yaml': 'rules: {aws/global-endpoint: error}\n'})
    const {code, stderr} = await run([])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^stslint: stslint\.config\.yaml: rules: no rule aws\/global-endpoint/)
  })

  test('reads package.json', async () => {
    const {run} = createWorkspace({'.env': fixable, 'package.json': '{"stslint": {"failOn": "error"}}'})
    expect(await run([])).toMatchObject({code: 0})
  })

  test('ignores what it says, and overrides severities by path', async () => {
    const config = `ignore: [vendor]\noverrides: [{files: [legacy], rules: {${rule}: 'off'}}]\n`
    const {run} = createWorkspace({
      'stslint.config.yaml': config,
      'vendor/.env': fixable,
      'legacy/.env': fixable,
      'app/.env': fixable,
    })
    const {stdout} = await run(['--format', 'json'])
    const report = JSON.parse(stdout) as {results: {path: string}[]}
    expect(report.results.map(({path}) => path)).toEqual(['app/.env'])
  })

  test('states the Region for fixes', async () => {
    const {run, read} = createWorkspace({'stslint.config.yaml': 'regions: {default: eu-west-1}\n', '.env': regionless})
    expect(await run(['--fix'])).toMatchObject({code: 0})
    expect(read('.env')).toContain('sts.eu-west-1.amazonaws.com')
  })
})

describe('rules', () => {
  test('explain writes a page', async () => {
    const {code, stdout} = await createWorkspace().run(['explain', 'global-endpoint-url'])
    expect(code).toBe(0)
    for (const text of [rule, 'warning', 'Why', 'Fix', 'Found in', 'Links']) expect(stdout).toContain(text)
  })

  test('explain writes JSON', async () => {
    const {stdout} = await createWorkspace().run(['explain', rule, '--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({id: rule, severity: 'warning'})
  })

  test('rules lists them', async () => {
    const {run} = createWorkspace()
    const {stdout} = await run(['rules'])
    expect(stdout).toMatch(new RegExp(`^${rule} +warning +safe`, 'm'))
    const rows = JSON.parse((await run(['rules', '--format', 'json'])).stdout) as {id: string}[]
    expect(rows.map(({id}) => id)).toEqual(rows.map(({id}) => id).sort())
  })

  test('rules test runs a directory of one’s own', async () => {
    const own = (silent: string): string => `id: own/no-global
severity: error
on: setting
match: {name: sts.endpoint, host.reach: global}
message: "{{key}} is global"
why: Our network has no route to the global endpoint, so that every call to it times out.
links: [https://example.com/why]
examples:
  - {path: .env, bad: "AWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\\n"}
  - {path: .env, silent: "${silent}\\n"}
`
    const {run, write} = createWorkspace({
      'rules/own/no-global.yaml': own('AWS_ENDPOINT_URL_STS=https://sts.eu-west-1.amazonaws.com'),
    })
    expect(await run(['rules', 'test', 'rules'])).toEqual({
      code: 0,
      stdout: '2 passed, 0 failed in rules\n',
      stderr: '',
    })
    write('rules/own/no-global.yaml', own('AWS_ENDPOINT_URL_STS=https://sts.amazonaws.com'))
    const {code, stdout} = await run(['rules', 'test', 'rules'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^failed {2}own\/no-global/)
  })
})

test.skipIf(!existsSync('/dev/full'))('a full disk behind standard output is no fault of stslint', () => {
  const full = openSync('/dev/full', 'w')
  const {status, stderr} = spawnSync(process.execPath, [bin, 'rules'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  })
  closeSync(full)
  expect({status, stderr}).toEqual({
    status: 2,
    stderr: 'stslint: standard output cannot be written: no space left on the device\n',
  })
})
