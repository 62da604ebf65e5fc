import {resolve} from 'node:path'
import type {Severity} from '../model.js'
import type {Config, Globs, Level} from './types.js'

export type SeverityOf = (rule: {readonly id: string; readonly severity: Severity}, path: string) => Severity | null

export interface Choice {
  readonly only: readonly string[]
  readonly without: readonly string[]
}

/**
 * The severity of each rule on each path. A rule asked for by name runs even where the config has it off; then what
 * matches the path most lately in `overrides`, then `rules`, then the preset decides.
 */
export async function createSeverityOf(config: Config, choice: Choice, cwd: string): Promise<SeverityOf> {
  const overrides = config.overrides.length === 0 ? [] : await compileOverrides(config)
  const levelsFor = remember((path) => levelsOf(config, overrides, resolve(cwd, path)))
  return (rule, path) => {
    if (choice.without.includes(rule.id)) return null
    if (choice.only.length > 0 && !choice.only.includes(rule.id)) return null
    const level = levelsFor(path)[rule.id] ?? preset(config, rule.severity)
    if (level !== 'off') return level
    return choice.only.includes(rule.id) ? rule.severity : null
  }
}

/** Rules ask for one path many times in a row. */
function remember<T>(make: (path: string) => T): (path: string) => T {
  let last: {readonly path: string; readonly value: T} | null = null
  return (path) => {
    if (last?.path !== path) last = {path, value: make(path)}
    return last.value
  }
}

interface Override {
  readonly rules: Readonly<Record<string, Level>>
  matches(path: string): boolean
}

function levelsOf(config: Config, overrides: readonly Override[], path: string): Readonly<Record<string, Level>> {
  const matching = overrides.filter((override) => override.matches(path))
  return matching.length === 0 ? config.rules : Object.assign({}, config.rules, ...matching.map(({rules}) => rules))
}

function preset(config: Config, severity: Severity): Severity {
  return config.strict && severity === 'info' ? 'warning' : severity
}

async function compileOverrides(config: Config): Promise<Override[]> {
  const {compileGlobs} = await import('./globs.js')
  return config.overrides.map((override) => ({rules: override.rules, matches: compileGlobs(override)}))
}

/** Globs from several directories as one test on absolute paths. */
export async function createIgnore(ignore: readonly Globs[]): Promise<((path: string) => boolean) | null> {
  if (ignore.length === 0) return null
  const {compileGlobs} = await import('./globs.js')
  const tests = ignore.map(compileGlobs)
  return (path) => tests.some((test) => test(path))
}
