import {imageClient, packageTable, readManifests} from '../clients/index.js'
import type {Client as ConfigClient} from '../config/types.js'
import type {RuleData} from '../data.js'
import type {CreateResolver} from '../engine/provider.js'
import {loadClients} from '../load-clients.js'
import type {Project, Unit} from '../scopes/view.js'
import {createKnownChoice} from './choose-clients.js'
import {createFoundClients} from './found-clients.js'
import {type ManifestSource, readManifestTexts} from './manifest-files.js'
import {configuredClients} from './named-clients.js'
import type {Origin} from './origin.js'
import {createResolver} from './resolver.js'

export interface InUseRequest extends Pick<RuleData, 'hosts' | 'scopes'> {
  /** A tree in memory, by absolute path; null for the disk. */
  readonly texts: ReadonlyMap<string, string> | null
  /** What runs there uses the shared AWS files. */
  readonly cwd: string
  /** Absolute paths of the shared AWS files in use, by kind. */
  readonly shared: ReadonlyMap<string, string>
  readonly config: {readonly clients: readonly ConfigClient[]; readonly shown: string}
  readonly ruleDirectories: readonly string[]
}

/** What may say which clients are in use. */
interface Signs {
  /** Of manifests. */
  readonly paths: readonly string[]
  readonly images: readonly NonNullable<Origin['image']>[]
  readonly source: ManifestSource
}

/** The clients that these manifests, images and the config name; null where they name none. */
export async function knownClients(
  {paths, images, source}: Signs,
  request: InUseRequest,
): Promise<CreateResolver | null> {
  const {cwd, config, hosts} = request
  const loaded = await loadClients(request.ruleDirectories, hosts)
  const packages = packageTable(loaded.file.clients)
  const manifests = readManifestTexts(paths, packages, source)
  const detected = await readManifests(manifests, packages, request.scopes)
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
