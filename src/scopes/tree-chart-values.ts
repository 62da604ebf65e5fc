import {chartPath} from '../formats/command-charts.js'
import type {MapNode, Node, ScalarNode} from '../formats/tree.js'
import type {EnvRow, Scope} from '../model.js'
import {find, segments} from './pattern.js'
import {addEntry, type TreeState} from './tree-state.js'

/** One value of a chart as Terraform's `helm_release` and Argo CD's `parameters` set it: `set { name = "a.b" value = "c" }`. */
interface ChartValue {
  readonly item: MapNode
  /** Where the value goes in the chart. */
  readonly path: readonly string[]
  readonly value: ScalarNode
  readonly isString: boolean
}

/**
 * Values of a Helm chart by their paths. A path that ends in a known variable, or in the value of a list's item whose
 * name is set beside it (`env[0].name`, `env[0].value`), is that variable; the variables of one map or list are one view.
 */
export function readChartValues(
  state: TreeState,
  node: Node,
  base: readonly string[],
  row: EnvRow,
  scope: Scope,
): void {
  const found = find(node, segments(row.at)).flatMap(({node: at}) => (at.kind === 'list' ? at.items : [at]))
  const values = found.flatMap((item) => chartValue(item, state) ?? [])
  const names = new Map(values.map(({path, value}) => [path.join('\0'), value.value]))
  const views = new Map<string, Scope>()
  for (const {item, path, value, isString} of values) {
    const last = path.at(-1)!
    const holder = path.slice(0, -1)
    const named = last === 'value' ? names.get([...holder, 'name'].join('\0')) : null
    const key = named ?? last
    const isVariable = typeof named === 'string' || state.context.envNames.has(last)
    const at = named ? holder.slice(0, -1) : holder
    const view = isVariable ? (views.get(at.join('.')) ?? viewOf(scope, at, item, views, state)) : scope
    state.bound.add(value)
    addEntry(state, {
      surface: isVariable ? 'env' : 'tree',
      scope: view,
      key,
      path: [...base, ...segments(row.at), ...path],
      value: value.value,
      type: !isString && /^(?:true|false)$/.test(value.value ?? '') ? 'boolean' : undefined,
      range: item.range,
      site: {node: value, holder: item, member: item, style: 'item'},
    })
  }
}

function chartValue(item: Node, {bound}: TreeState): ChartValue | null {
  if (item.kind !== 'map') return null
  const at = (key: string): Node | undefined => item.pairs.find((pair) => pair.key === key)?.value
  const [name, value, type, force] = [at('name'), at('value'), at('type'), at('forceString')]
  if (name?.kind !== 'scalar' || !name.value || value?.kind !== 'scalar' || bound.has(value)) return null
  const says = (node: Node | undefined, text: string): boolean => node?.kind === 'scalar' && node.value === text
  const isString = says(type, 'string') || says(force, 'true')
  return {item, path: chartPath(name.value), value, isString}
}

function viewOf(
  parent: Scope,
  path: readonly string[],
  {range}: MapNode,
  views: Map<string, Scope>,
  {scopes}: TreeState,
): Scope {
  const name = path.join('.')
  const id = `${parent.id}#set:${name}`
  const view: Scope = {id, kind: 'configuration', name: name || parent.name, range, parent, links: [], adds: null}
  views.set(name, view)
  scopes.push(view)
  return view
}
