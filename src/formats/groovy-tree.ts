import type {Document, Problem, Range} from '../model.js'
import {type GroovySource, groovyEdits} from './groovy-edits.js'
import {type Scanned, scanGroovy, type Token} from './groovy-scan.js'
import type {ListNode, MapNode, Node, Pair, ScalarNode, Tree} from './tree.js'

/**
 * A pipeline as maps: `environment { K = 'V' }`, `stage('Build') { … }`, `withEnv(['K=V']) { … }`. A call is a map of its
 * arguments, by name or by place, and of what its block says. What is no such thing is passed over.
 */
export function readGroovy(document: Document): Tree {
  const {text} = document
  const scanned = scanGroovy(text)
  const source: GroovySource = {
    text,
    comments: scanned.comments,
    strings: new Map(),
    brackets: new Map(),
    statements: new Map(),
    members: new Set(),
  }
  const reader = new Reader(scanned, source)
  const pairs = reader.body(true)
  const root: MapNode = {kind: 'map', range: {start: 0, end: text.length}, shared: false, pairs}
  return {roots: [root], problems: reader.problems, comments: scanned.comments, edits: groovyEdits(source)}
}

const CLOSING: Readonly<Record<string, string>> = {'(': ')', '[': ']', '{': '}'}

/** After these, a line goes on. */
const OPERATOR = /^(?:[+*%<>?:=,&|.-]|&&|\|\||[=!]=~?|=~|->|\?\.)$/

/** Words before the name of what is declared. */
const MODIFIER = /^(?:def|final|static|private|public|protected|abstract|void)$/

const DEEPEST = 200

class Reader {
  readonly problems: Problem[]
  readonly #tokens: readonly Token[]
  readonly #source: GroovySource
  #at = 0
  #depth = 0

  constructor({tokens, problems}: Scanned, source: GroovySource) {
    this.#tokens = tokens
    this.#source = source
    this.problems = [...problems]
  }

