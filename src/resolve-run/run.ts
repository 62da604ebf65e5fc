import {packageTable} from '../clients/index.js'
import {didYouMean} from '../config/suggest.js'
import type {RuleData} from '../data.js'
import {shownPath} from '../discover/shown-path.js'
import {EXIT, UserError} from '../errors.js'
import type {CheckFlags} from '../flags.js'
import {type LoadedClients, loadClients} from '../load-clients.js'
import {wantsColor, write} from '../output.js'
import type {Reach} from '../providers/aws/host-facts.js'
import {createHosts} from '../providers/aws/hosts.js'
import {createRunOptions, type RunOptions} from '../run-options.js'
import type {Project} from '../scopes/view.js'
import {answersOf, type Stance} from './answer.js'
import {createClientChoice} from './choose-clients.js'
import {environmentSubject} from './environment.js'
import {createFoundClients} from './found-clients.js'
import type {Answer, ClientInUse, Subject} from './model.js'
import {askedClients, configuredClients, usualClients} from './named-clients.js'
import {readParams} from './params.js'
import {readProject} from './project.js'
import {type ResolutionReport, reasonsOf, toJson} from './report.js'
import {subjectsOf} from './subjects.js'
import {ASSUMPTIONS, type Assumption, whatIf} from './what-if.js'

export interface ResolveFlags {
  readonly profile?: string | undefined
  readonly env: boolean
  readonly client?: readonly string[] | undefined
  readonly region?: string | undefined
  readonly param?: readonly string[] | undefined
  readonly format: 'pretty' | 'json' | 'mermaid'
  readonly only?: readonly string[] | undefined
  readonly why: boolean
  readonly 'what-if'?: string | undefined
  readonly assume?: Assumption | undefined
  readonly 'no-home': boolean
  readonly config?: string | undefined
  readonly 'no-config': boolean
  readonly color?: boolean | undefined
}

const REACHES: readonly Reach[] = ['global', 'regional', 'fips', 'dualstack', 'vpce', 'local', 'foreign']

export interface Run {
  readonly paths: readonly string[]
  readonly flags: ResolveFlags
  readonly checkFlags: CheckFlags
  readonly options: RunOptions
  readonly data: RuleData
  readonly loaded: LoadedClients
  readonly asked: readonly ClientInUse[] | null
  readonly configured: readonly ClientInUse[]
  readonly cwd: string
}

/** One run of `resolve`, from flags to exit code. */
export async function runResolve(paths: readonly string[], flags: ResolveFlags): Promise<number> {
  checkFlags(paths, flags)
  const stance = {
    params: readParams(flags.param ?? [], flags.env ? (flags.profile ?? null) : null),
    region: flags.region ?? null,
  }
  const run = await prepare(paths, flags, process.cwd())
  const subjects = flags.env ? [ofEnvironment(run)] : await ofProject(run)
  const report = toReport(run, subjects, stance)
  write(1, await render(report, flags))
  return flags.only !== undefined && report.answers.length > 0 ? EXIT.findings : EXIT.clean
}

function checkFlags(
  paths: readonly string[],
  {env, only = [], assume, 'what-if': event, format, why}: ResolveFlags,
): void {
  const unknown = only.find((reach) => !(REACHES as readonly string[]).includes(reach))
  if (unknown !== undefined)
    throw new UserError('USAGE', `--only ${unknown}: not one of ${REACHES.join(', ')}${didYouMean(unknown, REACHES)}`)
  if (env && paths.length > 0) throw new UserError('USAGE', '--env is about this process: give no paths')
  if (assume !== undefined && event === undefined) throw new UserError('USAGE', '--assume needs --what-if')
  if (why && format !== 'pretty') throw new UserError('USAGE', '--why is for --format pretty: JSON always says why')
}

export async function prepare(paths: readonly string[], flags: ResolveFlags, cwd: string): Promise<Run> {
  const given: CheckFlags = {
    quiet: true,
    'no-home': flags['no-home'],
    'no-config': flags['no-config'],
    ...(flags.config !== undefined && {config: flags.config}),
    ...(flags.region !== undefined && {region: flags.region}),
  }
  const options = await createRunOptions(paths, given, cwd)
  const data = await options.data()
  const loaded = await loadClients(options.config.ruleDirectories, data.hosts)
  return {
    paths,
    flags,
    checkFlags: given,
    options,
    data,
    loaded,
    asked: flags.client === undefined ? null : askedClients(flags.client, loaded),
    configured: configuredClients(options.config.clients, shownPath(options.config.file ?? 'config', cwd), loaded),
    cwd,
  }
}

export function ofEnvironment({flags, loaded, asked, configured, cwd}: Run): Subject {
  const clients = asked ?? (configured.length > 0 ? configured : usualClients(loaded))
  return environmentSubject({env: process.env, cwd, platform: process.platform, home: !flags['no-home']}, clients)
}

async function ofProject(run: Run): Promise<Subject[]> {
  return (await readSubjects(run)).subjects
}

/** @param texts what files say instead of what is on disk, by absolute path */
export async function readSubjects(
  run: Run,
  texts: ReadonlyMap<string, string> = new Map(),
): Promise<{readonly subjects: Subject[]; readonly project: Project}> {
  const {paths, flags, checkFlags: given, options, data, loaded, asked, configured, cwd} = run
  const {clients, file} = loaded
  const packages = packageTable(file.clients)
  const {env: variables} = clients.find(clients.names[0]!)!.known
  const read = await readProject({paths, flags: given, options, data, packages, variables, cwd, texts})
  const unversioned = (name: string): ClientInUse => ({
    client: clients.find(name)!,
    label: name,
    found: null,
    oldest: null,
  })
  const found = createFoundClients(read.detected, read.manifests, clients)
  const subjects = subjectsOf({
    project: read.project,
    clients,
    choose: createClientChoice({asked, configured, found, usual: usualClients(loaded), unversioned}),
    inUse: read.inUse,
    profile: flags.profile ?? null,
    standIns: data.hosts.legacyGlobal.filter((region) => region !== 'us-east-1'),
  })
  return {subjects, project: read.project}
}

function toReport({flags, data}: Run, subjects: readonly Subject[], stance: Stance): ResolutionReport {
  const event = flags['what-if']
  const assume = flags.assume ?? 'amazon-dns'
  const hosts = createHosts(data.hosts)
  const isWanted = ({resolution}: Answer) => flags.only === undefined || flags.only.includes(resolution.reach ?? '')
  const answers = answersOf(subjects, stance)
    .filter(isWanted)
    .map((answer) => ({
      ...answer,
      because: reasonsOf(answer),
      verdict: event === undefined ? null : whatIf(answer, assume, hosts),
    }))
  return {answers, whatIf: event === undefined ? null : {event, assume, assumption: ASSUMPTIONS[assume]}}
}

async function render(report: ResolutionReport, flags: ResolveFlags): Promise<string> {
  if (flags.format === 'json') return toJson(report)
  if (flags.format === 'mermaid') return (await import('./mermaid.js')).mermaid(report)
  const [{pretty}, {chalkPaint, plain}] = await Promise.all([import('./pretty.js'), import('../report/paint.js')])
  const color = wantsColor(flags.color === undefined ? {} : {color: flags.color}, process.env, 1)
  return pretty(report, flags.why, color ? chalkPaint(await import('chalk')) : plain)
}
