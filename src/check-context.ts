import type {CheckRequest} from './check.js'
import type {Text} from './check-parse.js'
import type {RuleData} from './data.js'
import type {Unit} from './scopes/view.js'
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
  const hasTrigger = createTriggers(data, request.region)
  const own: Text[] = []
  const context: Text[] = []
  for (const item of texts) {
    const {format, kind} = item.file
    const list = kind !== null || hasTrigger(format, item.text) ? own : context
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
  const lists = units.some(({settings}) => settings.some(({name}) => name === 'allow-list'))
  const regions = regionsNeeded(units, context, data)
  return context.filter(
    (item) => isNamed(item) || (lists && LIST.test(item.text)) || regions.some((region) => item.text.includes(region)),
  )
}

const LIST = /amazonaws\.com/

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
  return ({file, text}) => paths.has(file.path) || [...names].some((name) => text.includes(name))
}

/** Two rules offer the one Region of the tree: where they may, every file that could state another is read. */
function regionsNeeded(units: readonly Unit[], context: readonly Text[], {hosts}: RuleData): readonly string[] {
  const all = hosts.partitions.flatMap(({regions}) => Object.keys(regions))
  const values = new Set<string | null>()
  let isAsked = false
  for (const {name, entry} of units.flatMap(({settings}) => settings)) {
    isAsked ||= name === 'allow-list'
    if (name !== 'region' && name !== 'default-region' && name !== 'sts.region') continue
    values.add(entry.value)
    isAsked ||= hosts.pseudo.includes(entry.value ?? '')
  }
  const stated = all.filter((region) => values.has(region))
  if (!isAsked || stated.length > 1) return []
  return all.filter((region) => !values.has(region) && context.some(({text}) => text.includes(region)))
}
