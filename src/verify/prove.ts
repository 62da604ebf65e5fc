import type {TLSSocket} from 'node:tls'
import {write} from '../output.js'
import type {Hosts} from '../providers/aws/hosts.js'
import {type AddressKind, kindOf} from './addresses.js'
import {askMfaCode, canAsk} from './ask-mfa.js'
import {concealer, secretsIn, secretsOf} from './conceal.js'
import {clientConfig, providerOf} from './credentials.js'
import {credentialsText} from './credentials-text.js'
import {diagnosisOf, type Facts, outcomeOf} from './diagnose.js'
import {createDialer, type Dialer, placeOf} from './dial.js'
import {factsOf, type Met} from './facts.js'
import {inTime, type Untimed} from './in-time.js'
import type {Call, Endpoint, Identity, Level, Limits, Proof, Target} from './model.js'
import {LEVELS} from './model.js'
import {hasAllProxyAlone, type Place, routeFor} from './route.js'
import {createTransport} from './transport.js'

type Sdk = typeof import('./sdk.js')

export interface Proving {
  readonly level: Level
  readonly limits: Limits
  readonly attempts: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly hosts: Hosts
  readonly showsIdentity: boolean
  /** Say on standard error where each failure came from. */
  readonly debug: boolean
}

/** Of a run that nobody gave limits. */
export const defaultLimits: Limits = {connect: 3000, request: 5000, total: 30_000}

/** What is known so far, for a diagnosis at any point. */
interface Progress {
  step: Met['step']
  addresses: AddressKind | null
  attempts: number
  identity: Identity | null
  keyId: string | null
  exchange: Met['exchange']
  fault: Met['fault']
  readonly secrets: Set<string>
  readonly proofs: Proof[]
  readonly notes: string[]
}

interface Job {
  readonly target: Target
  readonly endpoint: Endpoint
  readonly place: Place
  readonly proving: Proving
  readonly dialer: Dialer
  readonly progress: Progress
  readonly untimed: Untimed
}

/** Proves one endpoint for one target, up to the level asked for. Never throws for what the network or STS does. */
export async function prove(target: Target, endpoint: Endpoint, proving: Proving): Promise<Call> {
  const progress: Progress = {
    step: 'dns',
    addresses: null,
    attempts: 0,
    identity: null,
    keyId: null,
    exchange: null,
    fault: null,
    secrets: new Set(secretsIn(proving.env)),
    proofs: [],
    notes: [],
  }
  const {env, limits} = proving
  let dialer: Dialer | null = null
  try {
    dialer = createDialer(routeFor(target.provider, env, target.caBundle), limits.connect)
    const job = {target, endpoint, place: placeOf(endpoint.url), proving, dialer, progress}
    await inTime(limits.total, (untimed) => run({...job, untimed}))
    return toCall(endpoint, progress)
  } catch (error) {
    const isOnTheWay = progress.step === 'dns' || progress.step === 'tls'
    if (isOnTheWay && hasAllProxyAlone(env)) progress.notes.push(ALL_PROXY)
    if (proving.debug) explain(error, endpoint, concealer(false, progress.secrets))
    const met: Met = {
      ...progress,
      error,
      endpoint,
      target,
      limits,
      proxy: dialer?.proxyFor(placeOf(endpoint.url)) ?? null,
    }
    return {...toCall(endpoint, progress), ...(await failed(met, proving))}
  } finally {
    dialer?.end()
  }
}

const ALL_PROXY = 'ALL_PROXY is set, which AWS SDKs do not read, and this neither: set HTTPS_PROXY'

/** Name and places in the code only: a message can quote whatever the SDK, a process or a server was given. */
function explain(error: unknown, {url}: Endpoint, conceal: (text: string) => string): void {
  const [name, stack] = error instanceof Error ? [error.name, error.stack ?? ''] : [typeof error, '']
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line))
  write(2, `debug: ${conceal([`${url}: ${name}`, ...places].join('\n'))}\n`)
}

function toCall({url, signingRegion}: Endpoint, {proofs, identity, attempts, notes}: Progress): Call {
  return {
    endpoint: url,
    signingRegion: signingRegion || null,
    status: 'proved',
    proofs,
    identity,
    attempts,
    diagnosis: null,
    notes,
  }
}

async function failed(met: Met, proving: Proving): Promise<Pick<Call, 'status' | 'diagnosis'>> {
  const first = factsOf(met, proving.hosts)
  const asks = outcomeOf(first).asksElsewhere === true
  const facts = asks ? {...first, ...(await askElsewhere(met, proving))} : first
  const outcome = outcomeOf(facts)
  const status = outcome.isUnproved ? 'unproved' : 'failed'
  return {status, diagnosis: diagnosisOf(outcome, facts, concealer(proving.showsIdentity, met.secrets))}
}

/** Does us-east-1, which no account can switch off, know the credentials? Nothing where it gives no clear answer. */
async function askElsewhere({target}: Met, proving: Proving): Promise<Facts> {
  const url = proving.hosts.endpoint('us-east-1', 'regional')
  if (url === null) return {}
  const call = await prove(target, {url, signingRegion: 'us-east-1'}, {...proving, level: 'identity'})
  const elsewhereHost = new URL(url).hostname
  if (call.status === 'proved') return {elsewhere: 'known', elsewhereHost}
  return call.diagnosis?.id === 'key-unknown' ? {elsewhere: 'unknown', elsewhereHost} : {}
}

