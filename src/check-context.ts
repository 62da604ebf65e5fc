import type {Text} from './check-parse.js'
import type {CheckRequest} from './check-request.js'
import type {RuleData} from './data.js'
import type {Unit} from './scopes/view.js'
import {alternatives, LINKERS, LINKS, READS} from './settings/prefilter.js'
import {createTriggers} from './settings/triggers.js'

interface Divided {
  /** Those that can have a finding by themselves. */
  readonly own: readonly Text[]
  /** Those that can only matter to others. */
  readonly context: readonly Text[]
}

/** Most files that mention AWS state a Region and have nothing to say: parsing them is most of a run. */
export function divideTexts(texts: readonly Text[], request: CheckRequest, data: RuleData): Divided {
  if (!request.skipsContext) return {own: texts, context: []}
  const hasTrigger = createTriggers(
    data,
    request.region,
    texts.some(({file: {kind}}) => kind === 'aws-config'),
  )
  const {aliyun} = request
  // Few files have to do with Alibaba Cloud: they are all read.
  const isOther = (text: string): boolean => data.aliyunHosts !== null && (aliyun?.test(text) ?? true)
  const own: Text[] = []
  const context: Text[] = []
  for (const item of texts) {
    const {format, kind} = item.file
    const names = LINKERS.test(item.file.path) && LINKS.test(item.text)
    const list =
      kind !== null || format === 'source' || names || isOther(item.text) || hasTrigger(format, item.text)
        ? own
        : context
    list.push(item)
  }
  return {own, context}
}

/** What the units need of the other files: those they name, lists of hosts that add up, the Regions of the tree. */
export function neededContext(
  units: readonly Unit[],
  context: readonly Text[],
  request: CheckRequest,
  data: RuleData,
): readonly Text[] {
  if (context.length === 0) return []
  const isNamed = namedBy(units, request)
  const readsFrom = readersOf(units)
  const lists = units.some(({settings}) => settings.some(({name}) => name === 'allow-list'))
  const regions = regionsNeeded(units, data)
  const values = units.some(({file, settings}) => VALUES.test(file.path) && settings.length > 0)
  return context.filter(
    (item) =>
      isNamed(item) ||
      readsFrom(item) ||
      (lists && LIST.test(item.text)) ||
      (values && CHART.test(item.file.path)) ||
      regions?.test(item.text) === true,
  )
}

const LIST = /amazonaws\.com/

/** The values of a chart, and what says which charts it is made of. */
const VALUES = /(?:^|\/)values[^/]*\.ya?ml$/
const CHART = /(?:^|\/)Chart\.ya?ml$/

/** ConfigMaps and Secrets are found by their name in the text, env files by their path. */
function namedBy(units: readonly Unit[], request: CheckRequest): (text: Text) => boolean {
  const names = new Set<string>()
  const paths = new Set<string>()
  for (const {file, parsed} of units) {
    for (const {kind, target, file: place} of parsed.scopes.flatMap(({links}) => links)) {
      if (kind === 'config-map' || kind === 'secret') names.add(target)
      else if (kind === 'env-file' || place !== undefined) paths.add(request.resolve(place ?? target, file)?.path ?? '')
    }
  }
  // A unit and its drop-ins are one to systemd.
  const mainOf = (path: string): string => path.replace(/\.d\/[^/]+\.conf$/, '')
  const mains = new Set(units.flatMap(({format, file: {path}}) => (format === 'systemd' ? [mainOf(path)] : [])))
  return ({file: {path}, text}) =>
    paths.has(path) || (mains.size > 0 && mains.has(mainOf(path))) || [...names].some((name) => text.includes(name))
}

/**
 * What is said of a file of variables depends on who reads it: on the clients there, and on what Compose makes of it. Readers
 * name it, but for Compose with its own `.env`.
 */
function readersOf(units: readonly Unit[]): (text: Text) => boolean {
  const sources = units.flatMap(({file: {path}, parsed}) => {
    const isFile = parsed.scopes.some(({kind}) => kind === 'env-file')
    const named = parsed.scopes.filter(({kind}) => kind === 'config-map' || kind === 'secret')
    return [...(isFile ? [path.slice(path.lastIndexOf('/') + 1)] : []), ...named.map(({name}) => name)]
  })
  const names = [...new Set(sources)].filter((name) => name !== '')
  return ({file, text}) => {
    if (names.length === 0 || (file.format !== 'yaml' && file.format !== 'json')) return false
    if (names.includes('.env') && /(?:^|[/.-])compose[\w.-]*\.ya?ml$/.test(file.path)) return true
    return READS.test(text) && names.some((name) => text.includes(name))
  }
}

/** Settings whose findings name a Region that the tree uses, whichever it is. */
const ABOUT_REGIONS: ReadonlySet<string> = new Set([
  'account.region',
  'account.token-version',
  'policy.condition',
  'trail',
])

/**
 * Some rules offer the one Region of the tree: where they may, every file that could state another is read. Others name
 * a Region in use: there every file that states one is.
 */
function regionsNeeded(units: readonly Unit[], {hosts}: RuleData): RegExp | null {
  const all = hosts.partitions.flatMap(({regions}) => Object.keys(regions))
  const values = new Set<string | null>()
  let isAsked = false
  for (const {name, entry} of units.flatMap(({settings}) => settings)) {
    if (ABOUT_REGIONS.has(name)) return anyOf(all)
    isAsked ||= name === 'allow-list' || name === 'signin.audience'
    if (name !== 'region' && name !== 'default-region' && name !== 'sts.region') continue
    values.add(entry.value)
    isAsked ||= hosts.pseudo.includes(entry.value ?? '')
  }
  const stated = all.filter((region) => values.has(region))
  if (!isAsked || stated.length > 1) return null
  return anyOf(all.filter((region) => !values.has(region)))
}

function anyOf(literals: readonly string[]): RegExp {
  return new RegExp(alternatives(new Set(literals)))
}
