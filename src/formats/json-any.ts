import type {Node as JsonNode, ParseError, printParseErrorCode} from 'jsonc-parser'
import type {Problem, Range} from '../model.js'
import {inside} from './bracketed.js'
import {bareNode, stringNode} from './json-plain.js'
import {loadJsonc} from './jsonc-library.js'
import type {Node, Pair} from './tree.js'

export interface JsonText {
  /** Null for an empty text. */
  readonly root: Node | null
  readonly problems: readonly Problem[]
  readonly comments: readonly Range[]
}

/** JSON with errors in it, by the library: as much as can be read, and the first error. */
export function readAnyJson(text: string): JsonText {
  // Same length, so offsets hold: the scanner does not know the byte order mark.
  const source = text.replace(/^\uFEFF/, ' ')
  try {
    const {parseTree} = loadJsonc()
    const errors: ParseError[] = []
    const root = parseTree(source, errors, {allowTrailingComma: true, allowEmptyContent: true})
    const problems = problemsOf(errors, text)
    return {root: root ? toNode(text, root) : null, problems, comments: commentsOf(source)}
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const problems = [{message: 'JSON is nested too deeply to read', range: {start: 0, end: Math.min(1, text.length)}}]
    return {root: null, problems, comments: []}
  }
}

function commentsOf(source: string): Range[] {
  if (!/\/[/*]/.test(source)) return []
  const comments: Range[] = []
  loadJsonc().visit(source, {onComment: (offset, length) => comments.push(rangeOf(source, {offset, length}))})
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
      return stringNode(text, range, node.value)
    default:
      return bareNode(text, range, node.type as 'number' | 'boolean' | 'null')
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
  const message = MESSAGES[loadJsonc().printParseErrorCode(first.error)] ?? 'JSON has no such value'
  return [{message, range: rangeOf(text, first)}]
}
