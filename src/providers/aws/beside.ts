import type {Entry} from '../../model.js'
import type {Unit} from '../../scopes/view.js'

const known = new WeakMap<Unit, ReadonlyMap<string, Entry>>()

/** The entry at a key path. Made once per file: a log holds many records. */
export function entryAt(unit: Unit, path: readonly string[]): Entry | undefined {
  const made = known.get(unit) ?? new Map(unit.parsed.entries.map((entry) => [entry.path.join('\0'), entry]))
  known.set(unit, made)
  return made.get(path.join('\0'))
}

/** What stands beside an entry under one of these keys: Terraform's spelling, CloudFormation's. */
export function beside(unit: Unit, {path}: Entry, ...keys: readonly string[]): Entry | undefined {
  return besideAt(unit, path.slice(0, -1), ...keys)
}

/** What the map at a key path has under one of these keys. */
export function besideAt(unit: Unit, path: readonly string[], ...keys: readonly string[]): Entry | undefined {
  return keys.flatMap((key) => entryAt(unit, [...path, key]) ?? [])[0]
}
