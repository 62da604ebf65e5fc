import {beginsLine, lineBreakOf, lineStart, nextLine} from './bracketed.js'
import {encodeQuoted} from './hcl-strings.js'
import type {MapNode, NewValue, Pair} from './tree.js'

export const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u

/** How new text is written: as its neighbours are, else as `terraform fmt` would. */
export interface Style {
  /** Between key and value: ` = `, `=`, `: `. */
  readonly separator: string
  readonly quoteKeys: boolean
  /** After each element of an object on its own line. */
  readonly commas: boolean
  readonly pad: string
  readonly eol: string
}

export function plainStyle(eol: string): Style {
  return {separator: ' = ', quoteKeys: false, commas: false, pad: ' ', eol}
}

/** As `pair` of the object `map` is written. A colon means somebody writes JSON: quotes and commas go with it. */
export function styleLike(text: string, map: MapNode, pair: Pair | undefined): Style {
  const plain = plainStyle(lineBreakOf(text))
  if (!pair) return plain
  const {separator, quoted} = separatorOf(text, pair)
  const tight = /^(?:=|:| ?: ?)$/.test(separator)
  const colon = separator.includes(':')
  const first = text.slice(map.range.start + 1, map.pairs[0]!.range.start)
  return {
    ...plain,
    separator: tight ? separator : colon ? ': ' : ' = ',
    quoteKeys: quoted,
    commas: colon,
    pad: first === '' ? '' : ' ',
  }
}

const SEPARATOR = /^[ \t]*[=:][ \t]*/

function separatorOf(text: string, {keyRange, range}: Pair): {separator: string; offset: number; quoted: boolean} {
  const quoted = keyRange.start > range.start
  const from = keyRange.end + (quoted ? 1 : 0)
  const separator = SEPARATOR.exec(text.slice(from, range.end))?.[0] ?? ' = '
  return {separator, offset: from + separator.search(/[=:]/) - range.start, quoted}
}

/** The key and its `=`, in line with those of the lines around `anchor` where these are in line. */
export function keyPrefix(
  text: string,
  pairs: readonly Pair[],
  anchor: Pair | undefined,
  key: string,
  style: Style,
): string {
  const name = style.quoteKeys || !IDENTIFIER.test(key) ? `"${encodeQuoted(key)}"` : key
  if (style.separator !== ' = ' || !anchor) return name + style.separator
  const [column, ...others] = runAround(text, pairs, anchor).map((pair) => separatorOf(text, pair).offset)
  const aligned = column !== undefined && others.every((other) => other === column)
  return `${aligned && name.length < column ? name.padEnd(column) : `${name} `}= `
}

/** The pairs on single lines, one below the other, that `anchor` is among. */
function runAround(text: string, pairs: readonly Pair[], anchor: Pair): Pair[] {
  if (!isLine(text, anchor)) return []
  const index = pairs.indexOf(anchor)
  let [first, last] = [index, index]
  while (pairs[first - 1] && isBelow(text, pairs[first - 1]!, pairs[first]!)) first--
  while (pairs[last + 1] && isBelow(text, pairs[last]!, pairs[last + 1]!)) last++
  return pairs.slice(first, last + 1)
}

function isBelow(text: string, above: Pair, below: Pair): boolean {
  return (
    isLine(text, above) && isLine(text, below) && nextLine(text, above.range.end) === lineStart(text, below.range.start)
  )
}

/** `key = value` on a line of its own; a block is none. */
function isLine(text: string, {keyRange, range}: Pair): boolean {
  const source = text.slice(range.start, range.end)
  return (
    beginsLine(text, range.start) && !source.includes('\n') && /^"?[ \t]*[=:]/.test(text.slice(keyRange.end, range.end))
  )
}

/** Lists of strings stay on one line; objects open where there is a line for it. */
export function renderValue(value: NewValue, indent: string | null, style: Style): string {
  if (typeof value === 'string') return `"${encodeQuoted(value)}"`
  const isList = Array.isArray(value)
  const flat = indent === null || (isList && value.every((item) => typeof item === 'string'))
  const inner = flat ? null : `${indent}  `
  const members = isList
    ? value.map((item: NewValue) => renderValue(item, inner, style))
    : renderElements(value as Readonly<Record<string, NewValue>>, inner, style)
  const [open, close] = isList ? '[]' : '{}'
  if (members.length === 0) return `${open}${close}`
  if (inner === null) {
    const pad = isList ? '' : style.pad
    return `${open}${pad}${members.join(', ')}${pad}${close}`
  }
  const {eol} = style
  const separator = isList || style.commas ? `,${eol}` : eol
  return `${open}${eol}${members.map((member) => inner + member).join(separator)}${eol}${indent}${close}`
}

function renderElements(map: Readonly<Record<string, NewValue>>, indent: string | null, style: Style): string[] {
  const entries = Object.entries(map)
  const names = entries.map(([key]) => (style.quoteKeys || !IDENTIFIER.test(key) ? `"${encodeQuoted(key)}"` : key))
  const aligned =
    style.separator === ' = ' && indent !== null && entries.every(([, value]) => typeof value === 'string')
  const width = aligned ? Math.max(...names.map(({length}) => length)) : 0
  return entries.map(([, value], at) => names[at]!.padEnd(width) + style.separator + renderValue(value, indent, style))
}

/** Null where a key cannot be the name of an attribute or block. */
export function renderBlock(
  key: string,
  map: Readonly<Record<string, NewValue>>,
  indent: string,
  style: Style,
): string | null {
  const entries = Object.entries(map)
  if (![key, ...entries.map(([name]) => name)].every((name) => IDENTIFIER.test(name))) return null
  if (entries.length === 0) return `${key} {}`
  const inner = `${indent}  `
  const isBlock = (value: NewValue) => typeof value !== 'string' && !Array.isArray(value)
  const width = Math.max(0, ...entries.flatMap(([name, value]) => (isBlock(value) ? [] : [name.length])))
  const lines = entries.map(([name, value]) =>
    isBlock(value)
      ? renderBlock(name, value as Readonly<Record<string, NewValue>>, inner, style)
      : `${name.padEnd(width)} = ${renderValue(value, inner, style)}`,
  )
  if (lines.includes(null)) return null
  return `${key} {${style.eol}${lines.map((line) => inner + line).join(style.eol)}${style.eol}${indent}}`
}
