import type {Change, Outcome} from '../check-request.js'
import {type Return, rollBack} from '../fix/roll-back.js'
import type {Run as Recorded} from '../fix/state.js'
import type {Diagnostic, MadeFix, ProvedCall, ProvedFix, Report} from '../model.js'
import {write} from '../output.js'
import {createHosts} from '../providers/aws/hosts.js'
import {prepare, readSubjects, regionOf} from '../resolve-run/run.js'
import type {Run} from '../run-input.js'
import {createCounter} from './counter.js'
import {type GivenBack, giveBack} from './give-back.js'
import type {Proving} from './job.js'
import type {Verification} from './model.js'
import {defaultLimits} from './prove.js'
import {shown} from './shown.js'
import type {Asking} from './target.js'
import {isSameCall, type Touched, targetOf, touchedScopes, viewsOf} from './touched.js'
import {verifyAll} from './verify-all.js'
import {withAliyun} from './with-aliyun.js'
import {isTimeUp, scopeTitle, verdict} from './words.js'

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
  readonly isHeld: boolean
}

/** A scope that a fix touched, and what its call came to. */
interface Tried {
  readonly touched: Touched
  readonly verification: Verification
  readonly isBack: boolean
  /** It was to go back, and its file could not be written. */
  readonly isStuck: boolean
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
  const resolving = withAliyun(await prepare(paths, resolveFlags(flags), cwd))
  const hosts = createHosts(resolving.data.hosts)
  const asking: Asking = {
    client: resolving.asked![0]!.client,
    hosts,
    stance: {params: {}, region: regionOf(resolving)},
  }
  const judge = {run: resolving, asking}
  const read = async (texts: ReadonlyMap<string, string>) => viewsOf(await readSubjects(resolving, texts), judge)
  const before = await read(new Map(changes.map(({file, before: text}) => [file.absolute, text])))
  const after = await read(new Map(changes.map(({file, after: text}) => [file.absolute, text])))
  const touched = touchedScopes(before, after)
  const targets = touched.map((each) => targetOf(each, judge))
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
    isStuck: false,
  }))
  const failed = tried.filter(({isBack}) => isBack).map((each) => each.touched)
  const kept = tried.filter(({isBack}) => !isBack).map((each) => each.touched)
  const wanted = failed.length === 0 ? [] : await giveBack(changes, failed, kept, read)
  const stuck = returnAll(wanted, fixed)
  const given = wanted.filter(({change}) => !stuck.has(change.file.path))
  const outcome = tried.map((each) =>
    stuck.has(each.touched.is.path) ? {...each, isBack: false, isStuck: each.isBack} : each,
  )
  say(outcome, given)
  const {report} = await fixed.look()
  const fates = fatesOf(fixed, outcome, given, report)
  return {
    report: {...withReasons(report, outcome, given), verification: fates},
    fixed: withoutReturned(fixed.report, fates),
    hasFailed: stuck.size > 0,
    isHeld: verifications.some(({call}) => isTimeUp(call)),
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

/** Files that could not be written back, after saying so. */
function returnAll(given: readonly GivenBack[], {record, run}: Fixed): ReadonlySet<string> {
  if (given.length === 0) return new Set()
  const returns: Return[] = given.map(({change: {file}, text}) => ({path: file.path, absolute: file.absolute, text}))
  const refused = rollBack(record, returns, {env: process.env, cwd: run.cwd, now: new Date()})
  for (const {path, reason} of refused) write(2, `stslint: ${path}: not rolled back: ${reason}\n`)
  return new Set(refused.map(({path}) => path))
}

function say(tried: readonly Tried[], given: readonly GivenBack[]): void {
  for (const {verification, isBack, isStuck, touched} of tried) {
    const {target, call} = verification
    const isWith = !isBack && given.some(({change, isWhole}) => isWhole && change.file.path === touched.is.path)
    const back = isBack ? 'rolled back: ' : isWith ? 'rolled back with another scope of the file: ' : ''
    const fate = isStuck ? 'not rolled back: ' : back
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

/** Fixes that were written, each with what became of it. */
function fatesOf(
  {changes}: Pick<Fixed, 'changes'>,
  tried: readonly Tried[],
  given: readonly GivenBack[],
  now: Report,
): ProvedFix[] {
  return changes.flatMap(({file: {path}, made}) => {
    const back = given.find(({change}) => change.file.path === path)
    // What the files offer again is no longer made.
    const offered = (now.results.find((result) => result.path === path)?.diagnostics ?? []).filter(
      ({fix}) => fix !== null,
    )
    return made.map((fix): ProvedFix => {
      const at = offered.findIndex((each) => each.fix?.title === fix.title && isSame(each, fix))
      const isBack = back !== undefined && (back.isWhole || at >= 0)
      if (at >= 0) offered.splice(at, 1)
      return {...fix, path, fate: isBack ? 'rolled-back' : 'written', calls: callsOf(fix, path, tried)}
    })
  })
}

function isSame(one: Pick<MadeFix, 'rule' | 'scope'>, other: MadeFix): boolean {
  return one.rule === other.rule && one.scope?.kind === other.scope?.kind && one.scope?.name === other.scope?.name
}

/** Of its own scope; where that calls nothing itself, of those of the file that it made call something else. */
function callsOf({scope}: MadeFix, path: string, tried: readonly Tried[]): ProvedCall[] {
  const here = tried.filter(({touched}) => touched.is.path === path)
  const own = here.filter(({touched: {after}}) => after.scope.kind === scope?.kind && after.scope.name === scope.name)
  const moved = here.filter(({touched: {before, after}}) => !isSameCall(before, after))
  return (own.length > 0 ? own : moved).map(({verification: {target, call}}) => ({
    provider: target.provider,
    scope: {kind: target.scope.kind, name: target.scope.name},
    endpoint: call.endpoint,
    status: call.status,
    proved: call.proofs.at(-1)?.level ?? null,
    diagnosis: call.diagnosis,
  }))
}

/** A fix that went back is no longer made. */
function withoutReturned(report: Report, fates: readonly ProvedFix[]): Report {
  return {
    ...report,
    results: report.results.map((result) => {
      const left = fates.filter(({path, fate}) => path === result.path && fate === 'written')
      return {...result, fixed: left.map(({title}) => title)}
    }),
  }
}
