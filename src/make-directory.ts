import fs from 'node:fs'
import {dirname} from 'node:path'
import {codeOf} from './fault.js'

type Disk = Pick<typeof fs, 'mkdirSync' | 'statSync'>

/**
 * A directory and what is missing above it, level by level: below /proc and the like Node 20's own `recursive` never returns.
 *
 * @throws what the system says of the first level that cannot be made
 */
export function makeDirectory(directory: string, mode = 0o777, disk: Disk = fs): void {
  if (make(directory, mode, disk)) return
  makeDirectory(dirname(directory), mode, disk)
  if (!make(directory, mode, disk)) disk.mkdirSync(directory, {mode})
}

/** False where the level above is missing. */
function make(directory: string, mode: number, disk: Disk): boolean {
  try {
    disk.mkdirSync(directory, {mode})
    return true
  } catch (error) {
    // Whatever the system says, it may be there: as a drive's root, or made by another process a moment ago.
    if (disk.statSync(directory, {throwIfNoEntry: false})?.isDirectory()) return true
    if (codeOf(error) === 'ENOENT' && dirname(directory) !== directory) return false
    throw error
  }
}
