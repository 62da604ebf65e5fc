import type {Facts} from '../../data.js'
import type {Scope} from '../../model.js'
import type {Unit} from '../../scopes/view.js'
import {blockedBy} from './blocked.js'
import {type Place, placeNamed} from './place.js'
import {blocksRegional, type ScopeContext} from './scope-facts.js'
import {REGIONS, serviceFacts} from './value-facts.js'
import type {BlockedBy} from './watchers.js'

interface Caller extends Place {
  readonly region: string | null
}

export interface ProjectFacts {
  readonly facts: Facts
  /** Settings that certainly send some process to the global host. */
  readonly callers: readonly Caller[]
  /** Regions that programs of the tree use, and where each is stated. */
  readonly regions: ReadonlyMap<string, readonly Place[]>
  readonly blockedBy: BlockedBy
}

/** What holds for the tree as a whole: the one Region in use, if it is one, and who calls the global host. */
export function projectFacts(context: ScopeContext, scopeFacts: (unit: Unit, scope: Scope) => Facts): ProjectFacts {
  const {hosts} = context
  const regions = regionsIn(context)
  const callers = callersIn(context, scopeFacts)
  const [region] = regions.keys()
  const single = regions.size === 1 && region !== undefined ? region : null
  const facts = {
    'project.region': single,
    'project.regionalHost': single && (hosts.endpoint(single, 'regional')?.replace('https://', '') ?? null),
    'project.egressGlobalOnly': hasGlobalOnlyEgress(context),
    'project.callsGlobal': callers.length > 0,
    'project.globalCaller': placeNamed(callers),
    'project.stsVpcEndpoint': placeNamed(vpcEndpointsIn(context)),
    'project.optInRegion': [...regions.keys()].find((name) => hosts.region(name).class === 'opt-in') ?? null,
  }
  return {facts, callers, regions, blockedBy: blockedBy(context)}
}

function regionsIn({hosts, project}: ScopeContext): Map<string, Place[]> {
  const regions = new Map<string, Place[]>()
  for (const unit of project.units) {
    for (const {name, entry} of unit.settings) {
      if (!REGIONS.has(name) || entry.value === null || !hosts.region(entry.value).known) continue
      const places = regions.get(entry.value)
      if (places) places.push({unit, entry})
      else regions.set(entry.value, [{unit, entry}])
    }
  }
  return regions
}

function callersIn({project}: ScopeContext, scopeFacts: (unit: Unit, scope: Scope) => Facts): Caller[] {
  const callers: Caller[] = []
  for (const unit of project.units) {
    for (const {name, entry, scope} of unit.settings) {
      if (name !== 'sts.endpoint' && name !== 'sts.mode') continue
      const facts = scopeFacts(unit, scope)
      if (facts['scope.reach'] !== 'global') continue
      // Elsewhere the global host knows no credentials: that call fails, and counts nowhere.
      if ((facts['scope.regionPartition'] ?? 'aws') !== 'aws') continue
      callers.push({region: facts['scope.region'] as string | null, unit, entry})
    }
  }
  return callers
}

function vpcEndpointsIn({project}: ScopeContext): Place[] {
  return project.units.flatMap((unit) =>
    unit.settings.flatMap(({name, entry}) =>
      name === 'vpce.service' && serviceFacts(entry)['service.isSts'] === true ? [{unit, entry}] : [],
    ),
  )
}

/** Those a VPC endpoint in a Region would serve if they called the Regional host. */
export function callersOf(service: Facts, callers: readonly Caller[]): Facts {
  const region = service['service.region'] ?? null
  const here = callers.filter((caller) => region !== null && caller.region === region)
  const maybe = callers.filter((caller) => region === null || caller.region === null)
  const served = [...here, ...maybe]
  return {'service.callers': served.length, 'service.callersHere': here.length, 'service.caller': placeNamed(served)}
}

/** A proxy's exceptions (`NO_PROXY`, one value with several hosts) concern their own scope alone. */
function hasGlobalOnlyEgress(context: ScopeContext): boolean {
  return context.project.units.some((unit) =>
    unit.settings.some(
      (setting) =>
        setting.name === 'allow-list' && setting.row.form !== 'hosts' && blocksRegional(context, unit, setting),
    ),
  )
}
