import {accessSync, constants, lstatSync, realpathSync, type Stats, statSync} from 'node:fs'
import {resolve, sep} from 'node:path'
import {UserError} from '../errors.js'
import {codeOf, describeFault} from '../fault.js'
import {detectFormat} from '../formats/detect.js'
import type {FileRef, Prefilter, Read} from '../model.js'
import {type Catalog, createCatalog, type Problem} from './catalog.js'
import {expandGlobs, isGlob} from './globs.js'
import {createExcludes} from './ignore-rules.js'
import {sharedFiles} from './shared-config.js'
import {within} from './shown-path.js'
import {createPathFilter, visitLink, type WalkContext, walk} from './walk.js'

export interface DiscoverOptions {
  readonly cwd: string
  /** Files, directories and globs; empty for the working directory and the shared AWS files in use. */
  readonly paths: readonly string[]
  /** False leaves the shared AWS files out. */
  readonly home: boolean
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly staged: boolean
  readonly since: string | null
  /** The config's own: globs relative to the working directory, or a test on absolute paths. */
  readonly ignore: readonly string[] | ((absolute: string) => boolean)
  /** The name that standard input stands for; nothing else is looked at. */
  readonly stdin?: string
  /** Which files are manifests, for a run that wants them as well. */
  readonly isManifest?: (path: string) => boolean
  /** Programs are files to look at as well. */
  readonly withSource?: boolean
}

export interface Discovery {
  /** Sorted by path, each file once. */
  readonly files: readonly FileRef[]
  /** How many files were met, of a known format or not. */
  readonly seen: number
  readonly problems: readonly Problem[]
  /** Manifests below the given directories, with `isManifest`: absolute. */
  readonly manifests: readonly string[]
  /** With `staged`: the content that would be committed, for a file whose work tree differs from it; null for others. */
  readStaged(file: FileRef, prefilter: Prefilter | null, maxBytes?: number): Read | null
}

/** Which files there are to look at, by name alone. Nothing is read but ignore files. */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const shared = sharedFiles(options)
  const sources = options.withSource === true ? await import('../formats/source-files.js') : null
  const catalog = createCatalog(options.cwd, shared, sources?.isOwnSource)
  if (options.stdin !== undefined)
    return {...onlyStdin(catalog, resolve(options.cwd, options.stdin)), readStaged: () => null}
  if (options.staged || options.since !== null) return addChanged(catalog, options)

  const given = options.paths.length === 0 ? {...NOTHING, directories: [options.cwd]} : await sortPaths(options)
  if (given.files.some(isUnknown)) await nameFiles(given.files, catalog, sources !== null)
  else for (const file of given.files) catalog.named(file, null)
  await addTrees(given, catalog, options)
  if (options.paths.length === 0 && options.home) for (const file of shared) catalog.shared(file)
  return {...catalog.finish(), readStaged: () => null}
}

function isUnknown(file: string): boolean {
  return detectFormat(file) === null
}

/** Who names a program wants it read, test or not: told how where nobody asked for programs. */
async function nameFiles(files: readonly string[], catalog: Catalog, withSource: boolean): Promise<void> {
  const {languageOf} = await import('../formats/source-files.js')
  for (const file of files) {
    const isSource = isUnknown(file) && languageOf(file) !== null
    catalog.named(file, isSource ? (withSource ? 'source' : 'unasked') : null)
  }
}

/** It need not exist: an editor may ask about a file before it is saved. */
function onlyStdin(catalog: Catalog, absolute: string): ReturnType<Catalog['finish']> {
  catalog.seen(1)
  catalog.file(absolute, absolute, false)
  return catalog.finish()
}

interface Given {
  readonly files: readonly string[]
  readonly directories: readonly string[]
  /** From globs: these obey ignore files and may be of any format. */
  readonly matched: readonly string[]
}

const NOTHING: Given = {files: [], directories: [], matched: []}

