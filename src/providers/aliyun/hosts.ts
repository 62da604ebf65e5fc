import type {AliyunHostsFile} from '../../data.js'
import {isLocal, isPlaceholder, isUnder, parseAddress} from '../address.js'
import {nearest} from '../aws/regions.js'
import {type AliyunHost, type AliyunReach, type AliyunRegionFacts, SUFFIX} from './host-facts.js'
import {resemblance} from './lookalikes.js'

export interface AliyunHosts {
  readonly centralHost: string
  parse(value: string): AliyunHost
  region(name: string): AliyunRegionFacts
}

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
    return {...address, ...NOWHERE, ...resemblance(address.host, {names, centralHost, region})}
  }

  return {centralHost, parse, region}
}

interface Meaning {
  readonly reach: AliyunReach
  readonly region: string | null
}

const NOWHERE = {reach: 'foreign', region: null} as const

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
