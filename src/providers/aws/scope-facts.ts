import type {Facts} from '../../data.js'
import type {Stance} from '../../engine/provider.js'
import type {Scope} from '../../model.js'
import {isBuildArgument, runsInContainer} from '../../scopes/dropped.js'
import {isWithin} from '../../scopes/is-within.js'
import {type Project, type Stating, sourceOf, type Unit} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import {functionFacts} from './function.js'
import type {Hosts, Variant} from './hosts.js'
import {listFacts} from './identity.js'
import {isEnabled} from './regions.js'

export interface ScopeContext {
  readonly hosts: Hosts
  readonly project: Project
  readonly stance: Stance
}

/**
 * A list of allowed hosts that names the global STS host only, and that no safe fix of the same run will mend: where the
 * list's own scope states the Region, the Regional host is added together with everything else.
 */
export function blocksRegional(context: ScopeContext, unit: Unit, setting: Setting): boolean {
  if (listFacts(context.hosts, context.project, setting)['list.globalOnly'] !== true) return false
  const facts = new ScopeReader(context, unit, setting.scope).region()
  const isStated = facts['scope.regionStated'] === 'here' || facts['scope.regionStated'] === 'flag'
  return (
    !context.stance.mendsLists ||
    !isStated ||
    facts['scope.regionalHost'] === null ||
    facts['scope.regionConflict'] === true
  )
}

/** What one process in a scope would see, before any client is known. */
export class ScopeReader {
  readonly #context: ScopeContext
  readonly #hosts: Hosts
  readonly #unit: Unit
  readonly #scope: Scope

  constructor(context: ScopeContext, unit: Unit, scope: Scope) {
    this.#context = context
    this.#hosts = context.hosts
    this.#unit = unit
    this.#scope = scope
  }

