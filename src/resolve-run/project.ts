import {resolve} from 'node:path'
import {linkedTexts, Parser, readFiles} from '../check-parse.js'
import {type DetectedClient, isManifest, type PackageTable, readManifests} from '../clients/index.js'
import type {RuleData} from '../data.js'
import {discover} from '../discover/discover.js'
import {sharedFiles} from '../discover/shared-config.js'
import type {CheckFlags} from '../flags.js'
import type {ProviderId} from '../model.js'
import {write} from '../output.js'
import {createRequest} from '../run-input.js'
import type {RunOptions} from '../run-options.js'
import {createProject, ofProvider, type Project, type Unit} from '../scopes/view.js'
import type {Manifest} from './found-clients.js'
import {type ManifestSource, manifestsAbove, manifestsOnDisk, readManifestTexts} from './manifest-files.js'
import type {SharedFiles} from './shared-files.js'

export interface ReadProject {
  /** With AWS's settings alone. */
  readonly project: Project
  /** The same files with Alibaba Cloud's. */
  readonly aliyunProject: Project
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
  // Said when it is read as it is.
  if (request.texts.size === 0) for (const {path, message} of found.problems) write(2, `stslint: ${path}: ${message}\n`)
  const {project, aliyunProject} = await parse(
    {...found, cwd, stdin: null, named: new Set(paths.map((path) => resolve(cwd, path)))},
    request,
  )
  const source = manifestsOnDisk(cwd)
  const manifests = readManifestTexts(allManifests(found.manifests, request, source), packages, source)
  const real = new Map(sharedFiles(home).map((file) => [file.kind, file.absolute]))
  const inUse = (kind: 'aws-config' | 'aws-credentials'): Unit | null =>
    project.units.find(({file}) => file.kind === kind && file.absolute === real.get(kind)) ?? null
  return {
    project,
    aliyunProject,
    inUse: {config: inUse('aws-config'), credentials: inUse('aws-credentials')},
    manifests,
    detected: await readManifests(manifests, packages, request.data.scopes),
  }
}

async function parse(
  input: Parameters<typeof createRequest>[0],
  request: ProjectRequest,
): Promise<Record<'project' | 'aliyunProject', Project>> {
  const {flags, options, data, variables, texts: instead} = request
  const {progress, ...onDisk} = await createRequest(input, flags, options, () => {})
  const read: typeof onDisk.read = (file, literals) => {
    const text = instead.get(file.absolute)
    return text === undefined ? onDisk.read(file, literals) : {status: 'text', text}
  }
  const check = {...onDisk, read}
  const names = [...variables].join('|')
  const more = new RegExp(`${names}|\\baws sts `)
  const prefilter = {test: (text: string) => check.prefilter.test(text) || more.test(text)}
  const {texts, unreadable} = readFiles({...check, prefilter, fix: []})
  progress.end()
  for (const {path, message} of unreadable) write(2, `stslint: ${path}: ${message}\n`)
  const parser = new Parser(data)
  const units = await parser.parse(texts)
  units.push(...(await parser.parse(linkedTexts(units, {...check, fix: []}))))
  const of = (provider: ProviderId): Project =>
    createProject(
      units.map((unit) => ofProvider(unit, provider)),
      (target, from) => check.resolve(target, from.file)?.path ?? null,
    )
  return {project: of('aws'), aliyunProject: of('aliyun')}
}

/** With those above the given paths: the nearest one up the tree belongs to a scope. */
function allManifests(below: readonly string[], {paths, cwd}: ProjectRequest, source: ManifestSource): string[] {
  const starts = paths.length === 0 ? [cwd] : paths.map((path) => resolve(cwd, path))
  const above = manifestsAbove(
    starts.map((start) => start.replaceAll('\\', '/')),
    source,
  )
  return [...new Set([...below.map((path) => path.replaceAll('\\', '/')), ...above])].sort()
}