async function sortPaths({paths, cwd}: DiscoverOptions): Promise<Given> {
  const files: string[] = []
  const directories: string[] = []
  const globs: string[] = []
  for (const path of paths) {
    const absolute = resolve(cwd, path)
    const stats = path === '' ? null : look(path, absolute)
    if (stats?.isDirectory()) directories.push(readable(path, absolute))
    else if (stats?.isFile()) files.push(absolute)
    else if (stats)
      throw new UserError('PATH_NOT_FOUND', `'${path}' is neither a file nor a directory; use --stdin to read a stream`)
    else if (isGlob(path)) globs.push(path)
    else throw new UserError('PATH_NOT_FOUND', `there is no file or directory '${path}' in ${cwd}; check the spelling`)
  }
  const matched = globs.length === 0 ? [] : await expandGlobs(globs, cwd)
  return {files, directories, matched}
}

function look(path: string, absolute: string): Stats | null {
  try {
    return statSync(absolute)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EINVAL', ''].includes(codeOf(error))) return brokenLink(path, absolute)
    throw new UserError('PATH_NOT_FOUND', `'${path}' cannot be looked at: ${describeFault(error)}`, {cause: error})
  }
}

/** Who names a directory must not take it for clean when it could not be looked into. */
function readable(path: string, directory: string): string {
  try {
    accessSync(directory, constants.R_OK | constants.X_OK)
    return directory
  } catch (error) {
    throw new UserError('PATH_NOT_FOUND', `'${path}' cannot be read: ${describeFault(error)}`, {cause: error})
  }
}

function brokenLink(path: string, absolute: string): null {
  const isLink = attempt(() => lstatSync(absolute))?.isSymbolicLink()
  if (isLink) throw new UserError('PATH_NOT_FOUND', `'${path}' is a symbolic link to a file that is not there`)
  return null
}

function attempt<T>(run: () => T): T | null {
  try {
    return run()
  } catch {
    return null
  }
}

async function addTrees({directories, matched}: Given, catalog: Catalog, options: DiscoverOptions): Promise<void> {
  if (directories.length === 0 && matched.length === 0) return
  const context = await createContext(options, catalog)
  const isLeftOut = createPathFilter(options.cwd, context)
  const kept = matched.filter((path) => !isLeftOut(path))
  for (const file of kept.filter((path) => !path.endsWith(sep))) {
    catalog.seen(1)
    visit(file, catalog)
  }
  walk([...directories, ...kept.filter((path) => path.endsWith(sep)).map((path) => resolve(path))], context, catalog)
}

/** A path that did not come from a walk. One that is gone is still visited: its staged content may not be. */
function visit(absolute: string, catalog: Catalog): void {
  const stats = attempt(() => lstatSync(absolute))
  if (stats?.isSymbolicLink()) visitLink(absolute, catalog)
  // A named pipe would be waited for.
  else if (stats === null || stats.isFile())
    catalog.file(absolute, attempt(() => realpathSync(absolute)) ?? absolute, false)
}

async function createContext({cwd, ignore, isManifest}: DiscoverOptions, {isSource}: Catalog): Promise<WalkContext> {
  const {default: create} = await import('ignore')
  return {cwd, create, excludes: createExcludes(ignore, cwd, create), isManifest, isSource}
}

/** What git says changed, less what the given paths and ignore files leave out. */
async function addChanged(catalog: Catalog, options: DiscoverOptions): Promise<Discovery> {
  const {changedSince, stagedFiles} = await import('./git.js')
  const changed = options.staged ? await stagedFiles(options) : await changedSince(options.since ?? '', options)
  const given = options.paths.length === 0 ? {...NOTHING, directories: [options.cwd]} : await sortPaths(options)
  const context = await createContext(options, catalog)
  const named = new Set([...given.files, ...given.matched])
  const areas = given.directories.map((directory) => ({directory, isLeftOut: createPathFilter(directory, context)}))
  for (const path of new Set(changed.paths)) {
    const isWanted =
      named.has(path) || areas.some(({directory, isLeftOut}) => within(path, directory) !== null && !isLeftOut(path))
    // What a link's change means is said by the file it leads to, if that changed.
    if (!isWanted || attempt(() => lstatSync(path))?.isSymbolicLink()) continue
    catalog.seen(1)
    visit(path, catalog)
  }
  return {...catalog.finish(), readStaged: changed.readStaged}
}
