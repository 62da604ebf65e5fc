import {existsSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import type {Parser, Node as SyntaxNode} from 'web-tree-sitter'
import type {Document, Range, Wanted} from '../model.js'
import {blankBlocks} from './blank.js'
import {lineEnd} from './bracketed.js'
import {hclEdits} from './hcl-edits.js'
import {noShapes, type Reading, rangeOf, report, unquoted} from './hcl-shape.js'
import {decodeQuoted} from './hcl-strings.js'
import {isTorn, readExpression, readObject} from './hcl-values.js'
import type {MapNode, Node, Pair, Tree} from './tree.js'

type ReadHcl = (document: Document, wanted?: Wanted) => Tree

/** Loads the parser once; `directory` is where its two .wasm files are, next to the bundle unless said. */
export async function loadHcl(directory?: string): Promise<ReadHcl> {
  loading ??= loadParser(directory).catch((error) => {
    loading = undefined
    throw error
  })
  const parser = await loading
  return (document, wanted) => readHcl(parser, document, wanted)
}

let loading: Promise<Parser> | undefined

async function loadParser(directory?: string): Promise<Parser> {
  const {Language, Parser} = await import('web-tree-sitter')
  const runtime = wasmPath('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm', directory)
  await Parser.init({locateFile: () => runtime})
  const parser = new Parser()
  parser.setLanguage(await Language.load(grammarPath(directory)))
  return parser
}

export function grammarPath(directory?: string): string {
  return wasmPath('tree-sitter-hcl.wasm', '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm', directory)
}

/** Beside the bundle when it is built, in node_modules when it runs from source. */
function wasmPath(name: string, packaged: string, directory = here()): string {
  const sibling = join(directory, name)
  return existsSync(sibling) ? sibling : createRequire(join(directory, 'index.js')).resolve(packaged)
}

/** The bundle is CommonJS, where import.meta is empty; the source is a module, which has no __dirname. */
function here(): string {
  return typeof __dirname === 'string' ? __dirname : import.meta.dirname
}

function readHcl(parser: Parser, document: Document, wanted?: Wanted): Tree {
  const {text} = document
  const reading: Reading = {text, shapes: noShapes(), problems: [], broken: []}
  let roots: Node[] = []
  let comments: Range[] = []
  const tree = parser.parse(wanted ? blankBlocks(text, wanted.pattern) : text)
  try {
    if (!tree) throw new RangeError('no tree')
    comments = tree.rootNode
      .descendantsOfType('comment')
      .map((comment) => withoutReturn(text, rangeOf(comment)))
      .filter(({start}) => /[#/]/.test(text[start]!))
    collectProblems(reading, tree.rootNode)
    roots = [readFile(reading, tree.rootNode)]
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
