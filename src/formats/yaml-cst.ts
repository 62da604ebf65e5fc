import type {CST} from 'yaml'
import type {Range} from '../model.js'

/** A pair or list item as the parser's concrete syntax tree keeps it. */
export type Member = CST.CollectionItem
export type ScalarToken = CST.FlowScalar | CST.BlockScalar
export type CollectionToken = CST.BlockMap | CST.BlockSequence | CST.FlowCollection

/** The members that hold something: the tree also keeps items that are only comments or blank lines. */
export function membersOf(token: CollectionToken): Member[] {
  return (token.items as Member[]).filter(
    (item) => item.key || item.sep || item.value || item.start.some(({type}) => INDICATORS.has(type)),
  )
}

const INDICATORS: ReadonlySet<string> = new Set(['seq-item-ind', 'explicit-key-ind', 'anchor', 'tag'])
const INSIGNIFICANT: ReadonlySet<string> = new Set(['space', 'newline', 'comment', 'comma'])

export function memberStart({start, key, sep, value}: Member): number {
  const first = start.find(isSignificant) ?? key ?? sep?.find(isSignificant) ?? value
  return first?.offset ?? 0
}

/** Where the member's last significant character ends: trailing comments and blank lines are not its own. */
export function memberEnd({start, key, sep, value}: Member): number {
  if (isWritten(value)) return tokenEnd(value)
  const last = sep?.findLast(isSignificant)
  if (last) return last.offset + last.source.length
  if (key) return tokenEnd(key)
  const lead = start.findLast(isSignificant)
  return lead ? lead.offset + lead.source.length : memberStart({start})
}

/** Between a colon and a comma the parser may put a scalar without text. */
export function isWritten(token: CST.Token | null | undefined): token is CST.Token {
  return Boolean(token) && !(token?.type === 'scalar' && token.source === '')
}

export function tokenEnd(token: CST.Token): number {
  switch (token.type) {
    case 'block-map':
    case 'block-seq': {
      const last = membersOf(token).at(-1)
      return last ? memberEnd(last) : token.offset
    }
    case 'flow-collection':
      return flowEnd(token)
    case 'block-scalar':
      return readBlock(token).end
    default:
      return 'source' in token ? token.offset + token.source.length : token.offset
  }
}

function isSignificant({type}: CST.SourceToken): boolean {
  return !INSIGNIFICANT.has(type)
}

/** An unclosed collection ends with its last member. */
function flowEnd(token: CST.FlowCollection): number {
  const close = token.end.find(({type}) => type === 'flow-map-end' || type === 'flow-seq-end')
  if (close) return close.offset + close.source.length
  const last = membersOf(token).at(-1)
  return last ? memberEnd(last) : token.offset + 1
}

/** A `|` or `>` scalar in numbers. */
export interface Block {
  /** First content line's start to last content line's end, indentation included. Empty where there is no content. */
  readonly content: Range
  /** Like `content.end`, but past the blank lines that `+` keeps, short of the last line end. */
  readonly end: number
  readonly indent: number
  /** How many content lines are not blank. */
  readonly lines: number
}

/** YAML 1.2 section 8.1.1: indentation is stated in the header or read off the first line that is not blank. */
export function readBlock(token: CST.BlockScalar): Block {
  const head = token.props.reduce((sum, prop) => sum + ('source' in prop ? prop.source.length : 0), token.offset)
  const header = token.props[0]
  const style = header && 'source' in header ? header.source : '|'
  const stated = /[1-9]/.exec(style)
  const lines = token.source.split('\n')
  const first = lines.find((line) => /[^ \r]/.test(line))
  const indent = stated ? Math.max(token.indent, 0) + Number(stated[0]) : first ? leadingSpaces(first) : 0
  const content = contentOf(lines, head, indent, first !== undefined)
  const bare = {start: token.offset + style.length, end: token.offset + style.length}
  const full = head + token.source.replace(/\r?\n$/, '').length
  const end = style.includes('+') && token.source !== '' ? full : (content ?? bare).end
  return {content: content ?? bare, end, indent, lines: lines.filter((line) => /[^ \r]/.test(line)).length}
}

/** Lines of spaces beyond the indentation are content too. */
function contentOf(lines: readonly string[], head: number, indent: number, hasText: boolean): Range | null {
  if (!hasText) return null
  let at = head
  let start = -1
  let end = -1
  for (const line of lines) {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line
    if (/[^ ]/.test(bare) || bare.length > indent) {
      if (start < 0) start = at
      end = at + bare.length
    }
    at += line.length + 1
  }
  return {start, end}
}

function leadingSpaces(line: string): number {
  return /^ */.exec(line)![0].length
}

/** Nesting beyond this is not configuration; the composer would meet the end of its stack. */
const DEEPEST = 200

export function isTooDeep(token: CST.Token | null | undefined, depth = 0): boolean {
  if (!token || !('items' in token)) return false
  if (depth >= DEEPEST) return true
  return (token.items as Member[]).some(({key, value}) => isTooDeep(key, depth + 1) || isTooDeep(value, depth + 1))
}
