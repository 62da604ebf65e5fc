import type {Diagnostic, Parsed, Range, TextEdit} from '../model.js'
import {endOfLine, startOfLine} from './comments.js'

/** `stslint-disable-next-line aws/global-endpoint-url until=2027-01-31 -- the regional host is not reachable yet` */
export interface Suppression {
  readonly range: Range
  readonly kind: 'line' | 'next-line' | 'block'
  /** Rule ids; empty for all. */
  readonly rules: readonly string[]
  readonly reason: string | null
  readonly until: string | null
  readonly expired: boolean
  /** The offsets a finding must start in to be silenced. */
  readonly covers: Range
}

const DIRECTIVE = /stslint-(disable-next-line|disable-line|disable|enable)\b([^\n]*)/

/** @param today YYYY-MM-DD; a suppression works through the day it names */
export function readSuppressions(text: string, parsed: Parsed, today: string): Suppression[] {
  const open: Suppression[] = []
  const found: Suppression[] = []
  for (const range of parsed.comments) {
    const match = DIRECTIVE.exec(text.slice(range.start, range.end))
    if (!match) continue
    if (match[1] === 'enable') {
      const ids = idsOf(match[2]!)
      closeBlocks(open, ids, range.start)
      continue
    }
    const suppression = toSuppression(text, parsed, range, match[1]!, match[2]!, today)
    if (suppression.kind === 'block') open.push(suppression)
    found.push(suppression)
  }
  return found
}

function toSuppression(
  text: string,
  parsed: Parsed,
  range: Range,
  word: string,
  rest: string,
  today: string,
): Suppression {
  const [head = '', ...reason] = rest.replace(/(?:\*\/|-->)\s*$/, '').split(/\s--\s?/)
  const until = /\buntil=([^\s,;]*)/.exec(head)?.[1] ?? null
  const kind = word === 'disable' ? 'block' : word === 'disable-line' ? 'line' : 'next-line'
  return {
    range,
    kind,
    until,
    rules: idsOf(head),
    reason: reason.join(' -- ').trim() || null,
    expired: until !== null && (!isDay(until) || until < today),
    covers: coverage(text, parsed, range, kind),
  }
}

/** What is no day of the calendar would silence for ever. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function idsOf(text: string): string[] {
  return text
    .replace(/\buntil=\S+/, '')
    .split(/\s--/)[0]!
    .split(/[\s,]+/)
    .filter((word) => word.includes('/'))
}

function coverage(text: string, parsed: Parsed, range: Range, kind: Suppression['kind']): Range {
  if (kind === 'block') return {start: range.start, end: endAround(parsed, range) ?? text.length}
  if (kind === 'line') return {start: startOfLine(text, range.start), end: endOfLine(text, range.end)}
  let start = endOfLine(text, range.end) + 1
  // Further comment lines and blank lines do not use a directive up.
  while (start < text.length && isBlankOrComment(text, parsed, start)) start = endOfLine(text, start) + 1
  return {start, end: endOfLine(text, Math.min(start, text.length))}
}

/** The end of the innermost text of another language that a comment stands in: a here-document, a step's script. */
function endAround({inner = []}: Parsed, {start, end}: Range): number | null {
  const around = inner.filter((text) => text.start <= start && end <= text.end)
  return around.length === 0 ? null : Math.min(...around.map((text) => text.end))
}

function isBlankOrComment(text: string, parsed: Parsed, lineStart: number): boolean {
  const end = endOfLine(text, lineStart)
  const indent = text.slice(lineStart, end).search(/\S/)
  if (indent === -1) return true
  return parsed.comments.some(({start}) => start === lineStart + indent)
}

/** An `enable` ends the blocks that name one of its rules; a bare one ends all. */
function closeBlocks(open: Suppression[], ids: readonly string[], at: number): void {
  for (let index = open.length - 1; index >= 0; index--) {
    const block = open[index]!
    if (ids.length > 0 && !block.rules.some((id) => ids.includes(id))) continue
    Object.assign(block.covers, {end: at})
    open.splice(index, 1)
  }
}

/** Splits findings into those that stay and the suppressions that silenced the others. */
export function applySuppressions(
  diagnostics: readonly Diagnostic[],
  suppressions: readonly Suppression[],
): {kept: Diagnostic[]; used: ReadonlySet<Suppression>} {
  const used = new Set<Suppression>()
  const kept = diagnostics.filter((diagnostic) => {
    const by = suppressions.find((suppression) => silences(suppression, diagnostic))
    if (by) used.add(by)
    return by === undefined
  })
  return {kept, used}
}

function silences({covers, rules, expired}: Suppression, {range, rule}: Diagnostic): boolean {
  if (expired || range.start < covers.start || range.start > covers.end) return false
  return rules.length === 0 || rules.includes(rule)
}

/**
 * Takes a comment out: with its line where it stands alone, else with the space before it. A byte order mark stays, and
 * a text without a final line end stays without one.
 */
export function removeComment(text: string, {start, end}: Range): TextEdit[] {
  const lineStart = Math.max(startOfLine(text, start), text.startsWith('\uFEFF') ? 1 : 0)
  const lineEnd = endOfLine(text, end)
  const before = text.slice(lineStart, start)
  if (before.trim() !== '' || text.slice(end, lineEnd).trim() !== '') {
    const spaces = before.length - before.trimEnd().length
    return [{range: {start: start - spaces, end}, newText: ''}]
  }
  if (lineEnd < text.length) return [{range: {start: lineStart, end: lineEnd + 1}, newText: ''}]
  const lineBreak = /(?:\r?\n)?$/.exec(text.slice(0, lineStart))![0]
  return [{range: {start: lineStart - lineBreak.length, end: lineEnd}, newText: ''}]
}
