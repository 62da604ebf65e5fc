import type {Range, TextEdit} from '../model.js'
import {
  beginsLine,
  cut,
  endOfLineBefore,
  fillBrackets,
  holdsComment,
  indentAt,
  insert,
  inside,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  restOfLine,
  within,
} from './bracketed.js'
import type {HclSource} from './hcl-shape.js'
import type {MapNode, Pair} from './tree.js'

/** Writes the new attribute or block. `aligned` where it stands below another attribute. */
export type WriteLine = (indent: string, aligned: boolean) => string

/** Adds a line to a body, which is a block's or the whole file. */
export function addToBody(
  source: HclSource,
  map: MapNode,
  anchor: Pair | undefined,
  write: WriteLine,
  isBlock: boolean,
): TextEdit[] | null {
  const {text, comments} = source
  if (!anchor) return isFile(source, map) ? addToFile(source, write) : fill(source, map, write)
  if (!isFile(source, map) && !text.slice(map.range.start, map.range.end).includes('\n')) {
    return openLine(source, map, anchor, write)
  }
  const rest = restOfLine({text, comments, range: map.range}, anchor.range.end)
  if (rest.next !== 'line end' || !beginsLine(text, anchor.range.start)) return null
  const eol = lineBreakOf(text)
  const indent = indentAt(text, anchor.range.start)
  const blank = isBlock && wantsBlank(source, map, anchor) ? eol : ''
  return [insert(rest.end, eol + blank + indent + write(indent, true))]
}

function isFile({shapes}: HclSource, map: MapNode): boolean {
  const shape = shapes.maps.get(map)
  return shape?.form === 'body' && shape.block === null
}

/** After the last comment of a file that has nothing else. */
function addToFile({text, comments}: HclSource, write: WriteLine): TextEdit[] {
  const eol = lineBreakOf(text)
  const last = comments.at(-1)
  return last ? [insert(last.end, eol + write('', false))] : [insert(text.length, write('', false) + eol)]
}

function fill({text, comments}: HclSource, map: MapNode, write: WriteLine): TextEdit[] | null {
  const {range} = map
  const comment = comments.findLast((candidate) => within(candidate, range))
  // `/* none */ }` leaves no line to write on.
  if (comment && !text.slice(comment.end, range.end).includes('\n')) return null
  const box = {
    text,
    comments,
    range,
    members: [],
    commas: 'optional',
    gap: '',
    unit: '  ',
    multiline: true,
    pad: '',
  } as const
  return fillBrackets(box, (indent) => write(indent ?? '', false))
}

/** `provider "aws" { region = "x" }` holds one attribute at most: a second opens it. */
function openLine({text, comments}: HclSource, map: MapNode, anchor: Pair, write: WriteLine): TextEdit[] | null {
  if (map.pairs.length > 1 || holdsComment(comments, map.range)) return null
  const {start, end} = inside(map.range)
  const eol = lineBreakOf(text)
  const base = indentAt(text, map.range.start)
  const indent = `${base}  `
  return [
    {range: {start, end: anchor.range.start}, newText: eol + indent},
    {range: {start: anchor.range.end, end}, newText: eol + indent + write(indent, false) + eol + base},
  ]
}

/** Blocks stand apart from what is above them, unless the blocks here are written without blank lines. */
function wantsBlank(source: HclSource, map: MapNode, anchor: Pair): boolean {
  const {text, shapes} = source
  const below = nextLine(text, anchor.range.end)
  if (!isBlank(text, below) && !closes(source, map, below)) return false
  const before = map.pairs[map.pairs.indexOf(anchor) - 1]
  const dense =
    before &&
    shapes.blocks.has(before) &&
    shapes.blocks.has(anchor) &&
    nextLine(text, before.range.end) === lineStart(text, anchor.range.start)
  return !dense
}

export function removeFromBody(source: HclSource, map: MapNode, pair: Pair): TextEdit[] | null {
  const {text, comments, shapes} = source
  const isWhole = isFile(source, map)
  if (!isWhole && map.pairs.length === 1 && !holdsComment(comments, map.range)) return [cut(inside(map.range))]
  const {start, end} = pair.range
  if (holdsComment(comments, pair.range) || !beginsLine(text, start)) return null
  const rest = restOfLine({text, comments, range: map.range}, end)
  if (rest.next !== 'line end' || rest.end !== end) return null
  const lines = linesOf(text, pair.range)
  return [cut(shapes.blocks.has(pair) ? withBlank(source, map, lines) : lines)]
}

/** With the line break behind it; at the end of a file that has none, with the one before it. */
function linesOf(text: string, {start, end}: Range): Range {
  const mark = markEnd(text)
  if (text.includes('\n', end)) return {start: Math.max(lineStart(text, start), mark), end: nextLine(text, end)}
  return {start: Math.max(endOfLineBefore(text, start), mark), end: text.length}
}

/** One of the blank lines around a block goes with it, where two would meet or one would stand at the edge. */
function withBlank(source: HclSource, map: MapNode, {start, end}: Range): Range {
  const {text} = source
  // Without a final line break, `start` is where the line above ends.
  if (text[end - 1] !== '\n') return {start: Math.max(text.slice(0, start).trimEnd().length, markEnd(text)), end}
  const above = start > 0 && isBlank(text, lineStart(text, start - 1))
  const below = isBlank(text, end)
  if (above && (below || closes(source, map, end))) return {start: lineStart(text, start - 1), end}
  const first = text.slice(isFile(source, map) ? 0 : map.range.start + 1, start).trim() === ''
  return below && first ? {start, end: nextLine(text, end)} : {start, end}
}

/** The byte order mark stays. */
function markEnd(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0
}

/** Whether nothing but white space is on the line at `offset`, and there is such a line. */
function isBlank(text: string, offset: number): boolean {
  return offset < text.length && text.slice(offset, lineEnd(text, offset)).trim() === ''
}

/** Whether the line at `offset` only closes the body. */
function closes(source: HclSource, map: MapNode, offset: number): boolean {
  if (isFile(source, map)) return offset >= source.text.length
  return source.text.slice(offset, map.range.end).trim() === '}'
}
