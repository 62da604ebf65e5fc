import {isUnder} from '../address.js'
import {type AliyunHost, type AliyunRegionFacts, SUFFIX} from './host-facts.js'

export interface Table {
  readonly names: readonly string[]
  readonly centralHost: string
  region(name: string): AliyunRegionFacts
}

/** A host that exists in no table: what is wrong with it, and what was probably meant. */
export function resemblance(host: string, table: Table): Pick<AliyunHost, 'problem' | 'suggestion'> {
  const [, vpc, place] = /^sts(-vpc)?\.([a-z0-9-]+)\.aliyuncs\.com$/.exec(host) ?? []
  if (place !== undefined) return wellFormed(place, vpc !== undefined, table)
  if (!resembles(host)) return {problem: isUnder(host, SUFFIX) ? 'other-service' : null, suggestion: null}
  const region = regionIn(host, table.names)
  const isVpc = /(?:^|[.-])vpc(?:[.-]|$)/.test(host)
  if (region !== null) return {problem: 'lookalike', suggestion: hostOf(table.region(region), isVpc, table)}
  return {problem: 'lookalike', suggestion: host.split('.').length <= 3 ? table.centralHost : null}
}

/** `sts.<something>.aliyuncs.com`, which is in no table. */
function wellFormed(place: string, isVpc: boolean, table: Table): ReturnType<typeof resemblance> {
  const found = table.region(place)
  if (found.known) return {problem: 'no-such-host', suggestion: hostOf(found, isVpc, table)}
  const {suggestion} = found
  return {
    problem: 'unknown-region',
    suggestion: suggestion === null ? null : hostOf(table.region(suggestion), isVpc, table),
  }
}

function hostOf(
  {publicHost, vpcHost, central}: AliyunRegionFacts,
  isVpc: boolean,
  {centralHost}: Table,
): string | null {
  return (isVpc ? vpcHost : publicHost) ?? (central ? centralHost : null)
}

/** `sts` as a word, and the domain or something a slip away from it. */
function resembles(host: string): boolean {
  const words = host.split(/[.-]+/)
  return words.includes('sts') && words.some((word) => /^ali(?:y?un|yuncs?|yunsc|baba|babacloud|cloud)$/.test(word))
}

/** The longest: `cn-shanghai-finance-1` holds `cn-shanghai`. */
function regionIn(host: string, names: readonly string[]): string | null {
  const seen = names.filter((name) => new RegExp(`(?:^|[^a-z0-9])${name}(?![a-z0-9]|-\\d)`).test(host))
  return seen.sort((a, b) => b.length - a.length)[0] ?? null
}
