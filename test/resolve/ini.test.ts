import {describe, expect, test} from 'vitest'
import {type Ini, type IniReader, nested} from '../../src/resolve/ini.js'
import {readGo, readGoMerged} from '../../src/resolve/ini-go.js'
import {readJavascript, readJavascriptNested} from '../../src/resolve/ini-javascript.js'
import {readPython} from '../../src/resolve/ini-python.js'
import {readRuby, readRubyNested} from '../../src/resolve/ini-ruby.js'

const readers = {
  python: readPython,
  javascript: readJavascript,
  'javascript-nested': readJavascriptNested,
  ruby: readRuby,
  'ruby-nested': readRubyNested,
  go: readGo,
  'go-merged': readGoMerged,
} satisfies Record<string, IniReader>

type Reader = keyof typeof readers

const ALL = Object.keys(readers) as Reader[]
const without = (...names: Reader[]) => ALL.filter((name) => !names.includes(name))

/** What a profile says: `key` value pairs, or that the file is refused. */
function profile({profiles, error}: Ini, name: string): Record<string, string> | string | undefined {
  if (error !== null) return 'refused'
  const section = profiles.get(name)
  return section && Object.fromEntries([...section].map(([key, {value}]) => [key.replace('\n', '.'), value]))
}

/** Per text, the readers that agree on an answer. */
const tables: readonly {
  readonly name: string
  readonly text: string
  readonly profile?: string
  readonly answers: readonly (readonly [readonly Reader[], unknown])[]
}[] = [
  {name: 'a plain file', text: '[default]\nregion = a\n', answers: [[ALL, {region: 'a'}]]},
  {name: 'CRLF', text: '[default]\r\nregion = a\r\n', answers: [[ALL, {region: 'a'}]]},
  {
    name: 'a comment behind the value',
    text: '[default]\nregion = a # note\n',
    answers: [
      [['python', 'ruby', 'ruby-nested'], {region: 'a # note'}],
      [without('python', 'ruby', 'ruby-nested'), {region: 'a'}],
    ],
  },
  {
    name: 'a comment with a semicolon',
    text: '[default]\nregion = a ; note\n',
    answers: [
      [['python'], {region: 'a ; note'}],
      [without('python'), {region: 'a'}],
    ],
  },
  {name: 'a comment sign without a space', text: '[default]\nregion = a#b\n', answers: [[ALL, {region: 'a#b'}]]},
  {
    name: 'a key that stands twice',
    text: '[default]\nregion = a\nregion = b\n',
    answers: [
      [['python'], 'refused'],
      [without('python'), {region: 'b'}],
    ],
  },
  {
    name: 'a section that stands twice',
    text: '[default]\nregion = a\n[default]\nkey = b\n',
    answers: [
      [['python'], 'refused'],
      [['go'], {key: 'b'}],
      [without('python', 'go'), {region: 'a', key: 'b'}],
    ],
  },
  {
    name: 'a key in capitals',
    text: '[default]\nREGION = a\n',
    answers: [
      [['python', 'go-merged'], {region: 'a'}],
      [without('python', 'go-merged'), {REGION: 'a'}],
    ],
  },
  {
    name: 'a colon',
    text: '[default]\nregion: a\nkey = b\n',
    answers: [
      [['python', 'go', 'go-merged'], {region: 'a', key: 'b'}],
      [without('python', 'go', 'go-merged'), {key: 'b'}],
    ],
  },
  {
    name: 'an empty value',
    text: '[default]\nkey = a\nregion =\n',
    answers: [
      [['python'], {key: 'a', region: ''}],
      [without('python'), {key: 'a'}],
    ],
  },
  {
    name: 'quotes',
    text: '[default]\nregion = "a"\n',
    answers: [
      [['go', 'go-merged'], {region: 'a'}],
      [without('go', 'go-merged'), {region: '"a"'}],
    ],
  },
  {
    name: 'a line that is nothing',
    text: '[default]\nregion = a\njunk\n',
    answers: [
      [['python'], 'refused'],
      [without('python'), {region: 'a'}],
    ],
  },
  {
    name: 'a line before the first section',
    text: 'key = b\n[default]\nregion = a\n',
    answers: [
      [['python'], 'refused'],
      [without('python'), {region: 'a'}],
    ],
  },
  {
    name: 'a byte order mark',
    text: '\uFEFF[default]\nregion = a\n',
    answers: [
      [['python', 'go', 'go-merged'], 'refused'],
      [['ruby', 'ruby-nested'], undefined],
    ],
  },
  {
    name: 'a block',
    text: '[default]\ns3 =\n  region = b\nregion = a\n',
    answers: [
      [['python', 'javascript-nested', 'ruby', 'ruby-nested'], {'s3.region': 'b', region: 'a'}],
      [['go', 'go-merged', 'javascript'], {region: 'a'}],
    ],
  },
  {
    name: 'an indented key where no block is open',
    text: '[default]\n  region = a\n',
    answers: [
      [['ruby-nested'], 'refused'],
      [['ruby'], {'.region': 'a'}],
      [without('ruby', 'ruby-nested'), {region: 'a'}],
    ],
  },
  {
    name: 'a continued value',
    text: '[default]\nregion = a\n  key = b\n',
    answers: [[['python'], {region: 'a\nkey = b'}]],
  },
  {
    name: 'a profile with its prefix',
    text: '[profile dev]\nregion = a\n',
    profile: 'dev',
    answers: [[ALL, {region: 'a'}]],
  },
  {
    name: 'a profile without its prefix',
    text: '[dev]\nregion = a\n',
    profile: 'dev',
    answers: [
      [['python', 'javascript-nested', 'go-merged'], undefined],
      [without('python', 'javascript-nested', 'go-merged'), {region: 'a'}],
    ],
  },
  {
    name: 'both spellings of one profile',
    text: '[profile dev]\nregion = a\n[dev]\nregion = b\n',
    profile: 'dev',
    answers: [
      [['python', 'javascript-nested', 'go-merged'], {region: 'a'}],
      [['javascript'], 'refused'],
      [['go', 'ruby', 'ruby-nested'], {region: 'b'}],
    ],
  },
  {
    name: 'a quoted profile',
    text: '[profile "my dev"]\nregion = a\n',
    profile: 'my dev',
    answers: [[['python'], {region: 'a'}]],
  },
  {
    name: 'keys that all sections have',
    text: '[DEFAULT]\nregion = a\n[profile dev]\nkey = b\n',
    profile: 'dev',
    answers: [[['python'], {region: 'a', key: 'b'}]],
  },
  {
    name: 'a switch with a comment',
    text: '[default]\nfips = true # note\n',
    answers: [
      [['go', 'go-merged'], {fips: 'true '}],
      [['javascript'], {fips: 'true'}],
    ],
  },
  {
    name: 'a comment instead of a value',
    text: '[default]\nfips =  # note\n',
    answers: [
      [['go', 'go-merged'], 'refused'],
      [['javascript'], undefined],
    ],
  },
  ...['= a', ': a', '[', ']', 'key[0] = a', '[[s]]', '[s]]', '[]', '[ ]', '[s', 'x =; note', '  = a'].map((line) => ({
    name: `the line ${JSON.stringify(line)}`,
    text: `[default]\nregion = a\n${line}\n`,
    answers: [[['go', 'go-merged'], 'refused'] as const],
  })),
  {
    name: 'brackets in a value',
    text: '[default]\nregion = a\nkey = [b]\nother = ]\n',
    answers: [[['go', 'go-merged'], {region: 'a', key: '[b]', other: ']'}]],
  },
  {
    name: 'a setting behind its section',
    text: '[default] region = a\n',
    answers: [[['go', 'go-merged'], {region: 'a'}]],
  },
  {
    name: 'a tab behind the value',
    text: '[default]\nregion = a\t\n',
    answers: [
      [['go', 'go-merged'], {region: 'a\t'}],
      [without('go', 'go-merged'), {region: 'a'}],
    ],
  },
  {
    name: 'an indented key behind an empty line',
    text: '[default]\ns3 =\n\n  region = a\n',
    answers: [[['go', 'go-merged'], {region: 'a'}]],
  },
  {
    name: 'a byte order mark before a comment',
    text: '\uFEFF# note\n[default]\nregion = a\n',
    answers: [
      [['python'], 'refused'],
      [['go', 'go-merged'], {region: 'a'}],
    ],
  },
  {
    name: 'an end in a line without a value',
    text: '[default]\nregion = a\nmore',
    answers: [[['go', 'go-merged'], 'refused']],
  },
]

