import type {Embedded, Range} from '../model.js'
import {plain} from './line-settings.js'

/** Text put together from pieces of a document. `at`: where each character stands; -1 for what only the text has. */
export interface Placed {
  readonly text: string
  readonly at: readonly number[]
  /** Parts that the outer program computes, with a filler in the text. */
  readonly computed: readonly Range[]
}

/** Text that stands in the document as it is. */
export function standing(text: string, start: number): Placed {
  return {text, at: Array.from(text, (_, index) => start + index), computed: []}
}

export function madeUp(text: string): Placed {
  return {text, at: Array.from({length: text.length}, () => -1), computed: []}
}

export function joined(pieces: readonly Placed[]): Placed {
  const computed: Range[] = []
  const at: number[] = []
  for (const piece of pieces) {
    for (const {start, end} of piece.computed) computed.push({start: start + at.length, end: end + at.length})
    at.push(...piece.at)
  }
  return {text: pieces.map(({text}) => text).join(''), at, computed}
}

/** Read as the file it becomes. Only a word within one place can be changed: a line would need a command of its own. */
export function composed(
  given: Pick<Embedded, 'path' | 'scope' | 'inherits' | 'isPart'>,
  make: () => Placed,
): Embedded {
  let made: Placed | null = null
  const placed = (): Placed => {
    made ??= make()
    return made
  }
  return {
    ...given,
    get text() {
      made = null
      return placed().text
    },
    get computed() {
      return placed().computed
    },
    range: (range) => placeOf(placed(), range),
    edit({range: {start, end}, newText}) {
      const {at, computed} = placed()
      const isMoved = at.slice(start, end).some((place, index) => place < 0 || place !== at[start]! + index)
      const isComputed = computed.some((part) => part.start < end && start < part.end)
      if (start === end || isMoved || isComputed || plain(newText) === null) return null
      return {range: {start: at[start]!, end: at[end - 1]! + 1}, newText}
    },
  }
}

/** Of what stands in the document, all that the range holds; else what stands before it. */
function placeOf({at}: Placed, {start, end}: Range): Range {
  const held = at.slice(start, end).filter((place) => place >= 0)
  if (held.length > 0) return {start: Math.min(...held), end: Math.max(...held) + 1}
  const before = at.slice(0, start).findLast((place) => place >= 0)
  const place = before === undefined ? (at.find((each) => each >= 0) ?? 0) : before + 1
  return {start: place, end: place}
}
