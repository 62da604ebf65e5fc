import type {CheckRequest} from './check-request.js'
import type {Rule, RuleData} from './data.js'
import {type LintContext, lint} from './engine/lint.js'
import type {CreateProvider, CreateResolver} from './engine/provider.js'
import {UserError} from './errors.js'
import type {SettleContext} from './fix/settle.js'
import type {ProviderId} from './model.js'
import {awsProvider} from './providers/aws/facts.js'
import {createHosts, type Hosts} from './providers/aws/hosts.js'
import {providerOf} from './providers/provider-of.js'
import {withCarried} from './scopes/carried.js'
import {createProject, ofProvider, type Project, type Unit} from './scopes/view.js'

export interface Linter {
  /** Findings of every unit. All units are given each time, for scopes and rules that look across files. */
  readonly lintAll: SettleContext['lintAll']
  /** How many findings of the last time the baseline knew. */
  baselined(): number
}

/** Each provider looks at the same files, with its own settings, facts and rules. */
export async function createLinter(request: CheckRequest, data: RuleData, clients: ClientsInUse): Promise<Linter> {
  const aws = createHosts(data.hosts)
  await refuseUnknownRegion(request, aws)
  const sides = [awsSide(request, data, aws, clients), ...(await otherSides(request, data, aws, clients))] as const
  let baselined = 0
  return {
    baselined: () => baselined,
    lintAll(units) {
      const [own, ...others] = sides
      const [first, ...more] = [own(units), ...others.map((side) => side(units))] as const
      baselined = 0
      return new Map(
        units.map((unit, index) => {
          const found = lint([first(index), ...more.map((view) => view(index))])
          const {
            document: {path, text},
            parsed: {secrets},
          } = unit
          const unknown = request.unknown?.({path, text, secrets, diagnostics: found, fixed: []}) ?? found
          baselined += found.length - unknown.length
          return [unit, unknown]
        }),
      )
    },
  }
}

/** How to tell what they call, before and after a change. */
export interface ClientsInUse {
  readonly of: Readonly<Record<ProviderId, CreateResolver | null>>
  reparse(unit: Unit, text: string): Unit
}

/** What one provider makes of all the units; then, its view of the one at an index. */
type Side = (units: readonly Unit[]) => (index: number) => {unit: Unit; context: LintContext}

function awsSide(request: CheckRequest, data: RuleData, hosts: Hosts, clients: ClientsInUse): Side {
  const lists = data.rules.find(({id}) => id === 'aws/egress-allowlist-missing-regional')
  const mendsLists = lists !== undefined && request.severityOf(lists, '') !== null
  const region = request.region !== null && hosts.region(request.region).known ? request.region : null
  return createSide('aws', awsProvider(hosts, data.charts), {region, mendsLists}, request, data, clients)
}

async function otherSides(request: CheckRequest, data: RuleData, aws: Hosts, clients: ClientsInUse): Promise<Side[]> {
  const {aliyunHosts} = data
  if (aliyunHosts === null) return []
  const {aliyunProvider} = await import('./providers/aliyun/facts.js')
  const region = request.region !== null && Object.hasOwn(aliyunHosts.regions, request.region) ? request.region : null
  return [createSide('aliyun', aliyunProvider(aliyunHosts, aws), {region, mendsLists: false}, request, data, clients)]
}

function createSide(
  id: ProviderId,
  createProvider: CreateProvider,
  stance: {readonly region: string | null; readonly mendsLists: boolean},
  request: CheckRequest,
  data: RuleData,
  {of, reparse}: ClientsInUse,
): Side {
  const isOwn = ({provider = 'aws'}: {readonly provider?: ProviderId}): boolean => provider === id
  const rows = data.settings.filter(isOwn)
  const rules = data.rules.filter((rule) => providerOf(rule.id) === id)
  return (all) => {
    const own = data.aliyunHosts === null ? all : all.map((unit) => ofProvider(unit, id))
    const units = withCarried(own)
    const project = createProject(units, (target, from) => request.resolve(target, from.file)?.path ?? null)
    const again = (changed: Unit, text: string): Project =>
      project.with(changed, ofProvider(reparse(changed, text), id))
    const context: LintContext = {
      project,
      rows,
      rules,
      provider: createProvider(
        project,
        {...stance, enabledRegions: request.enabledRegions},
        of[id]?.(project, again) ?? null,
      ),
      today: request.today,
      severityOf: (rule: Rule, path: string) => request.severityOf(rule, path),
    }
    return (index) => ({unit: units[index]!, context})
  }
}

/** @throws {UserError} USAGE for a stated Region of no provider */
async function refuseUnknownRegion({region, enabledRegions, data}: CheckRequest, hosts: Hosts): Promise<void> {
  const stated = [
    ...(region === null ? [] : [{name: region, from: '--region, or regions.default of the config'}]),
    ...enabledRegions.map((name) => ({name, from: 'regions.enabled of the config'})),
  ].filter(({name}) => !hosts.region(name).known)
  if (stated.length === 0) return
  const {aliyunHosts} = await data(true)
  const unknown = stated.find(({name}) => !Object.hasOwn(aliyunHosts?.regions ?? {}, name))
  if (unknown === undefined) return
  const {suggestion} = hosts.region(unknown.name)
  const hint = suggestion === null ? '' : `, did you mean ${suggestion}?`
  throw new UserError('USAGE', `Region ${unknown.name}: not one stslint knows${hint} (${unknown.from})`)
}
