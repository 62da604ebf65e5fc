export type AliyunReach = 'central' | 'regional' | 'vpc' | 'local' | 'foreign'

/**
 * `no-such-host`: the Region is known and has no such host. `unknown-region`: shaped as an STS host of a Region that is not
 * in the table. `lookalike`: resembles an STS host and is none. `other-service`: another product's host.
 * `other-provider`: AWS's.
 */
export type AliyunProblem =
  | 'no-such-host'
  | 'unknown-region'
  | 'lookalike'
  | 'other-service'
  | 'other-provider'
  | 'not-a-url'
  | 'placeholder'

/** What the value of an endpoint setting says about where a call would go. */
export interface AliyunHost {
  /** Lower case; null where the value has none, as most tools want it. */
  readonly scheme: string | null
  readonly host: string
  readonly port: number | null
  readonly path: string
  readonly reach: AliyunReach
  /** The Region whose own host it is. */
  readonly region: string | null
  readonly problem: AliyunProblem | null
  /** The host that was probably meant. */
  readonly suggestion: string | null
}

export interface AliyunRegionFacts {
  readonly name: string
  readonly known: boolean
  /** Known, and served by the central host alone. */
  readonly central: boolean
  /** The Region's own hosts, where it has them. */
  readonly publicHost: string | null
  readonly vpcHost: string | null
  /** The one Region that a name which is none can have meant. */
  readonly suggestion: string | null
}

/** What all of Alibaba Cloud's hosts end in. */
export const SUFFIX = 'aliyuncs.com'
