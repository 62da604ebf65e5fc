import type {Found, ManifestFile, ReadContext} from '../model.js'
import type {Leaf} from './leaves.js'
import {readRequirement} from './requirement.js'

export async function readPyproject({text}: ManifestFile, context: ReadContext): Promise<Found[]> {
  const {tomlStrings} = await import('./toml-strings.js')
  return tomlStrings(text).flatMap((leaf) => {
    if (LISTS.some((pattern) => pattern.test(leaf.path.join('.'))))
      return readRequirement(leaf.value, leaf.range.start, context)
    return fromTable(leaf, poetryName(leaf.path), context)
  })
}

/** Lists of requirements: PEP 621, PEP 735, and what uv, PDM and Hatch keep of their own. */
const LISTS = [
  /^project\.dependencies\.\d+$/,
  /^project\.optional-dependencies\.[^.]+\.\d+$/,
  /^dependency-groups\.[^.]+\.\d+$/,
  /^tool\.uv\.(?:dev|constraint|override)-dependencies\.\d+$/,
  /^tool\.pdm\.dev-dependencies\.[^.]+\.\d+$/,
  /^tool\.hatch\.envs\.[^.]+\.(?:extra-)?dependencies\.\d+$/,
]

/** `tool.poetry.dependencies.NAME`, `tool.poetry.group.GROUP.dependencies.NAME`, and what stands below these. */
function poetryName(path: readonly string[]): number {
  if (path[0] !== 'tool' || path[1] !== 'poetry') return -1
  if (path[2] === 'dependencies' || path[2] === 'dev-dependencies') return 3
  return path[2] === 'group' && path[4] === 'dependencies' ? 5 : -1
}

export async function readPipfile({text}: ManifestFile, context: ReadContext): Promise<Found[]> {
  const {tomlStrings} = await import('./toml-strings.js')
  return tomlStrings(text).flatMap((leaf) => fromTable(leaf, leaf.path[0] === 'pipenv' ? -1 : 1, context))
}

/** `boto3 = "^1.34"` and `boto3 = {version = "^1.34"}`, with the name at that place of the path. */
function fromTable({path, value, whole}: Leaf, at: number, {isKnown}: ReadContext): Found[] {
  const name = path[at]
  if (at < 0 || name === undefined || !isKnown('pip', name)) return []
  const rest = path.slice(at + 1).filter((part) => !/^\d+$/.test(part))
  if (rest.length > 1 || (rest.length === 1 && rest[0] !== 'version')) return []
  return [{ecosystem: 'pip', package: name, requirement: value, range: whole}]
}
