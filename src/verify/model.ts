import type {ProviderId} from '../model.js'
import type {Resolution} from '../resolve/types.js'
import type {ScopeRef, Subject} from '../resolve-run/model.js'

/** What a call can prove, each including those before it. */
export const LEVELS = ['dns', 'tls', 'identity', 'assume-role'] as const
export type Level = (typeof LEVELS)[number]

/** Milliseconds. Each really ends what it limits: the sockets are destroyed. */
export interface Limits {
  readonly connect: number
  readonly request: number
  /** Of one scope, its credentials included. */
  readonly total: number
}

/** Whose credentials sign the call. */
export type Credentials =
  | {readonly kind: 'shell'}
  | {readonly kind: 'profile'; readonly name: string; readonly files: ProfileFiles | null}
  | {readonly kind: 'keys'; readonly from: string; readonly keys: Keys}
  | {readonly kind: 'none'; readonly reason: string}

/** Absolute paths; null stands for the files in use. */
export interface ProfileFiles {
  readonly config: string | null
  readonly credentials: string | null
}

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** One scope, with where it calls today and where it will once the fixes are made. */
export interface Target {
  readonly provider: ProviderId
  readonly scope: ScopeRef
  readonly credentials: Credentials
  readonly today: Resolution
  readonly after: Resolution
  /** The scope's own CA bundle, from its profile. */
  readonly caBundle: string | null
  /** The ARN of the role it assumes, if it says one. */
  readonly role: string | null
  /** What it calls beside GetCallerIdentity, where the scope says so: `AssumeRoot`. */
  readonly operation: string | null
}

export interface Endpoint {
  readonly url: string
  /** Empty where requests are signed without one, as Alibaba Cloud's are. */
  readonly signingRegion: string
}

/** Something that was seen to work. */
export interface Proof {
  readonly level: Level
  readonly detail: string
  readonly milliseconds: number
}

export interface Identity {
  readonly account: string
  readonly arn: string
  readonly userId: string
}

/** A failure in the user's words. */
export interface Diagnosis {
  /** Stable, for programs: `region-disabled`. */
  readonly id: string
  readonly message: string
  /** What to do next. */
  readonly next: string
  /** What was met, as the system or the service named it. */
  readonly code: string
  readonly http: number | null
}

/** `unproved`: there was nothing to sign with. */
export type Status = 'proved' | 'failed' | 'unproved'

/** What came of calling one endpoint. */
export interface Call {
  readonly endpoint: string | null
  readonly signingRegion: string | null
  readonly status: Status
  readonly proofs: readonly Proof[]
  readonly identity: Identity | null
  /** Requests that GetCallerIdentity took. */
  readonly attempts: number
  readonly diagnosis: Diagnosis | null
  readonly notes: readonly string[]
}

export interface Verification {
  readonly target: Target
  readonly status: Status
  /** The endpoint after the fix. */
  readonly call: Call
  /** With --compare, the endpoint used today; null without it, or where it is the same. */
  readonly today: Call | null
  /** With --compare: do both answer for the same account and principal? Null where one did not answer. */
  readonly same: boolean | null
}

/** A scope with what it is once the fixes are made. */
export interface Pair<S = Subject> {
  readonly before: S
  readonly after: S
}
