import type {HostsFile, PartitionRow} from '../../data.js'
import {type Address, isLocal, isPlaceholder, isUnder, parseAddress} from '../address.js'
import {FOREIGN, type HostFacts, type Meaning, type Variant} from './host-facts.js'
import {createLookalikes, type Lookalikes} from './lookalikes.js'
import {createRegions, type RegionFacts, type Regions} from './regions.js'

export type {HostFacts, HostProblem, Reach, Variant} from './host-facts.js'
export type {RegionFacts} from './regions.js'

export interface Hosts {
  parse(value: string): HostFacts
  region(name: string): RegionFacts
  /** The URL of a host that exists; null where it does not. */
  endpoint(region: string, variant: Variant): string | null
  arnPartition(arn: string): string | null
  /** The sign-in host of a Region, or where none is given the partition's first; null where none is known. */
  signIn(partition: string, region: string | null): string | null
}

/** A host that ends in an AWS suffix, split at it. */
interface Split {
  readonly host: string
  readonly labels: readonly string[]
  readonly suffix: string
  /** Two partitions can share a suffix; the Region tells them apart. */
  readonly rows: readonly PartitionRow[]
  readonly dualstack: boolean
}

interface Tables {
  readonly data: HostsFile
  readonly regions: Regions
  readonly lookalikes: Lookalikes
  stsHost(region: string, variant: Variant): string | null
}

export function createHosts(data: HostsFile): Hosts {
  const regions = createRegions(data)
  const stsHost = (region: string, variant: Variant) => hostOf(data, regions, region, variant)
  const tables: Tables = {data, regions, stsHost, lookalikes: createLookalikes(data, regions, stsHost)}

  return {
    parse: (value) => parse(tables, value),
    region: regions.region,
    endpoint(region, variant) {
      const host = stsHost(region, variant)
      return host === null ? null : `https://${host}`
    },
    arnPartition(arn) {
      const partition = /^arn:([^:]+):/.exec(arn)?.[1]
      return data.partitions.find(({id}) => id === partition)?.id ?? null
    },
    signIn(partition, region) {
      const row = SIGN_IN.find(([, id]) => id === partition)
      if (row === undefined) return null
      const [suffix, , home] = row
      return region === null || region === home ? suffix : `${region}.${suffix}`
    },
  }
}

function parse(tables: Tables, value: string): HostFacts {
  const address = isPlaceholder(value) ? null : parseAddress(value)
  if (address === null || isWord(address, value)) {
    const problem = isPlaceholder(value) ? 'placeholder' : 'not-a-url'
    return {...FOREIGN, scheme: null, host: '', port: null, path: '', problem}
  }
  const meaning = classify(tables, address.host)
  const problem = meaning.problem ?? (address.scheme === null ? 'no-scheme' : null)
  return {...address, ...meaning, problem}
}

/** `legacy` or `true` where a host should be: one label is a host name only beside a scheme or a port. */
function isWord(address: Address, value: string): boolean {
  return (
    address.scheme === null &&
    address.port === null &&
    !/[.:]/.test(address.host) &&
    address.host !== 'localhost' &&
    !value.startsWith('//')
  )
}

function classify(tables: Tables, host: string): Meaning {
  const split = splitHost(tables.data, host)
  if (split !== null) return vpce(tables, split) ?? sts(tables, split) ?? otherService(tables, split)
  const meaning = signIn(tables, host) ?? tables.lookalikes.find(host)
  return meaning ?? {...FOREIGN, reach: isLocal(host) ? 'local' : 'foreign'}
}

function splitHost(data: HostsFile, host: string): Split | null {
  for (const dualstack of [true, false]) {
    const suffixOf = (row: PartitionRow) => (dualstack ? row.dualstackSuffix : row.suffix)
    const suffix = data.partitions.map(suffixOf).find((candidate) => isUnder(host, candidate))
    if (suffix === undefined) continue
    const labels = host === suffix ? [] : host.slice(0, -suffix.length - 1).split('.')
    return {host, labels, suffix, rows: data.partitions.filter((row) => suffixOf(row) === suffix), dualstack}
  }
  return null
}

/** `vpce-0ab-cd.sts.us-east-1.vpce.amazonaws.com`; the zonal form has its zone in front, or in the id. */
function vpce(tables: Tables, split: Split): Meaning | null {
  const {labels, rows, dualstack} = split
  const [id = '', service = '', region = '', end] = labels.slice(-4)
  if (end !== 'vpce' || dualstack) return null
  const home = tables.regions.partitionOf(region)
  const isOwn = /^sts(?:-fips)?$/.test(service)
  const isWhole = !isOwn || isZoneOrNothing(labels.slice(0, -4), region)
  if (home === null || !rows.includes(home) || !/^vpce-[0-9a-z-]+$/.test(id) || !isWhole) {
    return isOwn ? tables.lookalikes.within(split, home) : null
  }
  return {
    ...FOREIGN,
    reach: 'vpce',
    fips: service.endsWith('-fips') || (isOwn && home.plainIsFips === true),
    service: service.replace(/-fips$/, ''),
    region,
    partition: home.id,
    problem: tables.regions.isKnown(region) ? null : 'unknown-region',
    seenRegion: region,
  }
}

