import type {Client} from './clients.js'
import type {Place, SettingRule} from './clients-file.js'
import type {FileRole} from './ini.js'
import {type Candidate, isEnv, type Lookup} from './lookup.js'
import {isLegacyRegion, type Plan, type Target} from './plan.js'
import {type Process, profileIn} from './process.js'
import type {Reason, ResolveError} from './types.js'

type Effect = Pick<Reason, 'outcome' | 'reason'>

/** Every setting that was there, in order of precedence, and what became of it. */
export function explain(plan: Plan, target: Target | null, error: ResolveError | null, client: Client): Reason[] {
  return [
    ...fromLookup(plan.endpoint, plan, () => endpointEffect(plan), endpointName),
    ...fromLookup(
      plan.ignore,
      plan,
      ({value}) =>
        won(
          plan.ignore.on
            ? 'configured endpoint URLs are left out'
            : `${quoted(value)} leaves configured endpoint URLs in force`,
        ),
      () => 'ignore-endpoints',
    ),
    ...fromLookup(
      plan.fips,
      plan,
      (candidate) => flagEffect(plan, candidate, plan.fips.on, 'FIPS'),
      () => 'fips',
    ),
    ...fromLookup(
      plan.dualstack,
      plan,
      (candidate) => flagEffect(plan, candidate, plan.dualstack.on, 'dual-stack'),
      () => 'dualstack',
    ),
    ...globalParam(plan),
    ...fromLookup(
      plan.mode,
      plan,
      () => modeEffect(plan, error),
      () => 'sts.mode',
    ),
    ...fromLookup(
      plan.defaultsMode,
      plan,
      () => defaultsModeEffect(plan),
      () => 'defaults-mode',
    ),
    ...defaultMode(plan, target),
    ...fromLookup(plan.region, plan, () => regionEffect(plan, target), regionSetting),
    ...defaultRegion(plan, target),
    ...profileReason(plan),
    ...unread(plan, client),
  ]
}

function fromLookup(
  {candidates, chosen}: Lookup,
  plan: Plan,
  effect: (candidate: Candidate) => Effect,
  name: (place: Place) => string,
): Reason[] {
  return candidates.map((candidate) => ({
    setting: name(candidate.place),
    value: candidate.value,
    source: candidate.source,
    ...(candidate === chosen ? effect(candidate) : passedOver(candidate, chosen, plan)),
  }))
}

function passedOver({fate, place}: Candidate, chosen: Candidate | null, {process}: Plan): Effect {
  const name = nameOf(place, process)
  switch (fate) {
    case 'empty':
      return ignored(`${name} is empty, which counts as not set`)
    case 'hidden':
      return ignored(`an empty variable before ${name} hides it`)
    case 'condition':
      return ignored(
        process.loadsConfig
          ? `${name} is not read where the config file is missing`
          : `${name} is read only with AWS_SDK_LOAD_CONFIG`,
      )
    case 'other-value':
      return ignored(`${name} is neither true nor false, which counts as not set`)
    case 'no-services':
      return ignored('the services section that the profile names does not exist')
    default:
      return {
        outcome: 'lost',
        reason: chosen === null ? `${name} comes later` : `${nameOf(chosen.place, process)} comes before ${name}`,
      }
  }
}

function endpointEffect({urlText, ignore, process}: Plan): Effect {
  if (urlText !== null) return won('an endpoint URL decides the host')
  const [flag] = [ignore.chosen].filter((candidate) => candidate !== null)
  return ignored(`${flag ? nameOf(flag.place, process) : 'a setting'} leaves configured endpoint URLs out`)
}

function flagEffect(plan: Plan, {value}: Candidate, isOn: boolean, what: string): Effect {
  if (!isOn) return won(`${quoted(value)} does not switch ${what} on`)
  if (plan.urlText === null) return won(`asks for the ${what} host`)
  return plan.behaviour.endpoint.withVariant === 'error'
    ? won(`${what} and an endpoint URL exclude each other`)
    : ignored(`an endpoint URL is there, so ${what} has no effect`)
}

