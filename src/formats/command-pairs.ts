import {type KeyValue, programOf, type Token} from './command-token.js'

/** What a command sets by `KEY=VALUE` in its words, where the words are no options of its own. */
export interface Arguments {
  /** The command's words, with one name for programs that take the same: what the rows of settings call it. */
  readonly command: string
  readonly pairs: readonly KeyValue[]
}

const ALIASES: Readonly<Record<string, string>> = {
  bao: 'vault',
  tofu: 'terraform',
  terragrunt: 'terraform',
  oc: 'kubectl',
}

/**
 * `vault write auth/aws/config/client sts_endpoint=…`, `terraform init -backend-config=sts_endpoint=…`,
 * `kubectl annotate sa app eks.amazonaws.com/sts-regional-endpoints=true`. Null for what is none of these.
 */
export function argumentsOf(words: readonly Token[]): Arguments | null {
  const program = programOf(words[0])
  const name = Object.hasOwn(ALIASES, program) ? ALIASES[program]! : program
  const read = Object.hasOwn(READERS, name) ? READERS[name]! : null
  const operands = words.slice(1).filter(({pair, value}) => pair === null && value !== null && !value.startsWith('-'))
  if (read === null || operands.length === 0) return null
  const pairs = read(words.slice(1), new Set(operands.map(({value}) => value!)))
  const plain = operands.flatMap(({value}) => (value!.includes('=') ? [] : value!))
  return pairs.length === 0 ? null : {command: [name, ...plain].join(' '), pairs}
}

type Read = (words: readonly Token[], operands: ReadonlySet<string>) => KeyValue[]

const READERS: Readonly<Record<string, Read>> = {
  vault: (words, operands) =>
    operands.has('write') || operands.has('patch') ? words.flatMap(({pair}) => (isOption(pair) ? [] : pair!)) : [],
  terraform: (words, operands) => (operands.has('init') ? words.flatMap(backendOf) : []),
  kubectl: (words, operands) =>
    operands.has('annotate')
      ? words.flatMap((word) => (word.written.startsWith('-') ? [] : pairsIn(word, ANNOTATION)))
      : [],
}

function isOption(pair: KeyValue | null): boolean {
  return pair === null || pair.key.startsWith('-')
}

/** `-backend-config=K=V`, `-backend-config="K=V"` and `-backend-config K=V`. */
function backendOf(word: Token, index: number, words: readonly Token[]): KeyValue[] {
  if (words[index - 1]?.value === '-backend-config' || words[index - 1]?.value === '--backend-config')
    return word.pair === null ? [] : [word.pair]
  const {pair} = word
  if (pair === null || !/^--?backend-config$/.test(pair.key)) return []
  const [head, key] = /^([A-Za-z_][\w.-]*)=/.exec(pair.written.replace(/^["']/, '')) ?? []
  if (head === undefined || key === undefined) return []
  const value = pair.value === null ? null : pair.value.slice(head.length)
  const {start, end} = pair.valueRange
  const valueRange = {start: start + head.length, end}
  return [{key, range: {start, end}, value, valueRange, written: pair.written.replace(/^["']/, '').slice(head.length)}]
}

/** A key that may hold dots and slashes, and the rest of the word. */
const ANNOTATION = /^()([\w.-]+\/[\w.-]+)=(.*)$/gs

/**
 * Pairs in a word that stands there as it is. `pattern` gives what comes before, the key as written, and the value, which
 * is null where the shell or a template computes it.
 */
export function pairsIn(word: Token, pattern: RegExp): KeyValue[] {
  const text = textOf(word)
  if (text === null) return []
  return [...text.matchAll(pattern)].map(({0: whole, 1: before = '', 2: key = '', 3: value = '', index}) => {
    const keyStart = word.inner.start + index + before.length
    const end = word.inner.start + index + whole.length
    const start = end - value.length
    // A value in quotes of its own: `K="V"`.
    const marks = /^(["']).*\1$/s.test(value) ? 1 : 0
    const written = value.slice(marks, value.length - marks)
    const isComputed = /[\\`"']|\{\{/.test(written) || (word.value === null && written.includes('$'))
    return {
      key,
      range: {start: keyStart, end},
      value: isComputed ? null : written,
      valueRange: {start: start + marks, end: end - marks},
      written,
    }
  })
}

/** The text between a word's quotes; null where a continuation or an escape of the outer text stands in it. */
export function textOf({written, range, inner}: Token): string | null {
  const length = inner.end - inner.start
  if (written.length === length) return written
  if (written.length !== range.end - range.start) return null
  return written.slice(inner.start - range.start, written.length - (range.end - inner.end))
}