describe.each(tables)('$name', ({text, profile: name = 'default', answers}) => {
  test.each(answers.flatMap(([names, answer]) => names.map((reader) => ({reader, answer}))))(
    '$reader',
    ({reader, answer}) => {
      expect(profile(readers[reader](text, 'config', 'config'), name)).toEqual(answer)
    },
  )
})

test.each(ALL)('%s keeps the line of a value', (reader) => {
  const ini = readers[reader]('\n[default]\n\nregion = a\n', 'home/config', 'config')

  expect(ini.profiles.get('default')?.get('region')).toEqual({value: 'a', source: 'home/config:4'})
})

test.each([
  {
    name: 'a block',
    text: '[services s]\nsts =\n  endpoint_url = a\n',
    readers: ['python', 'javascript-nested', 'ruby-nested'],
  },
  {name: 'a dotted key', text: '[services s]\nsts.endpoint_url = a\n', readers: ['javascript-nested']},
  {name: 'a block in capitals', text: '[services s]\nSTS =\n  endpoint_url = a\n', readers: ['python']},
] satisfies {name: string; text: string; readers: Reader[]}[])('services as $name', ({text, readers: names}) => {
  const key = nested('sts', 'endpoint_url')
  const found = ALL.filter((reader) => readers[reader](text, 'config', 'config').services.get('s')?.has(key))

  expect(found.filter((name) => name !== 'ruby')).toEqual(names)
})

test.each([
  {reader: 'python', header: 'profile dev', expected: false},
  {reader: 'python', header: 'dev', expected: true},
  {reader: 'go', header: 'profile dev', expected: true},
  {reader: 'go-merged', header: 'profile dev', expected: false},
  {reader: 'ruby', header: 'profile dev', expected: true},
  {reader: 'javascript', header: 'profile dev', expected: false},
] as const)('$reader finds profile dev in credentials under [$header]: $expected', ({reader, header, expected}) => {
  const ini = readers[reader](`[${header}]\nregion = a\n`, 'credentials', 'credentials')

  expect(ini.profiles.has('dev')).toBe(expected)
})
