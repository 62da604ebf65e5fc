import {describe, expect, test} from 'vitest'
import type {CallRow, SettingRow} from '../../src/data.js'
import {createRecogniser} from '../../src/settings/recognise.js'
import {unitOf} from '../parsed.js'

const row = (id: string, rest: Partial<SettingRow>): SettingRow => ({
  id,
  tool: 't',
  name: id,
  fix: 'B',
  source: 's',
  ...rest,
})
const call = (rest: Partial<CallRow>): CallRow => ({id: 'c', operation: 'AssumeRoot', source: 's', ...rest})

async function recognise(path: string, text: string, rows: readonly SettingRow[], calls: readonly CallRow[] = []) {
  return createRecogniser(rows, calls)(await unitOf(path, text))
}

interface Case {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly rows: readonly SettingRow[]
  /** Row and value of each setting. */
  readonly found: readonly string[]
}

const twoProviders = 'x "a" {\n  kind = "k"\n  sts  = "1"\n}\nx "a" {\n  kind = "other"\n  sts  = "2"\n}\n'

describe('which row takes an entry', () => {
  test.each<Case>([
    {name: 'a variable by its name', path: '.env', text: 'A=1\na=2\n', rows: [row('a', {env: 'A'})], found: ['a 1']},
    {
      name: 'a variable by a glob',
      path: '.env',
      text: 'X_STS_URL=1\nSTS=2\n',
      rows: [row('a', {env: '*_STS_*'})],
      found: ['a 1'],
    },
    {
      name: 'the first row that matches',
      path: '.env',
      text: 'A=1\n',
      rows: [row('a', {env: 'A'}), row('b', {env: 'A'})],
      found: ['a 1'],
    },
    {
      name: 'the row for a whole path before one for a key anywhere',
      path: 'a.yaml',
      text: 'x: {a: 1}\ny: {a: 2}\n',
      rows: [row('b', {path: '**.a'}), row('a', {path: 'x.a'})],
      found: ['a 1', 'b 2'],
    },
    {
      name: 'the named row before the globbed',
      path: '.env',
      text: 'A=1\n',
      rows: [row('b', {env: 'A*'}), row('a', {env: 'A'})],
      found: ['a 1'],
    },
    {
      name: 'an INI key in its section, in any case',
      path: '.aws/config',
      text: '[profile x]\nRegion = 1\n[y]\nregion = 2\n',
      rows: [row('a', {key: 'region', section: 'profile *'})],
      found: ['a 1'],
    },
    {
      name: 'an INI key in one of several sections',
      path: '.aws/config',
      text: '[default]\nk = 1\n[profile x]\nk = 2\n[y]\nk = 3\n',
      rows: [row('a', {key: 'k', section: ['default', 'profile *']})],
      found: ['a 1', 'a 2'],
    },
    {
      name: 'only in its format',
      path: 'a.yaml',
      text: 'a: 1\n',
      rows: [row('a', {path: 'a', formats: ['json']})],
      found: [],
    },
    {
      name: 'only in its files',
      path: 'b.yaml',
      text: 'a: 1\n',
      rows: [row('a', {path: 'a', files: ['a.yaml']})],
      found: [],
    },
    {
      name: 'only in its kind of file',
      path: 'x.ini.conf',
      text: '[default]\nk = 1\n',
      rows: [row('a', {key: 'k', kinds: ['aws-config']})],
      found: [],
    },
    {
      name: 'only in its kind of scope',
      path: 'compose.yaml',
      text: 'services: {a: {environment: {A: 1}}}\n',
      rows: [row('a', {env: 'A', in: ['container']})],
      found: [],
    },
    {
      name: 'a tree key by its path',
      path: 'a.yaml',
      text: 'a: {b: 1}\nb: 2\n',
      rows: [row('a', {path: '**.a.b'})],
      found: ['a 1'],
    },
    {
      name: 'a path that ends in list items',
      path: 'a.yaml',
      text: 'a: [1, 2]\n',
      rows: [row('a', {path: 'a.*'})],
      found: ['a 1', 'a 2'],
    },
    {name: 'no tree key for a variable', path: 'a.yaml', text: 'A: 1\n', rows: [row('a', {env: 'A'})], found: []},
    {
      name: 'where a sibling says so',
      path: 'a.yaml',
      text: 'x: {kind: k, a: 1}\ny: {kind: z, a: 2}\n',
      rows: [row('a', {path: '*.a', with: {kind: 'k'}})],
      found: ['a 1'],
    },
    {
      name: 'where the map above says so',
      path: 'a.yaml',
      text: 'steps:\n  - uses: x@v1\n    with: {a: 1}\n  - with: {a: 2}\n',
      rows: [row('a', {path: '**.with.a', with: {'^.uses': 'x@*'}})],
      found: ['a 1'],
    },
    {
      name: 'where a sibling is there at all',
      path: 'a.yaml',
      text: 'x: {a: 1, deep: {er: 1}}\ny: {a: 2}\n',
      rows: [row('a', {path: '*.a', with: {deep: '*'}})],
      found: ['a 1'],
    },
    {
      name: 'by the sibling in its own block, of several alike',
      path: 'a.tf',
      text: twoProviders,
      rows: [row('a', {path: 'x.a.sts', with: {kind: 'k'}})],
      found: ['a 1'],
    },
  ])('$name', async ({path, text, rows, found}) => {
    const {settings} = await recognise(path, text, rows)

    expect(settings.map((setting) => `${setting.row.id} ${setting.entry.value}`)).toEqual(found)
  })

  test('a flag belongs to its command, which is a scope of its own', async () => {
    const text = 'FROM x\nRUN aws --region a sts get-caller-identity && aws --region b s3 ls\n'
    const {settings} = await recognise('Dockerfile', text, [row('a', {flag: '--region'})])

    expect(settings.map(({entry, scope}) => `${entry.value} ${scope.kind} < ${scope.parent?.kind}`)).toEqual([
      'a command < run',
      'b command < run',
    ])
    expect(new Set(settings.map(({scope}) => scope.id)).size).toBe(2)
  })
})

