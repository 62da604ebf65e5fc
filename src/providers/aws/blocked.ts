import type {Unit} from '../../scopes/view.js'
import {placeNamed} from './place.js'
import {coversAction, GLOBAL, refusal, STS, statementsOf} from './policy.js'
import type {ScopeContext} from './scope-facts.js'
import {serviceFacts} from './value-facts.js'
import {doorFacts, refusedActions, resourceOf} from './vpc-door.js'
import {type BlockedBy, unseenBy} from './watchers.js'

/** A VPC endpoint takes the Regional name for its network, and lets through what its policy and its groups do (trap D09). */
export function blockedBy(context: ScopeContext): BlockedBy {
  const blocks = [
    ...context.project.units.flatMap((unit) => [...endpointsOf(unit), ...policiesOf(unit)]),
    ...unseenBy(context),
  ]
  return (region) => {
    for (const block of blocks) {
      const reason = block(region)
      if (reason !== null) return reason
    }
    return null
  }
}

function endpointsOf(unit: Unit): BlockedBy[] {
  return unit.settings.flatMap(({name, entry}) => {
    const service = name === 'vpce.service' ? serviceFacts(entry) : {}
    if (service['service.isSts'] !== true) return []
    const at = resourceOf(entry)
    const isShut = doorFacts(unit, at)['service.shutForSure'] === true
    if (!isShut && !/AssumeRole/.test(refusedActions(unit, at) ?? '')) return []
    const own = service['service.region'] ?? null
    const reason = `the VPC endpoint of ${placeNamed([{unit, entry}])} would not let every call through`
    return [(region) => (own === null || own === region ? reason : null)]
  })
}

/** A statement that refuses a Region, and not the global endpoint. */
function policiesOf(unit: Unit): BlockedBy[] {
  if (!unit.settings.some(({name}) => name === 'policy.condition')) return []
  return [...statementsOf(unit).values()].flatMap((statement) =>
    statement.conditions.flatMap((condition): BlockedBy[] => {
      if (statement.effect !== 'Deny' || condition.key !== 'aws:requestedregion') return []
      if (!STS.some((action) => coversAction(statement, action) === true)) return []
      if (refusal(statement, condition, GLOBAL) !== false) return []
      const [entry] = condition.entries
      const reason = `${entry === undefined ? 'a policy' : placeNamed([{unit, entry}])} refuses calls there`
      return [(region) => (refusal(statement, condition, region) === true ? reason : null)]
    }),
  )
}
