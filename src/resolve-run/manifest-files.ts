import {readdirSync} from 'node:fs'
import {dirname, relative} from 'node:path'
import {includesOf, isManifest, manifestPrefilter, type PackageTable} from '../clients/index.js'
import {directoryOf, normal, upwards} from '../clients/paths.js'
import {repositoryRoot} from '../discover/ignore-rules.js'
import {readFile} from '../discover/read.js'
import {within} from '../discover/shown-path.js'
import type {Manifest} from './found-clients.js'

/** Where manifests are looked for. Paths are absolute, with `/`. */
export interface ManifestSource {
  /** What one directory holds: names. */
  list(directory: string): {readonly files: readonly string[]; readonly directories: readonly string[]}
  /** Null where the file holds nothing of the pattern, or cannot be read. */
  read(path: string, prefilter: RegExp | null): string | null
  shown(path: string): string
  /** The highest directory to look in for a file in `directory`. */
  top(directory: string): string
}

export function manifestsOnDisk(cwd: string): ManifestSource {
  return {
    list,
    read: (path, prefilter) => {
      const found = readFile({path, absolute: path, format: 'json', kind: null}, prefilter)
      return found.status === 'text' ? found.text : null
    },
    // Above the working directory too a relative path: a message must not depend on the machine.
    shown: (path) => relative(cwd, path).replaceAll('\\', '/'),
    top: (directory) => topOf(directory, cwd).replaceAll('\\', '/'),
  }
}

/** The repository's, else the working directory, else the one above. */
function topOf(start: string, cwd: string): string {
  return repositoryRoot(start) ?? (within(start, cwd) === null ? dirname(start) : cwd)
}

function list(directory: string): ReturnType<ManifestSource['list']> {
  const files: string[] = []
  const directories: string[] = []
  try {
    for (const entry of readdirSync(directory, {withFileTypes: true})) {
      if (entry.isFile()) files.push(entry.name)
      else if (entry.isDirectory() || entry.isSymbolicLink()) directories.push(entry.name)
    }
  } catch {
    // A file, or a directory that may not be read: what lies in it is unknown either way.
  }
  return {files, directories}
}

/** Where manifests lie that belong to the directory above. */
const ASIDE = ['gradle', 'requirements']

/** Manifests that can belong to something in these directories: those in them and above them. */
export function manifestsAbove(directories: readonly string[], source: ManifestSource): string[] {
  const above = new Set(
    [...new Set(directories)].flatMap((directory) => {
      const top = source.top(directory).replace(/\/$/, '')
      return upwards(directory).filter((each) => each === top || each.startsWith(`${top}/`))
    }),
  )
  const found = new Set<string>()
  const look = (directory: string): readonly string[] => {
    const {files, directories} = source.list(directory)
    for (const name of files) if (isManifest(`${directory}/${name}`)) found.add(`${directory}/${name}`)
    return directories
  }
  for (const directory of above) {
    const inner = look(directory)
    for (const name of ASIDE) if (inner.includes(name)) look(`${directory}/${name}`)
  }
  return [...found].sort()
}

export function readManifestTexts(
  paths: readonly string[],
  packages: PackageTable,
  source: ManifestSource,
): Manifest[] {
  const prefilterOf = manifestPrefilter(packages)
  const found = paths.flatMap((path) => {
    const text = source.read(path, prefilterOf(path))
    return text === null ? [] : [{path, text, shown: source.shown(path)}]
  })
  return [...found, ...found.flatMap((manifest) => included(manifest, new Set(paths), prefilterOf, source))]
}

/** What a requirements file includes under a name that says nothing, or from another place; `known` keeps from going round. */
function included(
  manifest: Manifest,
  known: Set<string>,
  prefilterOf: (path: string) => RegExp | null,
  source: ManifestSource,
): Manifest[] {
  const owner = manifest.includedIn ?? manifest.path
  return includesOf(manifest).flatMap((target) => {
    const path = normal(target)
    const isOwn = known.has(path) && directoryOf(path).startsWith(directoryOf(owner))
    if (isOwn || path === owner || known.has(`${owner} ${path}`)) return []
    known.add(`${owner} ${path}`)
    const text = source.read(path, prefilterOf(owner))
    if (text === null) return []
    const found = {path, text, shown: source.shown(path), includedIn: owner}
    return [found, ...included(found, known, prefilterOf, source)]
  })
}
