import type {Diagnostic, Fix, Result} from '../model.js'
import {visible} from './cells.js'
import {effectLines} from './effects.js'
import type {DiffRow} from './fix-diff.js'
import {fixDiff} from './fix-diff.js'
import type {FrameRow, Source} from './frame.js'
import {frame} from './frame.js'
import {indexLines} from './lines.js'
import {createMask} from './mask.js'
import type {Paint} from './paint.js'
import {plain} from './paint.js'
import type {Reporter} from './reporter.js'
import {summaryLines} from './summary.js'

/** For people: findings by file, each with its code and its fix, and one closing line. */
export function createPretty(colors: Paint): Reporter {
  return (report, options) => {
    const paint = options.color ? colors : plain
    const blocks = report.results.filter(({diagnostics}) => diagnostics.length > 0).map((result) => file(result, paint))
    if (!options.quiet) blocks.push(summaryLines(report, options, paint).join('\n'))
    return blocks.length > 0 ? `${blocks.join('\n\n')}\n` : ''
  }
}

function file(result: Result, paint: Paint): string {
  const source = {text: result.text, lines: indexLines(result.text), mask: createMask(result)}
  const findings = result.diagnostics.map((diagnostic) => finding(source, diagnostic, paint).join('\n'))
  return [paint('path', visible(result.path)), ...findings].join('\n\n')
}

function finding(source: Source, diagnostic: Diagnostic, paint: Paint): string[] {
  const {fix, links, range} = diagnostic
  const rows = frame(source, range)
  const diff = fix ? fixDiff(source, fix) : []
  const numbers = [...rows, ...diff].map(({line}) => (line === null ? 3 : String(line).length))
  const gutter = 4 + Math.max(...numbers, 0)
  const note = (text: string): string => `${' '.repeat(gutter + 1)}${paint('dim', '=')} ${text}`
  return [
    headline(source, diagnostic, paint),
    ...rows.flatMap((row) => frameLines(row, gutter, paint, diagnostic)),
    ...(fix ? [note(fixNote(source, fix, paint)), ...diff.map((row) => diffLine(row, gutter, paint))] : []),
    ...(fix ? effectLines(fix).map((line) => note(visible(source.mask.text(line)))) : []),
    ...links.slice(0, 1).map((link) => note(paint('dim', `see ${visible(link)}`))),
  ]
}

function headline({lines, mask}: Source, {rule, severity, message, range}: Diagnostic, paint: Paint): string {
  const {line, column} = lines.position(range.start)
  const said = visible(mask.text(message.trim()))
  return ['', paint('dim', `${line}:${column}`), paint(severity, severity), said, paint('rule', rule)].join('  ')
}

function frameLines({line, code, underline}: FrameRow, gutter: number, paint: Paint, {severity}: Diagnostic): string[] {
  const bar = (label: string): string => paint('dim', `${label.padStart(gutter)} |`)
  if (line === null) return [bar('...')]
  const lines = [code === '' ? bar(String(line)) : `${bar(String(line))} ${code}`]
  return underline === '' ? lines : [...lines, `${bar('')} ${indented(underline, (carets) => paint(severity, carets))}`]
}

/** Colours the carets, not the space before them. */
function indented(text: string, paint: (text: string) => string): string {
  const carets = text.trimStart()
  return text.slice(0, text.length - carets.length) + paint(carets)
}

function fixNote({mask}: Source, {applicability, title}: Fix, paint: Paint): string {
  const label = applicability === 'safe' ? 'fix (safe)' : 'fix (unsafe: needs --unsafe-fixes)'
  return `${paint(applicability, label)}: ${visible(mask.text(title))}`
}

function diffLine({sign, line, code}: DiffRow, gutter: number, paint: Paint): string {
  const number = paint('dim', String(line).padStart(gutter))
  return `${number} ${paint(sign === '-' ? 'removed' : 'added', code === '' ? sign : `${sign} ${code}`)}`
}
