import {distance} from 'fastest-levenshtein'
import type {HostsFile, PartitionRow} from '../../data.js'

export interface RegionFacts {
  /** As written. */
  readonly name: string
  /** In the table of Regions. */
  readonly known: boolean
  /** `unknown` has the shape of a Region and is not in the table; `malformed` cannot be one. */
  readonly class: 'default' | 'opt-in' | 'china' | 'gov' | 'iso' | 'eusc' | 'pseudo' | 'unknown' | 'malformed'
  readonly partition: string | null
  /** Mode `legacy` sends this Region to the global host. */
  readonly legacyGlobal: boolean
  /** An STS host for FIPS is modelled. */
  readonly fips: boolean
  /** The one Region a malformed name can have meant. */
  readonly suggestion: string | null
}

export interface Regions {
  readonly names: readonly string[]
  region(name: string): RegionFacts
  /** The partition a Region, listed or of the right shape, belongs to. */
  partitionOf(region: string): PartitionRow | null
  isKnown(region: string): boolean
}

export function createRegions(data: HostsFile): Regions {
  const homes = new Map(data.partitions.flatMap((row) => Object.keys(row.regions).map((name) => [name, row] as const)))
  const patterns = data.partitions.map((row) => [new RegExp(row.regionPattern), row] as const)
  const names = [...homes.keys()]

  const partitionOf = (region: string) =>
    homes.get(region) ?? patterns.find(([pattern]) => pattern.test(region))?.[1] ?? null

  function region(name: string): RegionFacts {
    const home = partitionOf(name)
    const known = homes.has(name)
    const isPseudo = data.pseudo.includes(name)
    return {
      name,
      known,
      class: isPseudo ? 'pseudo' : home === null ? 'malformed' : known ? classOf(home, name) : 'unknown',
      partition: isPseudo ? name.replace(/-global$/, '') : (home?.id ?? null),
      legacyGlobal: data.legacyGlobal.includes(name),
      fips: data.fips.includes(name),
      suggestion: isPseudo || home !== null ? null : suggest(name, names),
    }
  }

  return {names, region, partitionOf, isKnown: (name) => homes.has(name)}
}

function classOf(home: PartitionRow, name: string): RegionFacts['class'] {
  return home.class === 'commercial' ? (home.regions[name] ?? 'unknown') : home.class
}

/** Null where two Regions are equally near: a guess is not a suggestion. */
function suggest(name: string, names: readonly string[]): string | null {
  const tidy = name
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, '-')
  if (names.includes(tidy)) return tidy
  // Old SDKs took us-east-1-fips for a Region; without its suffix it would quietly stop being FIPS.
  if (/(?:^|-)fips(?:-|$)/.test(tidy)) return null
  return inside(tidy, names) ?? nearest(tidy, names)
}

/** An Availability Zone (us-east-1a), Local Zone (us-west-2-lax-1a) or Wavelength Zone (us-east-1-wl1-bos-wlz-1). */
function inside(zone: string, names: readonly string[]): string | null {
  const holds = (name: string) => zone.startsWith(name) && /^(?:[a-z]|-[a-z]+\d*-.*)$/.test(zone.slice(name.length))
  return names.find(holds) ?? null
}

/** The one name that is a single slip away. */
export function nearest(name: string, names: readonly string[]): string | null {
  const near = names.filter((candidate) => distance(name, candidate) === 1 || isSwapped(name, candidate))
  return near.length === 1 ? (near[0] ?? null) : null
}

/** Two neighbouring letters changed places: the commonest slip, and two steps by edit distance. */
function isSwapped(left: string, right: string): boolean {
  if (left.length !== right.length) return false
  let at = 0
  while (at < left.length && left[at] === right[at]) at++
  return left[at] === right[at + 1] && left[at + 1] === right[at] && left.slice(at + 2) === right.slice(at + 2)
}

/** By default in its partition, or as the user says. */
export function isEnabled({name, class: kind, known}: RegionFacts, enabledRegions: readonly string[]): boolean {
  return known && ((kind !== 'opt-in' && kind !== 'pseudo') || enabledRegions.includes(name))
}
