import {createRequire} from 'node:module'
import {Language, Parser, type Node as SyntaxNode} from 'web-tree-sitter'
import {lineEnd} from '../../src/formats/bracketed.js'
import {hclEdits} from '../../src/formats/hcl-edits.js'
import {chosen, markLocals, passedOn} from '../../src/formats/hcl-layers.js'
import {noShapes, type Reading, report, unquoted} from '../../src/formats/hcl-shape.js'
import {decodeQuoted, heredocBody} from '../../src/formats/hcl-strings.js'
import type {ListNode, MapNode, Node, Pair, ScalarNode, Tree} from '../../src/formats/tree.js'
import type {Document, Range} from '../../src/model.js'

/** HCL by its tree-sitter grammar, as the second opinion on our own reader: the same tree from another parser. */
export async function loadOracle(): Promise<(document: Document) => Tree> {
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(grammarPath()))
  return (document) => readHcl(parser, document)
}

export function grammarPath(): string {
  return createRequire(import.meta.url).resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm')
}

function rangeOf({startIndex, endIndex}: SyntaxNode): Range {
  return {start: startIndex, end: endIndex}
}

function readHcl(parser: Parser, document: Document): Tree {
  const {text} = document
  const reading: Reading = {text, shapes: noShapes(), problems: [], broken: []}
  let roots: Node[] = []
  let comments: Range[] = []
  const tree = parser.parse(text)
  try {
    if (!tree) throw new RangeError('no tree')
    comments = tree.rootNode.descendantsOfType('comment').map((comment) => withoutReturn(text, rangeOf(comment)))
    collectProblems(reading, tree.rootNode)
    roots = [readFile(reading, tree.rootNode)]
    for (const root of roots) markLocals(reading, root)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const whole = {start: 0, end: text.length}
    report(reading, 'HCL is nested too deeply to read', whole, {start: 0, end: Math.min(1, text.length)})
    roots = []
  } finally {
    tree?.delete()
  }
  const {shapes, broken} = reading
  const problems = reading.problems.sort((a, b) => a.range.start - b.range.start)
  return {roots, problems, comments, edits: hclEdits({text, comments, shapes, broken})}
}

/** The grammar takes the carriage return of a CRLF as part of a line comment. */
function withoutReturn(text: string, {start, end}: Range): Range {
  return {start, end: text[end - 1] === '\r' ? end - 1 : end}
}

/** Outermost only: what is inside a broken part is its echo. */
function collectProblems(reading: Reading, node: SyntaxNode): void {
  if (!node.hasError) return
  if (node.isMissing) return reportMissing(reading, node)
  if (!node.isError) return node.children.forEach((child) => collectProblems(reading, child))
  const extent = rangeOf(node)
  const open = unclosed(node)
  if (open) return report(reading, 'Block is not closed', extent, rangeOf(open))
  const end = Math.min(extent.end, Math.max(extent.start + 1, lineEnd(reading.text, extent.start)))
  report(reading, 'HCL has no meaning from here', extent, {start: extent.start, end})
}

function reportMissing(reading: Reading, node: SyntaxNode): void {
  const extent = rangeOf(node)
  const start = node.type === '}' ? node.parent?.parent?.children.find(({type}) => type === 'block_start') : null
  if (start) report(reading, 'Block is not closed', {...extent, start: start.startIndex}, rangeOf(start))
  else report(reading, `HCL has no "${node.type}" here`, extent)
}

function unclosed(node: SyntaxNode): SyntaxNode | undefined {
  const open: SyntaxNode[] = []
  for (const child of node.children) {
    if (child.type === 'block_start') open.push(child)
    else if (child.type === 'block_end') open.pop()
  }
  return open[0]
}

function readFile(reading: Reading, root: SyntaxNode): MapNode {
  const object = root.namedChildren.find(({type}) => type === 'object')
  if (object) return readObject(reading, object)
  const bodies = root.isError ? [root] : root.namedChildren
  const pairs = bodies.flatMap((body) => readMembers(reading, body))
  return bodyNode(reading, {start: 0, end: reading.text.length}, null, pairs)
}

function bodyNode({shapes}: Reading, range: Range, block: string | null, pairs: readonly Pair[]): MapNode {
  const node: MapNode = {kind: 'map', range, shared: false, pairs}
  shapes.maps.set(node, {form: 'body', block})
  return node
}

/** Attributes and blocks of a body, or of a broken part as far as they do not stand in a block that never closed. */
function readMembers(reading: Reading, body: SyntaxNode): Pair[] {
  let depth = 0
  return body.children.flatMap((child) => {
    const {type} = child
    if (type === 'block_start') depth++
    if (type === 'block_end') depth--
    if (depth > 0) return []
    if (type === 'attribute') return readAttribute(reading, child)
    if (type === 'block') return readBlock(reading, child)
    return type === 'ERROR' || type === 'body' ? readMembers(reading, child) : []
  })
}

