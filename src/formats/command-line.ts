import type {Entry, Link, Range, Scope, ScopeKind, ShellOut, ValueType, Word} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {chartSettings} from './command-charts.js'
import {readAsDocument} from './command-documents.js'
import {argumentsOf} from './command-pairs.js'
import {type KeyValue, programOf, type Token} from './command-token.js'
import {handedOn, isVariableFlag, nested} from './command-variables.js'
import {looseSecret} from './loose-secrets.js'
import {markUncertain} from './shell-edits.js'
import {configure} from './written-files.js'

export interface CommandContext {
  readonly scope: Scope
  readonly pathPrefix: readonly string[]
  readonly out: ShellOut
  /** What a value that is one variable comes to, where the script says. */
  resolve?(pair: KeyValue): KeyValue
}

/** `assignments` stand before the command's name; `range` covers all of it. Returns the words that `env` or `sudo` runs. */
export function readCommandLine(
  tokens: readonly Token[],
  assignments: readonly KeyValue[],
  range: Range,
  context: CommandContext,
): readonly Token[] {
  const {assigned, words: line} = unwrap(tokens)
  const far = remoteAt(line)
  const words = line.slice(0, far)
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
  readHandedOn(words, range, context)
  readChart(words, range, context)
  configure(words, context.scope, context.out)
  readAsDocument(words, context.scope, context.out)
  const whole = {start: words[0]!.range.start, end: line.at(-1)!.range.end}
  context.out.commands.push({scope, words: withoutSecrets(line, context.out.secrets), range: whole})
  if (far < line.length) readRemote(line.slice(far), range, context)
  return line
}

/** Options of ssh(1) that take a word. */
const SSH_VALUED = /^-[BbcDEeFIiJLlmOoPpQRSWw]$/

/** Where the command starts that runs on another machine: `ssh [OPTION…] HOST [OPTION…] COMMAND`. */
export function remoteAt(words: readonly Token[]): number {
  if (programOf(words[0]) !== 'ssh') return words.length
  const behindOptions = (from: number): number => {
    let index = from
    while (words[index]?.written.startsWith('-')) index += SSH_VALUED.test(words[index]!.written) ? 2 : 1
    return index
  }
  return Math.min(behindOptions(behindOptions(1) + 1), words.length)
}

/** What it sees of the environment is what it sets itself. A script in one word is read as one. */
function readRemote(words: readonly Token[], range: Range, context: CommandContext): void {
  if (/\s/.test(words[0]!.written)) return
  const scope = childScope('container', 'ssh', range, context)
  const first = words.findIndex(({pair}) => pair === null || !isVariable(pair.key))
  const assigned = words.slice(0, first < 0 ? words.length : first).flatMap(({pair}) => pair ?? [])
  for (const pair of assigned) addEnv(pair, {...context, scope})
  if (first >= 0) readCommandLine(words.slice(first), [], range, {...context, scope})
}

export function addEnv(pair: KeyValue, context: CommandContext): void {
  if (isVariable(pair.key)) addEntry('env', pair, [...context.pathPrefix, pair.key], context)
}

/** What options say holds for their command alone. */
export function addFlags(name: string, flags: readonly KeyValue[], range: Range, context: CommandContext): void {
  if (flags.length === 0) return
  const scope = childScope('command', name, range, context)
  for (const flag of flags) addEntry('flag', flag, [...context.pathPrefix, name, flag.key], {...context, scope})
}

export function isVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name)
}

function addEntry(
  surface: 'env' | 'flag',
  given: KeyValue,
  path: readonly string[],
  {scope, out, resolve}: CommandContext,
  type: ValueType = 'string',
): void {
  const pair = given.value === null && resolve ? resolve(given) : given
  const secret = isSecret(pair.key)
  const expression = pair.value === null
  if (secret) out.secrets.push(pair.valueRange)
  const entry: Entry = {
    surface,
    scope,
    key: pair.key,
    path,
    value: secret ? null : pair.value,
    type: expression ? 'expression' : type,
    expression: expression && !secret ? pair.written : null,
    range: pair.range,
    valueRange: pair.valueRange,
    shared: pair.isShared ?? false,
  }
  if (pair.isCopy) markUncertain(entry)
  out.entries.push(entry)
}

/** Ids count the scopes of one kind below one parent, so that they hold still when lines above move. */
function childScope(
  kind: ScopeKind,
  name: string,
  range: Range,
  {scope, out}: CommandContext,
  links: readonly Link[] = [],
): Scope {
  const id = freeId(out.scopes, `${scope.id}/${kind}:`)
  // A container does not see the variables of the shell that starts it.
  const parent = kind === 'container' ? null : scope
  const child: Scope = {id, kind, name, range, parent, links, adds: null}
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
  nice: /^(?:-n|--adjustment)$/,
  ionice: /^-[cn]$/,
  setsid: /^$/,
  time: /^-[fo]$/,
  timeout: /^(?:-[ks]|--kill-after|--signal)$/,
  xargs: /^-[IPnLsEda]$/,
}

