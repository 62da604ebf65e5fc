import type {Facts} from '../../data.js'
import type {CreateProvider, Stance} from '../../engine/provider.js'
import type {Entry, Scope} from '../../model.js'
import type {Project, Stating, Unit} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import type {Hosts, Variant} from './hosts.js'
import {audienceFacts, listFacts} from './identity.js'

/** The AWS words of a subject: what its host is, what its Region is, what its scope would call. */
export function awsProvider(hosts: Hosts): CreateProvider {
  // A pass may mend a list of hosts: what is safe must not change under the user between passes.
  const first: FirstPass = {egress: null, proxies: new Map()}
  return (project, stance) => {
    const known = new Map<Scope, Facts>()
    const scopeFacts = (unit: Unit, scope: Scope): Facts => {
      const facts = known.get(scope) ?? new ScopeReader(hosts, project, stance, unit, scope).facts(first)
      known.set(scope, facts)
      return facts
    }
    let whole: ProjectFacts | null = null
    const projectOf = (): ProjectFacts => (whole ??= projectFacts(hosts, project, scopeFacts))
    first.egress ??= hasGlobalOnlyEgress(hosts, project)
    return {
      scopeFacts: (unit, scope) => ({...scopeFacts(unit, scope), ...projectOf().facts, 'project.egressGlobalOnly': first.egress}),
      settingFacts(unit, setting) {
        const facts = valueFacts(hosts, unit, setting, scopeFacts(unit, setting.scope))
        return setting.name === 'vpce.service' ? {...facts, ...callersOf(facts, projectOf().callers)} : facts
      },
    }
  }
}

const ENDPOINTS = new Set(['sts.endpoint', 'app.sts.endpoint', 'sts.fallback-endpoint', 'endpoint', 'signin.endpoint'])
const REGIONS = new Set(['region', 'default-region', 'sts.region'])

function valueFacts(hosts: Hosts, unit: Unit, setting: Setting, scope: Facts): Facts {
  const {name, entry: {value}} = setting
  if (name === 'sts.mode') return {'value.isScopeRegion': value !== null && value === scope['scope.region'] && scope['scope.regionStated'] === 'here'}
  if (name === 'audience') return audienceFacts(hosts, value, scope)
  if (name === 'allow-list') return listFacts(hosts, unit, setting)
  if (name === 'vpce.service') return serviceFacts(setting.entry)
  if (name === 'role') return {'value.partition': value === null ? null : hosts.arnPartition(value)}
  if (value === null || value === '') return {}
  if (ENDPOINTS.has(name)) return hostFacts(hosts, value, scope)
  if (REGIONS.has(name)) return regionFacts(hosts, value)
  return {}
}

function hostFacts(hosts: Hosts, value: string, scope: Facts): Facts {
  const host = hosts.parse(value)
  const signing = scope['scope.signingRegion'] ?? null
  const isKnown = typeof signing === 'string' && hosts.region(signing).known
  // Who states a Region does not mean the global host.
  const suggestion = hosts.parse(host.suggestion ?? '').reach === 'global' ? scope['scope.regionalHost'] ?? host.suggestion : host.suggestion
  return {
    'host.signed': host.region === null || !isKnown ? null : host.region === signing ? 'same' : 'other',
    'host.secureUrl': host.scheme === 'http' && host.port === null ? value.replace(/^http:/i, 'https:') : null,
    'host.regionalEndpoint': host.region === null ? null : hosts.endpoint(host.region, 'regional'),
    'host.name': host.host, 'host.scheme': host.scheme, 'host.reach': host.reach, 'host.fips': host.fips,
    'host.dualstack': host.dualstack, 'host.service': host.service, 'host.region': host.region,
    'host.partition': host.partition, 'host.problem': host.problem, 'host.suggestion': suggestion,
    'host.seenRegion': host.seenRegion, 'host.port': host.port,
    'host.path': host.path === '/' || host.path === '' ? null : host.path,
    'host.regionClass': host.region === null ? null : hosts.region(host.region).class,
  }
}

function regionFacts(hosts: Hosts, value: string): Facts {
  const region = hosts.region(value)
  return {
    'region.class': region.class, 'region.partition': region.partition, 'region.suggestion': region.suggestion,
    'region.known': region.known, 'region.legacyGlobal': region.legacyGlobal, 'region.fips': region.fips,
  }
}

/** `com.amazonaws.<region>.sts`: the Region whose host gets a private name. */
function serviceFacts({value, expression}: Entry): Facts {
  const match = /^(?:cn\.)?com\.amazonaws\.([a-z0-9-]+|\$\{[^}]+\})\.sts(-fips)?$/.exec(value ?? expression ?? '')
  const region = match?.[1] ?? null
  return {'service.isSts': match !== null, 'service.region': region?.startsWith('$') ? null : region}
}

interface FirstPass {
  egress: boolean | null
  /** By file and scope: whether the proxy's exceptions name the global STS host only. */
  readonly proxies: Map<string, boolean>
}

interface Caller {
  readonly region: string | null
  readonly text: string
}

