import {secretInLines} from '../formats/loose-secrets.js'
import type {Node, Pair, ScalarNode, Tree} from '../formats/tree.js'
import type {Document, FormatId, Link, ParseContext, Parsed, Scope, ScopeRow} from '../model.js'
import {children, fileMatches, find, holds, scalarAt, segments} from './pattern.js'
import {createPatternSet, type PatternSet} from './pattern-set.js'
import {readArguments, readOptions, readShellText} from './tree-commands.js'
import {readDocument} from './tree-documents.js'
import {treeEdits} from './tree-edits.js'
import {readEnv, readLooseEnv, readPatch} from './tree-env.js'
import {readMade} from './tree-made.js'
import {type Patch, patchesIn} from './tree-patch.js'
import {addEntry, creates, type Site, type TreeState} from './tree-state.js'

/** Turns a tree into entries and scopes: what each program sees, by the scope rows. */
export function readTree(document: Document, tree: Tree, format: FormatId, context: ParseContext): Parsed {
  const file = fileScope(document)
  const state: TreeState = {
    document,
    tree,
    context,
    entries: [],
    scopes: [file],
    commands: [],
    comments: [...tree.comments],
    // What is no entry is shown all the same: a comment, a line that could not be read.
    secrets: [...tree.problems.map(({range}) => range), ...tree.comments].flatMap(
      (range) => secretInLines(document.text, range) ?? [],
    ),
    sites: new Map(),
    scripts: new Map(),
    embedded: [],
    carriers: [],
    nodes: new Map(),
    bound: new Set(),
    read: new Set(),
  }
  const findDrafts = draftFinder(context.scopeRows, document.path, format)
  tree.roots.forEach((root, index) => {
    const walk = {state, scopeOf: new Map(), ids: new Set(['']), prefix: index === 0 ? '' : `${index}:`}
    readRoot(walk, root, findDrafts(root), file)
  })
  // Comments of scripts were read after those of the file around them.
  state.comments.sort((a, b) => a.start - b.start)
  const inner = [...state.read].flatMap((node) => (node.kind === 'scalar' ? node.valueRange : []))
  return {...state, problems: tree.problems, inner, ...treeEdits(state)}
}

function fileScope({path, text}: Document): Scope {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return {id: '', kind: 'file', name, range: {start: 0, end: text.length}, parent: null, links: [], adds: null}
}

function applies(row: ScopeRow, path: string, format: FormatId): boolean {
  return row.formats.includes(format) && (!row.files || row.files.some((glob) => fileMatches(glob, path)))
}

/** One document of a file. */
interface Walk {
  readonly state: TreeState
  readonly scopeOf: Map<Node, Scope>
  readonly ids: Set<string>
  readonly prefix: string
}

interface Draft {
  readonly row: ScopeRow
  readonly node: Node
  readonly path: readonly string[]
}

function readRoot(walk: Walk, root: Node, drafts: ReadonlyMap<Node, Draft>, file: Scope): void {
  openScopes(walk, root, drafts, file)
  readLeaves(walk, root, [], walk.scopeOf.get(root) ?? file, null)
}

/** Where two rows name one node, the earlier row decides what it is. */
function draftFinder(
  rows: readonly ScopeRow[],
  path: string,
  format: FormatId,
): (root: Node) => ReadonlyMap<Node, Draft> {
  const patterns = patternsOf(rows)
  const isHere = remember((index) => applies(rows[index]!, path, format))
  return (root) => {
    const isOpen = remember((index) => isHere(index) && holds(root, rows[index]!.root))
    const drafts = new Map<Node, Draft & {readonly index: number}>()
    patterns.find(root, (index, node, at) => {
      const known = drafts.get(node)
      if (node.kind !== 'map' || (known && known.index <= index) || !isOpen(index) || isPattern(at)) return
      const row = rows[index]!
      if (holds(node, row.with)) drafts.set(node, {row, node, path: [...at], index})
    })
    return drafts
  }
}

