import {existsSync, readFileSync} from 'node:fs'
import {Ajv} from 'ajv'
import {describe, expect, test} from 'vitest'
import type {Report} from '../../src/model.js'
import type {ReportOptions} from '../../src/report/index.js'
import {loadReporter} from '../../src/report/index.js'
import {diagnostic, edit, fix, options, rangeOf, report, result, sample} from './reports.js'
import {sarifSubset} from './sarif-subset.js'

const sarif = await loadReporter('sarif')
const formats = {
  uri: (text: string) => URL.canParse(text),
  'uri-reference': (text: string) => URL.canParse(text, 'file:///') && !/[\s\\^`{|}<>"]/.test(text),
  'date-time': true,
} as const

const rules: ReportOptions['rules'] = [
  {
    id: 'core/syntax',
    severity: 'error',
    summary: 'The file cannot be read',
    why: 'So nothing is known of it.\n',
    links: [],
  },
  {
    id: 'aws/global-endpoint-url',
    severity: 'warning',
    summary: 'An endpoint setting names the global STS host',
    why: 'One host for every Region.\n',
    links: ['https://docs.aws.amazon.com/one', 'https://docs.aws.amazon.com/two'],
  },
]

/** What these tests look at; the schemas look at the rest. */
interface Run {
  readonly tool: {readonly driver: {readonly rules: readonly {readonly id: string}[]}}
  readonly results: readonly {
    readonly level: string
    readonly locations: readonly {readonly physicalLocation: {readonly artifactLocation: unknown}}[]
    readonly partialFingerprints: Readonly<Record<string, string>>
  }[]
}

const runOf = (given: Report): Run => JSON.parse(sarif(given, {...options, rules})).runs[0]

const awkward = report([
  result('dir with space/ümlaut#1%.env', '', [
    diagnostic({start: 0, end: 0}, {setting: null, scope: null, severity: 'info'}),
  ]),
  result('C:/Users/me/.aws/config', 'a\r\nb', [
    diagnostic({start: 0, end: 4}, {fix: fix('Drop a', [{range: {start: 0, end: 3}, newText: ''}], 'unsafe')}),
  ]),
])

describe('validates', () => {
  const all = [
    {name: 'findings of every kind', given: sample},
    {name: 'no findings', given: report([])},
    {name: 'awkward paths and places', given: awkward},
  ]
  const subset = new Ajv({formats}).compile(sarifSubset)
  test.each(all)('$name against the part we write', ({given}) => {
    expect(subset(JSON.parse(sarif(given, {...options, rules}))), JSON.stringify(subset.errors)).toBe(true)
  })

  // The standard's schema is draft 4; nothing in it that ajv reads differently but the spelling of its own id.
  const official = new URL(
    '../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
    import.meta.url,
  )
  test.runIf(existsSync(official)).each(all)('$name against the standard', ({given}) => {
    const {$schema: _, id: __, ...schema} = JSON.parse(readFileSync(official, 'utf8'))
    const standard = new Ajv({strict: false, unicodeRegExp: false, formats}).compile(schema)
    expect(standard(JSON.parse(sarif(given, {...options, rules}))), JSON.stringify(standard.errors)).toBe(true)
  })
})

test('describes the rules, also one that the caller did not know', () => {
  expect(runOf(sample).tool.driver.rules.map(({id}) => id)).toEqual([
    'aws/aws-region-vs-default-region',
    'aws/global-endpoint-url',
    'aws/opt-in-region-with-global',
    'core/syntax',
  ])
  expect(runOf(sample).tool.driver.rules[1]).toEqual({
    id: 'aws/global-endpoint-url',
    shortDescription: {text: 'An endpoint setting names the global STS host'},
    fullDescription: {text: 'One host for every Region.'},
    help: {
      text: 'One host for every Region.\nhttps://docs.aws.amazon.com/one\nhttps://docs.aws.amazon.com/two',
      markdown:
        'One host for every Region.\n\n- <https://docs.aws.amazon.com/one>\n- <https://docs.aws.amazon.com/two>',
    },
    helpUri: 'https://docs.aws.amazon.com/one',
    defaultConfiguration: {level: 'warning'},
    properties: {tags: ['sts', 'configuration', 'aws']},
  })
})

test('says where, what and how to fix it', () => {
  const [found] = runOf(sample).results
  expect({...found, partialFingerprints: null}).toEqual({
    ruleId: 'aws/global-endpoint-url',
    ruleIndex: 1,
    level: 'warning',
    message: {text: 'AWS_ENDPOINT_URL_STS pins STS to the global endpoint https://sts.amazonaws.com'},
    locations: [
      {
        physicalLocation: {
          artifactLocation: {uri: 'infra/.env', uriBaseId: '%SRCROOT%'},
          region: {startLine: 2, startColumn: 23, endLine: 2, endColumn: 48},
        },
        logicalLocations: [{name: '.env', kind: 'env-file'}],
      },
    ],
    partialFingerprints: null,
    fixes: [
      {
        description: {text: 'Use the STS endpoint of eu-west-1'},
        artifactChanges: [
          {
            artifactLocation: {uri: 'infra/.env', uriBaseId: '%SRCROOT%'},
            replacements: [
              {
                deletedRegion: {startLine: 2, startColumn: 31, endLine: 2, endColumn: 48},
                insertedContent: {text: 'sts.eu-west-1.amazonaws.com'},
              },
            ],
          },
        ],
        properties: {applicability: 'safe'},
      },
    ],
    properties: {setting: 'sts.endpoint', fix: 'safe'},
  })
  expect(runOf(sample).results.map(({level}) => level)).toEqual(['warning', 'note', 'error'])
})

test.each([
  {path: 'a/b.env', expected: {uri: 'a/b.env', uriBaseId: '%SRCROOT%'}},
  {path: 'a b/ü#?%.env', expected: {uri: 'a%20b/%C3%BC%23%3F%25.env', uriBaseId: '%SRCROOT%'}},
  {path: 'a:b', expected: {uri: 'a%3Ab', uriBaseId: '%SRCROOT%'}},
  {path: 'lone\uD800', expected: {uri: 'lone%EF%BF%BD', uriBaseId: '%SRCROOT%'}},
  {path: '/srv/aws config', expected: {uri: 'file:///srv/aws%20config'}},
  {path: '~/.aws/config', expected: {uri: 'file:///~/.aws/config'}},
  {path: 'C:/Users/x y/.aws/config', expected: {uri: 'file:///C:/Users/x%20y/.aws/config'}},
  {path: '//server/share/.env', expected: {uri: 'file://server/share/.env'}},
])('the URI of $path', ({path, expected}) => {
  const given = report([result(path, 'a', [diagnostic({start: 0, end: 1})])])
  expect(runOf(given).results[0]?.locations[0]?.physicalLocation.artifactLocation).toEqual(expected)
})

describe('fingerprints', () => {
  const printsOf = (given: Report): (string | undefined)[] =>
    runOf(given).results.map(({partialFingerprints}) => partialFingerprints['stslintFinding/v1'])
  const prints = (path: string, text: string, parts: readonly string[]): (string | undefined)[] =>
    printsOf(
      report([
        result(
          path,
          text,
          parts.map((part) => diagnostic(rangeOf(text, part))),
        ),
      ]),
    )

  test('are short hashes', () => {
    expect(prints('a', 'k=v\n', ['k=v'])).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
  })

  test('survive new lines above, other line ends and another name', () => {
    expect(prints('b.env', '# new\r\n\r\nk=v\r\n', ['k=v'])).toEqual(prints('a.env', 'k=v\n', ['k=v']))
  })

  test('change with the value', () => {
    expect(prints('a', 'k=w\n', ['k=w'])).not.toEqual(prints('a', 'k=v\n', ['k=v']))
  })

  test('tell equal findings apart', () => {
    const [first, second] = prints('a', 'k=v\nk=v\n', ['k=v', 'k=v'])
    expect(first).not.toBe(second)
  })

  test('do not depend on the text of a whole scope', () => {
    const print = (text: string): (string | undefined)[] =>
      printsOf(report([result('a', text, [diagnostic({start: 0, end: text.length}, {setting: null})])]))
    expect(print('a\nb\n')).toEqual(print('a\nb\nc\n'))
  })
})

test('offers no fix that a credential would be part of', () => {
  const text = 'token=hunter2222\n'
  const found = diagnostic(rangeOf(text, 'token'), {fix: fix('Move', [edit(text, 'token', 'x=hunter2222')])})
  const output = sarif(report([result('f', text, [found], {secrets: [rangeOf(text, 'hunter2222')]})]), options)
  expect(JSON.parse(output).runs[0].results[0].fixes).toBeUndefined()
})
