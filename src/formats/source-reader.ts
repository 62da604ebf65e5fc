import type {Range, Scope} from '../model.js'
import type {LineSetting} from './line-settings.js'
import {ChainPath, type Declared} from './source-chain.js'
import type {LanguageRow} from './source-languages.js'
import {endOf, type Group, isGroup, isMark, isName, type Node, split, startOf, startsLine} from './source-nodes.js'
import type {Token} from './source-tokens.js'
import {constantOf, type Known, WRAPPERS} from './source-values.js'

/** `a.b(…).c`: what is called, and what the whole comes to. */
interface Chain {
  /** Index of the node after it. */
  readonly end: number
  /** Without the methods of a builder but the first and the last. */
  readonly path: readonly string[]
  readonly scope: Scope
  readonly isCall: boolean
  readonly known: Known | null
}

/** One option of one call: a setting as soon as a row knows it. */
export type Option = Pick<LineSetting, 'scope' | 'path' | 'key' | 'keyRange' | 'valueRange' | 'value'> & {
  readonly path: readonly string[]
}

/** Words that a bracket follows and that call nothing. */
const KEYWORDS: ReadonlySet<string> = new Set(
  'if elif elseif unless else for foreach while until switch match catch using lock with in and or not'.split(' '),
)

const JOINS = ['.', '::', '->', '?.', '?->', '\\']
const PREFIXES: ReadonlySet<string> = new Set(['new', 'await', 'const', 'return', 'yield', 'mut'])

/**
 * Calls, constructors, options and assignments of a program, as key paths: `new STSClient({endpoint: '…'})` is
 * `STSClient.endpoint`, the second argument of a call its `1`. Only what is written as text has a value.
 */
export class SourceReader {
  readonly options: Option[] = []
  readonly scopes: Scope[] = []
  readonly #file: Scope
  readonly #row: LanguageRow
  readonly #declared = new Map<string, Declared>()

  constructor(file: Scope, row: LanguageRow) {
    this.#file = file
    this.#row = row
  }

  /** Statements, and whatever else stands side by side. */
  walk(nodes: readonly Node[]): void {
    let at = 0
    while (at < nodes.length) {
      const node = nodes[at]!
      if (node.kind === 'group') {
        this.#walkGroup(node)
        at++
      } else if (isName(node)) at = this.#statement(nodes, at)
      else at++
    }
  }

  /** A map that nothing names, or a block. */
  #walkGroup(group: Group): void {
    const bracket = group.open.text
    const isBlock = bracket === '(' || (bracket === '{' && this.#row.keys['{']?.includes('=') === true)
    if (isBlock) this.walk(group.nodes)
    else this.#arguments(group, [], this.#file)
  }

