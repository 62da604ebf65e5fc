import {imageClient, isManifest, packageTable, readManifests} from '../clients/index.js'
import {directoryOf} from '../clients/paths.js'
import type {Client as ConfigClient} from '../config/types.js'
import type {HostsFile} from '../data.js'
import type {CreateResolver} from '../engine/provider.js'
import {loadClients} from '../load-clients.js'
import type {Project, Unit} from '../scopes/view.js'
import {createKnownChoice} from './choose-clients.js'
import {createFoundClients} from './found-clients.js'
import {type ManifestSource, manifestsAbove, manifestsOnDisk, readManifestTexts} from './manifest-files.js'
import {configuredClients} from './named-clients.js'
import {type Origin, originOf} from './origin.js'
import {createResolver} from './resolver.js'

export interface InUseRequest {
  readonly hosts: HostsFile
  /** A tree in memory, by absolute path; null for the disk. */
  readonly texts: ReadonlyMap<string, string> | null
  /** What runs there uses the shared AWS files. */
  readonly cwd: string
  /** Absolute paths of the shared AWS files in use, by kind. */
  readonly shared: ReadonlyMap<string, string>
  readonly config: {readonly clients: readonly ConfigClient[]; readonly shown: string}
  readonly ruleDirectories: readonly string[]
}

/** The clients that manifests, images and the config give to the scopes of these files; null where they give none. */
export async function clientsInUse(units: readonly Unit[], request: InUseRequest): Promise<CreateResolver | null> {
  const {texts, cwd, config, hosts} = request
  const source = texts === null ? manifestsOnDisk(cwd) : manifestsIn(texts)
  const paths = manifestsAbove(directoriesOf(units, request), source)
  const images = units.flatMap((unit) => unit.parsed.scopes.flatMap((scope) => originOf(unit, scope)?.image ?? []))
  if (paths.length === 0 && images.length === 0 && config.clients.length === 0) return null
  const loaded = await loadClients(request.ruleDirectories, hosts)
  const packages = packageTable(loaded.file.clients)
  const manifests = readManifestTexts(paths, packages, source)
  const detected = await readManifests(manifests, packages)
  const isKnown = (image: Origin['image']): boolean =>
    image !== undefined && imageClient(image.name, image.range, '', packages) !== null
  if (detected.length === 0 && !images.some(isKnown) && config.clients.length === 0) return null
  const {clients} = loaded
  const choose = createKnownChoice({
    configured: configuredClients(config.clients, config.shown, loaded),
    found: createFoundClients(detected, manifests, clients, packages),
  })
  const standIns = hosts.legacyGlobal.filter((region) => region !== 'us-east-1')
  return createResolver((project) => ({
    project,
    clients,
    choose,
    inUse: {config: usedIn(project, 'aws-config', request), credentials: usedIn(project, 'aws-credentials', request)},
    home: cwd.replaceAll('\\', '/'),
    profile: null,
    standIns,
  }))
}

function usedIn({units}: Project, kind: string, {shared}: InUseRequest): Unit | null {
  return units.find(({file}) => file.kind === kind && file.absolute === shared.get(kind)) ?? null
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
  return {
    list: (directory) => paths.filter((path) => directoryOf(path) === directory && isManifest(path)),
    read: (path, prefilter) => {
      const text = texts.get(path)
      return text === undefined || prefilter?.test(text) === false ? null : text
    },
    shown: (path) => path.replace(/^\//, ''),
    top: () => '',
  }
}
