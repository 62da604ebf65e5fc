import {directoryOf} from '../clients/paths.js'
import type {CreateResolver} from '../engine/provider.js'
import type {Unit} from '../scopes/view.js'
import type {InUseRequest} from './known-clients.js'
import {type ManifestSource, manifestsAbove, manifestsOnDisk} from './manifest-files.js'
import {originOf} from './origin.js'

/** The clients that manifests, images and the config give to the scopes of these files; null where they give none. */
export async function clientsInUse(units: readonly Unit[], request: InUseRequest): Promise<CreateResolver | null> {
  const {config} = request
  const {paths, source} = manifestsFor(units, request)
  const images = units.flatMap((unit) => unit.parsed.scopes.flatMap((scope) => originOf(unit, scope)?.image ?? []))
  if (paths.length === 0 && images.length === 0 && config.clients.length === 0) return null
  // The model is most of the code, and a file by itself has no manifest.
  const {knownClients} = await import('./known-clients.js')
  return knownClients({paths, images, source}, request)
}

/** The manifests beside and above these files. */
export function manifestsFor(
  units: readonly Unit[],
  request: InUseRequest,
): {readonly paths: readonly string[]; readonly source: ManifestSource} {
  const {texts, cwd} = request
  const source = texts === null ? manifestsOnDisk(cwd) : manifestsIn(texts)
  return {paths: manifestsAbove(directoriesOf(units, request), source), source}
}

/** Where the programs of these files lie: beside them and above, and where their images are built from. */
function directoriesOf(units: readonly Unit[], {cwd, shared}: InUseRequest): string[] {
  const used = new Set(shared.values())
  return units.flatMap((unit) => {
    const {file, parsed} = unit
    if (used.has(file.absolute)) return [cwd.replaceAll('\\', '/')]
    const builds = parsed.scopes.flatMap((scope) => {
      const build = originOf(unit, scope)?.build
      return build === undefined ? [] : [build.context, directoryOf(build.file)]
    })
    return [directoryOf(file.absolute.replaceAll('\\', '/')), ...builds]
  })
}

/** A tree in memory. */
function manifestsIn(texts: ReadonlyMap<string, string>): ManifestSource {
  const paths = [...texts.keys()]
  const below = (directory: string): string[][] =>
    paths.filter((path) => path.startsWith(`${directory}/`)).map((path) => path.slice(directory.length + 1).split('/'))
  return {
    list: (directory) => ({
      files: below(directory).flatMap(([name = '', ...rest]) => (rest.length === 0 ? [name] : [])),
      directories: below(directory).flatMap(([name = '', ...rest]) => (rest.length === 0 ? [] : [name])),
    }),
    read: (path, prefilter) => {
      const text = texts.get(path)
      return text === undefined || prefilter?.test(text) === false ? null : text
    },
    shown: (path) => path.replace(/^\//, ''),
    top: () => '',
  }
}