  facts(): Facts {
    const isIgnored = isTrue(this.#literal('ignore-endpoints'))
    const endpoint = isIgnored ? null : this.#written('sts.endpoint')
    const reach = endpoint ? this.#hosts.parse(endpoint).reach : null
    const mode = this.#literal('sts.mode')?.toLowerCase() ?? null
    const region = this.region()
    const stsRegion = this.#literal('sts.region')
    const role = this.#literal('role')
    const blanket = isIgnored ? null : this.#written('endpoint')
    const fips = isTrue(this.#literal('fips'))
    return {
      'scope.kind': this.#scope.kind,
      'scope.name': this.#scope.name,
      'scope.image': this.#literal('image'),
      ...region,
      ...functionFacts(this.#unit, this.#scope),
      'scope.sts.endpoint': endpoint,
      'scope.envEndpoint': this.#endpointVariable(),
      'scope.sts.reach': reach,
      'scope.sts.mode': mode,
      'scope.sts.region': stsRegion,
      'scope.sts.regionFromClient': isTrue(this.#literal('sts.region-from-client')),
      'scope.endpoint': blanket,
      'scope.endpointReach': blanket ? this.#hosts.parse(blanket).reach : null,
      'scope.fips': fips,
      'scope.dualstack': isTrue(this.#literal('dualstack')),
      'scope.ignoreEndpoints': isIgnored,
      'scope.usesRole': this.#has('role') || this.#has('web-identity'),
      'scope.callsSts': this.#callsSts(),
      'scope.role': role,
      'scope.rolePartition': role ? this.#hosts.arnPartition(role) : null,
      'scope.webIdentity': this.#has('web-identity'),
      'scope.sourceProfile': this.#literal('source-profile'),
      'scope.profile': this.#literal('profile'),
      ...this.#named(this.#literal('profile'), 'profile'),
      ...this.#named(this.#scope.kind === 'profile' ? this.#literal('source-profile') : null, 'source'),
      'scope.signingRegion': stsRegion ?? region['scope.region'] ?? null,
      'scope.reach': reachOf(reach, mode, region, fips, blanket !== null),
      'scope.adds': this.#scope.adds,
      'scope.proxyGlobalOnly': this.#isGlobalOnlyProxy(),
    }
  }

  #find(...names: string[]): Stating | null {
    return this.#context.project.find(this.#unit, this.#scope, ...names)
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
    return setting?.row.form === 'hosts' && blocksRegional(this.#context, this.#unit, setting)
  }

  /** What the profile of that name says, where the files of the run have one and no other of the name. */
  #named(name: string | null, prefix: 'profile' | 'source'): Facts {
    const found = name === null ? [] : this.#context.project.profiles(name)
    const [profile] = found
    if (found.length !== 1 || profile === undefined) return {}
    const value = (setting: string): string | null =>
      this.#context.project.own(profile.scope, setting).at(-1)?.entry.value || null
    const [own, fallback] = [this.#literal('region'), this.#literal('default-region')]
    const region = own ?? fallback
    // Where both variables stand, no SDK asks the profile for its Region.
    const isContested = own === null || fallback === null
    const mode = this.#literal('sts.mode')?.toLowerCase() ?? null
    return {
      ...(prefix === 'profile' && {
        'scope.envRegion': region,
        'profile.conflict': conflict(value('region'), isContested ? region : null, value('sts.mode'), mode),
      }),
      [`${prefix}.region`]: value('region'),
      [`${prefix}.sts.mode`]: value('sts.mode')?.toLowerCase() ?? null,
      [`${prefix}.role`]: value('role'),
      [`${prefix}.path`]: profile.unit.file.path,
    }
  }

  /** An option of a command stands before a variable that other clients of the same process read. */
  #endpointVariable(): string | null {
    const {project} = this.#context
    const isBuilt = runsInContainer(this.#unit, this.#scope)
    const stated = project
      .lineage(this.#unit, this.#scope)
      .flatMap(({unit, scope}) =>
        project.own(scope, 'sts.endpoint').filter(({entry}) => !isBuilt || !isBuildArgument(unit, entry)),
      )
    const entry = stated.find(({entry: {surface}}) => surface === 'env')?.entry
    return entry?.value || entry?.expression || null
  }

  /** A command here, or in a scope that inherits from here. */
  #callsSts(): boolean {
    return callingScopes(this.#unit).has(this.#scope)
  }

  /** As far as a verified row says so. */
  #has(name: string): boolean {
    const found = this.#find(name)
    return found !== null && found.setting.entry.value !== '' && found.setting.row.confidence !== 'likely'
  }

  /** Whether AWS_REGION and AWS_DEFAULT_REGION agree here. */
  #pair(): Facts {
    const region = this.#literal('region')
    const fallback = this.#literal('default-region')
    return {
      'scope.awsRegion': region,
      'scope.defaultRegion': fallback,
      'scope.regionConflict': region !== fallback && this.#isRegion(region) && this.#isRegion(fallback),
    }
  }

  /** The Region here, and the STS host a fix would write for it. */
  region(): Facts {
    const variant = this.#variant()
    const stating = this.#regionOfUsers() ?? this.#find('region', 'default-region')
    const found = this.#follow(stating) ?? stating
    const own = found?.setting.entry.value || null
    const expression = found?.setting.entry.expression ?? null
    const name = own ?? (expression === null ? this.#context.stance.region : null)
    const stated =
      own === null ? (expression === null ? (name === null ? this.#elsewhere() : 'flag') : 'expression') : found!.stated
    const endpoint = name === null ? this.#computed(expression, variant) : this.#hosts.endpoint(name, variant)
    return {
      'scope.region': name,
      'scope.regionStated': stated,
      'scope.regionExpression': expression,
      'scope.regionalEndpoint': endpoint,
      'scope.regionalHost': endpoint?.replace('https://', '') ?? null,
      'scope.fipsEndpoint': name === null ? null : this.#hosts.endpoint(name, 'fips'),
      ...this.#classOf(name),
      ...this.#pair(),
    }
  }

  #classOf(name: string | null): Facts {
    const facts = name === null ? null : this.#hosts.region(name)
    return {
      'scope.regionClass': facts?.class ?? null,
      'scope.regionPartition': facts?.partition ?? null,
      'scope.regionKnown': facts?.known ?? false,
      'scope.regionEnabled': facts !== null && isEnabled(facts, this.#context.stance.enabledRegions),
      'scope.legacyGlobal': facts?.legacyGlobal ?? false,
      'scope.regionFips': facts?.fips ?? false,
    }
  }

  /** A plain reference (`var.region`, `data.aws_region.current.name`) can stand in Terraform's template as it is. */
  #computed(expression: string | null, variant: Variant): string | null {
    const isReference = expression !== null && /^[A-Za-z_][\w.[\]"-]*$/.test(expression)
    return isReference && variant === 'regional' && sourceOf(this.#unit, this.#scope).format === 'hcl'
      ? `https://sts.\${${expression}}.amazonaws.com`
      : null
  }

  /** Of the right shape: a placeholder agrees with anything. */
  #isRegion(name: string | null): boolean {
    return name !== null && this.#hosts.region(name).class !== 'malformed'
  }

  /**
   * Lambda sets AWS_REGION to the Region the function runs in, which is enabled there. A profile that a script writes is for
   * what runs beside the script, in the environment that it has.
   */
  #elsewhere(): 'runtime' | 'writer' | null {
    const {kind, writer} = this.#scope
    if (kind === 'function' || kind === 'globals') return 'runtime'
    if (writer === undefined) return null
    if (writer.kind === 'config-map' || writer.kind === 'secret')
      return this.#isMountedWithRegion(writer) ? 'writer' : null
    const script = scriptOf(writer)
    // What the script says after it has written the file counts as well.
    const isSaid = ({name, scope, entry: {surface}}: Setting): boolean =>
      (name === 'region' || name === 'default-region') && surface !== 'ini' && isWithin(scope, script)
    const isSeen = this.#context.project.find(this.#unit, writer, 'region', 'default-region') !== null
    return isSeen || this.#unit.settings.some(isSaid) ? 'writer' : null
  }

  /** Whether a container of a file that names the ConfigMap or Secret states a Region. */
  #isMountedWithRegion({name}: Scope): boolean {
    return this.#context.project.units.some(
      ({document, settings}) =>
        settings.some(({name: what, scope}) => /region$/.test(what) && scope.kind === 'container') &&
        document.text.includes(name),
    )
  }

  /** `${{ env.AWS_REGION }}`, `$AWS_REGION`: the variable's own value, where a scope around states it. */
  #follow(stating: Stating | null): Stating | null {
    const expression = stating?.setting.entry.expression ?? ''
    const variable = /^\$(?:\{\{\s*env\.)?\{?(AWS_REGION|AWS_DEFAULT_REGION)(?:\s*\}\}|\})?$/.exec(expression)?.[1]
    if (variable === undefined) return null
    const name = variable === 'AWS_REGION' ? 'region' : 'default-region'
    const own = this.#find(name)
    if (own && own.setting !== stating?.setting) return {...own, stated: 'parent'}
    const {parent} = this.#scope
    const outer = parent && this.#context.project.find(this.#unit, parent, name)
    return outer && {...outer, stated: 'parent'}
  }

  /** A services section signs with the Region of the profiles that name it, if they agree. */
  #regionOfUsers(): Stating | null {
    if (this.#scope.kind !== 'services') return null
    const found = this.#context.project
      .users(this.#unit, this.#scope)
      .map((profile) => this.#context.project.find(this.#unit, profile, 'region'))
    const [first] = found
    const agree =
      first?.setting.entry.value && found.every((other) => other?.setting.entry.value === first.setting.entry.value)
    return agree ? {setting: first.setting, stated: 'link'} : null
  }
}

function conflict(
  region: string | null,
  ownRegion: string | null,
  mode: string | null,
  ownMode: string | null,
): string | null {
  if (region !== null && ownRegion !== null && region !== ownRegion) return 'region'
  return mode !== null && ownMode !== null && mode.toLowerCase() !== ownMode ? 'mode' : null
}

/** The whole of a script that a part of it belongs to. */
function scriptOf(scope: Scope): Scope {
  return scope.parent?.kind === 'script' ? scriptOf(scope.parent) : scope
}

/** The scopes of commands that call STS, and those around them. */
function callingScopes(unit: Unit): ReadonlySet<Scope> {
  const known = calling.get(unit) ?? new Set()
  if (calling.has(unit)) return known
  for (const {tool, scope} of unit.calls) {
    for (let at: Scope | null = tool === 'command' ? scope : null; at !== null && !known.has(at); at = at.parent)
      known.add(at)
  }
  calling.set(unit, known)
  return known
}

const calling = new WeakMap<Unit, Set<Scope>>()

function isTrue(value: string | null): boolean {
  return value?.toLowerCase() === 'true'
}

/**
 * `global` where every client that reads the settings would go there. An endpoint makes the mode irrelevant, and so do
 * FIPS and a blanket endpoint; legacy is global for 15 Regions only (sdk-sts-endpoints, sections 2 and 5).
 */
function reachOf(
  reach: string | null,
  mode: string | null,
  region: Facts,
  fips: boolean,
  hasBlanket: boolean,
): string | null {
  if (reach !== null) return reach
  if (hasBlanket || fips) return null
  if (region['scope.region'] === 'aws-global') return 'global'
  return mode === 'legacy' && region['scope.legacyGlobal'] === true ? 'global' : null
}
