import {allows, boundsOf} from './bounds.js'
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
    const {directory: own} = detected
    return answering(detected, found, directory).map((lock) => ({
      ...lock,
      directory: own,
      requirement: joined(detected.requirement, lock),
    }))
  }
  return [detected]
}

/** The locked packages that a requirement leads to. */
function answering(
  {package: name, ecosystem, requirement, directory}: DetectedClient,
  locks: readonly DetectedClient[],
  lockDirectory: string,
): readonly DetectedClient[] {
  const named = locks.filter((lock) => lock.package === name)
  // The client's own package may be locked without being asked for (botocore under boto3), and its version says more.
  if (named.every(({row}) => row.unrelated)) return locks
  // The lock of a workspace has what its other members ask for too. Beside the manifest lies what its program holds.
  if (directory === lockDirectory) return named
  const bounds = boundsOf(ecosystem, requirement ?? '')
  const fitting = named.filter(({version}) => version !== null && allows(bounds, version))
  return fitting.length > 0 ? fitting : named
}

/** A constraints file may narrow what is asked for without saying a version. */
function joined(requirement: string | null, lock: DetectedClient): string | null {
  if (lock.version !== null || lock.requirement === null) return requirement
  return requirement === null || requirement === '*' ? lock.requirement : `${requirement},${lock.requirement}`
}

/** Where a bare version is what was asked for, and the lock may hold a later one. */
const WISHES: ReadonlySet<string> = new Set(['nuget', 'maven'])

/** Of several packages of one client in one file, the one that says most about its version; the first of the table. */
function onePerFile(all: readonly DetectedClient[], order: ReadonlyMap<PackageRow, number>): DetectedClient[] {
  const groups = groupBy(all, ({client, path, directory, stage}) => JSON.stringify([client, path, directory, stage]))
  return [...groups.values()].flatMap((group) => {
    const rank = (detected: DetectedClient): number => vagueness(detected) * order.size + order.get(detected.row)!
    const best = group.reduce((one, other) => (rank(other) < rank(one) ? other : one))
    const own = group.filter((detected) => detected.package === best.package)
    // By markers one package may be asked for in several versions; its bare name asks for none.
    const telling = own.filter(saysVersion)
    const byVersion = groupBy(telling, ({version, requirement}) => version ?? requirement)
    return telling.length > 0 ? [...byVersion.values()].map(([first]) => first!) : [best]
  })
}

function saysVersion({version, requirement, ecosystem}: DetectedClient): boolean {
  if (version !== null) return true
  const {min, max} = boundsOf(ecosystem, requirement ?? '')
  return min !== null || max !== null
}

function vagueness({version, row}: DetectedClient): number {
  return (version === null ? 1 : 0) + (row.unrelated ? 2 : 0)
}

/** By code unit, as no locale changes it. */
function byPosition(one: DetectedClient, other: DetectedClient): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1
  return one.range.start - other.range.start || (one.directory < other.directory ? -1 : 1)
}
