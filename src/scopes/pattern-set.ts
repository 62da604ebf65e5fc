import type {Node} from '../formats/tree.js'
import type {Pattern} from '../model.js'
import {anyGlob, children, globMatches, segments} from './pattern.js'

/** Called for each node that a pattern of the set leads to, outer nodes first. `path` is the walk's own: copy it. */
type Visit = (index: number, node: Node, path: readonly string[]) => void

/** Many key paths looked for in one walk. */
export interface PatternSet {
  find(root: Node, visit: Visit): void
}

/** Where in each pattern a walk stands: the patterns that end here, and where a key leads. */
interface State {
  readonly positions: readonly Position[]
  readonly ends: readonly number[]
  readonly next: Map<string, State>
}

interface Position {
  readonly index: number
  readonly at: number
}

/** Names whose kind is remembered: real files use few, and generated ones any number. */
const MOST_NAMES = 5000

/** The states are made as they are met and shared by all files: a node costs two look-ups. */
export function createPatternSet(patterns: readonly Pattern[]): PatternSet {
  const paths = patterns.map(segments)
  const states = new Map<string, State>()
  const stateOf = (positions: readonly Position[]): State => {
    const all = open(paths, positions)
    const id = all.map(({index, at}) => `${index}:${at}`).join()
    const known = states.get(id)
    if (known) return known
    const ends = all.flatMap(({index, at}) => (at === paths[index]!.length ? [index] : []))
    const state = {positions: all, ends, next: new Map()}
    states.set(id, state)
    return state
  }
  const kindOf = createKinds(paths)
  const step = (state: State, key: string): State => {
    const kind = kindOf(key)
    const known = state.next.get(kind)
    if (known) return known
    const next = stateOf(state.positions.flatMap((position) => advance(paths, position, key)))
    state.next.set(kind, next)
    return next
  }
  const walk = (node: Node, state: State, path: string[], visit: Visit): void => {
    for (const index of state.ends) visit(index, node, path)
    if (state.positions.length === 0) return
    for (const [key, child] of children(node)) {
      path.push(key)
      walk(child, step(state, key), path, visit)
      path.pop()
    }
  }
  const start = stateOf(paths.map((_, index) => ({index, at: 0})))
  return {find: (root, visit) => walk(root, start, [], visit)}
}

/** Keys that the same segments match lead to the same places. */
function createKinds(paths: readonly (readonly string[])[]): (key: string) => string {
  const all = new Set(paths.flat())
  const globs = [...all].filter((segment) => segment.includes('*') && segment !== '**' && segment !== '*')
  const isGlobbed = anyGlob(globs)
  const known = new Map<string, string>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const kind = all.has(key) ? key : isGlobbed(key) ? `*${globs.filter((glob) => globMatches(glob, key)).join()}` : '*'
    if (known.size < MOST_NAMES) known.set(key, kind)
    return kind
  }
}

/** `**` may stand for nothing: what follows it is possible as well. */
function open(paths: readonly (readonly string[])[], positions: readonly Position[]): Position[] {
  const seen = new Map<string, Position>()
  const add = (position: Position): void => {
    const {index, at} = position
    if (seen.has(`${index}:${at}`)) return
    seen.set(`${index}:${at}`, position)
    if (paths[index]![at] === '**') add({index, at: at + 1})
  }
  for (const position of positions) add(position)
  return [...seen.values()].sort((a, b) => a.index - b.index || a.at - b.at)
}

function advance(paths: readonly (readonly string[])[], {index, at}: Position, key: string): Position[] {
  const segment = paths[index]![at]
  if (segment === undefined) return []
  if (segment === '**') return [{index, at}]
  return globMatches(segment, key) ? [{index, at: at + 1}] : []
}
