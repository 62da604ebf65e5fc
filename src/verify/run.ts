import {EXIT, isUserError, UserError} from '../errors.js'
import type {CheckFlags} from '../flags.js'
import {wantsColor, write} from '../output.js'
import {createHosts} from '../providers/aws/hosts.js'
import type {Client} from '../resolve/clients.js'
import {prepare, type ResolveFlags, type Run} from '../resolve-run/run.js'
import {concealer} from './conceal.js'
import {createCounter} from './counter.js'
import {fileTargets} from './file-targets.js'
import type {Proving} from './job.js'
import type {Level, Target, Verification} from './model.js'
import {shellTargets} from './shell-targets.js'
import {shown} from './shown.js'
import {verifyAll} from './verify-all.js'
import {withAliyun} from './with-aliyun.js'
import {isTimeUp} from './words.js'

export interface VerifyFlags {
  readonly profile?: readonly string[] | undefined
  readonly 'all-profiles': boolean
  readonly client: string
  readonly region?: string | undefined
  readonly level: Exclude<Level, 'assume-role'>
  readonly 'assume-role': boolean
  readonly compare: boolean
  readonly 'unsafe-fixes': boolean
  readonly 'connect-timeout': number
  readonly 'request-timeout': number
  readonly 'total-timeout': number
  readonly concurrency: number
  readonly 'show-identity': boolean
  readonly format: 'pretty' | 'json' | 'junit'
  readonly 'no-home': boolean
  readonly config?: string | undefined
  readonly 'no-config': boolean
  readonly debug: boolean
  readonly color?: boolean | undefined
}

/** One run of `verify`, from flags to exit code. */
export async function runVerify(paths: readonly string[], flags: VerifyFlags): Promise<number> {
  checkFlags(paths, flags)
  const mask = concealer(flags['show-identity'])
  const run = withAliyun(await prepare(paths, resolveFlags(paths, flags), process.cwd()))
  const targets = await findTargets(run, flags).catch((error: unknown) => {
    throw isUserError(error) ? new UserError(error.code, mask(error.message)) : error
  })
  const progress = createCounter(targets.length)
  const verifications = await verifyAll(targets, {
    proving: provingOf(run, flags),
    compare: flags.compare,
    concurrency: flags.concurrency,
    done: progress.step,
  })
  progress.end()
  write(1, await render(shown(verifications, flags['show-identity']), flags))
  const code = verifications.every(({status}) => status === 'proved') ? EXIT.clean : EXIT.findings
  // A credential_process that has not ended would hold the program for as long as it likes.
  if (verifications.some(({call, today}) => isTimeUp(call) || (today !== null && isTimeUp(today)))) process.exit(code)
  return code
}

function checkFlags(paths: readonly string[], flags: VerifyFlags): void {
  const clashes: readonly (readonly [boolean, string])[] = [
    [flags['all-profiles'] && flags.profile !== undefined, '--profile and --all-profiles exclude each other'],
    [flags['all-profiles'] && paths.length > 0, '--all-profiles is about the files in use: give no paths'],
    [paths.length > 0 && (flags.profile?.length ?? 0) > 1, 'with paths, --profile can be given once'],
    [flags['assume-role'] && flags.level !== 'identity', '--assume-role proves more than --level dns or tls asks for'],
    [flags.compare && flags.level !== 'identity', '--compare compares identities: it needs --level identity'],
  ]
  const clash = clashes.find(([isClash]) => isClash)
  if (clash) throw new UserError('USAGE', clash[1])
}

function resolveFlags(paths: readonly string[], flags: VerifyFlags): ResolveFlags {
  const [profile] = paths.length > 0 ? (flags.profile ?? []) : []
  return {
    profile,
    env: paths.length === 0,
    client: [flags.client],
    region: flags.region,
    format: 'json',
    why: false,
    'no-home': flags['no-home'],
    config: flags.config,
    'no-config': flags['no-config'],
  }
}

async function findTargets(run: Run, flags: VerifyFlags): Promise<Target[]> {
  const checkFlags: CheckFlags = {...run.checkFlags, ...(flags['unsafe-fixes'] && {'unsafe-fixes': true})}
  const client = clientOf(run)
  if (run.paths.length === 0) {
    const choice = {checkFlags, profiles: flags.profile ?? [], allProfiles: flags['all-profiles']}
    if (client !== null) return shellTargets(run, {...choice, client})
    return (await import('./aliyun/targets.js')).aliyunShellTargets(run, {...choice, use: run.aliyun.asked![0]!})
  }
  const targets = await fileTargets(run, client, checkFlags)
  if (targets.length > 0) return targets
  throw new UserError('USAGE', `${run.paths.join(', ')}: nothing there says where STS is called`)
}

/** Null where the one client is Alibaba Cloud's. */
function clientOf({asked, aliyun}: Run): Client | null {
  const [use] = asked ?? []
  const count = (asked?.length ?? 0) + (aliyun.asked?.length ?? 0)
  if (count === 1) return use?.client ?? null
  throw new UserError('USAGE', '--client all: verify asks one client')
}

/** One repetition: who waits for a person's terminal or a pipeline wants to know soon. */
const ATTEMPTS = 2

function provingOf(run: Run, flags: VerifyFlags): Proving {
  return {
    level: flags['assume-role'] ? 'assume-role' : flags.level,
    limits: {
      connect: flags['connect-timeout'] * 1000,
      request: flags['request-timeout'] * 1000,
      total: flags['total-timeout'] * 1000,
    },
    attempts: ATTEMPTS,
    env: process.env,
    hosts: createHosts(run.data.hosts),
    showsIdentity: flags['show-identity'],
    debug: flags.debug,
  }
}

async function render(verifications: readonly Verification[], flags: VerifyFlags): Promise<string> {
  if (flags.format === 'json') return (await import('./json.js')).toJson(verifications)
  if (flags.format === 'junit') return (await import('./junit.js')).toJunit(verifications)
  const [{pretty}, {chalkPaint, plain}] = await Promise.all([import('./pretty.js'), import('../report/paint.js')])
  const color = wantsColor(flags.color === undefined ? {} : {color: flags.color}, process.env, 1)
  return pretty(verifications, color ? chalkPaint(await import('chalk')) : plain, flags.compare)
}
