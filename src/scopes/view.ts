import type {FileRef, Link, ProviderId, Scope, ScopeKind} from '../model.js'
import type {PartSource, Recognised, Setting, Source} from '../settings/recognise.js'

/** A file of the run, read and recognised. */
export interface Unit extends Source, Recognised {
  readonly file: FileRef
  /** The documents inside it. */
  readonly parts: readonly PartSource[]
}

/** The document that a scope belongs to: the file's, or one inside it. */
export function sourceOf(unit: Unit, scope: Scope | null): Source {
  if (unit.parts.length === 0) return unit
  const known =
    sources.get(unit) ?? new Map(unit.parts.flatMap((part) => part.parsed.scopes.map((each) => [each, part])))
  sources.set(unit, known)
  for (let each = scope; each; each = each.parent) {
    const part = known.get(each)
    if (part) return part
  }
  return unit
}

const sources = new WeakMap<Unit, ReadonlyMap<Scope, Source>>()

/** The unit as one provider sees it: with its own settings and calls alone. */
export function ofProvider(unit: Unit, id: ProviderId): Unit {
  const isOwn = ({row: {provider = 'aws'}}: Setting): boolean => provider === id
  return {
    ...unit,
    settings: unit.settings.filter(isOwn),
    calls: unit.calls.filter(({provider}) => provider === id),
  }
}

/** Where a setting that decides something was found, seen from the scope that asked. */
export type Stated = 'here' | 'link' | 'parent'

export interface Stating {
  readonly setting: Setting
  readonly stated: Stated
}

/** All files of a run, so that a scope can read what it names in another: env files, ConfigMaps, services sections. */
export interface Project {
  readonly units: readonly Unit[]
  /** The setting of that name which one process in `scope` would see, nearest first. */
  find(unit: Unit, scope: Scope, ...names: readonly string[]): Stating | null
  /** Every place where one process in `scope` finds its variables, nearest first: the scope itself, but for what wins over it. */
  lineage(unit: Unit, scope: Scope): readonly Sight[]
  /** Whether something wins over what the scope states, and is in no file of the run. */
  isOpen(unit: Unit, scope: Scope): boolean
  /** Every setting of that name which stands in `scope` itself. */
  own(scope: Scope, name: string): readonly Setting[]
  /** The sections of that name in AWS config files. */
  profiles(name: string): readonly {readonly unit: Unit; readonly scope: Scope}[]
  /** Profiles that name a services section. */
  users(unit: Unit, services: Scope): readonly Scope[]
  /** The same files, one of them with another text. */
  with(changed: Unit, next: Unit): Project
}

/** @param resolve turns the name in an env-file link into the path of a unit, or null */
export function createProject(units: readonly Unit[], resolve: (target: string, from: Unit) => string | null): Project {
  return new Lookup(units, resolve, new UnitIndex(units))
}

interface Seen {
  readonly unit: Unit
  readonly scope: Scope
}

export interface Sight extends Seen {
  /** What steps before this one export to it, the last first: behind what it states itself, before all else. */
  readonly exported: readonly Setting[]
}

interface Linked {
  /** Over what the scope states itself. */
  readonly winning: readonly Seen[]
  readonly others: readonly Seen[]
}

const NO_LINKS: Linked = {winning: [], others: []}

/** Links can form a ring (`extends` of itself). Scopes around one another cannot: a script has as many as it has exports. */
const DEEPEST = 8

/** Where what stands in the units is found. */
interface Index {
  settingsIn(scope: Scope): readonly Setting[]
  named(kind: ScopeKind, name: string): readonly Seen[]
  at(path: string): Unit | undefined
  /** Drop-ins in that directory, which ends with a slash. */
  below(directory: string): Unit[]
}

class UnitIndex implements Index {
  readonly #byScope = new Map<Scope, Setting[]>()
  readonly #byName = new Map<string, Seen[]>()
  readonly #byPath: ReadonlyMap<string, Unit>

  readonly #dropIns: readonly Unit[]

