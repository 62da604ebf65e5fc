import {type PackageTable, packageTable} from '../clients/index.js'
import {didYouMean} from '../config/suggest.js'
import type {RuleData} from '../data.js'
import {shownPath} from '../discover/shown-path.js'
import {EXIT, UserError} from '../errors.js'
import type {CheckFlags} from '../flags.js'
import {type LoadedAliyun, type LoadedClients, loadAliyunClients, loadClients} from '../load-clients.js'
import {wantsColor, write} from '../output.js'
import type {AliyunClient} from '../providers/aliyun/clients.js'
import {createHosts} from '../providers/aws/hosts.js'
import type {Reach} from '../resolve/types.js'
import {createRunOptions, type RunOptions} from '../run-options.js'
import type {Project} from '../scopes/view.js'
import {aliyunAnswers, aliyunEnvironment} from './aliyun.js'
import {splitAsked, splitConfigured, unversioned as unversionedAliyun, usualAliyun} from './aliyun-clients.js'
import {type AliyunSubject, aliyunSubjects} from './aliyun-subjects.js'
import {answersOf, type Stance} from './answer.js'
import {createClientChoice} from './choose-clients.js'
import {environmentSubject} from './environment.js'
import {createFoundClients} from './found-clients.js'
import type {AnyAnswer, ClientInUse, Subject} from './model.js'
import {askedClients, configuredClients, usualClients} from './named-clients.js'
import {readParams} from './params.js'
import {type ReadProject, readProject} from './project.js'
import {type ResolutionReport, reasonsOf, toJson} from './report.js'
import {byPlace, subjectsOf} from './subjects.js'
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

const REACHES: readonly Reach[] = [
  'global',
  'regional',
  'fips',
  'dualstack',
  'vpce',
  'central',
  'vpc',
  'local',
  'foreign',
]

export interface Run {
  readonly paths: readonly string[]
  readonly flags: ResolveFlags
  readonly checkFlags: CheckFlags
  readonly options: RunOptions
  readonly data: RuleData
  readonly loaded: LoadedClients
  readonly asked: readonly ClientInUse[] | null
  readonly configured: readonly ClientInUse[]
  readonly aliyun: AliyunPart
  readonly cwd: string
}

/** What the run knows of Alibaba Cloud's clients. */
interface AliyunPart extends LoadedAliyun {
  readonly asked: readonly ClientInUse<AliyunClient>[] | null
  readonly configured: readonly ClientInUse<AliyunClient>[]
}

/** One run of `resolve`, from flags to exit code. */
export async function runResolve(paths: readonly string[], flags: ResolveFlags): Promise<number> {
  checkFlags(paths, flags)
  const stance = {
    params: readParams(flags.param ?? [], flags.env ? (flags.profile ?? null) : null),
    region: null,
  }
  const run = await prepare(paths, flags, process.cwd())
  const subjects = flags.env ? ofProcess(run) : await readSubjects(run)
  const report = toReport(run, subjects, {...stance, region: regionOf(run)})
  write(1, await render(report, flags))
  return flags.only !== undefined && report.answers.length > 0 ? EXIT.findings : EXIT.clean
}

/** The flag before the config. */
export function regionOf({flags, options: {config, region}, cwd}: Run): Stance['region'] {
  if (region === null) return null
  const source = flags.region === undefined ? `${shownPath(config.file ?? '', cwd)} regions.default` : '--region'
  return {value: region, source}
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
  const data = await options.data(true)
  const loaded = await loadClients(options.config.ruleDirectories, data.hosts)
  const aliyun = await loadAliyunClients(data)
  const asked = flags.client === undefined ? null : splitAsked(flags.client, aliyun.clients)
  const configured = splitConfigured(options.config.clients, aliyun.clients)
  return {
    paths,
    flags,
    checkFlags: given,
    options,
    data,
    loaded,
    asked: asked && askedClients(asked.rest, loaded, aliyun.clients.names),
    aliyun: {...aliyun, asked: asked?.aliyun ?? null, configured: configured.aliyun},
    configured: configuredClients(configured.rest, shownPath(options.config.file ?? 'config', cwd), loaded),
    cwd,
  }
}

export function ofEnvironment({flags, loaded, asked, configured, cwd}: Run): Subject {
  const clients = asked ?? (configured.length > 0 ? configured : usualClients(loaded))
  return environmentSubject({env: process.env, cwd, platform: process.platform, home: !flags['no-home']}, clients)
}

