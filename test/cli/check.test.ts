import {spawn} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {clean, fixable, fixed, regionless, rule} from './samples.js'
import {bin, createWorkspace} from './workspace.js'

describe('exit code', () => {
  test.each([
    ['0 when nothing is found', ['clean.env'], 0],
    ['1 for a warning', ['.env'], 1],
    ['0 for a warning when only errors fail', ['.env', '--fail-on', 'error'], 0],
    ['1 for more warnings than allowed', ['.env', '--fail-on', 'error', '--max-warnings', '0'], 1],
    ['0 for as many warnings as allowed', ['.env', '--fail-on', 'error', '--max-warnings', '1'], 0],
    ['0 when the rule is left out', ['.env', '--ignore-rule', rule], 0],
    ['1 when the rule is the only one', ['.env', '--rule', rule], 1],
    ['0 when other rules are asked for', ['.env', '--rule', 'core/syntax'], 0],
    ['0 once everything is fixed', ['.env', '--fix'], 0],
    ['1 when something is left after fixing', ['.env', 'other.env', '--fix'], 1],
  ])('is %s', async (_, args, code) => {
    const {run} = createWorkspace({'.env': fixable, 'other.env': regionless, 'clean.env': clean})
    expect(await run(args)).toMatchObject({code, stderr: ''})
  })
})

