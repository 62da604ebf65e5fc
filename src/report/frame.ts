import type {Range} from '../model.js'
import type {Cell} from './cells.js'
import {toCells} from './cells.js'
import type {Lines} from './lines.js'
import type {Mask} from './mask.js'

/** A file as reporters look at it. */
export interface Source {
  readonly text: string
  readonly lines: Lines
  readonly mask: Mask
}

export interface FrameRow {
  /** Null where lines are left out. */
  readonly line: number | null
  readonly code: string
  /** Spaces and carets below the code; empty when nothing of the line is meant. */
  readonly underline: string
}

/** Columns of code shown of one line, and how many of them come before the offending ones in a longer line. */
const COLUMNS = 100
const LEAD = 30

/** A line longer than this (a data blob) is cut before it is measured. */
const LONGEST = 2000

const MOST_LINES = 3

export function frame(source: Source, range: Range): FrameRow[] {
  if (source.text === '' || source.text === '\uFEFF') return []
  const first = source.lines.position(range.start).line
  const last = Math.max(first, source.lines.position(range.end > range.start ? range.end - 1 : range.end).line)
  const row = (line: number): FrameRow => frameRow(source, line, range, first < last)
  if (last - first < MOST_LINES) return Array.from({length: last - first + 1}, (_, index) => row(first + index))
  return [row(first), row(first + 1), {line: null, code: '', underline: ''}, row(last)]
}

function frameRow({text, lines, mask}: Source, line: number, range: Range, several: boolean): FrameRow {
  const whole = lines.range(line)
  const mark = {start: Math.max(range.start, whole.start), end: Math.min(range.end, whole.end)}
  if (several) {
    // Indentation and trailing space belong to no one.
    mark.start += leadingSpace(text.slice(mark.start, mark.end))
    mark.end = Math.max(mark.start, mark.start + text.slice(mark.start, mark.end).trimEnd().length)
  }
  const relative = {start: mark.start - whole.start, end: mark.end - whole.start}
  const hidden = mask.hidden(whole).map(({start, end}) => ({start: start - whole.start, end: end - whole.start}))
  const {code, underline} = draw(text.slice(whole.start, whole.end), hidden, relative)
  return {line, code, underline: several && relative.start === relative.end ? '' : underline}
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length
}

/** One line as a terminal shows it, cut around `mark` when it is long. */
export function draw(line: string, hidden: readonly Range[], mark: Range): {code: string; underline: string} {
  const near = shorten(line, hidden, mark)
  const cells = toCells(line.slice(near.start, near.end), within(hidden, near))
  const local = {start: mark.start - near.start, end: mark.end - near.start}
  const shown = crop(cells, local)
  const before = near.start > 0 || shown.before ? '...' : ''
  const after = near.end < line.length || shown.after ? '...' : ''
  const code = before + shown.cells.map(({text}) => text).join('') + after
  return {code, underline: ' '.repeat(before.length) + carets(shown.cells, local)}
}

/** Hidden parts stay whole: half of one would be measured as if it were text. */
function shorten(line: string, hidden: readonly Range[], mark: Range): Range {
  if (line.length <= LONGEST) return {start: 0, end: line.length}
  const start = Math.max(0, Math.min(mark.start, line.length) - LONGEST / 4)
  const end = Math.min(line.length, start + LONGEST)
  return {
    start: hidden.find((range) => range.start < start && start < range.end)?.start ?? start,
    end: hidden.find((range) => range.start < end && end < range.end)?.end ?? end,
  }
}

function within(ranges: readonly Range[], near: Range): Range[] {
  return ranges
    .filter(({start, end}) => start >= near.start && end <= near.end)
    .map(({start, end}) => ({start: start - near.start, end: end - near.start}))
}

interface Shown {
  readonly cells: readonly Cell[]
  readonly before: boolean
  readonly after: boolean
}

function crop(cells: readonly Cell[], mark: Range): Shown {
  if (width(cells) <= COLUMNS) return {cells, before: false, after: false}
  const marked = cells.findIndex(({range}) => range.end > mark.start)
  let from = marked === -1 ? cells.length : marked
  let room = LEAD
  while (from > 0 && room > 0) room -= cells[--from]?.width ?? 0
  let to = from
  room = COLUMNS
  while (to < cells.length && room >= (cells[to]?.width ?? 0)) room -= cells[to++]?.width ?? 0
  // The end of the line came before the end of the room: show more of its beginning.
  while (from > 0 && room >= (cells[from - 1]?.width ?? 0)) room -= cells[--from]?.width ?? 0
  return {cells: cells.slice(from, to), before: from > 0, after: to < cells.length}
}

function width(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0)
}

/** At least one caret: an insertion point and an invisible character have a place too. */
function carets(cells: readonly Cell[], mark: Range): string {
  const isMarked = ({range}: Cell): boolean => range.start < mark.end && range.end > mark.start
  const first = cells.findIndex((cell) => isMarked(cell) || cell.range.start >= mark.start)
  const before = width(first === -1 ? cells : cells.slice(0, first))
  return ' '.repeat(before) + '^'.repeat(Math.max(1, width(cells.filter(isMarked))))
}
