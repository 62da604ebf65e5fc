import type {Document, Range, Wanted} from '../model.js'
import {type Cursor, enter, leave, match, matchName, recover, reportRest, skip, TooDeep} from './hcl-cursor.js'
import {hclEdits} from './hcl-edits.js'
import {readExpression, readObject} from './hcl-expression.js'
import {markLocals} from './hcl-layers.js'
import {noShapes, report, unquoted} from './hcl-shape.js'
import {decodeQuoted, scanQuoted} from './hcl-strings.js'
import {take} from './hcl-values.js'
import type {MapNode, Node, Pair, Tree} from './tree.js'

/** HCL text as a tree. Never throws: what cannot be read is a problem, and the rest is still there. */
export function readHcl({text}: Document, wanted?: Wanted): Tree {
  const cursor: Cursor = {text, at: 0, depth: 0, shapes: noShapes(), problems: [], broken: [], comments: []}
  const {shapes, broken, comments} = cursor
  const roots = readRoot(cursor, wanted?.pattern ?? null)
  for (const root of roots) markLocals(cursor, root)
  const problems = cursor.problems.sort((a, b) => a.range.start - b.range.start)
  return {roots, problems, comments, edits: hclEdits({text, comments, shapes, broken})}
}

function readRoot(cursor: Cursor, wanted: RegExp | null): Node[] {
  const {text} = cursor
  try {
    skip(cursor, true)
    if (text[cursor.at] !== '{') return [bodyNode(cursor, {start: 0, end: text.length}, null, readFile(cursor, wanted))]
    const object = readObject(cursor)
    skip(cursor, true)
    if (cursor.at < text.length) reportRest(cursor, cursor.at)
    return [object]
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
    cursor.problems.length = 0
    const whole = {start: 0, end: text.length}
    report(cursor, 'HCL is nested too deeply to read', whole, {start: 0, end: Math.min(1, text.length)})
    return []
  }
}

function readFile(cursor: Cursor, wanted: RegExp | null): Pair[] {
  const pairs: Pair[] = []
  for (;;) {
    skip(cursor, true)
    if (cursor.at >= cursor.text.length) return pairs
    if (wanted && skipUnwanted(cursor, wanted)) continue
    pairs.push(...readMember(cursor))
    // A bracket that nothing opened.
    if (CLOSING.test(cursor.text[cursor.at] ?? '')) {
      reportRest(cursor, cursor.at)
      cursor.at++
    }
  }
}

const CLOSING = /[)\]}]/
const HEAD = /[a-z][^\n{}#]*\{ *\r?\n/y

/** A block with nothing wanted in it, written as `terraform fmt` does. In a heredoc or a comment, lines may look like anything. */
function skipUnwanted(cursor: Cursor, wanted: RegExp): boolean {
  const {text, at} = cursor
  HEAD.lastIndex = at
  if (!HEAD.test(text)) return false
  const close = text.indexOf('\n}', HEAD.lastIndex - 1)
  if (close < 0) return false
  const block = text.slice(at, close + 2)
  if (wanted.test(block) || /<<|\/\*/.test(block) || block.split('{').length !== block.split('}').length) return false
  cursor.at = close + 2
  return true
}

function bodyNode({shapes}: Cursor, range: Range, block: string | null, pairs: readonly Pair[]): MapNode {
  const node: MapNode = {kind: 'map', range, shared: false, pairs}
  shapes.maps.set(node, {form: 'body', block})
  return node
}

/** Attributes and blocks up to the brace that closes the block, or the end of the text. */
function readBody(cursor: Cursor): Pair[] {
  const pairs: Pair[] = []
  for (;;) {
    skip(cursor, true)
    const char = cursor.text[cursor.at]
    if (char === undefined || char === '}') return pairs
    const start = cursor.at
    pairs.push(...readMember(cursor))
    if (cursor.at === start) cursor.at++
  }
}

/** An attribute or a block; nothing, and the rest of its line passed, where it is neither. */
function readMember(cursor: Cursor): Pair[] {
  const start = cursor.at
  const key = matchName(cursor)
  if (key === null) return fail(cursor, start)
  const keyRange = {start, end: cursor.at}
  skip(cursor, false)
  const mark = cursor.at
  if (match(cursor, EQUALS) === null) return readBlock(cursor, key, keyRange)
  skip(cursor, false)
  // The value of a later line is another's.
  const value = LINE_END.test(cursor.text[cursor.at] ?? '\n') ? null : readExpression(cursor, false)
  return value ? [{key, keyRange, value: value.node, range: {start, end: value.range.end}}] : fail(cursor, mark)
}

const EQUALS = /=(?!=)/y
const LINE_END = /[\r\n]/

function fail(cursor: Cursor, start: number): [] {
  reportRest(cursor, start)
  recover(cursor, null)
  return []
}

interface Label {
  readonly key: string
  readonly keyRange: Range
  readonly start: number
}

function readBlock(cursor: Cursor, word: string, keyRange: Range): Pair[] {
  const {text, shapes} = cursor
  const labels = readLabels(cursor)
  const open = cursor.at
  if (labels === null || !take(cursor, '{', true)) return fail(cursor, keyRange.start)
  enter(cursor)
  const pairs = readBody(cursor)
  leave(cursor)
  const isClosed = take(cursor, '}', true)
  if (!isClosed) report(cursor, 'Block is not closed', {start: open, end: text.length}, braceAt(text, open))
  const end = cursor.at
  const range = {start: keyRange.start, end}
  const content =
    word === 'dynamic' && labels[0] ? pairs.find((pair) => pair.key === 'content' && shapes.blocks.has(pair)) : null
  const pair =
    content?.value.kind === 'map'
      ? dynamicPair(cursor, labels[0]!, content.value, range)
      : {
          key: word,
          keyRange,
          value: labelled(cursor, word, labels, pairs, {start: braceAt(text, open).start, end}),
          range,
        }
  shapes.blocks.add(pair)
  return [pair]
}

function braceAt(text: string, from: number): Range {
  const start = text.indexOf('{', from)
  return {start, end: start + 1}
}

/** Null where a quote does not close. */
function readLabels(cursor: Cursor): Label[] | null {
  const {text} = cursor
  const labels: Label[] = []
  for (;;) {
    skip(cursor, false)
    const start = cursor.at
    if (text[start] === '"') {
      const {end, isClosed, parts} = scanQuoted(text, start)
      if (!isClosed || parts.length > 0 || text.slice(start, end).includes('\n')) return null
      cursor.at = end
      const range = unquoted({start, end})
      labels.push({key: decodeQuoted(text.slice(range.start, range.end)), keyRange: range, start})
      continue
    }
    const key = matchName(cursor)
    if (key === null) return labels
    labels.push({key, keyRange: {start, end: cursor.at}, start})
  }
}

function labelled(cursor: Cursor, word: string, labels: readonly Label[], pairs: readonly Pair[], range: Range): Node {
  const {end} = range
  return labels.reduceRight<Node>(
    (value, {key, keyRange, start}) => {
      const pair = {key, keyRange, value, range: {start, end}}
      const node: MapNode = {kind: 'map', range: {start, end}, shared: false, pairs: [pair]}
      cursor.shapes.maps.set(node, {form: 'label'})
      return node
    },
    bodyNode(cursor, range, word, pairs),
  )
}

/** `dynamic "env" { content { … } }` stands for `env { … }`. */
function dynamicPair({shapes}: Cursor, {key, keyRange}: Label, value: MapNode, range: Range): Pair {
  shapes.maps.set(value, {form: 'body', block: key})
  return {key, keyRange, value, range}
}
