import type {Found, ManifestFile, ReadContext} from '../model.js'
import {directoryOf} from '../paths.js'
import type {Leaf} from './leaves.js'

/** A Gradle version catalog: `[libraries] sts = {module = "g:a", version.ref = "aws"}`, or `"g:a:v"`. */
export async function readCatalog({path: file, text}: ManifestFile, {isKnown}: ReadContext): Promise<Found[]> {
  const {tomlStrings} = await import('./toml-strings.js')
  const leaves = tomlStrings(text)
  const versions = versionsIn(leaves)
  const libraries = librariesIn(leaves, versions)
  const bom = (group: string): string | null => {
    return (
      libraries.find(({name, version}) => version !== null && name.startsWith(`${group}:`) && name.endsWith('bom'))
        ?.version ?? null
    )
  }
  // It stands in `gradle/` and serves the build around that.
  const directory = directoryOf(file).replace(/(?:^|\/)gradle$/, '')
  return libraries.flatMap(({name, version, range}) => {
    if (!isKnown('maven', name)) return []
    const requirement = version ?? bom(name.slice(0, name.indexOf(':')))
    return [{ecosystem: 'maven', package: name, requirement, range, directory}]
  })
}

/** Each a string or a rich version, whose own wish comes before its bounds. */
function versionsIn(leaves: readonly Leaf[]): Map<string | undefined, string> {
  const found = new Map<string | undefined, string>()
  const place = ({path}: Leaf): number => (path.length === 2 ? 0 : WISHES.indexOf(path[2]!))
  const stated = leaves.filter((leaf) => leaf.path[0] === 'versions' && leaf.path.length < 4 && place(leaf) >= 0)
  for (const {path, value} of stated.sort((one, other) => place(other) - place(one))) found.set(path[1], value)
  return found
}

const WISHES = ['prefer', 'strictly', 'require']

interface Library {
  readonly name: string
  readonly version: string | null
  readonly range: Leaf['range']
}

function librariesIn(leaves: readonly Leaf[], versions: ReadonlyMap<string | undefined, string>): Library[] {
  const byAlias = new Map<string, Map<string, Leaf>>()
  for (const leaf of leaves) {
    const [group, alias, ...rest] = leaf.path
    if (group !== 'libraries' || alias === undefined) continue
    const fields = byAlias.get(alias) ?? new Map<string, Leaf>()
    byAlias.set(alias, fields.set(rest.join('.'), leaf))
  }
  return [...byAlias.values()].flatMap((fields): Library[] => {
    const short = fields.get('') ?? fields.get('module')
    const place = short ?? fields.get('name')
    if (place === undefined) return []
    const [group, artifact, version] = short ? short.value.split(':') : [fields.get('group')?.value, place.value]
    const reference = fields.get('version.ref')
    const stated = reference
      ? versions.get(reference.value)
      : STATED.map((key) => fields.get(key)?.value).find((value) => value !== undefined)
    return [{name: `${group}:${artifact}`, version: version ?? stated ?? null, range: place.whole}]
  })
}

const STATED = ['version', ...WISHES.map((wish) => `version.${wish}`)]
