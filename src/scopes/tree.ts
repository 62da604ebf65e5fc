import type {ListNode, MapNode, Node, Pair, ScalarNode, Tree} from '../formats/tree.js'
import type {
  Command, Document, Entry, EnvRow, FormatId, Link, ParseContext, Parsed, Range, Scope, ScopeRow,
} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {children, fileMatches, find, holds, scalarAt, segments} from './pattern.js'
import {treeEdits} from './tree-edits.js'

/** Where an entry stands in its tree, for edits. */
export interface Site {
  readonly node: ScalarNode
  /** The map, or list, that holds the entry as a whole, and the pair or item that is the entry. */
  readonly holder: MapNode | ListNode
  readonly member: Pair | Node
  /** What carries the key: a pair of `holder`, a scalar such as `name: K`, or the `K=` before the value. */
  readonly style: 'pair' | 'named' | 'assignment' | 'flag' | 'item'
  readonly nameNode?: ScalarNode
}

/** A place variables are kept in. */
export interface Carrier {
  readonly scope: Scope
  readonly row: EnvRow
  readonly node: MapNode | ListNode
}

export interface TreeState {
  readonly document: Document
  readonly tree: Tree
  readonly entries: Entry[]
  readonly scopes: Scope[]
  readonly commands: Command[]
  readonly comments: Range[]
  readonly secrets: Range[]
  readonly sites: Map<Entry, Site>
  /** Entries of shell text, with the scalar that holds the text. */
  readonly embedded: Map<Entry, ScalarNode>
  readonly carriers: Carrier[]
  readonly nodes: Map<Scope, Node>
  readonly context: ParseContext
}

/** Turns a tree into entries and scopes: what each program sees, by the scope rows. */
export function readTree(document: Document, tree: Tree, format: FormatId, context: ParseContext): Parsed {
  const name = document.path.slice(document.path.lastIndexOf('/') + 1)
  const file: Scope = {
    id: '', kind: 'file', name, range: {start: 0, end: document.text.length}, parent: null, links: [], adds: null,
  }
  const state: TreeState = {
    document, tree, context, entries: [], scopes: [file], commands: [], comments: [...tree.comments], secrets: [],
    sites: new Map(), embedded: new Map(), carriers: [], nodes: new Map(),
  }
  const rows = context.scopeRows.filter((row) => applies(row, document.path, format))
  tree.roots.forEach((root, index) => readRoot(state, root, rows, file, index === 0 ? '' : `${index}:`))
  return {...state, problems: tree.problems, ...treeEdits(state)}
}

function applies(row: ScopeRow, path: string, format: FormatId): boolean {
  return row.formats.includes(format) && (!row.files || row.files.some((glob) => fileMatches(glob, path)))
}

interface Draft {
  readonly row: ScopeRow
  readonly node: Node
  readonly path: readonly string[]
}

function readRoot(state: TreeState, root: Node, rows: readonly ScopeRow[], file: Scope, prefix: string): void {
  const walk: Walk = {state, scopeOf: new Map(), bound: new Set(), prefix}
  openScopes(walk, root, findDrafts(root, rows), file, new Set())
  readLeaves(walk, root, [], walk.scopeOf.get(root) ?? file, null)
}

/** Where two rows name one node, the earlier row decides what it is. */
function findDrafts(root: Node, rows: readonly ScopeRow[]): ReadonlyMap<Node, Draft> {
  const drafts = new Map<Node, Draft>()
  for (const row of rows) {
    if (!holds(root, row.root)) continue
    for (const {node, path} of find(root, segments(row.at))) {
      if (!drafts.has(node) && node.kind === 'map' && holds(node, row.with)) drafts.set(node, {row, node, path})
    }
  }
  return drafts
}

/** Outer scopes first; a scope's parent is the nearest one around it. */
function openScopes(walk: Walk, node: Node, drafts: ReadonlyMap<Node, Draft>, parent: Scope, ids: Set<string>): void {
  const draft = drafts.get(node)
  const scope = draft && !walk.scopeOf.has(node) ? openScope(walk, draft, parent, ids) : parent
  for (const [, child] of children(node)) openScopes(walk, child, drafts, scope, ids)
}

function openScope({state, scopeOf, bound, prefix}: Walk, draft: Draft, parent: Scope, ids: Set<string>): Scope {
  const {row, node, path} = draft
  const scope = toScope(draft, parent, uniqueId(prefix + path.join('.'), ids), state)
  scopeOf.set(node, scope)
  state.scopes.push(scope)
  state.nodes.set(scope, node)
  for (const env of row.env ?? []) readEnv(state, node, path, env, scope, bound)
  for (const at of row.args ?? []) readArguments(state, node, path, at, scope)
  for (const at of row.shell ?? []) readShellText(state, node, path, at, scope)
  return scope
}

