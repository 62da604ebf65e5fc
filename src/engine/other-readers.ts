import type {FixStep} from '../data.js'
import type {Entry, Scope} from '../model.js'
import {readersOf} from '../scopes/readers.js'
import type {Project, Unit} from '../scopes/view.js'
import type {Setting} from '../settings/recognise.js'

interface Seen {
  readonly unit: Unit
  readonly scope: Scope
}

/** What a fix writes for one Region: `region`, or what a program puts in its place. */
export interface Regional {
  readonly scope: Scope
  readonly region: string | null
  readonly expression: string | null
  /** Settings that get an endpoint of the Region. */
  readonly endpoints: readonly Setting[]
  readonly steps: readonly FixStep[]
}

const REGIONS = ['region', 'default-region']

/**
 * Why a fix for one Region is not certain: its scope names another one as well (branches of a template), or another scope
 * reads what is written and works in another Region. There, calls would go to one Region signed for the other, or the
 * Region itself would change. Null where neither is so.
 */
export function otherRegion(fix: Regional, project: Project): string | null {
  const own =
    differing(fix, project.own(fix.scope, 'region')) ?? differing(fix, project.own(fix.scope, 'default-region'))
  if (own) return `the Region is also ${shown(own)} here`
  for (const seen of readersOf(project, fix.scope)) {
    const found = REGIONS.flatMap((name) => project.find(seen.unit, seen.scope, name)?.setting ?? [])
    const other = differing(fix, found)
    const {kind, name} = seen.scope
    if (other && reads(fix, seen, project)) return `${[kind, name].join(' ').trim()} reads it too, in ${shown(other)}`
  }
  return null
}

function differing({region, expression}: Regional, settings: readonly Setting[]): Entry | undefined {
  const isOther = ({entry}: Setting): boolean =>
    entry.value === null ? entry.expression !== expression : entry.value !== '' && entry.value !== region
  return settings.find(isOther)?.entry
}

function shown({value, expression}: Entry): string {
  return value ?? expression ?? 'another'
}

function reads({scope, endpoints, steps}: Regional, seen: Seen, project: Project): boolean {
  const isDecided = endpoints.some(
    ({name, entry}) => project.find(seen.unit, seen.scope, name)?.setting.entry === entry,
  )
  return (
    isDecided ||
    steps.some((step) => 'add' in step && REGIONS.includes(step.add) && comesFirst(project, seen, scope, step.add))
  )
}

/** Whether the scope looks there before it finds the name anywhere else. */
function comesFirst(project: Project, {unit, scope}: Seen, written: Scope, name: string): boolean {
  const sights = project.lineage(unit, scope)
  const sight = sights.find((each) => each.scope === written || project.own(each.scope, name).length > 0)
  return sight?.scope === written
}
