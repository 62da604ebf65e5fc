import type {Range} from '../model.js'
import type {Language} from './source-files.js'
import {LANGUAGE_ROWS, type LanguageRow, type StringForm} from './source-languages.js'

export interface Token {
  readonly kind: 'name' | 'string' | 'open' | 'close' | 'mark'
  readonly text: string
  readonly range: Range
  /** A string as the program sees it; null where it is computed, or written with escapes. */
  readonly value?: string | null
  /** Without its quotes. */
  readonly inner?: Range
  /** First of its line. */
  readonly startsLine: boolean
}

export interface Tokens {
  readonly tokens: readonly Token[]
  readonly comments: readonly Range[]
}

/** Names, strings, brackets and marks of a program. Text that makes no sense is passed over: it is not ours to judge. */
export function tokenize(text: string, language: Language): Tokens {
  const row = LANGUAGE_ROWS[language]
  const scanner = scannerOf(language, row)
  const tokens: Token[] = []
  const comments: Range[] = []
  let last = -1
  let at = 0
  const add = (token: Omit<Token, 'startsLine'>): void => {
    const startsLine = tokens.length === 0 || text.slice(last, token.range.start).includes('\n')
    tokens.push({...token, startsLine})
    last = token.range.end
    at = token.range.end
  }
  while (at < text.length) {
    scanner.lastIndex = at
    const found = scanner.exec(text)
    if (found === null) break
    const {0: whole, index: start, groups = {}} = found
    const form = row.strings.find((_, index) => groups[`s${index}`] !== undefined)
    at = start + whole.length
    if (groups['comment'] !== undefined) comments.push({start, end: start + whole.trimEnd().length})
    else if (form !== undefined) add(readString(text, start, whole, form))
    else if (groups['heredoc'] !== undefined) {
      const inner = {start, end: endOfHeredoc(text, at, found)}
      add({kind: 'string', text: '', value: null, range: inner, inner})
    } else if (row.regex && whole === '/' && mayOpenRegex(tokens.at(-1))) {
      add({kind: 'mark', text: '/', range: {start, end: endOfRegex(text, start)}})
    } else add({kind: kindOf(groups), text: whole, range: {start, end: at}})
  }
  return {tokens, comments}
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Token['kind'] {
  return (['name', 'open', 'close'] as const).find((kind) => groups[kind] !== undefined) ?? 'mark'
}

const scanners = new Map<Language, RegExp>()

/** One pattern of all that can begin at a place; a string only by what opens it. */
function scannerOf(language: Language, {comments, strings, heredoc}: LanguageRow): RegExp {
  const known = scanners.get(language)
  if (known) return known
  const parts = [
    `(?<comment>${comments.join('|')})`,
    ...(heredoc === undefined ? [] : [`(?<heredoc>${heredoc.replace('(', '(?<label>')})`]),
    ...strings.map(({open}, index) => `(?<s${index}>${open})`),
    String.raw`(?<name>[\p{L}_$@][\p{L}\p{N}_$]*)`,
    String.raw`(?<open>[([{])|(?<close>[)\]}])`,
    String.raw`::|->|\?\.|\?->|=>|:=|<-|\.\.\.|\*\*|[=!<>]=+|\|\||&&|\d[\w.]*|[^\s\w]`,
  ]
  const scanner = new RegExp(parts.join('|'), 'gu')
  scanners.set(language, scanner)
  return scanner
}

function readString(text: string, start: number, open: string, form: StringForm): Omit<Token, 'startsLine'> {
  const from = start + open.length
  const end = endOfString(text, from, form)
  // What its line does not close is no string: an apostrophe of prose, a lifetime.
  if (end === null) return {kind: 'mark', text: open, range: {start, end: from}}
  const inner = {start: from, end: end - form.close.length}
  const written = text.slice(inner.start, inner.end)
  const isComputed =
    (form.computed !== undefined && new RegExp(form.computed).test(written)) ||
    (form.escapes === true && written.includes('\\')) ||
    (form.doubles === true && written.includes(form.close + form.close))
  return {kind: 'string', text: text.slice(start, end), value: isComputed ? null : written, inner, range: {start, end}}
}

function endOfString(text: string, from: number, form: StringForm, depth = 0): number | null {
  const {close, escapes, long, doubles, computed} = form
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(close, at)) {
      if (!doubles || !text.startsWith(close, at + 1)) return at + close.length
      at++
    } else if (escapes && text[at] === '\\') at++
    else if (text[at] === '\n' && !long) return null
    else if (close === '`' && computed !== undefined && text.startsWith('${', at))
      at = endOfHole(text, at + 2, form, depth)
  }
  return null
}

/** Nobody puts templates deeper into each other. */
const DEEPEST = 20

/** Of `${…}` in a template, the place of its brace: braces, strings and templates inside count. */
function endOfHole(text: string, from: number, template: StringForm, depth: number): number {
  if (depth > DEEPEST) return text.length
  let braces = 1
  for (let at = from; at < text.length; at++) {
    const character = text[at]!
    if (character === '{') braces++
    else if (character === '}' && --braces === 0) return at
    else if (character === '`') at = (endOfString(text, at + 1, template, depth + 1) ?? text.length) - 1
    else if (character === '"' || character === "'") {
      at = (endOfString(text, at + 1, {open: character, close: character, escapes: true}) ?? at + 1) - 1
    }
  }
  return text.length
}

function endOfHeredoc(text: string, at: number, {groups}: RegExpExecArray): number {
  const line = new RegExp(`^[ \\t]*${groups!['label']}\\b`, 'gm')
  line.lastIndex = at
  const found = line.exec(text)
  return found === null ? text.length : found.index + found[0].length
}

/** After a value a slash divides; after anything else it opens a regular expression. */
function mayOpenRegex(before: Token | undefined): boolean {
  if (before === undefined) return true
  if (before.kind === 'name') return /^(?:return|typeof|case|in|of|if|unless|when|and|or|not)$/.test(before.text)
  return before.kind === 'open' || (before.kind === 'mark' && !/^\d/.test(before.text))
}

function endOfRegex(text: string, start: number): number {
  let isClass = false
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    const character = text[at]
    if (character === '\\') at++
    else if (character === '[') isClass = true
    else if (character === ']') isClass = false
    else if (character === '/' && !isClass) return at + 1
  }
  return start + 1
}
