import {type DetectedClient, imageClient, type PackageTable} from '../clients/index.js'
import {directoryOf, upwards} from '../clients/paths.js'
import {versionsOf} from '../clients/versions.js'
import type {Scope} from '../model.js'
import {indexLines, type Lines} from '../report/lines.js'
import type {Client} from '../resolve/clients.js'
import type {ClientInUse} from './model.js'
import type {Origin} from './origin.js'

/** Where a scope stands, as manifests see it. */
export interface Place {
  /** Absolute, with `/`. */
  readonly path: string
  readonly scope: Scope
  readonly origin: Origin | null
}

/** The clients that manifests bring to scopes. */
export interface FoundClients<C = Client> {
  /** Those of the scope's own stage or job and of the nearest manifests up the tree. */
  near(place: Place, wants: (client: string) => boolean): ClientInUse<C>[]
  /** All of the tree but what only a pipeline's job installs, each version once. */
  anywhere(wants: (client: string) => boolean): ClientInUse<C>[]
  /** Is a client installed in this very scope? */
  installsIn(place: Place): boolean
}

export interface Manifest {
  readonly path: string
  readonly text: string
  /** What reports show. */
  readonly shown: string
  readonly includedIn?: string
}

/** Terraform has scopes of its own; no other program is one of these. */
export function isTerraform(client: string): boolean {
  return client.startsWith('terraform-')
}

interface Named {
  readonly name: string
  readonly others: readonly unknown[]
}

/** A provider's clients, by name. */
interface Finder<C> {
  find(name: string, version?: string | null): C | null
}

export function createFoundClients<C extends Named = Client>(
  detected: readonly DetectedClient[],
  manifests: readonly Manifest[],
  clients: Finder<C>,
  packages: PackageTable,
): FoundClients<C> {
  const lines = new Map<Manifest, Lines>()
  const linesOf = (manifest: Manifest): Lines => {
    const known = lines.get(manifest) ?? indexLines(manifest.text)
    lines.set(manifest, known)
    return known
  }
  const byPath = new Map(manifests.map((manifest) => [manifest.path, manifest]))
  const use = (each: DetectedClient): ClientInUse<C>[] => {
    const manifest = byPath.get(each.path)
    if (manifest === undefined) return []
    return useAt(each, `${manifest.shown}:${linesOf(manifest).position(each.range.start).line}`)
  }
  const useAt = (each: DetectedClient, source: string): ClientInUse<C>[] => {
    const client = clientOf(each, clients)
    const label = labelOf(each)
    return client === null ? [] : [{client, label, found: {value: label, source}, oldest: oldestOf(each, clients)}]
  }
  const inScope = ({path, scope, origin}: Place): DetectedClient[] => {
    if (origin?.build)
      return detected.filter((each) => each.path === origin.build!.file && each.images.includes(origin.build!.target))
    const ids = chainOf(scope).map(({id}) => id)
    return detected.filter((each) => each.path === path && each.stage !== null && ids.includes(each.stage))
  }
  const fromImage = ({path, origin}: Place): ClientInUse<C>[] => {
    const {image} = origin ?? {}
    const found = image && imageClient(image.name, image.range, path, packages)
    return found ? useAt(found, image.source) : []
  }
  return {
    installsIn: ({path, scope}) => detected.some((each) => each.path === path && each.stage === scope.id),
    near(place, wants) {
      const [image] = fromImage(place)
      const own = inScope(place).filter(({client}) => wants(client))
      // An image that is a client holds no other, but what the steps of a job install in it.
      if (image !== undefined) {
        const more = own.filter(({client}) => client !== image.client.name)
        return unique([...(wants(image.client.name) ? [image] : []), ...more.flatMap(use)])
      }
      const names = new Set(own.map(({client}) => client))
      const shared = detected.filter((each) => each.stage === null && wants(each.client))
      const from = place.origin?.build ? place.origin.build.context : directoryOf(place.path)
      const isImage = place.origin?.build !== undefined || isInStage(place.scope)
      const beside = own.length > 0 && isImage ? besideOf(from, shared) : nearest(from, shared)
      return unique([...own, ...beside.filter(({client}) => !names.has(client))].flatMap(use))
    },
    anywhere: (wants) => unique(detected.filter((each) => wants(each.client) && !isOfJob(each)).flatMap(use)),
  }
}

/** A job's steps install for the job alone; what a Dockerfile installs goes where its image goes. */
function isOfJob({stage, images}: DetectedClient): boolean {
  return stage !== null && images.length === 0
}

/** An image holds what is installed in it and what is copied from beside its Dockerfile. */
function isInStage(scope: Scope): boolean {
  return chainOf(scope).some(({kind}) => kind === 'stage')
}

function besideOf(from: string, detected: readonly DetectedClient[]): DetectedClient[] {
  return detected.filter(({directory}) => directory === from)
}

function nearest(from: string, detected: readonly DetectedClient[]): DetectedClient[] {
  for (const directory of upwards(from)) {
    const found = detected.filter((each) => each.directory === directory)
    if (found.length > 0) return found
  }
  return []
}

/** With what a document inside another is written by: its clients read it. */
function chainOf(scope: Scope): Scope[] {
  const around = scope.parent ?? scope.writer
  return around === undefined ? [scope] : [scope, ...chainOf(around)]
}

function unique<C extends Named>(uses: readonly ClientInUse<C>[]): ClientInUse<C>[] {
  const known = new Map<string, ClientInUse<C>>()
  for (const use of uses) {
    const key = `${use.client.name} ${use.label}`
    if (!known.has(key)) known.set(key, use)
  }
  return [...known.values()]
}

/** Of a range, the newest version that it allows: what an installation of today brings. */
function clientOf<C extends Named>(each: DetectedClient, clients: Finder<C>): C | null {
  const {exact, min, max, maxIncluded} = versionsOf(each)
  const found = clients.find(each.client, exact ?? (max === null ? null : maxIncluded ? bound(max) : `${max}.dev0`))
  // Versions below the lowest one allowed are no reason for doubt; the lowest itself is asked on its own.
  return found && {...found, title: each.package, version: exact, others: min === null ? found.others : []}
}

/** `>=1` starts at 1.0, where `1` by itself may be any 1. */
function bound(version: string): string {
  return /^\d+$/.test(version) ? `${version}.0` : version
}

function oldestOf<C>(each: DetectedClient, clients: Finder<C>): C | null {
  const {exact, min} = versionsOf(each)
  return exact !== null || min === null ? null : clients.find(each.client, bound(min))
}

function labelOf({package: name, version, requirement}: DetectedClient): string {
  const wanted = version ?? requirement
  return wanted === null || wanted === '' ? name : `${name} ${wanted}`
}
