import {embedUnplaced} from '../formats/embed.js'
import type {ListNode, MapNode, Node, Pair} from '../formats/tree.js'
import type {EnvRow, Scope} from '../model.js'
import {find, segments} from './pattern.js'
import {readChartValues} from './tree-chart-values.js'
import {knownText} from './tree-made.js'
import type {Patch} from './tree-patch.js'
import {addEntry, addSplit, type TreeState, textOf} from './tree-state.js'

type Path = readonly string[]

/** The variables of a scope, where a row says they are kept. */
export function readEnv(state: TreeState, node: Node, base: Path, row: EnvRow, scope: Scope): void {
  if (row.style === 'chart') return readChartValues(state, node, base, row, scope)
  for (const {node: carrier, path} of find(node, segments(row.at))) {
    if (readCarrier(state, carrier, [...base, ...path], row, scope)) {
      state.carriers.push({scope, row, node: carrier as MapNode | ListNode})
    }
  }
}

/** False where the node has not the shape of the row. */
function readCarrier(state: TreeState, carrier: Node, path: Path, row: EnvRow, scope: Scope): boolean {
  const {style} = row
  if (carrier.kind === 'map' && style === 'map') {
    for (const pair of carrier.pairs) readPair(state, carrier, pair, path, row, scope)
    return true
  }
  if (carrier.kind === 'map' && style === 'block') {
    readNamed(state, carrier, carrier, path, row, scope)
    return true
  }
  if (carrier.kind !== 'list' || (style !== 'pairs' && style !== 'assignments')) return false
  carrier.items.forEach((item, index) => {
    const place = [...path, String(index)]
    if (style === 'pairs') readNamed(state, carrier, item, place, row, scope)
    else readAssignment(state, carrier, item, place, scope)
  })
  return true
}

function readPair(state: TreeState, map: MapNode, pair: Pair, path: Path, row: EnvRow, scope: Scope): void {
  // GitLab writes a variable as a scalar or as {value: …}.
  const inner = pair.value.kind === 'map' ? pair.value.pairs.find(({key}) => key === 'value') : undefined
  const node = inner?.value ?? templateIn(pair.value)
  const made = knownText(node)
  if (made !== null) return readMadePair(state, map, pair, made, [...path, pair.key], scope)
  if (node.kind !== 'scalar' || state.bound.has(node)) return
  state.bound.add(node)
  const value = row.encoded ? decodeBase64(node.value) : node.value
  if (row.encoded) {
    state.secrets.push(node.valueRange)
    if (value?.includes('\n')) state.embedded.push(embedUnplaced(pair.key, value, scope, node.valueRange))
  }
  addEntry(state, {
    surface: 'env',
    scope,
    key: pair.key,
    path: [...path, pair.key],
    value: value?.includes('\n') && row.encoded ? null : value,
    range: {start: pair.keyRange.start, end: node.range.end},
    locked: row.encoded === true,
    site: {node, holder: map, member: pair, style: 'pair'},
  })
}

/** `{Fn::Sub: TEXT}` is the text, as `!Sub TEXT` is. */
function templateIn(node: Node): Node {
  const [pair, ...others] = node.kind === 'map' ? node.pairs : []
  return pair?.key === 'Fn::Sub' && others.length === 0 && pair.value.kind === 'scalar' ? pair.value : node
}

/** What a function puts together is read, and each piece of it left alone. */
function readMadePair(state: TreeState, holder: MapNode, pair: Pair, made: string, path: Path, scope: Scope): void {
  const {range} = pair.value
  const node = {
    kind: 'scalar',
    type: 'string',
    value: made,
    expression: null,
    valueRange: range,
    verbatim: false,
  } as const
  addEntry(state, {
    surface: 'env',
    scope,
    key: pair.key,
    path,
    value: made,
    range: {start: pair.keyRange.start, end: range.end},
    locked: true,
    site: {node: {...node, range, shared: pair.value.shared}, holder, member: pair, style: 'pair'},
  })
}

/** Secret data is text more often than not; what does not decode to printable text is nothing to us. */
function decodeBase64(value: string | null): string | null {
  if (value === null || !/^[A-Za-z0-9+/\s]+=*\s*$/.test(value)) return null
  const text = Buffer.from(value, 'base64').toString('utf8')
  return /^[\x20-\x7e\s]+$/.test(text) ? text.trim() : null
}

/** `{name: K, value: V}`: an item of a list, or an HCL block. */
function readNamed(
  state: TreeState,
  holder: MapNode | ListNode,
  item: Node,
  path: Path,
  row: EnvRow,
  scope: Scope,
): void {
  if (item.kind !== 'map') return
  const [nameKey, valueKey] = row.keys ?? ['name', 'value']
  const name = item.pairs.find(({key}) => key === nameKey)?.value
  const pair = item.pairs.find(({key}) => key === valueKey)
  if (name?.kind !== 'scalar' || name.value === null || pair === undefined) return
  const node = templateIn(pair.value)
  if (node.kind !== 'scalar' || state.bound.has(node)) return
  state.bound.add(node)
  state.bound.add(name)
  addEntry(state, {
    surface: 'env',
    scope,
    key: name.value,
    path: [...path, valueKey],
    value: node.value,
    range: {start: Math.min(name.range.start, pair.keyRange.start), end: Math.max(name.range.end, pair.range.end)},
    site: {node, holder, member: item, style: 'named', nameNode: name},
  })
}

/** pytest-env has marks before the name (`D:` a default, `R:` raw). */
const ASSIGNMENT = /^(?:[A-Z]:){0,2}([A-Za-z_][\w.-]*)=/

