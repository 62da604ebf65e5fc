import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {stringify} from 'yaml'
import {builtinRules} from '../src/builtin.js'
import {testRules} from '../src/engine/test-rules.js'
import {extendRules, loadRules, refuseTwins} from '../src/load-rules.js'
import {readRuleFiles} from '../src/rule-files.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stslint-rules-'))
})

afterEach(() => {
  rmSync(directory, {recursive: true})
})

function write(files: Readonly<Record<string, unknown>>): void {
  for (const [path, content] of Object.entries(files)) {
    const target = join(directory, path)
    mkdirSync(dirname(target), {recursive: true})
    writeFileSync(target, typeof content === 'string' ? content : stringify(content))
  }
}

const rule = {
  id: 'own/no-test-host',
  severity: 'warning',
  on: 'setting',
  match: {name: 'own.endpoint', value: {pattern: 'test'}},
  message: '{{key}} is {{value}}',
  why: 'A host that ends in .test is never reached by anyone.',
  links: [],
  fix: [{title: 'Use the real one', applicability: 'safe', do: [{set: 'this', to: 'https://real.example'}]}],
  examples: [{path: '.env', bad: 'OWN_URL=https://a.test\n', good: 'OWN_URL=https://real.example\n'}],
}

const settings = {
  tool: 'own tool',
  source: 'its manual',
  settings: [{id: 'own-url', name: 'own.endpoint', env: 'OWN_URL', fix: 'B'}],
}

const clients = {
  source: 'its manual',
  regionPrefixes: {},
  clients: [
    {name: 'own-tool', title: 'Own tool', packages: [], source: ['its manual'], verified: 'read', like: 'botocore'},
  ],
}

describe('a directory of rules', () => {
  test('is read with its rules and rows, and nothing of what is no YAML', () => {
    write({
      'own/no-test-host.yaml': rule,
      'own/settings/own.yml': settings,
      'own/README.md': '# ours',
      'own/clients.yaml': clients,
    })

    const files = readRuleFiles(directory)

    expect(files.rules).toEqual([rule])
    expect(files.settings).toEqual([{...settings.settings[0], tool: 'own tool', source: 'its manual'}])
    expect(files).toMatchObject({calls: [], scopes: [], hosts: null, clients: [clients]})
  })

  test('may hold nothing', () => {
    expect(readRuleFiles(directory)).toEqual({
      rules: [],
      settings: [],
      calls: [],
      scopes: [],
      hosts: null,
      charts: [],
      aliyunHosts: null,
      clients: [],
      aliyunClients: [],
    })
  })

  test('adds to the built-in rules, its rows first', () => {
    write({'own/no-test-host.yaml': rule, 'own/settings/own.yaml': settings})
    const base = builtinRules()

    const data = extendRules(base, [directory])

    expect(data.rules.at(-1)).toMatchObject({id: rule.id})
    expect(data.rules.at(-1)!.match({name: 'own.endpoint', value: 'x.test'})).toBe(true)
    expect(data.settings[0]).toMatchObject({id: 'own-url'})
    expect(data.settings).toHaveLength(base.settings.length + 1)
    expect(extendRules(base, [])).toBe(base)
  })

  test('runs its examples beside the built-in rules', async () => {
    const wrong = {...rule, id: 'own/wrong', examples: [{path: '.env', silent: 'OWN_URL=https://b.test\n'}]}
    write({'own/no-test-host.yaml': rule, 'own/wrong.yaml': wrong, 'own/settings/own.yaml': settings})

    expect(await testRules([directory])).toEqual({
      passed: 1,
      failed: [{rule: 'own/wrong', example: '.env', message: 'should be silent, but: OWN_URL is https://b.test'}],
    })
  })

  test('has no rule with the id of another', () => {
    const twin = {...rule, id: 'aws/global-endpoint-url'}
    write({'aws/global-endpoint-url.yaml': twin})

    expect(() => refuseTwins(extendRules(builtinRules(), [directory]), ['lint'])).toThrow(
      'two rules have the id aws/global-endpoint-url: rename the one in lint',
    )
  })

  test('stands for itself only with a hosts.yaml', () => {
    write({'own/no-test-host.yaml': rule})

    expect(() => loadRules([directory])).toThrow('no hosts.yaml in the rule directories')
  })
})

