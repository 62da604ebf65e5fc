import {distance} from 'fastest-levenshtein'
import type {HostsFile, PartitionRow} from '../../data.js'
import {FOREIGN, type Meaning, type Variant} from './host-facts.js'
import type {Regions} from './regions.js'

/** Hosts that resemble an STS host and are none: what was probably meant. */
export interface Lookalikes {
  /** Under a real AWS suffix. `home` is the partition of the Region it names, when it names one. */
  within(split: {host: string; suffix: string; dualstack: boolean}, home: PartitionRow | null): Meaning
  /** Anywhere else; null when it does not resemble one. */
  find(host: string): Meaning | null
}

interface Seen {
  /** As written. */
  readonly region: string | null
  /** The Region meant by it. */
  readonly meant: string | null
}

export function createLookalikes(
  data: HostsFile,
  regions: Regions,
  stsHost: (region: string, variant: Variant) => string | null,
): Lookalikes {
  const suffixes = data.partitions
    .flatMap((row) => [
      {suffix: row.suffix, globalHost: row.globalHost, dualstack: false},
      {suffix: row.dualstackSuffix, globalHost: null, dualstack: true},
    ])
    .sort((left, right) => right.suffix.length - left.suffix.length)

  function meaning(host: string, dualstack: boolean, globalHost: string | null): Meaning {
    const seen = see(host, regions)
    const isFips = host.split(/[.-]+/).includes('fips')
    const variant = isFips ? (dualstack ? 'fips-dualstack' : 'fips') : dualstack ? 'dualstack' : 'regional'
    const fallback = seen.region === null && !isFips ? globalHost : null
    const real = seen.meant === null ? fallback : stsHost(seen.meant, variant)
    return {
      ...FOREIGN,
      dualstack,
      fips: isFips,
      suggestion: real === host ? null : real,
      problem: 'lookalike',
      seenRegion: seen.region,
    }
  }

  return {
    within({host, suffix, dualstack}, home) {
      const row = suffixes.find((candidate) => candidate.suffix === suffix && candidate.globalHost !== null)
      const globalHost = row !== undefined && holds(host, `sts.${suffix}`) ? row.globalHost : null
      const found = {...meaning(host, dualstack, globalHost), service: 'sts'}
      if (home?.class === 'china') return {...found, problem: 'china-suffix'}
      return home?.class === 'eusc' ? {...found, problem: 'eusc-suffix'} : found
    },
    find(host) {
      if (!host.split(/[.-]+/).includes('sts')) return null
      const row = suffixes.find(({suffix}) => holds(host, suffix)) ?? suffixes.find(({suffix}) => isNear(host, suffix))
      if (row !== undefined) return meaning(host, row.dualstack, row.globalHost)
      return host.split('.').includes('amazonaws') ? meaning(host, false, null) : null
    },
  }
}

/** `sts.amazonaws.com.evil.test`, `sts---us-east-2.amazonaws.com.example.net`. */
function holds(host: string, suffix: string): boolean {
  return `.${host}.`.includes(`.${suffix}.`)
}

/** The domain is one slip away: `amazonaw.com`, `amazonaws.co`, `amazon.com` after `sts.` and perhaps a Region. */
function isNear(host: string, suffix: string): boolean {
  const limit = Math.min(3, Math.floor(suffix.length / 4))
  const labels = host.split('.')
  return [1, 2].some((skip) => distance(labels.slice(skip).join('.'), suffix) <= limit)
}

function see(host: string, regions: Regions): Seen {
  const known = regions.names
    .filter((name) => new RegExp(`(?:^|[^a-z0-9])${name}(?![a-z0-9])`).test(host))
    .sort((left, right) => right.length - left.length)[0]
  if (known !== undefined) return {region: known, meant: known}
  for (const label of host.split('.')) {
    const {class: kind, suggestion} = regions.region(label)
    if (kind === 'unknown') return {region: label, meant: null}
    if (suggestion !== null) return {region: label, meant: suggestion}
  }
  return {region: null, meant: null}
}
