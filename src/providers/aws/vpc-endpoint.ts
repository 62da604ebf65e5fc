import type {Facts} from '../../data.js'
import type {Entry} from '../../model.js'
import type {Unit} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import {besideAt} from './beside.js'
import type {HostFacts} from './hosts.js'
import {coversAction, type Statement, statementsOf} from './policy.js'
import {callersOf} from './project-facts.js'
import {gatesOf} from './security-group.js'
import type {SettingSubject} from './setting-subject.js'

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
    'service.refused': refusedActions(subject),
  }
}

/** Of the endpoint: its service name may be the argument of a function. */
function resourceOf({path}: Entry): readonly string[] {
  const at = path.findLastIndex((segment) => /^(?:service_name|ServiceName|service)$/.test(segment))
  return path.slice(0, at)
}

/** Whether anybody can come in: a security group that is shut, and no subnet to have an address in. */
function doorFacts(unit: Unit, at: readonly string[]): Facts {
  const gates = ['security_group_ids', 'SecurityGroupIds'].flatMap((key) => gatesOf(unit, [...at, key]) ?? [])
  const isShut = gates.length > 0 && gates.every(({isOpen}) => isOpen === false)
  const type = besideAt(unit, at, 'vpc_endpoint_type', 'VpcEndpointType')?.value
  const isPlaced = unit.parsed.entries.some(
    ({path, expression}) =>
      (/^(?:subnet_ids|SubnetIds|subnet_configuration|count|for_each)$/.test(path[at.length] ?? '') &&
        at.every((segment, index) => path[index] === segment)) ||
      (path[1] === 'aws_vpc_endpoint_subnet_association' && expression?.includes(at.slice(1).join('.'))),
  )
  return {
    'service.shutGroup': isShut ? gates.map(({name}) => name).join(', ') : null,
    'service.shutForSure': isShut && gates.every(({isWhole}) => isWhole),
    'service.hasSubnet': type === 'Interface' ? isPlaced : null,
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
  const at = resourceOf(setting.entry)
  const resource = at.join('.')
  const policy = besideAt(unit, at, 'policy')
  const named = /^(data\.aws_iam_policy_document\.[\w-]+)\.json$/.exec(policy?.expression ?? '')?.[1]
  return [...statementsOf(unit).values()].filter(({scope: {id}}) =>
    [resource, named].some((place) => place !== undefined && id.startsWith(`${place}.`)),
  )
}
