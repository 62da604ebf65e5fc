import type {Node as SyntaxNode} from 'web-tree-sitter'
import type {Range} from '../model.js'
import {type Reading, rangeOf, report, unquoted} from './hcl-shape.js'
import {decodeQuoted, heredocBody} from './hcl-strings.js'
import type {ListNode, MapNode, Node, Pair, ScalarNode} from './tree.js'

export function readExpression(reading: Reading, node: SyntaxNode): Node {
  const only = node.childCount === 1 ? node.firstChild : null
  const child =
    only?.type === 'literal_value' || only?.type === 'template_expr' || only?.type === 'collection_value'
      ? only.firstChild
      : only
  switch (child?.type) {
    case 'string_lit':
    case 'quoted_template':
      return readQuoted(reading, child)
    case 'heredoc_template':
      return readHeredoc(reading, child)
    case 'numeric_lit':
      return bare(reading, child, 'number')
    case 'bool_lit':
      return bare(reading, child, 'boolean')
    case 'null_lit':
      return bare(reading, child, 'null')
    case 'object':
      return readObject(reading, child)
    case 'tuple':
      return readTuple(reading, child)
    case 'function_call':
      return readCall(reading, child) ?? bare(reading, node, 'expression')
    default:
      return bare(reading, node, 'expression')
  }
}

function bare({text}: Reading, node: SyntaxNode, type: ScalarNode['type']): ScalarNode {
  const range = rangeOf(node)
  const source = text.slice(range.start, range.end)
  return {
    kind: 'scalar',
    type,
    range,
    shared: false,
    valueRange: range,
    verbatim: true,
    value: type === 'number' || type === 'boolean' ? source : null,
    expression: type === 'expression' ? source : null,
  }
}

function readQuoted(reading: Reading, node: SyntaxNode): ScalarNode {
  const range = rangeOf(node)
  const valueRange = unquoted(range)
  const raw = reading.text.slice(valueRange.start, valueRange.end)
  const parts = node.namedChildren.filter(isComputed)
  // The grammar lets a string run on over lines, as HCL does not: all that follows is read inside out.
  if (parts.length === 0 && raw.includes('\n')) {
    const line = raw.search(/\r?\n/)
    report(
      reading,
      'String is not closed on its line',
      {start: range.start, end: reading.text.length},
      {start: range.start, end: valueRange.start + line},
    )
  }
  const computed = node.type === 'quoted_template'
  const whole = parts.length === 1 && parts[0]!.type === 'template_interpolation' && parts[0]!.text === raw
  const scalar: ScalarNode = {
    kind: 'scalar',
    range,
    shared: false,
    valueRange,
    type: computed ? 'expression' : 'string',
    value: computed ? null : decodeQuoted(raw),
    expression: !computed ? null : whole ? raw.slice(2, -1).trim() : raw,
    verbatim: decodeQuoted(raw) === raw,
  }
  reading.shapes.scalars.set(scalar, 'quoted')
  return scalar
}

function isComputed({type}: SyntaxNode): boolean {
  return type === 'template_interpolation' || type === 'template_directive'
}

function readHeredoc(reading: Reading, node: SyntaxNode): ScalarNode {
  const range = rangeOf(node)
  const {start, end, value} = heredocBody(reading.text.slice(range.start, range.end))
  const computed = node.namedChildren.some(isComputed)
  const scalar: ScalarNode = {
    kind: 'scalar',
    range,
    shared: false,
    verbatim: false,
    valueRange: {start: range.start + start, end: range.start + end},
    type: computed ? 'expression' : 'string',
    value: computed ? null : value.replaceAll('$${', '${').replaceAll('%%{', '%{'),
    expression: computed ? value : null,
  }
  reading.shapes.scalars.set(scalar, 'heredoc')
  return scalar
}

