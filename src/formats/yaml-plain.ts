import type {CST, ParsedNode} from 'yaml'
import type {Problem, Range, Wanted} from '../model.js'
import {type BlockSkipper, createBlockSkipper} from './yaml-skip.js'
import {aliasNode, collection, isAlias, isScalar, scalar} from './yaml-syntax.js'
import {foldLines, readLiteral, unescapeDouble} from './yaml-text.js'

/** YAML text as documents of nodes, with what lies between them. */
export interface Stream {
  readonly documents: readonly StreamDocument[]
  readonly problems: readonly Problem[]
  readonly comments: readonly Range[]
  /** Offsets of `&name`. */
  readonly anchors: readonly number[]
}

export interface StreamDocument {
  readonly token: Pick<CST.Document, 'offset' | 'start'>
  readonly contents: ParsedNode | null
}

/**
 * YAML as most people write it, fifteen times as fast as the library: block maps and lists, plain, quoted and block scalars,
 * flow collections, anchors, aliases and tags. Gives the nodes and tokens that `yaml` gives (as far as we look at them),
 * and null for everything else: whatever is not certain, an error included, is the library's to read.
 */
export function readPlain(text: string, wanted?: Wanted): Stream | null {
  // Tabs are judged where they stand; a lone CR, a byte order mark, directives and document ends are rare.
  if (/^\uFEFF|\r(?!\n)|^(?:%|\.\.\.)/m.test(text)) return null
  try {
    return new Reader(text, wanted ? createBlockSkipper(text, wanted) : null).stream()
  } catch (error) {
    if (error !== BAIL) throw error
    return null
  }
}

/** Thrown where the text is not plain; never leaves this file. */
const BAIL = new Error('not plain YAML')

function bail(): never {
  throw BAIL
}

/** Deeper is not configuration. */
const DEEPEST = 100

