import {posix} from 'node:path'
import type {ChartRow, Facts} from '../../data.js'
import type {Entry} from '../../model.js'
import {globMatches, pathMatches, segments} from '../../scopes/pattern.js'
import {type Project, sourceOf, type Unit} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import {entryAt} from './beside.js'

/** Where the values of a chart stand, and where its name and repository do; `$1` is the first `*` of `values`. */
const SHAPES: readonly {readonly values: string; readonly chart: string; readonly repository?: string}[] = [
  ...['values.*', 'set'].map((values) => ({
    values: `resource.helm_release.*.${values}`,
    chart: 'resource.helm_release.$1.chart',
    repository: 'resource.helm_release.$1.repository',
  })),
  ...['values', 'valuesObject'].flatMap((values) => [
    {values: `spec.source.helm.${values}`, chart: 'spec.source.chart', repository: 'spec.source.repoURL'},
    {values: `spec.sources.*.helm.${values}`, chart: 'spec.sources.$1.chart', repository: 'spec.sources.$1.repoURL'},
  ]),
  {values: 'spec.values', chart: 'spec.chart.spec.chart'},
  {values: 'releases.*.values.*', chart: 'releases.$1.chart'},
]

/** Whole objects and containers that a chart passes on as they are. */
const RAW = /containers?$|objects?$|manifests?$|deploy$|resources$|templates?$/i

/** A variable in the values of a known chart: whether the chart hands it on. */
export function chartFacts(charts: readonly ChartRow[], project: Project, unit: Unit, {entry}: Setting): Facts {
  if (entry.surface !== 'env') return {}
  const place = placeOf(unit, entry) ?? dependencyOf(project, unit, entry)
  if (place === null || place.path.some((segment) => RAW.test(segment))) return {}
  const rows = charts.filter((row) => isChart(row, place))
  if (rows.length === 0) return {}
  const known = rows.flatMap(({env}) => env)
  return {
    'chart.name': rows[0]!.chart,
    'chart.reads': known.some((pattern) => isBelow(segments(pattern), place.path)),
    'chart.place': holderOf(place.path).join('.') || null,
    'chart.places': known.map((pattern) => segments(pattern).join('.')).join(', '),
  }
}

interface Place {
  readonly chart: string
  readonly repository: string | null
  /** In the values. */
  readonly path: readonly string[]
}

function placeOf(unit: Unit, entry: Entry): Place | null {
  const path = [...outerPath(unit, entry), ...entry.path]
  for (const {values, chart: chartPath, repository: repositoryPath} of SHAPES) {
    const pattern = segments(values)
    if (!isBelow(pattern, path)) continue
    const item = path[pattern.indexOf('*')] ?? ''
    const at = (place: string): Entry | undefined =>
      entryAt(
        unit,
        segments(place).map((segment) => (segment === '$1' ? item : segment)),
      )
    const chart = at(chartPath)?.value
    const repository = repositoryPath === undefined ? undefined : at(repositoryPath)
    // A repository that is computed may be any.
    if (!chart || repository?.value === null) return null
    return {chart, repository: repository?.value ?? null, path: path.slice(pattern.length)}
  }
  return null
}

/** In the values of an umbrella chart: the dependency whose name, or alias, the first key is. */
function dependencyOf(project: Project, unit: Unit, {path}: Entry): Place | null {
  const {path: file} = unit.file
  if (!/(?:^|\/)values[^/]*\.ya?ml$/.test(file) || path.length < 2) return null
  return dependencyIn(project, file.slice(0, file.lastIndexOf('/') + 1), path, 0)
}

/** A local dependency may have some itself; more than a handful below each other are a circle. */
function dependencyIn(project: Project, folder: string, path: readonly string[], depth: number): Place | null {
  const unit = project.units.find(
    ({file}) => /^Chart\.ya?ml$/.test(file.path.slice(folder.length)) && file.path.startsWith(folder),
  )
  const [name, ...rest] = path
  if (unit === undefined || name === undefined || depth > 8) return null
  const at = (index: string, key: string): Entry | undefined => entryAt(unit, ['dependencies', index, key])
  const indices = unit.parsed.entries.flatMap(({path: [root, index, key]}) =>
    root === 'dependencies' && key === 'name' && index !== undefined ? [index] : [],
  )
  const index = indices.find((each) => (at(each, 'alias') ?? at(each, 'name'))?.value === name)
  const chart = index === undefined ? undefined : at(index, 'name')?.value
  if (index === undefined || !chart) return null
  const repository = at(index, 'repository')
  if (repository === undefined || repository.value === '') {
    return dependencyIn(project, `${folder}charts/${chart}/`, rest, depth + 1)
  }
  if (repository.value === null) return null
  const local = /^file:\/\/(.*)$/.exec(repository.value)?.[1]
  if (local === undefined) return {chart, repository: repository.value, path: rest}
  return dependencyIn(project, folderOf(folder, local), rest, depth + 1)
}

function folderOf(folder: string, below: string): string {
  const path = posix.normalize(`${folder}${below}/`)
  return path === './' ? '' : path
}

/** Values written as text: the path of the text in the document around it. */
function outerPath(unit: Unit, {scope, range}: Entry): readonly string[] {
  if (sourceOf(unit, scope).document === unit.document) return []
  const outer = unit.parsed.entries.find(
    (other) =>
      other.valueRange.start <= range.start &&
      range.end <= other.valueRange.end &&
      sourceOf(unit, other.scope).document === unit.document,
  )
  return outer?.path ?? []
}

/** `REPOSITORY/CHART` where the repository has an alias; an address may end in the chart's name; a path is a fork. */
function isChart({chart, repositories}: ChartRow, place: Place): boolean {
  const {repository} = place
  const written = place.chart
  const isAddress = written.includes('://')
  const name = written.slice(written.lastIndexOf('/') + 1)
  if (name !== chart || /^[./]/.test(written)) return false
  const from = repository ?? (isAddress ? written : null)
  return from === null || repositories.some((glob) => globMatches(glob, from))
}

function isBelow(pattern: readonly string[], path: readonly string[]): boolean {
  return path.length > pattern.length && pathMatches(pattern, path.slice(0, pattern.length))
}

/** Without the variable itself: its name in a map, or `N.value` in a list. */
function holderOf(path: readonly string[]): readonly string[] {
  const last = path.at(-1) === 'value' && /^\d+$/.test(path.at(-2) ?? '') ? -2 : -1
  return path.slice(0, last)
}