describe('uses of an operation', () => {
  const command = call({command: 'aws sts assume-root'})
  const policy = call({path: '**.Action.*', value: 'sts:AssumeRoot', with: {'^.Effect': 'Allow'}})

  test.each([
    {name: 'a command', text: 'RUN aws sts assume-root --x y', used: ['aws sts assume-root']},
    {
      name: 'options before its words',
      text: 'RUN aws --region r --no-cli-pager sts assume-root',
      used: ['aws --region r --no-cli-pager sts assume-root'],
    },
    {name: 'a full path', text: 'RUN /usr/bin/aws sts assume-root', used: ['/usr/bin/aws sts assume-root']},
    {name: 'not another operation', text: 'RUN aws sts assume-role', used: []},
    {name: 'not words in another order', text: 'RUN sts aws assume-root', used: []},
    {name: 'not the value of an option', text: 'RUN aws sts --profile assume-root', used: []},
  ])('$name', async ({text, used}) => {
    const whole = `FROM x\n${text}\n`
    const {calls} = await recognise('Dockerfile', whole, [], [command])

    expect(calls.map(({range}) => whole.slice(range.start, range.end))).toEqual(used)
  })

  test.each([
    {
      name: 'an action that is allowed',
      text: '{"Effect": "Allow", "Action": ["sts:AssumeRoot"]}',
      used: ['sts:AssumeRoot'],
    },
    {name: 'not one that is denied', text: '{"Effect": "Deny", "Action": ["sts:AssumeRoot"]}', used: []},
    {name: 'not another one', text: '{"Effect": "Allow", "Action": ["sts:AssumeRole"]}', used: []},
  ])('$name', async ({text, used}) => {
    const {calls} = await recognise('policy.json', text, [], [call({...policy, with: {Effect: 'Allow'}})])

    expect(calls.map(({range}) => text.slice(range.start, range.end))).toEqual(used)
  })
})
