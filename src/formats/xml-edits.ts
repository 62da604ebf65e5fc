import type {Range, TextEdit} from '../model.js'
import {beginsLine, cut, holdsComment, indentAt, insert, lineBreakOf, lineStart, nextLine} from './bracketed.js'
import type {MapNode, NewValue, Pair, ScalarNode, TreeEdits} from './tree.js'
import type {Element} from './xml-scan.js'
import {encodeXml} from './xml-text.js'

/** The two places of a pair that an element states. */
export interface Named {
  readonly key: ScalarNode
  readonly value: ScalarNode
}

/** What a document is made of besides its tree: where edits find what a pair or scalar was written as. */
export interface XmlSource {
  readonly text: string
  readonly comments: readonly Range[]
  readonly broken: boolean
  readonly places: Map<ScalarNode, Place>
  readonly elements: Map<Pair, Element>
  /** Pairs whose key is written as a value: `<property><name>K</name><value>V</value></property>`. */
  readonly named: Map<Pair, Named>
}

/** What a scalar is written as, which says how a new value must be. */
export type Place = {readonly kind: 'text' | 'cdata'} | {readonly kind: 'attribute'; readonly quote: '"' | "'"}

export function xmlEdits(source: XmlSource): TreeEdits {
  return {
    setScalar: (node, value) => setScalar(source, node, value),
    renameKey: (pair, key) => renameKey(source, pair, key),
    addPair: (map, key, value, after) => addPair(source, map, key, value, after),
    addItem: () => null,
    removePair: (_, pair) => removePair(source, pair),
    removeItem: () => null,
  }
}

function setScalar({places}: XmlSource, node: ScalarNode, value: string): TextEdit[] | null {
  const newText = written(places.get(node), value)
  return newText === null ? null : [{range: node.valueRange, newText}]
}

function written(place: Place | undefined, value: string): string | null {
  if (place === undefined) return null
  if (place.kind === 'cdata') return value.includes(']]>') || encodeXml(value, null) === null ? null : value
  return encodeXml(value, place.kind === 'attribute' ? place.quote : null)
}

const TAG = /^[A-Za-z_][\w.-]*$/

function renameKey(source: XmlSource, pair: Pair, key: string): TextEdit[] | null {
  const named = source.named.get(pair)
  if (named) return setScalar(source, named.key, key)
  const element = source.elements.get(pair)
  if (!TAG.test(key)) return null
  if (!element) return [{range: pair.keyRange, newText: key}]
  if (element.inner && !element.endNameRange) return null
  const ranges = [element.nameRange, ...(element.endNameRange ? [element.endNameRange] : [])]
  return ranges.map((range) => ({range, newText: key}))
}

/** Another element like the neighbour, on a line of its own where that has one. */
function addPair(source: XmlSource, map: MapNode, key: string, value: NewValue, after?: Pair): TextEdit[] | null {
  if (source.broken || typeof value !== 'string') return null
  const neighbour = after ?? map.pairs.findLast((pair) => source.elements.has(pair))
  const element = neighbour && source.elements.get(neighbour)
  if (!neighbour || !element || !map.pairs.includes(neighbour)) return null
  const added = like(source, neighbour, element, key, value)
  if (added === null) return null
  const {text} = source
  const {start, end} = element.range
  return [insert(end, beginsLine(text, start) ? lineBreakOf(text) + indentAt(text, start) + added : added)]
}

function like(source: XmlSource, neighbour: Pair, element: Element, key: string, value: string): string | null {
  const named = source.named.get(neighbour)
  if (!named) {
    const text = encodeXml(value, null)
    const isText = neighbour.value.kind === 'scalar' && element.attributes.length === 0
    return text !== null && isText && TAG.test(key) ? `<${key}>${text}</${key}>` : null
  }
  return source.places.get(named.key)?.kind === 'attribute'
    ? likeAttributes(source, named, element, key, value)
    : likeChildren(source, named, element, key, value)
}

/** `<add key="K" value="V"/>`, without what else the neighbour says of itself. */
function likeAttributes(
  source: XmlSource,
  named: {key: ScalarNode; value: ScalarNode},
  element: Element,
  key: string,
  value: string,
): string | null {
  const places = [source.places.get(named.key), source.places.get(named.value)]
  const texts = [written(places[0], key), written(places[1], value)]
  const parts = [named.key, named.value].map(({range, valueRange}, index) => {
    const lead = source.text.slice(range.start, valueRange.start)
    return `${lead}${texts[index]}${source.text.slice(valueRange.end, range.end)}`
  })
  if (texts.includes(null) || places.some((place) => place?.kind !== 'attribute')) return null
  const space = source.text.slice(element.range.start, element.range.end).endsWith(' />') ? ' ' : ''
  return `<${element.name} ${parts.join(' ')}${space}/>`
}

/** What a property says of itself alone. */
const APART = /^(?:description|final|source)$/

/** `<property><name>K</name><value>V</value></property>` with the neighbour's white space, without its description. */
function likeChildren(
  source: XmlSource,
  named: {key: ScalarNode; value: ScalarNode},
  element: Element,
  key: string,
  value: string,
): string | null {
  const {text} = source
  const fit = [encodeXml(key, null), encodeXml(value, null)]
  if (fit.includes(null) || element.inner === null || element.attributes.length > 0) return null
  const parts_ = [named.key.range, named.value.range]
  if (element.children.some(({name, range}) => !parts_.includes(range) && !APART.test(name))) return null
  const space = (from: number): string => /^\s*/.exec(text.slice(from))![0]
  const nameOf = (node: ScalarNode): string => element.children.find(({range}) => range === node.range)!.name
  const parts = [named.key, named.value].map((node, index) => `<${nameOf(node)}>${fit[index]}</${nameOf(node)}>`)
  const last = /\s*$/.exec(text.slice(element.inner.start, element.inner.end))![0]
  const first = space(element.inner.start)
  return `<${element.name}>${first}${parts[0]}${space(named.key.range.end)}${parts[1]}${last}</${element.name}>`
}

/** With its line where it has one of its own; null where a comment would go too. */
function removePair({text, comments, elements, broken}: XmlSource, pair: Pair): TextEdit[] | null {
  const range: Range | undefined = elements.get(pair)?.range
  if (broken || range === undefined || holdsComment(comments, range)) return null
  const rest = text.slice(range.end, nextLine(text, range.end))
  if (!beginsLine(text, range.start) || rest.trim() !== '') return [cut(range)]
  const start = Math.max(lineStart(text, range.start), text.startsWith('\uFEFF') ? 1 : 0)
  return [cut({start, end: nextLine(text, range.end)})]
}
