import type {Facts} from '../../data.js'
import {companionOf} from '../../scopes/companion.js'
import type {Project} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import type {Hosts} from './hosts.js'
import {isEnabled} from './regions.js'

/** A condition on a fact that is not there would hold. */
const NONE: Facts = {
  'companion.region': null,
  'companion.regionEnabled': null,
  'companion.regionalEndpoint': null,
  'companion.regionalHost': null,
}

/**
 * The Region that a tool's own key beside an endpoint signs for. What the scope says of `sts.region` is replaced by it:
 * another component's is none of this one's.
 */
export function companionFacts(
  hosts: Hosts,
  project: Project,
  setting: Setting,
  scope: Facts,
  enabledRegions: readonly string[],
): Facts {
  if (setting.row.also?.name !== 'sts.region') return NONE
  const name = companionOf(setting, project)?.entry.value || null
  const region = name === null ? null : hosts.region(name)
  const endpoint = name === null ? null : hosts.endpoint(name, 'regional')
  return {
    'scope.sts.region': name,
    'scope.signingRegion': name ?? scope['scope.region'] ?? null,
    'companion.region': name,
    'companion.regionEnabled': region !== null && isEnabled(region, enabledRegions),
    'companion.regionalEndpoint': endpoint,
    'companion.regionalHost': endpoint?.replace('https://', '') ?? null,
  }
}
