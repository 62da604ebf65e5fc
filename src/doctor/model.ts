import type {ProviderId} from '../model.js'
import type {Resolution} from '../resolve/types.js'
import type {ScopeRef} from '../resolve-run/model.js'
import type {AddressKind} from '../verify/addresses.js'
import type {Diagnosis} from '../verify/model.js'

/** One client in one scope, and where it calls. */
export interface Use {
  readonly provider: ProviderId
  readonly scope: ScopeRef
  /** As people call it: `boto3 1.34.2`. */
  readonly client: string
  readonly resolution: Resolution
  /** Of the scope's profile. */
  readonly caBundle: string | null
}

/** A host to look at: of a Region in use, or one that a scope calls. */
export interface Host {
  readonly provider: ProviderId
  readonly url: string
  /** What its name says: global, regional, fips, dualstack, vpce … */
  readonly reach: string
  readonly region: string | null
  readonly caBundle: string | null
  /** None where it is one that the Region has and nobody calls. */
  readonly uses: readonly Use[]
}

/** `vpc-endpoint`: a host of the provider's under private addresses, or one that exists in a VPC only. */
export type Answer = AddressKind | 'vpc-endpoint'

/** `bypassed`: there is a proxy, and this host is called without it. */
export type Way = 'direct' | 'proxy' | 'bypassed'

/** How far one host was reached; what was not is null. Times in milliseconds. */
export interface Probe {
  readonly host: Host
  readonly way: Way
  /** Its host and port, without user and password; null where none is used. */
  readonly proxy: string | null
  readonly dns: {readonly addresses: readonly string[]; readonly answer: Answer; readonly milliseconds: number} | null
  readonly tcp: {readonly milliseconds: number} | null
  readonly tls: Certificate | null
  /** Null where it is reachable. */
  readonly diagnosis: Diagnosis | null
}

export interface Certificate {
  readonly protocol: string
  readonly subject: string
  /** Tells a proxy that intercepts TLS. */
  readonly issuer: string
  readonly validTo: string
  readonly milliseconds: number
}

export interface DoctorReport {
  readonly probes: readonly Probe[]
  /** Scopes that call no host: their settings make none, or only the program knows it. */
  readonly homeless: readonly {readonly use: Use; readonly reason: string}[]
}
