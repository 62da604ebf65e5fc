import type {HostsFile} from '../data.js'
import type {AliyunHosts} from '../providers/aliyun/hosts.js'
import type {Hosts, Variant} from '../providers/aws/hosts.js'
import {COMPUTED} from '../verify/verify-all.js'
import type {DoctorReport, Host, Use} from './model.js'

export interface Tables {
  readonly aws: Hosts
  readonly data: HostsFile
  readonly aliyun: AliyunHosts
}

interface Found {
  readonly hosts: readonly Host[]
  readonly homeless: DoctorReport['homeless']
}

/** What the scopes call, and beside it every host of STS in the Regions they are in. */
export function findHosts(uses: readonly Use[], regions: readonly string[], tables: Tables): Found {
  const homeless = uses.flatMap((use) => {
    const reason = whyHomeless(use)
    return reason === null ? [] : [{use, reason}]
  })
  const called = uses.filter((use) => whyHomeless(use) === null)
  const hosts = new Map<string, Host>()
  const add = (host: Host): void => {
    const key = JSON.stringify([host.url, host.caBundle])
    const known = hosts.get(key)
    hosts.set(key, known === undefined ? host : {...known, uses: [...known.uses, ...host.uses]})
  }
  for (const use of called) add(hostOf(use, tables))
  const used = new Set([...hosts.values()].map(({url}) => url))
  for (const host of beside(uses, regions, tables)) if (!used.has(host.url)) add(host)
  return {hosts: [...hosts.values()].sort(byPlace), homeless}
}

function whyHomeless({resolution: {endpoint, error}}: Use): string | null {
  if (endpoint === null) return error?.message ?? 'no endpoint'
  if (COMPUTED.test(endpoint)) return `computed where it runs: ${endpoint}`
  if (URL.canParse(endpoint) && /^https?:/.test(endpoint)) return null
  return `not the URL of an endpoint: ${endpoint}`
}

function hostOf(use: Use, tables: Tables): Host {
  const {provider, caBundle, resolution} = use
  const url = resolution.endpoint!
  const named = provider === 'aws' ? tables.aws.parse(url).region : tables.aliyun.parse(url).region
  const region = named ?? resolution.signingRegion ?? resolution.region
  // Two spellings of one host are one host.
  const {origin} = new URL(url)
  return {provider, url: origin, reach: resolution.reach ?? 'foreign', region, caBundle, uses: [use]}
}

const VARIANTS: readonly Variant[] = ['regional', 'fips', 'dualstack', 'fips-dualstack']

function beside(uses: readonly Use[], extra: readonly string[], tables: Tables): Host[] {
  const regionsOf = (provider: Use['provider']): string[] =>
    uses.flatMap(({provider: own, resolution: {region, signingRegion, reach}}) =>
      // The global host is signed for a Region that nobody needs to be in.
      own === provider ? [region, reach === 'global' ? null : signingRegion].filter((name) => name !== null) : [],
    )
  const hasAliyun = uses.some(({provider}) => provider === 'aliyun')
  const isAws = (name: string): boolean => tables.aws.region(name).known
  const aws = [...regionsOf('aws'), ...extra.filter(isAws)].filter((name) => isAws(name))
  const aliyun = [...regionsOf('aliyun'), ...extra.filter((name) => hasAliyun || !isAws(name))]
  return [
    ...[...new Set(aws)].flatMap((region) => awsHosts(region, tables)),
    ...[...new Set(aliyun)].flatMap((region) => aliyunHosts(region, tables)),
  ]
}

function awsHosts(region: string, {aws, data}: Tables): Host[] {
  const {partition} = aws.region(region)
  const global = data.partitions.find(({id}) => id === partition)?.globalHost ?? null
  const own = VARIANTS.flatMap((variant) => {
    const url = aws.endpoint(region, variant)
    return url === null ? [] : [{url, reach: variant as string, region: region as string | null}]
  })
  const all = global === null ? own : [{url: `https://${global}`, reach: 'global', region: null}, ...own]
  // In GovCloud the plain host is the FIPS host.
  const distinct = all.filter(({url}, at) => all.findIndex((other) => other.url === url) === at)
  return distinct.map((host) => ({provider: 'aws', caBundle: null, uses: [], ...host}))
}

function aliyunHosts(region: string, {aliyun}: Tables): Host[] {
  const {known, publicHost, vpcHost} = aliyun.region(region)
  if (!known) return []
  const host = (name: string | null, reach: string, own: string | null): Host[] =>
    name === null ? [] : [{provider: 'aliyun', url: `https://${name}`, reach, region: own, caBundle: null, uses: []}]
  return [
    ...host(aliyun.centralHost, 'central', null),
    ...host(publicHost, 'regional', region),
    ...host(vpcHost, 'vpc', region),
  ]
}

const ORDER = ['global', 'central', 'regional', 'fips', 'dualstack', 'fips-dualstack', 'vpce', 'vpc']

/** By provider and Region; hosts that are in all of them stand first. */
function byPlace(one: Host, other: Host): number {
  const key = ({provider, region, reach, url}: Host): string => {
    const rank = ORDER.indexOf(reach)
    const place = rank === 0 || rank === 1 ? '' : (region ?? '~')
    return [provider === 'aws' ? 0 : 1, place, rank < 0 ? 9 : rank, url].join(' ')
  }
  const [a, b] = [key(one), key(other)]
  return a < b ? -1 : a > b ? 1 : 0
}