function readAttribute(reading: Reading, node: SyntaxNode): Pair[] {
  const [key, value] = [node.namedChildren[0], node.namedChildren.findLast(({type}) => type === 'expression')]
  if (key?.type !== 'identifier' || !value || isTorn(node, value)) return []
  return [{key: key.text, keyRange: rangeOf(key), value: readExpression(reading, value), range: rangeOf(node)}]
}

function readBlock(reading: Reading, node: SyntaxNode): Pair[] {
  const [type, ...rest] = node.children
  const labels = rest.filter((child) => child.type === 'string_lit' || child.type === 'identifier')
  const open = rest.find((child) => child.type === 'block_start')
  if (!type || !open) return []
  const range = {start: open.startIndex, end: node.endIndex}
  const body = rest.find((child) => child.type === 'body')
  const word = type.text
  const dynamic = word === 'dynamic' && labels[0] ? dynamicContent(body) : null
  const pair = dynamic ? dynamicPair(reading, node, labels[0]!, dynamic) : null
  if (pair) return [pair]

  const pairs = rest.flatMap((child) => (child.isError || child.type === 'body' ? readMembers(reading, child) : []))
  let value: Node = bodyNode(reading, range, word, pairs)
  for (const label of labels.reverse()) value = labelNode(reading, label, value, node.endIndex)
  const block = {key: word, keyRange: rangeOf(type), value, range: rangeOf(node)}
  reading.shapes.blocks.add(block)
  return [block]
}

function dynamicContent(body: SyntaxNode | undefined): SyntaxNode | undefined {
  return body?.namedChildren.find((child) => child.type === 'block' && child.namedChildren[0]?.text === 'content')
}

/** `dynamic "env" { content { … } }` stands for `env { … }`. */
function dynamicPair(reading: Reading, node: SyntaxNode, label: SyntaxNode, content: SyntaxNode): Pair | null {
  const [inner] = readBlock(reading, content)
  if (inner?.value.kind !== 'map') return null
  const {key, keyRange} = labelKey(reading, label)
  reading.shapes.maps.set(inner.value, {form: 'body', block: key})
  const pair = {key, keyRange, value: inner.value, range: rangeOf(node)}
  reading.shapes.blocks.add(pair)
  return pair
}

function labelNode(reading: Reading, label: SyntaxNode, value: Node, end: number): MapNode {
  const range = {start: label.startIndex, end}
  const node: MapNode = {kind: 'map', range, shared: false, pairs: [{...labelKey(reading, label), value, range}]}
  reading.shapes.maps.set(node, {form: 'label'})
  return node
}

function labelKey({text}: Reading, label: SyntaxNode): Pick<Pair, 'key' | 'keyRange'> {
  const range = rangeOf(label)
  if (label.type === 'identifier') return {key: label.text, keyRange: range}
  const keyRange = unquoted(range)
  return {key: decodeQuoted(text.slice(keyRange.start, keyRange.end)), keyRange}
}

function readExpression(reading: Reading, node: SyntaxNode): Node {
  const only = node.childCount === 1 ? node.firstChild : null
  const child =
    only?.type === 'literal_value' || only?.type === 'template_expr' || only?.type === 'collection_value'
      ? only.firstChild
      : only
  switch (child?.type) {
    case 'string_lit':
    case 'quoted_template':
      return readQuoted(reading, child)
    case 'heredoc_template':
      return readHeredoc(reading, child)
    case 'numeric_lit':
      return bare(reading, child, 'number')
    case 'bool_lit':
      return bare(reading, child, 'boolean')
    case 'null_lit':
      return bare(reading, child, 'null')
    case 'object':
      return readObject(reading, child)
    case 'tuple':
      return readTuple(reading, child)
    case 'function_call':
      return readCall(reading, child) ?? bare(reading, node, 'expression')
    case 'conditional':
      return readChoice(reading, child) ?? bare(reading, node, 'expression')
    default:
      return bare(reading, node, 'expression')
  }
}

