import type {Facts} from '../../data.js'
import {companionOf} from '../../scopes/companion.js'
import type {Project} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import type {Hosts} from './hosts.js'

/** A condition on a fact that is not there would hold. */
const NONE: Facts = {
  'companion.stated': null,
  'companion.region': null,
  'companion.regionalEndpoint': null,
  'companion.regionalHost': null,
}

/**
 * The Region that a key beside an endpoint says requests are signed for. It takes the place of what the scope says of
 * `sts.region`: another component's is none of this one's.
 */
export function companionFacts(hosts: Hosts, project: Project, setting: Setting, scope: Facts): Facts {
  if (setting.row.also?.name !== 'sts.region') return NONE
  const name = companionOf(setting, project)?.entry.value || null
  const isKnown = name !== null && hosts.region(name).known
  const endpoint = isKnown ? hosts.endpoint(name, 'regional') : null
  return {
    'scope.sts.region': name,
    'scope.signingRegion': name ?? scope['scope.region'] ?? null,
    'companion.stated': isStated(setting, project),
    'companion.region': isKnown ? name : null,
    'companion.regionalEndpoint': endpoint,
    'companion.regionalHost': endpoint?.replace('https://', '') ?? null,
  }
}

/** Beside it, if only by an expression, or in another file that its program may read as well (core-site and hdfs-site). */
function isStated(setting: Setting, project: Project): boolean {
  const beside = companionOf(setting, project)?.entry
  if (beside && beside.value !== '') return true
  return project.units.some((unit) =>
    unit.settings.some(
      ({name, entry, row}) =>
        name === 'sts.region' && row.also?.name === 'sts.endpoint' && entry !== beside && entry.value !== '',
    ),
  )
}
