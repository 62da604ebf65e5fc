import type {CST} from 'yaml'
import type {Range, TextEdit} from '../model.js'
import {isTemplate} from './template-mask.js'
import type {ListNode, MapNode, NewValue, Node, Pair, ScalarNode, TreeEdits} from './tree.js'
import {
  type CollectionToken,
  isWritten,
  type Member,
  memberEnd,
  memberStart,
  membersOf,
  readBlock,
  type ScalarToken,
} from './yaml-cst.js'
import {pairHabit, valueHabit} from './yaml-habit.js'
import {hasAction, insideQuotes, isCoreTag, type Source, type Tag} from './yaml-scalar.js'
import {blockItem, blockPair, doubleQuoted, flowPair, flowValue, scalarText} from './yaml-write.js'

/** Where a node's bytes are: what the tree does not say and the edits need. */
export interface Origins {
  readonly scalars: Map<Node, ScalarOrigin>
  readonly collections: Map<Node, CollectionToken>
  /** Pairs and list items where they are written. */
  readonly members: Map<Pair | Node, Member>
  readonly keys: Map<Pair, {readonly token: ScalarToken; readonly inFlow: boolean}>
}

export interface ScalarOrigin {
  /** Null where nothing is written. */
  readonly token: ScalarToken | null
  readonly tag: Tag | null
  readonly inFlow: boolean
  /** What goes before a value that was not there; null where none can be put. */
  readonly lead: string | null
}

export interface EditContext {
  readonly source: Source
  readonly origins: Origins
  readonly comments: readonly Range[]
  /** Offsets of `&name`: an alias may need them. */
  readonly anchors: readonly number[]
  /** The structure may not be what it seems: only values are edited. */
  readonly isUncertain: boolean
  /** A CR alone ends a line for YAML, not for the parser: nothing is edited. */
  readonly hasLoneReturns: boolean
}

export function createEdits(context: EditContext): TreeEdits {
  if (context.hasLoneReturns) return NO_EDITS
  return {
    setScalar: (node, value) => setScalar(context, node, value),
    renameKey: (pair, key) => renameKey(context, pair, key),
    addPair: (map, key, value, after) => addPair(context, map, key, value, after),
    addItem: (list, value, after) => addItem(context, list, value, after),
    removePair: (map, pair) => removeMember(context, map, pair, pair.value),
    removeItem: (list, item) => removeMember(context, list, item, item),
  }
}

const none = (): null => null
const NO_EDITS: TreeEdits = {
  setScalar: none,
  renameKey: none,
  addPair: none,
  addItem: none,
  removePair: none,
  removeItem: none,
}

function setScalar({source, origins, isUncertain}: EditContext, node: ScalarNode, value: string): TextEdit[] | null {
  const origin = origins.scalars.get(node)
  if (!origin || isTemplate(value) || hasAction(source, node.range)) return null
  const {token, tag, inFlow, lead} = origin
  if (!holdsText(tag, value)) return null
  // A number stays a number; anything else is written as a string.
  if (token?.type === 'scalar' && node.type === 'number' && /^(?:0|[1-9]\d*)$/.test(value))
    return [{range: node.range, newText: value}]
  if (token) return replaceScalar(source.text, token, inFlow, value)
  if (lead === null || isUncertain) return null
  return [{range: node.valueRange, newText: lead + scalarText(value, 'plain', inFlow)}]
}

/** After `!Ref` or `!!int` other text means something else. */
function holdsText(tag: Tag | null, value: string): boolean {
  if (!tag || tag.name === '!') return true
  if (tag.name === '!Sub') return !value.includes('${')
  return isCoreTag(tag.name) && tag.name.endsWith(':str')
}

function replaceScalar(text: string, token: ScalarToken, inFlow: boolean, value: string): TextEdit[] | null {
  if (token.type === 'block-scalar') return replaceLine(text, token, value)
  const whole = {start: token.offset, end: token.offset + token.source.length}
  const inside = insideQuotes(token, whole)
  if (token.type === 'scalar') return [{range: whole, newText: scalarText(value, 'plain', inFlow)}]
  if (inside.end === whole.end) return null
  const isSingle = token.type === 'single-quoted-scalar'
  const written = isSingle ? scalarText(value, 'single', inFlow) : doubleQuoted(value)
  if (isSingle && written.startsWith('"')) return [{range: whole, newText: written}]
  return [{range: inside, newText: written.slice(1, -1)}]
}