  #statement(nodes: readonly Node[], at: number): number {
    const {text} = nodes[at] as Token
    if (KEYWORDS.has(text)) return at + 1
    if (text === 'func') return this.#function(nodes, at + 1)
    const chain = this.#chain(nodes, at, [])
    let next = chain.end
    let path = chain.path
    // `const config: STSClientConfig = {…}`
    if (isMark(nodes[next], ':') && isName(nodes[next + 1])) {
      const type = nodes.findIndex((node, index) => index > next && isMark(node, '=', ',', ';', '=>'))
      if (isMark(nodes[type], '=') && type - next <= 4) {
        const names = nodes.slice(next + 1, type).filter(isName)
        path = names.map(({text}) => text)
        next = type
      }
    }
    if (chain.isCall || !isMark(nodes[next], '=', ':=')) return chain.end
    return this.#assignment(nodes, next + 1, {
      path,
      key: nodes[at]!,
      keyEnd: endOf(nodes[chain.end - 1]!),
      scope: chain.scope,
    })
  }

  #assignment(
    nodes: readonly Node[],
    from: number,
    {path, key, keyEnd, scope}: {path: readonly string[]; key: Node; keyEnd: number; scope: Scope},
  ): number {
    const at = this.#skipPrefixes(nodes, from)
    const node = nodes[at]
    if (node === undefined) return at
    const keyRange = {start: startOf(key), end: keyEnd}
    const isEnd = (index: number): boolean =>
      nodes[index] === undefined || isMark(nodes[index], ';', ',') || startsLine(nodes[index]!)
    if (isName(node)) {
      const chain = this.#chain(nodes, from, [])
      if (path.length === 1 && chain.isCall) this.#declared.set(path[0]!, chain)
      const known = isEnd(chain.end) ? chain.known : null
      if (path.length > 1) this.#add(path, keyRange, known ?? this.#computed(nodes.slice(at, chain.end)), scope)
      return chain.end
    }
    if (isGroup(node) && isEnd(at + 1)) {
      this.#value(path, keyRange, [node], scope === this.#file ? this.#open(path, keyRange, this.#file) : scope)
      return at + 1
    }
    const isWhole = node.kind === 'string' && isEnd(at + 1)
    this.#add(path, keyRange, (isWhole ? this.#literal([node]) : null) ?? this.#computed([node]), scope)
    return isGroup(node) ? at : at + 1
  }

  #skipPrefixes(nodes: readonly Node[], from: number): number {
    let at = from
    while (isMark(nodes[at], '&', '*', '\\') || isPrefix(nodes[at], nodes[at + 1])) at++
    return at
  }

  #chain(nodes: readonly Node[], from: number, prefix: readonly string[]): Chain {
    const isNew = isName(nodes[from]) && (nodes[from] as Token).text === 'new'
    const start = this.#skipPrefixes(nodes, from)
    const first = nodes[start]
    if (!isName(first)) return {end: Math.max(start, from + 1), path: [], scope: this.#file, isCall: false, known: null}
    const declared = this.#declared.get(first.text)
    const path = new ChainPath(first.text, prefix, declared)
    let known: Known | null = null
    let own: Scope | null = null
    const call = (group: Group): void => {
      known = path.isBare ? this.#wrapped(path.path, group) : null
      if (!path.isSetter) own ??= this.#open(path.path, first.range, declared?.scope ?? this.#file)
      if (known === null) this.#arguments(group, path.path, path.isSetter ? declared!.scope : own!)
      path.calls++
    }
    let end = start + 1
    for (
      let next = this.#link(nodes, end, path, isNew, call);
      next > end;
      next = this.#link(nodes, end, path, isNew, call)
    ) {
      end = next
    }
    if (path.isBare) known = constantAt(path.own, {start: first.range.start, end: endOf(nodes[end - 1]!)})
    return {end, path: path.path, scope: own ?? declared?.scope ?? this.#file, isCall: path.calls > 0, known}
  }

  /** The node after what goes on the chain here; the same where nothing does. */
  #link(nodes: readonly Node[], at: number, path: ChainPath, isNew: boolean, call: (group: Group) => void): number {
    const node = nodes[at]
    if (node === undefined) return at
    const next = this.#nameAt(nodes, at)
    if (next !== null) {
      path.add(next.text)
      return at + next.length
    }
    if (isNew && isMark(node, '<')) return endOfTypes(nodes, at) + 1
    if (!this.#isCall(node, path.path, isNew)) return at
    call(node)
    return at + 1
  }

  /** `.name`, `['name']`: what goes on a chain, and how many nodes it is. */
  #nameAt(nodes: readonly Node[], at: number): {readonly text: string; readonly length: number} | null {
    const node = nodes[at]
    const after = nodes[at + 1]
    if (isMark(node, ...JOINS) && isName(after)) return {text: after.text, length: 2}
    return isGroup(node, '[') && !startsLine(node) ? {text: keyOf(node) ?? '*', length: 1} : null
  }

  #isCall(node: Node, path: readonly string[], isNew: boolean): node is Group {
    return (isGroup(node, '(') && !startsLine(node)) || (isGroup(node, '{') && this.#isLiteral(node, path, isNew))
  }

  #isLiteral(node: Group, path: readonly string[], isNew: boolean): boolean {
    if (this.#row.literals !== true || (startsLine(node) && !isNew)) return false
    return isNew || /^\p{Lu}/u.test(path.at(-1) ?? '') || path.at(-1) === 'fromEnvironment'
  }

  /** `URI.create("…")`, `aws.String("…")` */
  #wrapped(path: readonly string[], {nodes}: Group): Known | null {
    return nodes.length === 1 && WRAPPERS.has(path.at(-1) ?? '') ? this.#literal(nodes) : null
  }

  #open(path: readonly string[], range: Range, parent: Scope): Scope {
    const id = `call:${this.scopes.length}`
    const name = path
      .filter((segment) => !/^\d+$/.test(segment))
      .slice(-2)
      .join('.')
    const scope: Scope = {...this.#file, id, kind: 'configuration', name, range, parent}
    this.scopes.push(scope)
    return scope
  }

  /** What a call, a map or a list is given: by key, or by place. */
  #arguments(group: Group, path: readonly string[], scope: Scope): void {
    const bracket = group.open.text as '(' | '[' | '{'
    const marks = this.#row.keys[bracket] ?? []
    const hasLines = bracket === '{' && marks.includes('=')
    if (bracket === '{' && !hasLines && group.nodes.some((node) => isMark(node, ';'))) return this.walk(group.nodes)
    const parts = split(group.nodes, hasLines)
    // What is spread may hold anything, and moves what stands by place.
    const isSpread = parts.some(([first]) => isMark(first, '...', '**', '*'))
    let place = 0
    for (const part of parts) {
      const key = keyIn(part, marks)
      if (key !== null) this.#value([...path, key.text], key.range, part.slice(key.length), scope)
      else if (bracket === '{' && part.length === 1 && isName(part[0])) {
        this.#value([...path, part[0].text], part[0].range, part, scope)
      } else if (bracket === '{' && marks.length > 0 && !isGroup(part[0])) this.walk(part)
      else if (isSpread) this.walk(part)
      else this.#value([...path, String(place++)], {start: startOf(part[0]!), end: startOf(part[0]!)}, part, scope)
    }
  }

  #value(path: readonly string[], keyRange: Range, nodes: readonly Node[], scope: Scope): void {
    const at = this.#skipPrefixes(nodes, 0)
    const rest = nodes.slice(at)
    const [first] = rest
    const last = rest.at(-1)
    if (first === undefined) return
    if (rest.length === 1 && isGroup(first) && first.open.text !== '(') return this.#arguments(first, path, scope)
    if (isName(first) && first.text === 'func') return this.walk(rest)
    if (isName(first)) {
      const chain = this.#chain(nodes, Math.max(at - 1, 0), path)
      if (chain.end < nodes.length) this.walk(nodes.slice(chain.end))
      const known = chain.end === nodes.length ? chain.known : null
      return this.#add(path, keyRange, known ?? this.#computed(rest), scope)
    }
    // Go: `[]T{…}`
    if (isGroup(first, '[') && isGroup(last, '{')) return this.#arguments(last, path, scope)
    if (rest.length > 1 || first.kind !== 'string') this.walk(rest)
    this.#add(path, keyRange, this.#literal(rest) ?? this.#computed(rest), scope)
  }

  #literal(nodes: readonly Node[]): Known | null {
    const [node] = nodes
    const isKnown = nodes.length === 1 && node?.kind === 'string' && typeof node.value === 'string'
    return isKnown ? {value: node.value!, range: node.inner!} : null
  }

  #computed(nodes: readonly Node[]): Known {
    return {value: null, range: {start: startOf(nodes[0]!), end: endOf(nodes.at(-1)!)}}
  }

  #add(path: readonly string[], keyRange: Range, {value, range}: Known, scope: Scope): void {
    if (path.length === 0) return
    const key = path.findLast((segment) => !/^\d+$/.test(segment)) ?? ''
    this.options.push({scope, path, key, keyRange, valueRange: range, value})
  }

  /** Go: `func(o *sts.Options)`, `func (s *Server) configure(o *sts.Options)`. */
  #function(nodes: readonly Node[], from: number): number {
    let at = from
    for (; isName(nodes[at]) || isGroup(nodes[at], '('); at++) {
      const group = nodes[at]
      for (const part of isGroup(group) ? split(group.nodes, false) : []) this.#declareParameter(part)
    }
    return at
  }

  #declareParameter([name, ...type]: readonly Node[]): void {
    const path = type.filter(isName).map(({text}) => text)
    const isTyped = path.length === 2 && type.every((node) => isName(node) || isMark(node, '*', '.'))
    if (!isName(name) || !isTyped) return
    this.#declared.set(name.text, {path, scope: this.#open(path, name.range, this.#file)})
  }
}

