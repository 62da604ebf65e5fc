import type {Found, ManifestFile, ReadContext} from '../model.js'
import {directoryOf, joinPath, upwards} from '../paths.js'
import type {Leaf} from './leaves.js'

/** A dependency as one manifest writes it. */
interface Dependency {
  readonly name: string
  /** Null where the workspace says it. */
  readonly requirement: string | null
  readonly range: Leaf['whole']
  /** What members may take over, and nobody need have. */
  readonly isWish: boolean
}

/** `[dependencies]` and its relatives, of the package or a target. What a workspace lists, its members have by `workspace = true`. */
export async function readCargo({path, text}: ManifestFile, {isKnown, textOf}: ReadContext): Promise<Found[]> {
  const {tomlStrings} = await import('./toml-strings.js')
  const wishes = (): Map<string, Dependency> => {
    for (const directory of upwards(directoryOf(path))) {
      const leaves = tomlStrings(textOf(joinPath(directory, 'Cargo.toml')) ?? '')
      if (leaves.some((leaf) => leaf.path[0] === 'workspace')) return wishesIn(leaves)
    }
    return new Map()
  }
  const leaves = tomlStrings(text)
  const shared = leaves.some(isShared) ? wishes() : new Map<string, Dependency>()
  return dependenciesIn(leaves).flatMap(([key, {name, requirement, range, isWish}]) => {
    const wish = requirement === null ? shared.get(key) : undefined
    if (isWish || !isKnown('cargo', name)) return []
    return [{ecosystem: 'cargo', package: name, requirement: requirement ?? wish?.requirement ?? null, range}]
  })
}

function wishesIn(leaves: readonly Leaf[]): Map<string, Dependency> {
  return new Map(dependenciesIn(leaves).filter(([, {isWish}]) => isWish))
}

/** By the name they have in the manifest, which may be another than the package's. */
function dependenciesIn(leaves: readonly Leaf[]): [string, Dependency][] {
  const renamed = new Map(
    leaves.flatMap((leaf) => (leaf.path.at(-1) === 'package' ? [[keyOf(leaf), leaf.value] as const] : [])),
  )
  return leaves.flatMap((leaf): [string, Dependency][] => {
    const {path, value, whole} = leaf
    const at = path.findLastIndex((part) => /^(?:dev-|build-)?dependencies$/.test(part)) + 1
    const isPlain = path.length === at + 1 || (path.length === at + 2 && path.at(-1) === 'version')
    const key = path[at]
    if (at === 0 || key === undefined || !(isPlain || isShared(leaf))) return []
    const name = renamed.get(keyOf(leaf)) ?? key
    return [[key, {name, requirement: isShared(leaf) ? null : value, range: whole, isWish: path[0] === 'workspace'}]]
  })
}

function isShared({path, value}: Leaf): boolean {
  return path.at(-1) === 'workspace' && value === 'true' && /^(?:dev-|build-)?dependencies$/.test(path.at(-3) ?? '')
}

function keyOf({path}: Leaf): string {
  return path.slice(0, -1).join('\0')
}