export interface Subjects {
  readonly subjects: readonly Subject[]
  readonly aliyun: readonly AliyunSubject[]
}

/** This process, as each provider's clients see it. */
export function ofProcess(run: Run): Subjects {
  const {flags, aliyun, cwd} = run
  const context = {env: process.env, cwd, platform: process.platform, home: !flags['no-home']}
  const own = aliyunEnvironment(context, flags.profile ?? null, aliyun.asked ?? aliyun.configured, aliyun.clients)
  const isAsked = run.asked === null || run.asked.length > 0
  return {subjects: isAsked ? [ofEnvironment(run)] : [], aliyun: own === null ? [] : [own]}
}

/** @param texts what files say instead of what is on disk, by absolute path */
export async function readSubjects(
  run: Run,
  texts: ReadonlyMap<string, string> = new Map(),
): Promise<Subjects & {readonly project: Project; readonly aliyunProject: Project}> {
  const {paths, flags, checkFlags: given, options, data, loaded, asked, configured, cwd} = run
  const {clients, file} = loaded
  const packages = packageTable([...file.clients, ...run.aliyun.rows])
  const {env: variables} = clients.find(clients.names[0]!)!.known
  const read = await readProject({paths, flags: given, options, data, packages, variables, cwd, texts})
  const unversioned = (name: string): ClientInUse => ({
    client: clients.find(name)!,
    label: name,
    found: null,
    oldest: null,
  })
  const isOwn = ({client}: {client: string}): boolean => clients.find(client) !== null
  const found = createFoundClients(read.detected.filter(isOwn), read.manifests, clients, packages)
  const aliyun = aliyunOf(run, read, packages)
  const subjects = subjectsOf({
    project: read.project,
    isProfileElsewhere: aliyun.length > 0,
    clients,
    choose: createClientChoice({asked, configured, found, usual: usualClients(loaded), unversioned}),
    inUse: read.inUse,
    home: cwd.replaceAll('\\', '/'),
    profile: flags.profile ?? null,
    standIns: data.hosts.legacyGlobal.filter((region) => region !== 'us-east-1'),
  })
  return {subjects, aliyun, project: read.project, aliyunProject: read.aliyunProject}
}

function aliyunOf(
  {aliyun, flags}: Run,
  {aliyunProject, detected, manifests}: ReadProject,
  packages: PackageTable,
): AliyunSubject[] {
  const {clients, asked, configured} = aliyun
  const own = detected.filter(({client}) => clients.find(client) !== null)
  const choose = createClientChoice<AliyunClient>({
    asked,
    configured,
    found: createFoundClients<AliyunClient>(own, manifests, clients, packages),
    usual: usualAliyun(clients),
    unversioned: (name) => unversionedAliyun(name, clients),
  })
  return aliyunSubjects({project: aliyunProject, clients, choose, profile: flags.profile ?? null})
}

function toReport({flags, data, aliyun}: Run, subjects: Subjects, stance: Stance): ResolutionReport {
  const event = flags['what-if']
  const assume = flags.assume ?? 'amazon-dns'
  const hosts = createHosts(data.hosts)
  const isWanted = ({resolution}: AnyAnswer) => flags.only === undefined || flags.only.includes(resolution.reach ?? '')
  const all: AnyAnswer[] = [
    ...answersOf(subjects.subjects, stance),
    ...aliyunAnswers(subjects.aliyun, stance.params, aliyun.hosts),
  ]
  const wanted = all.filter(isWanted)
  const answers = wanted.sort(byPlace).map((answer) => ({
    ...answer,
    because: reasonsOf(answer),
    verdict: event === undefined ? null : whatIf(answer, assume, hosts),
  }))
  const leftOut = all.length - answers.length
  return {answers, leftOut, whatIf: event === undefined ? null : {event, assume, assumption: ASSUMPTIONS[assume]}}
}

async function render(report: ResolutionReport, flags: ResolveFlags): Promise<string> {
  if (flags.format === 'json') return toJson(report)
  if (flags.format === 'mermaid') return (await import('./mermaid.js')).mermaid(report)
  const [{pretty}, {chalkPaint, plain}] = await Promise.all([import('./pretty.js'), import('../report/paint.js')])
  const color = wantsColor(flags.color === undefined ? {} : {color: flags.color}, process.env, 1)
  return pretty(report, flags.why, color ? chalkPaint(await import('chalk')) : plain)
}
