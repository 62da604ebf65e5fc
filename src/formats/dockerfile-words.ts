import type {Range} from '../model.js'

/** The words of an `ENV` line as BuildKit splits them: at blanks that are neither quoted nor escaped. */
export function splitWords(text: string, from: number, escape: string): Range[] {
  const words: Range[] = []
  let start = -1
  let quote = ''
  for (let index = from; index < text.length; index += 1) {
    const mark = text[index]!
    if (quote === '' && isSpace(mark)) {
      if (start >= 0) words.push({start, end: index})
      start = -1
      continue
    }
    if (start < 0) start = index
    if (mark === escape && quote !== "'") index += 1
    else if (mark === quote) quote = ''
    else if (quote === '' && isQuote(mark)) quote = mark
  }
  if (start >= 0) words.push({start, end: text.length})
  return words
}

export interface Decoded {
  readonly value: string
  /** Has a variable in it. */
  readonly computed: boolean
  /** False where a quote has no end. */
  readonly closed: boolean
}

/** Inside double quotes the escape character counts before a quote, a dollar and itself; inside single ones never. */
export function decode(raw: string, escape: string): Decoded {
  let value = ''
  let quote = ''
  let computed = false
  for (let index = 0; index < raw.length; index += 1) {
    const mark = raw[index]!
    const next = raw[index + 1] ?? ''
    if (mark === escape && quote !== "'" && (quote === '' || next === '"' || next === '$' || next === escape)) {
      value += next
      index += 1
    } else if (mark === quote) quote = ''
    else if (quote === '' && isQuote(mark)) quote = mark
    else {
      computed ||= mark === '$' && quote !== "'" && /[\w{@*#?\-$!]/.test(next)
      value += mark
    }
  }
  return {value, computed, closed: quote === ''}
}

/** Whether `raw` is one quoted text: its quotes can stay when its value changes. */
export function isQuoted(raw: string, escape: string): boolean {
  const quote = raw[0] ?? ''
  if (!isQuote(quote) || raw.length < 2) return false
  let index = 1
  while (index < raw.length && raw[index] !== quote) index += raw[index] === escape && quote === '"' ? 2 : 1
  return index === raw.length - 1
}

/** `value` as it is written between double quotes. */
export function inDoubleQuotes(value: string, escape: string): string {
  return value.replace(/["$\\`]/g, (mark) => (mark === '"' || mark === '$' || mark === escape ? escape + mark : mark))
}

/** `value` with quotes of its own where it needs them. */
export function asWord(value: string, escape: string): string {
  const plain = /^[^\s\u0085'"$\\`]+$/.test(value)
  return plain || value === '' ? value : `"${inDoubleQuotes(value, escape)}"`
}

/** As Go's unicode.IsSpace has it: next line counts, a byte order mark does not. */
export function isSpace(mark: string): boolean {
  return (/\s/.test(mark) && mark !== '\uFEFF') || mark === '\u0085'
}

function isQuote(mark: string): boolean {
  return mark === '"' || mark === "'"
}
