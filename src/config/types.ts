import type {Severity} from '../model.js'

export type Level = Severity | 'off'
export type RuleLevels = Readonly<Record<string, Level>>

/** A config file's content, valid by schemas/config.schema.json. */
export interface ConfigFile {
  readonly extends?: string | readonly string[]
  readonly rules?: RuleLevels
  readonly overrides?: readonly {readonly files: readonly string[]; readonly rules: RuleLevels}[]
  readonly ruleDirectories?: readonly string[]
  readonly clients?: readonly Client[]
  readonly regions?: {readonly default?: string; readonly enabled?: readonly string[]}
  readonly ignore?: readonly string[]
  readonly minSeverity?: Severity
  readonly failOn?: Severity
  readonly maxWarnings?: number
  readonly format?: string | readonly string[]
  readonly maxFileSize?: number
  readonly sourceCode?: boolean
  readonly baseline?: string
}

export interface Client {
  readonly name: string
  readonly version?: string
}

/** Globs and the directory they are relative to. */
export interface Globs {
  readonly base: string
  readonly patterns: readonly string[]
}

/** What the config files say together: `extends` followed, paths absolute. */
export interface Config {
  /** The file that was found, for messages; null when there is none. */
  readonly file: string | null
  readonly strict: boolean
  readonly rules: RuleLevels
  readonly overrides: readonly (Globs & {readonly rules: RuleLevels})[]
  readonly ruleDirectories: readonly string[]
  readonly clients: readonly Client[]
  readonly region: string | null
  readonly enabledRegions: readonly string[]
  readonly ignore: readonly Globs[]
  readonly minSeverity: Severity | null
  readonly failOn: Severity | null
  readonly maxWarnings: number | null
  readonly formats: readonly string[]
  readonly maxFileSize: number | null
  readonly sourceCode: boolean | null
  /** Absolute. */
  readonly baseline: string | null
}

export const noConfig: Config = {
  file: null,
  strict: false,
  rules: {},
  overrides: [],
  ruleDirectories: [],
  clients: [],
  region: null,
  enabledRegions: [],
  ignore: [],
  minSeverity: null,
  failOn: null,
  maxWarnings: null,
  formats: [],
  maxFileSize: null,
  sourceCode: null,
  baseline: null,
}
