import type {Entry} from '../../model.js'
import type {Unit} from '../../scopes/view.js'

/** What a security group lets in on the port of HTTPS, as far as its own file says. */
export interface Gate {
  /** As a reader finds it: `aws_security_group.endpoints`. */
  readonly name: string
  /** Null: something decides that is not read here. */
  readonly isOpen: boolean | null
  /** Its rules stand in it: no other resource adds to them. */
  readonly isWhole: boolean
}

/** The groups that the list at `path` names; null where one of them is not in the file. */
export function gatesOf(unit: Unit, path: readonly string[]): readonly Gate[] | null {
  const names = new Set(
    below(unit, path)
      .filter(({value}) => value !== 'GroupId')
      .map((entry) => referenceIn(entry)),
  )
  if (names.size === 0) return null
  const gates = [...names].map((name) => name && (terraformGate(unit, name) ?? cloudFormationGate(unit, name)))
  return gates.every((gate) => gate !== null && gate !== '') ? (gates as Gate[]) : null
}

/** `aws_security_group.x.id`, `!Ref X`, `!GetAtt X.GroupId`, `{Ref: X}`, `{Fn::GetAtt: [X, GroupId]}`. */
function referenceIn({expression, value, path}: Entry): string | null {
  if (value !== null)
    return path.includes('Ref') || path.includes('Fn::GetAtt') ? value.replace(/\.GroupId$/, '') : null
  const text = expression ?? ''
  return (
    /^aws_security_group\.([\w-]+)(?:\[0\])?\.id$/.exec(text)?.[1] ??
    /^!(?:Ref|GetAtt)\s+(\w+)(?:\.GroupId)?$/.exec(text)?.[1] ??
    null
  )
}

function terraformGate(unit: Unit, name: string): Gate | null {
  const group = below(unit, ['resource', 'aws_security_group', name])
  if (group.length === 0) return null
  const inline = group.filter(({path}) => path[3] === 'ingress')
  const isComputed = group.some(({path}) => path[3] === 'dynamic' || (path[3] === 'ingress' && path.length === 4))
  const separate = ['aws_security_group_rule', 'aws_vpc_security_group_ingress_rule'].flatMap((type) =>
    [...resources(unit, ['resource', type])].filter((rule) =>
      rule.some(
        ({key, expression}) => key === 'security_group_id' && expression?.startsWith(`aws_security_group.${name}.`),
      ),
    ),
  )
  const listed = inline.filter(({path}) => /^\d+$/.test(path[4] ?? ''))
  const items =
    listed.length > 0 ? resources(unit, ['resource', 'aws_security_group', name, 'ingress']) : blocks(inline)
  const rules = [...items, ...separate.filter((rule) => valueIn(rule, 'type') !== 'egress')]
  if (rules.length === 0 && !isComputed) return null
  return {
    name: `aws_security_group.${name}`,
    isOpen: isComputed ? null : anyOpen(rules, TERRAFORM),
    isWhole: inline.length > 0 && separate.length === 0,
  }
}

function cloudFormationGate(unit: Unit, name: string): Gate | null {
  const at = ['Resources', name, 'Properties', 'SecurityGroupIngress']
  const inline = below(unit, at)
  const separate = [...resources(unit, ['Resources'])].filter(
    (resource) =>
      valueIn(resource, 'Type') === 'AWS::EC2::SecurityGroupIngress' &&
      resource.some((entry) => entry.path[3] === 'GroupId' && referenceIn(entry) === name),
  )
  const items = resources(unit, at)
  const isComputed = inline.some(({path}) => path.length === at.length || !/^\d+$/.test(path[at.length]!))
  const rules = [...items, ...separate]
  if (rules.length === 0 && !isComputed) return null
  return {
    name,
    isOpen: isComputed ? null : anyOpen(rules, CLOUDFORMATION),
    isWhole: inline.length > 0 && separate.length === 0,
  }
}

interface Keys {
  readonly from: string
  readonly to: string
  readonly protocol: readonly string[]
}

const TERRAFORM: Keys = {from: 'from_port', to: 'to_port', protocol: ['protocol', 'ip_protocol']}
const CLOUDFORMATION: Keys = {from: 'FromPort', to: 'ToPort', protocol: ['IpProtocol']}

const HTTPS = 443

/** Null where none surely lets it in and one may. */
function anyOpen(rules: readonly (readonly Entry[])[], keys: Keys): boolean | null {
  const answers = rules.map((rule) => isOpen(rule, keys))
  return answers.includes(true) ? true : answers.includes(null) ? null : false
}

function isOpen(rule: readonly Entry[], {from, to, protocol}: Keys): boolean | null {
  const kind = protocol.map((key) => valueIn(rule, key)).find((value) => value !== undefined)
  if (kind === null) return null
  if (kind === '-1' || kind === 'all') return true
  const ports = [valueIn(rule, from), valueIn(rule, to)].map((value) => (value === undefined ? value : Number(value)))
  const [first, last] = ports
  if (kind === undefined || first === undefined || last === undefined) return null
  if (
    Number.isNaN(first) ||
    Number.isNaN(last) ||
    rule.some(({key, value}) => [from, to].includes(key) && value === null)
  )
    return null
  return /^(?:tcp|6)$/.test(kind) && first <= HTTPS && HTTPS <= last
}

/** Undefined where the key is absent, null where its value is computed. */
function valueIn(rule: readonly Entry[], key: string): string | null | undefined {
  return rule.find((entry) => entry.key === key)?.value
}

/** Repeated blocks share a path: a key that comes again begins the next one. */
function blocks(entries: readonly Entry[]): Entry[][] {
  const found: Entry[][] = []
  let seen = new Set<string>()
  for (const entry of entries) {
    const key = entry.path.slice(4).join('.')
    if (found.length === 0 || seen.has(key)) {
      found.push([])
      seen = new Set()
    }
    seen.add(key)
    found.at(-1)!.push(entry)
  }
  return found
}

/** The entries below each child of `path`. */
function resources(unit: Unit, path: readonly string[]): Iterable<readonly Entry[]> {
  const found = new Map<string, Entry[]>()
  for (const entry of below(unit, path)) {
    const name = entry.path[path.length] ?? ''
    const list = found.get(name)
    if (list) list.push(entry)
    else found.set(name, [entry])
  }
  return found.values()
}

function below(unit: Unit, path: readonly string[]): Entry[] {
  return unit.parsed.entries.filter(
    (entry) => entry.path.length >= path.length && path.every((segment, index) => entry.path[index] === segment),
  )
}
