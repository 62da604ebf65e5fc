import type {Alias, CST, ParsedNode, YAMLMap, YAMLSeq} from 'yaml'
import type {Problem, Range} from '../model.js'
import {actionsIn, writesContent} from './template-mask.js'
import type {ListNode, MapNode, Node, Pair, ScalarNode} from './tree.js'
import {
  type CollectionToken,
  isWritten,
  type Member,
  memberEnd,
  memberStart,
  membersOf,
  type ScalarToken,
  tokenEnd,
} from './yaml-cst.js'
import type {Origins} from './yaml-edits.js'
import {
  emptyScalar,
  expression,
  hasAction,
  insideQuotes,
  isCoreTag,
  readScalar,
  type Source,
  type Tag,
  widen,
} from './yaml-scalar.js'
import {isAlias, isMap, isScalar, isSeq} from './yaml-syntax.js'

/** What reading one file gathers. */
export interface Reading {
  readonly source: Source
  readonly origins: Origins
  readonly problems: Problem[]
  /** By name, of the document at hand: the last one before an alias is meant. */
  readonly anchors: Map<string, Anchored>
  /** What each alias meant at its own place, for when it is read again through another one. */
  readonly targets: Map<Alias, Anchored>
  /** Nodes read through aliases so far. */
  copies: number
}

interface Anchored {
  readonly node: ParsedNode
  readonly place: Place
  /** The node at the anchor itself. */
  result: Node | null
  /** While it is being read: an alias to it would not end. */
  isOpen: boolean
}

/** Where a node stands. */
interface Place {
  /** The tokens before it: its tag is among them. */
  readonly props: readonly CST.SourceToken[]
  /** Where a value that is not there would be written, and what goes before it. */
  readonly end: number
  readonly lead: string | null
  readonly inFlow: boolean
  readonly shared: boolean
  /** Read through an alias, after it was read where it stands. */
  readonly isCopy: boolean
  readonly depth: number
}

type Mutable<T> = {-readonly [K in keyof T]: T[K]}

export function createReading(source: Source): Reading {
  const origins = {scalars: new Map(), collections: new Map(), members: new Map(), keys: new Map()}
  return {source, origins, problems: [], anchors: new Map(), targets: new Map(), copies: 0}
}

export function readDocument(
  reading: Reading,
  contents: ParsedNode | null,
  token: Pick<CST.Document, 'offset' | 'start'>,
): Node {
  reading.anchors.clear()
  const props = token.start
  const end = Math.max(memberEnd({start: props}), token.offset)
  return readNode(reading, contents, {props, end, lead: null, inFlow: false, shared: false, isCopy: false, depth: 0})
}

/** Aliases multiply: nine lines can stand for a billion nodes. */
const MOST_COPIES = 20_000
const DEEPEST = 200

function readNode(reading: Reading, node: ParsedNode | null, place: Place): Node {
  if (place.isCopy && ++reading.copies > MOST_COPIES) return tooMany(reading, place)
  if (node && isAlias(node)) return followAlias(reading, node, place)
  const anchored = node && !place.isCopy ? openAnchor(reading, node, place) : null
  const result: Mutable<Node> = node ? readOwn(reading, node, place) : readEmpty(reading, null, place)
  result.shared = place.shared
  if (anchored) Object.assign(anchored, {result, isOpen: false})
  return result
}

function readOwn(reading: Reading, node: Exclude<ParsedNode, Alias.Parsed>, place: Place): Node {
  const tag = tagOf(node, place)
  if (isMap(node)) return readMap(reading, node, place)
  if (isSeq(node)) {
    const list = readList(reading, node, place)
    if (!tag || !isLocal(tag)) return list
    return {...expression(reading.source.text, {start: tag.start, end: list.range.end}), content: list}
  }
  const token = node.srcToken as ScalarToken | undefined
  if (!isWritten(token)) return readEmpty(reading, tag, place)
  const scalar = readScalar(reading.source, token, String(node.value), tag)
  reading.origins.scalars.set(scalar, {token, tag, inFlow: place.inFlow, lead: null})
  return scalar
}

