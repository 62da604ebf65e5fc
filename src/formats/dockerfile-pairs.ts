import type {Entry, Problem, Range, Scope} from '../model.js'
import {isSecretKey} from '../secrets.js'
import type {Instruction} from './dockerfile-lines.js'
import {decode, isQuoted, splitWords} from './dockerfile-words.js'

/** Where an entry stands in its `ENV` or `ARG`. */
export interface PairPlace {
  readonly kind: 'pair'
  readonly instruction: Instruction
  /** All pairs of the instruction, and which one this is. */
  readonly pairs: readonly Range[]
  readonly index: number
  /** `ENV K V`: the value is the rest of the line. */
  readonly legacy: boolean
}

export interface Pairs {
  readonly entries: readonly {readonly entry: Entry; readonly place: PairPlace}[]
  readonly secrets: readonly Range[]
  readonly problems: readonly Problem[]
}

/** `ENV K=V L=W`, `ENV K V`, `ARG K=V L`. */
export function readPairs(instruction: Instruction, scope: Scope, escape: string): Pairs {
  const {line, from, keyword} = instruction
  const words = splitWords(line.text, from, escape)
  const legacy = keyword === 'ENV' && words[0] !== undefined && !textOf(instruction, words[0]).includes('=')
  const spans = legacy ? legacySpan(instruction) : words
  const found = {
    entries: [] as {entry: Entry; place: PairPlace}[],
    secrets: [] as Range[],
    problems: [] as Problem[],
  }
  const ranges = spans.map(({start, end}) => line.tight(start, end))
  spans.forEach((span, index) => {
    const read = readPair(instruction, span, legacy, scope, escape)
    if (read === null) return
    if ('message' in read) return void found.problems.push(read)
    if (isSecretKey(read.key)) found.secrets.push(read.valueRange)
    found.entries.push({entry: read, place: {kind: 'pair', instruction, pairs: ranges, index, legacy}})
  })
  return found
}

function textOf({line}: Instruction, {start, end}: Range): string {
  return line.text.slice(start, end)
}

function legacySpan({line, from}: Instruction): Range[] {
  return [{start: from, end: from + line.text.slice(from).trimEnd().length}]
}

/** Null where there is nothing to say: `ARG K`, a name with a variable in it. */
function readPair(
  instruction: Instruction,
  span: Range,
  legacy: boolean,
  scope: Scope,
  escape: string,
): Entry | Problem | null {
  const {line, keyword} = instruction
  const text = textOf(instruction, span)
  const [head, key] = (legacy ? /^([^\s=]+)\s+/ : /^([^=]*)=/).exec(text) ?? []
  if (head === undefined || key === undefined) {
    if (keyword === 'ARG') return null
    return {message: 'ENV takes K=V: a word without =', range: line.tight(span.start, span.end)}
  }
  if (!/^[A-Za-z_][\w.-]*$/.test(key)) return null

  const start = span.start + head.length
  const raw = text.slice(head.length)
  const {value, computed, closed} = decode(raw, escape)
  if (!closed) return {message: `${keyword} ${key}: a quote has no end`, range: line.tight(span.start, span.end)}
  const secret = isSecretKey(key)
  return {
    surface: 'env',
    scope,
    key,
    path: keyword === 'ARG' ? [scope.id, 'ARG', key] : [scope.id, key],
    value: secret || computed ? null : value,
    type: computed ? 'expression' : 'string',
    expression: computed && !secret ? raw : null,
    range: line.tight(span.start, span.end),
    valueRange: isQuoted(raw, escape) ? line.loose(start + 1, span.end - 1) : line.tight(start, span.end),
    shared: false,
  }
}
