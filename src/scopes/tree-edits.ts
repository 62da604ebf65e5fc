import {shellEdits} from '../formats/shell-edits.js'
import type {ListNode, MapNode, NewValue, Node, Pair} from '../formats/tree.js'
import type {Entry, Parsed, Pattern, Scope, TextEdit} from '../model.js'
import {besidePath, children, find, segments} from './pattern.js'
import {type Carrier, creates, endsScalar, type Site, type TreeState, textOf} from './tree-state.js'

/** The edits of a parsed tree, each in the manner its carrier asks for. */
export function treeEdits(
  state: TreeState,
): Pick<Parsed, 'setValue' | 'rename' | 'remove' | 'add' | 'addBeside' | 'append'> {
  const {edits} = state.tree
  return {
    setValue: (entry, value) => setValue(state, entry, value),
    rename(entry, key) {
      if (state.scripts.has(entry)) return inScript(state, entry, shellEdits.rename(state.document.text, entry, key))
      const site = state.sites.get(entry)
      if (!site || entry.shared) return null
      if (site.style === 'pair') return edits.renameKey(site.member as Pair, key)
      if (site.style === 'named') return edits.setScalar(site.nameNode!, key)
      return site.style === 'item'
        ? null
        : edits.setScalar(site.node, `${marksBefore(site, entry)}${key}=${entry.value}`)
    },
    remove(entry) {
      const site = state.sites.get(entry)
      if (!site || entry.shared) return null
      const {holder, member} = site
      if (holder.kind === 'map') return 'key' in member ? edits.removePair(holder, member) : null
      return 'kind' in member ? edits.removeItem(holder, member) : null
    },
    add: (scope, key, value, after) => add(state, scope, key, value, after),
    addBeside: (entry, path, value) => addBeside(state, entry, path, value),
    append: (entry, value) => append(state, entry, value),
  }
}

/** An edit of shell text must not end the scalar that holds it. */
function inScript(state: TreeState, entry: Entry, edits: TextEdit[] | null): TextEdit[] | null {
  const script = state.scripts.get(entry)!
  const ends = edits?.some(({newText}) => endsScalar(state.document.text, script, newText)) === true
  return ends || entry.shared ? null : edits
}

function setValue(state: TreeState, entry: Entry, value: string): TextEdit[] | null {
  if (state.scripts.has(entry)) return inScript(state, entry, shellEdits.setValue(state.document.text, entry, value))
  const site = state.sites.get(entry)
  if (!site) return null
  const {node, style} = site
  const isSplit = style === 'assignment' || style === 'flag'
  return state.tree.edits.setScalar(node, isSplit ? `${marksBefore(site, entry)}${entry.key}=${value}` : value)
}

/** Of a scalar that holds more than the entry's key and value. */
function marksBefore({node}: Site, {key}: Entry): string {
  const text = textOf(node) ?? ''
  return text.slice(0, Math.max(0, text.indexOf(key)))
}

function add(state: TreeState, scope: Scope, key: string, value: string, after?: Entry): TextEdit[] | null {
  if (scope.adds === 'tree') {
    const member = after && state.sites.get(after)?.member
    return addKey(state, state.nodes.get(scope), key.split('.'), value, member)
  }
  if (scope.adds !== 'env' || state.entries.some((entry) => entry.scope === scope && entry.key === key)) return null
  const near = after?.scope === scope ? state.sites.get(after) : undefined
  const carriers = state.carriers.filter((carrier) => carrier.scope === scope && !carrier.row.encoded)
  const carrier = carriers.find(({node}) => node === near?.holder) ?? carriers[0]
  return carrier ? addVariable(state, carrier, key, value, near?.member) : createCarrier(state, scope, key, value)
}

function addVariable(
  state: TreeState,
  {scope, node, row}: Carrier,
  key: string,
  value: string,
  near: Pair | Node | undefined,
): TextEdit[] | null {
  const {edits} = state.tree
  if (node.kind === 'map') {
    if (row.style === 'block') return addBlock(state, scope, node, row.at, pairOf(row.keys, key, value), near)
    return edits.addPair(node, key, value, near && 'key' in near && node.pairs.includes(near) ? near : undefined)
  }
  const item = row.style === 'assignments' ? `${key}=${value}` : pairOf(row.keys, key, value)
  return edits.addItem(node, item, near && 'kind' in near && node.items.includes(near) ? near : undefined)
}

