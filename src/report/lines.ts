import type {Range} from '../model.js'

/** 1-based; columns count UTF-16 units, as editors and SARIF do. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface Lines {
  readonly count: number
  position(offset: number): Position
  /** A line without its end and without a byte order mark. */
  range(line: number): Range
}

/** LF and CRLF end lines, as in SARIF and git. A byte order mark has no column: no editor gives it one. */
export function indexLines(text: string): Lines {
  const starts = lineStarts(text)
  const start = (line: number): number => starts[line - 1] ?? text.length
  const position = (offset: number): Position => {
    const inside = Math.min(Math.max(offset, 0), text.length)
    const line = lastAtOrBefore(starts, inside) + 1
    return {line, column: Math.max(inside - start(line), 0) + 1}
  }
  const range = (line: number): Range => {
    const end = line < starts.length ? start(line + 1) - 1 : text.length
    return {start: start(line), end: text[end] === '\n' && text[end - 1] === '\r' && end > start(line) ? end - 1 : end}
  }
  return {count: starts.length, position, range}
}

function lineStarts(text: string): number[] {
  const starts = [text.startsWith('\uFEFF') ? 1 : 0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Index of the last start that is not after `offset`; 0 for what precedes the first. */
function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
