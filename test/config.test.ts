import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import schema from '../schemas/config.schema.json' with {type: 'json'}
import {findConfig} from '../src/config/find.js'
import {loadConfig} from '../src/config/load.js'
import {knownKeys} from '../src/config/problems.js'
import {createIgnore, createSeverityOf} from '../src/config/severity.js'
import {type Config, noConfig} from '../src/config/types.js'
import type {Severity} from '../src/model.js'

function createTree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'stslint-config-'))
  onTestFinished(() => rmSync(root, {recursive: true, force: true}))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), {recursive: true})
    writeFileSync(join(root, path), text)
  }
  return root
}

function load(root: string, name = 'stslint.config.yaml'): Promise<Config> {
  return loadConfig(join(root, name), name)
}

describe('findConfig', () => {
  test.each([
    {
      name: 'takes the nearest one upwards',
      files: ['stslint.config.yaml', 'a/stslint.config.yml'],
      found: 'a/stslint.config.yml',
    },
    {name: 'goes up when there is none', files: ['stslint.config.json', 'a/b/x'], found: 'stslint.config.json'},
    {
      name: 'prefers yaml over json',
      files: ['a/b/stslint.config.json', 'a/b/stslint.config.yaml'],
      found: 'a/b/stslint.config.yaml',
    },
  ])('$name', ({files, found}) => {
    const root = createTree({'a/b/.keep': '', ...Object.fromEntries(files.map((file) => [file, '{}']))})
    expect(findConfig(join(root, 'a/b'))).toBe(join(root, found))
  })

  test('reads the key stslint of package.json', () => {
    const root = createTree({'package.json': '{"name": "x", "stslint": {"failOn": "error"}}'})
    expect(findConfig(root)).toBe(join(root, 'package.json'))
  })

  test.each([
    ['has no such key', '{"name": "stslint"}'],
    ['is broken', '{"stslint": '],
  ])('passes over a package.json that %s', (_, text) => {
    const root = createTree({'stslint.config.yaml': '', 'a/package.json': text})
    expect(findConfig(join(root, 'a'))).toBe(join(root, 'stslint.config.yaml'))
  })
})

describe('loadConfig', () => {
  test('reads every key', async () => {
    const root = createTree({
      'stslint.config.yaml': `
$schema: ./node_modules/stslint/schemas/config.schema.json
extends: strict
rules: {aws/global-endpoint-url: error}
overrides: [{files: [legacy], rules: {aws/global-endpoint-url: 'off'}}]
ruleDirectories: [rules]
clients: [{name: boto3, version: 1.34.0}]
regions: {default: eu-west-1, enabled: [af-south-1]}
ignore: [vendor]
minSeverity: info
failOn: error
maxWarnings: 3
format: [pretty, 'sarif:out.sarif']
maxFileSize: 1000
sourceCode: true
baseline: known.json
`,
    })
    expect(await load(root)).toEqual({
      file: join(root, 'stslint.config.yaml'),
      strict: true,
      rules: {'aws/global-endpoint-url': 'error'},
      overrides: [{base: root, patterns: ['legacy'], rules: {'aws/global-endpoint-url': 'off'}}],
      ruleDirectories: [join(root, 'rules')],
      clients: [{name: 'boto3', version: '1.34.0'}],
      region: 'eu-west-1',
      enabledRegions: ['af-south-1'],
      ignore: [{base: root, patterns: ['vendor']}],
      minSeverity: 'info',
      failOn: 'error',
      maxWarnings: 3,
      formats: ['pretty', 'sarif:out.sarif'],
      maxFileSize: 1000,
      sourceCode: true,
      baseline: join(root, 'known.json'),
    })
  })

  test('an empty file is a config that says nothing', async () => {
    const root = createTree({'stslint.config.yaml': '# nothing yet\n'})
    expect(await load(root)).toEqual({...noConfig, file: join(root, 'stslint.config.yaml')})
  })

  test('a config that is extended comes first, its paths relative to itself', async () => {
    const root = createTree({
      'stslint.config.yaml': 'extends: shared/base.yaml\nrules: {aws/x: error}\nfailOn: warning\n',
      'shared/base.yaml': 'rules: {aws/x: info, aws/y: "off"}\nfailOn: error\nmaxWarnings: 1\nruleDirectories: [own]\n',
    })
    expect(await load(root)).toMatchObject({
      rules: {'aws/x': 'error', 'aws/y': 'off'},
      failOn: 'warning',
      maxWarnings: 1,
      ruleDirectories: [join(root, 'shared/own')],
    })
  })

  test.each([
    ['an unknown key', 'failon: error', 'failon: unknown key (did you mean failOn?)'],
    ['a misspelt baseline', 'baselin: b.json', 'baselin: unknown key (did you mean baseline?)'],
    ['an unknown key below', 'regions: {defualt: eu-west-1}', 'regions.defualt: unknown key (did you mean default?)'],
    [
      'a wrong severity',
      'overrides: [{files: [a], rules: {aws/x: warn}}]',
      'overrides[0].rules.aws/x: must be off, info, warning or error',
    ],
    ['a missing key', 'overrides: [{files: [a]}]', 'overrides[0]: rules is missing'],
    ['a wrong type', 'maxWarnings: many', 'maxWarnings: must be a whole number'],
    ['a wrong type where several are right', 'format: 3', 'format: must be text or a list of texts'],
    [
      'a rule id without provider',
      'rules: {global-endpoint-url: error}',
      'rules.global-endpoint-url: is not a rule id such as aws/global-endpoint-url',
    ],
    ['no Region', 'regions: {default: Ireland}', 'regions.default: is not a Region such as eu-west-1'],
    ['a list at the top', '- a', 'the config: must be a map'],
    [
      'a missing base',
      'extends: nope.yaml',
      'extends: nope.yaml is not recommended, strict or a config file that exists',
    ],
    ['a circle', 'extends: stslint.config.yaml', 'extends: comes back to this file'],
  ])('names the file and the key of %s', async (_, text, message) => {
    const root = createTree({'stslint.config.yaml': text})
    await expect(load(root)).rejects.toMatchObject({code: 'CONFIG_INVALID', message: `stslint.config.yaml: ${message}`})
  })

  test.each([
    ['stslint.config.yaml', 'rules: {a'],
    ['stslint.config.json', '{"rules": '],
  ])('says where %s cannot be parsed', async (name, text) => {
    const root = createTree({[name]: text})
    await expect(load(root, name)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/^stslint\.config\.\w+: [^\n;^]+$/),
    })
  })

  test('guesses among all keys of the schema', () => {
    expect(['$schema', ...knownKeys['#']!].sort()).toEqual(Object.keys(schema.properties).sort())
  })
})

