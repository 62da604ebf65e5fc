import type {DetectedClient} from '../clients/index.js'
import {directoryOf, upwards} from '../clients/paths.js'
import {versionsOf} from '../clients/versions.js'
import type {Scope} from '../model.js'
import {indexLines} from '../report/lines.js'
import type {Client} from '../resolve/clients.js'
import type {ClientInUse} from './model.js'

/** Where a scope stands, as manifests see it. */
export interface Place {
  /** Absolute, with `/`. */
  readonly path: string
  readonly scope: Scope
}

/** The clients that manifests bring to scopes. */
export interface FoundClients<C = Client> {
  /** Those of the scope's own stage or job and of the nearest manifests up the tree. */
  near(place: Place, wants: (client: string) => boolean): ClientInUse<C>[]
  /** All of the tree, each version once. */
  anywhere(wants: (client: string) => boolean): ClientInUse<C>[]
  /** Is a client installed in this very scope? */
  installsIn(place: Place): boolean
}

export interface Manifest {
  readonly path: string
  readonly text: string
  /** What reports show. */
  readonly shown: string
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
): FoundClients<C> {
  const byPath = new Map(manifests.map((manifest) => [manifest.path, manifest]))
  const use = (each: DetectedClient): ClientInUse<C>[] => {
    const client = clientOf(each, clients)
    const manifest = byPath.get(each.path)
    if (client === null || manifest === undefined) return []
    const line = indexLines(manifest.text).position(each.range.start).line
    const label = labelOf(each)
    return [
      {client, label, found: {value: label, source: `${manifest.shown}:${line}`}, oldest: oldestOf(each, clients)},
    ]
  }
  const inScope = ({path, scope}: Place): DetectedClient[] => {
    const ids = chainOf(scope).map(({id}) => id)
    return detected.filter((each) => each.path === path && each.stage !== null && ids.includes(each.stage))
  }
  return {
    installsIn: ({path, scope}) => detected.some((each) => each.path === path && each.stage === scope.id),
    near(place, wants) {
      const own = inScope(place).filter(({client}) => wants(client))
      const names = new Set(own.map(({client}) => client))
      const shared = detected.filter((each) => each.stage === null && wants(each.client))
      const beside =
        own.length > 0 && isInStage(place.scope) ? besideOf(place.path, shared) : nearest(place.path, shared)
      return unique([...own, ...beside.filter(({client}) => !names.has(client))].flatMap(use))
    },
    anywhere: (wants) => unique(detected.filter(({client}) => wants(client)).flatMap(use)),
  }
}

/** An image holds what is installed in it and what is copied from beside its Dockerfile. */
function isInStage(scope: Scope): boolean {
  return chainOf(scope).some(({kind}) => kind === 'stage')
}

function besideOf(path: string, detected: readonly DetectedClient[]): DetectedClient[] {
  return detected.filter(({directory}) => directory === directoryOf(path))
}

function nearest(path: string, detected: readonly DetectedClient[]): DetectedClient[] {
  for (const directory of upwards(directoryOf(path))) {
    const found = detected.filter((each) => each.directory === directory)
    if (found.length > 0) return found
  }
  return []
}

function chainOf(scope: Scope): Scope[] {
  return scope.parent === null ? [scope] : [scope, ...chainOf(scope.parent)]
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
  const found = clients.find(each.client, exact ?? (max === null ? null : maxIncluded ? max : `${max}.dev0`))
  // Versions below the lowest one allowed are no reason for doubt; the lowest itself is asked on its own.
  return found && {...found, title: each.package, version: exact, others: min === null ? found.others : []}
}

function oldestOf<C>(each: DetectedClient, clients: Finder<C>): C | null {
  const {exact, min} = versionsOf(each)
  return exact !== null || min === null ? null : clients.find(each.client, min)
}

function labelOf({package: name, version, requirement}: DetectedClient): string {
  const wanted = version ?? requirement
  return wanted === null || wanted === '' ? name : `${name} ${wanted}`
}