/** What a Kyverno policy asks of a resource has the resource's shape: it runs nowhere. */
function isPattern(path: readonly string[]): boolean {
  return path.includes('validate') && path.some((segment) => segment === 'pattern' || segment === 'anyPattern')
}

/** Of the rows, few lead anywhere in a file: the others are never asked about. */
function remember(ask: (index: number) => boolean): (index: number) => boolean {
  const known: (boolean | undefined)[] = []
  return (index) => (known[index] ??= ask(index))
}

const sets = new WeakMap<readonly ScopeRow[], PatternSet>()

/** The rows are the same for every file of a run. */
function patternsOf(rows: readonly ScopeRow[]): PatternSet {
  const known = sets.get(rows) ?? createPatternSet(rows.map(({at}) => at))
  sets.set(rows, known)
  return known
}

/** Outer scopes first; a scope's parent is the nearest one around it. */
function openScopes(walk: Walk, node: Node, drafts: ReadonlyMap<Node, Draft>, parent: Scope): void {
  const draft = drafts.get(node)
  const scope = draft && !walk.scopeOf.has(node) ? openScope(walk, draft, parent) : parent
  for (const [, child] of children(node)) openScopes(walk, child, drafts, scope)
}

function openScope(walk: Walk, draft: Draft, parent: Scope): Scope {
  const {row, node, path} = draft
  const {state} = walk
  const scope = toScope(draft, parent, uniqueId(walk, path))
  walk.scopeOf.set(node, scope)
  state.scopes.push(scope)
  state.nodes.set(scope, node)
  for (const env of row.env ?? []) readEnv(state, node, path, env, scope)
  for (const at of row.args ?? []) readArguments(state, node, path, at, scope)
  for (const at of row.shell ?? []) readShellText(state, node, path, at, scope)
  for (const at of row.options ?? []) readOptions(state, node, at, scope)
  return scope
}

/** Repeated HCL blocks share a path. */
function uniqueId({ids, prefix}: Walk, path: readonly string[]): string {
  const id = prefix + path.join('.')
  let unique = id
  for (let count = 2; ids.has(unique); count++) unique = `${id}#${count}`
  ids.add(unique)
  return unique
}

function toScope({row, node, path}: Draft, parent: Scope, id: string): Scope {
  const named = row.name === undefined ? null : scalarAt(node, segments(row.name))
  return {
    id,
    kind: row.kind,
    name: named ?? nameAt(path, row.kind) ?? parent.name,
    range: node.range,
    parent,
    links: linksOf(row, node),
    adds: addsOf(row, node),
  }
}

/** People count steps from one. */
function nameAt(path: readonly string[], kind: string): string | undefined {
  const last = path.at(-1)
  return last !== undefined && /^\d+$/.test(last) ? `${kind} ${Number(last) + 1}` : last
}

/**
 * Where to look first comes first: of several env files, ConfigMaps or jobs to extend, the last one wins (Compose
 * reference, "env_file"; Kubernetes API, EnvFromSource; GitLab CI/CD YAML reference, "extends").
 */
function linksOf({links = []}: ScopeRow, node: Node): Link[] {
  // `envFrom` holds both: one list.
  const groupOf = (kind: Link['kind']): Link['kind'] => (kind === 'secret' ? 'config-map' : kind)
  const groups = links.map(({kind}) => groupOf(kind))
  const place = ({kind}: Link): number => groups.indexOf(groupOf(kind))
  return links
    .flatMap((row) => linksAt(node, row))
    .sort((a, b) => place(a.link) - place(b.link) || b.start - a.start)
    .map(({link}) => link)
}

