import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {clientsOf} from './check-clients.js'
import type {CheckRequest} from './check-request.js'
import {type Discovery, discover} from './discover/discover.js'
import {readBytes, readFile} from './discover/read.js'
import {resolveTarget} from './discover/resolve.js'
import {sharedFiles} from './discover/shared-config.js'
import {shownPath} from './discover/shown-path.js'
import type {CheckFlags} from './flags.js'
import {loadAliyunPrefilter, loadPrefilter, loadSourcePrefilter} from './load-data.js'
import type {FileRef, Read} from './model.js'
import {write} from './output.js'
import {createProgress, type Progress} from './progress.js'
import type {RunOptions} from './run-options.js'
import {version} from './version.js'

export interface Input extends Discovery {
  /** Standard input, with --stdin: as bytes, since what is not changed must go out as it came in. */
  readonly stdin: Buffer | null
  readonly cwd: string
  /** Absolute paths of the arguments: who names a file wants to hear why it was skipped. */
  readonly named: ReadonlySet<string>
}

export async function findInput(
  paths: readonly string[],
  flags: CheckFlags,
  options: RunOptions,
  cwd: string,
): Promise<Input> {
  const found = await discover({
    cwd,
    paths,
    home: !flags['no-home'],
    env: process.env,
    platform: process.platform,
    staged: flags.staged ?? false,
    since: flags.since ?? null,
    ignore: options.isIgnored ?? [],
    withSource: options.sourceCode,
    ...(flags.stdin && {stdin: flags['stdin-filename'] ?? ''}),
  })
  const named = new Set(paths.map((path) => resolve(cwd, path)))
  return {...found, cwd, stdin: flags.stdin ? readFileSync(0) : null, named}
}

export type RequestPart = Omit<CheckRequest, 'fix'> & {readonly progress: Progress}

/** So many are parsed sooner than sorted: the hook's path. */
const FEW = 50

export async function createRequest(
  input: Input,
  flags: CheckFlags,
  options: RunOptions,
  timing: NonNullable<CheckRequest['timing']>,
): Promise<RequestPart> {
  const progress = createProgress(input.files.length, !flags.quiet)
  return {
    files: input.files,
    read: createRead(input, options, progress, flags.quiet ?? false),
    resolve: resolveTarget,
    prefilter: await loadPrefilter(options.config.ruleDirectories),
    ...(options.sourceCode && {sourcePrefilter: await loadSourcePrefilter()}),
    aliyun: loadAliyunPrefilter(options.sourceCode),
    skipsContext: mayLeaveOut(input, flags, options),
    data: options.data,
    clients: findClients(input, options),
    severityOf: options.severityOf,
    minSeverity: options.minSeverity,
    region: options.region,
    enabledRegions: options.config.enabledRegions,
    version,
    today: new Date().toISOString().slice(0, 10),
    ...(flags.timing && {timing}),
    ...(await baselinePart(flags, options)),
    progress,
  }
}

function findClients({cwd}: Input, {config}: RunOptions): NonNullable<RequestPart['clients']> {
  const shared = sharedFiles({cwd, env: process.env, platform: process.platform})
  return clientsOf({
    texts: null,
    cwd,
    shared: new Map(shared.map(({kind, absolute}) => [kind, absolute])),
    config: {clients: config.clients, shown: config.file === null ? '' : shownPath(config.file, cwd)},
    ruleDirectories: config.ruleDirectories,
  })
}

/**
 * Whether files and blocks that only inform others may go unread. Not for a few files, which cost less than the question;
 * not with rows of the user's own; and never where something is written: a fix is proved against the whole file.
 */
function mayLeaveOut(input: Input, flags: CheckFlags, {config}: RunOptions): boolean {
  const writes = flags.fix === true || flags.diff === true
  return !writes && config.ruleDirectories.length === 0 && input.files.length > FEW
}

/** A run that makes the baseline anew looks at everything. */
async function baselinePart(flags: CheckFlags, {baseline}: RunOptions): Promise<Pick<RequestPart, 'unknown'>> {
  const content = flags['update-baseline'] ? null : (baseline?.content ?? null)
  if (content === null) return {}
  const {withoutKnown} = await import('./baseline.js')
  return {unknown: (result) => withoutKnown(result, content).diagnostics}
}

function createRead(
  input: Input,
  {maxFileSize}: RunOptions,
  progress: Progress,
  isQuiet: boolean,
): CheckRequest['read'] {
  const {stdin} = input
  const isStdin = ({absolute}: FileRef): boolean => absolute === input.files[0]?.absolute
  return (file, prefilter): Read => {
    progress.step()
    if (stdin !== null && isStdin(file)) return readBytes(stdin, prefilter, maxFileSize)
    const found = input.readStaged(file, prefilter, maxFileSize) ?? readFile(file, prefilter, maxFileSize)
    const isMissed = found.status === 'skipped' && input.named.has(file.absolute) && !isQuiet
    if (isMissed) write(2, `stslint: ${file.path}: skipped: ${found.reason}\n`)
    return found
  }
}

export interface Run {
  readonly paths: readonly string[]
  readonly flags: CheckFlags
  readonly options: RunOptions
  readonly input: Input
  readonly request: RequestPart
  readonly cwd: string
}