/** `K=V`; a bare `K` is passed through and says nothing. */
function readAssignment(state: TreeState, list: ListNode, item: Node, path: Path, scope: Scope): void {
  if (item.kind !== 'scalar' || state.bound.has(item)) return
  const [head, key] = ASSIGNMENT.exec(textOf(item) ?? '') ?? []
  state.bound.add(item)
  if (head === undefined || key === undefined) return
  const site = {node: item, holder: list, member: item, style: 'assignment'} as const
  addSplit(state, {surface: 'env', scope, key, path, site}, head.length)
}

/** Keys under which names stand for themselves: inputs of an action, documentation, arguments of a build, scripts. */
const NOT_ENV =
  /^(?:with|matrix|inputs?|outputs?|examples?|properties|parameters|args|secrets|script|commands?|cmds|run|steps)$/

/**
 * Keys of policies and tests: what stands below them is refused, or expected of others, and set nowhere (data of Open
 * Policy Agent, patterns of Semgrep and Kyverno, expectations of a test).
 */
const JUDGED =
  /den(?:y|ied)|forbid|forbade|bann(?:ed|ing)|disallow|block(?:ed|s?list)|blacklist|prohibit|reject|invalid|violat|expect|assert|^conditions?$|patterns?$|^(?:tests|(?:test_?)?cases)$/i

/** A list of `K=V` says what it is by its key alone: anything can be a list of texts. */
const LISTED = /env|var|export|setting/i

const MAP: EnvRow = {at: '', style: 'map'}
const LISTS: readonly EnvRow[] = [
  {at: '', style: 'pairs'},
  {at: '', style: 'pairs', keys: ['Name', 'Value']},
  {at: '', style: 'assignments'},
]

/**
 * A map or list with a known variable's name in it holds variables, whatever the file: Helm values, Terraform locals.
 * `prefix` tells the documents of a file apart.
 */
export function readLooseEnv(
  state: TreeState,
  node: MapNode | ListNode,
  path: Path,
  parent: Scope,
  prefix: string,
): void {
  const isEnv = (): boolean => !namesIn(state, path).some((segment) => NOT_ENV.test(segment) || JUDGED.test(segment))
  if (node.kind === 'map') {
    const known = node.pairs.filter((pair) => isLoose(state, pair.key, pair.value))
    if (known.length === 0 || !isEnv()) return
    const scope = looseScope(state, node, path, parent, prefix, MAP)
    for (const pair of known) readPair(state, node, pair, path, MAP, scope)
    return
  }
  for (const row of LISTS) {
    if (!node.items.some((item) => isLooseItem(state, item, row)) || !isEnv()) continue
    if (row.style !== 'assignments' || (LISTED.test(namedBy(path)) && node.items.every(isAssignment))) {
      readCarrier(state, node, path, row, looseScope(state, node, path, parent, prefix, row))
    }
  }
}

/** Terragrunt's `inputs` are values of variables, those of a GitHub action are declared. */
function namesIn({document}: TreeState, path: Path): Path {
  return path[0] === 'inputs' && document.path.endsWith('.hcl') ? path.slice(1) : path
}

function namedBy(path: Path): string {
  return path.findLast((segment) => !/^\d+$/.test(segment)) ?? ''
}

/** Every item `K=V` or `K`, without white space: a line of shell is no list of variables. */
function isAssignment(item: Node): boolean {
  return /^[A-Za-z_][\w.-]*(?:=\S*)?$/.test(textOf(item) ?? ' ')
}

/** A sentence about a variable is not its value. */
function isLoose({context, bound}: TreeState, key: string, value: Node): boolean {
  if (context.envNames.has(key) && knownText(value) !== null) return true
  if (value.kind !== 'scalar' || bound.has(value) || !context.envNames.has(key)) return false
  return value.type === 'expression' || !/\S\s+\S/.test(value.value ?? '')
}

function isLooseItem(state: TreeState, item: Node, {style, keys}: EnvRow): boolean {
  if (style === 'assignments') return isLoose(state, ASSIGNMENT.exec(textOf(item) ?? '')?.[1] ?? '', item)
  const [nameKey] = keys ?? ['name']
  const name = item.kind === 'map' ? item.pairs.find(({key}) => key === nameKey)?.value : undefined
  return name !== undefined && isLoose(state, textOf(name) ?? '', name)
}

/** What one operation of a patch says: a value, a variable by its name and value, or a list or map of variables. */
export function readPatch(state: TreeState, {holder, path, value}: Patch, scope: Scope): void {
  if (value.kind === 'list') {
    const row = LISTS.find((each) => value.items.some((item) => isLooseItem(state, item, each)))
    if (row) readCarrier(state, value, path, row, scope)
  } else if (value.kind === 'map') {
    const row = LISTS.find((each) => each.style === 'pairs' && isLooseItem(state, value, each))
    if (row) readNamed(state, value, value, path, row, scope)
    else if (value.pairs.some((pair) => isLoose(state, pair.key, pair.value)))
      readCarrier(state, value, path, MAP, scope)
  } else if (!state.bound.has(value)) {
    const key = path.at(-1)!
    state.bound.add(value)
    addEntry(state, {
      surface: state.context.envNames.has(key) ? 'env' : 'tree',
      scope,
      key,
      path,
      value: value.value,
      range: value.range,
      site: {node: value, holder, member: holder, style: 'item'},
    })
  }
}

function looseScope(
  state: TreeState,
  node: MapNode | ListNode,
  path: Path,
  parent: Scope,
  prefix: string,
  row: EnvRow,
): Scope {
  const scope: Scope = {
    id: `${prefix}${path.join('.')}#env`,
    kind: 'configuration',
    name: path.join('.') || parent.name,
    range: node.range,
    parent,
    links: [],
    // What else reads a map that no row knows, nobody can say.
    adds: null,
  }
  state.scopes.push(scope)
  state.carriers.push({scope, row, node})
  return scope
}
