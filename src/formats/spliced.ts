import type {Range} from '../model.js'

/** Text read with parts of the document left out (continuations, indentation), and the way back to the document. */
export interface Spliced {
  readonly text: string
  /** Where the character at `index` stands. */
  at(index: number): number
  /** The least of the document that holds `start`..`end`. */
  tight(start: number, end: number): Range
  /** The most: what was left out on either side belongs to it. For a value between quotes. */
  loose(start: number, end: number): Range
  slice(start: number, end: number): Spliced
  /** Several slices as one text. */
  pick(ranges: readonly Range[]): Spliced
  /** White space between the start of the document's line and the character at `index`. */
  margin(index: number): string
}

/** `kept` are ranges of `text`, in order; `offset` is where `text` begins in the document. */
export function splice(text: string, kept: readonly Range[], offset = 0): Spliced {
  const pieces = kept.filter(({start, end}) => end > start)
  if (pieces.length === 0) pieces.push(kept[0] ?? {start: 0, end: 0})
  const firsts = startsOf(pieces)

  const length = firsts.at(-1)! + pieces.at(-1)!.end - pieces.at(-1)!.start

  // Clamped: a shell parser may place the end of a broken word behind the text.
  const at = (wanted: number): number => {
    const index = Math.min(wanted, length)
    const piece = lastAtMost(firsts, index)
    return offset + pieces[piece]!.start + index - firsts[piece]!
  }
  const after = (index: number): number => (index > 0 ? at(Math.min(index, length) - 1) + (length > 0 ? 1 : 0) : at(0))
  const pick = (ranges: readonly Range[]): Spliced =>
    splice(
      text,
      ranges.flatMap(({start, end}) => within(pieces, firsts, start, end)),
      offset,
    )
  return {
    text: pieces.map(({start, end}) => text.slice(start, end)).join(''),
    at,
    tight: (start, end) =>
      start === end ? {start: after(start), end: after(start)} : {start: at(start), end: after(end)},
    loose: (start, end) => ({start: after(start), end: at(end)}),
    slice: (start, end) => pick([{start, end}]),
    pick,
    margin: (index) =>
      /[ \t]*$/.exec(text.slice(text.lastIndexOf('\n', at(index) - offset - 1) + 1, at(index) - offset))![0],
  }
}

function startsOf(pieces: readonly Range[]): number[] {
  let length = 0
  return pieces.map(({start, end}) => {
    const first = length
    length += end - start
    return first
  })
}

function within(pieces: readonly Range[], firsts: readonly number[], from: number, to: number): Range[] {
  return pieces.map(({start, end}, index) => {
    const shift = start - firsts[index]!
    const clamp = (position: number): number => Math.min(Math.max(position + shift, start), end)
    return {start: clamp(from), end: clamp(to)}
  })
}

function lastAtMost(sorted: readonly number[], wanted: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (sorted[middle]! <= wanted) low = middle
    else high = middle - 1
  }
  return low
}
