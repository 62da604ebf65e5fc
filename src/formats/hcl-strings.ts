import type {Range} from '../model.js'
import {lineEnd} from './bracketed.js'

/** How HCL writes text between quotes: hashicorp/hcl hclsyntax/spec.md, "Template Expressions". */

const NAMED: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\'}

export function decodeQuoted(raw: string): string {
  return raw.replace(/\$\$\{|%%\{|\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrt"\\]))/g, decodeEscape)
}

function decodeEscape(escape: string, short?: string, long?: string, named?: string): string {
  if (named !== undefined) return NAMED[named]!
  const digits = short ?? long
  if (digits === undefined) return escape.slice(1)
  const code = Number.parseInt(digits, 16)
  return code > 0x10ffff ? escape : String.fromCodePoint(code)
}

/** A quoted template as it is written. */
export interface Quoted {
  /** After the closing quote; the end of the line where there is none. */
  readonly end: number
  readonly isClosed: boolean
  /** The `${…}` and `%{…}` in it. */
  readonly parts: readonly Range[]
  /** The first escape that is none. */
  readonly unknown: Range | null
}

/** Templates in templates in templates: nobody writes more of them. */
const DEEPEST_TEMPLATE = 50

export function scanQuoted(text: string, start: number, depth = 0): Quoted {
  const parts: Range[] = []
  let unknown: Range | null = null
  for (let at = start + 1; at < text.length && depth < DEEPEST_TEMPLATE; ) {
    SPECIAL.lastIndex = at
    const found = SPECIAL.exec(text)
    if (found === null) break
    at = SPECIAL.lastIndex
    if (found[0] === '"') return {end: at, isClosed: true, parts, unknown}
    if (found[0].startsWith('\\') && !ESCAPE.test(found[0])) unknown ??= {start: found.index, end: at}
    // An escape: `\"`, `$${`.
    if (found[0] !== '${' && found[0] !== '%{') continue
    const end = templateEnd(text, at, depth)
    if (end === null) break
    parts.push({start: found.index, end})
    at = end
  }
  return {end: lineEnd(text, start), isClosed: false, parts, unknown}
}

const ESCAPE = /^\\(?:[nrt"\\]|u.{4}|U.{8})$/
const SPECIAL = /"|\\(?:u[\da-fA-F]{4}|U[\da-fA-F]{8}|.)|\$\$\{|%%\{|[$%]\{/gs

/** After the `}` that closes the template whose content begins at `from`. */
function templateEnd(text: string, from: number, depth: number): number | null {
  let open = 1
  for (let at = from; at < text.length; ) {
    BRACES.lastIndex = at
    const found = BRACES.exec(text)
    if (found === null) return null
    at = BRACES.lastIndex
    if (found[0] === '"') {
      const quoted = scanQuoted(text, found.index, depth + 1)
      if (!quoted.isClosed) return null
      at = quoted.end
    } else if (found[0] === '{') open++
    else if (--open === 0) return at
  }
  return null
}

const BRACES = /["{}]/g

/** `${…}` stays an interpolation; one that does not close, and every `%{`, is written as plain text. */
export function encodeQuoted(value: string): string {
  let encoded = ''
  for (let at = 0; at < value.length; ) {
    const end = value.startsWith('${', at) ? interpolationEnd(value, at) : null
    encoded += end === null ? encodeAt(value, at) : value.slice(at, end)
    at = end ?? at + 1
  }
  return encoded
}

function encodeAt(value: string, at: number): string {
  const character = value[at]!
  if ((character === '$' || character === '%') && value[at + 1] === '{') return character + character
  if (character === '"' || character === '\\') return `\\${character}`
  if (character >= ' ' && character !== '\x7f') return character
  const named = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}[character]
  return named ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** The offset after the `}` that closes the `${` at `start`, with the braces and strings between them counted. */
function interpolationEnd(value: string, start: number): number | null {
  let depth = 0
  for (let at = start + 1; at < value.length; at++) {
    if (value[at] === '"') {
      const string = /"(?:[^"\\\n]|\\.)*"/y
      string.lastIndex = at
      if (!string.test(value)) return null
      at = string.lastIndex - 1
    } else if (value[at] === '{') depth++
    else if (value[at] === '}' && --depth === 0) return at + 1
  }
  return null
}

const HEREDOC = /^<<(-?)[^\r\n]*\r?\n/

/** The lines between the markers, and whether `<<-` takes their common indentation away. */
export function heredocBody(raw: string): {start: number; end: number; value: string} {
  const opening = HEREDOC.exec(raw)
  const start = opening ? opening[0].length : raw.length
  const end = Math.max(start, raw.lastIndexOf('\n') + 1)
  const body = raw.slice(start, end)
  return {start, end, value: opening?.[1] === '-' ? dedent(body) : body}
}

function dedent(body: string): string {
  const indents = body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)![0].length)
  const common = Math.min(...indents, body.length)
  return body
    .split('\n')
    .map((line) => line.slice(Math.min(common, /^[ \t]*/.exec(line)![0].length)))
    .join('\n')
}
