import {groupBy} from '../clients/paths.js'
import type {Entry, Scope} from '../model.js'
import {indexLines, type Lines} from '../report/lines.js'
import type {Reason, Sourced} from '../resolve/types.js'
import {isBuildArgument} from '../scopes/dropped.js'
import type {Project, Unit} from '../scopes/view.js'
import type {Setting} from '../settings/recognise.js'
import type {StandIns} from './computed.js'

/** The variables of scopes, with the place of each. */
export interface Variables {
  /** All that one process in the scope sees. */
  seen(unit: Unit, scope: Scope, standIns: StandIns): Seen
  /** Does the scope state one of `names` itself, or read it from what it links to? */
  states(unit: Unit, scope: Scope, names: ReadonlySet<string>): boolean
  lineOf(unit: Unit, offset: number): number
}

export interface Seen {
  readonly env: Record<string, Sourced>
  /** Those whose value nobody knows, by name. */
  readonly unknown: ReadonlyMap<string, Reason>
}

export function createVariables(project: Project): Variables {
  const sourceOf = (unit: Unit, {range}: Entry): string => `${unit.document.path}:${lineOf(unit, range.start)}`

  return {
    lineOf,
    states(unit, scope, names) {
      const own = project.lineage(unit, scope).filter((seen) => seen.scope === scope || !isAbove(seen.scope, scope))
      return own.some((seen) => variablesIn(seen.unit, seen.scope).some(({key}) => names.has(key)))
    },
    seen(unit, scope, standIns) {
      const found: Record<string, Sourced> = {}
      const unknown = new Map<string, Reason>()
      // A value that nobody knows still hides what is further away.
      const met = new Set<string>()
      const isBuilding = chainOf(scope).some(({kind}) => kind === 'run')
      const add = (name: string, from: Unit, entry: Entry): void => {
        if (met.has(name)) return
        met.add(name)
        const [value, source] = [standIns.valueOf(entry), sourceOf(from, entry)]
        if (value !== null) found[name] = {value, source}
        else if (entry.expression !== null) unknown.set(name, leftOut(from, entry, source))
      }
      for (const {unit: from, scope: at, exported} of project.lineage(unit, scope)) {
        // The last assignment in a scope is the one in force.
        for (const entry of [...variablesIn(from, at)].reverse())
          if (isBuilding || !isBuildArgument(from, entry)) add(entry.key, from, entry)
        for (const setting of exported) for (const name of exportedNames(setting)) add(name, from, setting.entry)
      }
      return {env: found, unknown}
    },
  }
}

/** Kept by file: a file that no fix changes is the same in every pass. */
const byUnit = new WeakMap<Unit, {readonly lines: Lines; readonly variables: ReadonlyMap<Scope, readonly Entry[]>}>()

function known(unit: Unit) {
  const found = byUnit.get(unit)
  if (found) return found
  const variables = groupBy(
    unit.parsed.entries.filter(({surface}) => surface === 'env'),
    ({scope}) => scope,
  )
  const made = {lines: indexLines(unit.document.text), variables}
  byUnit.set(unit, made)
  return made
}

function variablesIn(unit: Unit, scope: Scope): readonly Entry[] {
  return known(unit).variables.get(scope) ?? []
}

export function lineOf(unit: Unit, offset: number): number {
  return known(unit).lines.position(offset).line
}

/** For what is stated and cannot be known. */
export function leftOut({settings}: Unit, entry: Entry, source: string): Reason {
  const setting = settings.find((each) => each.entry === entry)?.name ?? entry.key
  const reason = `${entry.key} is computed, and what it will be is not known here`
  return {setting, value: entry.expression ?? '', source, outcome: 'ignored', reason}
}

function chainOf(scope: Scope): Scope[] {
  return scope.parent === null ? [scope] : [scope, ...chainOf(scope.parent)]
}

function isAbove(other: Scope, {parent}: Scope): boolean {
  return parent !== null && (parent === other || isAbove(other, parent))
}

/** aws-actions/configure-aws-credentials exports the Region under both names. */
function exportedNames({name}: Setting): readonly string[] {
  return name === 'region' ? ['AWS_REGION', 'AWS_DEFAULT_REGION'] : []
}
