import type {Range} from '../model.js'

/** What a part of a program comes to, as far as the text says. */
export interface Known {
  /** Null where it is computed. */
  readonly value: string | null
  readonly range: Range
}

/** Calls that give back the text they are given, by their last name. */
export const WRAPPERS: ReadonlySet<string> = new Set([
  // Go: aws.String, pulumi.String, jsii.String, to.Ptr.
  'String',
  'StringPtr',
  'Ptr',
  'StringRef',
  // Java, Kotlin, C#, Ruby.
  'create',
  'URI',
  'URL',
  'Uri',
  'Url',
  'parse',
  'of',
  'fromName',
  'GetBySystemName',
  'Region',
])

/** A constant of an SDK as the setting it stands for; null for any other name. */
export function constantOf(path: readonly string[]): string | null {
  const last = path.at(-1) ?? ''
  const owner = path.at(-2) ?? ''
  if (/^(?:true|false|True|False|TRUE|FALSE)$/.test(last) && path.length === 1) return last.toLowerCase()
  const mode = /^(Legacy|Regional)STSEndpoint$/.exec(last)?.[1] ?? (/^StsRegionalEndpoint/.test(owner) ? last : null)
  if (mode !== null) return /^(?:legacy|regional)$/i.test(mode) ? mode.toLowerCase() : null
  return /^(?:Regions?|RegionEndpoint|endpoints)$/.test(owner) ? regionOf(last) : null
}

/** `EU_WEST_1` of Java, `UsWest2RegionID` of Go, `EUWest1` of .NET. */
function regionOf(name: string): string | null {
  if (/^[A-Z]{2}(?:_[A-Z]+)+_\d$/.test(name)) return name.toLowerCase().replaceAll('_', '-')
  const parts =
    /^([A-Z][A-Za-z])(Gov|GovCloud|ISO[BEF]?|Iso[bef]?)?(North|South|Central)?(North|South|East|West|Central|east|west)?(\d)(?:RegionID)?$/.exec(
      name,
    )
  if (parts === null) return null
  const [, area = '', special = '', one = '', two = '', number = ''] = parts
  const middle = special.toLowerCase().replace('cloud', '')
  const direction = `${one}${two}`.toLowerCase()
  return [area.toLowerCase(), middle, direction, number].filter((part) => part !== '').join('-')
}
