import {expect} from 'vitest'
import type {ListNode, MapNode, NewValue, Node, Pair, ScalarNode, Tree} from '../../src/formats/tree.js'
import type {TextEdit} from '../../src/model.js'

/** Fails where edits overlap or touch: their order would be undefined. */
export function apply(text: string, edits: readonly TextEdit[] | null): string {
  expect(edits).not.toBeNull()
  const sorted = [...edits!].sort((a, b) => b.range.start - a.range.start)
  for (const [index, {range}] of sorted.entries()) {
    if (index > 0) expect(range.end).toBeLessThan(sorted[index - 1]!.range.start)
  }
  return sorted.reduce(
    (result, {range, newText}) => result.slice(0, range.start) + newText + result.slice(range.end),
    text,
  )
}

/** `provider:1` is the second of that name. */
export function pairNamed(node: Node, step: string): Pair {
  const [, key, nth] = /^(.*?)(?::(\d))?$/.exec(step)!
  return (node as MapNode).pairs.filter((pair) => pair.key === key)[Number(nth ?? 0)]!
}

export function nodeAt(tree: Tree, path: readonly string[]): Node {
  return path.reduce<Node>(
    (node, step) => (node.kind === 'list' ? node.items[Number(step)]! : pairNamed(node, step).value),
    tree.roots[0]!,
  )
}

export function scalarAt(tree: Tree, path: readonly string[]): ScalarNode {
  return nodeAt(tree, path) as ScalarNode
}

export function allNodes(tree: Tree): Node[] {
  const below = (node: Node): Node[] => [
    node,
    ...(node.kind === 'map'
      ? node.pairs.flatMap((pair) => below(pair.value))
      : node.kind === 'list'
        ? node.items.flatMap(below)
        : []),
  ]
  return tree.roots.flatMap(below)
}

export function content({type, value, expression}: ScalarNode): string | null {
  return type === 'expression' ? expression : value
}

export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return content(node)
  return node.kind === 'list'
    ? node.items.map(plain)
    : Object.fromEntries(node.pairs.map(({key, value}) => [key, plain(value)]))
}

export function expectInside(text: string, {start, end}: {start: number; end: number}): void {
  expect(start >= 0 && start <= end && end <= text.length).toBe(true)
}

type Edits = readonly unknown[]

/** All that the tree says, and every edit it can make. */
export function everything(tree: Tree): unknown {
  const {roots, problems, comments} = tree
  return {roots, problems, comments, edits: roots.flatMap((root) => editsBelow(tree, root))}
}

const ADDED: NewValue = {AWS_REGION: 'eu-west-1', list: ['a', {b: '#c'}]}

function editsBelow(tree: Tree, node: Node): Edits {
  const {edits} = tree
  if (node.kind === 'scalar') return [edits.setScalar(node, 'x: y'), edits.setScalar(node, 'regional')]
  return node.kind === 'map' ? editsOfMap(tree, node) : editsOfList(tree, node)
}

function editsOfMap(tree: Tree, map: MapNode): Edits {
  const {edits} = tree
  const ofPair = (pair: Pair): Edits => [
    edits.renameKey(pair, 'NEW'),
    edits.removePair(map, pair),
    edits.addPair(map, 'NEW', 'x', pair),
    ...editsBelow(tree, pair.value),
  ]
  return [edits.addPair(map, 'NEW', ADDED), ...map.pairs.flatMap(ofPair)]
}

function editsOfList(tree: Tree, list: ListNode): Edits {
  const {edits} = tree
  const ofItem = (item: Node): Edits => [
    edits.removeItem(list, item),
    edits.addItem(list, ADDED, item),
    ...editsBelow(tree, item),
  ]
  return [edits.addItem(list, 'x'), ...list.items.flatMap(ofItem)]
}
