import type {Range} from '../model.js'
import {type Cursor, enter, leave, match, recover, reportMissing, reportRest, skip} from './hcl-cursor.js'
import {chosen, passedOn} from './hcl-layers.js'
import {unquoted} from './hcl-shape.js'
import {bare, literal, readFunctionName, readHeredoc, readNumber, readQuoted, take} from './hcl-values.js'
import type {ListNode, MapNode, Node, Pair} from './tree.js'

/** `jsonencode({…})` is wider than the map it stands for. */
export interface Value {
  readonly node: Node
  readonly range: Range
}

/** An operand: null where it is computed. */
type Operand = Node | null

/**
 * An expression from `cursor.at` on: hashicorp/hcl hclsyntax/spec.md, "Expressions". With `lines`, as inside brackets, a
 * line end is white space. Null where none can be read, which has then been told.
 */
export function readExpression(cursor: Cursor, lines: boolean): Value | null {
  enter(cursor)
  skip(cursor, lines)
  const start = cursor.at
  let operand = readOperand(cursor, lines)
  let end = cursor.at
  while (operand !== undefined) {
    // Terraform wants parentheses around what runs on over lines; what it means is certain without them.
    skip(cursor, true)
    const operator = match(cursor, OPERATOR)
    if (operator === null) break
    skip(cursor, true)
    if (operator === '?') operand = readChoice(cursor, lines, start)
    else operand = readOperand(cursor, lines) === undefined ? undefined : null
    end = cursor.at
  }
  leave(cursor)
  if (operand === undefined) {
    reportRest(cursor, cursor.at, start)
    return null
  }
  cursor.at = end
  const range = {start, end}
  return {node: operand ?? bare(cursor, range, 'expression'), range}
}