const END_OF_LINE = /(?:\r?\n|$)/y
const LINE = /[^\r\n]*/y
const DOCUMENT = /---(?=[ \r\n]|$)/y
/** One line of a plain scalar: up to `: `, ` #` or the line's end; in brackets also up to their marks. */
const PLAIN =
  /(?:[^ \t\r\n\-?:,[\]{}#&*!|>'"%@`]|[-?:](?=[^ \t\r\n]))(?:[^ \t\r\n:]|:(?=[^ \t\r\n])| +(?=[^ \t\r\n#:]|:[^ \t\r\n]))*/y
const PLAIN_IN_FLOW =
  /(?:[^ \t\r\n\-?:,[\]{}#&*!|>'"%@`]|[-?](?=[^ \t\r\n,[\]{}]))(?:[^ \t\r\n:,[\]{}]|:(?=[^ \t\r\n,[\]{}])| +(?=[^ \t\r\n#:,[\]{}]|:[^ \t\r\n,[\]{}]))*/y
/** A further line of one may begin with what no scalar could begin with. */
const CONTINUED = /(?:[^ \t\r\n#:]|:(?=[^ \t\r\n]))(?:[^ \t\r\n:]|:(?=[^ \t\r\n])| +(?=[^ \t\r\n#:]|:[^ \t\r\n]))*/y
const DOUBLE = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y
const SINGLE = /'(?:[^'\r\n]|'')*'/y
const ALIAS = /\*[^ \t\r\n,[\]{}:]+(?=[ \r\n,\]}]|$)/y
const ANCHOR = /&[^ \t\r\n,[\]{}:]+(?=[ \r\n]|$)/y
const TAG = /!(?:!?[\w.:-]+)?(?=[ \r\n]|$)/y
const HEADER = /[|>][+-]?(?=[ \r\n]|$)/y

interface Props {
  tag?: string
  anchor?: string
}

function nameOf(key: ParsedNode): string {
  return isScalar(key) ? String(key.value) : ''
}

function startOf({srcToken}: ParsedNode): number {
  return srcToken!.offset
}

type Given = {-readonly [K in keyof CST.CollectionItem]: CST.CollectionItem[K]}

class Reader {
  readonly #text: string
  readonly #comments: Range[] = []
  readonly #anchors: number[] = []
  #at = 0
  /** Where the line of `#at` begins. */
  #line = 0
  #depth = 0
  #brackets = 0
  readonly #skipper: BlockSkipper | null
  /** Above zero inside something that is read whatever is in it. */
  #whole = 0

  constructor(text: string, skipper: BlockSkipper | null) {
    this.#text = text
    this.#skipper = skipper
  }

  stream(): Stream {
    const documents: StreamDocument[] = []
    while (this.#next() >= 0 || this.#isDocument()) documents.push(this.#document())
    return {documents, problems: [], comments: this.#comments, anchors: this.#anchors}
  }

  #document(): StreamDocument {
    const offset = this.#at
    const start: CST.SourceToken[] = []
    if (this.#isDocument()) {
      start.push(this.#mark('doc-start', '---'))
      this.#blanks()
      if (this.#atValue()) return {token: {offset, start}, contents: this.#scalarAlone()}
    }
    const column = this.#next()
    const contents = column < 0 ? null : this.#block(-1, column)
    if (this.#next() >= 0) bail()
    return {token: {offset, start}, contents}
  }

  /** `--- ~` */
  #scalarAlone(): ParsedNode {
    const node = this.#plain(-1)
    if (this.#next() >= 0) bail()
    return node
  }

  /** A node that begins here, at `column`; `outer` is the column of the collection around it. */
  #block(outer: number, column: number, isKept = false): ParsedNode {
    if (++this.#depth > DEEPEST) bail()
    const node = this.#isDash() ? this.#list(column, isKept) : this.#mapOrScalar(outer, column)
    this.#depth--
    return node
  }

  #list(column: number, isKept = false): ParsedNode {
    const items: Given[] = []
    const nodes: ParsedNode[] = []
    const offset = this.#at
    do {
      const end = this.#whole > 0 || isKept ? null : (this.#skipper?.endOfItem(this.#at, column) ?? null)
      const start = [this.#mark('seq-item-ind', '-')]
      this.#blanks()
      const props = this.#props(start)
      const member: Given = {start}
      if (end !== null && this.#atValue()) nodes.push(this.#take(member, this.#pass(end), props))
      else if (this.#atValue()) {
        const node = start.length > 1 ? this.#value(column) : this.#block(column, this.#at - this.#line)
        nodes.push(this.#take(member, node, props))
      } else {
        const below = this.#next()
        const node = below > column ? this.#block(column, below) : null
        nodes.push(this.#take(member, node, props))
      }
      items.push(member)
    } while (this.#next() === column && this.#isDash())
    return collection('seq', nodes, {type: 'block-seq', offset, indent: column, items} as unknown as CST.Token)
  }

  #mapOrScalar(outer: number, column: number): ParsedNode {
    const offset = this.#at
    const char = this.#text[offset]
    if (char === '{' || char === '[' || char === '|' || char === '>' || char === '*') return this.#value(outer)
    const key = this.#key()
    if (this.#text[this.#at] === ':' && this.#isSpaceAt(this.#at + 1)) return this.#map(column, offset, key)
    this.#at = offset
    return this.#value(outer)
  }

  #map(column: number, offset: number, first: ParsedNode): ParsedNode {
    const items: Given[] = []
    const pairs: unknown[] = []
    for (let key = first; ; key = this.#key()) {
      if (this.#text[this.#at] !== ':' || !this.#isSpaceAt(this.#at + 1)) bail()
      const isWhole = this.#skipper?.isWhole(nameOf(key), startOf(key), this.#at) === true
      const sep = [this.#mark('map-value-ind', ':')]
      this.#blanks()
      const props = this.#props(sep)
      const member: Given = {start: [], key: key.srcToken as CST.Token, sep}
      if (isWhole) this.#whole++
      pairs.push({key, value: this.#mapValue(column, member, props, key), srcToken: member})
      if (isWhole) this.#whole--
      items.push(member)
      const next = this.#next()
      if (next < column) break
      if (next > column || this.#isDash()) bail()
    }
    return collection('map', pairs, {type: 'block-map', offset, indent: column, items} as unknown as CST.Token)
  }

  #mapValue(column: number, member: Given, props: Props, key: ParsedNode): ParsedNode {
    if (this.#atValue()) {
      if (this.#isDash()) bail()
      return this.#take(member, this.#value(column), props)
    }
    const below = this.#next()
    const isKept = this.#skipper?.isKept(nameOf(key)) !== false
    if (below > column) {
      const end = this.#whole > 0 || isKept ? null : (this.#skipper?.endOf(startOf(key), this.#at, column) ?? null)
      return this.#take(member, end === null ? this.#block(column, below, isKept) : this.#pass(end), props)
    }
    // A list may stand in its key's own column.
    const node = below === column && this.#isDash() ? this.#list(column, isKept) : null
    return this.#take(member, node, props)
  }

  /** A map or list without what it holds, up to `end`. */
  #pass(end: number): ParsedNode {
    const offset = this.#at
    const isList = this.#isDash()
    const indent = offset - this.#line
    const key = {type: 'scalar', offset, indent, source: this.#text.slice(offset, end)}
    const token = {type: isList ? 'block-seq' : 'block-map', offset, indent, items: [{start: [], key}]}
    this.#at = end
    this.#line = this.#text.lastIndexOf('\n', end - 1) + 1
    return collection(isList ? 'seq' : 'map', [], token as unknown as CST.Token)
  }

  /** Gives the node its props and the member its token. Nothing written is an empty scalar. */
  #take(member: Given, node: ParsedNode | null, {tag, anchor}: Props): ParsedNode {
    const taken = node ?? scalar('', 'PLAIN', {type: 'scalar', offset: this.#at, indent: -1, source: ''})
    if (node) member.value = node.srcToken as CST.Token
    if (tag !== undefined || anchor !== undefined) {
      if (isAlias(taken)) bail()
      Object.assign(taken, tag !== undefined && {tag}, anchor !== undefined && {anchor})
    }
    return taken
  }

  /** A scalar, alias or flow collection that begins here and ends its line. */
  #value(outer: number): ParsedNode {
    const char = this.#text[this.#at]
    if (char === '|' || char === '>') return this.#literal(outer)
    const node = this.#marked(outer, char) ?? this.#plain(outer)
    this.#blanks()
    if (this.#atValue()) bail()
    return node
  }

  /** What its first character tells. */
  #marked(outer: number, char: string | undefined): ParsedNode | null {
    switch (char) {
      case '{':
      case '[':
        return this.#flow(outer)
      case '*':
        return this.#alias()
      case '"':
      case "'":
        return this.#quoted()
      default:
        return null
    }
  }

  #key(): ParsedNode {
    const offset = this.#at
    const char = this.#text[offset]
    if (char === '?' && this.#isSpaceAt(offset + 1)) bail()
    const node = char === '"' || char === "'" ? this.#quoted() : this.#plainLine(PLAIN)
    if (this.#at - offset > 1000) bail()
    this.#blanks()
    return node
  }

  #plainLine(pattern: RegExp): ParsedNode {
    const offset = this.#at
    const source = this.#match(pattern)
    if (source === '') bail()
    return scalar(source, 'PLAIN', {type: 'scalar', offset, indent: 0, source})
  }

  /** May run on over lines that are deeper than `outer`. A comment ends it. */
  #plain(outer: number): ParsedNode {
    const node = this.#plainLine(PLAIN)
    const token = node.srcToken as CST.FlowScalar
    const first = this.#at
    for (;;) {
      const [at, line, comments] = [this.#at, this.#line, this.#comments.length]
      this.#blanks()
      const column = this.#endsLine() ? this.#next() : -1
      if (column > outer && this.#comments.length === comments) {
        if (outer < 0) bail()
        this.#continued()
        continue
      }
      this.#at = at
      this.#line = line
      this.#comments.length = comments
      if (at === first) return node
      const source = this.#text.slice(token.offset, at)
      return scalar(foldLines(source), 'PLAIN', {...token, source})
    }
  }

  #continued(): void {
    if (this.#match(CONTINUED) === '') bail()
    const end = this.#at
    this.#blanks()
    if (this.#text[this.#at] === ':') bail()
    this.#at = end
  }

  #quoted(): ParsedNode {
    const offset = this.#at
    const isDouble = this.#text[offset] === '"'
    const source = this.#match(isDouble ? DOUBLE : SINGLE)
    if (source === '') bail()
    const inside = source.slice(1, -1)
    const value = isDouble ? unescapeDouble(inside) : inside.replaceAll("''", "'")
    if (value === null) bail()
    const type = isDouble ? 'double-quoted-scalar' : 'single-quoted-scalar'
    return scalar(value, isDouble ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE', {type, offset, indent: 0, source})
  }

  #alias(): ParsedNode {
    const offset = this.#at
    const source = this.#match(ALIAS)
    if (source === '') bail()
    return aliasNode(source.slice(1), {type: 'alias', offset, indent: 0, source})
  }

  /** A block scalar: its lines are deeper than `outer`. */
  #literal(outer: number): ParsedNode {
    const offset = this.#at
    const header = this.#match(HEADER)
    if (header === '' || outer < 0) bail()
    this.#endOfLine()
    const head = this.#at
    const literal = readLiteral(this.#text, head, outer, header)
    if (literal === null) bail()
    this.#at = literal.end
    this.#line = literal.end
    const rest = this.#text.slice(offset + header.length, head)
    const props = [
      {type: 'block-scalar-header', offset, indent: 0, source: header},
      {type: 'newline', offset: offset + header.length, indent: 0, source: rest},
    ]
    const token = {type: 'block-scalar', offset, indent: outer, props, source: this.#text.slice(head, literal.end)}
    return scalar(literal.value, header[0] === '|' ? 'BLOCK_LITERAL' : 'BLOCK_FOLDED', token as CST.BlockScalar)
  }

  #flow(outer: number): ParsedNode {
    if (++this.#depth > DEEPEST) bail()
    this.#brackets++
    const offset = this.#at
    const isMap = this.#text[offset] === '{'
    const close = isMap ? '}' : ']'
    const items: Given[] = []
    const nodes: unknown[] = []
    this.#at++
    for (let isFirst = true; ; isFirst = false) {
      this.#between(outer)
      if (this.#text[this.#at] === close) break
      if (!isFirst) {
        if (this.#text[this.#at] !== ',') bail()
        this.#at++
        this.#between(outer)
        if (this.#text[this.#at] === close) break
      }
      const member: Given = {start: []}
      nodes.push(isMap ? this.#flowPair(outer, member) : this.#flowItem(outer, member, member.start))
      items.push(member)
    }
    const end = [this.#mark(isMap ? 'flow-map-end' : 'flow-seq-end', close)]
    this.#depth--
    this.#brackets--
    const start = {type: isMap ? 'flow-map-start' : 'flow-seq-start', offset, indent: 0, source: isMap ? '{' : '['}
    const token = {type: 'flow-collection', offset, indent: 0, start, items, end} as unknown as CST.Token
    return collection(isMap ? 'map' : 'seq', nodes, token)
  }

  #flowPair(outer: number, member: Given): unknown {
    const char = this.#text[this.#at]
    const key = char === '"' || char === "'" ? this.#quoted() : this.#plainLine(PLAIN_IN_FLOW)
    member.key = key.srcToken as CST.Token
    this.#blanks()
    if (this.#text[this.#at] !== ':') bail()
    member.sep = [this.#mark('map-value-ind', ':')]
    if (!this.#isSpaceAt(this.#at) && char !== '"' && char !== "'") bail()
    this.#between(outer)
    return {key, value: this.#flowItem(outer, member, member.sep), srcToken: member}
  }

  #flowItem(outer: number, member: Given, tokens: CST.SourceToken[]): ParsedNode {
    const props = this.#props(tokens)
    const char = this.#text[this.#at]
    if (char === undefined || ',]}:'.includes(char)) bail()
    const node = this.#marked(outer, char) ?? this.#plainLine(PLAIN_IN_FLOW)
    this.#blanks()
    if (this.#text[this.#at] === ':') bail()
    return this.#take(member, node, props)
  }

  /** White space, line ends and comments inside brackets, whose lines are deeper than what is around them. */
  #between(outer: number): void {
    this.#blanks()
    if (!this.#endsLine() && this.#text[this.#at] !== '#') return
    const column = this.#next()
    // The last bracket may stand where the line of the first begins.
    const closes = column === outer && column >= 0 && this.#brackets === 1 && /[\]}]/.test(this.#text[this.#at]!)
    if (column <= outer && !closes) bail()
  }

  /** A tag and an anchor before a value, put down in `tokens`. */
  #props(tokens: CST.SourceToken[]): Props {
    const props: Props = {}
    for (;;) {
      const char = this.#text[this.#at]
      if (char === '!' && props.tag === undefined) {
        const source = this.#match(TAG)
        if (source === '') bail()
        tokens.push({type: 'tag', offset: this.#at - source.length, indent: 0, source})
        props.tag = source.startsWith('!!') ? `tag:yaml.org,2002:${source.slice(2)}` : source
      } else if (char === '&' && props.anchor === undefined) {
        const source = this.#match(ANCHOR)
        if (source === '') bail()
        this.#anchors.push(this.#at - source.length)
        tokens.push({type: 'anchor', offset: this.#at - source.length, indent: 0, source})
        props.anchor = source.slice(1)
      } else return props
      this.#blanks()
    }
  }

  /** Goes to the first character of the next line that holds something, and gives its column; -1 at a document's end. */
  #next(): number {
    for (;;) {
      if (this.#at >= this.#text.length || this.#isDocument()) return -1
      this.#blanks()
      if (this.#atValue() && this.#isIndent()) return this.#at - this.#line
      this.#endOfLine()
    }
  }

  /** Whether nothing but spaces stands before. */
  #isIndent(): boolean {
    for (let at = this.#at - 1; at >= this.#line; at--) if (this.#text.charCodeAt(at) !== 32) return false
    return true
  }

  /** Passes a comment and the line end; anything else is not plain. */
  #endOfLine(): void {
    this.#blanks()
    if (this.#text[this.#at] === '#') {
      if (this.#at > this.#line && this.#text[this.#at - 1] !== ' ') bail()
      const start = this.#at
      this.#match(LINE)
      this.#comments.push({start, end: this.#at})
    }
    END_OF_LINE.lastIndex = this.#at
    const end = END_OF_LINE.exec(this.#text)
    if (end === null) bail()
    this.#at += end[0].length
    this.#line = this.#at
  }

  /** Whether something other than a comment stands here. */
  #atValue(): boolean {
    const char = this.#text[this.#at]
    if (char === '\t') bail()
    return char !== undefined && char !== '#' && char !== '\n' && char !== '\r'
  }

  #endsLine(): boolean {
    const char = this.#text[this.#at]
    return char === undefined || char === '\n' || char === '\r'
  }

  #isDash(): boolean {
    return this.#text[this.#at] === '-' && this.#isSpaceAt(this.#at + 1)
  }

  #isDocument(): boolean {
    if (this.#at !== this.#line) return false
    DOCUMENT.lastIndex = this.#at
    return DOCUMENT.test(this.#text)
  }

  #isSpaceAt(at: number): boolean {
    const char = this.#text[at]
    return char === undefined || char === ' ' || char === '\n' || char === '\r'
  }

  #mark(type: CST.SourceToken['type'], source: string): CST.SourceToken {
    const offset = this.#at
    this.#at += source.length
    return {type, offset, indent: 0, source}
  }

  #blanks(): void {
    while (this.#text.charCodeAt(this.#at) === 32) this.#at++
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    if (!pattern.test(this.#text)) return ''
    const start = this.#at
    this.#at = pattern.lastIndex
    return this.#text.slice(start, this.#at)
  }
}
