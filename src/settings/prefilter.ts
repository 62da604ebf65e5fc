import type {CallRow, SettingRow} from '../data.js'
import type {Prefilter, ProviderId} from '../model.js'
import {once} from '../once.js'
import {segments} from '../scopes/pattern.js'
import {Literals} from './literals.js'

/** Settings that only give context to others: their keys alone make no file worth reading. */
export const CONTEXT: ReadonlySet<string> = new Set([
  'role',
  'source-profile',
  'credential-source',
  'web-identity',
  'profile',
  'load-config',
  'services',
  'oidc',
  'policy.action',
  'chart.dependency',
])

/** What a file holds in which one of AWS's own files stands: its name, a section or a key. */
export const AWS_FILES = [
  '[default]',
  '[profile ',
  '.aws/config',
  '.aws/credentials',
  'aws-config',
  'aws_config',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  // `aws configure set`, whatever options stand between.
  'configure set',
  'aws_access_key_id',
  // `[default]` and `[profile ` at the start of base64, as a Secret has them.
  'W2RlZmF1bHRd',
  'W3Byb2ZpbGUg',
] as const

/**
 * The literals of which a file must hold one for any row or rule to say something.
 * Derived from the rows: a new row extends it. Context rows and rows for files
 * that are read anyway add nothing, unless they name a literal.
 */
export function prefilterLiterals(rows: readonly SettingRow[], calls: readonly CallRow[]): string[] {
  return least(new Set(['stslint-', ...AWS_FILES, ...literalsOf(rows, calls)]))
}

/** The same for one provider's rows: what a file must hold to have to do with it. */
export function providerPattern(provider: ProviderId, rows: readonly SettingRow[], calls: readonly CallRow[]): string {
  // A suppression may name one of its rules.
  return alternatives(new Set([`${provider}/`, ...literalsOf(rows, calls)]))
}

function literalsOf(rows: readonly SettingRow[], calls: readonly CallRow[]): ReadonlySet<string> {
  const literals = new Set<string>()
  for (const row of rows) {
    const isSilent = CONTEXT.has(row.name) || row.kinds !== undefined
    const literal = row.literal ?? (isSilent ? '' : literalOf(row))
    if (literal !== '') literals.add(literal)
  }
  for (const call of calls) {
    const literal = tellingLiteral(call)
    if (literal !== null) literals.add(literal)
  }
  return literals
}

/** What a text holds in which a call can have a finding by itself: AssumeRoot anywhere, another as a command. */
export function tellingLiteral(call: CallRow): string | null {
  const literal = callLiteral(call)
  if (/root/i.test(literal)) return literal
  return call.command === undefined ? null : `${call.command.split(' ').slice(0, -1).join(' ')} `
}

function callLiteral({command, value}: CallRow): string {
  return value ?? command?.split(' ').at(-1) ?? ''
}

function literalOf(row: SettingRow): string {
  return longest(keyLiterals(row))
}

/** The parts of a row's key that stand in a file as they are. */
export function keyLiterals({env, flag, key, path}: SettingRow): readonly string[] {
  if (env !== undefined) return env.split('*')
  if (flag !== undefined) return [flag]
  if (key !== undefined) return [key]
  return segments(path ?? '').flatMap((segment) => segment.split('*'))
}

export function longest(parts: readonly string[]): string {
  return parts.reduce((best, part) => (part.length > best.length ? part : best), '')
}

/** The same for one part of a file that is read already: what gives context to the others, and any call, is wanted as well. */
export function partPattern(rows: readonly SettingRow[], calls: readonly CallRow[]): string {
  const keys = rows.filter(({kinds}) => kinds === undefined).map((row) => row.literal ?? literalOf(row))
  const literals = new Set(['stslint-', ...AWS_FILES, ...calls.map(callLiteral), ...keys])
  literals.delete('')
  return alternatives(literals)
}

/** So many bytes are searched sooner than the automaton is made: the hook's path. */
const FEW = 100_000

export function createPrefilter(literals: readonly string[]): Prefilter {
  const automaton = once(() => new Literals(literals))
  let seen = 0
  const test = (text: string): boolean => literals.some((literal) => text.includes(literal))
  return {
    test,
    testBytes(bytes) {
      seen += bytes.length
      return seen < FEW ? test(bytes.toString('latin1')) : automaton().isIn(bytes)
    },
  }
}

/** One pattern for all: they share their starts, so that a byte is looked at once. */
export function alternatives(literals: Iterable<string>): string {
  return trie(least(literals))
}

/** A literal that holds another adds nothing. */
function least(literals: Iterable<string>): string[] {
  const kept: string[] = []
  for (const literal of [...literals].sort((a, b) => a.length - b.length)) {
    if (!kept.some((shorter) => literal.includes(shorter))) kept.push(literal)
  }
  return kept.sort()
}

function trie(words: readonly string[]): string {
  if (words.includes('')) return ''
  const heads = new Map<string, string[]>()
  for (const word of words) {
    const rest = heads.get(word[0]!)
    if (rest) rest.push(word.slice(1))
    else heads.set(word[0]!, [word.slice(1)])
  }
  const parts = [...heads].map(([head, rest]) => escape(head) + trie(rest))
  return parts.length === 1 ? parts[0]! : `(?:${parts.join('|')})`
}

export function escape(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&')
}

/** How a file names another that holds variables, so that its part that does is kept. Below an `env:` are variables themselves. */
export const READS = /\benv_file\b|\benvs:|\benv:[ \t]+[^\s#[{]|\bconfigMapRef\b|\bsecretRef\b/

/** Files that name files of variables by any name: those are read for what they name, whatever else is in them. */
export const LINKERS =
  /(?:^|[/\\])(?:[\w.-]*(?:compose|docker-stack)[\w.-]*\.ya?ml|kustomization\.ya?ml|Kustomization|launch\.json)$/
export const LINKS = /\benv_file\b|\benvs?:|"envFile"/

/** What starts programs without the variables around it (src/scopes/dropped.ts): a part with one is kept. */
export const STARTS = /\bsudo\s|\b(?:docker|podman|nerdctl)\s|\bsystemd-run\b/

/** What decides who reaches a VPC endpoint (src/providers/aws/security-group.ts). */
export const GUARDS = 'AWS::EC2::SecurityGroup'
