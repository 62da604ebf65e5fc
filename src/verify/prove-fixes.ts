import type {Change, Outcome} from '../check-request.js'
import {type Return, rollBack} from '../fix/roll-back.js'
import type {Run as Recorded} from '../fix/state.js'
import type {Diagnostic, Report, Result} from '../model.js'
import {write} from '../output.js'
import {createHosts} from '../providers/aws/hosts.js'
import {prepare, readSubjects, regionOf} from '../resolve-run/run.js'
import type {Run} from '../run-input.js'
import {createCounter} from './counter.js'
import {credentialsOf} from './credentials-of.js'
import {type GivenBack, giveBack} from './give-back.js'
import {inShell} from './in-shell.js'
import type {Verification} from './model.js'
import {defaultLimits, type Proving} from './prove.js'
import {shown} from './shown.js'
import {type Asking, toTarget} from './target.js'
import {type Touched, touchedScopes} from './touched.js'
import {verifyAll} from './verify-all.js'
import {scopeTitle, verdict} from './words.js'

export interface Fixed {
  /** Of the run that fixed. */
  readonly report: Report
  /** Those that were written. */
  readonly changes: readonly Change[]
  readonly record: Recorded
  readonly run: Run
  /** Looks at the files again. */
  look(): Promise<Outcome>
}

export interface Proved {
  /** The files as they are now. */
  readonly report: Report
  /** The report of the run that fixed, with what is still fixed. */
  readonly fixed: Report
  readonly hasFailed: boolean
}

/** A scope that a fix touched, and what its call came to. */
interface Tried {
  readonly touched: Touched
  readonly verification: Verification
  readonly isBack: boolean
}

const CONCURRENCY = 4
const ATTEMPTS = 2

/**
 * Calls STS for every scope that was changed, and takes back what does not work there. The files are written by now and the
 * undo record is whole, so that an interruption leaves nothing half done.
 */
export async function proveFixes(fixed: Fixed): Promise<Proved> {
  const {changes, run} = fixed
  const {paths, flags, cwd} = run
  const resolving = await prepare(paths, resolveFlags(flags), cwd)
  const hosts = createHosts(resolving.data.hosts)
  const asking: Asking = {
    client: resolving.asked![0]!.client,
    hosts,
    stance: {params: {}, region: regionOf(resolving)},
  }
  const read = (texts: ReadonlyMap<string, string>) => readSubjects(resolving, texts)
  const before = await read(new Map(changes.map(({file, before: text}) => [file.absolute, text])))
  const after = await read(new Map(changes.map(({file, after: text}) => [file.absolute, text])))
  const touched = touchedScopes(before, after, asking)
  const targets = touched.map((each) =>
    toTarget(
      inShell(each.before),
      inShell(each.after),
      credentialsOf(each.after, asking.client, after.project, {borrows: false}),
      asking,
    ),
  )
  const proving: Proving = {
    level: flags.level ?? 'identity',
    limits: defaultLimits,
    attempts: ATTEMPTS,
    env: process.env,
    hosts,
    showsIdentity: false,
    debug: flags.debug ?? false,
  }
  const counter = createCounter(targets.length)
  const stop = sayWhatStands()
  const found = await verifyAll(targets, {proving, compare: false, concurrency: CONCURRENCY, done: counter.step})
  const verifications = shown(found, false)
  counter.end()
  stop()
  const tried = verifications.map((verification, at) => ({
    touched: touched[at]!,
    verification,
    isBack: goesBack(verification, flags.unproved ?? 'keep'),
  }))
  const failed = tried.filter(({isBack}) => isBack).map((each) => each.touched)
  const kept = tried.filter(({isBack}) => !isBack).map((each) => each.touched)
  const given = failed.length === 0 ? [] : await giveBack(changes, failed, kept, asking, read)
  const refused = returnAll(given, fixed)
  say(tried, given)
  const {report} = await fixed.look()
  return {
    report: withReasons(report, tried, given),
    fixed: withoutReturned(fixed.report, given, report),
    hasFailed: refused > 0,
  }
}

function resolveFlags(flags: Run['flags']): Parameters<typeof prepare>[1] {
  return {
    env: false,
    client: ['client-sts'],
    region: flags.region,
    format: 'json',
    why: false,
    'no-home': flags['no-home'] ?? false,
    config: flags.config,
    'no-config': flags['no-config'] ?? false,
  }
}

