import type {Range, Scope, ScopeKind, ShellOut, ValueType, Word} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {chartSettings} from './command-charts.js'
import {readAsDocument} from './command-documents.js'
import {argumentsOf} from './command-pairs.js'
import type {KeyValue, Token} from './command-token.js'
import {looseSecret} from './loose-secrets.js'
import {configure} from './written-files.js'

export interface CommandContext {
  readonly scope: Scope
  readonly pathPrefix: readonly string[]
  readonly out: ShellOut
}

/** `assignments` stand before the command's name; `range` covers all of it. Returns the words that `env` or `sudo` runs. */
export function readCommandLine(
  tokens: readonly Token[],
  assignments: readonly KeyValue[],
  range: Range,
  context: CommandContext,
): readonly Token[] {
  const {assigned, words} = unwrap(tokens)
  const flags = flagsOf(words)
  const given = argumentsOf(words)
  const env = [...assignments, ...assigned]
  const isOwn = env.length + flags.length > 0 || given !== null
  const scope = isOwn ? childScope('command', nameOf(words), range, context) : context.scope
  const path = context.pathPrefix
  for (const pair of env) addEnv(pair, {...context, scope})
  for (const flag of flags)
    addEntry('flag', flag, [...path, nameOf(words), flag.key].filter(Boolean), {...context, scope})
  for (const pair of given?.pairs ?? [])
    addEntry('flag', pair, [...path, given!.command, pair.key], {...context, scope})
  readContainer(words, range, context)
  readChart(words, range, context)
  configure(words, context.scope, context.out)
  readAsDocument(words, context.scope, context.out)
  const whole = {start: words[0]!.range.start, end: words.at(-1)!.range.end}
  context.out.commands.push({scope, words: withoutSecrets(words, context.out.secrets), range: whole})
  return words
}

export function addEnv(pair: KeyValue, context: CommandContext): void {
  if (isVariable(pair.key)) addEntry('env', pair, [...context.pathPrefix, pair.key], context)
}

export function isVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name)
}

function addEntry(
  surface: 'env' | 'flag',
  pair: KeyValue,
  path: readonly string[],
  {scope, out}: CommandContext,
  type: ValueType = 'string',
): void {
  const secret = isSecret(pair.key)
  const expression = pair.value === null
  if (secret) out.secrets.push(pair.valueRange)
  out.entries.push({
    surface,
    scope,
    key: pair.key,
    path,
    value: secret ? null : pair.value,
    type: expression ? 'expression' : type,
    expression: expression && !secret ? pair.written : null,
    range: pair.range,
    valueRange: pair.valueRange,
    shared: false,
  })
}

/** Ids count the scopes of one kind below one parent, so that they hold still when lines above move. */
function childScope(kind: ScopeKind, name: string, range: Range, {scope, out}: CommandContext): Scope {
  const id = freeId(out.scopes, `${scope.id}/${kind}:`)
  // A container does not see the variables of the shell that starts it.
  const parent = kind === 'container' ? null : scope
  const child: Scope = {id, kind, name, range, parent, links: [], adds: null}
  out.scopes.push(child)
  return child
}

export function freeId(scopes: ShellOut['scopes'], prefix: string): string {
  const counts = countsOf.get(scopes) ?? new Map<string, number>()
  const index = counts.get(prefix) ?? 0
  countsOf.set(scopes, counts.set(prefix, index + 1))
  return `${prefix}${index}`
}

/** How many scopes a list has below each prefix: a scope can have several texts. */
const countsOf = new WeakMap<ShellOut['scopes'], Map<string, number>>()

/** Commands that run the rest of their line, and their options that take a word. */
const WRAPPERS: Readonly<Record<string, RegExp>> = {
  env: /^(?:-[uC]|--unset|--chdir)$/,
  sudo: /^(?:-[ugCDhpRTU]|--user|--group|--chdir|--host|--prompt)$/,
  exec: /^-a$/,
  'cross-env': /^$/,
  command: /^$/,
  nohup: /^$/,
  setsid: /^$/,
  nice: /^(?:-n|--adjustment)$/,
  ionice: /^-[cn]$/,
  timeout: /^(?:-[ks]|--kill-after|--signal)$/,
}