/** Repeated HCL blocks share a path. */
function uniqueId(id: string, ids: Set<string>): string {
  let unique = id
  for (let count = 2; ids.has(unique); count++) unique = `${id}#${count}`
  ids.add(unique)
  return unique
}

function toScope({row, node, path}: Draft, parent: Scope, id: string, state: TreeState): Scope {
  const links: Link[] = []
  for (const {kind, at} of row.links ?? []) {
    for (const found of find(node, segments(at))) {
      if (found.node.kind === 'scalar' && found.node.value) links.push({kind, target: found.node.value})
    }
  }
  const named = row.name === undefined ? null : scalarAt(node, segments(row.name))
  return {
    id, kind: row.kind, name: named ?? path.at(-1) ?? parent.name, range: node.range, parent,
    links, adds: addsOf(row, node, state),
  }
}

function addsOf(row: ScopeRow, node: Node, state: TreeState): 'env' | 'tree' | null {
  if (row.kind === 'provider' || row.kind === 'backend') return 'tree'
  const editable = (row.env ?? []).some((env) => !env.encoded && (find(node, segments(env.at)).length > 0 || creates(env)))
  return editable && !node.shared && state.tree.roots.length > 0 ? 'env' : null
}

/** A carrier that is not there can be made where it is one plain key of the scope's own node. */
export function creates(row: EnvRow): boolean {
  const path = segments(row.at)
  return row.style === 'pairs' && path.length === 1 && !path[0]!.includes('*')
}

function readEnv(
  state: TreeState, node: Node, base: readonly string[], row: EnvRow, scope: Scope, bound: Set<Node>,
): void {
  for (const found of find(node, segments(row.at))) {
    const path = [...base, ...found.path]
    const carrier = found.node
    if (row.style === 'map' && carrier.kind === 'map') readEnvMap(state, carrier, path, row, scope, bound)
    else if (row.style === 'block' && carrier.kind === 'map') readEnvPair(state, carrier, carrier, path, row, scope, bound)
    else if (carrier.kind === 'list' && row.style === 'pairs') {
      carrier.items.forEach((item, index) => readEnvPair(state, carrier, item, [...path, String(index)], row, scope, bound))
    } else if (carrier.kind === 'list' && row.style === 'assignments') {
      carrier.items.forEach((item, index) => readAssignment(state, carrier, item, [...path, String(index)], scope, bound))
    } else continue
    state.carriers.push({scope, row, node: carrier})
  }
}

function readEnvMap(
  state: TreeState, map: MapNode, path: readonly string[], row: EnvRow, scope: Scope, bound: Set<Node>,
): void {
  for (const pair of map.pairs) {
    // GitLab writes a variable as a scalar or as {value: …}.
    const inner = pair.value.kind === 'map' ? pair.value.pairs.find(({key}) => key === 'value') : undefined
    const node = inner?.value ?? pair.value
    if (node.kind !== 'scalar' || bound.has(node)) continue
    bound.add(node)
    if (row.encoded) state.secrets.push(node.valueRange)
    const value = row.encoded ? decodeBase64(node.value) : node.value
    push(state, {
      surface: 'env', scope, key: pair.key, path: [...path, pair.key], node, value,
      range: {start: pair.keyRange.start, end: node.range.end}, locked: row.encoded === true,
      site: {node, holder: map, member: pair, style: 'pair'},
    })
  }
}

/** Secret data is text more often than not; what does not decode to printable text is nothing to us. */
function decodeBase64(value: string | null): string | null {
  if (value === null || !/^[A-Za-z0-9+/\s]+=*\s*$/.test(value)) return null
  const text = Buffer.from(value, 'base64').toString('utf8')
  return /^[\x20-\x7e]+\s*$/.test(text) ? text.trim() : null
}

function readEnvPair(
  state: TreeState, holder: MapNode | ListNode, item: Node, path: readonly string[], row: EnvRow, scope: Scope,
  bound: Set<Node>,
): void {
  if (item.kind !== 'map') return
  const [nameKey, valueKey] = row.keys ?? ['name', 'value']
  const name = item.pairs.find(({key}) => key === nameKey)?.value
  const pair = item.pairs.find(({key}) => key === valueKey)
  if (name?.kind !== 'scalar' || name.value === null || pair?.value.kind !== 'scalar') return
  if (bound.has(pair.value)) return
  bound.add(pair.value)
  bound.add(name)
  push(state, {
    surface: 'env', scope, key: name.value, path: [...path, valueKey], node: pair.value, value: pair.value.value,
    range: {start: Math.min(name.range.start, pair.keyRange.start), end: Math.max(name.range.end, pair.range.end)},
    site: {node: pair.value, holder, member: item, style: 'named', nameNode: name},
  })
}

