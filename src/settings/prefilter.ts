import type {CallRow, SettingRow} from '../data.js'
import {segments} from '../scopes/pattern.js'

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
  'aws_access_key_id',
] as const

/**
 * The literals a file must hold for any row or rule to say something, as one pattern over its bytes.
 * Derived from the rows: a new row extends it. Context rows and rows for files
 * that are read anyway add nothing, unless they name a literal.
 */
export function prefilterPattern(rows: readonly SettingRow[], calls: readonly CallRow[]): string {
  const literals = new Set<string>(['stslint-', ...AWS_FILES])
  for (const row of rows) {
    const isSilent = CONTEXT.has(row.name) || row.kinds !== undefined
    const literal = row.literal ?? (isSilent ? '' : literalOf(row))
    if (literal !== '') literals.add(literal)
  }
  for (const {command, value} of calls) {
    const literal = value ?? command?.split(' ').at(-1) ?? ''
    if (/root/i.test(literal)) literals.add(literal)
  }
  return alternatives(literals)
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

/** The same for one part of a file that is read already: what gives context to the others is wanted as well. */
export function partPattern(rows: readonly SettingRow[], calls: readonly CallRow[]): string {
  return prefilterPattern(
    rows.map((row) => (CONTEXT.has(row.name) ? {...row, name: ''} : row)),
    calls,
  )
}

/** A literal that holds another adds nothing; the rest share their starts, so that a byte is looked at once. */
export function alternatives(literals: ReadonlySet<string>): string {
  const sorted = [...literals].sort((a, b) => a.length - b.length)
  const least = sorted.filter((literal, index) => !sorted.slice(0, index).some((shorter) => literal.includes(shorter)))
  return trie(least.sort())
}

function trie(words: readonly string[]): string {
  if (words.includes('')) return ''
  const heads = new Map<string, string[]>()
  for (const word of words) heads.set(word[0]!, [...(heads.get(word[0]!) ?? []), word.slice(1)])
  const parts = [...heads].map(([head, rest]) => escape(head) + trie(rest))
  return parts.length === 1 ? parts[0]! : `(?:${parts.join('|')})`
}

export function escape(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&')
}
