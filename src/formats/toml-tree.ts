import {type AST, ParseError, parseTOML} from 'toml-eslint-parser'
import type {Document, Problem, Range} from '../model.js'
import {type TomlSource, tomlEdits} from './toml-edits.js'
import type {ListNode, MapNode, Node, Pair, ScalarNode, Tree} from './tree.js'

/** Lines that cannot be read are left out, this many of them. */
const MOST_BROKEN = 20

export function readToml(document: Document): Tree {
  const {text} = document
  const {program, problems} = parseTolerant(text)
  const comments = (program?.comments ?? []).map(({range}) => toRange(range))
  const source: TomlSource = {
    text,
    comments,
    broken: problems.length > 0,
    assignments: new Map(),
    inline: new Map(),
    headers: new Map(),
    strings: new Map(),
  }
  return {
    roots: program ? [toRoot(source, program.body[0])] : [],
    problems,
    comments,
    edits: tomlEdits(source),
  }
}

/** The parser stops at its first error; the rest of the file is still read. Offsets hold, for blanks take the place. */
function parseTolerant(text: string): {program: AST.TOMLProgram | null; problems: Problem[]} {
  const problems: Problem[] = []
  let source = text.replace(/^\uFEFF/, ' ')
  for (let tries = 0; tries < MOST_BROKEN; tries++) {
    try {
      return {program: parseTOML(source), problems}
    } catch (error) {
      const at = error instanceof ParseError ? Math.min(error.index, Math.max(text.length - 1, 0)) : 0
      if (error instanceof RangeError) return {program: null, problems: [toProblem('nested too deeply to read', 0)]}
      if (!(error instanceof ParseError)) throw error
      const line = brokenLine(source, at, /^(?:Une|E)xpected/.test(error.message))
      const written = source.slice(line.start, line.end)
      if (written.trim() === '') break
      // The first only: what follows it is mostly its echo. A template's directive is none of TOML.
      if (problems.length === 0 && !/\{[{%]|<%/.test(written)) problems.push(toProblem(error.message, at))
      source = source.slice(0, line.start) + written.replace(/[^\r]/g, ' ') + source.slice(line.end)
    }
  }
  return {program: null, problems}
}

function toProblem(message: string, start: number): Problem {
  return {message: `TOML: ${message.replace(/\.$/, '')}`, range: {start, end: start + 1}}
}

/** The line of `at`, or the one before where that one is fine by itself: what is missing is seen after its place. */
function brokenLine(source: string, at: number, mayBeLate: boolean): Range {
  const own = lineOf(source, backOver(source, at))
  const isLate = mayBeLate && source.slice(own.start, at).trim() === '' && isToml(source.slice(own.start, own.end))
  return isLate && own.start > 0 ? lineOf(source, backOver(source, own.start - 1)) : own
}

/** White space before an error is not where it was made. */
function backOver(source: string, at: number): number {
  let index = at
  while (index > 0 && /\s/.test(source.charAt(index))) index--
  return index
}

function lineOf(source: string, at: number): Range {
  const start = at === 0 ? 0 : source.lastIndexOf('\n', at - 1) + 1
  const stop = source.indexOf('\n', at)
  return {start, end: stop === -1 ? source.length : stop}
}

function isToml(line: string): boolean {
  try {
    parseTOML(line)
    return true
  } catch {
    return false
  }
}

function toRange([start, end]: readonly [number, number]): Range {
  return {start, end}
}

interface Draft extends MapNode {
  readonly pairs: Pair[]
  readonly range: {start: number; end: number}
}

interface DraftList extends ListNode {
  readonly items: Node[]
  readonly range: {start: number; end: number}
}

function draft({start, end}: Range): Draft {
  return {kind: 'map', shared: false, pairs: [], range: {start, end}}
}

function toRoot(source: TomlSource, top: AST.TOMLTopLevelTable): MapNode {
  const root = draft({start: 0, end: source.text.length})
  source.headers.set(root, null)
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') assign(source, root, node)
    else for (const pair of openTable(source, root, node)) assign(source, pair.map, pair.node)
  }
  return root
}

function openTable(source: TomlSource, root: Draft, table: AST.TOMLTable): {map: Draft; node: AST.TOMLKeyValue}[] {
  const range = toRange(table.range)
  const keys = table.key.keys
  const owner = keys.slice(0, -1).reduce((map, key) => descend(map, key, range), root)
  const last = keys.at(-1)!
  const map = table.kind === 'array' ? pushItem(owner, last, range) : descend(owner, last, range)
  const close = source.text.indexOf(']', table.key.range[1])
  source.headers.set(map, {start: range.start, end: close + (table.kind === 'array' ? 2 : 1)})
  return table.body.map((node) => ({map, node}))
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value
}

/** The map under `key`, made where it is not there; of an array of tables, its last one. */
function descend(map: Draft, key: AST.TOMLBare | AST.TOMLQuoted, range: Range): Draft {
  widen(map, range)
  const known = map.pairs.find((pair) => pair.key === nameOf(key))?.value
  const inner = known?.kind === 'list' ? known.items.at(-1) : known
  if (known?.kind === 'list') widen(known as DraftList, range)
  if (inner?.kind === 'map') {
    widen(inner as Draft, range)
    return inner as Draft
  }
  const made = draft(range)
  map.pairs.push({key: nameOf(key), keyRange: keyRange(key), value: made, range: made.range})
  return made
}

function pushItem(map: Draft, key: AST.TOMLBare | AST.TOMLQuoted, range: Range): Draft {
  widen(map, range)
  const item = draft(range)
  const known = map.pairs.find((pair) => pair.key === nameOf(key))?.value
  if (known?.kind === 'list') {
    ;(known.items as Node[]).push(item)
    widen(known as DraftList, range)
    return item
  }
  const list: DraftList = {kind: 'list', shared: false, items: [item], range: {...range}}
  map.pairs.push({key: nameOf(key), keyRange: keyRange(key), value: list, range: list.range})
  return item
}

function widen({range}: Draft | DraftList, {start, end}: Range): void {
  range.start = Math.min(range.start, start)
  range.end = Math.max(range.end, end)
}

function keyRange(key: AST.TOMLBare | AST.TOMLQuoted): Range {
  const [start, end] = key.range
  return key.type === 'TOMLBare' ? {start, end} : {start: start + 1, end: end - 1}
}

function assign(source: TomlSource, map: Draft, node: AST.TOMLKeyValue): void {
  const range = toRange(node.range)
  const keys = node.key.keys
  const owner = keys.slice(0, -1).reduce((outer, key) => descend(outer, key, range), map)
  const last = keys.at(-1)!
  const pair: Pair = {key: nameOf(last), keyRange: keyRange(last), value: toNode(source, node.value), range}
  owner.pairs.push(pair)
  source.assignments.set(pair, node)
}

function toNode(source: TomlSource, node: AST.TOMLContentNode): Node {
  const range = toRange(node.range)
  switch (node.type) {
    case 'TOMLInlineTable': {
      const map = draft(range)
      source.inline.set(map, node)
      for (const pair of node.body) assign(source, map, pair)
      return map
    }
    case 'TOMLArray':
      return {kind: 'list', shared: false, range, items: node.elements.map((item) => toNode(source, item))}
    case 'TOMLValue':
      return node.kind === 'string' ? toString(source, node) : toBare(source, node)
  }
}

function toBare(source: TomlSource, node: Exclude<AST.TOMLValue, AST.TOMLStringValue>): ScalarNode {
  const range = toRange(node.range)
  const type =
    node.kind === 'boolean' ? 'boolean' : node.kind === 'integer' || node.kind === 'float' ? 'number' : 'string'
  const value = source.text.slice(range.start, range.end)
  return {kind: 'scalar', shared: false, type, value, expression: null, range, valueRange: range, verbatim: true}
}

function toString(source: TomlSource, node: AST.TOMLStringValue): ScalarNode {
  const marks = node.multiline ? 3 : 1
  const range = toRange(node.range)
  const valueRange = {start: range.start + marks, end: range.end - marks}
  const computed = isComputed(node.value)
  const scalar: ScalarNode = {
    kind: 'scalar',
    shared: false,
    type: computed ? 'expression' : 'string',
    value: computed ? null : node.value,
    expression: computed ? node.value : null,
    range,
    valueRange,
    verbatim: node.style === 'literal' || !source.text.slice(valueRange.start, valueRange.end).includes('\\'),
  }
  source.strings.set(scalar, node)
  return scalar
}

/** Variables that Telegraf, Vector, mise and others expand, and templates. */
function isComputed(value: string): boolean {
  return /\$\{[^}]*\}|\{\{.*\}\}|^\$[A-Za-z_]\w*$|<%.*%>/s.test(value)
}