export function readObject(reading: Reading, node: SyntaxNode): MapNode {
  const elements = node.namedChildren.filter(({type}) => type === 'object_elem')
  const pairs = elements.flatMap((element) => readElement(reading, element))
  const map: MapNode = {kind: 'map', range: rangeOf(node), shared: false, pairs}
  reading.shapes.maps.set(map, {form: 'object', members: elements.map(rangeOf)})
  return map
}

function readElement(reading: Reading, node: SyntaxNode): Pair[] {
  const [key, value] = [node.childForFieldName('key'), node.childForFieldName('val')]
  if (!key || !value || isTorn(node, value)) return []
  const name = elementKey(reading, key)
  return name ? [{...name, value: readExpression(reading, value), range: rangeOf(node)}] : []
}

/** Null for a key that is computed: `(var.name)`, `"${var.name}"`, `local.name`. */
function elementKey({text}: Reading, node: SyntaxNode): Pick<Pair, 'key' | 'keyRange'> | null {
  const range = rangeOf(node)
  const raw = text.slice(range.start, range.end)
  if (node.firstChild?.firstChild?.type === 'string_lit') {
    return {key: decodeQuoted(raw.slice(1, -1)), keyRange: unquoted(range)}
  }
  return /^[\p{ID_Continue}-]+$/u.test(raw) ? {key: raw, keyRange: range} : null
}

function readTuple(reading: Reading, node: SyntaxNode): ListNode {
  const members = node.namedChildren
    .filter(({type}) => type === 'expression')
    .map((child) => {
      const torn = child.hasError && !isCollection(child)
      return {node: torn ? null : readExpression(reading, child), range: rangeOf(child)}
    })
  const items = members.flatMap((member) => member.node ?? [])
  const list: ListNode = {kind: 'list', range: rangeOf(node), shared: false, items}
  reading.shapes.lists.set(list, {form: 'tuple', members})
  return list
}

/** The functions that pass on what is written in them; null for any other. */
function readCall(reading: Reading, node: SyntaxNode): Node | null {
  const list = node.namedChildren.find(({type}) => type === 'function_arguments')
  const values = list?.namedChildren.filter(({type}) => type === 'expression') ?? []
  switch (node.firstChild?.text) {
    case 'jsonencode':
    case 'yamlencode':
    case 'tomap': {
      const value = values.length === 1 ? readExpression(reading, values[0]!) : null
      return value && value.kind !== 'scalar' ? value : null
    }
    case 'merge':
      return mergedNode(
        reading,
        rangeOf(node),
        values.map((value) => readExpression(reading, value)),
      )
    case 'concat':
      return joinedNode(
        reading,
        rangeOf(node),
        values.map((value) => readExpression(reading, value)),
      )
    default:
      return null
  }
}

function mergedNode({shapes}: Reading, range: Range, values: readonly Node[]): MapNode | null {
  const parts = values.filter((value) => value.kind === 'map')
  if (parts.length === 0) return null
  const node: MapNode = {kind: 'map', range, shared: false, pairs: parts.flatMap(({pairs}) => pairs)}
  shapes.maps.set(node, {form: 'merged', parts})
  return node
}

function joinedNode({shapes}: Reading, range: Range, values: readonly Node[]): ListNode | null {
  const parts = values.filter((value) => value.kind === 'list')
  if (parts.length === 0) return null
  const node: ListNode = {kind: 'list', range, shared: false, items: parts.flatMap(({items}) => items)}
  shapes.lists.set(node, {form: 'joined', parts})
  return node
}

/** Whether the value may belong to another key: `region =` takes the `"x"` of a later line. */
export function isTorn(node: SyntaxNode, value: SyntaxNode): boolean {
  if (!node.hasError) return false
  if (node.children.some(({isError, isMissing}) => isError || isMissing)) return true
  return value.hasError && !isCollection(value)
}

function isCollection(expression: SyntaxNode): boolean {
  const type = expression.namedChildren[0]?.type
  return type === 'collection_value' || type === 'function_call'
}