  /** Statements up to the `}` that ends the block, which stays. */
  body(isTop: boolean): Pair[] {
    const pairs: Pair[] = []
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.text === '}' && token.kind === 'mark') {
        if (!isTop) break
        this.#complain('Groovy closes a "}" that is not open', token.range)
        this.#at++
      } else if (token.kind === 'newline' || token.text === ';') this.#at++
      else pairs.push(...this.#statement())
    }
    return pairs
  }

  #peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead)
    return token?.kind === 'mark' && token.text === text
  }

  #complain(message: string, range: Range): void {
    if (this.problems.length === 0) this.problems.push({message, range})
  }

  #statement(): Pair[] {
    const first = this.#at
    while (this.#peek()?.kind === 'name' && this.#peek(1)?.kind === 'name' && !this.#isCommand()) this.#at++
    const chain = this.#chain()
    const last = chain.at(-1)
    if (!last) return this.#rest(first)
    if (this.#is('=')) {
      this.#at++
      const value = this.#value(false)
      return value ? [this.#assignment(chain, value)] : []
    }
    return this.#call(chain, true)
  }

  /** `sh script`: a name after a name is an argument, unless the first is a modifier or a type. */
  #isCommand(): boolean {
    const [first, second, third] = [this.#peek()!, this.#peek(1)!, this.#peek(2)]
    if (MODIFIER.test(first.text)) return false
    const declares = third?.kind === 'mark' && (third.text === '=' || third.text === '(')
    return !(declares && /^[A-Z]/.test(first.text)) && second.kind === 'name'
  }

  /** `env.NAME`: the names, with their places. */
  #chain(): Token[] {
    const names: Token[] = []
    while (this.#peek()?.kind === 'name') {
      names.push(this.#peek()!)
      this.#at++
      if (!(this.#is('.') || this.#is('?.')) || this.#peek(1)?.kind !== 'name') break
      this.#at++
    }
    return names
  }

  #assignment(chain: readonly Token[], value: Node): Pair {
    const range = {start: chain[0]!.range.start, end: value.range.end}
    const last = chain.at(-1)!
    let pair: Pair = {key: last.text, keyRange: last.range, value, range}
    this.#source.statements.set(pair, last.range)
    for (const name of chain.slice(0, -1).reverse()) {
      const map: MapNode = {kind: 'map', range, shared: false, pairs: [pair]}
      pair = {key: name.text, keyRange: name.range, value: map, range}
    }
    return pair
  }

  /** A call with brackets, without, or with a block alone; anything else is passed over. */
  #call(chain: readonly Token[], isStatement: boolean): Pair[] {
    const name = chain.at(-1)!
    const start = chain[0]!.range.start
    const from = this.#at
    const pairs: Pair[] = []
    let brackets: {range: Range; members: Range[]} | null = null
    if (this.#is('(')) brackets = this.#arguments(pairs)
    else if (isStatement && this.#startsArgument()) this.#members(pairs, [], null)
    if (this.#is('{') && this.#descend()) {
      this.#block(pairs)
    } else if (pairs.length === 0 && brackets === null) return isStatement ? this.#rest(from) : []
    const end = this.#tokens[this.#at - 1]!.range.end
    const map: MapNode = {kind: 'map', range: {start, end}, shared: false, pairs}
    if (brackets) this.#source.brackets.set(map, brackets)
    const pair: Pair = {key: name.text, keyRange: name.range, value: map, range: {start, end}}
    this.#source.statements.set(pair, null)
    // A name on the same line begins a statement of its own: `} else {`.
    return isStatement && this.#peek()?.kind !== 'name' ? [pair, ...this.#rest(this.#at)] : [pair]
  }

  #startsArgument(): boolean {
    const token = this.#peek()
    if (token === undefined || token.kind === 'newline') return false
    return token.kind !== 'mark' || token.text === '['
  }

  #descend(): boolean {
    if (this.#depth < DEEPEST) return true
    this.#complain('Groovy is nested too deeply to read', this.#peek()!.range)
    this.#at = this.#tokens.length
    return false
  }

  /** `{ a, b -> … }` */
  #block(pairs: Pair[]): void {
    const open = this.#peek()!
    this.#at++
    this.#skipParameters()
    this.#depth++
    pairs.push(...this.body(false))
    this.#depth--
    if (this.#is('}')) this.#at++
    else this.#complain('Groovy has no "}" for this "{"', open.range)
  }

  #skipParameters(): void {
    let ahead = 0
    while (this.#peek(ahead)?.kind === 'name' || this.#is(',', ahead)) ahead++
    if (this.#is('->', ahead)) this.#at += ahead + 1
  }

  #arguments(pairs: Pair[]): {range: Range; members: Range[]} {
    const open = this.#peek()!
    const members: Range[] = []
    this.#at++
    this.#depth++
    this.#members(pairs, members, CLOSING[open.text]!)
    this.#depth--
    const end = this.#tokens[this.#at - 1]!.range.end
    return {range: {start: open.range.start, end}, members}
  }

  /** Arguments or elements up to `close`, which is read too; without one, up to the end of the line or a block. */
  #members(pairs: Pair[], members: Range[], close: string | null): void {
    const open = this.#tokens[this.#at - 1]
    let place = 0
    while (!this.#endsMembers(close)) {
      if (this.#is(',')) {
        this.#at++
        this.#skipNewlines()
        continue
      }
      const before = this.#at
      const pair = this.#member(place, close !== null)
      if (pair?.key === String(place)) place++
      if (pair) {
        pairs.push(pair)
        members.push(pair.range)
        this.#source.members.add(pair)
      }
      if (this.#at === before) this.#at++
    }
    if (close === null) return
    if (this.#peek()) this.#at++
    else this.#complain(`Groovy has no "${close}" for this`, open!.range)
  }

  #endsMembers(close: string | null): boolean {
    if (close !== null) this.#skipNewlines()
    const token = this.#peek()
    if (token === undefined) return true
    if (close !== null) return this.#is(close)
    return token.kind === 'newline' || (token.kind === 'mark' && /^[;{}]$/.test(token.text))
  }

  #skipNewlines(): void {
    while (this.#peek()?.kind === 'newline') this.#at++
  }

  /** `name: value`, or a value alone under its place. */
  #member(place: number, inBrackets: boolean): Pair | null {
    const token = this.#peek()!
    const isNamed = (token.kind === 'name' || token.kind === 'string') && this.#is(':', 1)
    if (isNamed) this.#at += 2
    const value = this.#value(inBrackets)
    if (value === null) return null
    const {start, end} = value.range
    if (!isNamed) return {key: String(place), keyRange: {start, end: start}, value, range: value.range}
    const {string, text, range} = token
    return {key: string?.value ?? text, keyRange: string?.valueRange ?? range, value, range: {start: range.start, end}}
  }

  /** One value. A string alone, a list or map, a closure, a call; everything else is what a program computes. */
  #value(inBrackets: boolean): Node | null {
    if (inBrackets) this.#skipNewlines()
    const first = this.#peek()
    if (first === undefined) return null
    const from = this.#at
    const node = this.#simple(first)
    if (node && this.#ends(inBrackets)) return node
    // A call may go on: `sh(script: '…', returnStdout: true).trim()`.
    const isCall = node?.kind === 'map'
    if (!isCall) this.#at = from
    const more: Pair[] = []
    const end = this.#skip(inBrackets, more)
    if (isCall) return node
    if (more.length > 0) return {kind: 'map', range: {start: first.range.start, end}, shared: false, pairs: more}
    if (end <= first.range.start) return null
    const range = {start: first.range.start, end}
    const expression = this.#source.text.slice(range.start, end)
    return {
      kind: 'scalar',
      range,
      shared: false,
      type: 'expression',
      value: null,
      expression,
      valueRange: range,
      verbatim: false,
    }
  }

  #simple(first: Token): Node | null {
    if (first.kind === 'string') {
      this.#at++
      return this.#string(first)
    }
    if (first.kind === 'number' || /^(?:true|false|null)$/.test(first.text)) {
      this.#at++
      const {range, text} = first
      const type = first.kind === 'number' ? 'number' : text === 'null' ? 'null' : 'boolean'
      const value = type === 'null' ? null : text
      return {kind: 'scalar', range, shared: false, type, value, expression: null, valueRange: range, verbatim: true}
    }
    if (this.#is('[') && this.#descend()) return this.#literal(first)
    if (this.#is('{') && this.#descend()) {
      const pairs: Pair[] = []
      this.#block(pairs)
      return {
        kind: 'map',
        range: {start: first.range.start, end: this.#tokens[this.#at - 1]!.range.end},
        shared: false,
        pairs,
      }
    }
    if (first.kind !== 'name') return null
    const chain = this.#chain()
    if (!this.#is('(') || !this.#descend()) return null
    const pairs = this.#call(chain, false)
    const {range} = pairs[0]!
    return {kind: 'map', range, shared: false, pairs}
  }

  #string({range, string, text}: Token): ScalarNode {
    const {value, valueRange, verbatim, script} = string!
    const computed = value === null
    const node: ScalarNode = {
      kind: 'scalar',
      range,
      shared: false,
      type: computed ? 'expression' : 'string',
      value,
      expression: computed ? this.#source.text.slice(valueRange.start, valueRange.end) || text : null,
      valueRange,
      verbatim,
      ...(script && {script}),
    }
    this.#source.strings.set(node, string!)
    return node
  }

  /** `['A=b']` or `[a: 'b']`. */
  #literal(open: Token): ListNode | MapNode {
    const pairs: Pair[] = []
    const brackets = this.#arguments(pairs)
    const {range} = brackets
    const isMap = pairs.some(({key}, index) => key !== String(index))
    const node: ListNode | MapNode = isMap
      ? {kind: 'map', range: {start: open.range.start, end: range.end}, shared: false, pairs}
      : {kind: 'list', range, shared: false, items: pairs.map(({value}) => value)}
    this.#source.brackets.set(node, brackets)
    return node
  }

  #ends(inBrackets: boolean): boolean {
    const token = this.#peek()
    if (token === undefined || token.kind === 'newline')
      return token === undefined || !inBrackets || this.#endsAfterNewline()
    return token.kind === 'mark' && /^[,;)\]}{]$/.test(token.text)
  }

  #endsAfterNewline(): boolean {
    let ahead = 0
    while (this.#peek(ahead)?.kind === 'newline') ahead++
    const token = this.#peek(ahead)
    return token === undefined || (token.kind === 'mark' && /^[,)\]}]$/.test(token.text))
  }

  /** To the end of the statement; the blocks and calls in it are read all the same. */
  #rest(from: number): Pair[] {
    const pairs: Pair[] = []
    this.#skip(false, pairs)
    if (this.#at === from && this.#peek() !== undefined && !this.#is('}')) this.#at++
    return pairs
  }

  /** Over balanced brackets, up to what ends a value. Returns where the last token ended. */
  #skip(inBrackets: boolean, pairs: Pair[]): number {
    let end = this.#tokens[this.#at - 1]?.range.end ?? 0
    while (this.#peek() !== undefined && !this.#endsValue(inBrackets)) {
      const token = this.#peek()!
      const opens = token.kind === 'mark' && CLOSING[token.text] !== undefined && this.#descend()
      if (!opens) this.#at = Math.min(this.#at + 1, this.#tokens.length)
      else if (token.text === '{') this.#block(pairs)
      else this.#arguments(pairs)
      if (token.kind !== 'newline') end = this.#tokens[this.#at - 1]?.range.end ?? end
    }
    return end
  }

  /** Outside brackets a line ends it, unless an operator says that it goes on; a bracket too many is passed over. */
  #endsValue(inBrackets: boolean): boolean {
    const {kind, text} = this.#peek()!
    if (kind === 'newline') return !inBrackets && !OPERATOR.test(this.#tokens[this.#at - 1]?.text ?? '')
    return kind === 'mark' && (inBrackets ? /^[,;)\]}]$/ : /^[;}]$/).test(text)
  }
}
