import {describe, expect, test} from 'vitest'
import type {Diagnostic, Fix, Range} from '../../src/model.js'
import {loadReporter} from '../../src/report/index.js'
import {diagnostic, edit, fix, options, rangeOf, report, result, sample} from './reports.js'

const pretty = await loadReporter('pretty')

test('shows findings by file, with code, fix and link', () => {
  expect(pretty(sample, options)).toBe(`\
infra/.env

  2:23  warning  AWS_ENDPOINT_URL_STS pins STS to the global endpoint https://sts.amazonaws.com  aws/global-endpoint-url
    2 | AWS_ENDPOINT_URL_STS="https://sts.amazonaws.com"  # legacy
      |                       ^^^^^^^^^^^^^^^^^^^^^^^^^
      = fix (safe): Use the STS endpoint of eu-west-1
    2 - AWS_ENDPOINT_URL_STS="https://sts.amazonaws.com"  # legacy
    2 + AWS_ENDPOINT_URL_STS="https://sts.eu-west-1.amazonaws.com"  # legacy
      = see https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html

  1:1  info  Boto3 reads AWS_DEFAULT_REGION, which is not set here  aws/aws-region-vs-default-region
    1 | AWS_REGION=eu-west-1
      | ^^^^^^^^^^^^^^^^^^^^
      = fix (unsafe: needs --unsafe-fixes): Set AWS_DEFAULT_REGION too
    2 + AWS_DEFAULT_REGION=eu-west-1

/srv/app/aws config

  4:1  error  Tokens of the global endpoint do not work in the opt-in Region af-south-1  aws/opt-in-region-with-global
    4 | sts_regional_endpoints = legacy
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

1 error, 1 warning, 1 info in 2 files; 1 fixable with --fix, 1 more with --unsafe-fixes
`)
})

test('colours by severity and dims what is secondary', () => {
  const text = 'mode=legacy\n'
  const found = diagnostic(rangeOf(text, 'legacy'), {
    severity: 'error',
    message: 'No',
    rule: 'aws/x',
    links: ['https://a.test/'],
    fix: fix('Yes', [edit(text, 'legacy', 'regional')]),
  })
  const output = pretty(report([result('.env', text, [found])]), {...options, color: true})
  const esc = (code: number): string => `\u001B[${code}m`
  const dim = (part: string): string => esc(2) + part + esc(22)
  const red = (part: string): string => esc(31) + part + esc(39)
  const bold = (part: string): string => esc(1) + part + esc(22)
  const green = (part: string): string => esc(32) + part + esc(39)
  expect(output.split('\n')).toEqual([
    `${esc(1)}${esc(4)}.env${esc(24)}${esc(22)}`,
    '',
    `  ${dim('1:6')}  ${bold(red('error'))}  No  ${dim('aws/x')}`,
    `${dim('    1 |')} mode=legacy`,
    `${dim('      |')}      ${bold(red('^^^^^^'))}`,
    `      ${dim('=')} ${green('fix (safe)')}: Yes`,
    `${dim('    1')} ${red('- mode=legacy')}`,
    `${dim('    1')} ${green('+ mode=regional')}`,
    `      ${dim('=')} ${dim('see https://a.test/')}`,
    '',
    `${bold(red('1 error'))} in 1 file; 1 fixable with --fix`,
    '',
  ])
})

test('has no colour to give when loaded without', async () => {
  const reporter = await loadReporter('pretty', {color: false})
  expect(reporter(sample, {...options, color: true})).toBe(pretty(sample, options))
})

/** The lines of one finding between its head and the summary, without their left margin. */
function body(text: string, found: Diagnostic, secrets: readonly Range[] = []): string[] {
  const lines = pretty(report([result('f', text, [found], {secrets})]), {...options, quiet: true}).split('\n')
  return lines.slice(3, -1).map((line) => line.slice(4))
}

