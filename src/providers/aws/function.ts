import type {Facts} from '../../data.js'
import type {Scope} from '../../model.js'
import {scopePath, type Unit} from '../../scopes/view.js'

/** Lambda's own, where nothing is said: an argument of CloudFormation, Terraform and the frameworks alike. */
const DEFAULT_SECONDS = 3

const SUBNETS = /^(?:vpc_config|VpcConfig|vpc)$/
const TIMEOUT = /^(?:timeout|Timeout)$/

/** A Lambda function: whether it runs in subnets of a VPC, and how long it may run, in seconds. */
export function functionFacts(unit: Unit, scope: Scope): Facts {
  if (scope.kind !== 'function') return {}
  const at = scopePath(scope)
  const own = unit.parsed.entries.filter(({path}) => at.every((segment, index) => path[index] === segment))
  // `Properties` in CloudFormation.
  const keysOf = (path: readonly string[]): readonly string[] => path.slice(at.length, at.length + 2)
  const timeout = own.find(({path}) => keysOf(path).some((key) => TIMEOUT.test(key)) && path.length <= at.length + 2)
  const seconds = timeout === undefined ? DEFAULT_SECONDS : Number(timeout.value ?? Number.NaN)
  return {
    'scope.inVpc': own.some(({path}) => keysOf(path).some((key) => SUBNETS.test(key)) && path.length > at.length + 1),
    'scope.timeout': Number.isInteger(seconds) ? seconds : null,
  }
}
