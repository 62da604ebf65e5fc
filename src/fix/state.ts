import {createHash} from 'node:crypto'
import {homedir} from 'node:os'
import {posix, win32} from 'node:path'
import type {Encoding} from '../encoding.js'
import {UserError} from '../errors.js'
import {codeOf, describeFault} from '../fault.js'
import {makeDirectory} from '../make-directory.js'
import type {FileSystem} from './file-system.js'
import {syncDirectory, withOpen, writeAll} from './replace-file.js'

/**
 * What a run changed, kept outside the tree: `<state>/runs/<number>-<time>/` holds `manifest.json` and, per file, the bytes
 * before and after. Private, because configuration holds secrets.
 */
export interface Manifest {
  readonly version: 1
  readonly started: string
  readonly cwd: string
  readonly files: readonly RecordedFile[]
}

export interface RecordedFile {
  readonly path: string
  readonly encoding: Encoding
  /** SHA-256 of the bytes. */
  readonly before: string
  readonly after: string
  /** Of those that a roll-back left or was about to leave. */
  readonly rolledBack?: string
}

export interface Recorded {
  readonly path: string
  readonly encoding: Encoding
  readonly before: Buffer
  readonly after: Buffer
}

export interface Run {
  readonly id: string
  readonly directory: string
  readonly manifest: Manifest
}

export interface StateContext {
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly fs: FileSystem
}

/** Runs that can be undone, one after the other; older ones go. */
const KEPT = 20

export function stateDirectory({env, platform}: Pick<StateContext, 'env' | 'platform'>): string {
  const {join, isAbsolute} = platform === 'win32' ? win32 : posix
  // The XDG specification has a relative value ignored.
  if (env.XDG_STATE_HOME && isAbsolute(env.XDG_STATE_HOME)) return join(env.XDG_STATE_HOME, 'stslint')
  if (platform !== 'win32') return join(env.HOME || homedir(), '.local', 'state', 'stslint')
  return join(env.LOCALAPPDATA || join(env.USERPROFILE || homedir(), 'AppData', 'Local'), 'stslint')
}

