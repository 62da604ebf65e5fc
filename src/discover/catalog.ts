import {realpathSync} from 'node:fs'
import {detectFormat} from '../formats/detect.js'
import {fileKind, formatOfKind} from '../formats/file-kind.js'
import type {FileRef, FormatId} from '../model.js'
import type {SharedFile} from './shared-config.js'
import {shownPath} from './shown-path.js'
import type {Visitor} from './walk.js'

export interface Problem {
  readonly path: string
  readonly message: string
}

export interface Catalog extends Visitor {
  /** A file the user named: looked at whatever ignore files say, and told of when its format is unknown. */
  named(absolute: string, source: 'source' | 'unasked' | null): void
  shared(file: SharedFile): void
  /** Which programs are looked at; absent for none. */
  readonly isSource: ((path: string) => boolean) | undefined
  finish(): {
    readonly files: FileRef[]
    readonly seen: number
    readonly problems: Problem[]
    readonly manifests: string[]
  }
}

/** Collects each file once, however many ways led to it: by its real path, under the name that is no symbolic link. */
export function createCatalog(
  cwd: string,
  known: readonly SharedFile[],
  isSource?: (path: string) => boolean,
): Catalog {
  const found = new Map<string, {readonly ref: FileRef; readonly isLink: boolean}>()
  const problems = new Map<string, Problem>()
  const manifests: string[] = []
  let seen = 0

  const knownBy = new Map(known.map((file) => [file.real, file]))
  const add = (absolute: string, real: string, isLink: boolean, format: FormatId | null): boolean => {
    const shared = knownBy.size === 0 ? undefined : knownBy.get(real)
    const read = shared ? formatOfKind(shared.kind) : format
    if (read === null) return false
    const path =
      shared?.shown && shared.absolute === absolute && isOutside(absolute, cwd)
        ? shared.shown
        : shownPath(absolute, cwd)
    const ref: FileRef = {
      path,
      absolute,
      format: read,
      kind: shared?.kind ?? (read === 'ini' || read === 'json' ? fileKind(absolute) : null),
    }
    const other = found.get(real)
    if (other === undefined || isBetter({ref, isLink}, other)) found.set(real, {ref, isLink})
    return true
  }

  const formatOf = (path: string): FormatId | null => detectFormat(path) ?? (isSource?.(path) ? 'source' : null)
  return {
    isSource,
    file: (absolute, real, isLink, format) => void add(absolute, real, isLink, format ?? formatOf(absolute)),
    manifest: (absolute) => void manifests.push(absolute),
    seen: (count) => {
      seen += count
    },
    problem: (path, message) => void problems.set(path, {path: shownPath(path, cwd), message}),
    named: (absolute, source) => {
      seen++
      const real = realpathSync(absolute)
      const format = source === 'source' ? source : detectFormat(absolute)
      if (add(absolute, real, real !== absolute, format)) return
      const message =
        source === 'unasked'
          ? 'a program, which is read with --source-code or `sourceCode: true` in the config'
          : 'not a format stslint reads'
      problems.set(absolute, {path: shownPath(absolute, cwd), message})
    },
    shared: (file) => {
      seen++
      add(file.absolute, file.real, file.real !== file.absolute, null)
    },
    finish: () => ({
      files: [...found.values()].map(({ref}) => ref).sort(byPath),
      seen,
      problems: [...problems.values()].sort(byPath),
      manifests: manifests.sort(),
    }),
  }
}

interface Candidate {
  readonly ref: FileRef
  readonly isLink: boolean
}

function isBetter(one: Candidate, other: Candidate): boolean {
  return one.isLink === other.isLink ? one.ref.path < other.ref.path : other.isLink
}

function isOutside(absolute: string, cwd: string): boolean {
  return shownPath(absolute, cwd) === shownPath(absolute, absolute)
}

/** By code unit, as no locale changes it. */
function byPath(one: {readonly path: string}, other: {readonly path: string}): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0
}
