import {readdirSync, readFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import type {CallRow, HostsFile, SettingRow} from '../src/data.js'
import type {ScopeRow} from '../src/model.js'
import {segments} from '../src/scopes/pattern.js'

const ajv = new Ajv2020({allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true})
ajv.addFormat('regex', {validate: (source: string) => Boolean(new RegExp(source))})

const read = <T>(path: string): T => parse(readFileSync(path, 'utf8')) as T
const schema = (name: string) => ajv.compile(read(`schemas/${name}.schema.json`))

interface File {
  readonly tool: string
  readonly source: string
  readonly settings: readonly (Omit<SettingRow, 'tool' | 'source'> & Partial<Pick<SettingRow, 'tool' | 'source'>>)[]
}

const settingsFiles = readdirSync('rules/aws/settings').map((name) => `rules/aws/settings/${name}`)
const rows = settingsFiles.flatMap((path) => read<File>(path).settings.map((row) => ({...row, path_: path})))
const scopes = read<{scopes: ScopeRow[]}>('rules/scopes.yaml').scopes
const calls = read<{calls: CallRow[]}>('rules/aws/calls.yaml').calls
const hosts = read<HostsFile>('rules/aws/hosts.yaml')

describe('every data file says what its schema allows', () => {
  const validateSettings = schema('settings')
  test.each(settingsFiles)('%s', (path) => {
    expect([validateSettings(read(path)), validateSettings.errors]).toEqual([true, null])
  })

  test.each([
    ['rules/scopes.yaml', 'scopes'],
    ['rules/aws/calls.yaml', 'calls'],
    ['rules/aws/hosts.yaml', 'hosts'],
  ])('%s', (path, name) => {
    const validate = schema(name)
    expect([validate(read(path)), validate.errors]).toEqual([true, null])
  })
})

describe('ids', () => {
  test.each([
    ['settings', rows],
    ['scopes', scopes],
    ['calls', calls],
  ] as const)('are unique among %s', (_, list) => {
    const ids = list.map(({id}) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })
})

describe('rows', () => {
  test('each has a source of its own, or its file has one that is one', () => {
    for (const path of settingsFiles) {
      const file = read<File>(path)
      const needsOwn = file.source === 'each row has its own'
      expect(file.settings.filter((row) => needsOwn && !row.source).map(({id}) => id)).toEqual([])
    }
  })

  test('a C row names what must agree, and only a C row does', () => {
    expect(rows.filter((row) => (row.fix === 'C') !== (row.also !== undefined)).map(({id}) => id)).toEqual([])
  })

  test('a row that needs someone else first says what to do', () => {
    expect(rows.filter((row) => row.fix === 'D' && row.note === undefined).map(({id}) => id)).toEqual([])
  })

  test('a variable is known once', () => {
    const names = rows.flatMap((row) => row.env ?? [])
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('audiences and service names are never edited', () => {
    const fixed = rows.filter((row) =>
      ['audience', 'policy.condition', 'vpce.service', 'signed-request'].includes(row.name),
    )
    expect(new Set(fixed.map(({fix}) => fix))).toEqual(new Set(['never']))
  })

  test('a sign-in audience is never edited, but for lists, which are added to', () => {
    const edited = rows.filter(({name, fix}) => name === 'signin.audience' && fix !== 'never')
    expect(edited.map(({path}) => segments(path!).at(-1))).toEqual(['*', '*'])
  })

  test('a duration has its range, and nothing else has one', () => {
    expect(
      rows.filter((row) => (row.seconds !== undefined) !== row.name.startsWith('session.')).map(({id}) => id),
    ).toEqual([])
  })

  test('none is about another cloud', () => {
    expect(rows.filter((row) => /ali(?:baba|yun|cloud)/i.test(JSON.stringify(row))).map(({id}) => id)).toEqual([])
  })

  test('no path ends in a wildcard but for the items of a list', () => {
    const bare = rows.filter(
      (row) => row.path !== undefined && segments(row.path).at(-1) === '*' && segments(row.path).length < 2,
    )
    expect(bare.map(({id}) => id)).toEqual([])
  })
})

test('Regions and their lists agree', () => {
  const known = hosts.partitions.flatMap((row) => Object.keys(row.regions))
  for (const name of [...hosts.legacyGlobal, ...hosts.fips]) expect(known).toContain(name)
  expect(hosts.partitions.flatMap(({id}) => (id === 'aws-eusc' ? [] : `${id}-global`))).toEqual(hosts.pseudo)
})