function isZoneOrNothing(labels: readonly string[], region: string): boolean {
  const [zone, ...more] = labels
  if (zone === undefined) return true
  return more.length === 0 && zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length))
}

/** Everything that is spelled like a name of STS itself, right or wrong. */
function sts(tables: Tables, split: Split): Meaning | null {
  const {host, labels, rows, dualstack} = split
  const isFips = labels[0] === 'sts-fips'
  if (labels.length === 0 || labels.length > 2 || (labels[0] !== 'sts' && !isFips)) return null
  const region = labels[1]
  const global = rows.find((row) => row.globalHost === host)
  if (global !== undefined) return {...FOREIGN, reach: 'global', service: 'sts', partition: global.id}
  const home = region === undefined ? null : tables.regions.partitionOf(region)
  if (region === undefined || home === null || !rows.includes(home)) return tables.lookalikes.within(split, home)
  return {
    ...FOREIGN,
    reach: isFips ? 'fips' : dualstack ? 'dualstack' : 'regional',
    dualstack,
    fips: isFips || (home.plainIsFips === true && !dualstack),
    service: 'sts',
    region,
    partition: home.id,
    seenRegion: region,
    ...regionProblem(tables, region, isFips ? (dualstack ? 'fips-dualstack' : 'fips') : 'regional', host),
  }
}

function regionProblem(tables: Tables, region: string, variant: Variant, host: string): Partial<Meaning> {
  if (!tables.regions.isKnown(region)) return {problem: 'unknown-region'}
  if (variant === 'regional') return {}
  const real = tables.stsHost(region, variant)
  if (real === null) return {problem: 'fips-unsupported'}
  return real === host ? {} : {problem: 'gov-fips', suggestion: real}
}

/** A host of AWS that is not STS: told apart so that a message can name what it is. */
function otherService(tables: Tables, split: Split): Meaning {
  const {labels, rows, dualstack} = split
  const at = labels.findLastIndex((label) => tables.regions.isKnown(label))
  const region = labels[at] ?? tables.regions.names.find((name) => labels.at(-1)?.endsWith(`-${name}`)) ?? null
  const isDualstack = dualstack || labels.includes('dualstack')
  const service = serviceOf(
    labels.filter((label) => label !== 'dualstack'),
    region,
  )
  if (service === null) return FOREIGN
  if (/^sts\b/.test(service)) return tables.lookalikes.within(split, null)
  const home = region === null ? null : tables.regions.partitionOf(region)
  const isAtHome = home !== null && rows.includes(home)
  return {
    ...FOREIGN,
    reach: isAtHome ? (isDualstack ? 'dualstack' : 'regional') : 'foreign',
    dualstack: isDualstack,
    service,
    region: isAtHome ? region : null,
    partition: isAtHome ? home.id : (rows[0]?.id ?? null),
    seenRegion: region,
  }
}

/** `ec2.R`, `bucket.s3.R`, `db.id.R.rds`, `s3-R`, `iam`. */
function serviceOf(labels: readonly string[], region: string | null): string | null {
  const last = labels.at(-1)
  if (last === undefined) return null
  const name = last === region ? labels.at(-2) : region === null ? last : last.replace(new RegExp(`-${region}$`), '')
  return name?.replace(/^fips-|-fips$/, '') ?? null
}

/** Outside the partitions' suffixes: AWS General Reference, "AWS Sign-In endpoints and quotas". */
const SIGN_IN: readonly (readonly [suffix: string, partition: string, region: string | null])[] = [
  ['signin.aws.amazon.com', 'aws', 'us-east-1'],
  ['signin.amazonaws-us-gov.com', 'aws-us-gov', 'us-gov-west-1'],
  ['signin.amazonaws.cn', 'aws-cn', null],
]

function signIn(tables: Tables, host: string): Meaning | null {
  const row = SIGN_IN.find(([suffix]) => isUnder(host, suffix))
  if (row === undefined) return null
  const [suffix, partition, region] = row
  const prefix = host === suffix ? region : host.slice(0, -suffix.length - 1)
  if (prefix !== null && tables.regions.partitionOf(prefix)?.id !== partition) return null
  return {...FOREIGN, service: 'signin', region: prefix, partition, seenRegion: prefix}
}

function hostOf(data: HostsFile, regions: Regions, region: string, variant: Variant): string | null {
  const row = regions.partitionOf(region)
  if (row === null || !regions.isKnown(region)) return null
  const isFips = variant === 'fips' || variant === 'fips-dualstack'
  if (isFips && !data.fips.includes(region)) return null
  if (variant === 'fips' && row.plainIsFips === true) return `sts.${region}.${row.suffix}`
  const suffix = variant === 'dualstack' || variant === 'fips-dualstack' ? row.dualstackSuffix : row.suffix
  return `${isFips ? 'sts-fips' : 'sts'}.${region}.${suffix}`
}
