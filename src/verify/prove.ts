import type {TLSSocket} from 'node:tls'
import {write} from '../output.js'
import {kindOf} from './addresses.js'
import {type Children, endAll} from './child-processes.js'
import {concealer, secretsIn} from './conceal.js'
import {diagnosisOf, type Facts, outcomeOf} from './diagnose.js'
import {createDialer, type Dialer, placeOf} from './dial.js'
import {factsOf, type Met} from './facts.js'
import {inTime} from './in-time.js'
import {type Job, type Progress, type Proving, timed} from './job.js'
import type {Call, Endpoint, Level, Limits, Target} from './model.js'
import {LEVELS} from './model.js'
import {hasAllProxyAlone, routeFor} from './route.js'

/** Of a run that nobody gave limits. */
export const defaultLimits: Limits = {connect: 3000, request: 5000, total: 30_000}

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
  const children: Children = new Set()
  let dialer: Dialer | null = null
  try {
    dialer = createDialer(routeFor(target.provider, env, target.caBundle), limits.connect)
    const job = {target, endpoint, place: placeOf(endpoint.url), proving, dialer, progress, children}
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
    await endAll(children)
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
  const {target, progress} = job
  const {credentials, provider} = target
  progress.step = 'credentials'
  if (credentials.kind === 'none') throw Object.assign(new Error(credentials.reason), {name: 'NoCredentials'})
  if (provider === 'aliyun') return (await import('./aliyun/identify.js')).identifyAliyun(job)
  return (await import('./identify-aws.js')).identifyAws(job)
}
