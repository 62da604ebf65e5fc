import type {EndpointRule, EnvPlace, FlagRule, Place, SettingRule} from './clients-file.js'
import {type Process, profileIn, valueAt} from './process.js'
import type {Sourced} from './types.js'

/** One place that says something, and what becomes of it. */
export interface Candidate extends Sourced {
  readonly place: Place
  /** `chosen` decides the setting; `later` comes after it; the rest is passed over. */
  readonly fate: 'chosen' | 'later' | 'empty' | 'hidden' | 'condition' | 'other-value' | 'no-services'
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
    const own = fateOf(found.value, place)
    const fate = own === 'chosen' && chosen !== null ? 'later' : own
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
  const isText =
    rule.mergedKey === 'means-false' &&
    chosen !== null &&
    'credentials' in chosen.place &&
    profileIn(process, 'config') !== undefined
  const isOn = chosen !== null && !isText && text(chosen.value) === 'true'
  return {...lookup, on: isOn, invalid: isRefused ? chosen : null}
}

/** The endpoint URL. A services section that is not there may end the search in files. */
export function lookUpEndpoint(rule: EndpointRule, process: Process): Lookup {
  const ends = isServicesMissing(process) && rule.services?.missing === 'end'
  return lookUp(rule, process, (_, place) => (ends && isInFile(place) ? 'no-services' : null))
}

export function isServicesMissing({services}: Process): boolean {
  return services !== null && services.section === null
}

export function isInFile(place: Place): boolean {
  return 'config' in place || 'credentials' in place || 'services' in place
}

export function isEnv(place: Place): place is EnvPlace {
  return 'env' in place
}
