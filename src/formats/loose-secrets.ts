import type {Range} from '../model.js'
import {isSecretKey} from '../secrets.js'

/**
 * A word followed by `=` or `:` anywhere, by XML's tags before a value, or by white space at the start. Begins at word
 * starts to stay linear.
 */
const KEY = /(?<![\w.-])([\w.-]+)(?:["']?\s*[=:]|>|<\/[\w:.-]+>\s*<[\w:.-]+>|["']\s+[\w:.-]+\s*=)\s*|^\s*([\w.-]+)\s+/g

/**
 * The credential in text that is no entry: a setting that is commented out, a line that could not be read.
 * A code frame may show such a line, so its value is hidden like an entry's.
 */
export function looseSecret(text: string, range: Range): Range | null {
  for (const match of text.slice(range.start, range.end).matchAll(KEY)) {
    const start = range.start + match.index + match[0].length
    if (isSecretKey(match[1] ?? match[2] ?? '') && start < range.end) return {start, end: range.end}
  }
  return null
}

/** The same for all lines that `range` has a part in. */
export function secretInLines(text: string, {start, end}: Range): Range | null {
  const first = text.lastIndexOf('\n', start - 1) + 1
  const stop = text.indexOf('\n', end)
  return looseSecret(text, {start: start === 0 ? 0 : first, end: stop === -1 ? text.length : stop})
}
