import type {Range} from '../model.js'
import {hasTemplate, inlineCommentStart} from './template-marks.js'

export type Quote = '' | '"' | "'" | '`'

export interface EnvValue {
  readonly quote: Quote
  /** Without quotes; empty where a value would be inserted. */
  readonly range: Range
  /** Null where a shell, a template or the choice of reader decides. */
  readonly text: string | null
  /** From its mark. */
  readonly comment: Range | null
  /** What is wrong with it, to follow the key's name. */
  readonly problem: string | null
  /** Where the line after it starts. */
  readonly next: number
}

/** Read what follows the `=`. A credential is hidden to the end of its line: a comment may be part of it. */
export function readEnvValue(text: string, at: number, isSecret: boolean): EnvValue {
  const line = text.slice(at, endOfLine(text, at))
  const open = at + line.length - line.trimStart().length
  const quote = /["'`]/.test(text.charAt(open)) ? (text.charAt(open) as Quote) : ''
  if (quote === '') return readUnquoted(text, at, isSecret)
  const close = closingQuote(text, open, quote)
  const isOnLine = close !== -1 && close < endOfLine(text, open)
  if (close === -1 || (!isOnLine && !isLast(text, close)))
    return readUnclear(text, open, 'has a quote that is not closed')
  if (isLast(text, close)) return readQuoted(text, open, close, quote)
  // `"$HOME"/bin` is one word to a shell and to systemd, and other text to dotenv.
  const isJoined = /\S/.test(text.charAt(close + 1))
  return readUnclear(text, open, isJoined ? null : 'has text after its closing quote')
}

function readQuoted(text: string, open: number, close: number, quote: Quote): EnvValue {
  const range = {start: open + 1, end: close}
  const end = endOfLine(text, close)
  const written = text.slice(range.start, range.end)
  const isComputed = hasTemplate(written) || (quote === '"' && isInterpolated(written))
  const mark = text.slice(close + 1, end).trimStart()
  return {
    quote,
    range,
    text: isComputed ? null : decode(written, quote),
    comment: mark === '' ? null : {start: end - mark.length, end: end - mark.length + mark.trimEnd().length},
    problem: null,
    next: nextLine(text, end),
  }
}

function readUnquoted(text: string, at: number, isSecret: boolean): EnvValue {
  const end = endOfContinued(text, at)
  const raw = text.slice(at, end)
  const stop = isSecret ? raw.length : inlineCommentStart(raw, '#')
  const written = raw.slice(0, stop).trim()
  const start = at + (written === '' ? stop : raw.length - raw.trimStart().length)
  const mark = raw.slice(stop).trim()
  const markStart = at + raw.trimEnd().length - mark.length
  const isComputed = hasTemplate(written) || isInterpolated(written)
  return {
    quote: '',
    range: {start, end: start + written.length},
    text: isComputed ? null : written.replace(/\\(?:\r\n?|\n)/g, ''),
    comment: mark === '' ? null : {start: markStart, end: markStart + mark.length},
    problem: null,
    next: nextLine(text, end),
  }
}

/** The rest of the line as it stands: readers disagree on what it means. */
function readUnclear(text: string, start: number, problem: string | null): EnvValue {
  const end = endOfLine(text, start)
  const written = text.slice(start, end).trimEnd()
  const range = {start, end: start + written.length}
  return {
    quote: '',
    range,
    text: null,
    comment: null,
    problem: hasTemplate(written) ? null : problem,
    next: nextLine(text, end),
  }
}

/** A quote after a backslash closes nothing, but where it ends the line: `'C:\'` is a whole value to a shell. */
function closingQuote(text: string, open: number, quote: Quote): number {
  let at = text.indexOf(quote, open + 1)
  while (at !== -1 && isEscaped(text, at) && (quote === '"' || !isLast(text, at))) at = text.indexOf(quote, at + 1)
  return at
}

function isEscaped(text: string, at: number): boolean {
  let start = at
  while (text.charAt(start - 1) === '\\') start -= 1
  return (at - start) % 2 === 1
}

/** Whether only a comment can follow on the line. */
function isLast(text: string, quote: number): boolean {
  return /^(?:#|$)/.test(text.slice(quote + 1, endOfLine(text, quote)).trimStart())
}

/** A shell and systemd join a line that ends in a backslash with the next, but a line that is a setting stays one. */
function endOfContinued(text: string, at: number): number {
  let end = endOfLine(text, at)
  while (end > at && isEscaped(text, end)) {
    const next = nextLine(text, end)
    const line = text.slice(next, endOfLine(text, next))
    if (next === end || /^\s*(?:$|[#;]|(?:export\s+)?[\w.-]+\s*=)/.test(line)) break
    end = next + line.length
  }
  return end
}

/** `$NAME`, `${NAME}`, `$(command)` or a command in backticks, none of them escaped. */
function isInterpolated(text: string): boolean {
  return /(?<!\\)(?:\\\\)*(?:\$[A-Za-z_{(]|`)/.test(text)
}

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$', '`': '`'}

/** Line ends inside a value are read as LF whatever the file has. */
function decode(written: string, quote: Quote): string {
  const text = written.replace(/\r\n?/g, '\n')
  if (quote !== '"') return text
  return text.replace(/\\(\n|.)/g, (pair, mark: string) => (mark === '\n' ? '' : (ESCAPES[mark] ?? pair)))
}

function endOfLine(text: string, at: number): number {
  const mark = /[\r\n]/g
  mark.lastIndex = at
  return mark.exec(text)?.index ?? text.length
}

function nextLine(text: string, end: number): number {
  if (end === text.length) return end
  return end + (text.startsWith('\r\n', end) ? 2 : 1)
}
