import type {Range, Wanted} from '../model.js'
import {inside} from './bracketed.js'
import {createSkipper, DEEPEST, type Skipper} from './json-skip.js'
import type {ListNode, MapNode, Node, Pair, ScalarNode} from './tree.js'

export interface PlainJson {
  /** Null for an empty text. */
  readonly root: Node | null
  readonly comments: readonly Range[]
}

/**
 * JSON without an error in it, with comments and trailing commas; null for anything else, which is the library's to read
 * and to explain. A tree in one pass, where the library makes one to be made into ours.
 */
export function readPlainJson(text: string, wanted?: Wanted): PlainJson | null {
  try {
    return new Reader(text, wanted ? createSkipper(text, wanted) : null).file()
  } catch (error) {
    if (error !== BAIL) throw error
    return null
  }
}

/** Thrown where the text is not plain; never leaves this file. */
const BAIL = new Error('not plain JSON')

function bail(): never {
  throw BAIL
}

const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?=[\s,\]}/]|$)/y
const WORD = /(?:true|false|null)(?=[\s,\]}/]|$)/y
const COMMENT = /\/\/[^\r\n]*|\/\*.*?\*\//sy

class Reader {
  readonly #text: string
  readonly #skipper: Skipper | null
  readonly #comments: Range[] = []
  #at: number
  #depth = 0
  /** Above zero inside something that is read whatever is in it. */
  #whole = 0

  constructor(text: string, skipper: Skipper | null) {
    this.#text = text
    this.#skipper = skipper
    this.#at = text.startsWith('\uFEFF') ? 1 : 0
  }

  file(): PlainJson {
    this.#skip()
    const root = this.#at < this.#text.length ? this.#value('kept') : null
    this.#skip()
    if (this.#at < this.#text.length) bail()
    return {root, comments: this.#comments}
  }

  /** @param how whether it is read whatever is in it */
  #value(how: 'kept' | 'value' | 'item'): Node {
    switch (this.#text[this.#at]) {
      case '{':
        return this.#passed('map', how) ?? this.#map()
      case '[':
        return this.#passed('list', how) ?? this.#list(how === 'kept')
      case '"':
        return toString(this.#text, this.#match(STRING))
      case 't':
      case 'f':
      case 'n':
        return this.#word()
      default:
        return bareNode(this.#text, this.#match(NUMBER), 'number')
    }
  }

  #word(): ScalarNode {
    const range = this.#match(WORD)
    return bareNode(this.#text, range, this.#text[range.start] === 'n' ? 'null' : 'boolean')
  }

  /** Something with nothing wanted in it stands there without what it holds. */
  #passed(kind: 'map' | 'list', how: 'kept' | 'value' | 'item'): Node | null {
    const end = how === 'kept' ? undefined : this.#skipper?.endOf(this.#at, how === 'item')
    if (end === undefined) return null
    const range = {start: this.#at, end}
    this.#at = end
    return kind === 'map' ? {kind, range, shared: false, pairs: []} : {kind, range, shared: false, items: []}
  }

  #map(): MapNode {
    const pairs: Pair[] = []
    const range = this.#members('}', () => {
      const written = this.#match(STRING)
      const keyRange = inside(written)
      this.#skip()
      if (this.#text[this.#at] !== ':') bail()
      this.#at++
      this.#skip()
      const key = decoded(this.#text, written, keyRange)
      const value = this.#valueOf(key, written)
      pairs.push({key, keyRange, value, range: {start: written.start, end: value.range.end}})
    })
    return {kind: 'map', range, shared: false, pairs}
  }

  #valueOf(key: string, written: Range): Node {
    const isWhole = this.#skipper?.isWhole(key, written) === true
    if (isWhole) this.#whole++
    const value = this.#value(this.#whole > 0 || this.#skipper?.isKept(key) !== false ? 'kept' : 'value')
    if (isWhole) this.#whole--
    return value
  }

  #list(isKept: boolean): ListNode {
    const items: Node[] = []
    const range = this.#members(']', () => items.push(this.#value(isKept ? 'kept' : 'item')))
    return {kind: 'list', range, shared: false, items}
  }

  /** From one bracket to the other, with commas between and perhaps behind the members. */
  #members(close: string, read: () => void): Range {
    if (++this.#depth > DEEPEST) bail()
    const start = this.#at++
    this.#skip()
    while (this.#text[this.#at] !== close) {
      read()
      this.#skip()
      if (this.#text[this.#at] === ',') {
        this.#at++
        this.#skip()
      } else if (this.#text[this.#at] !== close) bail()
    }
    this.#depth--
    return {start, end: ++this.#at}
  }

  /** White space and comments. */
  #skip(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code === 32 || code === 10 || code === 13 || code === 9) this.#at++
      else if (code === 47) this.#comments.push(this.#match(COMMENT))
      else return
    }
  }

  #match(pattern: RegExp): Range {
    pattern.lastIndex = this.#at
    if (!pattern.test(this.#text)) bail()
    const start = this.#at
    this.#at = pattern.lastIndex
    return {start, end: this.#at}
  }
}

function decoded(text: string, written: Range, {start, end}: Range): string {
  const raw = text.slice(start, end)
  return raw.includes('\\') ? JSON.parse(text.slice(written.start, written.end)) : raw
}

export function bareNode(text: string, range: Range, type: 'number' | 'boolean' | 'null'): ScalarNode {
  const value = type === 'null' ? null : text.slice(range.start, range.end)
  return {kind: 'scalar', range, shared: false, type, value, expression: null, valueRange: range, verbatim: true}
}

function toString(text: string, range: Range): ScalarNode {
  const valueRange = inside(range)
  return stringNode(text, range, decoded(text, range, valueRange))
}

export function stringNode(text: string, range: Range, value: string): ScalarNode {
  const computed = isComputed(value)
  const valueRange = inside(range)
  return {
    kind: 'scalar',
    range,
    shared: false,
    valueRange,
    type: computed ? 'expression' : 'string',
    value: computed ? null : value,
    expression: computed ? value : null,
    verbatim: !text.slice(valueRange.start, valueRange.end).includes('\\'),
  }
}

/** `Fn::Sub` and IAM variables, editors' variables, templates, and a bare `$NAME`. */
function isComputed(value: string): boolean {
  return /\$\{[^}]*\}|\{\{.*\}\}|^\$[A-Za-z_]\w*$/s.test(value)
}
