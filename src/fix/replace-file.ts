import {randomBytes} from 'node:crypto'
import {constants, type Stats} from 'node:fs'
import {dirname, join} from 'node:path'
import {codeOf, describeFault} from '../fault.js'
import type {FileSystem} from './file-system.js'

/** Why a file was left as it is: a sentence for the user, and nothing was written. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** A file that may be written, as it was when it was looked at. */
export interface Target {
  /** Without symbolic links: writing to a link would replace the link. */
  readonly path: string
  readonly bytes: Buffer
  readonly stats: Stats
}

/** Reads a file that is about to be written; refuses one that must not be. */
export function openTarget(fs: FileSystem, absolute: string): Target {
  const path = attempt('it is no longer there', () => fs.realpathSync(absolute))
  const stats = attempt('it cannot be looked at', () => fs.statSync(path))
  if (!stats.isFile()) throw new Refusal('it is not a regular file')
  // Asked of the mode first, because root may write everything and Windows shows its read-only attribute here.
  if ((stats.mode & 0o200) === 0) throw new Refusal('it is read-only')
  attempt('there is no permission to write it', () => fs.accessSync(path, constants.W_OK))
  return {path, stats, bytes: attempt('it cannot be read', () => fs.readFileSync(path))}
}

/**
 * All of the new bytes or all of the old ones: a temporary file in the same directory, renamed over the target. In place
 * where a rename would change more than the content: another name of the same file would keep the old text, the owner
 * would become ours, a mount point cannot be renamed over.
 */
export function replaceFile(fs: FileSystem, target: Target, bytes: Buffer): void {
  // Two names of one file (hard links, a link and its target) are two changes: the first one wrote both.
  if (readNow(fs, target).equals(bytes)) return
  if (target.stats.nlink > 1) return writeInPlace(fs, target, bytes)
  try {
    renameOver(fs, target, bytes)
  } catch (error) {
    if (!(error instanceof CannotRename)) throw error
    writeInPlace(fs, target, bytes)
  }
}

/** The old bytes are in the undo record by now, so that even a crash half way can be put right. */
function writeInPlace(fs: FileSystem, target: Target, bytes: Buffer): void {
  checkUnchanged(fs, target)
  attempt('it cannot be written', () =>
    withOpen(fs, target.path, 'r+', undefined, (descriptor) => {
      try {
        overwrite(fs, descriptor, bytes)
      } catch (error) {
        overwrite(fs, descriptor, target.bytes)
        throw error
      }
    }),
  )
}

/** Cut first: what a crash leaves is then the beginning of the new text, which undo can tell from somebody's edit. */
function overwrite(fs: FileSystem, descriptor: number, bytes: Buffer): void {
  fs.ftruncateSync(descriptor)
  writeAll(fs, descriptor, bytes)
  fs.fsyncSync(descriptor)
}

/** Nothing was changed yet, and writing in place is the way. */
class CannotRename extends Error {}

function renameOver(fs: FileSystem, target: Target, bytes: Buffer): void {
  const temporary = join(dirname(target.path), `.stslint-${randomBytes(6).toString('hex')}.tmp`)
  try {
    attempt('its directory cannot be written to', () =>
      // Private until its mode is known to be the old one's.
      withOpen(fs, temporary, 'wx', 0o600, (descriptor) => {
        keepOwnerAndMode(fs, descriptor, target.stats)
        writeAll(fs, descriptor, bytes)
        fs.fsyncSync(descriptor)
      }),
    )
    checkUnchanged(fs, target)
    attempt('it cannot be replaced', () => rename(fs, temporary, target.path))
  } catch (error) {
    removeQuietly(fs, temporary)
    throw error
  }
  syncDirectory(fs, dirname(target.path))
}

function keepOwnerAndMode(fs: FileSystem, descriptor: number, {uid, gid, mode}: Stats): void {
  const own = fs.fstatSync(descriptor)
  if (own.uid !== uid || own.gid !== gid) {
    try {
      fs.fchownSync(descriptor, uid, gid)
    } catch (error) {
      throw new CannotRename('the owner cannot be kept', {cause: error})
    }
  }
  // After the owner, which clears set-user-id bits.
  fs.fchmodSync(descriptor, mode & 0o7777)
}

function rename(fs: FileSystem, from: string, to: string): void {
  try {
    fs.renameSync(from, to)
  } catch (error) {
    // A single file mounted into a container. On Windows the same code means that another program has it open.
    if (codeOf(error) === 'EBUSY' && process.platform !== 'win32')
      throw new CannotRename('it is a mount point', {cause: error})
    throw error
  }
}

function checkUnchanged(fs: FileSystem, target: Target): void {
  if (!readNow(fs, target).equals(target.bytes)) throw new Refusal('it changed since it was read')
}

function readNow(fs: FileSystem, {path}: Target): Buffer {
  return attempt('it cannot be read', () => fs.readFileSync(path))
}

/** `wx` leaves nothing behind that another program could have put there. */
export function withOpen(
  fs: FileSystem,
  path: string,
  flags: string,
  mode: number | undefined,
  use: (descriptor: number) => void,
): void {
  const descriptor = fs.openSync(path, flags, mode)
  try {
    use(descriptor)
  } finally {
    fs.closeSync(descriptor)
  }
}

export function writeAll(fs: FileSystem, descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    written += fs.writeSync(descriptor, bytes, written, bytes.length - written, written)
  }
}

/** So that the rename itself survives a power failure. Windows has no such call, some file systems refuse it. */
export function syncDirectory(fs: FileSystem, directory: string): void {
  if (process.platform === 'win32') return
  try {
    withOpen(fs, directory, 'r', undefined, (descriptor) => fs.fsyncSync(descriptor))
  } catch {
    // The content is safe; only the moment of the rename is not known to be on disk.
  }
}

function removeQuietly(fs: FileSystem, path: string): void {
  try {
    fs.unlinkSync(path)
  } catch {
    // Never created, or renamed by now.
  }
}

/** System errors become refusals that say what was being done; our own go through. */
export function attempt<T>(what: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (codeOf(error) === '') throw error
    const inUse = process.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(codeOf(error))
    throw new Refusal(`${what}: ${describeFault(error)}${inUse ? ' (another program may have it open)' : ''}`, {
      cause: error,
    })
  }
}
