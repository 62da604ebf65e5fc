import {writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {shownPath} from './discover/shown-path.js'
import {UserError} from './errors.js'
import {describeFault} from './fault.js'
import type {CheckFlags} from './flags.js'
import {makeDirectory} from './make-directory.js'
import type {Report} from './model.js'
import {wantsColor, write} from './output.js'
import {loadReporter, type ReportOptions, type RuleInfo} from './report/index.js'
import type {RunOptions} from './run-options.js'

export interface ReportContext {
  readonly flags: CheckFlags
  readonly options: RunOptions
  readonly cwd: string
}

/** With --diff or --stdin --fix, standard output carries text; reports without a file go to standard error. */
export async function writeReports(report: Report, context: ReportContext): Promise<void> {
  const {flags, options} = context
  const stream = flags.diff || (flags.stdin && flags.fix) ? 2 : 1
  const shown = flags.quiet ? onlyErrors(report) : report
  if (flags.diff && options.isDefaultFormat) return writeSummary(shown, context)
  const failures: UserError[] = []
  for (const {name, file} of options.formats) {
    const color = file === null && wantsColor(flags, process.env, stream)
    const text = await render(name, shown, color, context)
    if (file === null) write(stream, text)
    else failures.push(...save(file, text, context.cwd))
  }
  // Not before the others are out.
  if (failures[0]) throw failures[0]
}

/** Who asks for a diff reads the diff; the findings around it would say everything twice. */
async function writeSummary(report: Report, context: ReportContext): Promise<void> {
  if (context.flags.quiet) return
  const [{summaryLines}, {plain}] = await Promise.all([import('./report/summary.js'), import('./report/paint.js')])
  write(2, `${summaryLines(report, reportOptions(false, [], context), plain).join('\n')}\n`)
}

async function render(name: string, report: Report, color: boolean, context: ReportContext): Promise<string> {
  const reporter = await loadReporter(name, {color})
  const rules = name === 'pretty' ? [] : await describeRules(report, context.options)
  return reporter(report, reportOptions(color, rules, context))
}

function reportOptions(
  color: boolean,
  rules: readonly RuleInfo[],
  {flags, options, cwd}: ReportContext,
): ReportOptions {
  return {
    color,
    cwd,
    rules,
    quiet: flags.quiet ?? false,
    minSeverity: options.minSeverity,
    fixApplied: flags.fix && !flags.diff ? options.fixes : [],
  }
}

/** Only for reports made for machines: people have `stslint explain`. */
async function describeRules({results}: Report, options: RunOptions): Promise<readonly RuleInfo[]> {
  const {ruleInfos} = await import('./rule-infos.js')
  const speaksOfAliyun = results.some(({diagnostics}) => diagnostics.some(({rule}) => rule.startsWith('aliyun/')))
  return ruleInfos(await options.data(speaksOfAliyun))
}

function save(file: string, text: string, cwd: string): UserError[] {
  try {
    makeDirectory(dirname(file))
    writeFileSync(file, text)
    return []
  } catch (error) {
    const message = `${shownPath(file, cwd)}: the report cannot be written: ${describeFault(error)}`
    return [new UserError('WRITE_FAILED', message, {cause: error})]
  }
}

/** What --quiet shows. The exit code still counts what it hides. */
function onlyErrors(report: Report): Report {
  const results = report.results
    .map((result) => ({...result, diagnostics: result.diagnostics.filter(({severity}) => severity === 'error')}))
    .filter(({diagnostics}) => diagnostics.length > 0)
  const fixes = results.flatMap(({diagnostics}) => diagnostics.flatMap(({fix}) => fix ?? []))
  const fixable = fixes.filter(({applicability}) => applicability === 'safe').length
  const summary = {
    ...report.summary,
    warnings: 0,
    infos: 0,
    hidden: 0,
    fixable,
    fixableUnsafe: fixes.length - fixable,
  }
  return {...report, results, summary}
}
