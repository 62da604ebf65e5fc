import type {Facts} from '../../data.js'
import {type CreateProvider, layer} from '../../engine/provider.js'
import type {Scope} from '../../model.js'
import {type Dropped, droppedBy} from '../../scopes/dropped.js'
import type {Unit} from '../../scopes/view.js'
import type {Hosts} from './hosts.js'
import {callersOf, type ProjectFacts, projectFacts} from './project-facts.js'
import {type ScopeContext, ScopeReader} from './scope-facts.js'
import {valueFacts} from './value-facts.js'

function dropFacts(dropped: Dropped | null): Facts {
  if (dropped === null) return {}
  const {by, unit, offset} = dropped
  const line = unit.document.text.slice(0, offset).split('\n').length
  return {'value.droppedBy': by, 'value.droppedAt': `${unit.file.path}:${line}`}
}

/** The AWS words of a subject: what its host is, what its Region is, what its scope would call. */
export function awsProvider(hosts: Hosts): CreateProvider {
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
        const facts = layer(base, scopeFacts(unit, scope))
        seen.set(scope, facts)
        return facts
      },
      settingFacts(unit, setting) {
        const facts = valueFacts(hosts, project, setting, scopeFacts(unit, setting.scope))
        if (setting.name === 'vpce.service') return {...facts, ...callersOf(facts, projectOf().callers)}
        const isPassed =
          setting.entry.surface === 'env' && (setting.name === 'sts.mode' || setting.name === 'sts.endpoint')
        return isPassed ? {...facts, ...dropFacts(droppedBy(unit, setting, project))} : facts
      },
    }
  }
}