/** One more block of the kind, in the body that holds the others. */
function addBlock(
  state: TreeState,
  scope: Scope,
  block: MapNode,
  at: Pattern,
  value: NewValue,
  near: Pair | Node | undefined,
): TextEdit[] | null {
  const path = segments(at)
  const owner = state.nodes.get(scope)
  const [body] = owner ? find(owner, path.slice(0, -1)) : []
  if (body?.node.kind !== 'map') return null
  const after =
    body.node.pairs.find((pair) => pair.value === near) ?? body.node.pairs.find((pair) => pair.value === block)
  return state.tree.edits.addPair(body.node, path.at(-1)!, value, after)
}

function pairOf(keys: readonly [string, string] | undefined, key: string, value: string): NewValue {
  const [nameKey, valueKey] = keys ?? ['name', 'value']
  return {[nameKey]: key, [valueKey]: value}
}

function createCarrier(state: TreeState, scope: Scope, key: string, value: string): TextEdit[] | null {
  const node = state.nodes.get(scope)
  const rows = state.context.scopeRows.filter(({kind}) => kind === scope.kind)
  const row = rows.flatMap(({env}) => env ?? []).find((env) => creates(env) && typeof env.at === 'string')
  if (node?.kind !== 'map' || !row) return null
  return state.tree.edits.addPair(node, row.at as string, [pairOf(row.keys, key, value)])
}

/** Descends as far as the path exists, then adds the rest: into `endpoints`, or `endpoints` itself. */
function addKey(
  state: TreeState,
  root: Node | undefined,
  path: readonly string[],
  value: string,
  after: Pair | Node | undefined,
): TextEdit[] | null {
  let map = root
  let depth = 0
  for (; map?.kind === 'map' && depth < path.length - 1; depth++) {
    const inner: Pair | undefined = (map as MapNode).pairs.find(({key}) => key === path[depth])
    if (!inner) break
    map = inner.value
  }
  if (map?.kind !== 'map' || map.shared || map.pairs.some(({key}) => key === path[depth])) return null
  const rest = path.slice(depth + 1).reduceRight<NewValue>((inner, key) => ({[key]: inner}), value)
  const near = after && 'key' in after && map.pairs.includes(after) ? after : undefined
  return state.tree.edits.addPair(map, path[depth]!, rest, near)
}

/** In the map that both have in common, after the pair that leads to the entry. */
function addBeside(state: TreeState, entry: Entry, key: Pattern, value: string): TextEdit[] | null {
  const site = state.sites.get(entry)
  if (site?.style !== 'pair' || entry.surface !== 'tree' || entry.shared) return null
  const path = besidePath(entry.path, key)
  const depth = path.findIndex((segment, index) => segment !== entry.path[index])
  const around = nodesAround(state, site.holder)
  const holder = around[depth]
  const next = around[depth + 1]
  const near = next ? holder?.kind === 'map' && holder.pairs.find((pair) => pair.value === next) : site.member
  return addKey(state, holder, path.slice(depth), value, near || undefined)
}

/** A node and all around it, from the root on: as many as its path has segments, and itself. */
function nodesAround(state: TreeState, inner: Node): readonly Node[] {
  const search = (node: Node): readonly Node[] | null => {
    if (node === inner) return [node]
    for (const [, child] of children(node)) {
      const found = search(child)
      if (found) return [node, ...found]
    }
    return null
  }
  for (const root of state.tree.roots) {
    const found = search(root)
    if (found) return found
  }
  return []
}

/** Beside the entry in its list, in the item's own shape; else into the comma-separated value. */
function append(state: TreeState, entry: Entry, value: string): TextEdit[] | null {
  const site = state.sites.get(entry)
  if (!site || entry.shared) return null
  const {edits} = state.tree
  if (site.holder.kind === 'list' && site.style === 'item') return edits.addItem(site.holder, value, site.node)
  const list = listHolding(state, site.holder)
  if (list && site.style === 'pair' && (site.holder as MapNode).pairs.length === 1) {
    return edits.addItem(list, {[entry.key]: value}, site.holder)
  }
  return entry.value === null || entry.value === '' ? null : setValue(state, entry, `${entry.value},${value}`)
}

function listHolding(state: TreeState, item: Node): ListNode | null {
  const holder = nodesAround(state, item).at(-2)
  return holder?.kind === 'list' ? holder : null
}
