import {readdirSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {linkedTexts, Parser, readFiles} from '../check-parse.js'
import {type DetectedClient, isManifest, manifestPrefilter, type PackageTable, readManifests} from '../clients/index.js'
import type {RuleData} from '../data.js'
import {discover} from '../discover/discover.js'
import {repositoryRoot} from '../discover/ignore-rules.js'
import {readFile} from '../discover/read.js'
import {sharedFiles} from '../discover/shared-config.js'
import {shownPath, within} from '../discover/shown-path.js'
import type {CheckFlags} from '../flags.js'
import {write} from '../output.js'
import {createRequest} from '../run-input.js'
import type {RunOptions} from '../run-options.js'
import {createProject, type Project, type Unit} from '../scopes/view.js'
import type {Manifest} from './found-clients.js'
import type {SharedFiles} from './shared-files.js'

export interface ReadProject {
  readonly project: Project
  readonly inUse: SharedFiles
  readonly manifests: readonly Manifest[]
  readonly detected: readonly DetectedClient[]
}

export interface ProjectRequest {
  readonly paths: readonly string[]
  readonly flags: CheckFlags
  readonly options: RunOptions
  readonly data: RuleData
  readonly packages: PackageTable
  /** Variables that make a file worth reading beside what `check` looks for. */
  readonly variables: ReadonlySet<string>
  readonly cwd: string
  /** What files say instead of what is on disk, by absolute path. */
  readonly texts: ReadonlyMap<string, string>
}

/** Finds and reads what a run is about: settings, and the manifests that tell which clients there are. */
export async function readProject(request: ProjectRequest): Promise<ReadProject> {
  const {paths, flags, options, cwd, packages} = request
  const home = {cwd, env: process.env, platform: process.platform}
  const found = await discover({
    ...home,
    paths,
    home: !flags['no-home'],
    staged: false,
    since: null,
    ignore: options.isIgnored ?? [],
    isManifest,
  })
  for (const {path, message} of found.problems) write(2, `stslint: ${path}: ${message}\n`)
  const project = await parse({...found, stdin: null, named: new Set(paths.map((path) => resolve(cwd, path)))}, request)
  const manifests = readTexts(allManifests(found.manifests, paths, cwd), packages, cwd)
  const real = new Map(sharedFiles(home).map((file) => [file.kind, file.absolute]))
  const inUse = (kind: 'aws-config' | 'aws-credentials'): Unit | null =>
    project.units.find(({file}) => file.kind === kind && file.absolute === real.get(kind)) ?? null
  return {
    project,
    inUse: {config: inUse('aws-config'), credentials: inUse('aws-credentials')},
    manifests,
    detected: await readManifests(manifests, packages),
  }
}

async function parse(input: Parameters<typeof createRequest>[0], request: ProjectRequest): Promise<Project> {
  const {flags, options, data, variables, texts: instead} = request
  const {progress, ...onDisk} = await createRequest(input, flags, options, () => {})
  const read: typeof onDisk.read = (file, literals) => {
    const text = instead.get(file.absolute)
    return text === undefined ? onDisk.read(file, literals) : {status: 'text', text}
  }
  const check = {...onDisk, read}
  const names = [...variables].join('|')
  const prefilter = new RegExp(`${check.prefilter.source}|${names}|\\baws sts `)
  const {texts, unreadable} = readFiles({...check, prefilter, fix: []})
  progress.end()
  for (const {file, message} of unreadable) write(2, `stslint: ${file.path}: ${message}\n`)
  const parser = new Parser(data)
  const units = await parser.parse(texts)
  units.push(...(await parser.parse(linkedTexts(units, {...check, fix: []}))))
  return createProject(units, (target, from) => check.resolve(target, from.file)?.path ?? null)
}

/** With those above the given paths, up to the top of the repository: the nearest one up the tree belongs to a scope. */
function allManifests(below: readonly string[], paths: readonly string[], cwd: string): string[] {
  const starts = paths.length === 0 ? [cwd] : paths.map((path) => resolve(cwd, path))
  const above = new Set(starts.flatMap((start) => directoriesAbove(start, cwd)))
  const beside = [...above].flatMap((directory) => list(directory).filter(isManifest))
  return [...new Set([...below, ...beside])].sort()
}

function directoriesAbove(start: string, cwd: string): string[] {
  const top = repositoryRoot(start) ?? (within(start, cwd) === null ? dirname(start) : cwd)
  const directories = [start]
  for (let at = start; at !== top && dirname(at) !== at; at = dirname(at)) directories.push(dirname(at))
  return directories
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory, {withFileTypes: true}).flatMap((entry) =>
      entry.isFile() ? [join(directory, entry.name)] : [],
    )
  } catch {
    // A file, or a directory that may not be read: what lies in it is unknown either way.
    return []
  }
}

function readTexts(paths: readonly string[], packages: PackageTable, cwd: string): Manifest[] {
  const prefilterOf = manifestPrefilter(packages)
  return paths.flatMap((absolute) => {
    const path = absolute.replaceAll('\\', '/')
    const read = readFile({path, absolute, format: 'json', kind: null}, prefilterOf(path))
    return read.status === 'text' ? [{path, text: read.text, shown: shownPath(absolute, cwd)}] : []
  })
}
