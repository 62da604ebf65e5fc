import type {Range, TextEdit} from '../model.js'
import {addMember, type Bracketed, holdsComment, lineBreakOf, removeMember} from './bracketed.js'
import {addToBody, removeFromBody} from './hcl-body.js'
import type {HclSource, MapShape, Shapes} from './hcl-shape.js'
import {encodeQuoted} from './hcl-strings.js'
import {IDENTIFIER, keyPrefix, plainStyle, renderBlock, renderValue, styleLike} from './hcl-write.js'
import type {ListNode, MapNode, NewValue, Node, Pair, ScalarNode, TreeEdits} from './tree.js'

export function hclEdits(source: HclSource): TreeEdits {
  return {
    setScalar: (node, value) => setScalar(source, node, value),
    renameKey: (pair, key) => renameKey(source, pair, key),
    addPair: (map, key, value, after) => (isBroken(source, map) ? null : addPair(source, map, key, value, after)),
    addItem: (list, value, after) => (isBroken(source, list) ? null : addItem(source, list, value, after)),
    removePair: (map, pair) => (isBroken(source, map) ? null : removePair(source, map, pair)),
    removeItem: (list, item) => (isBroken(source, list) ? null : removeItem(source, list, item)),
  }
}

function isBroken({broken}: HclSource, {range}: Node): boolean {
  return broken.some(({start, end}) => start <= range.end && end >= range.start)
}

function setScalar({comments, shapes}: HclSource, node: ScalarNode, value: string): TextEdit[] | null {
  const written = shapes.scalars.get(node)
  if (written === 'heredoc' || holdsComment(comments, node.range)) return null
  if (written === 'quoted') return [{range: node.valueRange, newText: encodeQuoted(value)}]
  const bare =
    (node.type === 'boolean' && /^(?:true|false)$/.test(value)) ||
    (node.type === 'number' && /^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value))
  return [{range: node.range, newText: bare ? value : `"${encodeQuoted(value)}"`}]
}

/** Blocks and labels keep their names: other files refer to them. */
function renameKey({shapes}: HclSource, pair: Pair, key: string): TextEdit[] | null {
  const {keyRange, range} = pair
  if (shapes.blocks.has(pair) || isLabel(shapes, pair)) return null
  if (isComputed(key)) return null
  const quoted = encodeQuoted(key)
  if (keyRange.start > range.start) return [{range: keyRange, newText: quoted}]
  if (IDENTIFIER.test(key)) return [{range: keyRange, newText: key}]
  return isAttribute(shapes, pair) ? null : [{range: keyRange, newText: `"${quoted}"`}]
}

/** Written as given, an interpolation would make another kind of key of it. */
function isComputed(key: string): boolean {
  return key.includes('${')
}

function isLabel({maps}: Shapes, pair: Pair): boolean {
  return [...maps].some(([map, {form}]) => form === 'label' && map.pairs.includes(pair))
}

function isAttribute({maps}: Shapes, pair: Pair): boolean {
  return [...maps].some(([map, {form}]) => form === 'body' && map.pairs.includes(pair))
}

function addPair(source: HclSource, map: MapNode, key: string, value: NewValue, after?: Pair): TextEdit[] | null {
  const shape = source.shapes.maps.get(map)
  switch (shape?.form) {
    case 'body':
      return IDENTIFIER.test(key) ? addAttribute(source, map, shape.block, key, value, after) : null
    case 'object':
      return addElement(source, map, shape, key, value, after)
    case 'merged': {
      const part = shape.parts.find(({pairs}) => after && pairs.includes(after)) ?? shape.parts.at(-1)!
      return isBroken(source, part) ? null : addPair(source, part, key, value, after)
    }
    default:
      return null
  }
}

