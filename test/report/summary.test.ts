import {describe, expect, test} from 'vitest'
import type {Report} from '../../src/model.js'
import type {ReportOptions} from '../../src/report/index.js'
import {loadReporter} from '../../src/report/index.js'
import {diagnostic, fix, options, report, result} from './reports.js'

const pretty = await loadReporter('pretty')

/** What comes after the last finding. */
function closing(found: Report, given: Partial<ReportOptions> = {}): string {
  const output = pretty(found, {...options, ...given})
  return output.slice(output.lastIndexOf('\n\n') + 1).trimStart()
}

const found = diagnostic({start: 0, end: 1})
const safe = diagnostic({start: 0, end: 1}, {fix: fix('Do', [])})
const unsafe = diagnostic({start: 0, end: 1}, {fix: fix('Do', [], 'unsafe')})
const error = diagnostic({start: 0, end: 1}, {severity: 'error'})
const files = (...lists: (typeof found)[][]): Report['results'] =>
  lists.map((list, index) => result(`${index}`, 'a\n', list))

describe('without fixing', () => {
  test.each([
    {name: 'nothing found', results: [], rest: {}, expected: 'No problems in 12 files (9 scanned)\n'},
    {name: 'one file', results: [], rest: {files: 1, scanned: 1}, expected: 'No problems in 1 file (1 scanned)\n'},
    {
      name: 'skipped files',
      results: [],
      rest: {skipped: 3},
      expected: 'No problems in 12 files (9 scanned, 3 skipped)\n',
    },
    {name: 'no fix', results: files([found]), rest: {}, expected: '1 warning in 1 file\n'},
    {
      name: 'both classes of fixes',
      results: files([error, safe], [safe, unsafe]),
      rest: {},
      expected: '1 error, 3 warnings in 2 files; 2 fixable with --fix, 1 more with --unsafe-fixes\n',
    },
    {
      name: 'unsafe fixes alone',
      results: files([unsafe]),
      rest: {},
      expected: '1 warning in 1 file; 1 fixable with --fix --unsafe-fixes\n',
    },
    {
      name: 'findings that are not shown',
      results: files([found]),
      rest: {hidden: 12},
      expected: '1 warning in 1 file\n12 infos not shown (--min-severity info)\n',
    },
    {
      name: 'one that is not shown, and nothing else',
      results: [],
      rest: {hidden: 1},
      expected: 'No problems in 12 files (9 scanned)\n1 info not shown (--min-severity info)\n',
    },
  ])('$name', ({results, rest, expected}) => {
    expect(closing(report(results, rest))).toBe(expected)
  })

  test('names what a higher limit hides', () => {
    expect(closing(report([], {hidden: 2}), {minSeverity: 'error'})).toContain(
      '2 warnings and infos not shown (--min-severity info)',
    )
  })
})

describe('after fixing', () => {
  const fixed = [result('a', 'a\n', [], {fixed: ['x', 'y', 'z']}), result('b', 'a\n', [found], {fixed: ['x']})]

  test.each([
    {
      name: 'some left',
      results: fixed,
      rest: {fixed: 4},
      applied: ['safe'] as const,
      expected: 'Fixed 4 problems in 2 files; 1 left\n',
    },
    {
      name: 'none left',
      results: fixed.slice(0, 1),
      rest: {fixed: 1},
      applied: ['safe'] as const,
      expected: 'Fixed 1 problem in 1 file; none left\n',
    },
    {
      name: 'some left that unsafe fixes would reach',
      results: [...fixed, ...files([unsafe])],
      rest: {fixed: 4},
      applied: ['safe'] as const,
      expected: 'Fixed 4 problems in 2 files; 2 left, 1 fixable with --unsafe-fixes\n',
    },
    {
      name: 'some left that no flag would reach',
      results: [...fixed, ...files([unsafe, safe])],
      rest: {fixed: 4},
      applied: ['safe', 'unsafe'] as const,
      expected: 'Fixed 4 problems in 2 files; 3 left\n',
    },
    {
      name: 'nothing was fixable',
      results: files([found]),
      rest: {},
      applied: ['safe'] as const,
      expected: '1 warning in 1 file\n',
    },
    {
      name: 'only unsafe fixes are left to try',
      results: files([unsafe]),
      rest: {},
      applied: ['safe'] as const,
      expected: '1 warning in 1 file; 1 fixable with --unsafe-fixes\n',
    },
  ])('$name', ({results, rest, applied, expected}) => {
    expect(closing(report(results, rest), {fixApplied: applied})).toBe(expected)
  })
})

test('quiet leaves the closing lines out', () => {
  expect(pretty(report([]), {...options, quiet: true})).toBe('')
  expect(pretty(report(files([found])), {...options, quiet: true})).toMatch(/\^\n$/)
})
