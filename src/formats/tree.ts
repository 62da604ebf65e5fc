import type {Problem, Range, TextEdit, ValueType} from '../model.js'

/**
 * What YAML, JSON and HCL have in common once read: maps, lists and scalars with ranges.
 * `scopes/tree.ts` turns a tree into entries and scopes; the format keeps the syntax and makes the edits.
 */
export type Node = MapNode | ListNode | ScalarNode

interface NodeBase {
  readonly range: Range
  /** Read through a YAML alias or merge key: other places show the same bytes. */
  readonly shared: boolean
  /** As in `Entry`; of a map or list: some of it is computed. */
  readonly partial?: 'under' | 'over'
}

export interface MapNode extends NodeBase {
  readonly kind: 'map'
  /** In order; a key may occur twice (HCL blocks, YAML duplicates). Merged keys (`<<`) come after own ones. */
  readonly pairs: readonly Pair[]
}

export interface Pair {
  readonly key: string
  readonly keyRange: Range
  readonly value: Node
  /** Key and value. */
  readonly range: Range
}

export interface ListNode extends NodeBase {
  readonly kind: 'list'
  readonly items: readonly Node[]
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar'
  readonly type: ValueType
  readonly value: string | null
  readonly expression: string | null
  /** The value without quotes. For a YAML literal block (`|`): its lines, indentation included. */
  readonly valueRange: Range
  /**
   * True when `text.slice(valueRange)` can be read as the value itself at the same offsets: plain and quoted
   * scalars without escapes, literal blocks (whose extra indentation shells ignore).
   */
  readonly verbatim: boolean
  /** Where it is not: what a shell is given of it. */
  readonly script?: ScriptText
  /** What an expression is made of: the list below a YAML tag, the text that an HCL function encodes, the list that it joins. */
  readonly content?: Node
}

/** A text of the length of its scalar's `valueRange`, and which of its characters count: the rest is the outer syntax's. */
export interface ScriptText {
  readonly text: string
  readonly kept: readonly Range[]
}

/** A value to write: text, a map in key order, or a list. */
export type NewValue = string | {readonly [key: string]: NewValue} | readonly NewValue[]

export interface Tree {
  /** One per YAML document; one for JSON and HCL. */
  readonly roots: readonly Node[]
  readonly problems: readonly Problem[]
  readonly comments: readonly Range[]
  readonly edits: TreeEdits
}

/** Each returns null where the edit cannot be made without touching what it need not. */
export interface TreeEdits {
  /** Keeps the quoting style where the value allows it. */
  setScalar(node: ScalarNode, value: string): TextEdit[] | null
  renameKey(pair: Pair, key: string): TextEdit[] | null
  /** Adds `key: value` after `after` (a pair of `map`), else at the end of `map`. */
  addPair(map: MapNode, key: string, value: NewValue, after?: Pair): TextEdit[] | null
  addItem(list: ListNode, value: NewValue, after?: Node): TextEdit[] | null
  /** Whole lines go where the pair has its own; a comment in the removed span makes it null. */
  removePair(map: MapNode, pair: Pair): TextEdit[] | null
  removeItem(list: ListNode, item: Node): TextEdit[] | null
}
