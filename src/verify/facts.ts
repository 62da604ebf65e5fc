import {codeOf} from '../fault.js'
import type {Hosts} from '../providers/aws/hosts.js'
import type {AddressKind} from './addresses.js'
import {credentialsText} from './credentials-text.js'
import type {Facts} from './diagnose.js'
import type {Endpoint, Limits, Target} from './model.js'
import {type Phase, PhaseError} from './phase-error.js'
import type {Exchange, Fault} from './transport.js'

/** A failure, and all that was known when it came. */
export interface Met {
  readonly error: unknown
  readonly step: 'dns' | 'tls' | 'credentials' | 'identity'
  readonly endpoint: Endpoint
  readonly target: Target
  readonly limits: Limits
  readonly addresses: AddressKind | null
  readonly keyId: string | null
  readonly exchange: Exchange | null
  readonly fault: Fault | null
  readonly proxy: URL | null
  readonly secrets: ReadonlySet<string>
}

/** What of it there is without credentials. */
export interface Reached
  extends Pick<Met, 'error' | 'step' | 'endpoint' | 'limits' | 'addresses' | 'exchange' | 'proxy'> {
  /** Of the scope. */
  readonly region: string | null
}

/** What the rows of outcomes.ts can ask for. */
export function factsOf(met: Met, hosts: Hosts): Facts {
  const {target, keyId, exchange} = met
  const network = networkFacts({...met, region: target.after.region}, hosts)
  return {
    ...network,
    ...targetFacts(target, network['partition'] ?? null, hosts),
    ...(target.provider === 'aliyun' && aliyunFacts(met)),
    keyKind: keyId === null ? null : /^(?:ASIA|STS\.)/.test(keyId) ? 'session' : 'long-term',
    isXml: exchange === null ? null : /xml/i.test(exchange.contentType),
    contentType: exchange?.contentType.split(';')[0] || null,
    ahead: clockText(exchange),
    elsewhere: null,
    ...signInFacts(met),
  }
}

/** The part of them that is about the way there. */
export function networkFacts(reached: Reached, hosts: Hosts): Facts {
  const {step, addresses} = reached
  return {...errorFacts(reached), ...hostFacts(reached, hosts), step, addresses}
}

function errorFacts({error, limits, exchange}: Reached): Facts {
  const name = error instanceof Error ? error.name : 'Error'
  const code = codeOf(error)
  const meta = (error as {$metadata?: {httpStatusCode?: number; attempts?: number}}).$metadata
  const phase = error instanceof PhaseError ? error.phase : null
  // The SDK calls a connection that was cut a TimeoutError too; its code still says so.
  const known = code || (name === 'TimeoutError' ? 'ETIMEDOUT' : '')
  return {
    name,
    // The SDK's own errors carry the service's code as their name.
    code: known || name,
    message: error instanceof Error ? error.message : String(error),
    phase,
    http: error instanceof PhaseError ? error.status : (meta?.httpStatusCode ?? exchange?.status ?? null),
    attempts: meta?.attempts ?? 1,
    ...limitFacts(known, phase, limits),
  }
}

function limitFacts(code: string, phase: Phase | null, {connect, request, total}: Limits): Facts {
  const [what, limit, limitFlag] =
    phase !== null || code === 'TIMEOUT'
      ? (['no connection', connect, '--connect-timeout'] as const)
      : code === 'ETIMEDOUT'
        ? (['no response', request, '--request-timeout'] as const)
        : (['no end', total, '--total-timeout'] as const)
  return {limit: `${what} within ${limit / 1000} s`, limitFlag}
}

function hostFacts({endpoint, region: own, proxy}: Reached, hosts: Hosts): Facts {
  const {hostname, port, protocol} = new URL(endpoint.url)
  const {reach, region, partition} = hosts.parse(endpoint.url)
  const {signingRegion} = endpoint
  const facts = hosts.region(region ?? signingRegion)
  const regional = hosts.endpoint(own ?? signingRegion, 'regional')
  return {
    host: hostname,
    port: port || (protocol === 'https:' ? '443' : '80'),
    reach,
    partition: partition ?? facts.partition,
    regionClass: facts.class,
    // Nobody signs where only the way is looked at.
    regionKnown: (region ?? signingRegion) === '' ? null : facts.known,
    signingRegion,
    regional: regional === null ? null : new URL(regional).hostname,
    // Without its user and password.
    proxy: proxy === null ? null : proxy.host,
    proxyVariable: protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY',
  }
}

function targetFacts({role, credentials}: Target, partition: Facts[string], hosts: Hosts): Facts {
  const rolePartition = role === null ? null : hosts.arnPartition(role)
  return {
    rolePartition,
    isOtherPartition: rolePartition !== null && rolePartition !== partition,
    credentials: credentialsText(credentials),
    runsElsewhere: credentials.kind === 'none',
    profileFlag: credentials.kind === 'profile' ? ` --profile ${credentials.name}` : null,
  }
}

/** What a host of Alibaba Cloud's is, the model of its clients has said. */
function aliyunFacts({target: {today, after}, endpoint, exchange, error}: Met): Facts {
  return {
    provider: 'aliyun',
    reach: endpoint.url === after.endpoint ? after.reach : today.reach,
    regional: null,
    isAnswer: exchange !== null && '$metadata' in (error as object),
  }
}

/** Of another host than STS: Identity Center, a sign-in service. */
function signInFacts({fault, endpoint}: Met): Facts {
  if (fault === null || fault.host === new URL(endpoint.url).hostname) return {}
  return {signInHost: fault.host, signInCode: fault.code}
}

function clockText(exchange: Exchange | null): string | null {
  if (exchange?.ahead == null || Math.abs(exchange.ahead) < 60) return null
  const minutes = Math.round(Math.abs(exchange.ahead) / 60)
  return `${minutes} minutes ${exchange.ahead > 0 ? 'slow' : 'fast'}`
}
