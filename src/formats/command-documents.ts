import type {Embedded, Scope, ShellOut} from '../model.js'
import type {KeyValue, Token} from './command-token.js'
import {composed, joined, madeUp, type Placed, standing} from './placed-text.js'

/** What the arguments of a command say as the document that they stand for. */
export function readAsDocument(words: readonly Token[], scope: Scope, out: ShellOut): void {
  const program = words[0]?.value?.replace(/^.*\//, '') ?? ''
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
  {programs: /^vault$/, read: vaultBody},
  {programs: /^helm$/, read: chartValues},
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

/** `vault write auth/aws/config/client KEY=VALUE …`: the body of the request. */
function vaultBody(words: readonly Token[]): CommandDocument | null {
  const at = words.findIndex(({value}) => value === 'write')
  const target = words.slice(at + 1).find(({written}) => !written.startsWith('-'))?.written ?? ''
  const kind = /^["']?auth\/.+\/config\/client["']?$/.test(target)
    ? 'auth'
    : /\/config\/root["']?$/.test(target)
      ? 'secrets'
      : null
  if (at < 0 || kind === null) return null
  const members = words.slice(at + 2).flatMap((word) => {
    const pair = pairIn(word)
    return pair === null || /["\\]/.test(pair.value.text)
      ? []
      : [[madeUp('"'), pair.key, madeUp('": "'), pair.value, madeUp('"')]]
  })
  const list = members.flatMap((member, index) => (index === 0 ? member : [madeUp(',\n'), ...member]))
  return list.length === 0 ? null : {path: `vault-${kind}.json`, text: joined([madeUp('{'), ...list, madeUp('}')])}
}

/** `--set a.b=VALUE`: one path each, as YAML. A list's items and several values at once are left out. */
function chartValues(words: readonly Token[]): CommandDocument | null {
  const root: Values = new Map()
  for (const [index, word] of words.entries()) {
    const flag = /^--set(?:-string|-literal)?$/
    const isValue = flag.test(words[index - 1]?.value ?? '')
    const pair = isValue ? pairIn(word) : flag.test(word.pair?.key ?? '') ? pairIn(word, word.pair) : null
    if (pair !== null && !/[,{}[\]"'\s]/.test(pair.value.text) && !/[[\]]/.test(pair.key.text)) put(root, pair)
  }
  return root.size === 0 ? null : {path: 'values.yaml', text: joined(yamlOf(root, ''))}
}

type Values = Map<string, Values | Pair>

function put(root: Values, pair: Pair): void {
  const path = pair.key.text.split(/(?<!\\)\./).map((segment) => segment.replaceAll('\\', ''))
  const last = path.pop()!
  let map = root
  for (const segment of path) {
    const inner = map.get(segment)
    if (inner !== undefined && !(inner instanceof Map)) return
    const next: Values = inner ?? new Map()
    map.set(segment, next)
    map = next
  }
  map.set(last, pair)
}

function yamlOf(values: Values, margin: string): Placed[] {
  return [...values].flatMap(([key, value]) =>
    value instanceof Map
      ? [madeUp(`${margin}${JSON.stringify(key)}:\n`), ...yamlOf(value, `${margin}  `)]
      : [madeUp(`${margin}${JSON.stringify(key)}: `), value.value, madeUp('\n')],
  )
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