function modeEffect(plan: Plan, error: ResolveError | null): Effect {
  if (plan.meaning === 'invalid' && error?.kind === 'invalid-mode-value') return won('is neither legacy nor regional')
  if (plan.mode.chosen?.value === '') return won(`is empty, so the default of the version counts: ${plan.meaning}`)
  const idle = modeIdle(plan)
  return idle === null ? won(modeMeans(plan)) : ignored(idle)
}

function globalParam(plan: Plan): Reason[] {
  if (!plan.usesGlobal) return []
  const idle = modeIdle(plan)
  const effect =
    idle === null ? won(`useGlobalEndpoint sends ${plan.regionName ?? 'the call'} to the global host`) : ignored(idle)
  return [{setting: 'sts.mode', value: 'useGlobalEndpoint', source: 'param', ...effect}]
}

/** Why the mode makes no difference; null where it does. */
function modeIdle(plan: Plan): string | null {
  if (plan.urlText !== null) return 'an endpoint URL is there, so the mode has no effect'
  if (plan.variant.fips || plan.variant.dualstack)
    return 'a FIPS or dual-stack host is asked for, so the mode has no effect'
  if (plan.regionName === null)
    return plan.behaviour.region.none === 'aws-global'
      ? 'no Region is stated, so the global host is called in both modes'
      : null
  if (!(plan.meaning === 'legacy' || plan.usesGlobal) || isLegacyRegion(plan, plan.regionName)) return null
  return `${plan.regionName} is regional in mode legacy too`
}

function modeMeans({meaning, regionName}: Plan): string {
  return meaning === 'legacy'
    ? `mode legacy sends ${regionName ?? 'a call without a Region'} to the global host`
    : 'mode regional calls the Region’s own host'
}

function defaultsModeEffect({mode, defaultsMode, behaviour}: Plan): Effect {
  const isLegacy = defaultsMode.chosen?.value.toLowerCase() === 'legacy'
  if (!behaviour.defaultsMode.regional || isLegacy) return ignored('it does not change the STS mode')
  return mode.chosen === null
    ? won('any defaults mode but legacy makes the STS mode regional')
    : {outcome: 'lost', reason: 'the STS mode itself is stated'}
}

function defaultMode(plan: Plan, target: Target | null): Reason[] {
  const {behaviour, mode, meaning} = plan
  if (mode.chosen !== null || target === null) return []
  const idle = modeIdle(plan)
  if (plan.usesGlobal)
    return [
      {
        setting: 'sts.mode',
        value: behaviour.mode.default,
        source: 'default',
        outcome: 'lost',
        reason: 'useGlobalEndpoint comes before it',
      },
    ]
  const isChanged = meaning !== behaviour.mode.default
  const effect: Effect = isChanged
    ? {outcome: 'lost', reason: 'the defaults mode comes before it'}
    : idle === null
      ? won(modeMeans(plan))
      : ignored(idle)
  return [{setting: 'sts.mode', value: behaviour.mode.default, source: 'default', ...effect}]
}

function regionEffect({urlText, regionName, regionAsWritten}: Plan, target: Target | null): Effect {
  if (urlText !== null) return won('signs the request; the endpoint URL decides the host')
  if (target?.kind === 'global') return won('the request goes to the global host, signed for us-east-1')
  return won(regionName === regionAsWritten ? 'names the Region' : `stands for ${regionName}`)
}

function defaultRegion({region, regionName, behaviour}: Plan, target: Target | null): Reason[] {
  if (region.chosen !== null || target === null) return []
  const value = regionName ?? 'aws-global'
  const reason =
    regionName === null ? 'no Region is stated, and this client then calls the global host' : 'no Region is stated'
  return behaviour.region.none === 'nothing' && regionName === null
    ? []
    : [{setting: 'region', value, source: 'default', outcome: 'won', reason}]
}

