import type {Range} from '../model.js'
import {isSecretKey} from '../secrets.js'

/** A word followed by `=` or `:` anywhere, or by white space at the start. Begins at word starts to stay linear. */
const KEY = /(?<![\w.-])([\w.-]+)["']?\s*[=:]\s*|^\s*([\w.-]+)\s+/g

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
