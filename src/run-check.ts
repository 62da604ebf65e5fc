import {check} from './check.js'
import type {Change, Outcome} from './check-request.js'
import {encode, encodingOf} from './encoding.js'
import {EXIT} from './errors.js'
import type {CheckFlags} from './flags.js'
import type {Applicability, Report, Result} from './model.js'
import {optimiseLate} from './optimise-late.js'
import {wantsColor, write} from './output.js'
import {createRequest, findInput, type Input, type Run} from './run-input.js'
import {createRunOptions, type RunOptions} from './run-options.js'
import {writeReports} from './run-report.js'
import {isAtLeast} from './severity.js'
import {startClock} from './timing.js'

/**
 * `hasFailed`: something the user asked for could not be done, whatever the findings. `isHeld`: a credential_process goes on, and would
 * hold this one.
 */
export interface Done {
  readonly report: Report
  readonly hasFailed: boolean
  readonly isHeld?: boolean
}

/** One run of `check`, from flags to exit code. */
export async function runCheck(paths: readonly string[], flags: CheckFlags): Promise<number> {
  const clock = startClock()
  const cwd = process.cwd()
  const options = await createRunOptions(paths, flags, cwd)
  clock.lap('config')
  const input = await findInput(paths, flags, options, cwd)
  clock.lap('discover')
  await optimiseLate(input.files.length)
  const request = await createRequest(input, flags, options, clock.add)
  if (flags.debug) explainRun(options, input)
  if (!flags.quiet) for (const {path, message} of input.problems) write(2, `stslint: ${path}: ${message}\n`)
  const run: Run = {paths, flags, options, input, request, cwd}
  const {report, hasFailed, isHeld = false} = await act(run)
  clock.lap('check')
  await writeReports(report, {flags, options, cwd})
  clock.lap('report')
  if (flags.timing) write(2, clock.table())
  // What is staged still has what was fixed beside it: a hook must not let it be committed.
  const isUnstaged = flags.staged === true && report.summary.fixed > 0
  const code = hasFailed ? EXIT.usage : isUnstaged ? EXIT.findings : exitCode(report, options)
  if (isHeld) process.exit(code)
  return code
}

function act(run: Run): Promise<Done> {
  if (run.flags['update-baseline']) return updateBaseline(run)
  if (run.flags.diff) return showDiff(run)
  if (run.flags.fix) return run.input.stdin === null ? fixFiles(run) : fixStdin(run)
  return lint(run)
}

/** Writes the baseline and reports what it does not hold: nothing for a new one. */
async function updateBaseline(run: Run): Promise<Done> {
  const {file, shown, content} = run.options.baseline!
  const {nextBaseline, withoutKnown, writeBaseline} = await import('./baseline.js')
  const {report} = await execute({...run, request: {...run.request, minSeverity: 'info'}}, [])
  const next = nextBaseline(report.results, content)
  writeBaseline(file, shown, next)
  const count = Object.values(next.findings).flat().length
  write(2, `stslint: ${shown}: ${count} ${count === 1 ? 'finding' : 'findings'}\n`)
  const request = {...run.request, unknown: (result: Result) => withoutKnown(result, next).diagnostics}
  return lint({...run, request})
}

async function lint(run: Run): Promise<Done> {
  const {report} = await execute(run, [])
  return {report, hasFailed: false}
}

/** The report and the exit code are about the files as they are: nothing is written. */
async function showDiff(run: Run): Promise<Done> {
  const {report} = await execute(run, [])
  const {changes} = await execute(run, run.options.fixes)
  const {unifiedDiff} = await import('./diff.js')
  write(1, unifiedDiff(changes, wantsColor(run.flags, process.env, 1)))
  return {report, hasFailed: false}
}

async function fixStdin(run: Run): Promise<Done> {
  const {report, changes} = await execute(run, run.options.fixes)
  const stdin = run.input.stdin ?? Buffer.alloc(0)
  const [change] = changes
  write(1, change === undefined ? stdin : encode(change.after, encodingOf(stdin)))
  return {report, hasFailed: false}
}

async function fixFiles(run: Run): Promise<Done> {
  const {report, changes} = await execute(run, run.options.fixes)
  if (changes.length === 0) return {report, hasFailed: false}
  const {refused, record} = await writeAll(changes, run)
  if (run.flags.verify && record !== null) {
    const {proveFixes} = await import('./verify/prove-fixes.js')
    const written = changes.filter(({file}) => !refused.includes(file.path))
    const found = await proveFixes({report, changes: written, record, run, look: () => execute(run, [])})
    return {
      report: withFixed(found.report, found.fixed, new Set(refused)),
      hasFailed: found.hasFailed || refused.length > 0,
      isHeld: found.isHeld,
    }
  }
  if (refused.length === 0) return {report, hasFailed: false}
  // What was refused is not fixed: look again, and keep what was done to the others.
  const again = await execute(run, [])
  return {report: withFixed(again.report, report, new Set(refused)), hasFailed: true}
}

/** The paths that could not be written, after saying so, and the undo record of the others. */
async function writeAll(changes: readonly Change[], {cwd, flags}: Run) {
  const {writeChanges} = await import('./fix/write.js')
  const {refused, run: record} = writeChanges(changes, {env: process.env, cwd, now: new Date()})
  // What is staged was read, and the work tree would be written.
  const advice = flags.staged ? '; stage or stash the rest of its changes first' : ''
  for (const {path, reason} of refused) write(2, `stslint: ${path}: not written: ${reason}${advice}\n`)
  if (flags.staged && refused.length < changes.length)
    write(2, 'stslint: the fixes are in the work tree and not staged yet: git add the files, then commit\n')
  return {refused: refused.map(({path}) => path), record}
}

function withFixed(current: Report, fixed: Report, refused: ReadonlySet<string>): Report {
  const titles = new Map(
    fixed.results.filter(({path}) => !refused.has(path)).map((result) => [result.path, result.fixed]),
  )
  const results: readonly Result[] = current.results.map((result) => ({
    ...result,
    fixed: titles.get(result.path) ?? [],
  }))
  const missing = fixed.results.filter(({path}) => titles.has(path) && !results.some((result) => result.path === path))
  const all = [...results, ...missing].sort((a, b) => (a.path < b.path ? -1 : 1))
  const count = all.reduce((sum, result) => sum + result.fixed.length, 0)
  return {...current, results: all, summary: {...current.summary, fixed: count}}
}

async function execute(run: Run, fix: readonly Applicability[]): Promise<Outcome> {
  const {progress, ...request} = run.request
  try {
    return await check({...request, fix})
  } finally {
    progress.end()
  }
}

function exitCode({summary, results}: Report, {failOn, maxWarnings}: RunOptions): number {
  const isFailing = results.some(({diagnostics}) => diagnostics.some(({severity}) => isAtLeast(severity, failOn)))
  const isOverLimit = maxWarnings !== null && summary.warnings > maxWarnings
  return isFailing || isOverLimit ? EXIT.findings : EXIT.clean
}

function explainRun({config, minSeverity, failOn, fixes, region}: RunOptions, {files, seen}: Input): void {
  const facts = {
    config: config.file,
    preset: config.strict ? 'strict' : 'recommended',
    minSeverity,
    failOn,
    fixes,
    region,
    seen,
    files: files.length,
  }
  for (const [name, value] of Object.entries(facts)) write(2, `debug: ${name}: ${JSON.stringify(value)}\n`)
}
