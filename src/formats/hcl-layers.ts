import type {Range} from '../model.js'
import type {Reading} from './hcl-shape.js'
import {bare} from './hcl-values.js'
import type {ListNode, MapNode, Node, Pair} from './tree.js'

/** What a call of this function is, where it passes on what is written in it; null where it is computed. */
export function passedOn(reading: Reading, name: string, range: Range, values: readonly Node[]): Node | null {
  const [first, second] = values
  switch (name) {
    case 'jsonencode':
    case 'yamlencode':
    case 'tomap':
    case 'tolist':
    case 'toset':
    case 'distinct':
      return values.length === 1 && first!.kind !== 'scalar' ? first! : null
    case 'merge':
    case 'concat':
      return layered(reading, range, values)
    case 'flatten':
      return first?.kind === 'list' ? layered(reading, range, first.items) : null
    case 'try':
    case 'coalesce':
      return chosen(reading, range, values)
    case 'zipmap':
      return first?.kind === 'list' && second?.kind === 'list' ? zipped(reading, range, first, second) : null
    case 'base64encode':
    case 'base64gzip':
    case 'trimspace':
    case 'chomp':
    case 'sensitive':
    case 'nonsensitive':
      if (values.length !== 1) return null
      return isWritten(reading, first!) || (first!.kind !== 'scalar' && /sensitive$/.test(name))
        ? first!
        : wrapped(reading, range, first!)
    case 'join':
      return wrapped(reading, range, {kind: 'list', range, shared: false, items: values})
    default:
      return null
  }
}

function isWritten({shapes}: Reading, node: Node): boolean {
  return node.kind === 'scalar' && shapes.scalars.has(node)
}

function wrapped(reading: Reading, range: Range, content: Node): Node {
  return {...bare(reading, range, 'expression'), content}
}

/** One of several, and nobody knows which: what stands in one is not certain to go with what stands in another. */
export function chosen(reading: Reading, range: Range, values: readonly Node[]): Node | null {
  for (const value of values) mark(value, 'under')
  const node = layered(reading, range, values)
  if (node !== null) mark(node, 'under')
  return node
}

/** Maps or lists laid one over the other, of which some may be computed. */
function layered({shapes}: Reading, range: Range, values: readonly Node[]): Node | null {
  markLayers(values)
  for (const value of values.slice(0, -1)) {
    const name = value.kind === 'scalar' && value.expression !== null ? LOCAL.exec(value.expression)?.[1] : undefined
    if (name !== undefined) shapes.laidUnder.add(name)
  }
  const maps = values.filter((value) => value.kind === 'map')
  const lists = values.filter((value) => value.kind === 'list')
  const partial = values.some(isPartial) ? ({partial: 'over'} as const) : {}
  if (maps.length > 0) {
    const node: MapNode = {kind: 'map', range, shared: false, pairs: maps.flatMap(({pairs}) => pairs), ...partial}
    shapes.maps.set(node, {form: 'merged', parts: maps})
    return node
  }
  if (lists.length === 0) return null
  const node: ListNode = {kind: 'list', range, shared: false, items: lists.flatMap(({items}) => items), ...partial}
  shapes.lists.set(node, {form: 'joined', parts: lists})
  return node
}

const LOCAL = /^local\.([\p{ID_Continue}-]+)$/u

/** `merge(local.env, {…})`: what the local holds may be hidden where it is used. Other files of the module are not seen here. */
export function markLocals({shapes: {laidUnder}}: Reading, root: Node): void {
  if (root.kind !== 'map' || laidUnder.size === 0) return
  for (const {key, value} of root.pairs) {
    if (key !== 'locals' || value.kind !== 'map') continue
    for (const local of value.pairs) if (laidUnder.has(local.key)) mark(local.value, 'under')
  }
}

function markLayers(values: readonly Node[]): void {
  values.forEach((value, index) => {
    if (values.slice(index + 1).some(isPartial)) mark(value, 'under')
    else if (values.slice(0, index).some(isPartial)) mark(value, 'over')
  })
}

function isPartial(node: Node): boolean {
  return node.partial !== undefined || (node.kind === 'scalar' && node.type === 'expression')
}

/** Layers are laid key by key: what a value of an upper one holds is all there is of it. */
function mark(node: Node & {partial?: Node['partial']}, partial: NonNullable<Node['partial']>): void {
  if (node.partial !== 'under') (node as {partial?: Node['partial']}).partial = partial
  if (node.kind === 'scalar') return
  for (const child of node.kind === 'map' ? node.pairs.map(({value}) => value) : node.items) {
    if (partial === 'under' || child.kind === 'scalar' || node.kind === 'list') mark(child, partial)
  }
}

/** `zipmap(["A"], ["x"])`. Key and value stand apart, so that only values can be edited. */
function zipped({shapes}: Reading, range: Range, keys: ListNode, values: ListNode): MapNode {
  const pairs = keys.items.flatMap((key, index): Pair[] => {
    const value = values.items[index]
    if (key.kind !== 'scalar' || key.value === null || value === undefined) return []
    return [{key: key.value, keyRange: key.valueRange, value, range: value.range}]
  })
  for (const pair of pairs) shapes.blocks.add(pair)
  return {kind: 'map', range, shared: false, pairs}
}
