import type {ReadFiles} from './check-parse.js'
import type {Change, CheckRequest} from './check-request.js'
import type {Rule} from './data.js'
import {toDiagnostic} from './engine/lint.js'
import {isWanted, type Settled} from './fix/settle.js'
import type {Diagnostic, Report, Result, Severity, Summary} from './model.js'
import type {Unit} from './scopes/view.js'
import {isAtLeast} from './severity.js'

/** Everything found, before what is too mild to show is taken out. */
export function toResults({fix, minSeverity}: CheckRequest, settled: Settled): Result[] {
  const isUnproved = isWanted(fix, minSeverity)
  return settled.units.flatMap((unit) => {
    const {path, text} = unit.document
    const fixed = (settled.made.get(path) ?? []).map(({title}) => title)
    const found = settled.diagnostics.get(unit) ?? []
    const diagnostics = found.map((diagnostic) => (isUnproved(diagnostic) ? withhold(diagnostic) : diagnostic))
    return diagnostics.length === 0 && fixed.length === 0
      ? []
      : [{path, text, diagnostics, secrets: unit.parsed.secrets, fixed}]
  })
}

/** A fix that was wanted and is still there did not prove itself: it is not offered again. */
function withhold(diagnostic: Diagnostic): Diagnostic {
  const message = `${diagnostic.message} (its fix could not be proved here and was not written: change it by hand)`
  return {...diagnostic, fix: null, message}
}

export function unreadableResults(request: CheckRequest, rules: readonly Rule[], found: ReadFiles): Result[] {
  const rule = rules.find(({on}) => on === 'file')
  return found.unreadable.flatMap(({path, format, kind, message}) => {
    const severity = rule ? request.severityOf(rule, path) : null
    if (!rule || severity === null) return []
    const subject = {
      facts: {message, path, format, fileKind: kind},
      range: {start: 0, end: 0},
      setting: null,
      scope: null,
    }
    return [{path, text: '', diagnostics: [toDiagnostic(rule, severity, subject, null)], secrets: [], fixed: []}]
  })
}

export function toReport(
  request: CheckRequest,
  found: ReadFiles,
  results: readonly Result[],
  baselined: number,
): Report {
  const shown = results
    .map((result) => ({
      ...result,
      diagnostics: result.diagnostics.filter(({severity}) => isAtLeast(severity, request.minSeverity)),
    }))
    .filter(({diagnostics, fixed}) => diagnostics.length > 0 || fixed.length > 0)
  return {
    version: 1,
    tool: {name: 'stslint', version: request.version},
    summary: {...summarise(request, found, results, shown), baselined},
    results: shown.sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
}

function summarise(
  request: CheckRequest,
  found: ReadFiles,
  all: readonly Result[],
  shown: readonly Result[],
): Omit<Summary, 'baselined'> {
  const diagnostics = shown.flatMap((result) => result.diagnostics)
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
  const fixes = (applicability: string): number =>
    diagnostics.filter(({fix}) => fix?.applicability === applicability).length
  return {
    files: request.files.length,
    scanned: found.scanned,
    skipped: found.skipped,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    fixable: fixes('safe'),
    fixableUnsafe: fixes('unsafe'),
    fixed: shown.reduce((sum, {fixed}) => sum + fixed.length, 0),
    hidden: all.reduce((sum, result) => sum + result.diagnostics.length, 0) - diagnostics.length,
  }
}

export function toChanges(before: readonly Unit[], {units, made}: Settled): Change[] {
  return before.flatMap((unit, index) => {
    const after = units[index]!.document.text
    const {
      file,
      document: {text, path},
    } = unit
    return after === text ? [] : [{file, before: text, after, made: made.get(path) ?? []}]
  })
}
