import type {Range, Scope, ShellOut} from '../model.js'
import {addFlags, readCommandLine} from './command-line.js'
import type {KeyValue, Token} from './command-token.js'

/** How a shell that is no POSIX shell writes the words of a command. */
export interface Words {
  /** What stands at the end of a line that goes on in the next. */
  readonly continuation: string
  /** What makes the text of a word something to compute. */
  readonly computed: RegExp
}

/** An `aws` command and the lines it goes on in, word by word. */
export function readAws(text: string, line: Range, scope: Scope, words: Words, out: ShellOut): void {
  const tokens = wordsFrom(text, line, words, /(?<=^|[\s&(=])aws(?:\.exe)?\s/i)
  const first = tokens[0]
  if (!first) return
  const range = {start: first.range.start, end: tokens.at(-1)!.range.end}
  readCommandLine(tokens, [], range, {scope, pathPrefix: [], out})
}

/** A cmdlet of AWS Tools for PowerShell that calls STS: what its options say holds for it alone. */
export function readCmdlet(text: string, line: Range, scope: Scope, words: Words, out: ShellOut): void {
  const tokens = wordsFrom(text, line, words, /(?<=^|[\s&(={])(?:Use|Get|ConvertFrom)-STS\w+/i)
  const name = tokens[0]?.value?.replace(/-sts/i, '-STS')
  if (!name) return
  const range = {start: tokens[0]!.range.start, end: tokens.at(-1)!.range.end}
  const pairs = tokens.flatMap((token, index): KeyValue[] => {
    const next = tokens[index + 1]
    const key = OPTIONS.find((each) => each.toLowerCase() === token.written.toLowerCase())
    if (key === undefined || next === undefined) return []
    const {value, inner, written} = next
    return [{key, range: {start: token.range.start, end: next.range.end}, value, valueRange: inner, written}]
  })
  addFlags(name, pairs, range, {scope, pathPrefix: [], out})
}

/** Of all cmdlets (AWS Tools for PowerShell Cmdlet Reference, "Common parameters"). */
const OPTIONS = ['-EndpointUrl', '-Region'] as const

function wordsFrom(text: string, {start, end}: Range, {continuation, computed}: Words, program: RegExp): Token[] {
  let stop = end
  while (text.slice(start, stop).trimEnd().endsWith(continuation) && stop < text.length) {
    const feed = text.indexOf('\n', stop + 1)
    stop = feed < 0 ? text.length : feed
  }
  const command = text.slice(start, stop)
  const from = command.search(program)
  if (from < 0) return []
  const words = [...command.slice(from).matchAll(/"[^"\r\n]*"|'[^'\r\n]*'|[^\s"'|;&()]+|[|;&)]/g)]
  const tokens: Token[] = []
  for (const {0: written, index} of words) {
    if (/^[|;&)]$/.test(written)) break
    if (written !== continuation) tokens.push(tokenOf(written, start + from + index, computed))
  }
  return tokens
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