async function run(job: Job): Promise<void> {
  const {proving, progress} = job
  const reaches = (level: Level): boolean => LEVELS.indexOf(proving.level) >= LEVELS.indexOf(level)
  await timed(job, 'dns', () => lookUp(job))
  if (!reaches('tls')) return
  progress.step = 'tls'
  if (job.place.isSecure) await timed(job, 'tls', () => shakeHands(job))
  else await connectPlain(job)
  if (reaches('identity')) await identify(job)
}

async function timed({progress}: Job, level: Level, step: () => Promise<string>): Promise<void> {
  const start = performance.now()
  const detail = await step()
  progress.proofs.push({level, detail, milliseconds: Math.round(performance.now() - start)})
}

async function lookUp({dialer, place, progress}: Job): Promise<string> {
  const addresses = await dialer.addresses(place)
  progress.addresses = kindOf(addresses)
  if (addresses === null) return 'the proxy looks it up'
  return `${addresses.length} ${progress.addresses} ${addresses.length === 1 ? 'address' : 'addresses'}`
}

async function shakeHands({dialer, place}: Job): Promise<string> {
  const socket = await dialer.connect(place)
  const protocol = String((socket as TLSSocket).getProtocol())
  socket.destroy()
  return dialer.proxyFor(place) === null ? protocol : `${protocol} through the proxy`
}

/** Plain HTTP is for emulators: a connection is all there is to prove before the call. */
async function connectPlain({dialer, place, proving, progress}: Job): Promise<void> {
  const socket = await dialer.connect(place)
  socket.destroy()
  if (proving.level === 'tls') throw Object.assign(new Error('plain HTTP'), {code: 'NO_TLS'})
  progress.notes.push('plain HTTP: nothing proves who answers')
}

async function identify(job: Job): Promise<void> {
  const {target, endpoint, proving, dialer, progress, untimed} = job
  const {credentials} = target
  const conceal = concealer(proving.showsIdentity)
  progress.step = 'credentials'
  if (credentials.kind === 'none') throw Object.assign(new Error(credentials.reason), {name: 'NoCredentials'})
  if (target.provider === 'aliyun') return identifyAliyun(job)
  // Else the SDK warns of old versions of Node: the reader of our output could do nothing about it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
  const sdk = await import('./sdk.js')
  const {handler, exchanges, faults} = createTransport(sdk, dialer, proving.limits, progress.secrets)
  const settings = {endpoint, handler, attempts: proving.attempts}
  const roles: {arn: string; seconds: number}[] = []
  const shortest = proving.level === 'assume-role'
  const provider = providerOf(credentials, settings, sdk, {
    shortest,
    assumed: (arn, seconds) => roles.push({arn, seconds}),
    ...(canAsk() && {mfaCode: () => untimed(() => askMfaCode(conceal(credentialsText(credentials))))}),
  })
  try {
    const keys = await provider()
    progress.keyId = keys.accessKeyId
    for (const secret of secretsOf(keys)) progress.secrets.add(secret)
    const role = roles.at(-1)
    progress.step = 'identity'
    await timed(job, 'identity', () => getIdentity(job, sdk, {...clientConfig(settings), credentials: keys}))
    if (shortest) proveRole(job, role)
  } finally {
    progress.exchange = exchanges.at(-1) ?? null
    progress.fault = faults.at(-1) ?? null
  }
}

async function identifyAliyun(job: Job): Promise<void> {
  const {target, endpoint, proving, dialer, progress} = job
  const {createSession} = await import('./aliyun/session.js')
  const shortest = proving.level === 'assume-role'
  const {attempts, env, limits} = proving
  const session = createSession({
    endpoint,
    dialer,
    requestTimeout: limits.request,
    attempts,
    env,
    shortest,
    secrets: progress.secrets,
  })
  try {
    const {keys, role} = await session.open(target.credentials)
    progress.keyId = keys.accessKeyId
    progress.step = 'identity'
    await timed(job, 'identity', async () => {
      const {identity, attempts} = await session.identify(keys)
      Object.assign(progress, {identity, attempts})
      return `${identity.account} ${identity.arn}`
    })
    if (shortest) proveRole(job, role ?? undefined)
  } finally {
    progress.exchange = session.exchanges.at(-1) ?? null
    progress.fault = session.faults.at(-1) ?? null
  }
}

function proveRole({progress}: Job, role: {readonly arn: string; readonly seconds: number} | undefined): void {
  if (role === undefined) throw Object.assign(new Error('no role was assumed'), {name: 'NoRole'})
  progress.proofs.push({
    level: 'assume-role',
    detail: `${role.arn} for ${role.seconds} s`,
    milliseconds: 0,
  })
}

async function getIdentity(
  {progress}: Job,
  {STSClient, GetCallerIdentityCommand}: Sdk,
  config: NonNullable<ConstructorParameters<Sdk['STSClient']>[0]>,
): Promise<string> {
  const client = new STSClient(config)
  try {
    const {Account, Arn, UserId, $metadata} = await client.send(new GetCallerIdentityCommand({}))
    progress.attempts = $metadata.attempts ?? 1
    if (!Account || !Arn) throw Object.assign(new Error('the answer names no account'), {name: 'Unknown', $metadata})
    progress.identity = {account: Account, arn: Arn, userId: UserId ?? ''}
    const skew = Math.round(client.config.systemClockOffset / 1000)
    if (Math.abs(skew) >= CLOCK_LIMIT) progress.notes.push(clockNote(skew))
    return `${Account} ${Arn}`
  } finally {
    client.destroy()
  }
}

/** STS refuses signatures older than five minutes. The SDK corrects itself, others do not. */
const CLOCK_LIMIT = 300

function clockNote(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60)
  return `this machine's clock is ${minutes} minutes ${seconds > 0 ? 'slow' : 'fast'}: this SDK corrected it, others fail`
}
