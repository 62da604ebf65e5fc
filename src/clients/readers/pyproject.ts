import type {Found, ManifestFile, ReadContext} from '../model.js'
import {readAddress, versionOfTag} from './address.js'
import type {Leaf} from './leaves.js'
import {readRequirement} from './requirement.js'

export async function readPyproject({text}: ManifestFile, context: ReadContext): Promise<Found[]> {
  const {tomlStrings} = await import('./toml-strings.js')
  return tomlStrings(text).flatMap((leaf) => {
    if (LISTS.some((pattern) => pattern.test(leaf.path.join('.'))))
      return readRequirement(leaf.value, leaf.range.start, context)
    return fromTable(leaf, nameAt(leaf.path), context)
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

/**
 * Where the name stands: `tool.poetry.dependencies.NAME`, `tool.poetry.group.GROUP.dependencies.NAME` and, for where else a
 * package comes from, `tool.uv.sources.NAME`.
 */
function nameAt(path: readonly string[]): number {
  if (path[0] !== 'tool') return -1
  if (path[1] === 'uv' && path[2] === 'sources' && path[4] !== 'index') return 3
  if (path[1] !== 'poetry') return -1
  if (path[2] === 'dependencies' || path[2] === 'dev-dependencies') return 3
  return path[2] === 'group' && path[4] === 'dependencies' ? 5 : -1
}

export async function readPipfile({text}: ManifestFile, context: ReadContext): Promise<Found[]> {
  const {tomlStrings} = await import('./toml-strings.js')
  return tomlStrings(text).flatMap((leaf) => fromTable(leaf, leaf.path[0] === 'pipenv' ? -1 : 1, context))
}

/** `boto3 = "^1.34"`, `boto3 = {version = "^1.34"}` and `boto3 = {git = "…", tag = "1.34.2"}`, with the name at that place. */
function fromTable({path, value, whole}: Leaf, at: number, {isKnown}: ReadContext): Found[] {
  const name = path[at]
  if (at < 0 || name === undefined || !isKnown('pip', name)) return []
  const rest = path.slice(at + 1).filter((part) => !/^\d+$/.test(part))
  const [key = 'version', more] = rest
  if (more !== undefined) return []
  if (key === 'version') return [{ecosystem: 'pip', package: name, requirement: value, range: whole}]
  if (!/^(?:git|url|file|path|tag|rev|ref)$/.test(key)) return []
  const version = /^(?:tag|rev|ref)$/.test(key) ? versionOfTag(value) : readAddress(value).version
  return [{ecosystem: 'pip', package: name, requirement: null, version, range: whole}]
}
