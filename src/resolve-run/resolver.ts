import type {CreateResolver} from '../engine/provider.js'
import type {Project} from '../scopes/view.js'
import {clientFacts, globalAnswers} from './client-facts.js'
import type {SubjectContext} from './context.js'
import {toResolution} from './destination.js'
import {fixEffects, MOST, TOO_MANY} from './effects.js'
import type {Answer} from './model.js'
import {ProjectAnswers} from './project-answers.js'
import {byGravity, says} from './says.js'

/** Of a client without any version, a likely answer says no more than the message does. */
function isTelling({use, resolution}: Answer): boolean {
  return !resolution.likely || use.client.version !== null || use.oldest !== null
}

/** @param contextOf what scopes are resolved with, which differs by the texts of a project's files */
export function createResolver(contextOf: (project: Project) => SubjectContext): CreateResolver {
  return (project, again) => {
    const answers = new ProjectAnswers(contextOf(project))
    let left = MOST
    return {
      facts: (unit, scope) => clientFacts(answers.scene(unit, scope)),
      resolutions(unit, scope, about) {
        const isParameter = about === 'client.use-global'
        const all = isParameter ? globalAnswers(answers.scene(unit, scope)) : answers.all(unit, scope)
        return all.map(toResolution)
      },
      says: (unit, scope) => says(byGravity(answers.all(unit, scope)).filter(isTelling)),
      effects(unit, scope, edits, regions) {
        const scopes = [{unit, scope}, ...answers.readers({unit, scope})].filter((seen) => answers.at(seen).length > 0)
        if (scopes.length === 0) return null
        left -= unit.document.text.length
        if (left < 0) return TOO_MANY
        const after = (next: Project) => new ProjectAnswers(contextOf(next))
        return fixEffects({scopes, before: answers, after, again}, {unit, scope, edits, regions})
      },
    }
  }
}
