import {didYouMean} from '../config/suggest.js'
import {EXIT, isUserError, UserError} from '../errors.js'
import {wantsColor, write} from '../output.js'
import {createHosts, type Hosts} from '../providers/aws/hosts.js'
import {prepare, type ResolveFlags, type Run} from '../resolve-run/run.js'
import {concealer} from '../verify/conceal.js'
import {createCounter} from '../verify/counter.js'
import {inOrder} from '../verify/in-order.js'
import {masked} from '../verify/shown.js'
import {findHosts} from './hosts.js'
import type {DoctorReport} from './model.js'
import {type Probing, probe} from './probe.js'
import {findUses} from './uses.js'

export interface DoctorFlags {
  readonly profile?: readonly string[] | undefined
  readonly 'all-profiles': boolean
  readonly client?: readonly string[] | undefined
  readonly region?: readonly string[] | undefined
  readonly 'connect-timeout': number
  readonly 'total-timeout': number
  readonly concurrency: number
  readonly 'show-identity': boolean
  readonly format: 'pretty' | 'json'
  readonly 'no-home': boolean
  readonly config?: string | undefined
  readonly 'no-config': boolean
  readonly color?: boolean | undefined
}

/** One run of `doctor`, from flags to exit code. */
export async function runDoctor(paths: readonly string[], flags: DoctorFlags): Promise<number> {
  checkFlags(paths, flags)
  // Account ids are in names of profiles.
  const mask = concealer(flags['show-identity'])
  const run = await prepare(paths, resolveFlags(paths, flags), process.cwd())
  const aws = createHosts(run.data.hosts)
  checkRegions(flags.region ?? [], run, aws)
  const choice = {profiles: flags.profile ?? [], allProfiles: flags['all-profiles']}
  const uses = await findUses(run, choice).catch((error: unknown) => {
    throw isUserError(error) ? new UserError(error.code, mask(error.message)) : error
  })
  const tables = {aws, data: run.data.hosts, aliyun: run.aliyun.hosts}
  const {hosts, homeless} = findHosts(uses, flags.region ?? [], tables)
  if (hosts.length === 0) throw new UserError('USAGE', `${nothing(paths, homeless)}: give --region REGION`)
  const counter = createCounter(hosts.length, 'hosts')
  const probing = probingOf(flags, run, aws)
  const probes = await inOrder(hosts, flags.concurrency, async (host) => {
    const found = await probe(host, probing)
    counter.step()
    return found
  })
  counter.end()
  write(1, await render(masked({probes, homeless}, mask), flags))
  return probes.some(({host, diagnosis}) => host.uses.length > 0 && diagnosis !== null) ? EXIT.findings : EXIT.clean
}

function nothing(paths: readonly string[], homeless: DoctorReport['homeless']): string {
  const [first] = homeless
  if (first !== undefined) return `no host of STS to look at (${first.reason})`
  return `${paths.join(', ')}: nothing there says where STS is called`
}

function checkFlags(paths: readonly string[], flags: DoctorFlags): void {
  const clashes: readonly (readonly [boolean, string])[] = [
    [flags['all-profiles'] && flags.profile !== undefined, '--profile and --all-profiles exclude each other'],
    [flags['all-profiles'] && paths.length > 0, '--all-profiles is about the files in use: give no paths'],
    [paths.length > 0 && (flags.profile?.length ?? 0) > 1, 'with paths, --profile can be given once'],
  ]
  const clash = clashes.find(([isClash]) => isClash)
  if (clash) throw new UserError('USAGE', clash[1])
}

function checkRegions(regions: readonly string[], {data, aliyun}: Run, aws: Hosts): void {
  const unknown = regions.find((name) => !aws.region(name).known && !aliyun.hosts.region(name).known)
  if (unknown === undefined) return
  const known = [
    ...data.hosts.partitions.flatMap((partition) => Object.keys(partition.regions)),
    ...Object.keys(data.aliyunHosts?.regions ?? {}),
  ]
  throw new UserError('USAGE', `--region ${unknown}: no Region that stslint knows${didYouMean(unknown, known)}`)
}

function resolveFlags(paths: readonly string[], flags: DoctorFlags): ResolveFlags {
  return {
    profile: paths.length > 0 ? flags.profile?.[0] : undefined,
    env: paths.length === 0,
    client: flags.client,
    format: 'json',
    why: false,
    'no-home': flags['no-home'],
    config: flags.config,
    'no-config': flags['no-config'],
  }
}

function probingOf(flags: DoctorFlags, run: Run, hosts: Hosts): Probing {
  const connect = flags['connect-timeout'] * 1000
  const total = flags['total-timeout'] * 1000
  return {
    env: process.env,
    limits: {connect, request: connect, total},
    deadline: performance.now() + total,
    hosts,
    aliyunHosts: run.aliyun.hosts,
  }
}

async function render(report: DoctorReport, flags: DoctorFlags): Promise<string> {
  if (flags.format === 'json') return (await import('./json.js')).toJson(report)
  const [{pretty}, {chalkPaint, plain}] = await Promise.all([import('./pretty.js'), import('../report/paint.js')])
  const color = wantsColor(flags.color === undefined ? {} : {color: flags.color}, process.env, 1)
  return pretty(report, color ? chalkPaint(await import('chalk')) : plain)
}
