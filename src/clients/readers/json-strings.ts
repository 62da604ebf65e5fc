import {visit} from 'jsonc-parser'
import type {Leaf} from './leaves.js'

/**
 * The strings of a JSON text whose path `wants` takes, in order. One pass without a tree: lock files are large. The path
 * given to `wants` is the walk's own, and changes after.
 */
export function jsonStrings(text: string, wants: (path: readonly string[]) => boolean): Leaf[] {
  const leaves: Leaf[] = []
  const path: string[] = []
  /** Of each open list the index it is at; -1 for a map. */
  const counts: number[] = []
  let keyStart = 0
  const open = (count: number) => (): void => {
    path.push(count === 0 ? '0' : '')
    counts.push(count)
  }
  const close = (): void => {
    path.pop()
    counts.pop()
  }
  // Same length, so offsets hold: the scanner does not know the byte order mark.
  visit(
    text.replace(/^\uFEFF/, ' '),
    {
      onObjectBegin: open(-1),
      onObjectEnd: close,
      onArrayBegin: open(0),
      onArrayEnd: close,
      onObjectProperty: (key, offset) => {
        path[path.length - 1] = key
        keyStart = offset
      },
      onSeparator: (mark) => {
        const last = counts.length - 1
        if (mark === ',' && last >= 0 && counts[last]! >= 0) path[last] = String(++counts[last]!)
      },
      onLiteralValue: (value, offset, length) => {
        if (typeof value !== 'string' || !wants(path) || !isClosed(text, offset, length)) return
        const isItem = (counts.at(-1) ?? -1) >= 0
        leaves.push({
          path: [...path],
          value,
          range: {start: offset + 1, end: offset + length - 1},
          whole: {start: isItem ? offset + 1 : keyStart, end: isItem ? offset + length - 1 : offset + length},
        })
      },
    },
    {allowTrailingComma: true},
  )
  return leaves
}

function isClosed(text: string, offset: number, length: number): boolean {
  return length > 1 && text[offset + length - 1] === text[offset]
}