interface Refusal {
  readonly name: string
  readonly files: Readonly<Record<string, unknown>>
  readonly message: string
}

const broken = (change: object): Refusal['files'] => ({'own/no-test-host.yaml': {...rule, ...change}})

/** What the user has to know: which file, and which key of it. */
describe('is refused', () => {
  test.each<Refusal>([
    {name: 'broken YAML', files: {'own/x.yaml': 'id: [own\n'}, message: 'own/x.yaml: '},
    {name: 'an empty rule', files: {'own/x.yaml': ''}, message: 'own/x.yaml: the file must be object'},
    {
      name: 'a missing key',
      files: broken({why: undefined}),
      message: "own/no-test-host.yaml: the file must have required property 'why'",
    },
    {
      name: 'an unknown key',
      files: broken({sevrity: 'error'}),
      message: 'own/no-test-host.yaml: the file must NOT have additional properties (sevrity)',
    },
    {
      name: 'an unknown severity',
      files: broken({severity: 'fatal'}),
      message: 'own/no-test-host.yaml: severity must be equal to one of the allowed values',
    },
    {
      name: 'a wrong step',
      files: broken({fix: [{...rule.fix[0], do: [{sett: 'this'}]}]}),
      message: 'own/no-test-host.yaml: fix.0.do.0',
    },
    {
      name: 'an id that is not its place',
      files: broken({id: 'own/other'}),
      message: "own/no-test-host.yaml: id is own/other, but the file's place says own/no-test-host",
    },
    {
      name: 'an unknown fact in the condition',
      files: broken({match: {nmae: 'x'}}),
      message: 'own/no-test-host.yaml: a setting has no fact nmae',
    },
    {
      name: 'an unknown fact in one of several',
      files: broken({match: [{name: 'x'}, {hots: 'x'}]}),
      message: 'a setting has no fact hots',
    },
    {
      name: 'an unknown fact in a variant',
      files: broken({variants: [{match: {vaule: 'x'}, severity: 'info'}]}),
      message: 'a setting has no fact vaule',
    },
    {name: 'an unknown fact in the message', files: broken({message: '{{kye}}'}), message: 'a setting has no fact kye'},
    {
      name: 'an unknown fact in a fix',
      files: broken({fix: [{...rule.fix[0], match: {regoin: 'x'}}]}),
      message: 'a setting has no fact regoin',
    },
    {
      name: 'an unknown fact in what a fix writes',
      files: broken({fix: [{...rule.fix[0], do: [{set: 'this', to: '{{regoin}}'}]}]}),
      message: 'a setting has no fact regoin',
    },
    {
      name: 'a fact of another subject',
      files: broken({on: 'file', match: {value: 'x'}}),
      message: 'a file has no fact value',
    },
    {
      name: 'a row without a name',
      files: {'own/settings/x.yaml': {...settings, settings: [{id: 'a', env: 'A', fix: 'B'}]}},
      message: 'own/settings/x.yaml: settings.0',
    },
    {
      name: 'a row with an unknown key',
      files: {'own/settings/x.yaml': {...settings, settings: [{...settings.settings[0], evn: 'A'}]}},
      message: 'own/settings/x.yaml: settings.0 ',
    },
    {
      name: 'a row with an unknown fix class',
      files: {'own/settings/x.yaml': {...settings, settings: [{...settings.settings[0], fix: 'Z'}]}},
      message: 'own/settings/x.yaml: settings.0.fix',
    },
  ])('$name', ({files, message}) => {
    write(files)

    expect(() => readRuleFiles(directory)).toThrow(
      expect.objectContaining({code: 'RULE_INVALID', message: expect.stringContaining(message)}),
    )
  })

  test('a directory that is none', () => {
    expect(() => readRuleFiles(join(directory, 'gone'))).toThrow(expect.objectContaining({code: 'RULE_INVALID'}))
  })
})