const OPERATOR = /&&|\|\||[=!]=|[<>]=|<(?!<)|>|[-+*%]|\/(?![/*])|\?/y

/** `? a : b`, from after its question mark. */
function readChoice(cursor: Cursor, lines: boolean, start: number): Operand | undefined {
  const one = readExpression(cursor, lines)
  if (one === null || !take(cursor, ':', true)) return undefined
  skip(cursor, true)
  const other = readExpression(cursor, lines)
  return other === null ? undefined : chosen(cursor, {start, end: cursor.at}, [one.node, other.node])
}

/** Undefined where there is none. */
function readOperand(cursor: Cursor, lines: boolean): Operand | undefined {
  let isSigned = false
  while (match(cursor, SIGN) !== null) {
    isSigned = true
    skip(cursor, lines)
  }
  const operand = readPrimary(cursor)
  if (operand === undefined) return undefined
  const steps = readSteps(cursor)
  if (steps === undefined) return undefined
  return isSigned || steps > 0 ? null : operand
}

const SIGN = /-|!(?!=)/y

/** How many `.name`, `[index]` and splats follow. */
function readSteps(cursor: Cursor): number | undefined {
  for (let count = 0; ; count++) {
    const end = cursor.at
    skip(cursor, false)
    const open = cursor.at
    if (match(cursor, SPLAT) !== null) continue
    if (match(cursor, BRACKET) !== null) {
      if (readExpression(cursor, true) === null) return undefined
      if (!take(cursor, ']', true)) reportMissing(cursor, ']', open)
      continue
    }
    // A chain of attributes may run on over lines.
    skip(cursor, true)
    if (match(cursor, STEP) !== null) continue
    cursor.at = end
    return count
  }
}

const SPLAT = /\[[ \t]*\*[ \t]*\]/y
const BRACKET = /\[/y
const STEP = /\.\s*(?:[\p{ID_Start}_][\p{ID_Continue}-]*|\d+|\*)/uy

function readPrimary(cursor: Cursor): Operand | undefined {
  const char = cursor.text[cursor.at]
  switch (char) {
    case '"':
      return readQuoted(cursor) ?? undefined
    case '<':
      return readHeredoc(cursor) ?? undefined
    case '[':
      return isFor(cursor) ? readFor(cursor, ']') : readTuple(cursor)
    case '{':
      return isFor(cursor) ? readFor(cursor, '}') : readObject(cursor)
    case '(':
      return readParentheses(cursor)
    default:
      return readNumber(cursor) ?? readName(cursor)
  }
}

function readParentheses(cursor: Cursor): null | undefined {
  const open = cursor.at++
  if (readExpression(cursor, true) === null) return undefined
  if (!take(cursor, ')', true)) reportMissing(cursor, ')', open)
  return null
}

/** A variable, a word of the language or a call. */
function readName(cursor: Cursor): Operand | undefined {
  const start = cursor.at
  const name = readFunctionName(cursor)
  if (name === null) return undefined
  const end = cursor.at
  if (take(cursor, '(', false)) return readCall(cursor, name, start)
  cursor.at = end
  return literal(cursor, name, {start, end})
}

/** The functions that pass on what is written in them are that; any other is computed. */
function readCall(cursor: Cursor, name: string, start: number): Operand | undefined {
  const nodes: Node[] = []
  for (const open = cursor.at - 1; !take(cursor, ')', true); ) {
    const value = readExpression(cursor, true)
    if (value === null) return undefined
    const isSpread = match(cursor, ELLIPSIS) !== null && value.node.kind === 'list'
    nodes.push(...(isSpread ? (value.node as ListNode).items : [value.node]))
    if (take(cursor, ',', true)) continue
    if (!take(cursor, ')', true)) reportMissing(cursor, ')', open)
    break
  }
  return passedOn(cursor, name, {start, end: cursor.at}, nodes)
}

const ELLIPSIS = /\s*\.\.\./y

const FOR = /[[{]\s*for\s+([\p{ID_Continue}-]+)\s*(?:,\s*([\p{ID_Continue}-]+)\s*)?\bin\b/uy

function isFor({text, at}: Cursor): boolean {
  FOR.lastIndex = at
  return FOR.test(text)
}

/**
 * `[for k, v in {…} : {name = k, value = v}]` and `{for k, v in {…} : k => v}` hand on what the map holds; any other is computed.
 * Up to its bracket.
 */
function readFor(cursor: Cursor, close: string): Node | null {
  const open = cursor.at
  FOR.lastIndex = open
  const [head = '', key = '', value = ''] = FOR.exec(cursor.text) ?? []
  cursor.at = open + head.length
  const source = readExpression(cursor, true)
  const start = cursor.at
  do {
    recover(cursor, close)
    if (cursor.text[cursor.at] === close) break
    cursor.at++
  } while (cursor.at < cursor.text.length)
  const body = cursor.text
    .slice(start, cursor.at)
    .replace(/[\s,"]+/g, '')
    .replaceAll('=', ':')
  if (!take(cursor, close, true)) reportMissing(cursor, close, open)
  const isSame = [`:{name:${key}value:${value}}`, `:{Name:${key}Value:${value}}`, `:${key}:>${value}`].includes(body)
  return isSame && value !== '' && source?.node.kind === 'map' ? source.node : null
}

function readTuple(cursor: Cursor): ListNode {
  const open = cursor.at++
  const members: Value[] = []
  while (!take(cursor, ']', true)) {
    const value = readExpression(cursor, true)
    if (value === null) recover(cursor, ',')
    else members.push(value)
    if (take(cursor, ',', true)) continue
    if (!take(cursor, ']', true)) {
      if (value !== null) cursor.at = value.range.end
      reportMissing(cursor, ']', open)
    }
    break
  }
  const items = members.map(({node}) => node)
  const list: ListNode = {kind: 'list', range: {start: open, end: cursor.at}, shared: false, items}
  cursor.shapes.lists.set(list, {form: 'tuple', members})
  return list
}

export function readObject(cursor: Cursor): MapNode {
  const open = cursor.at++
  const pairs: Pair[] = []
  const members: Range[] = []
  while (!take(cursor, '}', true)) {
    const start = cursor.at
    if (start >= cursor.text.length) {
      reportMissing(cursor, '}', open)
      break
    }
    const element = readElement(cursor)
    if (element === null) {
      recover(cursor, ',')
      // Some bracket that is not ours.
      if (cursor.at === start) cursor.at++
    } else {
      members.push(element.range)
      pairs.push(...element.pairs)
    }
    take(cursor, ',', false)
  }
  const map: MapNode = {kind: 'map', range: {start: open, end: cursor.at}, shared: false, pairs}
  cursor.shapes.maps.set(map, {form: 'object', members})
  return map
}

/** `key = value` or `key: value`; no pair for a key that is computed: `(var.name)`, `"${var.name}"`, `local.name`. */
function readElement(cursor: Cursor): {readonly pairs: readonly Pair[]; readonly range: Range} | null {
  const key = readExpression(cursor, false)
  if (key === null) return null
  skip(cursor, false)
  const mark = cursor.at
  if (match(cursor, EQUALS) === null) {
    reportRest(cursor, mark)
    return null
  }
  skip(cursor, false)
  if (LINE_END.test(cursor.text[cursor.at] ?? '\n')) {
    reportRest(cursor, mark)
    return null
  }
  const value = readExpression(cursor, false)
  if (value === null) return null
  const range = {start: key.range.start, end: value.range.end}
  const name = elementKey(cursor, key)
  return {range, pairs: name === null ? [] : [{...name, value: value.node, range}]}
}

const EQUALS = /=(?!=)|:/y
const LINE_END = /[\r\n]/

function elementKey({text, shapes}: Cursor, {node, range}: Value): Pick<Pair, 'key' | 'keyRange'> | null {
  if (node.kind === 'scalar' && node.type === 'string' && shapes.scalars.get(node) === 'quoted')
    return {key: node.value!, keyRange: unquoted(range)}
  const raw = text.slice(range.start, range.end)
  return /^[\p{ID_Continue}-]+$/u.test(raw) ? {key: raw, keyRange: range} : null
}
