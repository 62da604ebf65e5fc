import type {Entry, TextEdit} from '../model.js'

/** Entries that stand for what a branch may have left: their bytes are another entry's. */
const uncertain = new WeakSet<Entry>()

export function markUncertain(entry: Entry): void {
  uncertain.add(entry)
}

export function isUncertain(entry: Entry): boolean {
  return uncertain.has(entry)
}

/** Entries of a script inside a quoted word: quotes of their own would end it. */
const confined = new WeakSet<Entry>()

export function confine(entry: Entry): void {
  confined.add(entry)
}

/** Edits of entries that shell text gave. The quotes are told from the document: `text` is all of it. */
export const shellEdits = {
  setValue(text: string, entry: Entry, value: string): TextEdit[] | null {
    // Beyond one line the outer format's continuations and indentation would have a say.
    if (CONTROL.test(value) || value.includes('{{') || isHidden(entry) || isOption(entry, value)) return null
    if (confined.has(entry) && !isWord(value)) return null
    return [{range: entry.valueRange, newText: quoted(value, quoteAround(text, entry), entry.surface)}]
  },

  rename(text: string, entry: Entry, key: string): TextEdit[] | null {
    if (uncertain.has(entry)) return null
    const {start} = entry.range
    const range = {start, end: start + entry.key.length}
    const valid = entry.surface === 'flag' ? /^--\w[\w-]*$/ : /^[A-Za-z_]\w*$/
    if (!valid.test(key) || text.slice(range.start, range.end) !== entry.key) return null
    return [{range, newText: key}]
  },

  /** To a comma-separated value. What stands there is not touched, so it may be an expression. */
  append(entry: Entry, item: string): TextEdit[] | null {
    if (isHidden(entry) || !/^[\w.:/*@%+-]+$/.test(item)) return null
    const {start, end} = entry.valueRange
    return [{range: {start: end, end}, newText: start === end ? item : `,${item}`}]
  },
}

const CONTROL = /[\u0000-\u001F\u007F\u0085\u2028\u2029]/

/** As the word after `--flag` it would be read as a flag itself. */
export function isOption({surface}: Entry, value: string): boolean {
  return surface === 'flag' && value.startsWith('-')
}

/** A credential, or not the entry's own bytes. */
function isHidden(entry: Entry): boolean {
  return uncertain.has(entry) || (entry.value === null && entry.expression === null)
}

/** Needs no quotes. */
export function isWord(value: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(value)
}

type Quote = '' | '"' | "'" | "$'"

/** Only the end of a quoted value is followed by a quote: after any other word comes what ends a word. */
function quoteAround(text: string, {valueRange: {start, end}}: Entry): Quote {
  const mark = text[end]
  if (mark === "'") return text.slice(start - 2, start) === "$'" ? "$'" : "'"
  return mark === '"' ? '"' : ''
}

function quoted(value: string, quote: Quote, surface: Entry['surface']): string {
  if (quote === '"') return value.replace(/[\\"$`]/g, '\\$&')
  if (quote === "$'") return value.replace(/[\\']/g, '\\$&')
  if (quote === "'") return value.replaceAll("'", "'\\''")
  if (isWord(value) || (value === '' && surface === 'env')) return value
  return `'${value.replaceAll("'", "'\\''")}'`
}