describe('--fix', () => {
  test('writes safe fixes, and a second run changes nothing', async () => {
    const {run, read} = createWorkspace({'.env': fixable})
    const first = await run(['--fix'])
    expect(first.stdout).toContain('Fixed 1 problem in 1 file')
    expect(read('.env')).toBe(fixed)
    expect(await run(['--fix'])).toMatchObject({code: 0})
    expect(read('.env')).toBe(fixed)
  })

  test('looks at an env file under any name, and writes only below the working directory', async () => {
    const compose = 'services:\n  app:\n    env_file: [../run.vars, own.vars]\n'
    const {run, read} = createWorkspace({'in/compose.yaml': compose, 'in/own.vars': fixable, 'run.vars': fixable})
    expect(await run(['--fix'], {cwd: 'in'})).toMatchObject({code: 0})
    expect(read('in/own.vars')).toBe(fixed)
    expect(read('run.vars')).toBe(fixable)
    expect(await run(['--fix', 'in'])).toMatchObject({code: 0})
    expect(read('run.vars')).toBe(fixed)
  })

  test('writes the Region the user states', async () => {
    const {run, read} = createWorkspace({'.env': regionless})
    expect(await run(['--fix', '--region', 'eu-west-1'])).toMatchObject({code: 0})
    expect(read('.env')).toContain('https://sts.eu-west-1.amazonaws.com')
  })

  test('is undone by undo', async () => {
    const {run, read} = createWorkspace({'.env': fixable, 'sub/.env': fixable})
    await run(['--fix'])
    const list = await run(['undo', '--list'])
    expect(list.stdout).toContain('sub/.env')
    const dry = await run(['undo', '--dry-run'])
    expect(dry.stdout).toMatch(/^Would put back 2 files/)
    expect(read('.env')).toBe(fixed)
    expect(await run(['undo'], {cwd: 'sub'})).toMatchObject({code: 0, stderr: ''})
    expect([read('.env'), read('sub/.env')]).toEqual([fixable, fixable])
    expect(await run(['undo'])).toMatchObject({code: 2})
  })

  test('undo leaves a file alone that changed since, and says so', async () => {
    const {run, read, write} = createWorkspace({'.env': fixable})
    await run(['--fix'])
    write('.env', `${fixed}# mine\n`)
    const {code, stderr} = await run(['undo'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^stslint: \.env: not put back: it changed since the fix/)
    expect(read('.env')).toBe(`${fixed}# mine\n`)
  })
})

test('a fix that cannot be proved is left out, said so, and the others of its file are written', async () => {
  const useless = `id: own/useless
severity: warning
on: setting
match: {name: region, value: [eu-west-1, eu-west-2]}
message: "{{key}}"
why: A fix that does not help, so that nothing can show that it does
links: []
fix:
  - {title: Write another, applicability: safe, do: [{set: region, to: eu-west-2}]}
examples:
  - {path: .env, silent: "AWS_REGION=us-east-1"}
`
  const {run, read} = createWorkspace({
    '.env': fixable,
    'rules/useless.yaml': useless,
    'stslint.config.yaml': 'ruleDirectories: [rules]\n',
  })
  const {code, stdout} = await run(['--fix', '.env'])
  expect(code).toBe(1)
  expect(stdout).toContain('(its fix could not be proved here and was not written: change it by hand)  own/useless')
  expect(read('.env')).toBe(fixed)
})

// Others refuse such names, and root may read whatever has its mode taken away.
test.runIf(process.platform === 'linux')(
  'names that are not UTF-8 are findings, and an error as an argument',
  async () => {
    const {run, directory} = createWorkspace({'clean.env': clean})
    const named = (name: string): Buffer => Buffer.concat([Buffer.from(`${directory}/${name}`), Buffer.from([0xff])])
    mkdirSync(named('sub'))
    writeFileSync(Buffer.concat([named('file'), Buffer.from('.env')]), fixable)
    const found = await run(['--format', 'json'])
    expect(found).toMatchObject({code: 1, stderr: ''})
    const {results, summary} = JSON.parse(found.stdout)
    expect(summary).toMatchObject({files: 2, scanned: 1, warnings: 2})
    expect(results.map(({diagnostics}: {diagnostics: {message: string}[]}) => diagnostics[0]?.message)).toEqual([
      'this file cannot be read: its name is not valid UTF-8 (rename it)',
      'this directory cannot be read: its name is not valid UTF-8 (rename it); nothing in it was checked',
    ])
    expect(await run(['file\ufffd.env'])).toMatchObject({
      code: 2,
      stderr: "stslint: 'file\ufffd.env': its name is not valid UTF-8 (rename it)\n",
    })
  },
)

test('a .template is YAML or JSON by what it holds, and no concern of ours otherwise', async () => {
  const {run} = createWorkspace({
    'json.template':
      '{"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}}}}}}\n',
    'yaml.template':
      'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          AWS_STS_REGIONAL_ENDPOINTS: legacy\n',
    'page.template': '<html>AWS_STS_REGIONAL_ENDPOINTS</html>\n',
  })
  const {stdout} = await run(['--format', 'json'])
  const results = JSON.parse(stdout).results as {path: string; diagnostics: {rule: string}[]}[]
  expect(results.map(({path, diagnostics}) => [path, ...diagnostics.map(({rule}) => rule)])).toEqual([
    ['json.template', 'aws/legacy-setting'],
    ['yaml.template', 'aws/legacy-setting'],
  ])
})

describe('--baseline', () => {
  test('leaves out what it knows, shows what is new, and only shrinks', async () => {
    const {run, read, write} = createWorkspace({'.env': fixable})
    const known = ['--baseline', 'known.json']
    expect(await run([...known, '--update-baseline'])).toMatchObject({
      code: 0,
      stderr: 'stslint: known.json: 1 finding\n',
    })
    expect((await run(known)).stdout).toContain('1 finding in the baseline not shown')
    write('b.env', fixable)
    expect(await run(known)).toMatchObject({code: 1})
    write('.env', fixed)
    expect(await run([...known, '--update-baseline'])).toMatchObject({
      code: 1,
      stderr: 'stslint: known.json: 0 findings\n',
    })
    expect(JSON.parse(read('known.json'))).toEqual({version: 1, findings: {}})
  })

  test.each([
    {args: ['--update-baseline'], message: '--update-baseline needs --baseline FILE'},
    {args: ['--update-baseline', '--baseline', 'b.json', '--fix'], message: '--update-baseline writes no fixes'},
    {args: ['--baseline', 'none.json'], message: 'none.json: cannot be read as a baseline (ENOENT)'},
  ])('$args is refused', async ({args, message}) => {
    const {run} = createWorkspace({'.env': fixable})
    const {code, stderr} = await run(args)
    expect({code, stderr}).toEqual({code: 2, stderr: expect.stringContaining(message)})
  })
})

test.each([
  {
    config: 'regions: {enabled: [eu-suoth-1]}',
    message: 'Region eu-suoth-1: not one stslint knows, did you mean eu-south-1? (regions.enabled of the config)',
  },
  {config: 'ruleDirectories: [nope]', message: 'nope is not a directory of rules: ruleDirectories of the config'},
])('$config is refused', async ({config, message}) => {
  const {run} = createWorkspace({'.env': fixable, 'stslint.config.yaml': config})
  const {code, stderr} = await run([])
  expect({code, stderr}).toEqual({code: 2, stderr: expect.stringContaining(message)})
})

describe('undo', () => {
  test('does not reach into another project unless it is told to', async () => {
    const {run, read} = createWorkspace({'a/.env': fixable, 'b/clean.env': clean})
    await run(['--fix'], {cwd: 'a'})
    const elsewhere = {cwd: 'b'}
    const refused = await run(['undo'], elsewhere)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('the last one was in')
    expect(await run(['undo', '--anywhere'], elsewhere)).toMatchObject({code: 0})
    expect(read('a/.env')).toBe(fixable)
  })
})

describe('--diff', () => {
  const patch = `--- a/.env
+++ b/.env
@@ -1,2 +1,2 @@
 AWS_REGION=eu-west-1
-AWS_ENDPOINT_URL_STS=https://sts.amazonaws.com
+AWS_ENDPOINT_URL_STS=https://sts.eu-west-1.amazonaws.com
`

  test.each([[['--diff']], [['--diff', '--fix']]])('%j prints a patch and writes nothing', async (args) => {
    const {run, read} = createWorkspace({'.env': fixable})
    const {code, stdout, stderr} = await run(args)
    expect({code, stdout}).toEqual({code: 1, stdout: patch})
    expect(stderr).toMatch(/^1 warning in 1 file; 1 fixable/)
    expect(read('.env')).toBe(fixable)
  })

  test('puts reports on standard error, so that the patch stays one', async () => {
    const {run} = createWorkspace({'.env': fixable})
    const {stdout, stderr} = await run(['--diff', '--format', 'json'])
    expect(stdout).toBe(patch)
    expect(JSON.parse(stderr)).toMatchObject({summary: {warnings: 1}})
  })

  test('prints nothing when nothing would change', async () => {
    const {run} = createWorkspace({'.env': clean})
    expect(await run(['--diff', '--quiet'])).toEqual({code: 0, stdout: '', stderr: ''})
  })
})

describe('--stdin', () => {
  const stdin = ['--stdin', '--stdin-filename', 'app/.env']

  test('reports under the given name', async () => {
    const {code, stdout} = await createWorkspace().run([...stdin, '--format', 'json'], {stdin: fixable})
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({results: [{path: 'app/.env'}]})
  })

  test('with --fix puts the text on standard output and the report on standard error', async () => {
    const {run} = createWorkspace()
    const {code, stdout, stderr} = await run([...stdin, '--fix'], {stdin: fixable})
    expect({code, stdout}).toEqual({code: 0, stdout: fixed})
    expect(stderr).toContain('Fixed 1 problem')
    expect(await run(['undo', '--list'])).toMatchObject({stdout: 'No run of --fix is on record\n'})
  })

  test.each([
    ['clean text', 'app/.env', Buffer.from(clean)],
    ['a name of no known format', 'notes.txt', Buffer.from(fixable)],
    ['bytes that are no text', '.env', Buffer.from([0x41, 0x3d, 0x7f, 0x0a, 0x00])],
    ['nothing', '.env', Buffer.alloc(0)],
  ])('with --fix gives back %s as it came', async (_, name, bytes) => {
    const {code, stdout} = await createWorkspace().run(['--stdin', '--stdin-filename', name, '--fix'], {stdin: bytes})
    expect({code, stdout}).toEqual({code: 0, stdout: bytes.toString()})
  })

  test('with --diff prints the patch', async () => {
    const {stdout} = await createWorkspace().run([...stdin, '--diff'], {stdin: fixable})
    expect(stdout).toContain('--- a/app/.env\n+++ b/app/.env\n')
  })
})

test('a reader that goes away is no error', async () => {
  const files = Object.fromEntries(Array.from({length: 300}, (_, index) => [`${index}/.env`, fixable]))
  const {directory} = createWorkspace(files)
  const child = spawn(process.execPath, [bin, '--no-home', '--no-config'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (text) => {
    stderr += text
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect({code, stderr}).toEqual({code: 1, stderr: ''})
})