interface ProjectFacts {
  readonly facts: Facts
  /** Settings that certainly send some process to the global host. */
  readonly callers: readonly Caller[]
}

/** What holds for the tree as a whole: the one Region in use, if it is one, and who calls the global host. */
function projectFacts(hosts: Hosts, project: Project, scopeFacts: (unit: Unit, scope: Scope) => Facts): ProjectFacts {
  const regions = new Set<string>()
  const callers: Caller[] = []
  for (const unit of project.units) {
    for (const {name, entry, scope} of unit.settings) {
      if (REGIONS.has(name) && entry.value !== null && hosts.region(entry.value).known) regions.add(entry.value)
      if (name !== 'sts.endpoint' && name !== 'sts.mode') continue
      const facts = scopeFacts(unit, scope)
      if (facts['scope.reach'] !== 'global') continue
      const line = unit.document.text.slice(0, entry.range.start).split('\n').length
      callers.push({region: facts['scope.region'] as string | null, text: `${entry.key} in ${unit.file.path}:${line}`})
    }
  }
  const [region] = regions
  const single = regions.size === 1 && region !== undefined ? region : null
  const facts = {
    'project.region': single,
    'project.regionalHost': single && (hosts.endpoint(single, 'regional')?.replace('https://', '') ?? null),
    'project.callsGlobal': callers.length > 0, 'project.globalCaller': named(callers),
  }
  return {facts, callers}
}

/** Those a VPC endpoint in a Region would serve if they called the Regional host. */
function callersOf(service: Facts, callers: readonly Caller[]): Facts {
  const region = service['service.region'] ?? null
  const served = callers.filter((caller) => region === null || caller.region === null || caller.region === region)
  return {'service.callers': served.length, 'service.caller': named(served)}
}

function named(callers: readonly Caller[]): string | null {
  const [first, ...rest] = callers
  return first ? `${first.text}${rest.length > 0 ? ` (and ${rest.length} more)` : ''}` : null
}

/** A proxy's exceptions (`NO_PROXY`, one value with several hosts) concern their own scope alone. */
function hasGlobalOnlyEgress(hosts: Hosts, project: Project): boolean {
  return project.units.some((unit) => unit.settings.some((setting) => (
    setting.name === 'allow-list' && setting.row.form !== 'hosts' && listFacts(hosts, unit, setting)['list.globalOnly'] === true
  )))
}

/** What one process in a scope would see, before any client is known. */
class ScopeReader {
  readonly #hosts: Hosts
  readonly #project: Project
  readonly #stance: Stance
  readonly #unit: Unit
  readonly #scope: Scope

  constructor(hosts: Hosts, project: Project, stance: Stance, unit: Unit, scope: Scope) {
    this.#hosts = hosts
    this.#project = project
    this.#stance = stance
    this.#unit = unit
    this.#scope = scope
  }

