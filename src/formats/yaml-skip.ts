import type {Wanted} from '../model.js'
import {wantedIn} from './unwanted.js'

/** Which blocks of a YAML text need not be read. */
export interface BlockSkipper {
  /**
   * Where the block ends that begins at `start` and lies deeper than `column`, if nothing in it or before it from `from` on
   * is wanted. A list of words is one value to some, and is read.
   */
  endOf(from: number, start: number, column: number): number | null
  /** The same for an item of a list. Not the last: what is added is written like it. */
  endOfItem(start: number, column: number): number | null
  /** Whether others look at what stands under a key, and whether at all of it, as where the key itself is wanted. */
  isKept(key: string): boolean
  isWhole(key: string, start: number, end: number): boolean
}

/** Null where an anchor could be meant from elsewhere, or indentation is not what it seems. */
export function createBlockSkipper(text: string, wanted: Wanted): BlockSkipper | null {
  if (/\t|(?:^|[\s[{,])[&*]\w/.test(text)) return null
  const holds = wantedIn(text, wanted)
  const endOf = (from: number, start: number, column: number): number | null => {
    const end = blockEnd(text, start, column)
    const line = text.slice(text.lastIndexOf('\n', end) + 1, end)
    return holds(from, end) || line.includes(' #') ? null : end
  }
  return {
    endOf: (from, start, column) =>
      holds(from, start + 1) || isWords(text, start) ? null : endOf(from, start, column),
    endOfItem(start, column) {
      if (isWords(text, start)) return null
      const end = endOf(start, start, column)
      return end !== null && isFollowed(text, end, column) ? end : null
    },
    isKept: (key) => wanted.keys.has(key),
    isWhole: (key, start, end) => wanted.whole.has(key) || holds(start, end),
  }
}

const WORD = /-[ ]+(?![\w.-]+:(?:[ \r\n]|$))/y

function isWords(text: string, start: number): boolean {
  WORD.lastIndex = start
  return WORD.test(text)
}

/** The end of the last line that is deeper than `column` or holds nothing. What ends a block scalar early ends it here too. */
function blockEnd(text: string, start: number, column: number): number {
  let end = start
  for (let at = start, indent = column + 1; ; ) {
    const feed = text.indexOf('\n', at)
    const stop = feed < 0 ? text.length : feed
    const isBlank = isBlankAt(text, at)
    if (!isBlank && indent <= column) return end
    if (!isBlank) end = contentEnd(text, at, stop)
    if (feed < 0) return end
    indent = spacesAt(text, feed + 1)
    at = feed + 1 + indent
  }
}

function isBlankAt(text: string, at: number): boolean {
  const char = text[at]
  return char === undefined || char === '\n' || char === '\r' || char === '#'
}

function spacesAt(text: string, start: number): number {
  let at = start
  while (text.charCodeAt(at) === 32) at++
  return at - start
}

function contentEnd(text: string, start: number, stop: number): number {
  let end = stop
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\r')) end--
  return end
}

/** Whether another item comes next. */
function isFollowed(text: string, end: number, column: number): boolean {
  for (let feed = text.indexOf('\n', end); feed >= 0; ) {
    const indent = spacesAt(text, feed + 1)
    const at = feed + 1 + indent
    if (!isBlankAt(text, at)) return indent === column && text[at] === '-' && text[at + 1] === ' '
    feed = text.indexOf('\n', at)
  }
  return false
}
