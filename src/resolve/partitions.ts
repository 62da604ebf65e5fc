import type {HostsFile, PartitionRow} from '../data.js'
import type {PartitionsRule} from './clients-file.js'

/** What every client's hosts are made of. */
export interface Tables {
  readonly hosts: HostsFile
  readonly regionPrefixes: Readonly<Record<string, string>>
}

export interface Variant {
  readonly fips: boolean
  readonly dualstack: boolean
}

/** The partition in which the client sees a Region: `aws` for all that it does not know. */
export function partitionOf(region: string, rule: PartitionsRule, {hosts, regionPrefixes}: Tables): PartitionRow {
  const known = hosts.partitions.filter(({id}) => rule.plain.includes(id))
  const isIn = ({id}: PartitionRow) => {
    const prefix = regionPrefixes[id]
    if (rule.pseudo && region === `${id}-global` && hosts.pseudo.includes(region)) return true
    return prefix !== undefined && MATCHES[rule.match](region, prefix)
  }
  return known.find(isIn) ?? hosts.partitions[0]!
}

const MATCHES: Readonly<Record<PartitionsRule['match'], (region: string, prefix: string) => boolean>> = {
  shape: (region, prefix) => region.startsWith(`${prefix}-`) && /^\w+-\d+$/.test(region.slice(prefix.length + 1)),
  prefix: (region, prefix) => region.split('-').slice(0, -2).join('-') === prefix,
}

/** The host of a Region; null where its partition has no such variant and the client says so. */
export function hostOf(region: string, variant: Variant, rule: PartitionsRule, tables: Tables): string | null {
  const own = partitionOf(region, rule, tables)
  const known = variant.dualstack ? rule.dualstack : variant.fips ? rule.fips : rule.plain
  if (!known.includes(own.id) && rule.otherwise === 'error') return null
  const row = known.includes(own.id) ? own : tables.hosts.partitions[0]!
  const name = variant.fips && (variant.dualstack || row.plainIsFips !== true) ? 'sts-fips' : 'sts'
  const host = `${name}.${region}.${variant.dualstack ? row.dualstackSuffix : row.suffix}`
  // JavaScript makes a URL of it, which also loses the line end that a value from a file may bring.
  return rule.lowerCase === true ? host.toLowerCase().replace(/[\t\n\r]/g, '') : host
}
