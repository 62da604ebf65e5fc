import fc from 'fast-check'
import {expect, test} from 'vitest'
import {applyEdits, applyFixes} from '../../src/fix/apply.js'
import type {TextEdit} from '../../src/model.js'
import {edit} from '../parsed.js'

interface Case {
  readonly name: string
  readonly text?: string
  readonly fixes: readonly (readonly TextEdit[])[]
  readonly expected: string
  /** Indices of the fixes that were made. */
  readonly applied: readonly number[]
}

test.each<Case>([
  {name: 'makes no fix', fixes: [], expected: 'abcdef', applied: []},
  {name: 'replaces', fixes: [[edit(1, 3, 'X')]], expected: 'aXdef', applied: [0]},
  {name: 'inserts at both ends', fixes: [[edit(0, 0, '<')], [edit(6, 6, '>')]], expected: '<abcdef>', applied: [0, 1]},
  {name: 'removes', fixes: [[edit(0, 6, '')]], expected: '', applied: [0]},
  {name: 'sorts fixes by place', fixes: [[edit(4, 5, 'Y')], [edit(0, 1, 'X')]], expected: 'XbcdYf', applied: [0, 1]},
  {name: 'makes all edits of a fix', fixes: [[edit(0, 1, 'X'), edit(3, 4, 'Y')]], expected: 'XbcYef', applied: [0]},
  {
    name: 'leaves the second of two that overlap',
    fixes: [[edit(0, 3, 'X')], [edit(2, 4, 'Y')]],
    expected: 'Xdef',
    applied: [0],
  },
  {
    name: 'leaves the second of two that touch',
    fixes: [[edit(0, 2, 'X')], [edit(2, 4, 'Y')]],
    expected: 'Xcdef',
    applied: [0],
  },
  {
    name: 'leaves the second of two insertions at one place',
    fixes: [[edit(2, 2, 'X')], [edit(2, 2, 'Y')]],
    expected: 'abXcdef',
    applied: [0],
  },
  {
    name: 'leaves the same fix given again',
    fixes: [[edit(0, 1, 'X')], [edit(0, 1, 'X')]],
    expected: 'Xbcdef',
    applied: [0],
  },
  {
    name: 'leaves a fix whole where one of its edits meets another',
    fixes: [[edit(0, 1, 'X')], [edit(0, 1, 'Y'), edit(4, 5, 'Y')], [edit(4, 5, 'Z')]],
    expected: 'XbcdZf',
    applied: [0, 2],
  },
  {
    name: 'keeps a byte order mark and CRLF around an edit',
    text: '\uFEFFa=1\r\nb=2\r\n',
    fixes: [[edit(3, 4, '9')]],
    expected: '\uFEFFa=9\r\nb=2\r\n',
    applied: [0],
  },
])('$name', ({text = 'abcdef', fixes, expected, applied}) => {
  const given = fixes.map((edits) => ({edits}))

  const made = applyFixes(text, given)

  expect(made.text).toBe(expected)
  expect(made.applied.map((fix) => given.indexOf(fix))).toEqual(applied)
  expect(applyEdits(text, made.edits)).toBe(expected)
})

test('what no edit touches stays, byte for byte and in order', () => {
  const edits = fc
    .uniqueArray(fc.nat(60), {minLength: 2, maxLength: 12})
    .map((offsets) => offsets.sort((a, b) => a - b))
    .map((offsets) =>
      Array.from({length: offsets.length >> 1}, (_, index) => edit(offsets[2 * index]!, offsets[2 * index + 1]!, '')),
    )
  const property = fc.property(fc.string({minLength: 61, maxLength: 80}), edits, (text, removals) => {
    const left = [...text].filter((_, at) => !removals.some(({range}) => at >= range.start && at < range.end))
    expect(applyEdits(text, removals)).toBe(left.join(''))
  })
  fc.assert(property)
})
