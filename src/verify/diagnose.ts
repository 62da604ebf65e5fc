import {say} from '../engine/fill.js'
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

/** @param conceal takes away what nobody may see: before messages are cut to a line, since half a secret is not recognised */
export function diagnosisOf(outcome: Outcome, facts: Facts, conceal: (text: string) => string): Diagnosis {
  const known = Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, typeof value === 'string' ? conceal(value) : value]],
    ),
  )
  return {
    id: outcome.id,
    message: say(outcome.says, known),
    next: say(outcome.next, known),
    code: String(known['code'] || known['name'] || 'Unknown'),
    http: typeof facts['http'] === 'number' ? facts['http'] : null,
  }
}

function holds(condition: Condition, fact: string | number | boolean | null): boolean {
  if (condition instanceof RegExp) return typeof fact === 'string' && condition.test(fact)
  if (Array.isArray(condition)) return condition.includes(fact as string)
  return condition === fact
}