function profileReason({process: {profile}}: Plan): Reason[] {
  const {name, named} = profile
  return named === null
    ? []
    : [{setting: 'profile', value: name, source: named.source, outcome: 'won', reason: 'names the profile'}]
}

/** What other clients would read. */
function unread(plan: Plan, {title, known}: Client): Reason[] {
  const {process} = plan
  const places = rulesOf(plan).flatMap(({read}) => read)
  const env = new Set([...places.filter(isEnv), ...plan.behaviour.profile.env].map((place) => place.env))
  const variables = [...known.env].filter((name) => !env.has(name) && process.input.env[name] !== undefined)
  const mode = process.input.params?.mode
  const isModeRead = mode === undefined || places.some((place) => 'param' in place && place.param === 'mode')
  return [
    ...(isModeRead ? [] : [reasonOf('sts.mode', mode, `${title} has no parameter for the mode`)]),
    ...variables.map((name) => reasonOf(settingOf(name), process.input.env[name]!, `${name} is not read by ${title}`)),
    ...unreadKeys('config'),
    ...unreadKeys('credentials'),
  ]

  function unreadKeys(role: FileRole): Reason[] {
    const read = new Set(
      places.flatMap((place) =>
        role === 'config'
          ? 'config' in place
            ? [place.config]
            : []
          : 'credentials' in place
            ? [place.credentials]
            : [],
      ),
    )
    const section = profileIn(process, role)
    return [...known.keys]
      .filter((key) => !read.has(key) && section?.has(key))
      .map((key) => reasonOf(settingOf(key), section!.get(key)!, `${key} in the ${role} file is not read by ${title}`))
  }
}

function reasonOf(setting: string, {value, source}: {value: string; source: string}, reason: string): Reason {
  return {setting, value, source, outcome: 'ignored', reason}
}

function rulesOf({behaviour}: Plan): SettingRule[] {
  const {endpoint, ignoreEndpoints, fips, dualstack, mode, defaultsMode, region} = behaviour
  return [
    endpoint,
    ...(endpoint.services ? [endpoint.services] : []),
    ignoreEndpoints,
    fips,
    dualstack,
    mode,
    defaultsMode,
    region,
  ]
}

function settingOf(name: string): string {
  const text = name.toLowerCase().replace(/^(?:aws|amazon)_/, '')
  const [, setting] = SETTINGS.find(([pattern]) => pattern.test(text)) ?? [null, 'region']
  return setting
}

const SETTINGS: readonly (readonly [RegExp, string])[] = [
  [/ignore/, 'ignore-endpoints'],
  [/endpoint_url_sts|sts_endpoint/, 'sts.endpoint'],
  [/endpoint_url/, 'endpoint'],
  [/regional_endpoints/, 'sts.mode'],
  [/fips/, 'fips'],
  [/dualstack/, 'dualstack'],
  [/defaults_mode/, 'defaults-mode'],
  [/profile/, 'profile'],
  [/services/, 'services'],
  [/default_region/, 'default-region'],
]

function endpointName(place: Place): string {
  if ('services' in place || 'param' in place) return 'sts.endpoint'
  return settingOf(isEnv(place) ? place.env : 'endpoint_url')
}

function regionSetting(place: Place): string {
  return isEnv(place) ? settingOf(place.env) : 'region'
}

function nameOf(place: Place, {profile}: Process): string {
  if ('param' in place) return `the parameter ${place.param}`
  if ('env' in place) return place.env
  if ('services' in place) return `${place.services} in the services section`
  const [key, file] = 'config' in place ? [place.config, 'config'] : [place.credentials, 'credentials']
  return `${key} of profile ${profile.name} in the ${file} file`
}

function won(reason: string): Effect {
  return {outcome: 'won', reason}
}

function ignored(reason: string): Effect {
  return {outcome: 'ignored', reason}
}

function quoted(value: string): string {
  return JSON.stringify(value)
}
