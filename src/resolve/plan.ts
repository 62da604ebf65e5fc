import type {Behaviour, ModeRule, Place, RegionRule} from './clients-file.js'
import {readUrl} from './endpoint-url.js'
import {type Flag, type Lookup, lookUp, lookUpEndpoint, lookUpFlag} from './lookup.js'
import {hostOf, partitionOf, type Tables, type Variant} from './partitions.js'
import {enter, type Process} from './process.js'
import {realRegion} from './region-names.js'
import type {SourcedInput} from './types.js'

export type Mode = 'legacy' | 'regional' | 'invalid'

/** Everything the client reads, before anyone asks whether it is right. */
export interface Plan {
  readonly behaviour: Behaviour
  readonly tables: Tables
  readonly process: Process
  readonly endpoint: Lookup
  readonly ignore: Flag
  readonly fips: Flag
  readonly dualstack: Flag
  readonly mode: Lookup
  readonly defaultsMode: Lookup
  readonly region: Lookup
  /** The endpoint URL that counts, as written. */
  readonly urlText: string | null
  /** What the client makes of it; null where it refuses it, or there is none. */
  readonly url: string | null
  readonly regionAsWritten: string | null
  /** The Region it goes on with. */
  readonly regionName: string | null
  readonly asked: Variant
  /** FIPS and dual-stack as they take effect: not beside a URL. */
  readonly variant: Variant
  readonly meaning: Mode
  /** The parameter `useGlobalEndpoint`, where the client has it. */
  readonly usesGlobal: boolean
}

export function makePlan(input: SourcedInput, behaviour: Behaviour, tables: Tables): Plan {
  const process = enter(input, behaviour)
  const endpoint = lookUpEndpoint(behaviour.endpoint, process)
  const ignore = lookUpFlag(behaviour.ignoreEndpoints, process)
  const region = lookUp(behaviour.region, process)
  const mode = lookUp(behaviour.mode, process)
  const defaultsMode = lookUp(behaviour.defaultsMode, process)
  const [fips, dualstack] = [lookUpFlag(behaviour.fips, process), lookUpFlag(behaviour.dualstack, process)]

  const urlText =
    endpoint.chosen !== null && (!ignore.on || isParam(endpoint.chosen.place)) ? endpoint.chosen.value : null
  const regionAsWritten = region.chosen?.value ?? behaviour.region.default ?? null
  const isRewritten = urlText === null || behaviour.region.rewriteUnlessUrl !== true
  const real = regionAsWritten === null || !isRewritten ? null : realRegion(regionAsWritten, behaviour.region.rewrite)
  const asked = {
    fips: fips.on || real?.fips === true || asksBehindParam(region, behaviour.region),
    dualstack: dualstack.on,
  }
  return {
    behaviour,
    tables,
    process,
    endpoint,
    ignore,
    fips,
    dualstack,
    mode,
    defaultsMode,
    region,
    urlText,
    url: urlText === null ? null : readUrl(urlText, behaviour.endpoint.shape, real?.name ?? regionAsWritten),
    regionAsWritten,
    regionName: real?.name ?? regionAsWritten,
    asked,
    variant: urlText === null ? asked : {fips: false, dualstack: false},
    meaning: modeMeaning(behaviour, mode, defaultsMode),
    usesGlobal: behaviour.mode.globalParam === true && input.params?.useGlobalEndpoint === true,
  }
}

function asksBehindParam({candidates}: Lookup, rule: RegionRule): boolean {
  const stated = candidates.find(({place, fate}) => !isParam(place) && (fate === 'chosen' || fate === 'later'))
  return rule.fipsBehindParam === true && stated !== undefined && realRegion(stated.value, rule.rewrite).fips
}

function isParam(place: Place): boolean {
  return 'param' in place
}

function modeMeaning({mode: rule, defaultsMode: {regional}}: Behaviour, mode: Lookup, defaultsMode: Lookup): Mode {
  const stated = mode.chosen?.value
  if (stated !== undefined) return readMode(stated, rule)
  const isLegacy = (defaultsMode.chosen?.value.toLowerCase() ?? 'legacy') === 'legacy'
  return regional && !isLegacy ? 'regional' : rule.default
}

export function readMode(value: string, rule: ModeRule): Mode {
  if (value === '' && rule.empty === 'default') return rule.default
  if (rule.values === 'only-legacy') return value === 'legacy' ? 'legacy' : 'regional'
  const text = rule.values === 'any-case' ? value.toLowerCase() : value
  return text === 'legacy' || text === 'regional' ? text : 'invalid'
}

export interface Target {
  readonly endpoint: string
  readonly signingRegion: string | null
  readonly kind: 'url' | 'global' | 'regional' | 'fips' | 'dualstack'
}

export const GLOBAL: Target = {endpoint: 'https://sts.amazonaws.com', signingRegion: 'us-east-1', kind: 'global'}

/** Where the call goes when nothing is wrong; null where no host can be made. */
export function targetOf(plan: Plan): Target | null {
  const {behaviour, tables, url, urlText, variant} = plan
  if (url !== null) return {endpoint: url, signingRegion: signingBesideUrl(plan), kind: 'url'}
  if (urlText !== null) return null
  const hasVariant = variant.fips || variant.dualstack
  const region = plan.regionName ?? (behaviour.region.none === 'nothing' ? null : 'aws-global')
  if (region === null) return null
  if (!hasVariant && goesGlobal(plan, region)) return GLOBAL
  const host = hostOf(region, variant, behaviour.partitions, tables)
  if (host === null) return null
  const isGlobal = region === 'aws-global' && behaviour.partitions.globalSigning === 'us-east-1'
  const kind = host.startsWith('sts-fips.') ? 'fips' : variant.dualstack ? 'dualstack' : 'regional'
  return {
    endpoint: `https://${host}`,
    signingRegion: isGlobal ? 'us-east-1' : behaviour.region.signsAsWritten === true ? plan.regionAsWritten : region,
    kind,
  }
}

/** The Region as it stands, whatever the URL says: a URL for one Region can be signed for another. */
function signingBesideUrl(plan: Plan): string | null {
  const {endpoint, regionName, behaviour} = plan
  if (behaviour.region.signsAsWritten === true) return plan.regionAsWritten
  const isConfigured = endpoint.chosen !== null && !isParam(endpoint.chosen.place)
  const isReplaced =
    isConfigured &&
    behaviour.endpoint.signsForReplacedHost === true &&
    regionName !== null &&
    goesGlobal(plan, regionName)
  return isReplaced ? GLOBAL.signingRegion : regionName
}

/** By name, or because the mode sends this Region there. */
function goesGlobal(plan: Plan, region: string): boolean {
  if (region === 'aws-global') return true
  if (plan.meaning !== 'legacy' && !plan.usesGlobal) return false
  return isLegacyRegion(plan, region)
}

export function isLegacyRegion({behaviour, tables}: Plan, region: string): boolean {
  if (behaviour.mode.legacyRegions === 'listed') return tables.hosts.legacyGlobal.includes(region)
  return partitionOf(region, behaviour.partitions, tables) === tables.hosts.partitions[0]
}
