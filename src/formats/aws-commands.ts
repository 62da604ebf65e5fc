import type {Range, Scope, ShellOut} from '../model.js'
import {readCommandLine} from './command-line.js'
import type {KeyValue, Token} from './command-token.js'

/** How a shell that is no POSIX shell writes the words of a command. */
export interface Words {
  /** What stands at the end of a line that goes on in the next. */
  readonly continuation: string
  /** What makes the text of a word something to compute. */
  readonly computed: RegExp
}

/** An `aws` command and the lines it goes on in, word by word. */
export function readAws(
  text: string,
  {start, end}: Range,
  scope: Scope,
  {continuation, computed}: Words,
  out: ShellOut,
): void {
  let stop = end
  while (text.slice(start, stop).trimEnd().endsWith(continuation) && stop < text.length) {
    const feed = text.indexOf('\n', stop + 1)
    stop = feed < 0 ? text.length : feed
  }
  const command = text.slice(start, stop)
  const from = command.search(/(?<=^|[\s&(=])aws(?:\.exe)?\s/i)
  const words = [...command.slice(from).matchAll(/"[^"\r\n]*"|'[^'\r\n]*'|[^\s"'|;&()]+|[|;&)]/g)]
  const tokens: Token[] = []
  for (const {0: written, index} of words) {
    if (/^[|;&)]$/.test(written)) break
    if (written !== continuation) tokens.push(tokenOf(written, start + from + index, computed))
  }
  const last = tokens.at(-1)
  if (last) readCommandLine(tokens, [], {start: start + from, end: last.range.end}, {scope, pathPrefix: [], out})
}

function tokenOf(written: string, start: number, computed: RegExp): Token {
  const isQuoted = /^["']/.test(written)
  const inner = isQuoted ? {start: start + 1, end: start + written.length - 1} : {start, end: start + written.length}
  const text = isQuoted ? written.slice(1, -1) : written
  const isComputed = !written.startsWith("'") && computed.test(text)
  const range = {start, end: start + written.length}
  return {value: isComputed ? null : text, range, inner, written, pair: pairIn(text, inner, isComputed)}
}

function pairIn(text: string, inner: Range, isComputed: boolean): KeyValue | null {
  const [head, key] = /^(--[A-Za-z][\w-]*)=/.exec(text) ?? []
  if (head === undefined || key === undefined) return null
  const written = text.slice(head.length)
  return {
    key,
    range: inner,
    value: isComputed ? null : written,
    valueRange: {start: inner.start + head.length, end: inner.end},
    written,
  }
}
