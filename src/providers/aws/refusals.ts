import type {Unit} from '../../scopes/view.js'
import {conditionHolds, coversAction, type PolicyCondition, type Statement, statementsOf} from './policy.js'

/** What every caller of STS needs: a statement about one of these is about STS. */
export const STS = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithWebIdentity',
  'sts:AssumeRoleWithSAML',
  'sts:GetCallerIdentity',
]

/** aws:RequestedRegion of every call to the global endpoint, wherever it is served (AWS Security Blog, April 2025). */
export const GLOBAL = 'us-east-1'

/** The Regions, of those in use, where a policy of the tree denies STS what it lets through to the global endpoint. */
export function refusedRegions(units: readonly Unit[], regions: Iterable<string>): string[] {
  const denials = units.flatMap((unit) =>
    unit.settings.flatMap(({name, entry}) => {
      const statement = name === 'policy.condition' ? statementsOf(unit).get(entry.scope) : undefined
      const condition = statement?.conditions.find(({entries}) => entries.includes(entry))
      const isAbout =
        statement?.effect === 'Deny' &&
        condition?.key === 'aws:requestedregion' &&
        STS.some((action) => coversAction(statement, action) === true)
      return isAbout ? [{statement, condition}] : []
    }),
  )
  return [...regions].filter((region) =>
    denials.some(
      ({statement, condition}) =>
        refusal(statement, condition, GLOBAL) === false && refusal(statement, condition, region) === true,
    ),
  )
}

/** What is denied, or not allowed by this statement, for calls in a Region. */
export function refusal({effect}: Statement, condition: PolicyCondition, region: string): boolean | null {
  const holds = conditionHolds(condition, region)
  if (holds === null || effect === null) return null
  return effect === 'Deny' ? holds : !holds
}
