import {parseArgs} from 'node:util'
import {UserError} from './errors.js'
import {type CheckFlags, checkFlags, type Flag, isTruthy} from './flags.js'

export interface Parsed {
  readonly paths: readonly string[]
  readonly flags: CheckFlags
}

type Values = Record<string, boolean | string | string[]>
type Env = Readonly<Record<string, string | undefined>>

/**
 * The arguments of `check`, or null when they are not understood: then oclif reads them again and says what is wrong.
 *
 * @throws {UserError} USAGE where oclif would see nothing wrong
 */
export function parseCheckArguments(args: readonly string[], env: Env): Parsed | null {
  const tokens = tokenize(args)
  if (tokens === null) return null
  const paths: string[] = []
  const values: Values = {}
  for (const token of tokens) {
    if (token.kind === 'positional') paths.push(token.value)
    if (token.kind === 'option' && !store(values, token.name, token.value)) return null
  }
  fillFromEnv(values, env)
  return {paths, flags: values as CheckFlags}
}

function tokenize(args: readonly string[]) {
  try {
    return parseArgs({args: [...args], options: parserOptions(), allowPositionals: true, tokens: true}).tokens
  } catch {
    refuseSwitchValues(args)
    return null
  }
}

/** oclif would take `--fix=false` for `--fix` and a path. */
function refuseSwitchValues(args: readonly string[]): void {
  for (const arg of args) {
    if (arg === '--') return
    const [, name] = /^--(?:no-)?([\w-]+)=/.exec(arg) ?? []
    if (name === undefined || find(name)?.type !== 'boolean') continue
    throw new UserError('USAGE', `--${name} is a switch: it takes no value`)
  }
}

function parserOptions() {
  const options: Record<string, {type: 'boolean' | 'string'; short?: string; multiple?: boolean}> = {}
  for (const flag of checkFlags as readonly Flag[]) {
    options[flag.name] = {type: flag.type === 'boolean' ? 'boolean' : 'string', ...(flag.char && {short: flag.char})}
    if (flag.type === 'boolean' && flag.negatable) options[`no-${flag.name}`] = {type: 'boolean'}
  }
  return options
}

/** False for what must not be stored: an unlisted choice, or a second value where one is allowed. */
function store(values: Values, name: string, value: string | undefined): boolean {
  const flag = find(name)
  if (flag === undefined) {
    values[name.slice('no-'.length)] = false
    return true
  }
  if (flag.type === 'boolean') values[name] = true
  else if (value === undefined || (flag.options && !flag.options.includes(value))) return false
  else if (flag.multiple) values[name] = [...((values[name] as string[] | undefined) ?? []), value]
  else if (name in values) return false
  else values[name] = value
  return true
}

function find(name: string): Flag | undefined {
  return (checkFlags as readonly Flag[]).find((flag) => flag.name === name)
}

function fillFromEnv(values: Values, env: Env): void {
  for (const flag of checkFlags as readonly Flag[]) {
    const value = flag.env === undefined ? undefined : env[flag.env]
    if (value === undefined || value === '' || flag.name in values) continue
    if (flag.type === 'option') values[flag.name] = value
    else if (isTruthy(value)) values[flag.name] = true
  }
}
