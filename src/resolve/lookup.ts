import type {EndpointRule, EnvPlace, FlagRule, Place, ServicesRule, SettingRule} from './clients-file.js'
import {nested} from './ini.js'
import {type Process, profileIn} from './process.js'
import type {Sourced} from './types.js'

/** One place that says something, and what becomes of it. */
export interface Candidate extends Sourced {
  readonly place: Place
  /** `chosen` decides the setting; `later` comes after it; the rest is passed over. */
  readonly fate: 'chosen' | 'later' | 'empty' | 'hidden' | 'condition' | 'other-value'
}

export interface Lookup {
  readonly chosen: Candidate | null
  readonly candidates: readonly Candidate[]
}

/** Why a value that is there does not count; null when it does. */
type Refusal = (value: string, place: Place) => Candidate['fate'] | null

/** The first place that says something, and all that stand in its shadow. */
export function lookUp(rule: SettingRule, process: Process, refuse: Refusal = () => null): Lookup {
  const candidates: Candidate[] = []
  let chosen: Candidate | null = null
  let hidesEnv = false
  for (const place of rule.read) {
    const found = valueAt(place, process)
    if (found === undefined) continue
    const fate = chosen ? 'later' : fateOf(found.value, place)
    const candidate: Candidate = {...found, place, fate}
    if (fate === 'chosen') chosen = candidate
    if (fate === 'empty' && isEnv(place) && rule.emptyEnv === 'hides') hidesEnv = true
    candidates.push(candidate)
  }
  return {chosen, candidates}

  function fateOf(value: string, place: Place): Candidate['fate'] {
    if ('when' in place && !process.holds(place.when)) return 'condition'
    if (hidesEnv && isEnv(place)) return 'hidden'
    const empty = 'param' in place ? 'kept' : isEnv(place) ? rule.emptyEnv : rule.emptyKey
    if (value === '' && empty !== 'kept') return 'empty'
    return refuse(value, place) ?? 'chosen'
  }
}

export interface Flag extends Lookup {
  readonly on: boolean
  /** A value that the client refuses to read. */
  readonly invalid: Candidate | null
}

export function lookUpFlag(rule: FlagRule, process: Process): Flag {
  const text = (value: string) => (rule.values === 'exact' ? value : value.toLowerCase())
  const isOther = (value: string) => text(value) !== 'true' && text(value) !== 'false'
  const lookup = lookUp(rule, process, (value, place) =>
    isOther(value) && (isEnv(place) ? rule.otherEnv : rule.otherKey) === 'skipped' ? 'other-value' : null,
  )
  const {chosen} = lookup
  const isRefused = chosen !== null && isOther(chosen.value) && isEnv(chosen.place) && rule.otherEnv === 'error'
  return {...lookup, on: chosen !== null && text(chosen.value) === 'true', invalid: isRefused ? chosen : null}
}

export interface EndpointLookup extends Lookup {
  /** What the profile says under `services`, and whether there is such a section. */
  readonly pointer: Candidate | null
  readonly missingServices: boolean
}

/** The endpoint URL. A services section that is missing may end the search in files. */
export function lookUpEndpoint(rule: EndpointRule, process: Process): EndpointLookup {
  const pointer = rule.services === undefined ? null : lookUp(rule.services, process).chosen
  const isMissing = pointer !== null && !process.config.services.has(pointer.value)
  const stopsAtFiles = isMissing && rule.services?.missing === 'end'
  const lookup = lookUp(rule, process, (_, place) => (stopsAtFiles && ('config' in place || 'credentials' in place) ? 'hidden' : null))
  const {chosen} = lookup
  const isReached = chosen === null || 'config' in chosen.place || 'credentials' in chosen.place
  return {...lookup, pointer, missingServices: isMissing && isReached}
}

export function isEnv(place: Place): place is EnvPlace {
  return 'env' in place
}

function valueAt(place: Place, process: Process): Sourced | undefined {
  if ('param' in place) return process.input.params?.[place.param]
  if ('env' in place) return process.input.env[place.env]
  if ('config' in place) return profileIn(process, 'config')?.get(place.config)
  if ('credentials' in place) return profileIn(process, 'credentials')?.get(place.credentials)
  const pointer = servicesPointer(place.services, process)
  return pointer === undefined ? undefined : process.config.services.get(pointer)?.get(nested('sts', place.services))
}
