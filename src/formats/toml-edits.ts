import type {AST} from 'toml-eslint-parser'
import type {Range, TextEdit} from '../model.js'
import {
  addMember,
  type Bracketed,
  beginsLine,
  holdsComment,
  indentAt,
  insert,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  removeMember,
} from './bracketed.js'
import {removeLines} from './lines.js'
import type {ListNode, MapNode, NewValue, Node, Pair, ScalarNode, TreeEdits} from './tree.js'

/** Where edits find what a node or pair was written as. */
export interface TomlSource {
  readonly text: string
  readonly comments: readonly Range[]
  readonly broken: boolean
  /** Pairs that a `key = value` states, with their last key: in `a.b = 1`, the pair `b`. */
  readonly assignments: Map<Pair, AST.TOMLKeyValue>
  readonly inline: Map<MapNode, AST.TOMLInlineTable>
  /** Tables with a header, and the root: where a first key would go. Null at the root. */
  readonly headers: Map<MapNode, Range | null>
  readonly strings: Map<ScalarNode, AST.TOMLStringValue>
}

export function tomlEdits(source: TomlSource): TreeEdits {
  return {
    setScalar: (node, value) => setScalar(source, node, value),
    renameKey: (pair, key) => renameKey(source, pair, key),
    addPair: (map, key, value, after) => (source.broken ? null : addPair(source, map, key, value, after)),
    addItem: (list, value, after) => (source.broken ? null : addItem(source, list, value, after)),
    removePair: (map, pair) => (source.broken ? null : removePair(source, map, pair)),
    removeItem: (list, item) => (source.broken ? null : removeMember(listBox(source, list), item.range)),
  }
}

function setScalar({strings}: TomlSource, node: ScalarNode, value: string): TextEdit[] {
  const string = strings.get(node)
  if (!string) {
    const bare =
      (node.type === 'boolean' && /^(?:true|false)$/.test(value)) ||
      (node.type === 'number' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value))
    return [{range: node.range, newText: bare ? value : basic(value)}]
  }
  if (string.style === 'basic') return [{range: node.valueRange, newText: escaped(value)}]
  const fits = !/['\u0000-\u001F\u007F]/.test(value)
  return fits ? [{range: node.valueRange, newText: value}] : [{range: node.range, newText: basic(value)}]
}

/** Between double quotes, of one line or several. */
function escaped(value: string): string {
  return JSON.stringify(value).slice(1, -1).replaceAll('\u007F', '\\u007F')
}

function basic(value: string): string {
  return `"${escaped(value)}"`
}

const BARE = /^[A-Za-z0-9_-]+$/

function writtenKey(key: string): string {
  return BARE.test(key) ? key : basic(key)
}

function renameKey({text, assignments}: TomlSource, pair: Pair, key: string): TextEdit[] | null {
  const last = assignments.get(pair)?.key.keys.at(-1)
  if (!last) return null
  const [start, end] = last.range
  const isQuoted = text[start] === '"'
  return [{range: {start, end}, newText: isQuoted ? basic(key) : writtenKey(key)}]
}

function addPair(source: TomlSource, map: MapNode, key: string, value: NewValue, after?: Pair): TextEdit[] | null {
  const {text, inline, headers, assignments} = source
  if (inline.has(map)) {
    return addMember(inlineBox(source, map), () => `${writtenKey(key)} = ${render(value)}`, after?.range)
  }
  const neighbour = after ?? map.pairs.findLast((pair) => assignments.has(pair))
  const assignment = neighbour && assignments.get(neighbour)
  if (neighbour && (!assignment || !map.pairs.includes(neighbour))) return null
  if (assignment) {
    const [start, end] = assignment.range
    if (!beginsLine(text, start)) return null
    const last = assignment.key.keys.at(-1)!
    // `a.b = 1` and its neighbours share the start of their keys.
    const prefix = text.slice(start, last.range[0])
    const sign = /^\s*=\s*$/.test(text.slice(last.range[1], assignment.value.range[0]))
      ? signOf(text.slice(last.range[1], assignment.value.range[0]))
      : ' = '
    return [line(text, end, indentAt(text, start) + prefix + writtenKey(key) + sign + render(value))]
  }
  const header = headers.get(map)
  return header
    ? [line(text, header.end, `${indentAt(text, header.start)}${writtenKey(key)} = ${render(value)}`)]
    : null
}

/** Alignment of others is not ours to share. */
function signOf(between: string): string {
  return between === '=' ? '=' : ' = '
}

function line(text: string, after: number, content: string): TextEdit {
  return insert(lineEnd(text, after), lineBreakOf(text) + content)
}

function addItem(source: TomlSource, list: ListNode, value: NewValue, after?: Node): TextEdit[] | null {
  if (!isArray(source, list)) return null
  return addMember(listBox(source, list), () => render(value), after?.range)
}

/** `[[x]]` is a list without brackets around it. */
function isArray({text}: TomlSource, {range}: ListNode): boolean {
  return text[range.start] === '[' && text[range.end - 1] === ']' && !beginsLine(text, range.start)
}

function removePair(source: TomlSource, map: MapNode, pair: Pair): TextEdit[] | null {
  const {text, comments, inline, assignments} = source
  if (inline.has(map)) return removeMember(inlineBox(source, map), pair.range)
  const assignment = assignments.get(pair)
  if (!assignment) return null
  const [start, end] = assignment.range
  const whole = {start: lineStart(text, start), end: nextLine(text, end)}
  if (!beginsLine(text, start) || holdsComment(comments, {start, end: lineEnd(text, end)})) return null
  if (text.startsWith('\uFEFF') && whole.start === 0) whole.start = 1
  return [removeLines(text, whole)]
}

function inlineBox({text, comments}: TomlSource, map: MapNode): Bracketed {
  return box(
    text,
    comments,
    map,
    map.pairs.map(({range}) => range),
  )
}

function listBox({text, comments}: TomlSource, list: ListNode): Bracketed {
  return box(
    text,
    comments,
    list,
    list.items.map(({range}) => range),
  )
}

function box(
  text: string,
  comments: Bracketed['comments'],
  node: MapNode | ListNode,
  members: Bracketed['members'],
): Bracketed {
  const pad = node.kind === 'map' ? ' ' : ''
  return {text, comments, members, range: node.range, commas: 'required', gap: ' ', unit: '  ', multiline: false, pad}
}

/** Inside a value everything stands on one line. */
function render(value: NewValue): string {
  if (typeof value === 'string') return basic(value)
  if (Array.isArray(value)) return `[${value.map((item: NewValue) => render(item)).join(', ')}]`
  const pairs = Object.entries(value).map(([key, item]) => `${writtenKey(key)} = ${render(item)}`)
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
}
