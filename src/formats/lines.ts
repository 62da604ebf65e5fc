import type {Range, TextEdit} from '../model.js'

/** One line: `end` stands before its line end, `next` after it. */
export interface Line {
  readonly start: number
  readonly end: number
  readonly next: number
}

/**
 * A byte order mark belongs to no line. A lone CR ends a line, as it does for Python's universal newlines
 * (botocore) and for dotenv.
 */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let start = text.startsWith('\uFEFF') ? 1 : 0
  for (const {index, 0: mark} of text.matchAll(/\r\n?|\n/g)) {
    lines.push({start, end: index, next: index + mark.length})
    start = index + mark.length
  }
  if (start < text.length) lines.push({start, end: text.length, next: text.length})
  return lines
}

/** The line end that most lines have. */
export function lineEndOf(text: string): string {
  const counts = {'\n': 0, '\r\n': 0, '\r': 0}
  for (const [mark] of text.matchAll(/\r\n?|\n/g)) counts[mark as keyof typeof counts] += 1
  if (counts['\r\n'] > counts['\n']) return '\r\n'
  return counts['\r'] > counts['\n'] ? '\r' : '\n'
}

/** Insert a line where another starts. A text without a final line end stays without one. */
export function insertLine(text: string, at: number, line: string): TextEdit {
  const range = {start: at, end: at}
  const isUnended = at === text.length && /[^\r\n]/.test(text.slice(-1)) && text !== '\uFEFF'
  return {range, newText: isUnended ? lineEndOf(text) + line : line + lineEndOf(text)}
}

/** Remove whole lines. The last line of a text without a final line end takes the line end before it along. */
export function removeLines(text: string, lines: Range): TextEdit {
  const ended = /[\r\n]/.test(text.slice(lines.end - 1, lines.end))
  const before = ended ? '' : (/(?:\r\n?|\n)$/.exec(text.slice(Math.max(0, lines.start - 2), lines.start))?.[0] ?? '')
  return {range: {start: lines.start - before.length, end: lines.end}, newText: ''}
}

export function isInside(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end
}

/** What to write behind a comma-separated list to add an item in its own spacing; null where that is not clear. */
export function listSuffix(list: string, item: string): string | null {
  const items = list.split(',').map((each) => each.trim())
  if (list.trim() === '' || item === '' || /[,\s]/.test(item) || items.includes(item)) return null
  const spacing = /,([^\S\r\n]*)\S/.exec(list)?.[1] ?? ''
  return list.endsWith(',') ? spacing + item : `,${spacing}${item}`
}
