import type {ListNode, MapNode, Node, Pair, ScalarNode, Tree} from '../formats/tree.js'
import type {Command, Document, Embedded, Entry, EnvRow, ParseContext, Range, Scope, ValueType} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {segments} from './pattern.js'

/** Where an entry stands in its tree, for edits. */
export interface Site {
  readonly node: ScalarNode
  /** The map, or list, that holds the entry as a whole, and the pair or item that is the entry. */
  readonly holder: MapNode | ListNode
  readonly member: Pair | Node
  /** What carries the key: a pair of `holder`, a scalar such as `name: K`, or the `K=` before the value. */
  readonly style: 'pair' | 'named' | 'assignment' | 'flag' | 'item'
  readonly nameNode?: ScalarNode
}

/** A place variables are kept in. */
export interface Carrier {
  readonly scope: Scope
  readonly row: EnvRow
  readonly node: MapNode | ListNode
}

/** What reading a tree has found so far. */
export interface TreeState {
  readonly document: Document
  readonly tree: Tree
  readonly context: ParseContext
  readonly entries: Entry[]
  readonly scopes: Scope[]
  readonly commands: Command[]
  readonly comments: Range[]
  readonly secrets: Range[]
  readonly sites: Map<Entry, Site>
  /** Entries of shell text, with the scalar that holds the text. */
  readonly scripts: Map<Entry, ScalarNode>
  readonly embedded: Embedded[]
  readonly carriers: Carrier[]
  readonly nodes: Map<Scope, Node>
  /** Scalars that are a variable, or its name, already. */
  readonly bound: Set<Node>
  /** Scalars whose text was read as a script. */
  readonly read: Set<Node>
}

/** A scalar's text, whether it is a value or an expression. */
export function textOf(node: Node): string | null {
  return node.kind === 'scalar' ? (node.value ?? node.expression) : null
}

/** A carrier that is not there can be made where it is one plain key of the scope's own node. */
export function creates(row: EnvRow): boolean {
  const path = segments(row.at)
  return row.style === 'pairs' && path.length === 1 && !path[0]!.includes('*')
}

export interface NewEntry extends Pick<Entry, 'surface' | 'scope' | 'key' | 'path' | 'value' | 'range'> {
  readonly site: Site
  readonly valueRange?: Range
  readonly expression?: string | null
  /** What its program makes of it, where that is not what the file says. */
  readonly type?: ValueType | undefined
  /** Read, never edited. */
  readonly locked?: boolean
}

/** Takes an entry down; a credential's value stays behind. */
export function addEntry(state: TreeState, {site, locked, ...given}: NewEntry): void {
  const {node} = site
  const isSecret = isSecretKey(given.key)
  const valueRange = given.valueRange ?? node.valueRange
  const expression = given.expression === undefined ? node.expression : given.expression
  const isComputed = expression !== null && given.value === null
  const entry: Entry = {
    surface: given.surface,
    scope: given.scope,
    key: given.key,
    path: given.path,
    range: given.range,
    valueRange,
    value: isSecret ? null : given.value,
    type: isComputed ? 'expression' : (given.type ?? (node.type === 'expression' ? 'string' : node.type)),
    expression: isComputed && !isSecret ? expression : null,
    shared: node.shared,
    ...(node.partial && {partial: node.partial}),
  }
  if (isSecret) state.secrets.push(valueRange)
  state.entries.push(entry)
  if (!locked) state.sites.set(entry, site)
}

/** One scalar that holds key and value, `--flag=value` or `K=V`; `at` is where the value begins. */
export function addSplit(
  state: TreeState,
  given: Pick<NewEntry, 'surface' | 'scope' | 'key' | 'path' | 'site'>,
  at: number,
): void {
  const {node} = given.site
  const value = (textOf(node) ?? '').slice(at)
  const isComputed = node.type === 'expression' && /\$[{(\w]|\{\{/.test(value)
  const inner = node.verbatim ? {start: node.valueRange.start + at, end: node.valueRange.end} : node.valueRange
  addEntry(state, {
    ...given,
    value: isComputed ? null : value,
    expression: isComputed ? value : null,
    range: node.range,
    valueRange: inner,
  })
}

/** Whether new text inside a scalar would end it, or mean something else there. In a block, lines have a margin. */
export function endsScalar(text: string, {range, script}: ScalarNode, newText: string): boolean {
  // Where the outer syntax has escapes, what needs none is written, or nothing.
  if (script && /[^\w@%+=:,./-]/.test(newText)) return true
  const first = text[range.start]
  if (first === '|') return /\r(?!\n)/.test(newText)
  if (first === '>') return /[\r\n]/.test(newText)
  const unfit = first === '"' ? /["\\]/ : first === "'" ? /'/ : /: |:$| #/
  return unfit.test(newText) || /[\r\n]/.test(newText)
}