/** Those whose own first word comes before the command. */
const LED_BY: ReadonlySet<string> = new Set(['timeout'])

/** Programs that run the rest of their line, mostly behind `--`, with credentials or variables of their own added. */
const RUNNER = /^(?:aws-vault|aws-runas|saml2aws|chamber|doppler|op|dotenv|infisical|summon)$/

export function unwrap(tokens: readonly Token[]): {assigned: KeyValue[]; words: readonly Token[]} {
  const assigned: KeyValue[] = []
  let words = tokens
  for (;;) {
    const inner = wrappedBy(words)
    if (inner === null) return {assigned, words}
    const first = inner.findIndex(({pair}) => pair === null || !isVariable(pair.key))
    assigned.push(...inner.slice(0, first < 0 ? inner.length : first).flatMap(({pair}) => pair ?? []))
    if (first < 0) return {assigned, words}
    words = inner.slice(first)
  }
}

/** Where what a runner runs starts: behind `--`, or with a program that is known to call. 0 where neither is there. */
function runAt(words: readonly Token[]): number {
  const dashes = words.findIndex(({value}) => value === '--')
  return dashes > 0
    ? dashes + 1
    : Math.max(
        0,
        words.findIndex(({value}, index) => index > 1 && /^(?:env|aws)$/.test(value ?? '')),
      )
}

/** What the first program of a line runs, with the variables it sets for it; null where it runs nothing else. */
function wrappedBy(words: readonly Token[]): readonly Token[] | null {
  const program = programOf(words[0])
  const start = RUNNER.test(program) ? runAt(words) : 0
  if (start > 0 && start < words.length) return words.slice(start)
  const valued = Object.hasOwn(WRAPPERS, program) ? WRAPPERS[program]! : null
  if (valued === null) return null
  let index = 1
  while (words[index]?.written.startsWith('-')) index += valued.test(words[index]!.written) ? 2 : 1
  return words.slice(LED_BY.has(program) ? index + 1 : index)
}

/** Options of `aws` itself that take no value; those of its commands (`--no-paginate`) follow the command's name. */
const AWS_SWITCH =
  /^--(?:debug|version|no-verify-ssl|no-paginate|no-sign-request|no-cli-pager|v2-debug|(?:no-)?cli-auto-prompt)$/

function flagsOf(words: readonly Token[]): KeyValue[] {
  const isAws = programOf(words[0]) === 'aws'
  const flags: KeyValue[] = []
  for (let index = 1; index < words.length; index += 1) {
    const {pair, value: key, range} = words[index]!
    if (pair !== null && /^(?:--\w|-D[\w.-]+$)/.test(pair.key) && !isVariableFlag(words, pair.key)) flags.push(pair)
    if (pair !== null || key === null || !isValued(key) || isVariableFlag(words, key)) continue
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
  const isAws = programOf(words[0]) === 'aws'
  const name = [programOf(words[0])]
  for (let index = 1; index < words.length && (!isAws || name.length < 3); index += 1) {
    const {value} = words[index]!
    if (value === null) break
    if (!value.startsWith('-')) name.push(value)
    else if (!isAws) break
    else if (isValued(value)) index += 1
  }
  return name.join(' ')
}

/** `docker run -e K=V`, `kubectl set env deployment/x K=V`: variables of another process. Without a value one is passed through. */
function readHandedOn(words: readonly Token[], range: Range, context: CommandContext): void {
  const {pairs, links} = handedOn(words)
  if (pairs.length + links.length === 0) return
  const before = words.filter((word) => pairs.every((pair) => word.range.end <= pair.range.start))
  const scope = childScope('container', nameOf(before), range, context, links)
  for (const pair of pairs) addEnv(pair, {...context, scope})
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

function isSecret(key: string): boolean {
  return isSecretKey(key.replaceAll('-', '_'))
}

/** A credential on a command line is a word like any other, but its text goes no further. */
function withoutSecrets(words: readonly Token[], secrets: Range[]): Word[] {
  const configures = words[1]?.value === 'configure' && words[2]?.value === 'set'
  const sets = /^(?:setenv|set-env|se|env:set)$/.test(words[1]?.value ?? '')
  return words.map((word, index) => {
    const before = words[index - 1]?.value ?? ''
    const isNamed = (before.startsWith('-') || sets || (configures && index === 4)) && isSecret(before)
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