function constantAt(path: readonly string[], range: Range): Known | null {
  const value = constantOf(path)
  return value === null ? null : {value, range}
}

/** Go: `new(T)` is a call. */
function isPrefix(node: Node | undefined, next: Node | undefined): boolean {
  return isName(node) && PREFIXES.has(node.text) && !isGroup(next, '(')
}

/** `['X']`, `["X"]`, `[:x]` */
function keyOf({nodes}: Group): string | null {
  const last = nodes.at(-1)
  if (last?.kind === 'string' && nodes.length === 1) return last.value ?? null
  return isMark(nodes[0], ':') && isName(last) && nodes.length === 2 ? last.text : null
}

/** A key at the start of a part, and how many nodes it and its mark are. */
function keyIn(
  part: readonly Node[],
  marks: readonly string[],
): {readonly text: string; readonly range: Range; readonly length: number} | null {
  const [first, second, third] = part
  // Ruby: `:name => …`
  if (isMark(first, ':') && isName(second) && isMark(third, '=>') && marks.includes('=>')) {
    return {text: second.text, range: second.range, length: 3}
  }
  if (!isMark(second, ...marks) || part.length < 3) return null
  if (isName(first)) return {text: first.text, range: first.range, length: 2}
  if (first?.kind !== 'string' || typeof first.value !== 'string') return null
  return {text: first.value, range: first.inner!, length: 2}
}

/** `<String, Object>` */
function endOfTypes(nodes: readonly Node[], from: number): number {
  const end = nodes.findIndex((node, index) => index > from && isMark(node, '>'))
  return end > 0 && end - from < 8 ? end : from
}