/** A block scalar of one line stays one. Its line end, where its header keeps one, stays too. */
function replaceLine(text: string, token: CST.BlockScalar, value: string): TextEdit[] | null {
  const {content, indent, lines} = readBlock(token)
  const old = text.slice(content.start, content.end)
  const bare = value.replace(/\n$/, '')
  if (lines !== 1 || indent === 0 || /[\r\n]/.test(old)) return null
  if (bare === '' || bare.trim() !== bare || !/^[\x20-\x7E]*$/.test(bare)) return null
  return [{range: {start: content.start + indent, end: content.end}, newText: bare}]
}

function renameKey({source, origins}: EditContext, pair: Pair, key: string): TextEdit[] | null {
  const origin = origins.keys.get(pair)
  if (!origin || isTemplate(key) || key.length > LONGEST_KEY || hasAction(source, pair.keyRange)) return null
  if (origin.token.type === 'block-scalar') return null
  return replaceScalar(source.text, origin.token, origin.inFlow, key)
}

/** A key on one line has at most 1024 characters (YAML 1.2 section 7.4.2); escapes need room. */
const LONGEST_KEY = 100

function addPair(context: EditContext, map: MapNode, key: string, value: NewValue, after?: Pair): TextEdit[] | null {
  const token = context.origins.collections.get(map)
  if (!token || !canGrow(context, map, [key, value]) || key.length > LONGEST_KEY) return null
  const members = membersOf(token)
  if (map.pairs.some((pair) => pair.key === key && members.includes(context.origins.members.get(pair)!))) return null
  const near = neighbour(context, members, after)
  const habit = pairHabit(context.source.text, members, near)
  if (token.type === 'flow-collection') return addToFlow(context, token, near, flowPair(key, value, habit))
  return addLines(context, near, (column, eol) => blockPair(key, value, column, eol, habit))
}

function addItem(context: EditContext, list: ListNode, value: NewValue, after?: Node): TextEdit[] | null {
  const token = context.origins.collections.get(list)
  if (!token || !canGrow(context, list, value)) return null
  const members = membersOf(token)
  const near = neighbour(context, members, after)
  const others = members.filter((member) => member !== near)
  const habit = valueHabit(
    context.source.text,
    [near, ...others].map((member) => member?.value),
  )
  if (token.type === 'flow-collection') return addToFlow(context, token, near, flowValue(value, habit))
  return addLines(context, near, (column, eol) => blockItem(value, column, eol, habit, gapOf(context, near)))
}

function canGrow({source, isUncertain}: EditContext, node: Node, added: NewValue): boolean {
  return !isUncertain && source.mask === null && !node.shared && !textsOf(added).some(isTemplate)
}

function textsOf(value: NewValue): string[] {
  if (typeof value === 'string') return [value]
  return Object.entries(value).flatMap(([key, below]) => [key, ...textsOf(below)])
}

function neighbour({origins}: EditContext, members: readonly Member[], after: Pair | Node | undefined) {
  const wished = after && origins.members.get(after)
  return wished && members.includes(wished) ? wished : members.at(-1)
}