/** A scope that has no endpoint by its file alone had none before either: its Region comes from where it runs. */
function goesBack({status, call, target: {today, after}}: Verification, unproved: 'keep' | 'rollback'): boolean {
  const isUnknown = call.diagnosis?.id === 'no-endpoint' && today.error?.kind === after.error?.kind
  return status === 'failed' && !isUnknown ? true : status !== 'proved' && unproved === 'rollback'
}

/** Ctrl-C while STS is asked: the files are whole. */
function sayWhatStands(): () => void {
  const leave = (): never => {
    write(2, '\nstslint: interrupted: the fixes are written and not proved; stslint undo puts the files back\n')
    process.exit(130)
  }
  process.once('SIGINT', leave)
  return () => process.removeListener('SIGINT', leave)
}

/** How many files could not be written back, after saying so. */
function returnAll(given: readonly GivenBack[], {record, run}: Fixed): number {
  if (given.length === 0) return 0
  const returns: Return[] = given.map(({change: {file}, text}) => ({path: file.path, absolute: file.absolute, text}))
  const refused = rollBack(record, returns, {env: process.env, cwd: run.cwd, now: new Date()})
  for (const {path, reason} of refused) write(2, `stslint: ${path}: not rolled back: ${reason}\n`)
  return refused.length
}

function say(tried: readonly Tried[], given: readonly GivenBack[]): void {
  for (const {verification, isBack, touched} of tried) {
    const {target, call} = verification
    const isWith = !isBack && given.some(({change, isWhole}) => isWhole && change.file.path === touched.is.path)
    const fate = isBack ? 'rolled back: ' : isWith ? 'rolled back with another scope of the file: ' : ''
    const next = call.diagnosis === null ? '' : `; next: ${call.diagnosis.next}`
    write(2, `stslint: ${scopeTitle(target.scope)}: ${fate}${verdict(call)}${next}\n`)
  }
}

/** The findings that are back, with why; their fix is not offered again in this run. */
function withReasons(report: Report, tried: readonly Tried[], given: readonly GivenBack[]): Report {
  let [safe, unsafe] = [0, 0]
  const reasonFor = (path: string, {scope}: Diagnostic): string | null => {
    const back = given.find(({change}) => change.file.path === path)
    if (back === undefined) return null
    const own = tried.filter(({isBack, touched}) => isBack && touched.is.path === path)
    const exact = own.find(({touched: {after}}) => after.scope.kind === scope?.kind && after.scope.name === scope.name)
    const found = exact ?? (back.isWhole ? (own[0] ?? tried.find(({isBack}) => isBack)) : undefined)
    return found === undefined ? null : (found.verification.call.diagnosis?.message ?? 'not proved')
  }
  const results = report.results.map((result) => ({
    ...result,
    diagnostics: result.diagnostics.map((diagnostic) => {
      const reason = diagnostic.fix === null ? null : reasonFor(result.path, diagnostic)
      if (reason === null) return diagnostic
      if (diagnostic.fix?.applicability === 'safe') safe += 1
      else unsafe += 1
      return {...diagnostic, fix: null, message: `${diagnostic.message} (fix rolled back: ${reason})`}
    }),
  }))
  const {fixable, fixableUnsafe} = report.summary
  return {
    ...report,
    results,
    summary: {...report.summary, fixable: fixable - safe, fixableUnsafe: fixableUnsafe - unsafe},
  }
}

/** A fix that the files offer again is no longer made. */
function withoutReturned(report: Report, given: readonly GivenBack[], now: Report): Report {
  const fixedOf = (result: Result): readonly string[] => {
    const back = given.find(({change}) => change.file.path === result.path)
    if (back === undefined) return result.fixed
    if (back.isWhole) return []
    const offered =
      now.results.find(({path}) => path === result.path)?.diagnostics.flatMap(({fix}) => fix?.title ?? []) ?? []
    const left = [...result.fixed]
    for (const title of offered) {
      const at = left.indexOf(title)
      if (at >= 0) left.splice(at, 1)
    }
    return left
  }
  return {...report, results: report.results.map((result) => ({...result, fixed: fixedOf(result)}))}
}
