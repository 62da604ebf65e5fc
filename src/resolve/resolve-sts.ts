import type {Reach} from '../providers/aws/host-facts.js'
import {createHosts} from '../providers/aws/hosts.js'
import {explain} from './because.js'
import {CHECKS} from './checks.js'
import type {Client} from './clients.js'
import type {Behaviour} from './clients-file.js'
import type {Tables} from './partitions.js'
import {makePlan, type Plan, type Target, targetOf} from './plan.js'
import {withSources} from './process.js'
import type {Resolution, ResolveError, ResolveInput, SourcedInput} from './types.js'

/** Which STS endpoint a client calls in a process. Sources are `env`, `param`, `config:line` and `credentials:line`. */
export function resolveSts(input: ResolveInput, client: Client): Resolution {
  return resolveSourced(withSources(input), client)
}

/** The same for values that know their place: what a scope states. */
export function resolveSourced(input: SourcedInput, client: Client): Resolution {
  const plan = makePlan(input, client.behaviour, client.tables)
  const {error, target} = outcomeOf(plan)
  return {
    client: {name: client.name, version: client.version},
    endpoint: target?.endpoint ?? null,
    reach: target === null ? null : reachOf(target, client.tables),
    region: plan.regionName,
    signingRegion: target?.signingRegion ?? null,
    error,
    likely:
      client.verified !== 'executed' ||
      client.others.some((other) => isOther(input, other, client.tables, target, error)),
    because: explain(plan, target, error, client),
  }
}

interface Outcome {
  readonly error: ResolveError | null
  readonly target: Target | null
}

/** The first check that fails, in the client's own order; a host only where all hold. */
function outcomeOf(plan: Plan): Outcome {
  for (const {if: name, then: kind, throws} of plan.behaviour.checks) {
    const message = CHECKS[name]?.(plan) ?? null
    if (message !== null)
      return {error: {kind, message: throws === undefined ? message : `${throws}: ${message}`}, target: null}
  }
  const target = targetOf(plan)
  return target === null
    ? {error: {kind: 'endpoint-unresolvable', message: 'no endpoint can be made'}, target}
    : {error: null, target}
}

function reachOf({kind, endpoint}: Target, tables: Tables): Reach {
  return kind === 'url' ? hostsOf(tables).parse(endpoint).reach : kind
}

const parsers = new WeakMap<Tables, ReturnType<typeof createHosts>>()

export function hostsOf(tables: Tables): ReturnType<typeof createHosts> {
  const hosts = parsers.get(tables) ?? createHosts(tables.hosts)
  parsers.set(tables, hosts)
  return hosts
}

/** Would another version of the client call another endpoint? */
function isOther(
  input: SourcedInput,
  behaviour: Behaviour,
  tables: Tables,
  target: Target | null,
  error: ResolveError | null,
): boolean {
  const other = outcomeOf(makePlan(input, behaviour, tables))
  return other.target?.endpoint !== target?.endpoint || other.error?.kind !== error?.kind
}