describe('code frames', () => {
  test.each([
    {
      name: 'put carets below tabs where the terminal puts the text',
      text: '\tkey:\tvalue\n',
      part: 'value',
      expected: ['1 |     key:    value', '  |             ^^^^^'],
    },
    {
      name: 'span a tab that is meant',
      text: 'a\tb\n',
      part: '\tb',
      expected: ['1 | a   b', '  |  ^^^^'],
    },
    {
      name: 'count wide characters as two columns',
      text: '名前=https://例え.test # 😀\n',
      part: '例え',
      expected: ['1 | 名前=https://例え.test # 😀', '  |              ^^^^'],
    },
    {
      name: 'keep a combined character together',
      text: 'cafe\u0301=👩‍👩‍👧 x\n',
      part: 'x',
      expected: ['1 | cafe\u0301=👩‍👩‍👧 x', '  |         ^'],
    },
    {
      name: 'write invisible characters out',
      text: 'host=sts\u200B.test\n',
      part: '\u200B',
      expected: ['1 | host=sts<U+200B>.test', '  |         ^^^^^^^^'],
    },
    {
      name: 'do not let a file drive the terminal',
      text: 'a=\u001B[31mred\u202E\n',
      part: 'red',
      expected: ['1 | a=\u241B[31mred<U+202E>', '  |        ^^^'],
    },
    {
      name: 'leave CRLF and the byte order mark out',
      text: '\uFEFFa=1\r\nb=2\r\n',
      part: 'a=1',
      expected: ['1 | a=1', '  | ^^^'],
    },
    {
      name: 'underline the last line without a newline',
      text: 'a=1\nb=2',
      part: 'b=2',
      expected: ['2 | b=2', '  | ^^^'],
    },
    {
      name: 'underline each line of a short range, indentation left out',
      text: 'env:\n  - name: A\n    value: b\nrest\n',
      part: '- name: A\n    value: b',
      expected: ['2 |   - name: A', '  |   ^^^^^^^^^', '3 |     value: b', '  |     ^^^^^^^^'],
    },
    {
      name: 'do not show the line after a range that ends with a newline',
      text: 'a\nb\nc\n',
      part: 'a\nb\n',
      expected: ['1 | a', '  | ^', '2 | b', '  | ^'],
    },
    {
      name: 'pass over blank lines of a range',
      text: 'a\n\nb\n',
      part: 'a\n\nb',
      expected: ['1 | a', '  | ^', '2 |', '3 | b', '  | ^'],
    },
    {
      name: 'leave out the middle of a long range',
      text: '[a]\nb\nc\nd\ne\n',
      part: '[a]\nb\nc\nd\ne',
      expected: ['  1 | [a]', '    | ^^^', '  2 | b', '    | ^', '... |', '  5 | e', '    | ^'],
    },
  ])('$name', ({text, part, expected}) => {
    expect(body(text, diagnostic(rangeOf(text, part)))).toEqual(expected)
  })

  test.each([
    {name: 'an insertion point has a caret', text: 'a=\nb\n', at: 2, expected: ['1 | a=', '  |   ^']},
    {name: 'so has the end of the file', text: 'a\n', at: 2, expected: ['2 |', '  | ^']},
    {name: 'an empty file has no frame', text: '', at: 0, expected: []},
    {name: 'nor has a lone byte order mark', text: '\uFEFF', at: 1, expected: []},
  ])('$name', ({text, at, expected}) => {
    expect(body(text, diagnostic({start: at, end: at}))).toEqual(expected)
  })

  test('cut a long line around what is meant', () => {
    const text = `${'a'.repeat(500)}TARGET${'b'.repeat(500)}\n`
    expect(body(text, diagnostic(rangeOf(text, 'TARGET')))).toEqual([
      `1 | ...${'a'.repeat(30)}TARGET${'b'.repeat(64)}...`,
      `  | ${' '.repeat(33)}^^^^^^`,
    ])
  })

  test('cut a long line at its end only once', () => {
    const text = `${'a'.repeat(200)}TARGET\n`
    expect(body(text, diagnostic(rangeOf(text, 'TARGET')))).toEqual([
      `1 | ...${'a'.repeat(94)}TARGET`,
      `  | ${' '.repeat(97)}^^^^^^`,
    ])
  })

  test('cut a data blob before looking at it, and never through a credential', () => {
    const text = `${'a'.repeat(90_000)}SECRET${'a'.repeat(499)}TARGET${'b'.repeat(90_000)}\n`
    const shown = body(text, diagnostic(rangeOf(text, 'TARGET')), [rangeOf(text, `SECRET${'a'.repeat(100)}`)])
    expect(shown).toEqual([`1 | ...${'a'.repeat(30)}TARGET${'b'.repeat(64)}...`, `  | ${' '.repeat(33)}^^^^^^`])
  })

  test('keep the carets in place beside a credential', () => {
    const text = 'url=https://me:hunter2222@sts.amazonaws.com\n'
    expect(body(text, diagnostic(rangeOf(text, 'sts.amazonaws.com')), [rangeOf(text, 'hunter2222')])).toEqual([
      '1 | url=https://***@sts.amazonaws.com',
      '  |                 ^^^^^^^^^^^^^^^^^',
    ])
  })
})

