import type {Document, TextEdit, Wanted} from '../model.js'
import {addMember, type Bracketed, lineBreakOf, removeMember} from './bracketed.js'
import {type JsonText, readAnyJson} from './json-any.js'
import {readPlainJson} from './json-plain.js'
import type {ListNode, MapNode, NewValue, Node, Pair, ScalarNode, Tree, TreeEdits} from './tree.js'

/**
 * JSON, with the comments and trailing commas that many of its readers accept: whether this one does is not
 * ours to know, and neither changes what the document says.
 */
export function readJson(document: Document, wanted?: Wanted): Tree {
  const {text} = document
  const plain = readPlainJson(text, wanted)
  return toTree(text, plain ? {...plain, problems: []} : readAnyJson(text))
}

export function toTree(text: string, {root, problems, comments}: JsonText): Tree {
  return {roots: root ? [root] : [], problems, comments, edits: edits({text, comments, problems})}
}

interface Source extends Omit<JsonText, 'root'> {
  readonly text: string
}

function edits(source: Source): TreeEdits {
  return {
    setScalar: (node, value) => [setScalar(node, value)],
    renameKey: (pair, key) => [{range: pair.keyRange, newText: JSON.stringify(key).slice(1, -1)}],
    addPair: (map, key, value, after) => addPair(source, map, key, value, after),
    addItem: (list, value, after) => addItem(source, list, value, after),
    removePair: (map, {range}) => (isBroken(source, map) ? null : removeMember(box(source, map), range)),
    removeItem: (list, {range}) => (isBroken(source, list) ? null : removeMember(box(source, list), range)),
  }
}

/** `true` and `8080` stay bare where the new value is of their kind; anything else becomes a string. */
function setScalar({type, range, valueRange}: ScalarNode, value: string): TextEdit {
  const bare =
    (type === 'boolean' && /^(?:true|false)$/.test(value)) ||
    (type === 'number' && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value))
  if (bare) return {range, newText: value}
  const quoted = JSON.stringify(value)
  return type === 'string' || type === 'expression'
    ? {range: valueRange, newText: quoted.slice(1, -1)}
    : {range, newText: quoted}
}

function addPair(source: Source, map: MapNode, key: string, value: NewValue, after?: Pair): TextEdit[] | null {
  if (isBroken(source, map)) return null
  const style = styleOf(source.text, map)
  const write = (indent: string | null) => JSON.stringify(key) + style.colon + render(value, indent, style)
  return addMember(box(source, map), write, after?.range)
}

function addItem(source: Source, list: ListNode, value: NewValue, after?: Node): TextEdit[] | null {
  if (isBroken(source, list)) return null
  const {text} = source
  const model = after ?? list.items.at(-1)
  const flat = model?.kind === 'map' && !text.slice(model.range.start, model.range.end).includes('\n')
  const style = styleOf(text, model?.kind === 'map' ? model : null)
  return addMember(box(source, list), (indent) => render(value, flat ? null : indent, style), after?.range)
}

/** Where the syntax is broken inside, nobody knows which comma is whose. */
function isBroken({problems}: Source, {range}: Node): boolean {
  return problems.some((problem) => problem.range.start <= range.end && problem.range.end >= range.start)
}

function box({text, comments}: Source, node: MapNode | ListNode): Bracketed {
  const members = node.kind === 'map' ? node.pairs.map(({range}) => range) : node.items.map(({range}) => range)
  const {gap, pad, unit} = styleOf(text, node)
  const multiline = text.trim().includes('\n')
  return {text, comments, members, range: node.range, commas: 'required', gap, unit, multiline, pad}
}

interface Style {
  readonly colon: string
  /** What follows a comma, and stands inside braces, on one line. */
  readonly gap: string
  readonly pad: string
  readonly unit: string
  readonly eol: string
}

/** As the neighbours are written: `model` first, then the document. */
function styleOf(text: string, model: Node | null): Style {
  const pair = model?.kind === 'map' ? model.pairs[0] : undefined
  const own = pair && /^"( ?: ?)$/.exec(text.slice(pair.keyRange.end, pair.value.range.start))
  const colon = own?.[1] ?? /"( ?: ?)["{[\dtfn-]/.exec(text)?.[1] ?? ': '
  const first = model?.kind === 'map' ? text.slice(model.range.start + 1, pair?.range.start) : ''
  return {
    colon,
    gap: colon.endsWith(' ') ? ' ' : '',
    pad: first === ' ' ? ' ' : '',
    unit: unitOf(text),
    eol: lineBreakOf(text),
  }
}

/** The first indentation in the document is one step of it. */
function unitOf(text: string): string {
  const indent = /^([ \t]+)["{[\]}]/m.exec(text)?.[1]
  return indent === undefined ? '  ' : indent.startsWith('\t') ? '\t' : indent
}

/** Short lists of strings stay on one line; everything else opens where there is a line for it. */
function render(value: NewValue, indent: string | null, style: Style): string {
  if (typeof value === 'string') return JSON.stringify(value)
  const isList = Array.isArray(value)
  const flat = indent === null || (isList && value.every((item) => typeof item === 'string'))
  const inner = flat ? null : indent + style.unit
  const members = isList
    ? value.map((item: NewValue) => render(item, inner, style))
    : Object.entries(value).map(([key, item]) => JSON.stringify(key) + style.colon + render(item, inner, style))
  const [open, close] = isList ? '[]' : '{}'
  if (members.length === 0) return `${open}${close}`
  if (inner === null) {
    const pad = isList ? '' : style.pad
    return `${open}${pad}${members.join(`,${style.gap}`)}${pad}${close}`
  }
  const {eol} = style
  return `${open}${eol}${members.map((member) => inner + member).join(`,${eol}`)}${eol}${indent}${close}`
}
