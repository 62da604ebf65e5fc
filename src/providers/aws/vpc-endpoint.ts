import type {Facts} from '../../data.js'
import type {Entry} from '../../model.js'
import type {Setting} from '../../settings/recognise.js'
import {besideAt} from './beside.js'
import type {HostFacts} from './hosts.js'
import {callersOf} from './project-facts.js'
import type {SettingSubject} from './setting-subject.js'
import {doorFacts, refusedActions, resourceOf} from './vpc-door.js'

/** An STS interface endpoint: who it would serve, whether they find it, and what its policy lets through. */
export function vpcEndpointFacts(subject: SettingSubject): Facts {
  const {facts, whole, unit, setting} = subject
  if (facts['service.isSts'] !== true) return callersOf(facts, whole().callers)
  const at = resourceOf(setting.entry)
  const stated = (...keys: readonly string[]): Entry | undefined => besideAt(unit, at, ...keys)
  const privateDns = stated('private_dns_enabled', 'PrivateDnsEnabled')
  return {
    ...callersOf(facts, whole().callers),
    // Terraform and CloudFormation leave it off unless asked.
    'service.privateDns': privateDns === undefined ? 'unsaid' : (privateDns.value ?? 'computed'),
    'service.isNamed': isNamedOtherwise(subject),
    'service.ipType': stated('ip_address_type', 'IpAddressType')?.value ?? null,
    ...doorFacts(unit, at),
    'service.refused': refusedActions(unit, at),
  }
}

/** A zone of one's own for the Regional name, or callers that use the endpoint's own name. */
function isNamedOtherwise({project, unit, hosts, facts}: SettingSubject): boolean {
  const region = facts['service.region']
  const isHere = (host: HostFacts): boolean => region === null || host.region === region
  const isZone = ({name, entry: {value}}: Setting): boolean => {
    if (name !== 'dns.name') return false
    const host = value === null ? null : hosts.parse(value)
    return host === null || (host.service === 'sts' && isHere(host))
  }
  const isCaller = ({name, entry: {value, expression}}: Setting): boolean => {
    if (name !== 'sts.endpoint') return false
    // A name that is all computed may be any; one that is written around a Region is not this.
    if (value === null) return !/amazonaws/.test(expression ?? '')
    const host = hosts.parse(value)
    return host.reach === 'vpce' && isHere(host)
  }
  return unit.settings.some(isZone) || project.units.some(({settings}) => settings.some(isCaller))
}
