import type {Change} from '../check-request.js'
import {decode, encode, encodingOf} from '../encoding.js'
import {disk, type FileSystem} from './file-system.js'
import {openTarget, Refusal, replaceFile, type Target} from './replace-file.js'
import {markComplete, type Recorded, type Run, recordRun, removeRun} from './state.js'

export interface WriteContext {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly now: Date
  readonly platform?: NodeJS.Platform
  readonly fs?: FileSystem
}

export interface Refused {
  readonly path: string
  readonly reason: string
}

export interface Written {
  readonly written: string[]
  readonly refused: Refused[]
  /** The undo record; null where nothing was written. */
  readonly run: Run | null
}

/**
 * Writes what the fixes made of each file, or nothing of it. First every file is looked at, then the undo record of all is
 * kept, then they are replaced one by one: whatever happens in between, `stslint undo` can put back what was changed.
 */
export function writeChanges(changes: readonly Change[], context: WriteContext): Written {
  const {fs = disk, platform = process.platform, env, now, cwd} = context
  const outcome: Outcome = {written: [], refused: []}
  const plans = changes.flatMap((change) => orRefused(change, outcome, () => [plan(fs, change)]) ?? [])
  if (plans.length === 0) return {...outcome, run: null}

  const state = {env, platform, fs}
  const run = recordRun(plans.map(toRecorded), now, cwd, state)
  for (const {change, target, after} of plans) {
    orRefused(change, outcome, () => {
      replaceFile(fs, target, after)
      outcome.written.push(change.file.path)
    })
  }
  if (outcome.written.length === 0) {
    removeRun(run, state)
    return {...outcome, run: null}
  }
  markComplete(run, state)
  return {...outcome, run}
}

type Outcome = Omit<Written, 'run'>

interface Plan {
  readonly change: Change
  readonly target: Target
  readonly after: Buffer
}

function plan(fs: FileSystem, change: Change): Plan {
  const target = openTarget(fs, change.file.absolute)
  if (decode(target.bytes) !== change.before) throw new Refusal('it changed since it was read')
  const after = encode(change.after, encodingOf(target.bytes))
  // A lone surrogate, or UTF-16 that lost its mark: read back, it would be another text.
  if (decode(after) !== change.after) throw new Refusal('the new text cannot be written in its encoding')
  return {change, target, after}
}

function toRecorded({target, after}: Plan): Recorded {
  return {path: target.path, encoding: encodingOf(target.bytes), before: target.bytes, after}
}

function orRefused<T>({file}: Change, {refused}: Outcome, run: () => T): T | null {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    refused.push({path: file.path, reason: error.message})
    return null
  }
}
