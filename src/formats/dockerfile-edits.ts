import type {Entry, Parsed, Range, Scope, TextEdit} from '../model.js'
import type {Instruction} from './dockerfile-lines.js'
import type {PairPlace} from './dockerfile-pairs.js'
import type {Stage} from './dockerfile-stages.js'
import {asWord, inDoubleQuotes, isSpace} from './dockerfile-words.js'
import {isOption, shellEdits} from './shell-edits.js'

/** How an entry is written: in `ENV` or `ARG`, in shell text, in a JSON array. */
export type Place = PairPlace | {readonly kind: 'shell'} | {readonly kind: 'json'}

export interface Source {
  readonly text: string
  readonly escape: string
  readonly stages: readonly Stage[]
  readonly entries: readonly Entry[]
  readonly places: ReadonlyMap<Entry, Place>
  /** Those of the Dockerfile. */
  readonly comments: readonly Range[]
}

type Edits = Pick<Parsed, 'setValue' | 'rename' | 'remove' | 'add' | 'append'>

export function dockerfileEdits(source: Source): Edits {
  return {
    setValue: (entry, value) => lossless(setValue(entry, value, source), source),
    rename: (entry, key) => lossless(rename(entry, key, source), source),
    remove: (entry) => lossless(remove(entry, source), source),
    add: (scope, key, value, after) => add(scope, key, value, after, source),
    append: (entry, item) => shellEdits.append(entry, item),
  }
}

/** No edit where a comment would go with it: one between the lines of a long value or list. */
function lossless(edits: TextEdit[] | null, {comments}: Source): TextEdit[] | null {
  const touched = edits?.some(({range}) => comments.some(({start, end}) => range.start < end && start < range.end))
  return touched ? null : edits
}

const CONTROL = /[\u0000-\u001F\u007F\u0085\u2028\u2029]/

function setValue(entry: Entry, value: string, {text, escape, places}: Source): TextEdit[] | null {
  const place = places.get(entry)
  if (place === undefined || CONTROL.test(value) || isCredential(entry)) return null
  if (place.kind === 'shell') return shellEdits.setValue(text, entry, value)
  const range = entry.valueRange
  if (place.kind === 'json')
    return isOption(entry, value) ? null : [{range, newText: JSON.stringify(value).slice(1, -1)}]

  // Only the end of a quoted value is followed by a quote: after any other comes space or the end of the line.
  const mark = text[range.end]
  if (mark === '"') return [{range, newText: inDoubleQuotes(value, escape)}]
  if (mark !== "'") return [{range, newText: place.legacy ? asRest(value, escape) : asWord(value, escape)}]
  if (!value.includes("'")) return [{range, newText: value}]
  return [{range: {start: range.start - 1, end: range.end + 1}, newText: `"${inDoubleQuotes(value, escape)}"`}]
}

function isCredential({value, expression}: Entry): boolean {
  return value === null && expression === null
}

/** `ENV K V`: blanks within the value need no quotes, and an empty one does. */
function asRest(value: string, escape: string): string {
  const isBare = value !== '' && !isSpace(value[0]!) && !isSpace(value.at(-1)!)
  return isBare && !/["'$\\`]/.test(value) ? value : `"${inDoubleQuotes(value, escape)}"`
}

function rename(entry: Entry, key: string, {text, places}: Source): TextEdit[] | null {
  if (places.get(entry) === undefined) return null
  return shellEdits.rename(text, entry, key)
}

function remove(entry: Entry, {text, places}: Source): TextEdit[] | null {
  const place = places.get(entry)
  if (place?.kind !== 'pair') return null
  const {instruction, pairs, index} = place
  const previous = pairs[index - 1]
  const next = pairs[index + 1]
  if (previous !== undefined) return [{range: {start: previous.end, end: entry.range.end}, newText: ''}]
  if (next !== undefined) return [{range: {start: entry.range.start, end: next.start}, newText: ''}]
  return [{range: wholeLines(text, instruction.range), newText: ''}]
}

/** With the indentation and the line end; the line end before it where there is none after it. */
function wholeLines(text: string, range: Range): Range {
  const start = lineStart(text, range.start)
  const feed = text.indexOf('\n', range.end)
  if (feed >= 0) return {start, end: feed + 1}
  if (text[start - 1] !== '\n') return {start, end: text.length}
  return {start: start - eolBefore(text, start).length, end: text.length}
}

function lineStart(text: string, offset: number): number {
  let start = offset
  while (start > 0 && isSpace(text[start - 1]!) && text[start - 1] !== '\n') start -= 1
  return start
}

function eolBefore(text: string, offset: number): string {
  return text[offset - 2] === '\r' ? '\r\n' : '\n'
}

function add(scope: Scope, key: string, value: string, after: Entry | undefined, source: Source): TextEdit[] | null {
  const {text, escape, entries} = source
  const stage = source.stages.find((candidate) => candidate.scope === scope)
  if (stage === undefined || scope.adds !== 'env' || !/^[A-Za-z_]\w*$/.test(key) || CONTROL.test(value)) return null
  if (entries.some((entry) => entry.scope === scope && entry.surface === 'env' && entry.key === key)) return null

  const anchor = anchorAfter(after, stage, source) ?? endOfBlock(stage)
  if (anchor.open) return null
  const {start, end} = anchor.range
  const isLower = /^[a-z]+$/.test(anchor.written)
  const indent = text.slice(lineStart(text, start), start)
  const line = `${indent}${isLower ? 'env' : 'ENV'} ${key}=${asWord(value, escape)}`
  return [{range: {start: end, end}, newText: `${eolAt(text, end)}${line}`}]
}

function anchorAfter(after: Entry | undefined, stage: Stage, {places}: Source): Instruction | null {
  const place = after && places.get(after)
  if (place?.kind !== 'pair' || !isEnv(place.instruction)) return null
  return stage.instructions.includes(place.instruction) ? place.instruction : null
}

function isEnv({keyword, onbuild}: Instruction): boolean {
  return keyword === 'ENV' && !onbuild
}

/** The last of the stage's first `ENV` lines that follow each other: what comes later may be too late for a `RUN`. */
function endOfBlock({instructions}: Stage): Instruction {
  const first = instructions.findIndex(isEnv)
  if (first < 0) return instructions[0]!
  const after = instructions.findIndex((instruction, index) => index > first && !isEnv(instruction))
  return instructions.at(after < 0 ? -1 : after - 1)!
}

function eolAt(text: string, offset: number): string {
  const feed = text.indexOf('\n', offset)
  const near = feed >= 0 ? feed : text.lastIndexOf('\n')
  return near > 0 && text[near - 1] === '\r' ? '\r\n' : '\n'
}