  constructor(units: readonly Unit[]) {
    this.#dropIns = units.filter(({format, file: {path}}) => format === 'systemd' && DROP_IN.test(path))
    this.#byPath = new Map(units.map((unit) => [unit.file.path, unit]))
    for (const unit of units) {
      for (const setting of unit.settings) push(this.#byScope, setting.scope, setting)
      for (const scope of unit.parsed.scopes) push(this.#byName, `${scope.kind}:${scope.name}`, {unit, scope})
    }
  }

  settingsIn(scope: Scope): readonly Setting[] {
    return this.#byScope.get(scope) ?? NO_SETTINGS
  }

  named(kind: ScopeKind, name: string): readonly Seen[] {
    return this.#byName.get(`${kind}:${name}`) ?? []
  }

  at(path: string): Unit | undefined {
    return this.#byPath.get(path)
  }

  below(directory: string): Unit[] {
    return this.#dropIns.filter(({file: {path}}) => path.startsWith(directory))
  }
}

const DROP_IN = /\.d\/[^/]+\.conf$/

const NO_SETTINGS: readonly Setting[] = []

/** One file of an index replaced: a fix is tried for the cost of its file, whatever the size of the tree. */
function replaced(base: Index, changed: Unit, next: Unit): Index {
  const own = new UnitIndex([next])
  return {
    settingsIn(scope) {
      const found = own.settingsIn(scope)
      return found.length > 0 ? found : base.settingsIn(scope)
    },
    named: (kind, name) => [...base.named(kind, name).filter(({unit}) => unit !== changed), ...own.named(kind, name)],
    at: (path) => (path === changed.file.path ? next : base.at(path)),
    below: (directory) => [...base.below(directory).filter((unit) => unit !== changed), ...own.below(directory)],
  }
}

class Lookup implements Project {
  readonly units: readonly Unit[]
  readonly #resolve: (target: string, from: Unit) => string | null
  readonly #index: Index
  readonly #found = new Map<string, Map<Scope, Stating | null>>()

  constructor(units: readonly Unit[], resolve: (target: string, from: Unit) => string | null, index: Index) {
    this.units = units
    this.#resolve = resolve
    this.#index = index
  }

  with(changed: Unit, next: Unit): Project {
    const units = this.units.map((unit) => (unit === changed ? next : unit))
    return new Lookup(units, this.#resolve, replaced(this.#index, changed, next))
  }

  own(scope: Scope, name: string): readonly Setting[] {
    return this.#index.settingsIn(scope).filter((setting) => setting.name === name)
  }

  profiles(name: string): readonly Seen[] {
    return this.#index.named('profile', name).filter(({unit}) => unit.kind === 'aws-config')
  }

  users(unit: Unit, services: Scope): readonly Scope[] {
    const source = sourceOf(unit, services)
    const isUser = ({links}: Scope): boolean =>
      links.some(({kind, target}) => kind === 'services' && target === services.name)
    return unit.parsed.scopes.filter((scope) => isUser(scope) && sourceOf(unit, scope) === source)
  }

  find(unit: Unit, scope: Scope, ...names: readonly string[]): Stating | null {
    return this.#find({unit, scope}, names, 0)
  }

  lineage(unit: Unit, scope: Scope): readonly Sight[] {
    const sights = new Map<Scope, Sight>()
    const visit = (from: Seen, depth: number): void => {
      for (let at: Scope | null = from.scope; at !== null; at = inherited(from.unit, at)) {
        if (sights.has(at)) return
        const seen = {unit: from.unit, scope: at}
        const {winning, others} = depth === DEEPEST ? NO_LINKS : this.#linked(seen.unit, at, [])
        for (const link of winning) visit(link, depth + 1)
        sights.set(at, {...seen, exported: exportsTo(seen.unit, at)})
        for (const link of others) visit(link, depth + 1)
      }
    }
    visit({unit, scope}, 0)
    return [...sights.values()]
  }

  isOpen(unit: Unit, scope: Scope): boolean {
    return scope.links.some((link) => link.wins && this.#linkedBy(link, unit, scope, []).length === 0)
  }

  #find({unit, scope}: Seen, names: readonly string[], depth: number): Stating | null {
    // Only from here the whole way is gone.
    const known = depth === 0 ? this.#knownFor(names) : new Map<Scope, Stating | null>()
    const passed: Scope[] = []
    let found: Stating | null = null
    for (let at: Scope | null = scope; at !== null && found === null; at = inherited(unit, at)) {
      const answer = known.get(at)
      if (answer === null) break
      found = answer ?? this.#findAt({unit, scope: at}, names, depth)
      if (answer === undefined && found !== null) known.set(at, found)
      else if (answer === undefined) passed.push(at)
    }
    const outer: Stating | null = found?.stated === 'here' && passed.length > 0 ? {...found, stated: 'parent'} : found
    for (const each of passed) known.set(each, outer)
    return outer
  }

  /** What was found by these names, by scope: a script asks the same of one after another. */
  #knownFor(names: readonly string[]): Map<Scope, Stating | null> {
    const key = names.join()
    const known = this.#found.get(key) ?? new Map()
    this.#found.set(key, known)
    return known
  }

  /** Without the scopes around. */
  #findAt({unit, scope}: Seen, names: readonly string[], depth: number): Stating | null {
    const {winning, others} = depth === DEEPEST ? NO_LINKS : this.#linked(unit, scope, names)
    const linked = this.#findIn(winning, names, depth)
    if (linked) return linked
    const own = names.flatMap((name) => this.#stated(scope, name).slice(-1))[0]
    if (own) return {setting: own, stated: 'here'}
    const exported = exportedTo(unit, scope, names)
    return exported ? {setting: exported, stated: 'parent'} : this.#findIn(others, names, depth)
  }

  #findIn(links: readonly Seen[], names: readonly string[], depth: number): Stating | null {
    for (const link of links) {
      const found = this.#find(link, names, depth + 1)
      if (found) return {...found, stated: 'link'}
    }
    return null
  }

  /** What a step exports is both AWS_REGION and AWS_DEFAULT_REGION. */
  #stated(scope: Scope, name: string): readonly Setting[] {
    const own = this.own(scope, name)
    return own.length > 0 || name !== 'default-region' ? own : this.own(scope, 'region').filter(({row}) => row.exported)
  }

