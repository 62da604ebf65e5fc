import type {Embedded, Scope, ShellOut} from '../model.js'
import {type KeyValue, programOf, type Token} from './command-token.js'
import {composed, joined, madeUp, type Placed, standing} from './placed-text.js'

/** What the arguments of a command say as the document that they stand for. */
export function readAsDocument(words: readonly Token[], scope: Scope, out: ShellOut): void {
  const program = programOf(words[0])
  const document = DOCUMENTS.find(({programs}) => programs.test(program))?.read(words) ?? null
  if (document !== null) out.embedded.push(embedded(document, scope))
}

interface CommandDocument {
  readonly path: string
  readonly text: Placed
}

function embedded({path, text}: CommandDocument, scope: Scope): Embedded {
  return composed({path, scope, inherits: true, isPart: true}, () => text)
}

const DOCUMENTS: readonly {
  readonly programs: RegExp
  read(words: readonly Token[]): CommandDocument | null
}[] = [
  {programs: /^(?:spark-(?:submit|shell|sql|class)|pyspark|sparkR)$/, read: sparkProperties},
  {programs: /^(?:pip[\d.]*|uv|python[\d.]*)$/, read: requirements},
]

/** `--conf KEY=VALUE`, as the lines of spark-defaults.conf. */
function sparkProperties(words: readonly Token[]): CommandDocument | null {
  const lines = words.flatMap((word, index) => {
    const isValue = /^(?:--conf|-c)$/.test(words[index - 1]?.value ?? '')
    const pair = isValue ? pairIn(word) : word.pair?.key === '--conf' ? pairIn(word, word.pair) : null
    return pair ? [pair.key, madeUp('='), pair.value, madeUp('\n')] : []
  })
  return lines.length === 0 ? null : {path: 'spark-defaults.conf', text: joined(lines)}
}

/** `pip install NAME==VERSION …`, as the lines of requirements.txt. */
function requirements(words: readonly Token[]): CommandDocument | null {
  const line = words.map(({value}) => value ?? '').join(' ')
  if (!/^\S*(?:pip[\d.]*|uv pip|python[\d.]* -m pip|uv) (?:-\S+ )*(?:install|add) /.test(line)) return null
  const lines = words.slice(2).flatMap((word, index) => {
    const before = words[index + 1]?.value ?? ''
    const isName = word.value !== null && /^[A-Za-z][\w.-]*(?:\[[\w,]+\])?(?:[=<>~!]=?.*)?$/.test(word.value)
    return isName && !/^-[rcitef]$|^--(?:requirement|constraint|index-url|extra-index-url|target)$/.test(before)
      ? [textOf(word), madeUp('\n')]
      : []
  })
  return lines.length === 0 ? null : {path: 'requirements.txt', text: joined(lines)}
}

interface Pair {
  readonly key: Placed
  readonly value: Placed
}

/** `KEY=VALUE` in a word, or in what an option says. */
function pairIn(word: Token, option: KeyValue | null = null): Pair | null {
  const {value, written} = option ?? word
  const {start, end} = option ? option.valueRange : word.inner
  const text = value ?? written.replace(/["']/g, '')
  const equal = text.indexOf('=')
  const key = text.slice(0, equal)
  if (equal <= 0 || !/^[\w.\\/[\]-]+$/.test(key)) return null
  if (value === null) return {key: madeUp(key), value: unknownAt(text.slice(equal + 1), start)}
  if (value.length === end - start)
    return {key: standing(key, start), value: standing(value.slice(equal + 1), start + equal + 1)}
  return option ? null : quotedPair(word.pair)
}

/** `KEY="VALUE"`: the value has a place of its own. */
function quotedPair(pair: KeyValue | null): Pair | null {
  const value = pair?.value ?? null
  if (pair === null || value === null || value.length !== pair.valueRange.end - pair.valueRange.start) return null
  return {key: madeUp(pair.key), value: standing(value, pair.valueRange.start)}
}

function unknownAt(text: string, start: number): Placed {
  const filler = '_'.repeat(Math.max(1, text.length))
  return {text: filler, at: Array.from(filler, () => start), computed: [{start: 0, end: filler.length}]}
}

function textOf({value, inner}: Token): Placed {
  return value!.length === inner.end - inner.start ? standing(value!, inner.start) : madeUp(value!)
}
