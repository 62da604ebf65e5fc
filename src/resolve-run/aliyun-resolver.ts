import type {CreateResolver} from '../engine/provider.js'
import {applyEdits} from '../fix/apply.js'
import type {Effect, Scope} from '../model.js'
import type {AliyunClient} from '../providers/aliyun/clients.js'
import type {AliyunHosts} from '../providers/aliyun/hosts.js'
import type {Project, Unit} from '../scopes/view.js'
import {aliyunAnswers} from './aliyun.js'
import {type AliyunContext, aliyunSubjects} from './aliyun-subjects.js'
import {destinationOf} from './destination.js'
import {MOST, TOO_MANY} from './effects.js'
import type {Answer} from './model.js'
import {hostOf} from './says.js'

interface ResolverContext extends Pick<AliyunContext, 'clients' | 'choose'> {
  readonly hosts: AliyunHosts
}

/** What Alibaba Cloud's clients call from a scope, before a change and after it. */
export function createAliyunResolver({clients, choose, hosts}: ResolverContext): CreateResolver {
  return (project, again) => {
    const known = new Map<Project, readonly Answer<AliyunClient>[]>()
    const answersOf = (of: Project): readonly Answer<AliyunClient>[] => {
      const made =
        known.get(of) ?? aliyunAnswers(aliyunSubjects({project: of, clients, choose, profile: null}), {}, hosts)
      known.set(of, made)
      return made
    }
    const at = (of: Project, unit: Unit, scope: Scope) =>
      answersOf(of).filter(
        (answer) =>
          answer.scope.path === unit.document.path &&
          answer.scope.kind === scope.kind &&
          answer.scope.name === scope.name,
      )
    // Every file that speaks of Alibaba Cloud is looked at again.
    const size = project.units.reduce(
      (sum, unit) => sum + (unit.settings.length > 0 ? unit.document.text.length : 0),
      0,
    )
    let left = MOST
    return {
      facts: () => ({}),
      resolutions: () => [],
      says: () => null,
      effects(unit, scope, edits) {
        const before = at(project, unit, scope)
        // Several scopes of one name are not told apart.
        if (before.length === 0 || new Set(before.map(({scope: {line}}) => line)).size > 1) return null
        left -= size
        if (left < 0) return TOO_MANY
        const after = at(again(unit, applyEdits(unit.document.text, edits)), unit, scope)
        if (after.length !== before.length) return null
        const pairs = before.map((was, index) => ({was, is: after[index]!}))
        const astray = pairs.find(({was, is}) => isAstray(was, is))
        return {
          effects: pairs.map(toEffect),
          doubt:
            astray === undefined
              ? null
              : `it would send ${astray.is.use.label} to ${hostOf(astray.is.resolution.endpoint!)}`,
        }
      },
    }
  }
}

interface Pair {
  readonly was: Answer<AliyunClient>
  readonly is: Answer<AliyunClient>
}

/** To the central host, or to one that is not listed, where it did better before. */
function isAstray({resolution: was}: Answer<AliyunClient>, {resolution: is}: Answer<AliyunClient>): boolean {
  if (was.endpoint === is.endpoint || is.endpoint === null) return false
  return is.reach === 'foreign' || (is.reach === 'central' && was.reach !== 'foreign')
}

function toEffect({was, is}: Pair): Effect {
  const {
    use: {label, found},
    resolution: {client},
  } = was
  return {
    client: {name: client.name, version: client.version, label, source: found?.source ?? null},
    scope: null,
    before: destinationOf(was.resolution),
    after: destinationOf(is.resolution),
  }
}
