import type {DetectedClient, PackageRow} from './model.js'
import {groupBy, upwards} from './paths.js'

export interface Detection {
  readonly detected: DetectedClient
  readonly lock: boolean
}

/**
 * A lock file says what is really installed: its version replaces the range of the manifest beside or below it, with the
 * place where it stands. The same client named twice in one file (boto3 and botocore) counts once where both agree.
 */
export function chooseClients(
  detections: readonly Detection[],
  order: ReadonlyMap<PackageRow, number>,
): DetectedClient[] {
  const locks = detections.filter(({lock}) => lock).map(({detected}) => detected)
  const byPlace = groupBy(locks, placeOf)
  const used = new Set<DetectedClient>()
  const chosen = detections.flatMap(({detected, lock}) => (lock ? [] : locked(detected, byPlace, used)))
  const rest = locks.filter((lock) => !used.has(lock))
  return onePerFile([...chosen, ...rest], order).sort(byPosition)
}

function placeOf({ecosystem, client, directory}: DetectedClient): string {
  return `${ecosystem} ${client} ${directory}`
}

function locked(
  detected: DetectedClient,
  locks: ReadonlyMap<string, readonly DetectedClient[]>,
  used: Set<DetectedClient>,
): DetectedClient[] {
  if (detected.stage !== null) return [detected]
  for (const directory of upwards(detected.directory)) {
    const found = locks.get(placeOf({...detected, directory}))
    if (found === undefined) continue
    for (const lock of found) used.add(lock)
    if (detected.version !== null && !WISHES.has(detected.ecosystem)) return [detected]
    const {directory: own, requirement} = detected
    const named = found.filter((lock) => lock.package === detected.package)
    // The client's own package may be locked without being asked for (botocore under boto3).
    return (named.length > 0 ? named : found).map((lock) => ({...lock, directory: own, requirement}))
  }
  return [detected]
}

/** Where a bare version is what was asked for, and the lock may hold a later one. */
const WISHES: ReadonlySet<string> = new Set(['nuget', 'maven'])

/** Of several packages of one client in one file, the one that says most about its version; the first of the table. */
function onePerFile(all: readonly DetectedClient[], order: ReadonlyMap<PackageRow, number>): DetectedClient[] {
  const groups = groupBy(all, ({client, path, directory, stage}) => JSON.stringify([client, path, directory, stage]))
  return [...groups.values()].flatMap((group) => {
    const rank = (detected: DetectedClient): number => vagueness(detected) * order.size + order.get(detected.row)!
    const best = Math.min(...group.map(rank))
    const versions = new Set<string | null>()
    return group.filter((detected) => {
      const version = detected.version ?? detected.requirement
      if (rank(detected) !== best || versions.has(version)) return false
      versions.add(version)
      return true
    })
  })
}

function vagueness({version, row}: DetectedClient): number {
  return (version === null ? 1 : 0) + (row.unrelated ? 2 : 0)
}

/** By code unit, as no locale changes it. */
function byPosition(one: DetectedClient, other: DetectedClient): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1
  return one.range.start - other.range.start || (one.directory < other.directory ? -1 : 1)
}
