export type Reach = 'global' | 'regional' | 'fips' | 'dualstack' | 'vpce' | 'local' | 'foreign'

export type HostProblem =
  | 'china-suffix'
  | 'eusc-suffix'
  | 'unknown-region'
  | 'fips-unsupported'
  | 'gov-fips'
  | 'lookalike'
  | 'not-a-url'
  | 'no-scheme'
  | 'placeholder'

export type Variant = 'regional' | 'fips' | 'dualstack' | 'fips-dualstack'

/** What a value says about where a call would go. */
export interface HostFacts {
  readonly scheme: string | null
  readonly host: string
  readonly port: number | null
  readonly path: string
  /** `global` is only ever STS's own global host. */
  readonly reach: Reach
  readonly dualstack: boolean
  readonly fips: boolean
  /** The AWS service a host of a known partition serves: `sts`, `s3`, `signin`. */
  readonly service: string | null
  readonly region: string | null
  readonly partition: string | null
  /** The host that was probably meant. */
  readonly suggestion: string | null
  readonly problem: HostProblem | null
  /** A Region's name that the host holds, wherever it stands. */
  readonly seenRegion: string | null
}

/** What a host name says by itself; the rest is the address. */
export type Meaning = Omit<HostFacts, 'scheme' | 'host' | 'port' | 'path'>

export const FOREIGN: Meaning = {
  reach: 'foreign',
  dualstack: false,
  fips: false,
  service: null,
  region: null,
  partition: null,
  suggestion: null,
  problem: null,
  seenRegion: null,
}
