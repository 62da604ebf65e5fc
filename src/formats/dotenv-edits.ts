import type {Entry, TextEdit} from '../model.js'
import type {EnvAssignment, EnvScan} from './dotenv-scan.js'
import type {Quote} from './dotenv-value.js'
import {insertLine, isInside, listSuffix, removeLines} from './lines.js'
import {hasTemplate} from './template-marks.js'

export interface EnvDocument {
  readonly text: string
  readonly scan: EnvScan
  readonly assignments: ReadonlyMap<Entry, EnvAssignment>
}

/** Keeps the quotes where they can hold the value. */
export function setValue(env: EnvDocument, entry: Entry, value: string): TextEdit[] | null {
  const assignment = env.assignments.get(entry)
  if (assignment === undefined) return null
  const {range, quote} = assignment.value
  const next = quoteFor(value, quote)
  if (next === null) return null
  if (next === quote) return [{range, newText: missingSpace(assignment) + value}]
  const {length} = quote
  const quoted = {start: range.start - length, end: range.end + length}
  return [{range: quoted, newText: missingSpace(assignment) + next + value + next}]
}

/** `KEY = ` without a value takes the space that `KEY = value` has. */
function missingSpace({value: {range, quote}, spacing: [before, after]}: EnvAssignment): string {
  return range.start === range.end && quote === '' && before !== '' && after === '' ? ' ' : ''
}

export function rename(env: EnvDocument, entry: Entry, key: string): TextEdit[] | null {
  const assignment = env.assignments.get(entry)
  if (assignment === undefined || !isKey(key) || holds(env, key)) return null
  const {keyStart: start} = assignment
  return [{range: {start, end: start + assignment.key.length}, newText: key}]
}

export function remove(env: EnvDocument, entry: Entry): TextEdit[] | null {
  const assignment = env.assignments.get(entry)
  if (assignment === undefined) return null
  const {lines} = assignment
  return env.scan.comments.some((comment) => isInside(comment, lines)) ? null : [removeLines(env.text, lines)]
}

/** In the manner of the line above: `export`, indentation, spacing, quotes. */
export function add(env: EnvDocument, key: string, value: string, after?: Entry): TextEdit[] | null {
  const place = after === undefined ? undefined : env.assignments.get(after)
  const like = place ?? env.scan.assignments.at(-1)
  const quote = quoteFor(value, like?.value.quote ?? '')
  if (quote === null || !isKey(key) || holds(env, key)) return null
  const [before, written] = like?.spacing ?? ['', '']
  const space = like !== undefined && like.value.range.start === like.value.range.end ? before : written
  const line = `${like?.prefix ?? ''}${key}${before}=${space}${quote}${value}${quote}`
  return [insertLine(env.text, place?.lines.end ?? env.text.length, line)]
}

export function append(env: EnvDocument, entry: Entry, value: string): TextEdit[] | null {
  const assignment = env.assignments.get(entry)
  if (assignment === undefined || entry.value === null) return null
  const {
    range: {end},
    quote,
  } = assignment.value
  const suffix = listSuffix(entry.value, value)
  if (suffix === null || !fits(value, quote)) return null
  return [{range: {start: end, end}, newText: suffix}]
}

/** The quotes to write the value in: those it has, else the first that hold it. */
function quoteFor(value: string, current: Quote): Quote | null {
  const quotes: readonly Quote[] = [current, '', '"', "'"]
  return quotes.find((quote) => fits(value, quote)) ?? null
}

/**
 * Nothing is ever escaped, since readers undo different escapes. Unquoted, what a shell would act on does not fit:
 * many env files are sourced. More quotes than needed are no remedy: `docker run --env-file` takes them as text.
 */
const UNFIT: Readonly<Record<Quote, RegExp>> = {
  '': /[\s"'`#$\\;&|<>()]/,
  '"': /["`$\\\r\n]/,
  "'": /['\\\r\n]/,
  '`': /[`$\\\r\n]/,
}

function fits(value: string, quote: Quote): boolean {
  return !UNFIT[quote].test(value) && !hasTemplate(value)
}

/** Env files are read by name as written; a second line of the same name would win or lose by reader. */
function holds({scan}: EnvDocument, key: string): boolean {
  return scan.assignments.some((assignment) => assignment.key === key)
}

function isKey(key: string): boolean {
  return /^[A-Za-z_][\w.-]*$/.test(key)
}
