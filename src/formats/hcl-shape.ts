import type {Problem, Range} from '../model.js'
import type {ListNode, MapNode, Node, Pair, ScalarNode} from './tree.js'

/** What an edit must know about HCL beyond the tree all formats share. */
export interface Shapes {
  readonly maps: Map<MapNode, MapShape>
  readonly lists: Map<ListNode, ListShape>
  readonly blocks: Set<Pair>
  /** Locals over which others are laid. */
  readonly laidUnder: Set<string>
  /** Absent: written bare. */
  readonly scalars: Map<ScalarNode, 'quoted' | 'heredoc'>
}

export type MapShape =
  /** Attributes and blocks, one a line. `block` is the word it begins with; null for the whole file. */
  | {readonly form: 'body'; readonly block: string | null}
  /** `{ a = 1 }`. Members include those with computed keys, which the tree leaves out. */
  | {readonly form: 'object'; readonly members: readonly Range[]}
  /** `merge({…}, {…})` */
  | {readonly form: 'merged'; readonly parts: readonly MapNode[]}
  /** The `"aws"` between `provider` and its body. */
  | {readonly form: 'label'}

export type ListShape =
  /** Items with their ranges: `jsonencode({…})` is wider than the map it stands for. */
  | {readonly form: 'tuple'; readonly members: readonly {readonly node: Node | null; readonly range: Range}[]}
  /** `concat([…], […])` */
  | {readonly form: 'joined'; readonly parts: readonly ListNode[]}

export function noShapes(): Shapes {
  return {maps: new Map(), lists: new Map(), blocks: new Set(), laidUnder: new Set(), scalars: new Map()}
}

/** One document once it is read. */
export interface HclSource {
  readonly text: string
  readonly comments: readonly Range[]
  readonly shapes: Shapes
  readonly broken: readonly Range[]
}

/** One document while it is read. */
export interface Reading {
  readonly text: string
  readonly shapes: Shapes
  readonly problems: Problem[]
  /** Whole extents of what could not be read, wider than the problems' ranges. */
  readonly broken: Range[]
}

export function report({problems, broken}: Reading, message: string, extent: Range, range = extent): void {
  problems.push({message, range})
  broken.push(extent)
}

export function unquoted({start, end}: Range): Range {
  return {start: start + 1, end: Math.max(start + 1, end - 1)}
}
