import {expect} from 'vitest'
import type {MapNode, Node, Pair, ScalarNode, Tree} from '../../src/formats/tree.js'
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