/** A map becomes a block, as providers and resources want it; a backend wants an attribute. */
function addAttribute(
  source: HclSource,
  map: MapNode,
  block: string | null,
  key: string,
  value: NewValue,
  after?: Pair,
): TextEdit[] | null {
  const anchor = after ?? map.pairs.at(-1)
  const style = plainStyle(lineBreakOf(source.text))
  if (typeof value !== 'string' && !Array.isArray(value) && block !== 'backend' && block !== null) {
    const write = (indent: string) => renderBlock(key, value as Readonly<Record<string, NewValue>>, indent, style)
    return write('') === null ? null : addToBody(source, map, anchor, (indent) => write(indent)!, true)
  }
  // `terraform fmt` aligns single-line attributes only.
  const write = (indent: string, aligned: boolean) =>
    keyPrefix(source.text, map.pairs, aligned && isOneLine(value) ? anchor : undefined, key, style) +
    renderValue(value, indent, style)
  return addToBody(source, map, anchor, write, false)
}

function isOneLine(value: NewValue): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
}

function addElement(
  source: HclSource,
  map: MapNode,
  shape: MapShape & {form: 'object'},
  key: string,
  value: NewValue,
  after?: Pair,
): TextEdit[] | null {
  if (isComputed(key)) return null
  const anchor = after ?? map.pairs.at(-1)
  const style = styleLike(source.text, map, anchor)
  const box = objectBox(source, map, shape, style.commas)
  const write = (indent: string | null) =>
    keyPrefix(source.text, map.pairs, indent === null || !isOneLine(value) ? undefined : anchor, key, style) +
    renderValue(value, indent, style)
  return addMember(box, write, after?.range)
}

function objectBox(
  {text, comments}: HclSource,
  map: MapNode,
  {members}: {members: readonly Range[]},
  commas: boolean,
): Bracketed {
  return {
    text,
    comments,
    members,
    range: map.range,
    gap: ' ',
    unit: '  ',
    multiline: true,
    pad: ' ',
    commas: commas ? 'required' : 'optional',
  }
}

function addItem(source: HclSource, list: ListNode, value: NewValue, after?: Node): TextEdit[] | null {
  const shape = source.shapes.lists.get(list)
  if (!shape) return null
  if (shape.form === 'joined') {
    const part = shape.parts.find(({items}) => after && items.includes(after)) ?? shape.parts.at(-1)!
    return isBroken(source, part) ? null : addItem(source, part, value, after)
  }
  const {text} = source
  const model = after ?? list.items.at(-1)
  const flat = model?.kind === 'map' && !text.slice(model.range.start, model.range.end).includes('\n')
  const style = model?.kind === 'map' ? styleLike(text, model, model.pairs[0]) : plainStyle(lineBreakOf(text))
  const box = listBox(
    source,
    list,
    shape.members.map(({range}) => range),
    typeof value !== 'string',
  )
  const place = after && shape.members.find(({node}) => node === after)?.range
  return addMember(box, (indent) => renderValue(value, flat ? null : indent, style), place)
}

function listBox(
  {text, comments}: HclSource,
  list: ListNode,
  members: readonly Range[],
  multiline: boolean,
): Bracketed {
  return {text, comments, members, range: list.range, commas: 'required', gap: ' ', unit: '  ', multiline, pad: ''}
}

function removePair(source: HclSource, map: MapNode, pair: Pair): TextEdit[] | null {
  const shape = source.shapes.maps.get(map)
  switch (shape?.form) {
    case 'body':
      return removeFromBody(source, map, pair)
    case 'object':
      return removeMember(objectBox(source, map, shape, false), pair.range)
    case 'merged': {
      const part = shape.parts.find(({pairs}) => pairs.includes(pair))
      return part && !isBroken(source, part) ? removePair(source, part, pair) : null
    }
    default:
      return null
  }
}

function removeItem(source: HclSource, list: ListNode, item: Node): TextEdit[] | null {
  const shape = source.shapes.lists.get(list)
  if (shape?.form === 'joined') {
    const part = shape.parts.find(({items}) => items.includes(item))
    return part && !isBroken(source, part) ? removeItem(source, part, item) : null
  }
  const member = shape?.members.find(({node}) => node === item)
  if (!shape || !member) return null
  return removeMember(
    listBox(
      source,
      list,
      shape.members.map(({range}) => range),
      false,
    ),
    member.range,
  )
}
