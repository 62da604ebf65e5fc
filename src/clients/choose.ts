import type {DetectedClient} from './model.js'
import {groupBy, upwards} from './paths.js'

export interface Detection {
  readonly detected: DetectedClient
  readonly lock: boolean
}

/**
 * A lock file says what is really installed: its version replaces the range of the manifest beside or below it, with the
 * place where it stands. The same client named twice in one file (boto3 and botocore) counts once where both agree.
 */
export function chooseClients(detections: readonly Detection[]): DetectedClient[] {
  const locks = detections.filter(({lock}) => lock).map(({detected}) => detected)
  const byPlace = groupBy(locks, placeOf)
  const used = new Set<DetectedClient>()
  const chosen = detections.flatMap(({detected, lock}) => (lock ? [] : locked(detected, byPlace, used)))
  const rest = locks.filter((lock) => !used.has(lock))
  return onePerFile([...chosen, ...rest]).sort(byPosition)
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
    if (detected.version !== null) return [detected]
    const {directory: own, requirement} = detected
    const named = found.filter((lock) => lock.package === detected.package)
    // The client's own package may be locked without being asked for (botocore under boto3).
    return (named.length > 0 ? named : found).map((lock) => ({...lock, directory: own, requirement}))
  }
  return [detected]
}

/** Of several packages of one client in one file, an exact version of the client's own numbers says most. */
function onePerFile(all: readonly DetectedClient[]): DetectedClient[] {
  const groups = groupBy(all, ({client, path, directory, stage}) => JSON.stringify([client, path, directory, stage]))
  return [...groups.values()].flatMap((group) => {
    const best = Math.min(...group.map(vagueness))
    const kept = group.filter((detected) => vagueness(detected) === best)
    const versions = new Map(
      kept.map((detected) => [detected.version ?? detected.requirement, detected] as const).reverse(),
    )
    return [...versions.values()].reverse()
  })
}

function vagueness({version, row}: DetectedClient): number {
  return (version === null ? 2 : 0) + (row.unrelated ? 4 : row.behind ? 1 : 0)
}

/** By code unit, as no locale changes it. */
function byPosition(one: DetectedClient, other: DetectedClient): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1
  return one.range.start - other.range.start || (one.directory < other.directory ? -1 : 1)
}
