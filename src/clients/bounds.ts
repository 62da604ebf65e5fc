import {parse as parseSpecifiers} from '@renovatebot/pep440/lib/specifier.js'
import Range from 'semver/classes/range.js'
import minVersion from 'semver/ranges/min-version.js'
import type {Ecosystem} from './model.js'
import {compareNumbers} from './numbers.js'

export interface Bounds {
  readonly min: string | null
  readonly max: string | null
  readonly maxIncluded: boolean
}

export function allows({min, max, maxIncluded}: Bounds, version: string): boolean {
  if (min !== null && compareNumbers(version, min) < 0) return false
  if (max === null) return true
  const order = compareNumbers(version, max)
  return order < 0 || (order === 0 && maxIncluded)
}

const OPEN: Bounds = {min: null, max: null, maxIncluded: false}

/** What a requirement allows, in the package's numbers. Open where it is no range: a branch, a path, `latest`. */
export function boundsOf(ecosystem: Ecosystem, requirement: string): Bounds {
  const text = requirement.trim()
  switch (ecosystem) {
    case 'pip':
      return /^[\^\d]|^~(?!=)|\|\|/.test(text) ? semverBounds(text.replaceAll(',', ' ')) : pythonBounds(text)
    case 'npm':
      return semverBounds(text)
    case 'composer':
      return semverBounds(fromComposer(text))
    case 'cargo':
      // A bare version is a caret range.
      return semverBounds(
        text
          .split(',')
          .map((part) => part.trim().replace(/^(?=\d)/, '^'))
          .join(' '),
      )
    case 'swiftpm':
      return semverBounds(fromSwift(text))
    case 'gem':
    case 'terraform':
      return text.split(',').map(stepBounds).reduce(meet, OPEN)
    case 'maven':
    case 'nuget':
    case 'psgallery':
      return bracketBounds(text)
    case 'conan':
      return semverBounds(text.replace(/^\[|\]$/g, '').replaceAll(',', ' '))
    case 'vcpkg':
      // A port's own revision follows `#`.
      return stepBounds(text.replace(/#\d+$/, ''))
    case 'docker':
      return /^\d+(?:\.\d+){0,2}$/.test(text) ? semverBounds(text) : OPEN
    default:
      return OPEN
  }
}

function semverBounds(text: string): Bounds {
  const range = parseRange(text)
  if (range === null || text === '') return OPEN
  const tops = range.set.map((comparators) =>
    comparators.find(({operator}) => operator.startsWith('<') || operator === ''),
  )
  const min = minVersion(range, {loose: true})?.version ?? null
  const highest = tops.every((top) => top?.semver.version !== undefined)
    ? tops.reduce((one, other) => (one!.semver.compare(other!.semver) < 0 ? other : one))
    : undefined
  const isBare = min === '0.0.0' && !/\d/.test(text)
  if (highest === undefined) return {...OPEN, min: isBare ? null : min}
  return {min, max: withoutMark(highest.semver.version), maxIncluded: highest.operator !== '<'}
}

function parseRange(text: string): Range | null {
  try {
    return new Range(text, {loose: true})
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** `<3.0.0-0`, as semver writes the end of a caret range, means below 3.0.0. */
function withoutMark(version: string): string {
  return version.replace(/-0$/, '')
}

/** `~1.2` allows 1.3 in Composer, `|` means or, and a stability follows `@`. */
function fromComposer(text: string): string {
  return text
    .replace(/@\w+/g, '')
    .replace(/\|\|?/g, ' || ')
    .replaceAll(',', ' ')
    .replace(
      /~\s*v?(\d+)\.(\d+)(?![.\d])/g,
      (_, major: string, minor: string) => `>=${major}.${minor}.0 <${Number(major) + 1}.0.0`,
    )
}

function fromSwift(text: string): string {
  return text
    .replace(/^(?:from|upToNextMajor from) /, '^')
    .replace(/^upToNextMinor from /, '~')
    .replace(/^exact /, '')
    .replace(/^(\S+?) ?\.\.< ?(\S+)$/, '>=$1 <$2')
    .replace(/^(\S+?) ?\.\.\. ?(\S+)$/, '>=$1 <=$2')
}

/** PEP 440. `!=` takes out of a range and ends none. */
function pythonBounds(text: string): Bounds {
  const specifiers = parseSpecifiers(text.replace(/,\s*$/, ''))
  if (specifiers === null) return OPEN
  return specifiers
    .map(({operator, version, prefix}): Bounds => {
      if (version === undefined || operator === '!=') return OPEN
      if (operator === '~=') return {min: version, max: increased(version, 1), maxIncluded: false}
      if (operator.startsWith('==')) {
        return prefix
          ? {min: version, max: increased(version, 0), maxIncluded: false}
          : {min: version, max: version, maxIncluded: true}
      }
      return comparison(operator, version)
    })
    .reduce(meet, OPEN)
}

function comparison(operator: string, version: string): Bounds {
  if (operator.startsWith('>')) return {...OPEN, min: version}
  if (operator.startsWith('<')) return {min: null, max: version, maxIncluded: operator === '<='}
  return {min: version, max: version, maxIncluded: true}
}

/** The first version beyond those that begin with `version` but for its last `dropped` numbers. */
function increased(version: string, dropped: number): string {
  const release = /^v?(?:\d+!)?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? version
  const numbers = release.split('.').map(Number)
  const kept = numbers.slice(0, Math.max(1, numbers.length - dropped))
  kept[kept.length - 1]! += 1
  return kept.join('.')
}

/** One condition of RubyGems or Terraform: `~> 3.1` is at least 3.1 and below 4. */
function stepBounds(text: string): Bounds {
  const [, operator = '=', version] = /^\s*(~>|[<>]=?|!?=)?\s*v?(\d[\w.-]*)\s*$/.exec(text) ?? []
  if (version === undefined || operator === '!=') return OPEN
  return operator === '~>'
    ? {min: version, max: increased(version, 1), maxIncluded: false}
    : comparison(operator, version)
}

/** Maven, Gradle and NuGet: `[1.0,2.0)`, several of them, `1.+`, `1.*`. A bare version is a wish or a minimum. */
function bracketBounds(text: string): Bounds {
  const [, floating] = /^(\d+(?:\.\d+)*)\.[+*]/.exec(text) ?? []
  if (floating !== undefined) return {min: floating, max: increased(floating, 0), maxIncluded: false}
  if (/^\d[\w.+-]*$/.test(text)) return {...OPEN, min: text}
  // Gradle also writes `[1.0,2.0[` and `]1.0,2.0]` for what is left out.
  const ranges = [...text.matchAll(/[[(\]]([^,\])[(]*)(,?)([^\])[]*)([\])[])/g)].map(
    ([, low, comma, high, end]): Bounds => {
      const [min, max] = [low!.trim() || null, comma === '' ? low!.trim() || null : high!.trim() || null]
      return {min, max, maxIncluded: max !== null && end === ']'}
    },
  )
  return ranges.length === 0 ? OPEN : ranges.reduce(join)
}

/** Both hold. */
function meet(one: Bounds, other: Bounds): Bounds {
  const min = one.min === null || (other.min !== null && compareNumbers(one.min, other.min) < 0) ? other.min : one.min
  if (one.max === null || other.max === null) return {...(one.max === null ? other : one), min}
  const order = compareNumbers(one.max, other.max)
  const top = order < 0 || (order === 0 && !one.maxIncluded) ? one : other
  return {...top, min}
}

/** One of them holds. */
function join(one: Bounds, other: Bounds): Bounds {
  const min = one.min === null || other.min === null || compareNumbers(one.min, other.min) < 0 ? one.min : other.min
  if (one.max === null || other.max === null) return {...OPEN, min: one.min === null || other.min === null ? null : min}
  const order = compareNumbers(one.max, other.max)
  const top = order > 0 || (order === 0 && one.maxIncluded) ? one : other
  return {...top, min: one.min === null || other.min === null ? null : min}
}
