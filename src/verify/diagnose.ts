import {say} from '../engine/fill.js'
import {maskIdentity} from './mask-identity.js'
import type {Diagnosis} from './model.js'
import {type Condition, OUTCOMES, type Outcome} from './outcomes.js'
import {ALIYUN_OUTCOMES} from './outcomes-aliyun.js'

/** All that is known when something failed. Null and absent are the same. */
export type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>

export function outcomeOf(facts: Facts): Outcome {
  const rows = facts['provider'] === 'aliyun' ? ALIYUN_OUTCOMES : OUTCOMES
  return rows.find(({when}) =>
    Object.entries(when).every(([name, condition]) => holds(condition, facts[name] ?? null)),
  )!
}

/** @param showsIdentity whether account ids and ARNs in what STS said may be shown */
export function diagnosisOf(outcome: Outcome, facts: Facts, showsIdentity: boolean): Diagnosis {
  const message = String(facts['message'] ?? '')
  const shown = {...facts, message: showsIdentity ? message : maskIdentity(message)}
  const known = Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null))
  return {
    id: outcome.id,
    message: say(outcome.says, known),
    next: say(outcome.next, known),
    code: String(facts['code'] || facts['name'] || 'Unknown'),
    http: typeof facts['http'] === 'number' ? facts['http'] : null,
  }
}

function holds(condition: Condition, fact: string | number | boolean | null): boolean {
  if (condition instanceof RegExp) return typeof fact === 'string' && condition.test(fact)
  if (Array.isArray(condition)) return condition.includes(fact as string)
  return condition === fact
}