describe('severityOf', () => {
  const rule = {id: 'aws/x', severity: 'info'} as const
  const all = {only: [], without: []}

  const cases: readonly {
    name: string
    config: Partial<Config>
    choice?: {only: readonly string[]; without: readonly string[]}
    path?: string
    expected: Severity | null
  }[] = [
    {name: 'is the rule’s own without a config', config: {}, expected: 'info'},
    {name: 'is raised by the strict preset', config: {strict: true}, expected: 'warning'},
    {
      name: 'is what the config says, before the preset',
      config: {strict: true, rules: {'aws/x': 'info'}},
      expected: 'info',
    },
    {name: 'is none where the config has the rule off', config: {rules: {'aws/x': 'off'}}, expected: null},
    {
      name: 'is the rule’s own where it is asked for by name',
      config: {rules: {'aws/x': 'off'}},
      choice: {only: ['aws/x'], without: []},
      expected: 'info',
    },
    {name: 'is none for a rule not asked for', config: {}, choice: {only: ['aws/y'], without: []}, expected: null},
    {
      name: 'is none for a rule left out',
      config: {rules: {'aws/x': 'error'}},
      choice: {only: [], without: ['aws/x']},
      expected: null,
    },
  ]

  test.each(cases)('$name', async ({config, choice = all, path = '.env', expected}) => {
    const severityOf = await createSeverityOf({...noConfig, ...config}, choice, '/srv')
    expect(severityOf(rule, path)).toBe(expected)
  })

  test.each([
    ['legacy/deep/.env', 'error'],
    ['legacy/.env.local', 'warning'],
    ['app/.env', 'info'],
    ['../elsewhere/legacy/.env', 'info'],
  ])('on %s is %s by the last override that matches', async (path, expected) => {
    const overrides = [
      {base: '/srv', patterns: ['legacy/'], rules: {'aws/x': 'error'}},
      {base: '/srv/legacy', patterns: ['*.local'], rules: {'aws/x': 'warning'}},
    ] as const
    const severityOf = await createSeverityOf({...noConfig, overrides}, all, '/srv')
    expect(severityOf(rule, path)).toBe(expected)
  })
})

test.each([
  ['vendor', '/srv/a/vendor/x.yaml', true],
  ['vendor/', '/srv/vendor/x.yaml', true],
  ['/vendor', '/srv/a/vendor/x.yaml', false],
  ['./vendor', '/srv/vendor/x.yaml', true],
  ['*.tf', '/srv/a/b/main.tf', true],
  ['a/*.tf', '/srv/a/b/main.tf', false],
  ['**/.env', '/srv/.env', true],
])('ignore %s: %s is left out: %s', async (pattern, path, expected) => {
  const isIgnored = await createIgnore([{base: '/srv', patterns: [pattern]}])
  expect(isIgnored?.(path)).toBe(expected)
})