/** Columns from the dash to its item, as the neighbour has them. */
function gapOf({source}: EditContext, member: Member | undefined): number {
  if (!member) return 2
  const start = memberStart(member)
  const spaces = /^-( {1,7})[^\s#&!]/.exec(source.text.slice(start, start + 10))
  return spaces ? spaces[1]!.length + 1 : 2
}

/** On lines of their own below the neighbour, past its trailing comment and comments deeper than it. */
function addLines(
  {source: {text}}: EditContext,
  near: Member | undefined,
  write: (column: number, eol: string) => string,
): TextEdit[] | null {
  if (!near) return null
  const column = columnOf(text, memberStart(near))
  if (column === null) return null
  const line = lineEnd(text, memberEnd(near))
  if (!isBlankOrComment(text.slice(memberEnd(near), line))) return null
  const at = pastDeeperComments(text, line, column)
  const eol = eolAt(text, at)
  return [{range: {start: at, end: at}, newText: eol + ' '.repeat(column) + write(column, eol)}]
}

/** Null where what stands before on the line is more than indentation and dashes. */
function columnOf(text: string, start: number): number | null {
  const before = text.slice(lineStart(text, start), start)
  return /^ *(?:[-?:] +)*$/.test(before) ? before.length : null
}

function pastDeeperComments(text: string, from: number, column: number): number {
  const deeper = new RegExp(`\\r?\\n {${column + 1},}#[^\\r\\n]*`, 'y')
  deeper.lastIndex = from
  let end = from
  while (deeper.test(text)) end = deeper.lastIndex
  return end
}

function addToFlow(
  context: EditContext,
  token: CST.FlowCollection,
  near: Member | undefined,
  written: string,
): TextEdit[] | null {
  const {text} = context.source
  if (!near) return addToEmptyFlow(text, token, written)
  const end = memberEnd(near)
  if (text[end - 1] === ':' && !isWritten(near.value)) return null
  return addFlowLine(text, near, written) ?? [{range: {start: end, end}, newText: `, ${written}`}]
}

function addToEmptyFlow(text: string, token: CST.FlowCollection, written: string): TextEdit[] | null {
  const start = token.offset + 1
  const end = token.end[0]?.offset
  if (end === undefined || !/^[ \t]*$/.test(text.slice(start, end))) return null
  return [{range: {start, end}, newText: written}]
}

/** Where each member of a flow collection has its line, so has the new one; null where it shares one. */
function addFlowLine(text: string, near: Member, written: string): TextEdit[] | null {
  const start = memberStart(near)
  const end = memberEnd(near)
  const indent = text.slice(lineStart(text, start), start)
  const line = lineEnd(text, end)
  const rest = /^([ \t]*,?)[ \t]*(#.*)?$/.exec(text.slice(end, line))
  if (!/^[ \t]*$/.test(indent) || !rest) return null
  const added = eolAt(text, line) + indent + written
  const comma = rest[1]!.endsWith(',')
  const at = rest[2] ? line : comma ? end + rest[1]!.length : end
  if (comma) return [{range: {start: at, end: at}, newText: `${added},`}]
  if (at === end) return [{range: {start: end, end}, newText: `,${added}`}]
  return [
    {range: {start: end, end}, newText: ','},
    {range: {start: at, end: at}, newText: added},
  ]
}

function removeMember(
  context: EditContext,
  parent: MapNode | ListNode,
  part: Pair | Node,
  value: Node,
): TextEdit[] | null {
  const token = context.origins.collections.get(parent)
  const member = context.origins.members.get(part)
  if (!token || !member || context.isUncertain || context.source.mask || parent.shared || value.shared) return null
  const members = membersOf(token)
  const at = members.indexOf(member)
  if (at < 0 || members.length < 2) return null
  const range = token.type === 'flow-collection' ? flowSpan(members, at) : lineSpan(context.source.text, members, at)
  if (!range || losesSomething(context, range)) return null
  return [{range, newText: ''}]
}

function losesSomething({comments, anchors}: EditContext, {start, end}: Range): boolean {
  return (
    comments.some((comment) => comment.start < end && start < comment.end) ||
    anchors.some((offset) => start <= offset && offset < end)
  )
}

/** With the comma before it, or after it where it is the first. */
function flowSpan(members: readonly Member[], at: number): Range {
  if (at === 0) return {start: memberStart(members[0]!), end: memberStart(members[1]!)}
  return {start: memberEnd(members[at - 1]!), end: memberEnd(members[at]!)}
}

/** Whole lines. The first member after a dash leaves its place to the second. */
function lineSpan(text: string, members: readonly Member[], at: number): Range | null {
  const member = members[at]!
  const start = lineStart(text, memberStart(member))
  if (!/^ *$/.test(text.slice(start, memberStart(member)))) {
    return at === 0 ? {start: memberStart(member), end: memberStart(members[1]!)} : null
  }
  const end = lineEnd(text, memberEnd(member))
  if (!isBlankOrComment(text.slice(memberEnd(member), end))) return null
  const next = end + eolLength(text, end)
  if (next > end || start === 0) return {start, end: next}
  return {start: lineEnd(text, start - 1), end}
}

function isBlankOrComment(rest: string): boolean {
  return /^[ \t]*(?:#.*)?$/.test(rest)
}

function lineStart(text: string, at: number): number {
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
  return text[start] === '\uFEFF' ? start + 1 : start
}

/** Before the line end, both bytes of a CRLF. */
function lineEnd(text: string, at: number): number {
  const feed = text.indexOf('\n', at)
  if (feed < 0) return text.length
  return text[feed - 1] === '\r' ? feed - 1 : feed
}

function eolLength(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return 2
  return text[at] === '\n' ? 1 : 0
}

/** The line end there, or the document's where it ends without one. */
function eolAt(text: string, at: number): string {
  return text.slice(at, at + eolLength(text, at)) || (/\r?\n/.exec(text)?.[0] ?? '\n')
}
