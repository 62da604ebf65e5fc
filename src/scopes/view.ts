import type {FileRef} from '../check.js'
import type {Link, Scope} from '../model.js'
import type {Recognised, Setting, Source} from '../settings/recognise.js'

/** A file of the run, read and recognised. */
export interface Unit extends Source, Recognised {
  readonly file: FileRef
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
  /** Every setting of that name which stands in `scope` itself. */
  own(scope: Scope, name: string): readonly Setting[]
  /** Profiles that name a services section. */
  users(unit: Unit, services: Scope): readonly Scope[]
}

/** @param resolve turns the name in an env-file link into the path of a unit, or null */
export function createProject(units: readonly Unit[], resolve: (target: string, from: Unit) => string | null): Project {
  const byScope = new Map<Scope, Setting[]>()
  for (const {settings} of units) for (const setting of settings) push(byScope, setting.scope, setting)
  const named = indexNamed(units)
  const byPath = new Map(units.map((unit) => [unit.file.path, unit]))

  const own = (scope: Scope, name: string): readonly Setting[] => (
    (byScope.get(scope) ?? []).filter((setting) => setting.name === name)
  )
  const linked = (unit: Unit, scope: Scope, names: readonly string[]): {unit: Unit; scope: Scope}[] => scope.links.flatMap((link) => {
    if (link.kind === 'env-file') {
      const target = byPath.get(resolve(link.target, unit) ?? '')
      return target ? target.parsed.scopes.map((inner) => ({unit: target, scope: inner})) : []
    }
    if (link.kind === 'source-profile' || link.kind === 'service-account') return []
    // Endpoints only: no SDK looks for a mode or a Region in a services section.
    if (link.kind === 'services' && !names.includes('sts.endpoint')) return []
    return named(link, unit)
  })
  const find = (unit: Unit, scope: Scope, names: readonly string[], depth: number): Stating | null => {
    for (const name of names) {
      const setting = own(scope, name).at(-1)
      if (setting) return {setting, stated: 'here'}
    }
    if (depth > 8) return null
    const exported = scope.kind === 'step' ? exportedTo(unit, scope, names) : undefined
    if (exported) return {setting: exported, stated: 'parent'}
    for (const target of linked(unit, scope, names)) {
      const found = find(target.unit, target.scope, names, depth + 1)
      if (found) return {...found, stated: 'link'}
    }
    const found = scope.parent ? find(unit, inherited(unit, scope), names, depth + 1) : null
    return found && {...found, stated: found.stated === 'link' ? 'link' : 'parent'}
  }
  return {
    units,
    own,
    find: (unit, scope, ...names) => find(unit, scope, names, 0),
    users: (unit, services) => unit.parsed.scopes.filter(({links}) => (
      links.some(({kind, target}) => kind === 'services' && target === services.name)
    )),
  }
}

/** A workflow step that configures credentials sets the Region for the steps after it. */
function exportedTo(unit: Unit, step: Scope, names: readonly string[]): Setting | undefined {
  return unit.settings.findLast(({name, row, scope}) => (
    row.exported === true && names.includes(name) && scope.parent === step.parent && scope.range.start < step.range.start
  ))
}

/** Functions of a SAM template take what `Globals` says before what the file says. */
function inherited(unit: Unit, scope: Scope): Scope {
  const globals = scope.kind === 'function' ? unit.parsed.scopes.find(({kind}) => kind === 'globals') : undefined
  return globals ?? scope.parent!
}

/** The key path of a tree scope. */
export function scopePath({id}: Scope): string[] {
  return id.replace(/^\d+:/, '').replace(/#\d+$/, '').split('.').filter((segment) => segment !== '')
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** `services` and `extends` stay in their file; ConfigMaps and Secrets are looked for in the whole tree, and must be unique. */
function indexNamed(units: readonly Unit[]): (link: Link, from: Unit) => {unit: Unit; scope: Scope}[] {
  const index = new Map<string, {unit: Unit; scope: Scope}[]>()
  for (const unit of units) {
    for (const scope of unit.parsed.scopes) push(index, `${scope.kind}:${scope.name}`, {unit, scope})
  }
  const kinds: Record<string, readonly string[]> = {
    'config-map': ['config-map'], secret: ['secret'], services: ['services'], extends: ['service', 'globals'],
  }
  return (link, from) => {
    const found = (kinds[link.kind] ?? []).flatMap((kind) => index.get(`${kind}:${link.target}`) ?? [])
    const here = found.filter(({unit}) => unit === from)
    if (here.length > 0) return here
    return link.kind === 'services' || link.kind === 'extends' || found.length !== 1 ? [] : found
  }
}