function linksAt(
  node: Node,
  {kind, at, file}: NonNullable<ScopeRow['links']>[number],
): {readonly link: Link; readonly start: number}[] {
  const place = file === undefined ? null : scalarAt(node, segments(file))
  return find(node, segments(at)).flatMap(({node: found}) =>
    found.kind === 'scalar' && found.value
      ? [{link: {kind, target: found.value, ...(place === null ? {} : {file: place})}, start: found.range.start}]
      : [],
  )
}

function addsOf(row: ScopeRow, node: Node): Scope['adds'] {
  if (row.adds === 'tree' || row.kind === 'provider' || row.kind === 'backend' || row.kind === 'profile') return 'tree'
  const isOpen = (row.env ?? []).some(
    (env) => !env.encoded && env.style !== 'chart' && (find(node, segments(env.at)).length > 0 || creates(env)),
  )
  return isOpen && !node.shared ? 'env' : null
}

type Place = Omit<Site, 'node'> | null

/** Every scalar that no carrier took is an entry too: rows find keys by path, and a fix is proved against all of them. */
function readLeaves(walk: Walk, node: Node, path: string[], outer: Scope, place: Place): void {
  const scope = walk.scopeOf.get(node) ?? outer
  if (node.kind === 'scalar') {
    const key = lastKey(path)
    readDocument(walk.state, node, key, place?.holder ?? null, scope)
    if (node.content) readMade(walk.state, node, key, scope)
    if (place && !walk.state.bound.has(node)) addLeaf(walk.state, node, path, scope, place)
    return
  }
  const patches = node.kind === 'list' ? patchesIn(node) : []
  if (patches.length > 0) readPatches(walk, patches, path, scope)
  readLooseEnv(walk.state, node, path, scope, walk.prefix)
  if (node.kind === 'map') {
    readMade(walk.state, node, lastKey(path), scope)
    for (const pair of node.pairs) {
      path.push(pair.key)
      readLeaves(walk, pair.value, path, scope, {holder: node, member: pair, style: 'pair'})
      path.pop()
    }
  } else {
    node.items.forEach((item, index) => {
      path.push(String(index))
      readLeaves(walk, item, path, scope, {holder: node, member: item, style: 'item'})
      path.pop()
    })
  }
}

/** The last that says what it is: no index, no function of CloudFormation. */
function lastKey(path: readonly string[]): string {
  return path.findLast((segment) => !/^(?:\d+|Fn::\w+)$/.test(segment)) ?? ''
}

/** What operations of a patch put into one map or list is one view of its own. */
function readPatches(walk: Walk, patches: readonly Patch[], path: readonly string[], outer: Scope): void {
  const views = new Map<string, Scope>()
  for (const {holder, value, path: at} of patches) {
    const place = holderOf(at, value)
    const view = views.get(place.join('/')) ?? openView(walk, [...path, ...place], holder, outer)
    views.set(place.join('/'), view)
    readPatch(walk.state, {holder, value, path: at}, view)
  }
}

/** Variables are added to a list one by one, or all at once. */
function holderOf(at: readonly string[], value: Node): readonly string[] {
  return value.kind === 'list' ? at : at.slice(0, -1)
}

function openView(walk: Walk, path: readonly string[], {range}: Node, parent: Scope): Scope {
  const name = path.at(-1) ?? parent.name
  const scope: Scope = {
    id: uniqueId(walk, [...path, '#patch']),
    kind: 'configuration',
    name,
    range,
    parent,
    links: [],
    adds: null,
  }
  walk.state.scopes.push(scope)
  return scope
}

/** `walked` is the walk's own: it goes on. */
function addLeaf(
  state: TreeState,
  node: ScalarNode,
  walked: readonly string[],
  scope: Scope,
  place: NonNullable<Place>,
): void {
  const path = [...walked]
  addEntry(state, {
    surface: 'tree',
    scope,
    key: path.findLast((segment) => !/^\d+$/.test(segment)) ?? '',
    path,
    value: node.value,
    range: place.style === 'pair' ? (place.member as Pair).range : node.range,
    site: {...place, node},
  })
}
