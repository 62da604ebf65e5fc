import {existsSync} from 'node:fs'
import {relative, resolve} from 'node:path'
import type {Baseline} from './baseline.js'
import {findConfig} from './config/find.js'
import {createIgnore, createSeverityOf, type SeverityOf} from './config/severity.js'
import {type Config, noConfig} from './config/types.js'
import type {RuleData} from './data.js'
import {UserError} from './errors.js'
import type {CheckFlags} from './flags.js'
import {loadData} from './load-data.js'
import type {Applicability, Severity} from './model.js'
import {reporterNames} from './report/index.js'
import {isAtLeast} from './severity.js'

/** What the flags and the config say together. Flags win. */
export interface RunOptions {
  readonly config: Config
  readonly severityOf: SeverityOf
  readonly isIgnored: ((path: string) => boolean) | null
  readonly minSeverity: Severity
  readonly failOn: Severity
  readonly maxWarnings: number | null
  /** Classes of fixes that --fix makes and --diff shows. */
  readonly fixes: readonly Applicability[]
  readonly formats: readonly ReportFormat[]
  /** Nobody named a format. */
  readonly isDefaultFormat: boolean
  readonly region: string | null
  readonly maxFileSize: number
  /** Programs are read as well. */
  readonly sourceCode: boolean
  readonly baseline: BaselineFile | null
  /** @param withAliyun whether Alibaba Cloud's part is wanted */
  data(withAliyun: boolean): Promise<RuleData>
}

export interface BaselineFile {
  /** Absolute. */
  readonly file: string
  /** For messages. */
  readonly shown: string
  /** Null where the file is yet to be made. */
  readonly content: Baseline | null
}

export interface ReportFormat {
  readonly name: string
  /** Absolute; null for standard output. */
  readonly file: string | null
}

const DEFAULT_MAX_FILE_SIZE = 10 * 1024 * 1024
export async function createRunOptions(paths: readonly string[], flags: CheckFlags, cwd: string): Promise<RunOptions> {
  checkCombination(paths, flags)
  const config = await readConfig(flags, cwd)
  const sourceCode = flags['source-code'] ?? config.sourceCode ?? false
  const failOn = flags['fail-on'] ?? config.failOn ?? 'warning'
  const formats = flags.format ?? config.formats
  const options: RunOptions = {
    config,
    severityOf: await createSeverityOf(config, {only: flags.rule ?? [], without: flags['ignore-rule'] ?? []}, cwd),
    isIgnored: await createIgnore(config.ignore),
    // A finding that fails the run and is not shown would be a riddle.
    minSeverity: flags['min-severity'] ?? config.minSeverity ?? (isAtLeast(failOn, 'warning') ? 'warning' : failOn),
    failOn,
    maxWarnings: parseMaxWarnings(flags['max-warnings']) ?? config.maxWarnings,
    fixes: flags['unsafe-fixes'] ? ['safe', 'unsafe'] : ['safe'],
    formats: (formats.length > 0 ? formats : ['pretty']).map((format) => parseFormat(format, cwd)),
    isDefaultFormat: formats.length === 0,
    region: parseRegion(flags.region) ?? config.region,
    maxFileSize: config.maxFileSize ?? DEFAULT_MAX_FILE_SIZE,
    sourceCode,
    baseline: await loadBaseline(flags, config, cwd),
    data: remember((withAliyun) => loadData(config.ruleDirectories, withAliyun, sourceCode)),
  }
  await checkFormats(options.formats)
  await checkRuleIds(flags, config, cwd, options.data)
  return options
}

async function loadBaseline(flags: CheckFlags, config: Config, cwd: string): Promise<BaselineFile | null> {
  const file = flags.baseline === undefined ? config.baseline : resolve(cwd, flags.baseline)
  if (file === null) {
    if (flags['update-baseline'])
      throw new UserError('USAGE', '--update-baseline needs --baseline FILE, or baseline in the config')
    return null
  }
  const shown = relative(cwd, file) || file
  if (flags['update-baseline'] && !existsSync(file)) return {file, shown, content: null}
  const {readBaseline} = await import('./baseline.js')
  return {file, shown, content: readBaseline(file, shown)}
}

