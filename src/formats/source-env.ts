import type {Scope} from '../model.js'
import type {LineSetting} from './line-settings.js'
import type {Option} from './source-reader.js'

/** What holds a process's own variables in a program. */
const HOLDERS: ReadonlySet<string> = new Set(['environ', 'env', 'ENV', '$_ENV', '$_SERVER'])

/** Calls that set one: its name first, its value second. */
const SETTERS = /^(?:(?:set|Set|put|os_?set)_?[eE]nv|SetEnvironmentVariable|setdefault|store|addEnvironment)$/

/** A map of variables for another process, by what it is called. */
const MAPS = /env/i

/** An option as the variable it sets; null where it sets none. What tests set for themselves is nobody's setting. */
export function variableOf(
  option: Option,
  all: readonly Option[],
  file: Scope,
  envNames: ReadonlySet<string>,
): LineSetting | null {
  const last = option.path.at(-1) ?? ''
  if (envNames.has(last)) return keyed(option, last, file)
  if (last === '0') return option.path.at(-2) === 'putenv' ? assigned(option, file, envNames) : null
  return last === '1' && isSetter(option.path) ? called(option, all, file, envNames) : null
}

/** `process.env.NAME = …`, `env={'NAME': …}`, `Sys.setenv(NAME = …)` */
function keyed(option: Option, name: string, file: Scope): LineSetting | null {
  const {path, scope} = option
  const owner = path.at(-2) ?? ''
  if (HOLDERS.has(owner)) return toVariable(option, name, file)
  if (!path.slice(0, -1).some((segment) => MAPS.test(segment))) return null
  const isOwn = /^(?:setenv|update|merge!)$/.test(owner) && /^(?:Sys|environ|ENV)$/.test(path.at(-3) ?? '')
  return toVariable(option, name, isOwn ? file : scope)
}

function isSetter(path: readonly string[]): boolean {
  const owner = path.at(-2) ?? ''
  if (!SETTERS.test(owner) || /^(?:monkeypatch|t|tb|b)$/.test(path[0] ?? '')) return false
  return !/^(?:setdefault|store)$/.test(owner) || HOLDERS.has(path.at(-3) ?? '')
}

/** `os.Setenv("NAME", "…")`: the name stands before. */
function called(
  option: Option,
  all: readonly Option[],
  file: Scope,
  envNames: ReadonlySet<string>,
): LineSetting | null {
  const {path, scope, keyRange} = option
  const call = path.slice(0, -1).join('\0')
  const name = all.findLast(
    (other) =>
      other.scope === scope &&
      other.keyRange.start < keyRange.start &&
      other.path.at(-1) === '0' &&
      other.path.slice(0, -1).join('\0') === call,
  )
  const key = name?.value ?? null
  if (key === null || !envNames.has(key)) return null
  return toVariable({...option, keyRange: name!.valueRange}, key, path.at(-2) === 'addEnvironment' ? scope : file)
}

/** PHP: `putenv("NAME=value")`. */
function assigned(option: Option, file: Scope, envNames: ReadonlySet<string>): LineSetting | null {
  const {value, valueRange} = option
  const equals = value?.indexOf('=') ?? -1
  const name = value?.slice(0, equals) ?? ''
  if (equals < 0 || !envNames.has(name)) return null
  const {start, end} = valueRange
  const range = {start: start + equals + 1, end}
  const keyRange = {start, end: start + equals}
  return toVariable({...option, keyRange, valueRange: range, value: value!.slice(equals + 1)}, name, file)
}

function toVariable({keyRange, valueRange, value}: Option, key: string, scope: Scope): LineSetting {
  return {
    surface: 'env',
    scope,
    key,
    path: [key],
    keyRange,
    valueRange,
    value,
    lines: null,
    write: () => null,
  }
}
