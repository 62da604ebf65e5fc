import {readFileSync, writeFileSync} from 'node:fs'
import {UserError} from './errors.js'
import type {Result} from './model.js'
import {fingerprints} from './report/fingerprint.js'
import {createMask} from './report/mask.js'

/**
 * Findings that were there when the baseline was made, by path and structural fingerprint: they are counted, not shown,
 * and move with their lines. A baseline only shrinks: what is fixed is taken out, nothing is ever added to it.
 */
export interface Baseline {
  readonly version: 1
  /** Path to fingerprints, both sorted. */
  readonly findings: Readonly<Record<string, readonly string[]>>
}

/** @throws {UserError} CONFIG_INVALID where the file is no baseline */
export function readBaseline(file: string, shown: string): Baseline {
  try {
    const baseline = JSON.parse(readFileSync(file, 'utf8')) as Baseline
    if (baseline.version === 1 && typeof baseline.findings === 'object') return baseline
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    const advice = code === 'ENOENT' ? '; --update-baseline makes it' : ''
    throw new UserError('CONFIG_INVALID', `${shown}: cannot be read as a baseline (${code ?? 'not JSON'})${advice}`, {
      cause: error,
    })
  }
  throw new UserError('CONFIG_INVALID', `${shown}: not a baseline that this version wrote`)
}

/** @throws {UserError} WRITE_FAILED */
export function writeBaseline(file: string, shown: string, baseline: Baseline): void {
  try {
    writeFileSync(file, `${JSON.stringify(baseline, null, 2)}\n`)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    throw new UserError('WRITE_FAILED', `${shown}: the baseline cannot be written (${code})`, {cause: error})
  }
}

/** The result without the findings the baseline knows. */
export function withoutKnown(result: Result, baseline: Baseline): Result {
  const known = new Set(baseline.findings[result.path])
  if (known.size === 0) return result
  const marks = fingerprints(result, createMask(result))
  return {...result, diagnostics: result.diagnostics.filter((_, index) => !known.has(marks[index]!))}
}

/** A first baseline holds everything found; a later one what it held and is still found. */
export function nextBaseline(results: readonly Result[], before: Baseline | null): Baseline {
  const findings = results.flatMap((result): [string, string[]][] => {
    const known = before && new Set(before.findings[result.path])
    const marks = fingerprints(result, createMask(result)).filter((mark) => known === null || known.has(mark))
    return marks.length === 0 ? [] : [[result.path, marks.sort()]]
  })
  return {version: 1, findings: Object.fromEntries(findings.sort(([a], [b]) => (a < b ? -1 : 1)))}
}
