import type {RegionRule} from './clients-file.js'

/** The Region a client goes on with, and whether the name asked for FIPS. */
export interface RealRegion {
  readonly name: string
  readonly fips: boolean
}

/** Old SDKs had `us-east-1-fips` and `fips-us-east-1` as Regions; each client of today takes them apart in its own way. */
export function realRegion(name: string, rewrite: RegionRule['rewrite']): RealRegion {
  return REWRITES[rewrite](name)
}

const REWRITES: Readonly<Record<RegionRule['rewrite'], (name: string) => RealRegion>> = {
  none: (name) => ({name, fips: false}),
  // botocore client.py, aws-sdk-core regional_endpoint.rb
  'fips-anywhere': (name) => changed(name, name.replaceAll('fips-', '').replaceAll('-fips', '')),
  // Go: session.go normalizeRegion
  'fips-inside': (name) =>
    changed(name, name.replaceAll('-fips-', '-').replaceAll('-fips', '').replaceAll('fips-', '')),
  // JavaScript v3: getRealRegion.js
  'fips-at-ends': (name) => (asksForFips(name) ? {name: withoutFips(name), fips: true} : {name, fips: false}),
  // JavaScript v2: lib/region/utils.js
  'fips-at-ends-and-global': (name) => ({name: GLOBAL_NAMES[name] ?? withoutFips(name), fips: asksForFips(name)}),
}

const GLOBAL_NAMES: Readonly<Record<string, string>> = {
  'aws-global': 'us-east-1',
  'aws-us-gov-global': 'us-gov-west-1',
  'fips-aws-us-gov-global': 'us-gov-west-1',
}

function changed(name: string, real: string): RealRegion {
  return {name: real, fips: real !== name}
}

function asksForFips(name: string): boolean {
  return name.startsWith('fips-') || name.endsWith('-fips')
}

function withoutFips(name: string): string {
  return name === 'fips-aws-global' || name === 'aws-fips'
    ? 'us-east-1'
    : name.replace(/fips-(?:dkr-|prod-)?|-fips/, '')
}
