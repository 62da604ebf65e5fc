import type {ListNode, MapNode, Node} from '../formats/tree.js'

/** A change that a JSON patch (RFC 6902) makes: what it puts, and where in the object. */
export interface Patch {
  readonly holder: MapNode
  readonly path: readonly string[]
  readonly value: Node
}

/** The changes of a list of operations, as Kustomize, Kyverno and `kubectl patch --type=json` take them; none for any other. */
export function patchesIn(list: ListNode): Patch[] {
  if (!list.items.every(isOperation)) return []
  return list.items.flatMap((holder) => {
    if (holder.kind !== 'map' || !/^(?:add|replace)$/.test(textAt(holder, 'op') ?? '')) return []
    const value = holder.pairs.find(({key}) => key === 'value')?.value
    return value === undefined ? [] : [{holder, value, path: pointer(textAt(holder, 'path')!)}]
  })
}

function isOperation(item: Node): boolean {
  return item.kind === 'map' && textAt(item, 'op') !== null && textAt(item, 'path')?.startsWith('/') === true
}

function textAt({pairs}: MapNode, name: string): string | null {
  const found = pairs.find(({key}) => key === name)?.value
  return found?.kind === 'scalar' ? found.value : null
}

/** `/metadata/annotations/eks.amazonaws.com~1sts-regional-endpoints`. */
function pointer(path: string): string[] {
  return path
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}
