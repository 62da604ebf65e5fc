import type {Document, Range} from '../model.js'
import type {ListNode, MapNode, Node, Pair, ScalarNode, Tree} from './tree.js'
import {type Named, type Place, type XmlSource, xmlEdits} from './xml-edits.js'
import {type Attribute, type Element, scanXml} from './xml-scan.js'
import {decodeXml} from './xml-text.js'

/** An element is a pair: of its name, or of the name it holds, and its text or its own pairs. */
export function readXml(document: Document): Tree {
  const {text} = document
  const {elements, comments, problems} = scanXml(text)
  const source: XmlSource = {
    text,
    comments,
    broken: problems.length > 0,
    places: new Map(),
    elements: new Map(),
    named: new Map(),
  }
  const root: MapNode = {
    kind: 'map',
    range: {start: 0, end: text.length},
    shared: false,
    pairs: elements.map((element) => toPair(source, element)),
  }
  return {roots: elements.length > 0 ? [root] : [], problems, comments, edits: xmlEdits(source)}
}

/** How a pair is named inside an element: Hadoop and NiFi; .NET, Spring and run configurations; Java's web.xml. */
const SHAPES: readonly (readonly [key: string, value: string])[] = [
  ['name', 'value'],
  ['key', 'value'],
  ['env-entry-name', 'env-entry-value'],
  ['param-name', 'param-value'],
]

function toPair(source: XmlSource, element: Element): Pair {
  const named = namedIn(source, element)
  const {name, nameRange, range} = element
  const pair: Pair = named
    ? {key: named.key.value!, keyRange: named.key.valueRange, value: named.value, range}
    : {key: name, keyRange: nameRange, value: toNode(source, element), range}
  source.elements.set(pair, element)
  if (named) source.named.set(pair, named)
  return pair
}

function namedIn(source: XmlSource, element: Element): Named | null {
  for (const [keyName, valueName] of SHAPES) {
    const key = partNamed(source, element, keyName)
    const value = key?.value ? partNamed(source, element, valueName) : null
    if (key && value) return {key, value}
  }
  return null
}

function partNamed(source: XmlSource, {attributes, children}: Element, name: string): ScalarNode | null {
  const attribute = attributes.find((candidate) => candidate.name === name)
  if (attribute) return ofAttribute(source, attribute)
  const child = children.find((candidate) => candidate.name === name)
  return child && child.children.length === 0 ? ofText(source, child) : null
}

function toNode(source: XmlSource, element: Element): MapNode | ScalarNode {
  const {attributes, children, range, texts} = element
  if (children.length === 0 && attributes.length === 0) return ofText(source, element)
  const pairs = [
    ...attributes.map((attribute) => ofName(attribute, ofAttribute(source, attribute))),
    ...(element.name === 'dict' ? listed(source, children) : children.map((child) => toPair(source, child))),
  ]
  // `<x a="b">text</x>`; text between elements says nothing.
  if (children.length === 0 && texts.length > 0) {
    const value = ofText(source, element)
    pairs.push({key: '', keyRange: element.nameRange, value, range: value.valueRange})
  }
  return {kind: 'map', range, shared: false, pairs}
}

/** Apple's property lists: a key, and its value after it. */
function listed(source: XmlSource, children: readonly Element[]): Pair[] {
  return children.flatMap((child, index) => {
    const next = children[index + 1]
    const key = child.name === 'key' && child.children.length === 0 ? ofText(source, child) : null
    if (!key?.value || next === undefined || next.name === 'key') return []
    const value = next.name === 'array' ? toList(source, next) : toNode(source, next)
    const range = {start: child.range.start, end: next.range.end}
    const pair: Pair = {key: key.value, keyRange: key.valueRange, value, range}
    // Both elements go as one; nothing is added beside them.
    source.elements.set(pair, {...child, range, inner: null, children: []})
    if (value.kind === 'scalar') source.named.set(pair, {key, value})
    return [pair]
  })
}

function toList(source: XmlSource, {children, range}: Element): ListNode {
  const items = children.map((child): Node => (child.name === 'array' ? toList(source, child) : toNode(source, child)))
  return {kind: 'list', range, shared: false, items}
}

function ofName({name, nameRange, range}: Attribute, value: ScalarNode): Pair {
  return {key: name, keyRange: nameRange, value, range}
}

function ofAttribute(source: XmlSource, {valueRange, range}: Attribute): ScalarNode {
  const quote = source.text[valueRange.start - 1] as '"' | "'"
  return scalar(source, range, valueRange, {kind: 'attribute', quote})
}

/** The text without the white space around it; several pieces make one that is read and never edited. */
function ofText(source: XmlSource, {inner, texts, range, nameRange}: Element): ScalarNode {
  const [only] = texts
  if (inner === null) return scalar(source, range, {start: nameRange.end, end: nameRange.end}, null)
  if (!only) {
    const isBare = source.text.slice(inner.start, inner.end).trim() === ''
    return scalar(
      source,
      range,
      isBare ? inner : {start: inner.start, end: inner.start},
      isBare ? {kind: 'text'} : null,
    )
  }
  if (texts.length === 1) {
    return scalar(source, range, trimmed(source.text, only.range), only.cdata ? {kind: 'cdata'} : {kind: 'text'})
  }
  const whole = {start: only.range.start, end: texts.at(-1)!.range.end}
  const pieces = texts.map(({range: {start, end}, cdata}) => {
    const piece = source.text.slice(start, end)
    return cdata ? piece : decodeXml(piece)
  })
  return scalar(source, range, whole, null, pieces.includes(null) ? null : pieces.join('').trim())
}

function trimmed(text: string, {start, end}: Range): Range {
  const piece = text.slice(start, end)
  const first = start + piece.length - piece.trimStart().length
  return {start: first, end: Math.max(first, start + piece.trimEnd().length)}
}

function scalar(
  source: XmlSource,
  range: Range,
  valueRange: Range,
  place: Place | null,
  joined?: string | null,
): ScalarNode {
  const written = source.text.slice(valueRange.start, valueRange.end)
  const decoded = joined !== undefined ? joined : place?.kind === 'cdata' ? written : decodeXml(written.trim())
  const computed = decoded === null || isComputed(decoded)
  const node: ScalarNode = {
    kind: 'scalar',
    range,
    shared: false,
    type: computed ? 'expression' : 'string',
    value: computed ? null : decoded,
    expression: computed ? (decoded ?? written) : null,
    valueRange,
    verbatim: place !== null && decoded === written,
  }
  if (place) source.places.set(node, place)
  return node
}

/** Hadoop, Maven and Spring expand `${…}`, Spring `#{…}`, templates `{{…}}` and `@name@`. */
function isComputed(value: string): boolean {
  return /[$#]\{[^}]*\}|\{\{.*\}\}|^@[\w.-]+@$|^\$[A-Za-z_]\w*$|<%.*%>/s.test(value)
}
