import {type Node as JsonNode, type ParseError, parseTree, printParseErrorCode, visit} from 'jsonc-parser'
import type {Document, Problem, Range, TextEdit} from '../model.js'
import {addMember, type Bracketed, inside, lineBreakOf, removeMember} from './bracketed.js'
import type {ListNode, MapNode, NewValue, Node, Pair, ScalarNode, Tree, TreeEdits} from './tree.js'

/**
 * JSON, with the comments and trailing commas that many of its readers accept: whether this one does is not
 * ours to know, and neither changes what the document says.
 */
export function readJson(document: Document): Tree {
  const {text} = document
  // Same length, so offsets hold: the scanner does not know the byte order mark.
  const source = text.replace(/^\uFEFF/, ' ')
  try {
    const errors: ParseError[] = []
    const root = parseTree(source, errors, {allowTrailingComma: true, allowEmptyContent: true})
    const problems = problemsOf(errors, text)
    const comments = commentsOf(source)
    return {roots: root ? [toNode(text, root)] : [], problems, comments, edits: edits({text, comments, problems})}
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const problems = [{message: 'JSON is nested too deeply to read', range: {start: 0, end: Math.min(1, text.length)}}]
    return {roots: [], problems, comments: [], edits: edits({text, comments: [], problems})}
  }
}

function commentsOf(source: string): Range[] {
  if (!/\/[/*]/.test(source)) return []
  const comments: Range[] = []
  visit(source, {onComment: (offset, length) => comments.push(rangeOf(source, {offset, length}))})
  return comments
}

function toNode(text: string, node: JsonNode): Node {
  const range = rangeOf(text, node)
  const children = node.children ?? []
  switch (node.type) {
    case 'object':
      return {kind: 'map', range, shared: false, pairs: children.flatMap((property) => toPair(text, property))}
    case 'array':
      return {kind: 'list', range, shared: false, items: children.map((item) => toNode(text, item))}
    case 'string':
      return toString(text, range, node.value)
    default: {
      const type = node.type as 'number' | 'boolean' | 'null'
      const value = type === 'null' ? null : text.slice(range.start, range.end)
      return {kind: 'scalar', range, shared: false, type, value, expression: null, valueRange: range, verbatim: true}
    }
  }
}

/** Nothing for a key that lacks its value: there is a problem that says so. */
function toPair(text: string, property: JsonNode): Pair[] {
  const [key, value] = property.children ?? []
  if (!key || !value) return []
  const [keyRange, node] = [rangeOf(text, key), toNode(text, value)]
  return [
    {key: key.value, keyRange: inside(keyRange), value: node, range: {start: keyRange.start, end: node.range.end}},
  ]
}

function toString(text: string, range: Range, decoded: string): ScalarNode {
  const computed = isComputed(decoded)
  const valueRange = inside(range)
  return {
    kind: 'scalar',
    range,
    shared: false,
    valueRange,
    type: computed ? 'expression' : 'string',
    value: computed ? null : decoded,
    expression: computed ? decoded : null,
    verbatim: !text.slice(valueRange.start, valueRange.end).includes('\\'),
  }
}

/** `Fn::Sub` and IAM variables, editors' variables, templates, and a bare `$NAME`. */
function isComputed(value: string): boolean {
  return /\$\{[^}]*\}|\{\{.*\}\}|^\$[A-Za-z_]\w*$/s.test(value)
}

/** The scanner runs on past the end of a text in an open comment. */
function rangeOf(text: string, {offset, length}: {offset: number; length: number}): Range {
  const start = Math.min(offset, text.length)
  return {start, end: Math.max(start, Math.min(offset + length, text.length))}
}

const MESSAGES: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  PropertyNameExpected: 'JSON has no key in double quotes here',
  ValueExpected: 'JSON has no value here',
  ColonExpected: 'JSON has no ":" after this key',
  CommaExpected: 'JSON has no "," between two values here',
  CloseBraceExpected: 'JSON has no "}" for an open "{" here',
  CloseBracketExpected: 'JSON has no "]" for an open "[" here',
  EndOfFileExpected: 'JSON goes on after its value',
  UnexpectedEndOfComment: 'Comment is not closed',
  UnexpectedEndOfString: 'String is not closed on its line',
  UnexpectedEndOfNumber: 'Number is not complete',
  InvalidUnicode: 'String has a \\u without four hexadecimal digits',
  InvalidEscapeCharacter: 'String has an escape that JSON does not know',
  InvalidCharacter: 'String has a control character that must be escaped',
}

/** The first only: what follows it is mostly its echo. */
function problemsOf([first]: readonly ParseError[], text: string): Problem[] {
  if (!first) return []
  const message = MESSAGES[printParseErrorCode(first.error)] ?? 'JSON has no such value'
  return [{message, range: rangeOf(text, first)}]
}

interface Source {
  readonly text: string
  readonly comments: readonly Range[]
  readonly problems: readonly Problem[]
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