function tagOf(node: ParsedNode, {props}: Place): Tag | null {
  const token = props.find(({type}) => type === 'tag')
  return token ? {name: node.tag ?? token.source, start: token.offset} : null
}

function isLocal({name}: Tag): boolean {
  return name !== '!' && !isCoreTag(name)
}

function readEmpty(reading: Reading, tag: Tag | null, place: Place): ScalarNode {
  const {end} = place
  if (tag && isLocal(tag)) return expression(reading.source.text, {start: tag.start, end})
  const action = actionBelow(reading.source, end)
  if (action) return expression(reading.source.text, action)
  const scalar = emptyScalar(end)
  reading.origins.scalars.set(scalar, {token: null, tag, inFlow: place.inFlow, lead: place.lead})
  return scalar
}

/** `env:` with only `{{ toYaml .Values.env }}` below is not empty. */
function actionBelow({mask, text}: Source, from: number): Range | undefined {
  if (!mask) return undefined
  const blanks = /\s*/y
  blanks.lastIndex = from
  blanks.test(mask.text)
  const actions = actionsIn(mask, {start: from, end: blanks.lastIndex})
  return actions.find(({start, end}) => writesContent(text.slice(start, end)))
}

function readMap(reading: Reading, node: YAMLMap.Parsed, place: Place): MapNode {
  const token = node.srcToken as CollectionToken | undefined
  const inFlow = place.inFlow || token?.type !== 'block-map'
  const pairs: Pair[] = []
  const merged: Pair[] = []
  for (const {key, value, srcToken} of node.items) {
    const member = srcToken as Member
    const below = valuePlace(place, member, inFlow)
    const inherited = isMergeKey(key) && value ? readMerge(reading, value, below) : null
    if (inherited) merged.push(...inherited)
    else pairs.push(...readPair(reading, key, value, member, below))
  }
  const names = new Set(pairs.map(({key}) => key))
  const isNew = ({key}: Pair): boolean => !names.has(key) && names.add(key) !== null
  const range = rangeOf(
    reading.source,
    token,
    pairs.map((pair) => pair.range),
  )
  const map: MapNode = {kind: 'map', range, shared: false, pairs: [...pairs, ...merged.filter(isNew)]}
  if (token) reading.origins.collections.set(map, token)
  return map
}

function valuePlace({shared, isCopy, depth}: Place, member: Member, inFlow: boolean): Place {
  const {sep, value} = member
  const hasColon = sep?.some(({type}) => type === 'map-value-ind')
  const lead = isWritten(value) ? null : hasColon ? ' ' : inFlow ? ': ' : null
  return {props: sep ?? [], end: memberEnd(member), lead, inFlow, shared, isCopy, depth: depth + 1}
}

/** None where the key is a collection or empty: no path leads there. */
function readPair(
  reading: Reading,
  keyNode: ParsedNode,
  valueNode: ParsedNode | null,
  member: Member,
  below: Place,
): Pair[] {
  const key = readKey(reading, keyNode, {...below, props: member.start})
  const value = readNode(reading, valueNode, below)
  if (!key) return []
  const end = valueNode && isAlias(valueNode) ? below.end : Math.max(below.end, value.range.end)
  const range = widen(reading.source.mask, {start: key.range.start, end})
  const pair = {key: key.text, keyRange: key.range, value, range}
  reading.origins.members.set(pair, member)
  if (key.token) reading.origins.keys.set(pair, {token: key.token, inFlow: below.inFlow})
  return [pair]
}

interface Key {
  readonly text: string
  readonly range: Range
  readonly token: ScalarToken | null
}