  #linked(unit: Unit, scope: Scope, names: readonly string[]): Linked {
    const dropIns = unit.format === 'systemd' && scope.kind === 'service' ? this.#dropIns(unit) : []
    if (scope.links.length === 0 && dropIns.length === 0) return NO_LINKS
    const of = (wins: boolean): Seen[] =>
      scope.links.flatMap((link) => ((link.wins ?? false) === wins ? this.#linkedBy(link, unit, scope, names) : []))
    return {winning: [...of(true), ...dropIns], others: of(false)}
  }

  /** `app.service.d/*.conf` goes on where `app.service` ends, the last by name first (systemd.unit(5)). */
  #dropIns({file: {path}}: Unit): Seen[] {
    const found = this.#index.below(`${path}.d/`).sort((a, b) => (a.file.path < b.file.path ? 1 : -1))
    return found.flatMap((unit) => unit.parsed.scopes.map((scope) => ({unit, scope})))
  }

  #linkedBy({kind, target, file: place}: Link, unit: Unit, scope: Scope, names: readonly string[]): Seen[] {
    if (kind === 'env-file' || place !== undefined) {
      const file = this.#index.at(this.#resolve(place ?? target, unit) ?? '')
      const all = (file?.parsed.scopes ?? []).map((each) => ({unit: file!, scope: each}))
      return kind === 'env-file' ? all : all.filter((seen) => isNamed(kind, target, seen.scope))
    }
    // Endpoints only: no SDK looks for a mode or a Region in a services section.
    return kind === 'services' && !names.includes('sts.endpoint') ? [] : this.#named(kind, target, {unit, scope})
  }

  /** In the same document; ConfigMaps and Secrets in the whole tree as well, if only one has the name. */
  #named(kind: Link['kind'], target: string, from: Seen): Seen[] {
    const found = (NAMED[kind] ?? []).flatMap((scope) => this.#index.named(scope, target))
    const inFile = found.filter(({unit}) => unit === from.unit)
    if (kind !== 'config-map' && kind !== 'secret') {
      const source = sourceOf(from.unit, from.scope)
      return inFile.filter(({unit, scope}) => sourceOf(unit, scope) === source)
    }
    if (inFile.length > 0) return inFile
    return found.length === 1 ? found : []
  }
}

/** Which scopes a link can name. A source profile and a service account give no setting to who names them. */
const NAMED: Partial<Record<Link['kind'], readonly ScopeKind[]>> = {
  'config-map': ['config-map'],
  secret: ['secret'],
  services: ['services'],
  extends: ['service', 'job'],
}

function isNamed(kind: Link['kind'], name: string, scope: Scope): boolean {
  return scope.name === name && (NAMED[kind]?.includes(scope.kind) ?? false)
}

/** A workflow step that configures credentials sets the Region for the steps after it. */
function exportedTo(unit: Unit, step: Scope, names: readonly string[]): Setting | undefined {
  return exportsTo(unit, step).find(
    ({name}) => names.includes(name) || (name === 'region' && names.includes('default-region')),
  )
}

function exportsTo(unit: Unit, step: Scope): readonly Setting[] {
  if (step.kind !== 'step') return []
  const isBefore = ({row, scope}: Setting) =>
    row.exported === true && scope.parent === step.parent && scope.range.start < step.range.start
  return unit.settings.filter(isBefore).reverse()
}

/** Functions of a SAM template take what `Globals` says before what the file says. */
function inherited(unit: Unit, {kind, parent}: Scope): Scope | null {
  const globals = kind === 'function' ? unit.parsed.scopes.find((scope) => scope.kind === 'globals') : undefined
  return globals ?? parent
}

/** The key path of a tree scope. */
export function scopePath({id}: Scope): string[] {
  return id
    .replace(/^\d+:/, '')
    .replace(/#\d+$/, '')
    .split('.')
    .filter((segment) => segment !== '')
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
