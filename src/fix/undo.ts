import {sep} from 'node:path'
import {UserError} from '../errors.js'
import {disk, type FileSystem} from './file-system.js'
import {openTarget, Refusal, replaceFile, type Target} from './replace-file.js'
import {isComplete, type Run, readKept, readRuns, removeRun, type StateContext, setAside, sha256} from './state.js'
import type {Refused} from './write.js'

export interface UndoContext {
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly fs?: FileSystem
}

export interface Undone {
  readonly run: string
  readonly started: string
  /** Absolute paths; with `dryRun`, those that would be. */
  readonly restored: string[]
  /** Found as they were before the run: nobody's work, or somebody was faster. */
  readonly unchanged: string[]
  readonly refused: Refused[]
}

export interface RunSummary {
  readonly id: string
  readonly started: string
  readonly cwd: string
  readonly files: readonly string[]
}

/** Runs that can be undone, the newest first. */
export function listRuns(context: UndoContext): RunSummary[] {
  return readRuns(withDisk(context))
    .reverse()
    .map(({id, manifest}) => ({
      id,
      started: manifest.started,
      cwd: manifest.cwd,
      files: manifest.files.map(({path}) => path),
    }))
}

/** Only a run that started here, above or below: nobody expects `undo` to reach into another project. */
function lastRun(runs: readonly Run[], cwd: string | undefined): Run {
  const run = runs.findLast(
    ({manifest}) => cwd === undefined || isWithin(manifest.cwd, cwd) || isWithin(cwd, manifest.cwd),
  )
  if (run) return run
  const other = runs.at(-1)
  const where = other ? `here; the last one was in ${other.manifest.cwd} (--anywhere undoes that)` : 'on record'
  throw new UserError('NOTHING_TO_UNDO', `there is nothing to undo: no run of --fix is ${where}`)
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep)
}

/**
 * Puts back, byte for byte, what the last run changed. A file that somebody changed since is left alone. The record is then
 * spent, so that the next undo goes one run further back; it stays where a file could not be written, to be tried again.
 */
export function undoLast(context: UndoContext & {readonly dryRun: boolean; readonly cwd?: string}): Undone {
  const state = withDisk(context)
  const run = lastRun(readRuns(state), context.cwd)

  const undone: Undone = {run: run.id, started: run.manifest.started, restored: [], unchanged: [], refused: []}
  let isRetryable = false
  for (const [index, {path}] of run.manifest.files.entries()) {
    try {
      undone[restore(run, index, state, context.dryRun)].push(path)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      undone.refused.push({path, reason: error.message})
      isRetryable ||= !(error instanceof Final)
    }
  }
  if (context.dryRun || isRetryable) return undone
  return {...undone, refused: spend(run, undone.refused, state)}
}

/** A refusal that trying again would not change. */
class Final extends Refusal {}

function restore(run: Run, index: number, state: StateContext, dryRun: boolean): 'restored' | 'unchanged' {
  const {fs} = state
  const file = run.manifest.files[index]
  const before = readKept(fs, run, index, 'before')
  if (file === undefined || before === null) throw new Final('its record is damaged')
  if (!fs.existsSync(file.path)) throw new Final('it is no longer there')

  const target = openTarget(fs, file.path)
  if (target.bytes.equals(before)) return 'unchanged'
  const isOurs =
    [file.after, file.rolledBack].includes(sha256(target.bytes)) ||
    (!isComplete(run, state) &&
      (isTorn(target, readKept(fs, run, index, 'after')) || isTorn(target, readKept(fs, run, index, 'rolledBack'))))
  if (!isOurs) throw new Final('it changed since the fix')
  if (!dryRun) replaceFile(fs, target, before)
  return 'restored'
}

/** What a crash leaves of a file written in place: the beginning of the new bytes, and no more. */
function isTorn({bytes}: Target, after: Buffer | null): boolean {
  return after !== null && bytes.length < after.length && after.subarray(0, bytes.length).equals(bytes)
}

/** Bytes that could not be put back stay to be had by hand. */
function spend(run: Run, refused: readonly Refused[], state: StateContext): Refused[] {
  if (refused.length === 0) {
    removeRun(run, state)
    return []
  }
  const directory = setAside(run, state)
  const index = (path: string) => run.manifest.files.findIndex((file) => file.path === path)
  return refused.map(({path, reason}) => ({
    path,
    reason: `${reason}; its text before is in ${directory}/${index(path)}.before`,
  }))
}

function withDisk({env, platform, fs = disk}: UndoContext): StateContext {
  return {env, platform, fs}
}
