import type {Facts} from '../../data.js'
import type {Unit} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import {beside, entryAt} from './beside.js'
import type {Hosts} from './hosts.js'
import {placeNamed} from './place.js'
import type {ScopeContext} from './scope-facts.js'

/** Why calls to the Regional endpoint of a Region would not come through, or not be seen, as far as the tree says. */
export type BlockedBy = (region: string) => string | null

interface Stated {
  readonly unit: Unit
  readonly setting: Setting
}

/** A trail that does not say is a trail of one Region, in Terraform as in CloudFormation and the CLI. */
export function trailFacts({unit, setting}: Stated): Facts {
  if (setting.entry.surface === 'flag') {
    const command = unit.parsed.commands.find(
      ({range: {start, end}}) => start <= setting.entry.range.start && setting.entry.range.end <= end,
    )
    const said = command?.words.findLast(({value}) => /^--(?:no-)?is-multi-region-trail$/.test(value ?? ''))
    return {'trail.multiRegion': said?.value === '--is-multi-region-trail'}
  }
  const stated = beside(unit, setting.entry, 'is_multi_region_trail', 'IsMultiRegionTrail')
  return {'trail.multiRegion': stated === undefined ? false : stated.value === null ? null : stated.value === 'true'}
}

/** The Region that an alarm or a rule about STS events is narrowed to. */
export function watchFacts({hosts, unit, setting}: Stated & {readonly hosts: Hosts}): Facts {
  const {path, value} = setting.entry
  const text = value ?? ''
  const isText = /\s|=/.test(text)
  const named = [...text.matchAll(/\bawsRegion\s*=\s*["']?([a-z0-9-]+)/g)].map(([, region]) => region)
  const isOneOf = isText
    ? new Set(named).size > 1
    : entryAt(unit, [...path.slice(0, -1), path.at(-1) === '0' ? '1' : '0'])
  const region = isOneOf ? null : isText ? (named[0] ?? null) : text
  const isSts = !isText || /\bsts\.amazonaws\.com\b/.test(text)
  return {'watch.region': isSts && region !== null && hosts.region(region).known ? region : null}
}

/** Calls to the global endpoint are logged here, wherever they are served. */
const LOGGED = 'us-east-1'

/** Who would no longer see calls once they go to another Region than us-east-1 (traps D11, D12). */
export function unseenBy({hosts, project}: ScopeContext): BlockedBy[] {
  const settings: Stated[] = project.units.flatMap((unit) => unit.settings.map((setting) => ({unit, setting})))
  const watchers = settings.filter(
    ({unit, setting}) =>
      setting.name === 'watch.region' && watchFacts({hosts, unit, setting})['watch.region'] === LOGGED,
  )
  const trails = settings.filter(({setting}) => setting.name === 'trail')
  const isSingle = trails.length > 0 && trails.every((each) => trailFacts(each)['trail.multiRegion'] === false)
  const regions = new Set(trails.flatMap(({unit}) => regionsBeside(unit.file.path)))
  const named = ({unit, setting: {entry}}: Stated): string | null => placeNamed([{unit, entry}])
  return [
    ...watchers.slice(0, 1).map((watcher): BlockedBy => {
      const reason = `${named(watcher)} watches STS in ${LOGGED} alone and would not see the calls`
      return (region) => (region === LOGGED ? null : reason)
    }),
    ...trails.slice(0, isSingle ? 1 : 0).map((trail): BlockedBy => {
      const reason = `the trail of ${named(trail)} covers one Region and would not log the calls`
      return (region) => (region === LOGGED || regions.has(region) ? null : reason)
    }),
  ]

  /** The Regions that providers of the trail's folder work in: one of them is the trail's own. */
  function regionsBeside(path: string): string[] {
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    return settings.flatMap(({unit, setting: {name, scope, entry}}) =>
      name === 'region' && scope.kind === 'provider' && entry.value !== null && isIn(unit.file.path, folder)
        ? [entry.value]
        : [],
    )
  }
}

function isIn(path: string, folder: string): boolean {
  return path.slice(0, path.lastIndexOf('/') + 1) === folder
}
