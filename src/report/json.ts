import type {Diagnostic, Fix, Range, Report, Result} from '../model.js'
import type {Lines} from './lines.js'
import {indexLines} from './lines.js'
import type {Mask} from './mask.js'
import {createMask} from './mask.js'
import type {Reporter} from './reporter.js'

/** For programs: schemas/report.schema.json. The order of the keys is part of it: two reports can be compared. */
export const json: Reporter = (report) => `${JSON.stringify(toJson(report), null, 2)}\n`

function toJson({version, tool, summary, results}: Report): object {
  return {
    version,
    tool: {name: tool.name, version: tool.version},
    summary: {
      files: summary.files,
      scanned: summary.scanned,
      skipped: summary.skipped,
      errors: summary.errors,
      warnings: summary.warnings,
      infos: summary.infos,
      fixable: summary.fixable,
      fixableUnsafe: summary.fixableUnsafe,
      fixed: summary.fixed,
      hidden: summary.hidden,
      baselined: summary.baselined,
    },
    results: results.filter(({diagnostics}) => diagnostics.length > 0).map(toResult),
  }
}

function toResult(result: Result): object {
  const lines = indexLines(result.text)
  const mask = createMask(result)
  return {
    path: result.path,
    diagnostics: result.diagnostics.map((diagnostic) => toDiagnostic(diagnostic, lines, mask)),
  }
}

function toDiagnostic(
  {rule, severity, message, range, setting, scope, links, fix}: Diagnostic,
  lines: Lines,
  mask: Mask,
): object {
  return {
    rule,
    severity,
    message: mask.text(message),
    range: toRange(range, lines),
    setting,
    scope: scope && {kind: scope.kind, name: mask.text(scope.name)},
    links,
    fix: fix && toFix(fix, mask),
  }
}

function toRange({start, end}: Range, lines: Lines): object {
  return {start: {offset: start, ...lines.position(start)}, end: {offset: end, ...lines.position(end)}}
}

/** A masked edit would write `***` into somebody's file, so the edits of such a fix are kept back. */
function toFix({title, applicability, edits}: Fix, mask: Mask): object {
  const isShowable = edits.every(({newText}) => mask.text(newText) === newText)
  return {
    title: mask.text(title),
    applicability,
    edits: isShowable ? edits.map(({range, newText}) => ({start: range.start, end: range.end, text: newText})) : [],
  }
}
