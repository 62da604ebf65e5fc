import type {AliyunReach} from '../providers/aliyun/host-facts.js'
import type {Reach as AwsReach} from '../providers/aws/host-facts.js'

/** Of any provider. */
export type Reach = AwsReach | AliyunReach

/** A value and where it stands: `path:line`, `env`, `param` or `default`. */
export interface Sourced {
  readonly value: string
  readonly source: string
}

/** What a program can pass to its client. `useGlobalEndpoint` exists in JavaScript v3 only, `mode` not in every client. */
export interface Params<Value = string> {
  readonly endpoint?: Value
  readonly mode?: Value
  readonly region?: Value
  readonly profile?: Value
  readonly useGlobalEndpoint?: boolean
}

/** What one process sees. `config` and `credentials` are the texts of the files its client reads; null where there is none. */
export interface ResolveInput {
  readonly env: Readonly<Record<string, string>>
  readonly config: string | null
  readonly credentials: string | null
  readonly params?: Params
}

/** The same with a place for every value: what a scope states, gathered from files. */
export interface SourcedInput {
  readonly env: Readonly<Record<string, Sourced>>
  readonly config: SharedFile | null
  readonly credentials: SharedFile | null
  readonly params?: Params<Sourced>
}

export interface SharedFile {
  readonly path: string
  readonly text: string
  /** False where bytes of the file are no UTF-8: `text` has a replacement character for each. */
  readonly isUtf8?: boolean
  /** Where a line of the text stands in `path`, when it is a document inside that file. */
  readonly lineAt?: (line: number) => number
}

/** What a client will do. Exactly one of `endpoint` and `error` is null. */
export interface Resolution {
  readonly client: {readonly name: string; readonly version: string | null}
  readonly endpoint: string | null
  readonly reach: Reach | null
  readonly region: string | null
  readonly signingRegion: string | null
  readonly error: ResolveError | null
  /** The client's rules were read or reported but not run, or its version is unknown and matters here. */
  readonly likely: boolean
  /** In order of precedence. */
  readonly because: readonly Reason[]
}

/** `kind` is one word for all clients (`missing-region`); the message names the client's own exception where known. */
export interface ResolveError {
  readonly kind: string
  readonly message: string
}

export interface Reason {
  /** Canonical name of the setting: `sts.endpoint`, `endpoint`, `sts.mode`, `region`, `fips` … */
  readonly setting: string
  readonly value: string
  readonly source: string
  readonly outcome: 'won' | 'lost' | 'ignored'
  readonly reason: string
}
