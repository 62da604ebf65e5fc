import type {ChartRow, Facts} from '../../data.js'
import {type CreateProvider, layer} from '../../engine/provider.js'
import type {Scope} from '../../model.js'
import type {Unit} from '../../scopes/view.js'
import {chartFacts} from './chart.js'
import {companionFacts} from './companion-facts.js'
import type {Hosts} from './hosts.js'
import {type ProjectFacts, projectFacts} from './project-facts.js'
import {type ScopeContext, ScopeReader} from './scope-facts.js'
import {SETTING_FACTS} from './setting-facts.js'
import {valueFacts} from './value-facts.js'

/** The AWS words of a subject: what its host is, what its Region is, what its scope would call. */
export function awsProvider(hosts: Hosts, charts: readonly ChartRow[] = []): CreateProvider {
  return (project, stance, resolver = null) => {
    const context: ScopeContext = {hosts, project, stance}
    const known = new Map<Scope, Facts>()
    const scopeFacts = (unit: Unit, scope: Scope): Facts => {
      const found = known.get(scope)
      if (found) return found
      const facts = new ScopeReader(context, unit, scope).facts()
      known.set(scope, facts)
      return facts
    }
    let whole: ProjectFacts | null = null
    const projectOf = (): ProjectFacts => (whole ??= projectFacts(context, scopeFacts))
    const seen = new Map<Scope, Facts>()
    return {
      resolver,
      scopeFacts(unit, scope) {
        const found = seen.get(scope)
        if (found) return found
        const calls = resolver?.facts(unit, scope)
        const base = calls ? Object.setPrototypeOf(calls, projectOf().facts) : projectOf().facts
        const own = scopeFacts(unit, scope)
        const region = own['scope.region']
        const blockedBy = typeof region === 'string' ? projectOf().blockedBy(region) : null
        const facts = layer(base, {...own, 'scope.blockedBy': blockedBy})
        seen.set(scope, facts)
        return facts
      },
      settingFacts(unit, setting) {
        const scope = scopeFacts(unit, setting.scope)
        const beside = companionFacts(hosts, project, setting, scope)
        const facts = {
          ...valueFacts(hosts, project, setting, layer(scope, beside)),
          ...beside,
          ...chartFacts(charts, project, unit, setting),
        }
        const more = SETTING_FACTS[setting.name]
        return more
          ? {...facts, ...more({hosts, project, unit, setting, facts: layer(scope, facts), whole: projectOf})}
          : facts
      },
    }
  }
}
