import {trailFacts, watchFacts} from './account.js'
import type {BlockedBy} from './blocked.js'
import {type Place, placeNamed} from './place.js'
import type {ScopeContext} from './scope-facts.js'

/** Calls to the global endpoint are logged here, wherever they are served. */
const LOGGED = 'us-east-1'

/** Who would no longer see calls once they go to another Region than us-east-1 (traps D11, D12). */
export function unseenBy({hosts, project}: ScopeContext): BlockedBy[] {
  const settings = project.units.flatMap((unit) => unit.settings.map((setting) => ({unit, setting})))
  const watchers = settings.filter(
    ({setting}) => setting.name === 'watch.region' && watchFacts({hosts, setting})['watch.region'] === LOGGED,
  )
  const trails = settings.filter(({setting}) => setting.name === 'trail')
  const isSingle = trails.length > 0 && trails.every((each) => trailFacts(each)['trail.multiRegion'] === false)
  const regions = new Set(trails.flatMap(({unit}) => regionsBeside(unit.file.path)))
  const place = ({unit, setting: {entry}}: (typeof settings)[number]): Place => ({unit, entry})
  return [
    ...watchers.slice(0, 1).map((watcher): BlockedBy => {
      const reason = `${placeNamed([place(watcher)])} watches STS in ${LOGGED} alone and would not see the calls`
      return (region) => (region === LOGGED ? null : reason)
    }),
    ...trails.slice(0, isSingle ? 1 : 0).map((trail): BlockedBy => {
      const reason = `the trail of ${placeNamed([place(trail)])} covers one Region and would not log the calls`
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
