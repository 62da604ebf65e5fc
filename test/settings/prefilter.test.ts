import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {allRules} from '../../src/builtin-all.js'
import type {CallRow, SettingRow} from '../../src/data.js'
import {createPrefilter, prefilterLiterals} from '../../src/settings/prefilter.js'

const row = (rest: Partial<SettingRow>): SettingRow => ({
  id: 'a',
  tool: 't',
  name: 'sts.endpoint',
  fix: 'B',
  source: 's',
  ...rest,
})

interface Case {
  readonly name: string
  readonly rows?: readonly SettingRow[]
  readonly calls?: readonly Partial<CallRow>[]
  readonly passes: readonly string[]
  readonly stops: readonly string[]
}

describe('what a file must hold', () => {
  test.each<Case>([
    {name: 'nothing but a directive of ours without rows', passes: ['# stslint-disable'], stops: ['sts', '']},
    {
      name: 'a variable',
      rows: [row({env: 'AWS_X'})],
      passes: ['export AWS_X=1', 'MY_AWS_X='],
      stops: ['AWS_Y', 'aws_x'],
    },
    {
      name: 'the longest part of a glob',
      rows: [row({env: '*_STS_ENDPOINT_*'})],
      passes: ['A_STS_ENDPOINT_B'],
      stops: ['STS_END'],
    },
    {name: 'a flag', rows: [row({flag: '--sts-x'})], passes: ['a --sts-x=b'], stops: ['sts-x']},
    {name: 'an INI key', rows: [row({key: 'sts_key'})], passes: ['sts_key = 1'], stops: ['sts']},
    {
      name: 'the longest segment of a path',
      rows: [row({path: '**.endpoints.*.sts'})],
      passes: ['endpoints'],
      stops: ['sts'],
    },
    {
      name: 'the literal of a row that names one',
      rows: [row({path: '**.hosts.*', literal: 'sts.amazonaws'})],
      passes: ['sts.amazonaws.com'],
      stops: ['hosts', 'stsxamazonaws'],
    },
    {name: 'nothing for context alone', rows: [row({name: 'role', env: 'ROLE_X'})], passes: [], stops: ['ROLE_X']},
    {
      name: 'nothing for files that are read anyway',
      rows: [row({key: 'region', kinds: ['aws-config']})],
      passes: [],
      stops: ['region'],
    },
    {
      name: 'the last word of a command',
      calls: [{command: 'aws sts assume-root'}],
      passes: ['assume-root'],
      stops: ['aws sts'],
    },
    {
      name: 'the value of an action',
      calls: [{value: 'sts:AssumeRoot'}],
      passes: ['"sts:AssumeRoot"'],
      stops: ['AssumeRoot'],
    },
    {
      name: 'signs of a pattern as they stand',
      rows: [row({env: 'A.B+(C)'}), row({env: 'X[1]'})],
      passes: ['A.B+(C)', 'X[1]'],
      stops: ['AxB+(C)', 'X1'],
    },
    {
      name: 'the shorter of two where one holds the other',
      rows: [row({env: 'AWS_REGION_X'}), row({env: 'AWS_REGION'})],
      passes: ['AWS_REGION'],
      stops: ['AWS_REG'],
    },
  ])('$name', ({rows = [], calls = [], passes, stops}) => {
    const pattern = createPrefilter(prefilterLiterals(rows, calls as CallRow[]))

    expect(passes.filter((text) => !pattern.test(text))).toEqual([])
    expect(stops.filter((text) => pattern.test(text))).toEqual([])
  })

  test('a literal is found wherever another is', () => {
    const word = fc.stringMatching(/^[ab.]{1,6}$/)
    const property = fc.property(fc.array(word, {minLength: 1, maxLength: 8}), fc.string(), (words, around) => {
      const pattern = createPrefilter(
        prefilterLiterals(
          words.map((env) => row({env})),
          [],
        ),
      )
      for (const each of words) expect(pattern.test(around + each + around)).toBe(true)
      const text = around.replace(/[ab.]/g, '')
      expect(pattern.test(text)).toBe(text.includes('stslint-'))
    })
    fc.assert(property)
  })
})

test('no built-in row that says something by itself is filtered out', () => {
  const {settings, calls} = allRules()
  const pattern = createPrefilter(prefilterLiterals(settings, calls))
  const own = settings.filter(
    ({env, flag, key, kinds, literal}) => !literal && !kinds && (env ?? flag ?? key) !== undefined,
  )
  const context = [
    'role',
    'source-profile',
    'credential-source',
    'web-identity',
    'profile',
    'load-config',
    'services',
    'oidc',
  ]

  const missed = own.filter(({env, flag, key}) => !pattern.test((env ?? flag ?? key)!.replaceAll('*', '_')))
  expect(missed.filter(({name}) => !context.includes(name)).map(({id}) => id)).toEqual([])
})