/** All of a run's files before any of them is changed, so that a crash at any point leaves a usable record. */
export function recordRun(files: readonly Recorded[], started: Date, cwd: string, context: StateContext): Run {
  const root = stateDirectory(context)
  try {
    const run = createRun(root, started, context)
    const manifest: Manifest = {version: 1, started: started.toISOString(), cwd, files: files.map(describe)}
    for (const [index, {before, after}] of files.entries()) {
      writePrivate(context.fs, `${run.directory}/${index}.before`, before)
      writePrivate(context.fs, `${run.directory}/${index}.after`, after)
    }
    // Last and whole: a folder without a manifest is a run that changed nothing.
    writePrivate(context.fs, `${run.directory}/manifest.tmp`, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
    context.fs.renameSync(`${run.directory}/manifest.tmp`, `${run.directory}/manifest.json`)
    syncDirectory(context.fs, run.directory)
    prune(context)
    return {...run, manifest}
  } catch (error) {
    if (codeOf(error) === '') throw error
    throw new UserError(
      'WRITE_FAILED',
      `nothing was changed, because the undo record cannot be kept in ${root}: ${describeFault(error)}; XDG_STATE_HOME can name another place`,
      {cause: error},
    )
  }
}

/**
 * Says what is about to be written over what the run wrote, by index of its files: whether that happens or not, undo knows
 * the bytes it finds.
 */
export function amendRun(run: Run, next: ReadonlyMap<number, Buffer>, {fs}: StateContext): Run {
  for (const [index, bytes] of next) writePrivate(fs, `${run.directory}/${index}.rolledBack`, bytes)
  const files = run.manifest.files.map((file, index) => {
    const bytes = next.get(index)
    return bytes === undefined ? file : {...file, rolledBack: sha256(bytes)}
  })
  const manifest = {...run.manifest, files}
  writePrivate(fs, `${run.directory}/manifest.tmp`, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  fs.rmSync(`${run.directory}/complete`, {force: true})
  fs.renameSync(`${run.directory}/manifest.tmp`, `${run.directory}/manifest.json`)
  syncDirectory(fs, run.directory)
  return {...run, manifest}
}

/** Runs with a manifest, oldest first. */
export function readRuns(context: StateContext): Run[] {
  return folders(context).flatMap((id) => {
    const directory = `${runsDirectory(context)}/${id}`
    const manifest = id.endsWith(SPENT) ? null : readManifest(context.fs, `${directory}/manifest.json`)
    return manifest === null ? [] : [{id, directory, manifest}]
  })
}

/** The bytes a file had, as kept; null where the record is damaged. */
export function readKept(
  fs: FileSystem,
  run: Run,
  index: number,
  which: 'before' | 'after' | 'rolledBack',
): Buffer | null {
  try {
    const bytes = fs.readFileSync(`${run.directory}/${index}.${which}`)
    return sha256(bytes) === run.manifest.files[index]?.[which] ? bytes : null
  } catch {
    return null
  }
}

export function removeRun(run: Run, {fs}: StateContext): void {
  quietly(() => fs.rmSync(run.directory, {recursive: true, force: true}))
}

/** Every file is as the manifest says: from now on a difference is somebody's work, and not a crash's. */
export function markComplete(run: Run, {fs}: StateContext): void {
  quietly(() => writePrivate(fs, `${run.directory}/complete`, Buffer.alloc(0)))
}

export function isComplete(run: Run, {fs}: StateContext): boolean {
  return fs.existsSync(`${run.directory}/complete`)
}

/** Out of the way of the next undo, but its bytes are kept for as long as those of other runs. */
export function setAside(run: Run, {fs}: StateContext): string {
  const directory = run.directory + SPENT
  quietly(() => fs.renameSync(run.directory, directory))
  return fs.existsSync(directory) ? directory : run.directory
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const SPENT = '.undone'

function describe({path, encoding, before, after}: Recorded): RecordedFile {
  return {path, encoding, before: sha256(before), after: sha256(after)}
}

/** Numbered rather than dated, because clocks go back. Two processes at once get two numbers. */
function createRun(root: string, started: Date, context: StateContext): {id: string; directory: string} {
  const {fs} = context
  makeDirectory(runsDirectory(context), 0o700, fs)
  if (context.platform !== 'win32') fs.chmodSync(root, 0o700)
  const last = Number.parseInt(folders(context).at(-1) ?? '0', 10)
  const time = started.toISOString().replace(/[-:]|\.\d+/g, '')
  for (let number = last + 1; ; number++) {
    const id = `${String(number).padStart(8, '0')}-${time}`
    const directory = `${runsDirectory(context)}/${id}`
    try {
      fs.mkdirSync(directory, {mode: 0o700})
      return {id, directory}
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
}

function prune(context: StateContext): void {
  for (const id of folders(context).slice(0, -KEPT)) {
    quietly(() => context.fs.rmSync(`${runsDirectory(context)}/${id}`, {recursive: true, force: true}))
  }
}

/** Housekeeping: the files of the user are as they should be, and a record too many does no harm. */
function quietly(run: () => void): void {
  try {
    run()
  } catch (error) {
    if (codeOf(error) === '') throw error
  }
}

function folders(context: StateContext): string[] {
  try {
    return context.fs
      .readdirSync(runsDirectory(context))
      .filter((name) => /^\d{8}-/.test(name))
      .sort()
  } catch {
    return []
  }
}

function runsDirectory(context: StateContext): string {
  return `${stateDirectory(context)}/runs`
}

function readManifest(fs: FileSystem, path: string): Manifest | null {
  try {
    const manifest = JSON.parse(fs.readFileSync(path, 'utf8')) as Manifest
    return manifest.version === 1 && Array.isArray(manifest.files) ? manifest : null
  } catch {
    return null
  }
}

function writePrivate(fs: FileSystem, path: string, bytes: Buffer): void {
  withOpen(fs, path, 'wx', 0o600, (descriptor) => {
    writeAll(fs, descriptor, bytes)
    fs.fsyncSync(descriptor)
  })
}