describe('fixes', () => {
  const diff = (text: string, change: Fix, secrets: readonly Range[] = []): string[] =>
    body(text, diagnostic({start: 0, end: 0}, {fix: change}), secrets).filter((line) => /^\s*\d+ [-+]/.test(line))

  test.each([
    {
      name: 'an inserted line does not drag its neighbours along',
      text: 'a\nb\n',
      edits: [{range: {start: 2, end: 2}, newText: 'new\n'}],
      expected: ['2 + new'],
    },
    {
      name: 'a line removed with its end is one line',
      text: 'a\nb\nc\n',
      edits: [{range: {start: 2, end: 4}, newText: ''}],
      expected: ['2 - b'],
    },
    {
      name: 'a line can be added to a file without a final newline',
      text: 'a',
      edits: [{range: {start: 1, end: 1}, newText: '\nb'}],
      expected: ['2 + b'],
    },
    {
      name: 'an empty file can get a line',
      text: '',
      edits: [{range: {start: 0, end: 0}, newText: 'a=1\n'}],
      expected: ['1 + a=1'],
    },
    {
      name: 'two edits of one line are one change',
      text: 'a=1 b=2\n',
      edits: [
        {range: {start: 2, end: 3}, newText: '8'},
        {range: {start: 6, end: 7}, newText: '9'},
      ],
      expected: ['1 - a=1 b=2', '1 + a=8 b=9'],
    },
    {
      name: 'later lines are numbered as they will be',
      text: 'a\nb\nc\n',
      edits: [
        {range: {start: 0, end: 0}, newText: 'x\ny\n'},
        {range: {start: 4, end: 5}, newText: 'C'},
      ],
      expected: ['1 + x', '2 + y', '3 - c', '5 + C'],
    },
    {
      name: 'CRLF and the byte order mark stay out of sight',
      text: '\uFEFFa=1\r\nb\r\n',
      edits: [
        {range: {start: 3, end: 4}, newText: '2'},
        {range: {start: 6, end: 6}, newText: 'n\r\n'},
      ],
      expected: ['1 - a=1', '1 + a=2', '2 + n'],
    },
  ])('$name', ({text, edits, expected}) => {
    expect(diff(text, fix('Do', edits))).toEqual(expected)
  })

  test('a credential on a touched line is hidden before and after', () => {
    const text = 'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI aws_x=legacy AKIAIOSFODNN7EXAMPLE\n'
    expect(diff(text, fix('Do', [edit(text, 'legacy', 'regional')]), [rangeOf(text, 'wJalrXUtnFEMI')])).toEqual([
      '1 - AWS_SECRET_ACCESS_KEY=*** aws_x=legacy ***',
      '1 + AWS_SECRET_ACCESS_KEY=*** aws_x=regional ***',
    ])
  })

  test('a credential that an edit completes is hidden too', () => {
    const text = 'id=AKIAIOSFODNN\n'
    const change = fix('Do', [{range: {start: 15, end: 15}, newText: '7EXAMPLE'}])
    expect(diff(text, change)).toEqual(['1 - id=AKIAIOSFODNN', '1 + id=***'])
  })

  test('long lines are cut around the change', () => {
    const text = `${'a'.repeat(300)}=legacy;${'b'.repeat(300)}\n`
    const [before, after] = diff(text, fix('Do', [edit(text, 'legacy', 'regional')]))
    expect(before).toBe(`1 - ...${'a'.repeat(29)}=legacy;${'b'.repeat(63)}...`)
    expect(after).toBe(`1 + ...${'a'.repeat(29)}=regional;${'b'.repeat(61)}...`)
  })
})

test('a message cannot drive the terminal either', () => {
  const text = 'a\n'
  const found = diagnostic({start: 0, end: 1}, {message: 'value \u001B[2J\nis odd\n'})
  expect(pretty(report([result('f\u0007', text, [found])]), {...options, quiet: true})).toContain(
    'value \u241B[2J\u240Ais odd  ',
  )
})
