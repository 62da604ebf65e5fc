import type {AliyunHostsFile} from '../../data.js'
import {isLocal, isPlaceholder, isUnder, parseAddress} from '../address.js'
import {nearest} from '../aws/regions.js'

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

export interface AliyunHosts {
  readonly centralHost: string
  parse(value: string): AliyunHost
  region(name: string): AliyunRegionFacts
}

const SUFFIX = 'aliyuncs.com'

/** @param isAws whether a host is one of AWS's */
export function createAliyunHosts(data: AliyunHostsFile, isAws: (host: string) => boolean): AliyunHosts {
  const names = [...Object.keys(data.regions), ...data.centralRegions]
  const {centralHost} = data
  const known = new Map<string, Meaning>([[centralHost, {reach: 'central', region: null}]])
  for (const [region, row] of Object.entries(data.regions)) {
    if (row.public !== null && row.public !== centralHost) known.set(row.public, {reach: 'regional', region})
    if (row.vpc !== null) known.set(row.vpc, {reach: 'vpc', region})
  }

  function region(name: string): AliyunRegionFacts {
    const row = Object.hasOwn(data.regions, name) ? data.regions[name]! : null
    const isCentral = data.centralRegions.includes(name) || row?.public === centralHost
    return {
      name,
      known: row !== null || isCentral,
      central: isCentral,
      publicHost: isCentral ? null : (row?.public ?? null),
      vpcHost: row?.vpc ?? null,
      suggestion: row !== null || isCentral ? null : suggestRegion(name, names),
    }
  }

  /** A host that is none of ours: what it resembles, and what was meant. */
  function unknown(host: string): Pick<AliyunHost, 'problem' | 'suggestion'> {
    const [, vpc, place] = /^sts(-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com$/.exec(host) ?? []
    if (place !== undefined) {
      const found = region(place)
      const meant = found.known ? found : found.suggestion === null ? null : region(found.suggestion)
      return {problem: found.known ? 'no-such-host' : 'unknown-region', suggestion: hostOf(meant, vpc !== undefined)}
    }
    if (!resembles(host)) return {problem: isUnder(host, SUFFIX) ? 'other-service' : null, suggestion: null}
    const seen = names.filter((name) => new RegExp(`(?:^|[^a-z0-9])${name}(?![a-z0-9]|-\\d)`).test(host))
    const [longest = null] = seen.sort((a, b) => b.length - a.length)
    const isVpc = /(?:^|[.-])vpc(?:[.-]|$)/.test(host)
    if (longest !== null) return {problem: 'lookalike', suggestion: hostOf(region(longest), isVpc)}
    return {problem: 'lookalike', suggestion: host.split('.').length <= 3 ? centralHost : null}
  }

  function hostOf(facts: AliyunRegionFacts | null, isVpc: boolean): string | null {
    if (facts === null) return null
    const own = isVpc ? facts.vpcHost : facts.publicHost
    return own ?? (facts.central ? centralHost : null)
  }

  function parse(value: string): AliyunHost {
    const address = isPlaceholder(value) ? null : parseAddress(value)
    if (address === null || !/[.:]|^localhost$/.test(address.host)) {
      const problem = isPlaceholder(value) ? 'placeholder' : 'not-a-url'
      return {...NOWHERE, scheme: null, host: '', port: null, path: '', problem, suggestion: null}
    }
    const meaning = known.get(address.host)
    if (meaning !== undefined) return {...address, ...meaning, problem: null, suggestion: null}
    if (isAws(address.host)) return {...address, ...NOWHERE, problem: 'other-provider', suggestion: null}
    if (isLocal(address.host)) return {...address, ...NOWHERE, reach: 'local', problem: null, suggestion: null}
    if (isUnder(address.host, `privatelink.${SUFFIX}`))
      return {...address, reach: 'vpc', region: null, problem: null, suggestion: null}
    return {...address, ...NOWHERE, ...unknown(address.host)}
  }

  return {centralHost, parse, region}
}

interface Meaning {
  readonly reach: AliyunReach
  readonly region: string | null
}

const NOWHERE = {reach: 'foreign', region: null} as const

/** `sts` as a word, and the domain or something a slip away from it. */
function resembles(host: string): boolean {
  const words = host.split(/[.-]+/)
  return words.includes('sts') && words.some((word) => /^ali(?:y?un|yuncs?|yunsc|baba|babacloud|cloud)$/.test(word))
}

/** A zone (cn-hangzhou-h, us-east-1a), another product's name for the Region (oss-cn-hangzhou), or a slip. */
function suggestRegion(name: string, names: readonly string[]): string | null {
  const tidy = name
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, '-')
  const bare = tidy.replace(/^(?:oss|vpc|sts|sts-vpc)-/, '')
  const found = [tidy, bare, bare.replace(/-?[a-z]$/, '')].find((candidate) => names.includes(candidate))
  return found ?? nearest(tidy, names)
}
