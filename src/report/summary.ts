import type {Report, Severity, Summary} from '../model.js'
import type {Paint, Style} from './paint.js'
import type {ReportOptions} from './reporter.js'

/** The closing lines: what was found, what can be done about it, what was not shown. */
export function summaryLines(report: Report, options: ReportOptions, paint: Paint): string[] {
  const {hidden, baselined} = report.summary
  const lines = [headline(report, options, paint)]
  if (hidden > 0) {
    const below = hiddenName(options.minSeverity, hidden)
    lines.push(paint('dim', `${hidden} ${below} not shown (--min-severity info)`))
  }
  if (baselined > 0) lines.push(paint('dim', `${count(baselined, 'finding')} in the baseline not shown`))
  return lines
}

function headline(report: Report, options: ReportOptions, paint: Paint): string {
  const {summary, results} = report
  const found = summary.errors + summary.warnings + summary.infos
  if (summary.fixed > 0) {
    const files = results.filter(({fixed}) => fixed.length > 0).length
    const done = `Fixed ${count(summary.fixed, 'problem')} in ${count(files, 'file')}`
    const left = found === 0 ? 'none left' : `${found} left`
    return `${paint('good', done)}; ${[left, ...fixable(summary, options)].join(', ')}`
  }
  if (found === 0)
    return paint('good', `No problems in ${count(summary.files, 'file')}`) + paint('dim', ` (${scanned(summary)})`)
  const files = results.filter(({diagnostics}) => diagnostics.length > 0).length
  const counts = [
    counted(summary.errors, 'error', paint),
    counted(summary.warnings, 'warning', paint),
    counted(summary.infos, 'info', paint),
  ].filter((part) => part !== '')
  const ways = fixable(summary, options)
  return `${counts.join(', ')} in ${count(files, 'file')}${ways.length > 0 ? `; ${ways.join(', ')}` : ''}`
}

/** Only ways that have not been tried: what `--fix` left over, `--fix` will leave again. */
function fixable({fixable: safe, fixableUnsafe: unsafe}: Summary, {fixApplied}: ReportOptions): string[] {
  const flag = fixApplied.length > 0 ? '--unsafe-fixes' : '--fix --unsafe-fixes'
  const offersSafe = safe > 0 && !fixApplied.includes('safe')
  const offersUnsafe = unsafe > 0 && !fixApplied.includes('unsafe')
  return [
    ...(offersSafe ? [`${safe} fixable with --fix`] : []),
    ...(offersUnsafe ? [offersSafe ? `${unsafe} more with --unsafe-fixes` : `${unsafe} fixable with ${flag}`] : []),
  ]
}

function scanned({scanned: read, skipped}: Summary): string {
  return `${read} scanned${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function hiddenName(minSeverity: Severity, hidden: number): string {
  if (minSeverity === 'error') return hidden === 1 ? 'warning or info' : 'warnings and infos'
  return hidden === 1 ? 'info' : 'infos'
}

function counted(number: number, noun: Severity, paint: Paint): string {
  return number === 0 ? '' : paint(noun satisfies Style, count(number, noun))
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
