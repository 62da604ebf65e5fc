import type {Hosts} from '../providers/aws/hosts.js'
import type {Reach} from '../resolve/types.js'
import type {AnyAnswer} from './model.js'

/**
 * Who resolves the global name. AWS Security Blog, 2025-01-29: where the Amazon DNS server of a VPC does, a caller in a Region
 * that is enabled by default is served there; everybody else is served in us-east-1.
 */
export const ASSUMPTIONS = {
  'amazon-dns':
    'programs run inside AWS, in the Region they are configured for, and resolve names with the Amazon DNS server',
  'other-dns': 'programs run outside AWS, or resolve names with another server than that of Amazon',
} as const

export type Assumption = keyof typeof ASSUMPTIONS

/** `kept`: STS still answers. `unknown`: the settings do not tell. `none`: it calls no STS as it is. */
export interface Verdict {
  readonly verdict: 'lost' | 'kept' | 'unknown' | 'none'
  readonly reason: string
}

const DOWN = 'us-east-1'

/** What becomes of one answer when us-east-1 is down. */
export function whatIf(
  {provider, resolution: {endpoint, reach, region}}: AnyAnswer,
  assume: Assumption,
  hosts: Hosts,
): Verdict {
  if (endpoint === null || reach === null) return {verdict: 'none', reason: 'calls nothing as it is'}
  if (provider === 'aliyun') return {verdict: 'kept', reason: 'calls Alibaba Cloud'}
  if (reach === 'global') return global(region, assume, hosts)
  if (reach === 'local') return {verdict: 'kept', reason: 'calls this machine or its network'}
  return regional(endpoint, reach, hosts)
}

function regional(endpoint: string, reach: Reach, hosts: Hosts): Verdict {
  const {region, service} = hosts.parse(endpoint)
  if (region === null || reach === 'foreign')
    // A Region that is computed stands in the host as it is written.
    return /^https:\/\/sts(?:-fips)?\./.test(endpoint)
      ? {verdict: 'unknown', reason: `lost where the Region is ${DOWN}`}
      : {verdict: 'unknown', reason: 'where this host sends requests on to is not known'}
  if (region === DOWN) return {verdict: 'lost', reason: `calls ${service ?? 'STS'} in ${DOWN} itself`}
  return {verdict: 'kept', reason: `calls ${region} itself`}
}

function global(region: string | null, assume: Assumption, hosts: Hosts): Verdict {
  if (assume === 'other-dns')
    return {
      verdict: 'lost',
      reason: `the global host is served in ${DOWN} for those who do not ask the Amazon DNS server`,
    }
  if (region === null || region === 'aws-global')
    return {verdict: 'unknown', reason: `no Region is stated: lost in ${DOWN}, in opt-in Regions and outside AWS`}
  if (region === DOWN) return {verdict: 'lost', reason: `the global host is served in ${DOWN} for callers there`}
  const {class: kind} = hosts.region(region)
  if (kind === 'default') return {verdict: 'kept', reason: `the global host is served in ${region} for callers there`}
  if (kind === 'malformed' || kind === 'unknown')
    return {verdict: 'unknown', reason: `whether ${region} is enabled by default is not known`}
  return {verdict: 'lost', reason: `the global host is served in ${DOWN} for callers in ${region}, an opt-in Region`}
}
