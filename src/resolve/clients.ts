import type {HostsFile} from '../data.js'
import type {Behaviour, BehaviourPatch, ClientRow, ClientsFile, PackageRow, Traits} from './clients-file.js'
import type {Tables} from './partitions.js'
import {compareVersions, isVersion} from './version.js'

/** One client in one version, with all that decides where it calls. */
export interface Client {
  readonly name: string
  /** Null where nothing says: the newest behaviour stands for it, as for `2` the newest of 2. */
  readonly version: string | null
  /** What messages call it: the package that was asked for. */
  readonly title: string
  readonly verified: ClientRow['verified']
  readonly behaviour: Behaviour
  readonly tables: Tables
  /** Variables and keys that some client reads: what this one leaves unread is worth a word. */
  readonly known: KnownNames
  readonly traits: Traits
  /** The other behaviours it could have, where the version is unknown or no more than `2`. */
  readonly others: readonly Behaviour[]
}

export interface KnownNames {
  readonly env: ReadonlySet<string>
  readonly keys: ReadonlySet<string>
}

export interface Clients {
  readonly names: readonly string[]
  /** By a name of the client or of a package that brings it; null where neither is known. */
  find(name: string, version?: string | null): Client | null
}

export function createClients(file: ClientsFile, hosts: HostsFile): Clients {
  const tables: Tables = {hosts, regionPrefixes: file.regionPrefixes}
  const rows = new Map(file.clients.map((row) => [row.name, row]))
  const known = knownNames(file.clients.map((row) => behaviourAt(row, null, rows)))

  return {
    names: [...rows.keys()],
    find(name, version = null) {
      const asked = version !== null && isVersion(version) ? version : null
      const found = rowOf(name, file.clients)
      if (found === null) return null
      const {row, pack} = found
      const own = asked === null ? null : clientVersion(asked, pack)
      const open = changesWithin(row, own).map(({from}) => from)
      const newest = own === null ? null : (open.at(-1) ?? own)
      return {
        name: row.name,
        version: own,
        title: name,
        verified: changesAt(row, newest).reduce((verified, change) => change.verified ?? verified, row.verified),
        behaviour: behaviourAt(row, newest, rows),
        tables,
        known,
        traits: traitsOf(row, own),
        others: open.map((from) => behaviourAt(row, `${from}.dev0`, rows)),
      }
    },
  }
}

function traitsOf({name, family = name, inner, ignores = []}: ClientRow, version: string | null): Traits {
  const isBefore = ({before}: {readonly before: string}): boolean =>
    version !== null && compareVersions(version, before) < 0
  return {family, ...(inner && {inner}), ignores: ignores.filter(isBefore)}
}

function rowOf(name: string, rows: readonly ClientRow[]): {row: ClientRow; pack: PackageRow | null} | null {
  const own = rows.find((row) => row.name === name || row.aliases?.includes(name))
  if (own !== undefined) return {row: own, pack: null}
  for (const row of rows) {
    const pack = row.packages.find((candidate) => candidate.name === name)
    if (pack !== undefined) return {row, pack}
  }
  return null
}

/** boto3 1.26.27 brings botocore 1.29.27. */
function clientVersion(version: string, pack: PackageRow | null): string | null {
  if (pack?.unrelated === true) return null
  const behind = pack?.behind
  if (behind === undefined || compareVersions(version, behind.until) >= 0) return version
  return version.replace(/^(\d+)\.(\d+)/, (_, major, minor) => `${major}.${Number(minor) + behind.minor}`)
}

/** What the version leaves open: all changes where there is none, those of version 2 where it says no more than `2`. */
function changesWithin({changes = []}: ClientRow, version: string | null) {
  if (version === null) return changes
  const major = /^v?(\d+)$/.exec(version)?.[1]
  return changes.filter(({from}) => from.split('.')[0] === major && compareVersions(from, version) > 0)
}

function changesAt(row: ClientRow, version: string | null) {
  return (row.changes ?? []).filter(({from}) => version === null || compareVersions(version, from) >= 0)
}

/** The row it is like, then its own rules, then every change up to the version. */
function behaviourAt(row: ClientRow, version: string | null, rows: ReadonlyMap<string, ClientRow>): Behaviour {
  const startFrom = (like: string | undefined) => merge(behaviourOf(like, rows), row.behaviour ?? {})
  const changed = changesAt(row, version).reduce<BehaviourPatch>(
    (base, change) => merge(change.like === undefined ? base : startFrom(change.like), change.behaviour ?? {}),
    startFrom(row.like),
  )
  return changed as Behaviour
}

function behaviourOf(name: string | undefined, rows: ReadonlyMap<string, ClientRow>): BehaviourPatch {
  const [base, version = null] = name?.split('@') ?? []
  return base === undefined ? {} : behaviourAt(rows.get(base)!, version, rows)
}

function merge(base: BehaviourPatch, patch: BehaviourPatch): BehaviourPatch {
  const keys = Object.keys(patch) as (keyof Behaviour)[]
  return {...base, ...Object.fromEntries(keys.map((key) => [key, mergeRule(base[key], patch[key])]))}
}

function mergeRule(base: unknown, patch: unknown): unknown {
  const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isMap(base) || !isMap(patch)) return patch
  const merged = {...(base as object), ...(patch as object)}
  return Object.fromEntries(Object.entries(merged).filter(([, rule]) => rule !== null))
}

function knownNames(behaviours: readonly Behaviour[]): KnownNames {
  const rules = behaviours.flatMap(({region, mode, endpoint, fips, dualstack, ignoreEndpoints, defaultsMode}) => [
    region,
    mode,
    endpoint,
    fips,
    dualstack,
    ignoreEndpoints,
    defaultsMode,
  ])
  const places = [...rules.flatMap(({read}) => read), ...behaviours.flatMap(({profile}) => profile.env)]
  return {
    env: new Set(places.flatMap((place) => ('env' in place ? [place.env] : []))),
    keys: new Set(places.flatMap((place) => ('config' in place ? [place.config] : []))),
  }
}
