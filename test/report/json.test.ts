import {readFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import type {Report} from '../../src/model.js'
import {loadReporter} from '../../src/report/index.js'
import {diagnostic, edit, fix, options, rangeOf, report, result, sample} from './reports.js'

const json = await loadReporter('json')
const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  formats: {uri: (text: string) => URL.canParse(text)},
}).compile(schema)

interface Written {
  readonly results: {readonly diagnostics: Record<string, unknown>[]}[]
}

const parse = (from: Report): Written => JSON.parse(json(from, options))

test('has the published shape, in this order', () => {
  const text = '\uFEFFa=1\r\nmode=legacy\r\n'
  const found = diagnostic(rangeOf(text, 'mode=legacy'), {
    rule: 'aws/legacy-setting',
    message: 'Mode legacy',
    setting: 'sts.mode',
    scope: {kind: 'profile', name: 'default'},
    links: ['https://docs.aws.amazon.com/'],
    fix: fix('Say regional', [edit(text, 'legacy', 'regional')]),
  })
  expect(json(report([result('infra/.env', text, [found])], {hidden: 3}), options)).toBe(`\
{
  "version": 1,
  "tool": {
    "name": "stslint",
    "version": "1.2.3"
  },
  "summary": {
    "files": 12,
    "scanned": 9,
    "skipped": 0,
    "errors": 0,
    "warnings": 1,
    "infos": 0,
    "fixable": 1,
    "fixableUnsafe": 0,
    "fixed": 0,
    "hidden": 3,
    "baselined": 0
  },
  "results": [
    {
      "path": "infra/.env",
      "diagnostics": [
        {
          "rule": "aws/legacy-setting",
          "severity": "warning",
          "message": "Mode legacy",
          "range": {
            "start": {
              "offset": 6,
              "line": 2,
              "column": 1
            },
            "end": {
              "offset": 17,
              "line": 2,
              "column": 12
            }
          },
          "setting": "sts.mode",
          "scope": {
            "kind": "profile",
            "name": "default"
          },
          "links": [
            "https://docs.aws.amazon.com/"
          ],
          "fix": {
            "title": "Say regional",
            "applicability": "safe",
            "edits": [
              {
                "start": 11,
                "end": 17,
                "text": "regional"
              }
            ]
          }
        }
      ]
    }
  ]
}
`)
})

describe('validates', () => {
  test.each([
    {name: 'a run with findings of every kind', given: sample},
    {name: 'a run without findings', given: report([])},
    {
      name: 'a finding in an empty file',
      given: report([result('f', '', [diagnostic({start: 0, end: 0}, {setting: null, scope: null})])]),
    },
  ])('$name', ({given}) => {
    expect(validate(parse(given)), JSON.stringify(validate.errors)).toBe(true)
  })

  test('and the schema is strict', () => {
    const wrong = parse(sample)
    Object.assign(wrong.results[0]?.diagnostics[0] ?? {}, {extra: true})
    expect(validate(wrong)).toBe(false)
  })
})

test('leaves out files without a diagnostic', () => {
  expect(parse(report([result('fixed', 'a\n', [], {fixed: ['x']})])).results).toEqual([])
})

test('keeps back edits that would show or lose a credential', () => {
  const text = 'token=hunter2222\n'
  const found = diagnostic(rangeOf(text, 'token'), {fix: fix('Move hunter2222', [edit(text, 'token', 'x=hunter2222')])})
  const secrets = [rangeOf(text, 'hunter2222')]
  const [shown] = parse(report([result('f', text, [found], {secrets})])).results
  expect(shown?.diagnostics[0]?.['fix']).toEqual({title: 'Move ***', applicability: 'safe', edits: []})
})