function checkCombination(paths: readonly string[], flags: CheckFlags): void {
  const clashes: readonly (readonly [unknown, unknown, string])[] = [
    [flags.config, flags['no-config'], '--config and --no-config exclude each other'],
    [
      flags['update-baseline'],
      flags.fix ?? flags.diff,
      '--update-baseline writes no fixes: give it without --fix and --diff',
    ],
    [
      flags.verify,
      !flags.fix || flags.diff || flags.stdin,
      '--verify proves what --fix writes to files: give it with --fix',
    ],
    [flags.level ?? flags.unproved, !flags.verify, '--level and --unproved are for --fix --verify'],
    [flags.staged, flags.since, '--staged and --since exclude each other'],
    [flags.stdin, paths.length > 0, '--stdin reads one document: give no paths'],
    [flags.stdin, flags.staged ?? flags.since, '--stdin reads one document: --staged and --since do not apply'],
    [
      flags.stdin,
      flags['stdin-filename'] === undefined,
      '--stdin needs --stdin-filename PATH, which decides the format',
    ],
    [flags['stdin-filename'], !flags.stdin, '--stdin-filename needs --stdin'],
  ]
  const clash = clashes.find(([one, other]) => Boolean(one) && Boolean(other))
  if (clash) throw new UserError('USAGE', clash[2])
}

export async function readConfig(flags: Pick<CheckFlags, 'config' | 'no-config'>, cwd: string): Promise<Config> {
  const file = flags['no-config'] ? null : flags.config === undefined ? findConfig(cwd) : resolve(cwd, flags.config)
  if (file === null) return noConfig
  const {loadConfig} = await import('./config/load.js')
  return loadConfig(file, flags.config ?? (relative(cwd, file) || file))
}

function parseMaxWarnings(value: string | undefined): number | null {
  if (value === undefined) return null
  if (!/^\d+$/.test(value)) throw new UserError('USAGE', `--max-warnings ${value}: must be a whole number`)
  return Number(value)
}

function parseRegion(value: string | undefined): string | null {
  if (value === undefined) return null
  // Alibaba Cloud's Regions in China have no number.
  if (!/^(?:[a-z]{2,4}(?:-[a-z]+)+-\d+|cn(?:-[a-z]+)+)$/.test(value))
    throw new UserError('USAGE', `--region ${value}: not a Region such as eu-west-1`)
  return value
}

/** Only the first colon separates: a Windows path has one of its own. */
function parseFormat(format: string, cwd: string): ReportFormat {
  const colon = format.indexOf(':')
  if (colon === -1) return {name: format, file: null}
  const file = format.slice(colon + 1)
  if (file === '') throw new UserError('USAGE', `--format ${format}: the file after the colon is missing`)
  return {name: format.slice(0, colon), file: resolve(cwd, file)}
}

/** Before the run: a misspelt format must not be found out after files were written. */
async function checkFormats(formats: readonly ReportFormat[]): Promise<void> {
  const unknown = formats.find(({name}) => !reporterNames.includes(name))
  if (unknown === undefined) return
  const {didYouMean} = await import('./config/suggest.js')
  throw new UserError(
    'USAGE',
    `--format ${unknown.name}: not one of ${reporterNames.join(', ')}${didYouMean(unknown.name, reporterNames)}`,
  )
}

/** Loads the rules only when somebody names one. */
async function checkRuleIds(flags: CheckFlags, config: Config, cwd: string, data: RunOptions['data']): Promise<void> {
  const file = config.file === null ? '' : `${relative(cwd, config.file) || config.file}: `
  const named = [
    ...(flags.rule ?? []).map((id) => ({id, where: '--rule'})),
    ...(flags['ignore-rule'] ?? []).map((id) => ({id, where: '--ignore-rule'})),
    ...Object.keys(config.rules).map((id) => ({id, where: `${file}rules`})),
    ...config.overrides.flatMap(({rules}) => Object.keys(rules).map((id) => ({id, where: `${file}overrides`}))),
  ]
  if (named.length === 0) return
  const {ruleInfos} = await import('./rule-infos.js')
  const known = ruleInfos(await data(true)).map(({id}) => id)
  const unknown = named.find(({id}) => !known.includes(id))
  if (unknown === undefined) return
  const {didYouMean} = await import('./config/suggest.js')
  throw new UserError(
    'RULE_UNKNOWN',
    `${unknown.where}: no rule ${unknown.id}${didYouMean(unknown.id, known) || ' (stslint rules lists them)'}`,
  )
}

function remember<T>(make: (key: boolean) => Promise<T>): (key: boolean) => Promise<T> {
  const made = new Map<boolean, Promise<T>>()
  return (key) => {
    const known = made.get(key) ?? make(key)
    made.set(key, known)
    return known
  }
}
