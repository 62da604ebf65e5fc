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
  const {path} = option
  const last = path.at(-1) ?? ''
  const owner = path.at(-2) ?? ''
  if (envNames.has(last)) {
    if (HOLDERS.has(owner)) return toVariable(option, last, file)
    const isMap = path.slice(0, -1).some((segment) => MAPS.test(segment))
    const isOwn = /^(?:setenv|update|merge!)$/.test(owner) && /^(?:Sys|environ|ENV)$/.test(path.at(-3) ?? '')
    return isMap ? toVariable(option, last, isOwn ? file : option.scope) : null
  }
  if (owner === 'putenv' && last === '0') return assigned(option, file, envNames)
  if (last !== '1' || !SETTERS.test(owner) || /^(?:monkeypatch|t|tb|b)$/.test(path[0] ?? '')) return null
  if (/^(?:setdefault|store)$/.test(owner) && !HOLDERS.has(path.at(-3) ?? '')) return null
  const start = path.slice(0, -1).join('\0')
  const name = all.find(
    ({path: other, scope, keyRange}) =>
      scope === option.scope &&
      keyRange.start < option.keyRange.start &&
      other.at(-1) === '0' &&
      other.slice(0, -1).join('\0') === start,
  )
  const key = name?.value ?? null
  if (key === null || !envNames.has(key)) return null
  const isOther = owner === 'addEnvironment'
  return toVariable({...option, keyRange: name!.valueRange}, key, isOther ? option.scope : file)
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