/** Words that stand between a wrapper's options and the line it runs: `timeout 30 aws …`. */
const OPERANDS: Readonly<Record<string, number>> = {timeout: 1}

export function unwrap(tokens: readonly Token[]): {assigned: KeyValue[]; words: readonly Token[]} {
  const assigned: KeyValue[] = []
  let words = tokens
  for (;;) {
    const program = programOf(words)
    const valued = WRAPPERS[program]
    if (valued === undefined || !Object.hasOwn(WRAPPERS, program)) return {assigned, words}
    let index = 1
    while (words[index]?.written.startsWith('-')) index += valued.test(words[index]!.written) ? 2 : 1
    index += OPERANDS[program] ?? 0
    const found: KeyValue[] = []
    for (; words[index]?.pair && isVariable(words[index]!.pair!.key); index += 1) found.push(words[index]!.pair!)
    assigned.push(...found)
    if (index >= words.length) return {assigned, words}
    words = words.slice(index)
  }
}

function programOf(words: readonly Token[]): string {
  return words[0]?.value?.replace(/^.*\//, '') ?? ''
}

/** Options of `aws` itself that take no value; those of its commands (`--no-paginate`) follow the command's name. */
const AWS_SWITCH =
  /^--(?:debug|version|no-verify-ssl|no-paginate|no-sign-request|no-cli-pager|v2-debug|(?:no-)?cli-auto-prompt)$/

function flagsOf(words: readonly Token[]): KeyValue[] {
  const isAws = programOf(words) === 'aws'
  const flags: KeyValue[] = []
  for (let index = 1; index < words.length; index += 1) {
    const {pair, value: key, range} = words[index]!
    if (pair !== null && /^(?:--\w|-D[\w.-]+$)/.test(pair.key) && !isContainerFlag(words, pair.key)) flags.push(pair)
    if (pair !== null || key === null || !isValued(key) || isContainerFlag(words, key)) continue
    const next = words[index + 1]
    // Which options of other programs take a value is not known: what reads as an assignment is none.
    if (next === undefined || next.value?.startsWith(isAws ? '--' : '-') || (!isAws && next.pair !== null)) continue
    const {value, inner, written} = next
    flags.push({key, range: {start: range.start, end: next.range.end}, value, valueRange: inner, written})
    index += 1
  }
  return flags
}

function isValued(word: string): boolean {
  return /^--\w[\w-]*$/.test(word) && !AWS_SWITCH.test(word)
}

/** `aws sts assume-root`: of `aws` service and operation, wherever its options stand; else words up to an option. */
function nameOf(words: readonly Token[]): string {
  const isAws = programOf(words) === 'aws'
  const name = [programOf(words)]
  for (let index = 1; index < words.length && (!isAws || name.length < 3); index += 1) {
    const {value} = words[index]!
    if (value === null) break
    if (!value.startsWith('-')) name.push(value)
    else if (!isAws) break
    else if (isValued(value)) index += 1
  }
  return name.join(' ')
}

const CONTAINER_TOOL = /^(?:docker|podman|nerdctl|docker-compose)$/

function isContainerProgram(words: readonly Token[]): boolean {
  return CONTAINER_TOOL.test(programOf(words)) || /^(?:kubectl|oc)$/.test(programOf(words))
}

function isContainerFlag(words: readonly Token[], key: string): boolean {
  return /^--env(?:-add)?$/.test(key) && isContainerProgram(words)
}

/** `docker run -e K=V`: a variable of that container. Without a value it is passed through, and no setting. */
function readContainer(words: readonly Token[], range: Range, context: CommandContext): void {
  const pairs = [...containerPairs(words), ...pairsElsewhere(words)].filter(({key}) => isVariable(key))
  if (pairs.length === 0) return
  const scope = childScope('container', nameOf(words), range, context)
  for (const pair of pairs) addEnv(pair, {...context, scope})
}

function containerPairs(words: readonly Token[]): KeyValue[] {
  const kind = CONTAINER_TOOL.test(programOf(words)) ? /^(?:run|create|exec|update)$/ : /^run$/
  if (!isContainerProgram(words) || !words.slice(1, 4).some(({value}) => value !== null && kind.test(value))) return []
  return words.flatMap(({value, pair}, index) => {
    if (pair !== null && isContainerFlag(words, pair.key)) return nested(pair) ?? []
    if (value !== '-e' && (value === null || !isContainerFlag(words, value))) return []
    return words[index + 1]?.pair ?? []
  })
}

/** What the program named gives to processes that are not its own: `kubectl set env deployment/x K=V`. */
const SETS_ENV: Readonly<Record<string, RegExp>> = {
  kubectl: /^set env$/,
  oc: /^set env$/,
  eb: /^setenv /,
  heroku: /^config:set /,
  dokku: /^config:set /,
}

/** Also what `env` gives behind another program: `kubectl exec pod -- env K=V aws …`, `aws-vault exec prod -- env K=V …`. */
function pairsElsewhere(words: readonly Token[]): KeyValue[] {
  const program = programOf(words)
  const sets = Object.hasOwn(SETS_ENV, program) ? SETS_ENV[program]! : null
  const at = words.findIndex(({value}, index) => sets?.test(`${value} ${words[index + 1]?.value ?? ''}`))
  if (at > 0) return words.slice(at).flatMap(({pair}) => pair ?? [])
  if (/^(?:echo|printf|test|grep|git)$/.test(program)) return []
  const behind = words.findIndex(({value}) => value === '--')
  return behind > 0 && programOf(words.slice(behind + 1)) === 'env' ? unwrap(words.slice(behind + 1)).assigned : []
}

/**
 * Values of a chart. A path that ends in a variable's name, or in the value of a list's item whose name is set beside it
 * (`env[0].name`, `env[0].value`), is that variable; the variables of one map or list are one view.
 */
function readChart(words: readonly Token[], range: Range, context: CommandContext): void {
  const settings = chartSettings(words)
  const names = new Map(settings.map(({path, pair}) => [path.join('\0'), pair.value]))
  const views = new Map<string, Scope>()
  for (const {path, pair, isString} of settings) {
    const last = path.at(-1)!
    const holder = path.slice(0, -1)
    const named = last === 'value' ? names.get([...holder, 'name'].join('\0')) : null
    const key = named ?? last
    const isEnv = typeof named === 'string' || /^[A-Z][A-Z0-9_]+$/.test(last)
    const at = (named ? holder.slice(0, -1) : holder).join('.')
    const view = views.get(at) ?? childScope('container', nameOf(words), range, context)
    views.set(at, view)
    const type = !isString && /^(?:true|false)$/.test(pair.value ?? '') ? 'boolean' : 'string'
    const where = [...context.pathPrefix, 'helm', key]
    addEntry(isEnv ? 'env' : 'flag', {...pair, key}, where, {...context, scope: view}, isEnv ? 'string' : type)
  }
}

/** `--env=K=V`, `--env="K=V"`: the value is itself a pair. */
function nested({written, value, valueRange: {start, end}}: KeyValue): KeyValue | null {
  const quotes = /^(["']).*\1$/s.test(written) && written.length === end - start + 2 ? 1 : 0
  const inner = written.slice(quotes, written.length - quotes)
  const [head, key] = /^([A-Za-z_]\w*)=/.exec(inner) ?? []
  if (head === undefined || key === undefined) return null
  return {
    key,
    range: {start, end},
    value: value?.slice(head.length) ?? null,
    valueRange: {start: start + head.length, end},
    written: inner.slice(head.length),
  }
}

function isSecret(key: string): boolean {
  return isSecretKey(key.replaceAll('-', '_'))
}

/** A credential on a command line is a word like any other, but its text goes no further. */
function withoutSecrets(words: readonly Token[], secrets: Range[]): Word[] {
  const configures = words[1]?.value === 'configure' && words[2]?.value === 'set'
  return words.map((word, index) => {
    const before = words[index - 1]?.value ?? ''
    const isNamed = (before.startsWith('-') || (configures && index === 4)) && isSecret(before)
    const secret = isNamed ? word.inner : secretIn(word)
    if (secret !== null) secrets.push(secret)
    return {value: secret === null ? word.value : null, range: word.range}
  })
}

function secretIn({pair, inner, written}: Token): Range | null {
  if (pair !== null && isSecret(pair.key)) return pair.valueRange
  if (pair !== null && isSecret(nested(pair)?.key ?? '')) return nested(pair)!.valueRange
  return looseSecret(written, {start: 0, end: written.length}) === null ? null : inner
}
