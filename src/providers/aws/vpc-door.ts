import type {Facts} from '../../data.js'
import type {Entry} from '../../model.js'
import type {Unit} from '../../scopes/view.js'
import {besideAt} from './beside.js'
import {coversAction, type Statement, statementsOf} from './policy.js'
import {gatesOf} from './security-group.js'

/** Of the endpoint: its service name may be the argument of a function. */
export function resourceOf({path}: Entry): readonly string[] {
  const at = path.findLastIndex((segment) => /^(?:service_name|ServiceName|service)$/.test(segment))
  return path.slice(0, at)
}

/** Whether anybody can come in: a security group that is shut, and no subnet to have an address in. */
export function doorFacts(unit: Unit, at: readonly string[]): Facts {
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

/** What every workload with a role needs. */
const NEEDED = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:GetCallerIdentity']

/** Null where there is no policy to read, which lets everything through. */
export function refusedActions(unit: Unit, at: readonly string[]): string | null {
  const statements = policyOf(unit, at)
  if (statements.length === 0 || statements.some(({effect}) => effect === null)) return null
  const allows = statements.filter(({effect}) => effect === 'Allow')
  const refused = NEEDED.filter((action) => allows.every((statement) => coversAction(statement, action) === false))
  return refused.length === 0 ? null : refused.join(', ')
}

/** The statements below the resource, or those of the policy document that it names. */
function policyOf(unit: Unit, at: readonly string[]): Statement[] {
  const resource = at.join('.')
  const policy = besideAt(unit, at, 'policy')
  const named = /^(data\.aws_iam_policy_document\.[\w-]+)\.json$/.exec(policy?.expression ?? '')?.[1]
  return [...statementsOf(unit).values()].filter(({scope: {id}}) =>
    [resource, named].some((place) => place !== undefined && id.startsWith(`${place}.`)),
  )
}
