import type {Facts} from '../../data.js'
import type {Entry} from '../../model.js'
import type {Project} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import {isEmulator} from '../address.js'
import type {Hosts} from './hosts.js'
import {audienceFacts, listFacts} from './identity.js'

const ENDPOINTS = new Set([
  'sts.endpoint',
  'app.sts.endpoint',
  'sts.fallback-endpoint',
  'endpoint',
  'signin.endpoint',
  'signin.audience',
])
export const REGIONS: ReadonlySet<string> = new Set(['region', 'default-region', 'sts.region'])

/** What a setting's value means, by its canonical name. */
export function valueFacts(hosts: Hosts, project: Project, setting: Setting, scope: Facts): Facts {
  const {
    name,
    entry: {value},
  } = setting
  if (name === 'sts.mode')
    return {
      'value.isScopeRegion':
        value !== null && value === scope['scope.region'] && scope['scope.regionStated'] === 'here',
    }
  if (name === 'audience') return audienceFacts(hosts, value, scope)
  if (name === 'allow-list') return listFacts(hosts, project, setting)
  if (name === 'vpce.service') return serviceFacts(setting.entry)
  if (name === 'role') return {'value.partition': value === null ? null : hosts.arnPartition(value)}
  if (value === null || value === '') return {}
  if (ENDPOINTS.has(name)) return hostFacts(hosts, value, scope)
  if (REGIONS.has(name)) return {...regionFacts(hosts, value), 'region.far': isFar(hosts, value, scope)}
  return {}
}

function hostFacts(hosts: Hosts, value: string, scope: Facts): Facts {
  const host = hosts.parse(value)
  const signing = scope['scope.signingRegion'] ?? null
  const isKnown = typeof signing === 'string' && hosts.region(signing).known
  // Who states a Region does not mean the global host.
  const suggestion =
    hosts.parse(host.suggestion ?? '').reach === 'global'
      ? (scope['scope.regionalHost'] ?? host.suggestion)
      : host.suggestion
  return {
    'host.signed': host.region === null || !isKnown ? null : host.region === signing ? 'same' : 'other',
    'host.secureUrl': host.scheme === 'http' && host.port === null ? value.replace(/^http:/i, 'https:') : null,
    'host.regionalEndpoint': host.region === null ? null : hosts.endpoint(host.region, 'regional'),
    'host.name': host.host,
    'host.scheme': host.scheme,
    'host.reach': host.reach,
    'host.emulator': host.reach === 'local' && isEmulator(host.host),
    'host.fips': host.fips,
    'host.dualstack': host.dualstack,
    'host.service': host.service,
    'host.region': host.region,
    'host.partition': host.partition,
    'host.problem': host.problem,
    'host.suggestion': suggestion,
    'host.seenRegion': host.seenRegion,
    'host.port': host.port,
    'host.path': host.path === '/' || host.path === '' ? null : host.path,
    'host.regionClass': host.region === null ? null : hosts.region(host.region).class,
  }
}

export function regionFacts(hosts: Hosts, value: string): Facts {
  const region = hosts.region(value)
  return {
    'region.class': region.class,
    'region.partition': region.partition,
    'region.suggestion': region.suggestion,
    'region.known': region.known,
    'region.legacyGlobal': region.legacyGlobal,
    'region.fips': region.fips,
  }
}

/** On another continent than the Region in use: both are Regions of the table, of one partition. */
function isFar(hosts: Hosts, value: string, scope: Facts): boolean {
  const other = scope['scope.region']
  if (typeof other !== 'string' || !hosts.region(value).known || !hosts.region(other).known) return false
  return hosts.region(value).partition === hosts.region(other).partition && continentOf(value) !== continentOf(other)
}

const CONTINENTS: readonly (readonly [continent: string, start: RegExp])[] = [
  ['America', /^(?:us|ca|mx|sa)-/],
  ['Europe', /^eu-/],
  ['Middle East', /^(?:me|il)-/],
  ['Africa', /^af-/],
  ['Asia Pacific', /^(?:ap|cn)-/],
]

function continentOf(region: string): string | undefined {
  return CONTINENTS.find(([, start]) => start.test(region))?.[0]
}

/** `com.amazonaws.<region>.sts`: the Region whose host gets a private name. */
export function serviceFacts({value, expression}: Entry): Facts {
  const match = /^(?:!Sub\s+["']?)?(?:cn\.)?com\.amazonaws\.([a-z0-9-]+|\$\{[^}]+\})\.sts(-fips)?["']?$/.exec(
    value ?? expression ?? '',
  )
  const region = match?.[1] ?? null
  return {'service.isSts': match !== null || value === 'sts', 'service.region': region?.startsWith('$') ? null : region}
}
