import {boundsOf} from './bounds.js'
import type {DetectedClient, PackageRow} from './model.js'
import {compareNumbers} from './numbers.js'

/** In the client's numbers, not the package's. */
export interface Versions {
  readonly exact: string | null
  /** The lowest version allowed; null where nothing says it. */
  readonly min: string | null
  /** The highest version allowed or, without `maxIncluded`, the lowest that is too high. */
  readonly max: string | null
  readonly maxIncluded: boolean
}

const UNKNOWN: Versions = {exact: null, min: null, max: null, maxIncluded: false}

/** Which versions of its client a detection allows, by the rules of its ecosystem. */
export function versionsOf({version, requirement, ecosystem, row}: DetectedClient): Versions {
  if (row.unrelated) return UNKNOWN
  if (version !== null) {
    const exact = toClient(version, row)
    return {exact, min: exact, max: exact, maxIncluded: true}
  }
  const {min, max, maxIncluded} = narrow(boundsOf(ecosystem, requirement ?? ''), row)
  return {exact: null, min: min && toClient(min, row), max: max && toClient(max, row), maxIncluded}
}

/** On which side of a change a detection lies: `change` is the first version that has it. */
export function sideOf(detected: DetectedClient, change: string): 'before' | 'after' | 'either' {
  const {min, max, maxIncluded} = versionsOf(detected)
  if (min !== null && compareNumbers(min, change) >= 0) return 'after'
  if (max === null) return 'either'
  const order = compareNumbers(max, change)
  return order < 0 || (order === 0 && !maxIncluded) ? 'before' : 'either'
}

/** A row about one major version allows no other. */
function narrow(bounds: ReturnType<typeof boundsOf>, {major}: PackageRow): ReturnType<typeof boundsOf> {
  if (major === undefined) return bounds
  const [first, next] = [`${major}.0.0`, `${major + 1}.0.0`]
  const min = bounds.min === null || compareNumbers(bounds.min, first) < 0 ? first : bounds.min
  const isOpen = bounds.max === null || compareNumbers(bounds.max, next) >= 0
  return isOpen ? {min, max: next, maxIncluded: false} : {...bounds, min}
}

function toClient(version: string, {behind}: PackageRow): string {
  if (behind === undefined || compareNumbers(version, behind.until) >= 0) return version
  return version.replace(
    /^(\d+)\.(\d+)/,
    (_, major: string, minor: string) => `${major}.${Number(minor) + behind.minor}`,
  )
}
