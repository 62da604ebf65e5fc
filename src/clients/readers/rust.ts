import type {Found, ManifestFile, ReadContext} from '../model.js'
import type {Leaf} from './leaves.js'

/** `[dependencies]` and its relatives, of the package, the workspace or a target. */
export async function readCargo({text}: ManifestFile, {isKnown}: ReadContext): Promise<Found[]> {
  const {tomlStrings} = await import('./toml-strings.js')
  const leaves = tomlStrings(text)
  const renamed = new Map(
    leaves.flatMap((leaf) => (leaf.path.at(-1) === 'package' ? [[keyOf(leaf), leaf.value] as const] : [])),
  )
  return leaves.flatMap((leaf) => {
    const {path, value, whole} = leaf
    const at = path.findLastIndex((part) => /^(?:dev-|build-)?dependencies$/.test(part)) + 1
    const isRequirement = path.length === at + 1 || (path.length === at + 2 && path.at(-1) === 'version')
    const name = at === 0 || !isRequirement ? undefined : (renamed.get(keyOf(leaf)) ?? path[at])
    if (name === undefined || !isKnown('cargo', name)) return []
    return [{ecosystem: 'cargo', package: name, requirement: value, range: whole}]
  })
}

function keyOf({path}: Leaf): string {
  return path.slice(0, -1).join('\0')
}