function bare({text}: Reading, node: SyntaxNode, type: ScalarNode['type']): ScalarNode {
  const range = rangeOf(node)
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

function readQuoted(reading: Reading, node: SyntaxNode): ScalarNode {
  const range = rangeOf(node)
  const valueRange = unquoted(range)
  const raw = reading.text.slice(valueRange.start, valueRange.end)
  const parts = node.namedChildren.filter(isComputed)
  // The grammar lets a string run on over lines, as HCL does not: all that follows is read inside out.
  if (parts.length === 0 && raw.includes('\n')) {
    const line = raw.search(/\r?\n/)
    report(
      reading,
      'String is not closed on its line',
      {start: range.start, end: reading.text.length},
      {start: range.start, end: valueRange.start + line},
    )
  }
  const computed = node.type === 'quoted_template'
  const whole = parts.length === 1 && parts[0]!.type === 'template_interpolation' && parts[0]!.text === raw
  const scalar: ScalarNode = {
    kind: 'scalar',
    range,
    shared: false,
    valueRange,
    type: computed ? 'expression' : 'string',
    value: computed ? null : decodeQuoted(raw),
    expression: !computed ? null : whole ? raw.slice(2, -1).trim() : raw,
    verbatim: decodeQuoted(raw) === raw,
  }
  reading.shapes.scalars.set(scalar, 'quoted')
  return scalar
}

function isComputed({type}: SyntaxNode): boolean {
  return type === 'template_interpolation' || type === 'template_directive'
}

function readHeredoc(reading: Reading, node: SyntaxNode): ScalarNode {
  const range = rangeOf(node)
  const {start, end, value} = heredocBody(reading.text.slice(range.start, range.end))
  const computed = node.namedChildren.some(isComputed)
  const scalar: ScalarNode = {
    kind: 'scalar',
    range,
    shared: false,
    verbatim: false,
    valueRange: {start: range.start + start, end: range.start + end},
    type: computed ? 'expression' : 'string',
    value: computed ? null : value.replaceAll('$${', '${').replaceAll('%%{', '%{'),
    expression: computed ? value : null,
  }
  reading.shapes.scalars.set(scalar, 'heredoc')
  return scalar
}

function readObject(reading: Reading, node: SyntaxNode): MapNode {
  const elements = node.namedChildren.filter(({type}) => type === 'object_elem')
  const pairs = elements.flatMap((element) => readElement(reading, element))
  const map: MapNode = {kind: 'map', range: rangeOf(node), shared: false, pairs}
  reading.shapes.maps.set(map, {form: 'object', members: elements.map(rangeOf)})
  return map
}

function readElement(reading: Reading, node: SyntaxNode): Pair[] {
  const [key, value] = [node.childForFieldName('key'), node.childForFieldName('val')]
  if (!key || !value || isTorn(node, value)) return []
  const name = elementKey(reading, key)
  return name ? [{...name, value: readExpression(reading, value), range: rangeOf(node)}] : []
}

/** Null for a key that is computed: `(var.name)`, `"${var.name}"`, `local.name`. */
function elementKey({text}: Reading, node: SyntaxNode): Pick<Pair, 'key' | 'keyRange'> | null {
  const range = rangeOf(node)
  const raw = text.slice(range.start, range.end)
  if (node.firstChild?.firstChild?.type === 'string_lit') {
    return {key: decodeQuoted(raw.slice(1, -1)), keyRange: unquoted(range)}
  }
  return /^[\p{ID_Continue}-]+$/u.test(raw) ? {key: raw, keyRange: range} : null
}

function readTuple(reading: Reading, node: SyntaxNode): ListNode {
  const members = node.namedChildren
    .filter(({type}) => type === 'expression')
    .map((child) => {
      const torn = child.hasError && !isCollection(child)
      return {node: torn ? null : readExpression(reading, child), range: rangeOf(child)}
    })
  const items = members.flatMap((member) => member.node ?? [])
  const list: ListNode = {kind: 'list', range: rangeOf(node), shared: false, items}
  reading.shapes.lists.set(list, {form: 'tuple', members})
  return list
}

/** What a call passes on is the reader's own word; here it is found by another parser. */
function readCall(reading: Reading, node: SyntaxNode): Node | null {
  const list = node.namedChildren.find(({type}) => type === 'function_arguments')
  const children = list?.children ?? []
  const values = children.flatMap((child, index): readonly Node[] => {
    if (child.type !== 'expression') return []
    const value = readExpression(reading, child)
    return children[index + 1]?.type === 'ellipsis' && value.kind === 'list' ? value.items : [value]
  })
  return passedOn(reading, node.firstChild?.text ?? '', rangeOf(node), values)
}

function readChoice(reading: Reading, node: SyntaxNode): Node | null {
  const branches = node.namedChildren.filter(({type}) => type === 'expression').slice(1)
  const values = branches.map((branch) => readExpression(reading, branch))
  return values.length === 2 ? chosen(reading, rangeOf(node), values) : null
}

/** Whether the value may belong to another key: `region =` takes the `"x"` of a later line. */
function isTorn(node: SyntaxNode, value: SyntaxNode): boolean {
  if (!node.hasError) return false
  if (node.children.some(({isError, isMissing}) => isError || isMissing)) return true
  return value.hasError && !isCollection(value)
}

function isCollection(expression: SyntaxNode): boolean {
  const type = expression.namedChildren[0]?.type
  return type === 'collection_value' || type === 'function_call'
}