const ASSIGNMENT = /^([A-Za-z_][\w.-]*)=/

function readAssignment(
  state: TreeState, list: ListNode, item: Node, path: readonly string[], scope: Scope, bound: Set<Node>,
): void {
  if (item.kind !== 'scalar' || bound.has(item)) return
  const text = item.value ?? item.expression ?? ''
  const key = ASSIGNMENT.exec(text)?.[1]
  bound.add(item)
  if (key === undefined) return
  pushSplit(state, item, 'env', scope, key, text, key.length + 1, path, {
    node: item, holder: list, member: item, style: 'assignment',
  })
}

/** One scalar that holds key and value: the value's own range where the text is verbatim. */
function pushSplit(
  state: TreeState, node: ScalarNode, surface: 'env' | 'flag', scope: Scope, key: string, text: string, at: number,
  path: readonly string[], site: Site,
): void {
  const value = text.slice(at)
  const computed = node.type === 'expression' && /\$[{(\w]|\{\{/.test(value)
  const inner = node.verbatim ? {start: node.valueRange.start + at, end: node.valueRange.end} : node.valueRange
  push(state, {
    surface, scope, key, path, node, value: computed ? null : value, range: node.range, valueRange: inner,
    expression: computed ? value : null, site,
  })
}

function readArguments(state: TreeState, node: Node, base: readonly string[], at: ScopeRow['at'], scope: Scope): void {
  for (const {node: list, path} of find(node, segments(at))) {
    if (list.kind !== 'list') continue
    list.items.forEach((item, index): void => {
      const flag = item.kind === 'scalar' ? /^(--?[A-Za-z][\w.-]*)(?:=|$)/.exec(item.value ?? item.expression ?? '') : null
      if (!flag || item.kind !== 'scalar') return
      const text = item.value ?? item.expression ?? ''
      const place = [...base, ...path, String(index), flag[1]!]
      const next = list.items[index + 1]
      if (/^-[a-z]*c$/.test(text) && next) return readScript(state, next, [...base, ...path, String(index + 1)], scope)
      if (text.includes('=')) {
        pushSplit(state, item, 'flag', scope, flag[1]!, text, flag[0].length, place, {
          node: item, holder: list, member: item, style: 'flag',
        })
      } else if (next?.kind === 'scalar' && !(next.value ?? '-').startsWith('-')) {
        push(state, {
          surface: 'flag', scope, key: flag[1]!, path: place, node: next, value: next.value,
          range: {start: item.range.start, end: next.range.end},
          site: {node: next, holder: list, member: next, style: 'item'},
        })
      } else pushBareFlag(state, item, scope, flag[1]!, place, list)
    })
  }
}

/** `--use-regional-sts-endpoint` alone says true. */
function pushBareFlag(
  state: TreeState, item: ScalarNode, scope: Scope, key: string, path: readonly string[], list: ListNode,
): void {
  const end = {start: item.valueRange.end, end: item.valueRange.end}
  push(state, {
    surface: 'flag', scope, key, path, node: item, value: 'true', range: item.range, valueRange: end, locked: true,
    site: {node: item, holder: list, member: item, style: 'flag'},
  })
}

function readShellText(state: TreeState, node: Node, base: readonly string[], at: ScopeRow['at'], scope: Scope): void {
  for (const {node: text, path} of find(node, segments(at))) {
    const scripts = text.kind === 'list' ? text.items : [text]
    scripts.forEach((script, index) => {
      readScript(state, script, text.kind === 'list' ? [...base, ...path, String(index)] : [...base, ...path], scope)
    })
  }
}

function readScript(state: TreeState, script: Node, path: readonly string[], scope: Scope): void {
  const {document: {text}, context: {readShell}, entries} = state
  if (!readShell || script.kind !== 'scalar' || !script.verbatim) return
  const {start, end} = script.valueRange
  const before = entries.length
  readShell(text.slice(start, end), start, scope, state, path)
  for (const entry of entries.slice(before)) state.embedded.set(entry, script)
}

interface Walk {
  readonly state: TreeState
  readonly scopeOf: Map<Node, Scope>
  readonly bound: Set<Node>
  readonly prefix: string
}

/** Every scalar that no carrier took is an entry too: rows find keys by path, and a fix is proved against all of them. */
function readLeaves(walk: Walk, node: Node, path: readonly string[], outer: Scope, site: Omit<Site, 'node'> | null): void {
  const scope = walk.scopeOf.get(node) ?? outer
  if (node.kind === 'map') {
    const loose = looseScope(walk, node, path, scope)
    for (const pair of node.pairs) {
      if (loose && walk.state.context.envNames.has(pair.key) && pair.value.kind === 'scalar' && !walk.bound.has(pair.value)) {
        readEnvMap(walk.state, {...node, pairs: [pair]}, path, LOOSE_MAP, loose, walk.bound)
      }
      readLeaves(walk, pair.value, [...path, pair.key], scope, {holder: node, member: pair, style: 'pair'})
    }
  } else if (node.kind === 'list') {
    readLooseList(walk, node, path, scope)
    node.items.forEach((item, index) => {
      readLeaves(walk, item, [...path, String(index)], scope, {holder: node, member: item, style: 'item'})
    })
  } else if (site && !walk.bound.has(node)) {
    push(walk.state, {
      surface: 'tree', scope, key: keyOf(path), path, node, value: node.value, site: {...site, node},
      range: site.style === 'pair' ? (site.member as Pair).range : node.range,
    })
  }
}

const LOOSE_MAP: EnvRow = {at: '', style: 'map'}
const LOOSE_PAIRS: EnvRow = {at: '', style: 'pairs'}
const LOOSE_UPPER: EnvRow = {at: '', style: 'pairs', keys: ['Name', 'Value']}

/** A map with a known variable's name in it holds variables, whatever the file: Helm values, Terraform locals. */
function looseScope({state, bound, prefix}: Walk, map: MapNode, path: readonly string[], scope: Scope): Scope | null {
  const {envNames} = state.context
  if (!map.pairs.some(({key, value}) => envNames.has(key) && value.kind === 'scalar' && !bound.has(value))) return null
  return addLoose(state, map, path, scope, prefix, LOOSE_MAP)
}

function addLoose(
  state: TreeState, node: MapNode | ListNode, path: readonly string[], parent: Scope, prefix: string, row: EnvRow,
): Scope {
  const scope: Scope = {
    id: `${prefix}${path.join('.')}#env`, kind: 'configuration', name: path.join('.') || parent.name, range: node.range,
    parent, links: [], adds: node.shared ? null : 'env',
  }
  state.scopes.push(scope)
  state.carriers.push({scope, row, node})
  return scope
}

function readLooseList({state, bound, prefix}: Walk, list: ListNode, path: readonly string[], outer: Scope): void {
  const {envNames} = state.context
  for (const row of [LOOSE_PAIRS, LOOSE_UPPER]) {
    const [nameKey] = row.keys ?? ['name', 'value']
    const known = list.items.some((item) => !bound.has(item) && item.kind === 'map' && item.pairs.some(
      ({key, value}) => key === nameKey && value.kind === 'scalar' && !bound.has(value) && envNames.has(value.value ?? ''),
    ))
    if (!known) continue
    const scope = addLoose(state, list, path, outer, prefix, row)
    list.items.forEach((item, index) => readEnvPair(state, list, item, [...path, String(index)], row, scope, bound))
  }
  const assigned = list.items.some((item) => {
    const key = item.kind === 'scalar' && !bound.has(item) ? ASSIGNMENT.exec(item.value ?? item.expression ?? '') : null
    return key !== null && envNames.has(key[1]!)
  })
  if (!assigned) return
  const scope = addLoose(state, list, path, outer, prefix, {at: '', style: 'assignments'})
  list.items.forEach((item, index) => readAssignment(state, list, item, [...path, String(index)], scope, bound))
}

function keyOf(path: readonly string[]): string {
  return path.findLast((segment) => !/^\d+$/.test(segment)) ?? ''
}

interface NewEntry extends Pick<Entry, 'surface' | 'scope' | 'key' | 'path' | 'value' | 'range'> {
  readonly node: ScalarNode
  readonly site: Site
  readonly valueRange?: Range
  readonly expression?: string | null
  /** Read, never edited. */
  readonly locked?: boolean
}

function push(state: TreeState, {node, site, locked, ...given}: NewEntry): void {
  const secret = isSecretKey(given.key)
  const valueRange = given.valueRange ?? node.valueRange
  const expression = given.expression === undefined ? node.expression : given.expression
  const computed = expression !== null && given.value === null
  const entry: Entry = {
    surface: given.surface, scope: given.scope, key: given.key, path: given.path, range: given.range, valueRange,
    value: secret ? null : given.value, type: computed ? 'expression' : node.type === 'expression' ? 'string' : node.type,
    expression: computed && !secret ? expression : null, shared: node.shared,
  }
  if (secret) state.secrets.push(valueRange)
  state.entries.push(entry)
  if (!locked) state.sites.set(entry, site)
}
