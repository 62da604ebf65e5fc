import type {Diagnostic, Result, Severity} from '../model.js'
import type {Lines} from './lines.js'
import {indexLines} from './lines.js'
import type {Mask} from './mask.js'
import {createMask} from './mask.js'
import type {Reporter} from './reporter.js'

const commands: Readonly<Record<Severity, string>> = {error: 'error', warning: 'warning', info: 'notice'}

/** Workflow commands: GitHub shows each as an annotation on the line it is about. */
export const github: Reporter = (report) =>
  report.results
    .flatMap(toCommands)
    .map((command) => `${command}\n`)
    .join('')

function toCommands(result: Result): string[] {
  const lines = indexLines(result.text)
  const mask = createMask(result)
  return result.diagnostics.map((diagnostic) => toCommand(result.path, diagnostic, lines, mask))
}

function toCommand(path: string, {rule, severity, message, range, fix}: Diagnostic, lines: Lines, mask: Mask): string {
  const start = lines.position(range.start)
  const end = lines.position(range.end)
  // The checks API refuses columns on an annotation of several lines.
  const columns = start.line === end.line ? {col: start.column, endColumn: end.column} : {}
  const properties = {file: path, line: start.line, endLine: end.line, ...columns, title: rule}
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
  const flags = fix?.applicability === 'safe' ? '--fix' : '--fix --unsafe-fixes'
  const said = fix ? `${message.trim()}\n${fix.title} (stslint ${flags})` : message.trim()
  return `::${commands[severity]} ${list.join(',')}::${escapeData(mask.text(said))}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
