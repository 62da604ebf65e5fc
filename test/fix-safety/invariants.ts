import {expect} from 'vitest'
import {endOfLine, startOfLine} from '../../src/engine/comments.js'
import {movedRange} from '../../src/fix/proof.js'
import type {Diagnostic, Range, TextEdit} from '../../src/model.js'
import {unitOf} from '../parsed.js'
import type {Pairs} from './readers.js'
import type {Step} from './run.js'

export function expectInside(text: string, {start, end}: Range): void {
  expect(start >= 0 && start <= end && end <= text.length, `[${start}, ${end}) of ${text.length}`).toBe(true)
}

/** Byte order mark, line ends and final newline are as they were; one line has no line ends to keep. */
export function expectSameHabits(before: string, after: string): void {
  expect(after.startsWith('\uFEFF'), 'byte order mark').toBe(before.startsWith('\uFEFF'))
  expect(/\n$/.test(after), 'final newline').toBe(/\n$/.test(before))
  const ends = (text: string): Set<string> => new Set(text.match(/\r?\n/g) ?? [])
  if (ends(before).size > 0)
    expect(
      [...ends(after)].filter((end) => !ends(before).has(end)),
      'line ends',
    ).toEqual([])
}

export async function commentsOf(path: string, text: string): Promise<string[]> {
  const {parsed} = await unitOf(path, text)
  return parsed.comments.map(({start, end}) => text.slice(start, end))
}

/** Entries of `before` that `after` lacks, each as often as it is missing. */
export function missingIn(after: readonly string[], before: readonly string[]): string[] {
  const left = [...after]
  return before.filter((item) => {
    const index = left.indexOf(item)
    if (index !== -1) left.splice(index, 1)
    return index === -1
  })
}

/** An error may come to light where a fix made a Region known, or move with its value, but no fix may write a new one. */
export function writtenErrors({after, edits, errors}: Step): string[] {
  const known = errors.before.map((range) => movedRange(range, edits))
  const moves = known.filter(({start, end}) => start >= end).length
  const written = errors.after.filter((range) => newRanges(edits).some((edit) => meets(edit, range)))
  const unknown = written.filter((range) => !known.some((error) => meets(error, range)))
  return unknown.slice(moves).map(({start, end}) => after.slice(start, end))
}

function meets(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end
}

/** Where the new text of each edit stands. */
function newRanges(edits: readonly TextEdit[]): Range[] {
  let shift = 0
  return edits.map(({range, newText}) => {
    const start = range.start + shift
    shift += newText.length - (range.end - range.start)
    return {start, end: start + newText.length}
  })
}

/** A pair may only come, go or change where the fixed settings stand. */
export function strayChanges({before, after, edits, fixed}: Step, old: Pairs, now: Pairs): string[] {
  if (old === null || now === null) return []
  const gone = linesAt(before, [...edits.map(({range}) => range), ...fixed.map(({range}) => range)])
  const came = linesAt(after, newRanges(edits))
  const isAt = (pair: string, lines: string): boolean => {
    const [key = '', value = ''] = pair.split(/=(.*)/s)
    return lines.includes(key.split('.').at(-1)!) && lines.includes(value.replace(/^"|"$/g, ''))
  }
  return [
    ...missingIn(now, old)
      .filter((pair) => !isAt(pair, gone))
      .map((pair) => `- ${pair}`),
    ...missingIn(old, now)
      .filter((pair) => !isAt(pair, came))
      .map((pair) => `+ ${pair}`),
  ]
}

function linesAt(text: string, ranges: readonly Range[]): string {
  return ranges.map(({start, end}) => text.slice(startOfLine(text, start), endOfLine(text, end))).join('\n')
}

/** Everything a reporter is given to show, but the text itself, which it masks. */
export function shownOf(diagnostics: readonly Diagnostic[]): string {
  return JSON.stringify(diagnostics)
}
