import type {Range} from '../../model.js'

/** A string of a JSON or TOML file, by its key path. */
export interface Leaf {
  readonly path: readonly string[]
  readonly value: string
  /** Without the quotes. */
  readonly range: Range
  /** Key and value as written; of a list's item, its value. */
  readonly whole: Range
}

/** The leaves of each map, by their last key: `{name, version}` of a list's items. */
export function byParent(leaves: readonly Leaf[]): Map<string, Leaf>[] {
  const maps = new Map<string, Map<string, Leaf>>()
  for (const leaf of leaves) {
    const parent = leaf.path.slice(0, -1).join('\0')
    const map = maps.get(parent) ?? new Map<string, Leaf>()
    maps.set(parent, map.set(leaf.path.at(-1)!, leaf))
  }
  return [...maps.values()]
}