  facts(first: FirstPass): Facts {
    const place = `${this.#unit.file.path}\0${this.#scope.id}`
    if (!first.proxies.has(place)) first.proxies.set(place, this.#isGlobalOnlyProxy())
    const endpoint = this.#written('sts.endpoint')
    const reach = endpoint ? this.#hosts.parse(endpoint).reach : null
    const variant = this.#variant()
    const mode = this.#literal('sts.mode')?.toLowerCase() ?? null
    const region = this.#region(variant)
    const stsRegion = this.#literal('sts.region')
    const role = this.#literal('role')
    const blanket = this.#written('endpoint')
    const fips = isTrue(this.#literal('fips'))
    return {
      'scope.kind': this.#scope.kind, 'scope.name': this.#scope.name, ...region, ...this.#pair(),
      'scope.sts.endpoint': endpoint, 'scope.sts.reach': reach, 'scope.sts.mode': mode, 'scope.sts.region': stsRegion,
      'scope.endpoint': blanket, 'scope.endpointReach': blanket ? this.#hosts.parse(blanket).reach : null,
      'scope.fips': fips, 'scope.dualstack': isTrue(this.#literal('dualstack')),
      'scope.ignoreEndpoints': isTrue(this.#literal('ignore-endpoints')),
      'scope.usesRole': this.#has('role') || this.#has('web-identity'),
      'scope.role': role, 'scope.rolePartition': role ? this.#hosts.arnPartition(role) : null,
      'scope.webIdentity': this.#has('web-identity'), 'scope.sourceProfile': this.#literal('source-profile'), 'scope.profile': this.#literal('profile'),
      'scope.signingRegion': stsRegion ?? region['scope.region'] ?? null,
      'scope.reach': reachOf(reach, mode, region, fips, blanket !== null),
      'scope.adds': this.#scope.adds, 'scope.proxyGlobalOnly': first.proxies.get(place)!,
    }
  }

  #find(...names: string[]): Stating | null {
    return this.#project.find(this.#unit, this.#scope, ...names)
  }

  #literal(name: string): string | null {
    return this.#find(name)?.setting.entry.value || null
  }

  /** The value, or the expression that gives it. */
  #written(name: string): string | null {
    const entry = this.#find(name)?.setting.entry
    return entry?.value || entry?.expression || null
  }

  /** Which host of a Region the scope asks for: a fix must not take FIPS or dual-stack away. */
  #variant(): Variant {
    const fips = isTrue(this.#literal('fips'))
    if (isTrue(this.#literal('dualstack'))) return fips ? 'fips-dualstack' : 'dualstack'
    return fips ? 'fips' : 'regional'
  }

  /** `NO_PROXY=sts.amazonaws.com`: a Regional host would go through the proxy. */
  #isGlobalOnlyProxy(): boolean {
    const setting = this.#find('allow-list')?.setting
    return setting?.row.form === 'hosts' && listFacts(this.#hosts, this.#unit, setting)['list.globalOnly'] === true
  }

  #has(name: string): boolean {
    const found = this.#find(name)
    return found !== null && found.setting.entry.value !== ''
  }

  /** Whether AWS_REGION and AWS_DEFAULT_REGION agree here. */
  #pair(): Facts {
    const region = this.#literal('region')
    const fallback = this.#literal('default-region')
    return {
      'scope.awsRegion': region, 'scope.defaultRegion': fallback,
      'scope.regionConflict': region !== null && fallback !== null && region !== fallback,
    }
  }

  #region(variant: Variant): Facts {
    const stating = this.#regionOfUsers() ?? this.#find('region', 'default-region')
    const found = this.#follow(stating) ?? stating
    const entry = found?.setting.entry
    const own = entry?.value || null
    const expression = entry?.expression ?? null
    const name = own ?? (expression === null ? this.#stance.region : null)
    const facts = name === null ? null : this.#hosts.region(name)
    const stated = own !== null ? found!.stated : expression !== null ? 'expression' : name !== null ? 'flag' : this.#runtime()
    const isEnabled = facts !== null && facts.known
      && (!['opt-in', 'pseudo'].includes(facts.class) || this.#stance.enabledRegions.includes(facts.name))
    const endpoint = name !== null && facts?.known ? this.#hosts.endpoint(name, variant) : null
    const computed = expression !== null && variant === 'regional' && this.#unit.format === 'hcl' ? `https://sts.\${${expression}}.amazonaws.com` : null
    return {
      'scope.region': name, 'scope.regionStated': stated, 'scope.regionExpression': expression,
      'scope.regionClass': facts?.class ?? null, 'scope.regionPartition': facts?.partition ?? null,
      'scope.regionKnown': facts?.known ?? false, 'scope.regionEnabled': isEnabled,
      'scope.legacyGlobal': facts?.legacyGlobal ?? false, 'scope.regionFips': facts?.fips ?? false,
      'scope.regionalEndpoint': endpoint ?? computed, 'scope.regionalHost': endpoint?.replace('https://', '') ?? null,
      'scope.fipsEndpoint': name === null ? null : this.#hosts.endpoint(name, 'fips'),
    }
  }

  /** Lambda sets AWS_REGION to the Region the function runs in, which is enabled there. */
  #runtime(): 'runtime' | null {
    return this.#scope.kind === 'function' || this.#scope.kind === 'globals' ? 'runtime' : null
  }

  /** `${{ env.AWS_REGION }}`, `$AWS_REGION`: the variable's own value, where a scope around states it. */
  #follow(stating: Stating | null): Stating | null {
    const expression = stating?.setting.entry.expression ?? ''
    const name = /^\$(?:\{\{\s*env\.)?\{?(AWS_REGION|AWS_DEFAULT_REGION)(?:\s*\}\}|\})?$/.exec(expression)?.[1]
    const target = name && this.#find(name === 'AWS_REGION' ? 'region' : 'default-region')
    if (target && target.setting !== stating?.setting) return {...target, stated: 'parent'}
    const outer = name && this.#scope.parent ? this.#project.find(this.#unit, this.#scope.parent, name === 'AWS_REGION' ? 'region' : 'default-region') : null
    return outer ? {...outer, stated: 'parent'} : null
  }

  /** A services section signs with the Region of the profiles that name it, if they agree. */
  #regionOfUsers(): Stating | null {
    if (this.#scope.kind !== 'services') return null
    const found = this.#project.users(this.#unit, this.#scope).map((profile) => this.#project.find(this.#unit, profile, 'region'))
    const [first] = found
    const agree = first?.setting.entry.value && found.every((other) => other?.setting.entry.value === first.setting.entry.value)
    return agree ? {setting: first.setting, stated: 'link'} : null
  }
}

function isTrue(value: string | null): boolean {
  return value?.toLowerCase() === 'true'
}

/**
 * `global` where every client that reads the settings would go there. An endpoint makes the mode irrelevant, and so do
 * FIPS and a blanket endpoint; legacy is global for 15 Regions only (sdk-sts-endpoints, sections 2 and 5).
 */
function reachOf(reach: string | null, mode: string | null, region: Facts, fips: boolean, hasBlanket: boolean): string | null {
  if (reach !== null) return reach
  if (hasBlanket || fips) return null
  if (region['scope.region'] === 'aws-global') return 'global'
  return mode === 'legacy' && region['scope.legacyGlobal'] === true ? 'global' : null
}
