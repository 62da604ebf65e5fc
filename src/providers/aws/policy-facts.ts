import type {Facts} from '../../data.js'
import {placeNamed} from './place.js'
import {coversAction, type PolicyCondition, type Statement, statementsOf} from './policy.js'
import {GLOBAL, refusal, STS} from './refusals.js'
import type {SettingSubject} from './setting-subject.js'

/** The statement a setting stands in: a condition, an audience. */
export function statementFacts({unit, setting, hosts}: SettingSubject): Facts {
  const statement = statementsOf(unit).get(setting.entry.scope)
  if (!statement) return {}
  const {effect, principals, conditions} = statement
  return {
    'statement.effect': effect,
    'statement.sts': STS.some((action) => coversAction(statement, action) === true),
    'statement.trust': principals.length > 0 && coversAny(statement),
    'statement.partition': partitionOf(principals, hosts),
    'statement.narrowed': conditions.filter((condition) => !isException(condition)).length > 1,
  }
}

function coversAny(statement: Statement): boolean {
  return STS.slice(0, 3).some((action) => coversAction(statement, action) === true)
}

/** The one partition all ARNs of the principals are in. */
function partitionOf(principals: readonly string[], hosts: SettingSubject['hosts']): string | null {
  const found = new Set(principals.map((principal) => hosts.arnPartition(principal)).filter((id) => id !== null))
  return found.size === 1 ? ([...found][0] ?? null) : null
}

/** `ArnNotLike aws:PrincipalArn`: who is left out. It leaves the statement to all others. */
function isException({operator, key}: PolicyCondition): boolean {
  return /not/.test(operator) && /^aws:principal(?:arn|orgid|orgpaths|account)$/.test(key)
}

/** A condition on where a call goes or comes from. */
export function conditionFacts(subject: SettingSubject): Facts {
  const {unit, setting, hosts, whole} = subject
  const statement = statementsOf(unit).get(setting.entry.scope)
  const condition = statement?.conditions.find(({entries}) => entries.includes(setting.entry))
  if (!statement || !condition) return {}
  const facts = {
    ...statementFacts(subject),
    'condition.key': condition.key,
    'condition.alone': statement.conditions.filter(({key}) => NETWORK.test(key)).length === 1,
    'condition.values': condition.values.map((value) => value ?? '…').join(', '),
  }
  if (condition.key !== 'aws:requestedregion') return facts
  const {callers, regions} = whole()
  const refuses = (region: string): boolean | null => refusal(statement, condition, region)
  // The credentials that the condition speaks of are no good in other partitions.
  const isFlipped = (region: string | null): region is string =>
    region !== null && hosts.region(region).partition === hosts.region(GLOBAL).partition && refuses(region) === true
  const flipped = refuses(GLOBAL) === false
  const refused = flipped ? callers.filter(({region}) => isFlipped(region)) : []
  return {
    ...facts,
    'condition.refusesGlobal': refuses(GLOBAL),
    'condition.caller': placeNamed(refused),
    'condition.refusedCaller': refused[0]?.region ?? null,
    'condition.refusedRegion': flipped ? ([...regions.keys()].find(isFlipped) ?? null) : null,
  }
}

/** Keys that say where a call comes from: a statement with two of them has thought of both ways. */
const NETWORK = /^aws:(?:sourceip|vpcsourceip|sourcevpc|sourcevpce)$/