function readKey(reading: Reading, node: ParsedNode, place: Place): Key | null {
  const token = node.srcToken
  if (!isWritten(token)) return null
  const range = widen(reading.source.mask, {start: token.offset, end: tokenEnd(token)})
  if (isScalar(node)) {
    const anchored = place.isCopy ? null : openAnchor(reading, node, place)
    if (anchored) anchored.isOpen = false
    const inside = token.type === 'block-scalar' ? range : insideQuotes(token as CST.FlowScalar, range)
    const written = reading.source.text.slice(inside.start, inside.end)
    const text = hasAction(reading.source, range) ? written : String(node.value)
    return {text, range, token: token as ScalarToken}
  }
  const value = readNode(reading, node, place)
  if (!isAlias(node) || value.kind !== 'scalar' || value.value === null) return null
  return {text: value.value, range, token: null}
}

function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN'
}

/** https://yaml.org/type/merge.html: a map or a list of maps, earlier ones first. */
function readMerge(reading: Reading, value: ParsedNode, place: Place): readonly Pair[] | null {
  const node = readNode(reading, value, {...place, shared: true})
  if (node.kind === 'map') return node.pairs
  if (node.kind === 'scalar') return null
  return node.items.flatMap((item) => (item.kind === 'map' ? item.pairs : []))
}

function readList(reading: Reading, node: YAMLSeq.Parsed, place: Place): ListNode {
  const token = node.srcToken as CollectionToken
  const members = membersOf(token)
  const inFlow = place.inFlow || token.type === 'flow-collection'
  const items = node.items.map((item, at) => {
    const member = members[at] ?? {start: []}
    const {start: props, value} = member
    const lead = isWritten(value) || inFlow ? null : ' '
    const {shared, isCopy, depth} = place
    const below = {props, end: memberEnd(member), lead, inFlow, shared, isCopy, depth: depth + 1}
    const child = readNode(reading, item, below)
    reading.origins.members.set(child, member)
    return child
  })
  const own = items.filter((_, at) => !isAlias(node.items[at])).map(({range}) => range)
  const list: ListNode = {kind: 'list', range: rangeOf(reading.source, token, own), shared: false, items}
  reading.origins.collections.set(list, token)
  return list
}

/** `[a: b]` holds a map without braces, and an action may run past the last token: the parts tell. */
function rangeOf({mask}: Source, token: CollectionToken | undefined, parts: readonly Range[]): Range {
  const partsEnd = parts.at(-1)?.end ?? 0
  if (!token) return {start: parts[0]?.start ?? partsEnd, end: partsEnd}
  const first = token.type === 'flow-collection' ? undefined : membersOf(token)[0]
  const start = first ? memberStart(first) : token.offset
  return widen(mask, {start, end: Math.max(tokenEnd(token), partsEnd)})
}

function openAnchor(reading: Reading, node: Exclude<ParsedNode, Alias.Parsed>, place: Place): Anchored | null {
  if (!node.anchor) return null
  const anchored = {node, place, result: null, isOpen: true}
  reading.anchors.set(node.anchor, anchored)
  return anchored
}

function followAlias(reading: Reading, alias: Alias.Parsed, place: Place): Node {
  const range = {start: alias.range[0], end: alias.range[1]}
  const target = place.isCopy ? reading.targets.get(alias) : reading.anchors.get(alias.source)
  if (!target || target.isOpen) {
    const what = target ? 'refers to a value it is part of' : 'has no anchor before it'
    if (!place.isCopy) reading.problems.push({message: `the alias *${alias.source} ${what}`, range})
    return expression(reading.source.text, range)
  }
  reading.targets.set(alias, target)
  if (place.depth > DEEPEST) return tooMany(reading, place)
  if (target.result) share(target.result)
  target.isOpen = true
  const copy = readNode(reading, target.node, {...target.place, shared: true, isCopy: true, depth: place.depth + 1})
  target.isOpen = false
  return copy
}

/** Said once a file. */
function tooMany(reading: Reading, {end}: Place): ScalarNode {
  const range = {start: end, end}
  const message = 'aliases stand for too many values to be read'
  if (!reading.problems.some((problem) => problem.message === message)) reading.problems.push({message, range})
  return expression(reading.source.text, range)
}

function share(node: Mutable<Node>): void {
  if (node.shared) return
  node.shared = true
  if (node.kind === 'map') for (const {value} of node.pairs) share(value)
  if (node.kind === 'list') for (const item of node.items) share(item)
}
