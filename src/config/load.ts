import {readFileSync} from 'node:fs'
import {basename, dirname, resolve} from 'node:path'
import {UserError} from '../errors.js'
import {describeFault} from '../fault.js'
import {describe} from './problems.js'
import {type Config, type ConfigFile, noConfig} from './types.js'
import {validateConfig} from './validator.js'

/** Reads a config file and what it extends. `shown` is how messages name it. */
export async function loadConfig(file: string, shown: string): Promise<Config> {
  return {...(await loadChain(file, shown, [])), file}
}

async function loadChain(file: string, shown: string, seen: readonly string[]): Promise<Config> {
  if (seen.includes(file)) throw invalid(shown, ['extends: comes back to this file'])
  const content = validate(await readConfig(file, shown), shown)
  let config = noConfig
  for (const name of asList(content.extends))
    config = mergeConfigs(config, await loadBase(name, file, shown, [...seen, file]))
  return mergeConfigs(config, toConfig(content, dirname(file)))
}

async function loadBase(name: string, from: string, shown: string, seen: readonly string[]): Promise<Config> {
  if (name === 'recommended') return noConfig
  if (name === 'strict') return {...noConfig, strict: true}
  const file = resolve(dirname(from), name)
  try {
    return await loadChain(file, name, seen)
  } catch (error) {
    if (!isMissing(error)) throw error
    throw invalid(shown, [`extends: ${name} is not recommended, strict or a config file that exists`])
  }
}

async function readConfig(file: string, shown: string): Promise<unknown> {
  const text = readText(file, shown)
  try {
    if (!/\.ya?ml$/.test(file)) return unwrap(file, JSON.parse(text.replace(/^\uFEFF/, '')))
    const {parse} = await import('yaml')
    return parse(text, {prettyErrors: true}) ?? {}
  } catch (error) {
    // The first line says what and where; the parser's picture of the line would not fit in one.
    const [said = ''] = (error as Error).message.split('\n')
    throw new UserError('CONFIG_INVALID', `${shown}: ${said.replace(/:$/, '')}`, {cause: error})
  }
}

function readText(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UserError('CONFIG_INVALID', `${shown}: cannot be read: ${describeFault(error)}`, {
      cause: error,
    })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof UserError && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT'
}

function unwrap(file: string, value: unknown): unknown {
  if (basename(file) !== 'package.json') return value
  return (value as {stslint?: unknown}).stslint ?? {}
}

function validate(value: unknown, shown: string): ConfigFile {
  if (validateConfig(value)) return value as ConfigFile
  throw invalid(shown, describe(validateConfig.errors ?? []))
}

function invalid(shown: string, problems: readonly string[]): UserError {
  return new UserError('CONFIG_INVALID', `${shown}: ${problems.join('; ')}`)
}

function toConfig(content: ConfigFile, base: string): Config {
  return {
    file: null,
    strict: false,
    rules: content.rules ?? {},
    overrides: (content.overrides ?? []).map(({files, rules}) => ({base, patterns: files, rules})),
    ruleDirectories: (content.ruleDirectories ?? []).map((directory) => resolve(base, directory)),
    clients: content.clients ?? [],
    region: content.regions?.default ?? null,
    enabledRegions: content.regions?.enabled ?? [],
    ignore: content.ignore === undefined ? [] : [{base, patterns: content.ignore}],
    minSeverity: content.minSeverity ?? null,
    failOn: content.failOn ?? null,
    maxWarnings: content.maxWarnings ?? null,
    formats: asList(content.format),
    maxFileSize: content.maxFileSize ?? null,
    sourceCode: content.sourceCode ?? null,
    baseline: content.baseline === undefined ? null : resolve(base, content.baseline),
  }
}

/** Single values and formats: the later one wins. Lists grow. */
function mergeConfigs(base: Config, next: Config): Config {
  return {
    file: next.file,
    strict: base.strict || next.strict,
    rules: {...base.rules, ...next.rules},
    overrides: [...base.overrides, ...next.overrides],
    ruleDirectories: [...base.ruleDirectories, ...next.ruleDirectories],
    clients: [...base.clients, ...next.clients],
    region: next.region ?? base.region,
    enabledRegions: [...new Set([...base.enabledRegions, ...next.enabledRegions])],
    ignore: [...base.ignore, ...next.ignore],
    minSeverity: next.minSeverity ?? base.minSeverity,
    failOn: next.failOn ?? base.failOn,
    maxWarnings: next.maxWarnings ?? base.maxWarnings,
    formats: next.formats.length > 0 ? next.formats : base.formats,
    maxFileSize: next.maxFileSize ?? base.maxFileSize,
    sourceCode: next.sourceCode ?? base.sourceCode,
    baseline: next.baseline ?? base.baseline,
  }
}

function asList(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}
