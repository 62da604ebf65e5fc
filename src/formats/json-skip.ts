import type {Range, Wanted} from '../model.js'
import {wantedIn} from './unwanted.js'

/** Deeper than this, nothing is skipped. */
export const DEEPEST = 200

/** Which maps and lists of a JSON text need not be read. */
export interface Skipper {
  /** Where the map or list that begins there ends, if nothing in it is wanted. Not of the last item: what is added is written like it. */
  endOf(start: number, isItem: boolean): number | undefined
  /** Whether others look at what stands under a key, and whether at all of it, as where the key itself is wanted. */
  isKept(key: string): boolean
  isWhole(key: string, written: Range): boolean
}

/** Null where the text is not strict JSON: an error is found only by reading it all. */
export function createSkipper(text: string, wanted: Wanted): Skipper | null {
  const ends = isStrict(text) ? endsOf(text) : null
  if (ends === null) return null
  const holds = wantedIn(text, wanted)
  return {
    endOf(start, isItem) {
      const end = ends.get(start)
      return end === undefined || holds(start, end) || (isItem && !isFollowed(text, end)) ? undefined : end
    },
    isKept: (key) => wanted.keys.has(key),
    isWhole: (key, {start, end}) => wanted.whole.has(key) || holds(start, end),
  }
}

const COMMA = /\s*,/y

function isFollowed(text: string, end: number): boolean {
  COMMA.lastIndex = end
  return COMMA.test(text)
}

function isStrict(text: string): boolean {
  try {
    JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
    return true
  } catch {
    return false
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}]/g

/** The maps, and the lists that hold other than scalars: a list of words is one value to some. */
function endsOf(text: string): ReadonlyMap<number, number> | null {
  const ends = new Map<number, number>()
  const open: {readonly start: number; isFlat: boolean}[] = []
  for (const {0: token, index} of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      const outer = open.at(-1)
      if (outer) outer.isFlat = false
      if (open.push({start: index, isFlat: token === '['}) > DEEPEST) return null
    } else if (token === '}' || token === ']') {
      const {start, isFlat} = open.pop()!
      if (!isFlat) ends.set(start, index + 1)
    }
  }
  return ends
}
