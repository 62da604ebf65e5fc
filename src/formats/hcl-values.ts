import type {Range} from '../model.js'
import {lineEnd} from './bracketed.js'
import {type Cursor, match, matchName, skip} from './hcl-cursor.js'
import {report, unquoted} from './hcl-shape.js'
import {decodeQuoted, heredocBody, scanQuoted} from './hcl-strings.js'
import type {ScalarNode} from './tree.js'

export function bare({text}: Pick<Cursor, 'text'>, range: Range, type: ScalarNode['type']): ScalarNode {
  const source = text.slice(range.start, range.end)
  return {
    kind: 'scalar',
    type,
    range,
    shared: false,
    valueRange: range,
    verbatim: true,
    value: type === 'number' || type === 'boolean' ? source : null,
    expression: type === 'expression' ? source : null,
  }
}

const NUMBER = /\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y

export function readNumber(cursor: Cursor): ScalarNode | null {
  const start = cursor.at
  return match(cursor, NUMBER) === null ? null : bare(cursor, {start, end: cursor.at}, 'number')
}

export function readQuoted(cursor: Cursor): ScalarNode | null {
  const {text, at: start} = cursor
  const {end, isClosed, parts, unknown} = scanQuoted(text, start)
  cursor.at = end
  const range = {start, end}
  if (!isClosed) {
    report(cursor, 'String is not closed on its line', {start, end: text.length}, range)
    return null
  }
  const valueRange = unquoted(range)
  const raw = text.slice(valueRange.start, valueRange.end)
  // Up to the next quote, as if it ran on: all that follows is read inside out.
  if (parts.length === 0 && raw.includes('\n'))
    report(cursor, 'String is not closed on its line', {start, end: text.length}, {start, end: lineEnd(text, start)})
  if (unknown) {
    report(cursor, 'String has an escape that HCL does not know', range, unknown)
    return null
  }
  const scalar = toScalar(range, valueRange, raw, parts)
  cursor.shapes.scalars.set(scalar, 'quoted')
  return scalar
}

function toScalar(range: Range, valueRange: Range, raw: string, parts: readonly Range[]): ScalarNode {
  const decoded = decodeQuoted(raw)
  const [part] = parts
  const isWhole = parts.length === 1 && raw.startsWith('${') && part!.end - part!.start === raw.length
  return {
    kind: 'scalar',
    range,
    shared: false,
    valueRange,
    type: part ? 'expression' : 'string',
    value: part ? null : decoded,
    expression: !part ? null : isWhole ? raw.slice(2, -1).trim() : raw,
    verbatim: decoded === raw,
  }
}

const HEREDOC = /<<-?[ \t]*([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/uy

/** The word that ends it stands alone on its line, indented or not. */
export function readHeredoc(cursor: Cursor): ScalarNode | null {
  const {text, at: start} = cursor
  HEREDOC.lastIndex = start
  const opening = HEREDOC.exec(text)
  if (opening === null) return null
  const word = opening[1]!
  const closing = new RegExp(`^[ \\t]*${word}(?=[ \\t]*\\r?$)`, 'gm')
  closing.lastIndex = HEREDOC.lastIndex
  if (!closing.test(text)) {
    cursor.at = text.length
    report(cursor, `Here-document ${word} has no end`, {start, end: text.length}, {start, end: lineEnd(text, start)})
    return null
  }
  cursor.at = closing.lastIndex
  const range = {start, end: cursor.at}
  const {start: from, end, value} = heredocBody(text.slice(start, cursor.at))
  const computed = TEMPLATE.test(value)
  const scalar: ScalarNode = {
    kind: 'scalar',
    range,
    shared: false,
    verbatim: false,
    valueRange: {start: start + from, end: start + end},
    type: computed ? 'expression' : 'string',
    value: computed ? null : value.replaceAll('$${', '${').replaceAll('%%{', '%{'),
    expression: computed ? value : null,
  }
  cursor.shapes.scalars.set(scalar, 'heredoc')
  return scalar
}

const TEMPLATE = /(?<!\$)\$\{|(?<!%)%\{/

/** `true`, `false` and `null`; null for any other name. */
export function literal(cursor: Cursor, name: string, range: Range): ScalarNode | null {
  if (name === 'null') return bare(cursor, range, 'null')
  return name === 'true' || name === 'false' ? bare(cursor, range, 'boolean') : null
}

/** `a`, `a.b::c`: a function's name, with that of the provider it comes from. */
export function readFunctionName(cursor: Cursor): string | null {
  let name = matchName(cursor)
  while (name !== null && match(cursor, COLONS) !== null) {
    const rest = matchName(cursor)
    if (rest === null) return null
    name += `::${rest}`
  }
  return name
}

const COLONS = /::/y

/** Whether `char` comes next on this line, which is then passed. */
export function take(cursor: Cursor, char: string, lines: boolean): boolean {
  skip(cursor, lines)
  if (cursor.text[cursor.at] !== char) return false
  cursor.at++
  return true
}
