import type {ProviderId} from '../model.js'
import type {Resolution} from '../resolve/types.js'
import {concealer} from './conceal.js'
import {diagnosisOf, outcomeOf} from './diagnose.js'
import {factsOf} from './facts.js'
import {inOrder} from './in-order.js'
import type {Proving} from './job.js'
import type {Call, Endpoint, Target, Verification} from './model.js'
import {prove} from './prove.js'

export interface Verifying {
  readonly proving: Proving
  /** Call today's endpoint as well. */
  readonly compare: boolean
  readonly concurrency: number
  /** Called after each target. */
  done?(): void
}

/** In the order of the targets, at most `concurrency` at a time. */
export async function verifyAll(targets: readonly Target[], verifying: Verifying): Promise<Verification[]> {
  return inOrder(targets, verifying.concurrency, async (target) => {
    const result = await verify(target, verifying)
    verifying.done?.()
    return result
  })
}

async function verify(target: Target, {proving, compare}: Verifying): Promise<Verification> {
  const call = await callOf(target, target.after, proving)
  const isSame =
    target.today.endpoint === target.after.endpoint && target.today.signingRegion === target.after.signingRegion
  if (!compare || isSame) return {target, call, today: null, same: null, status: call.status}
  const today = await callOf(target, target.today, proving)
  const same = sameIdentity(call, today)
  return {target, call, today, same, status: call.status === 'proved' && same === false ? 'failed' : call.status}
}

/** A role's session has its own name each time: what stands before it is the principal. */
function sameIdentity({identity: one}: Call, {identity: other}: Call): boolean | null {
  if (one === null || other === null) return null
  const principal = (arn: string): string => arn.replace(/(:assumed-role\/[^/]+)\/.*/, '$1')
  return one.account === other.account && principal(one.arn) === principal(other.arn)
}

async function callOf(target: Target, resolution: Resolution, proving: Proving): Promise<Call> {
  const endpoint = endpointOf(resolution, target.provider)
  if (endpoint === null) return uncallable(target, resolution, proving)
  const call = await prove(target, endpoint, proving)
  const needsRegional = target.operation === 'AssumeRoot' && resolution.reach === 'global'
  return needsRegional && call.status === 'proved' ? refusesAssumeRoot(call, target, endpoint, proving) : call
}

/** What programs compute is written in the answer as in the file. */
export const COMPUTED = /[${}<>*]/

function endpointOf({endpoint, signingRegion, region}: Resolution, provider: ProviderId): Endpoint | null {
  const signing = provider === 'aws' ? (signingRegion ?? region) : ''
  if (endpoint === null || signing === null || COMPUTED.test(endpoint + signing) || !URL.canParse(endpoint)) return null
  return {url: endpoint, signingRegion: signing}
}

/** Nothing to call: the settings make no endpoint, or one that only the program itself knows. */
function uncallable(target: Target, {endpoint, signingRegion, error}: Resolution, {showsIdentity}: Proving): Call {
  const step = error === null && COMPUTED.test(`${endpoint}${signingRegion}`) ? 'computed' : 'resolve'
  const message = error?.message ?? endpoint ?? 'no endpoint'
  const facts = {step, name: error?.kind ?? step, code: error?.kind ?? step, message, scopeFlags: scopeFlags(target)}
  const outcome = outcomeOf(facts)
  return {
    endpoint,
    signingRegion,
    status: outcome.isUnproved ? 'unproved' : 'failed',
    proofs: [],
    identity: null,
    attempts: 0,
    diagnosis: diagnosisOf(outcome, facts, concealer(showsIdentity)),
    notes: [],
  }
}

/** What `stslint resolve` is told, to look at the same scope. */
function scopeFlags({provider, scope, credentials}: Target): string {
  if (scope.path === null) return '--env'
  const isOfShell = provider === 'aws' && credentials.kind === 'profile' && credentials.files === null
  return isOfShell ? `--env --profile ${scope.name}` : scope.path
}

/** AWS service model of AssumeRoot: the global endpoint does not have it. Asking would need a target account. */
function refusesAssumeRoot(
  call: Call,
  target: Target,
  endpoint: Endpoint,
  {limits, hosts, showsIdentity}: Proving,
): Call {
  const error = Object.assign(new Error('AssumeRoot'), {name: 'InvalidAction'})
  const unknown = {addresses: null, keyId: null, exchange: null, fault: null, proxy: null, secrets: new Set<string>()}
  const facts = factsOf({...unknown, error, step: 'identity', endpoint, target, limits}, hosts)
  return {...call, status: 'failed', diagnosis: diagnosisOf(outcomeOf(facts), facts, concealer(showsIdentity))}
}
