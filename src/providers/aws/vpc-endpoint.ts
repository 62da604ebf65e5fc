import type {Facts} from '../../data.js'
import type {Setting} from '../../settings/recognise.js'
import {beside} from './beside.js'
import type {HostFacts} from './hosts.js'
import {coversAction, type Statement, statementsOf} from './policy.js'
import {callersOf} from './project-facts.js'
import type {SettingSubject} from './setting-subject.js'

/** An STS interface endpoint: who it would serve, whether they find it, and what its policy lets through. */
export function vpcEndpointFacts(subject: SettingSubject): Facts {
  const {facts, whole, unit, setting} = subject
  if (facts['service.isSts'] !== true) return callersOf(facts, whole().callers)
  const privateDns = beside(unit, setting.entry, 'private_dns_enabled', 'PrivateDnsEnabled')
  return {
    ...callersOf(facts, whole().callers),
    // Terraform and CloudFormation leave it off unless asked.
    'service.privateDns': privateDns === undefined ? 'unsaid' : (privateDns.value ?? 'computed'),
    'service.isNamed': isNamedOtherwise(subject),
    'service.ipType': beside(unit, setting.entry, 'ip_address_type', 'IpAddressType')?.value ?? null,
    'service.refused': refusedActions(subject),
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

/** What every workload with a role needs. */
const NEEDED = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:GetCallerIdentity']

/** Null where there is no policy to read, which lets everything through. */
function refusedActions(subject: SettingSubject): string | null {
  const statements = policyOf(subject)
  if (statements.length === 0 || statements.some(({effect}) => effect === null)) return null
  const allows = statements.filter(({effect}) => effect === 'Allow')
  const refused = NEEDED.filter((action) => allows.every((statement) => coversAction(statement, action) === false))
  return refused.length === 0 ? null : refused.join(', ')
}

/** The statements below the resource, or those of the policy document that it names. */
function policyOf({unit, setting}: SettingSubject): Statement[] {
  const resource = setting.entry.path.slice(0, -1).join('.')
  const policy = beside(unit, setting.entry, 'policy')
  const named = /^(data\.aws_iam_policy_document\.[\w-]+)\.json$/.exec(policy?.expression ?? '')?.[1]
  return [...statementsOf(unit).values()].filter(({scope: {id}}) =>
    [resource, named].some((place) => place !== undefined && id.startsWith(`${place}.`)),
  )
}
