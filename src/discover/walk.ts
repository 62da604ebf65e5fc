import {type Dirent, readdirSync, realpathSync, statSync} from 'node:fs'
import {dirname, sep} from 'node:path'
import {describeFault} from '../fault.js'
import {detectFormat} from '../formats/detect.js'
import type {FormatId} from '../model.js'
import {
  bringsRules,
  descend,
  type Excludes,
  type IgnoreFactory,
  isIgnored,
  type Level,
  levelAbove,
  repositoryRoot,
} from './ignore-rules.js'
import {within} from './shown-path.js'

/** Told of each file whose name a format reads. `real` has no symbolic link in it. */
export interface Visitor {
  file(absolute: string, real: string, isLink: boolean, format?: FormatId): void
  /** A file that `isManifest` knows by its path. */
  manifest?(absolute: string): void
  seen(count: number): void
  problem(path: string, message: string): void
}

export interface WalkContext {
  readonly cwd: string
  readonly create: IgnoreFactory
  readonly excludes: Excludes
  /** Manifests are looked for only where somebody asks: most are of no format of ours. */
  readonly isManifest?: ((path: string) => boolean) | undefined
  /** Programs as well. */
  readonly isSource?: ((path: string) => boolean) | undefined
}

/**
 * All files below the roots. Synchronous and by hand: listing is most of a run over a large tree, and nothing that is not
 * needed for it may cost per file. Names are judged before ignore rules, which speak of fewer.
 */
export function walk(roots: readonly string[], context: WalkContext, visitor: Visitor): void {
  const walked = new Set<string>()
  // Outer ones first: one inside another has then been walked, unless it is ignored there and named all the same.
  for (const root of [...roots].sort((one, other) => one.length - other.length)) {
    walkDirectory(root, realpathSync(root), startLevel(root, context), {...context, visitor, walked})
  }
}

/** The same decision on single paths, for those that do not come from a walk: as if each were met on the way from `root`. */
export function createPathFilter(root: string, context: WalkContext): (absolute: string) => boolean {
  const known = new Map<string, Level | 'ignored' | null>()
  const inside = (directory: string): Level | 'ignored' | null => {
    const cached = known.get(directory)
    if (cached !== undefined) return cached
    const level = directory === root ? descend(startLevel(root, context), root, context.create) : enter(directory)
    known.set(directory, level)
    return level
  }
  const enter = (directory: string): Level | 'ignored' | null => {
    const above = inside(dirname(directory))
    if (above === 'ignored' || isIgnored(directory, true, above, context.excludes)) return 'ignored'
    return descend(above, directory, context.create)
  }
  return (absolute) => {
    const path = within(absolute, root)
    if (path === null || path === '') return false
    const level = inside(dirname(absolute))
    return level === 'ignored' || isIgnored(absolute, absolute.endsWith(sep), level, context.excludes)
  }
}

/** Ignore files count from the repository's root on, else from the working directory around it, else from itself. */
function startLevel(root: string, {cwd, create}: WalkContext): Level | null {
  const top = repositoryRoot(root) ?? (within(root, cwd) === null ? root : cwd)
  return levelAbove(root, top, create)
}

interface Walk extends WalkContext {
  readonly visitor: Visitor
  /** Real paths of the directories done. */
  readonly walked: Set<string>
}

function walkDirectory(directory: string, real: string, above: Level | null, context: Walk): void {
  if (context.walked.has(real)) return
  context.walked.add(real)
  const {visitor, excludes} = context
  const entries = list(directory, visitor)
  const hasRules = entries.some((entry) => bringsRules(entry.name))
  const level = hasRules ? descend(above, directory, context.create) : above
  const prefix = directory.endsWith(sep) ? directory : directory + sep
  const realPrefix = real.endsWith(sep) ? real : real + sep
  let files = 0
  for (const entry of entries) {
    const absolute = prefix + entry.name
    if (entry.isDirectory()) {
      if (isIgnored(absolute, true, level, excludes)) continue
      walkDirectory(absolute, realPrefix + entry.name, level, context)
      continue
    }
    files++
    visitFile(entry, absolute, realPrefix, level, context)
  }
  visitor.seen(files)
}

function visitFile(entry: Dirent, absolute: string, realPrefix: string, level: Level | null, context: Walk): void {
  const {visitor, excludes} = context
  const format = detectFormat(absolute) ?? (context.isSource?.(absolute) ? 'source' : null)
  const isManifest = context.isManifest?.(absolute) === true
  if ((format === null && !isManifest) || isIgnored(absolute, false, level, excludes)) return
  if (isManifest && entry.isFile()) visitor.manifest?.(absolute)
  if (format === null) return
  if (entry.isFile()) visitor.file(absolute, realPrefix + entry.name, false, format)
  else if (entry.isSymbolicLink()) visitLink(absolute, visitor)
}

function list(directory: string, visitor: Visitor): Dirent[] {
  try {
    return readdirSync(directory, {withFileTypes: true})
  } catch (error) {
    visitor.problem(directory, `the directory cannot be read: ${describeFault(error)}`)
    return []
  }
}

/** A linked file is read through; a linked directory would be walked twice, or for ever. */
export function visitLink(absolute: string, visitor: Visitor): void {
  try {
    if (statSync(absolute).isFile()) visitor.file(absolute, realpathSync(absolute), true)
  } catch {
    // A link to nothing, or to itself: there is nothing to read.
  }
}
