import {decode, encode} from '../encoding.js'
import {disk, type FileSystem} from './file-system.js'
import {attempt, openTarget, Refusal, replaceFile} from './replace-file.js'
import {amendRun, markComplete, type Run, readKept, removeRun, sha256} from './state.js'
import type {Refused, WriteContext} from './write.js'

/** What a file is to say in place of what the run wrote: its text before, or one with some of the fixes. */
export interface Return {
  /** For messages. */
  readonly path: string
  readonly absolute: string
  readonly text: string
}

/**
 * Takes back some of what a run wrote. The undo record knows the new bytes before they are written, so that a crash at any
 * point leaves a file that `stslint undo` recognises. A file that somebody changed since is left alone.
 */
export function rollBack(run: Run, returns: readonly Return[], context: WriteContext): Refused[] {
  const {fs = disk, platform = process.platform, env} = context
  const state = {env, platform, fs}
  const refused: Refused[] = []
  const orRefused = <T>(path: string, run: () => T): T[] => {
    try {
      return [run()]
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refused.push({path, reason: error.message})
      return []
    }
  }
  const steps = returns.flatMap((each) => orRefused(each.path, () => ({...each, ...bytesOf(run, each, fs)})))
  const next = new Map(steps.map(({index, bytes}) => [index, bytes]))
  // Without a record nothing is written: the fix stays, and so does its undo.
  const record = () => attempt('the undo record cannot be kept', () => amendRun(run, next, state))
  let amended: Run
  try {
    amended = record()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [...refused, ...steps.map(({path}) => ({path, reason: error.message}))]
  }
  for (const {path, absolute, index, bytes} of steps) {
    orRefused(path, () => {
      const target = openTarget(fs, absolute)
      // Two names of one file: the first wrote both.
      if (target.bytes.equals(bytes)) return
      if (sha256(target.bytes) !== run.manifest.files[index]?.after) throw new Refusal('it changed since the fix')
      replaceFile(fs, target, bytes)
    })
  }
  const isUndone = amended.manifest.files.every(({before, rolledBack}) => rolledBack === before)
  if (isUndone && refused.length === 0) removeRun(amended, state)
  else markComplete(amended, state)
  return refused
}

/** The bytes before themselves, where the text is that before: encoding is not always the same both ways. */
function bytesOf(run: Run, {absolute, text}: Return, fs: FileSystem): {index: number; bytes: Buffer} {
  const {path: real} = openTarget(fs, absolute)
  const index = run.manifest.files.findIndex(({path}) => path === real)
  const file = run.manifest.files[index]
  const before = readKept(fs, run, index, 'before')
  if (file === undefined || before === null) throw new Refusal('its undo record is damaged')
  return {index, bytes: decode(before) === text ? before : encode(text, file.encoding)}
}
