import type {
  ClientRef,
  ClientResolution,
  Destination,
  Diagnostic,
  Effect,
  Fix,
  ProvedFix,
  Range,
  Report,
  Result,
} from '../model.js'
import type {Lines} from './lines.js'
import {indexLines} from './lines.js'
import type {Mask} from './mask.js'
import {createMask} from './mask.js'
import type {Reporter} from './reporter.js'

/** For programs: schemas/report.schema.json. The order of the keys is part of it: two reports can be compared. */
export const json: Reporter = (report) => `${JSON.stringify(toJson(report), null, 2)}\n`

function toJson({version, tool, summary, results, verification}: Report): object {
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
    ...(verification && {verification: verification.map((fix) => toProvedFix(fix, results))}),
  }
}

function toProvedFix({path, rule, title, scope, fate, calls}: ProvedFix, results: readonly Result[]): object {
  const mask = createMask(results.find((result) => result.path === path) ?? {text: '', secrets: []})
  return {
    path,
    rule,
    title: mask.text(title),
    scope: scope && {kind: scope.kind, name: mask.text(scope.name)},
    fate,
    calls,
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
  {rule, severity, message, range, setting, scope, links, fix, resolutions = []}: Diagnostic,
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
    ...(resolutions.length > 0 && {resolutions: resolutions.map((each) => toResolution(each, mask))}),
  }
}

function toRange({start, end}: Range, lines: Lines): object {
  return {start: {offset: start, ...lines.position(start)}, end: {offset: end, ...lines.position(end)}}
}

/** A masked edit would write `***` into somebody's file, so the edits of such a fix are kept back. */
function toFix({title, applicability, edits, effects = []}: Fix, mask: Mask): object {
  const isShowable = edits.every(({newText}) => mask.text(newText) === newText)
  return {
    title: mask.text(title),
    applicability,
    edits: isShowable ? edits.map(({range, newText}) => ({start: range.start, end: range.end, text: newText})) : [],
    ...(effects.length > 0 && {effects: effects.map((effect) => toEffect(effect, mask))}),
  }
}

function toResolution({client, reach, region, signingRegion, likely, ...rest}: ClientResolution, mask: Mask): object {
  return {client: toClient(client), ...toDestination(rest, mask), reach, region, signingRegion, likely}
}

function toEffect({client, scope, before, after}: Effect, mask: Mask): object {
  return {
    client: toClient(client),
    scope: scope && {kind: scope.kind, name: mask.text(scope.name)},
    before: toDestination(before, mask),
    after: toDestination(after, mask),
  }
}

function toClient({name, version, label, source}: ClientRef): object {
  return {name, version, label, source}
}

function toDestination({endpoint, error}: Destination, mask: Mask): object {
  return {
    endpoint: endpoint && mask.text(endpoint),
    error: error && {kind: error.kind, message: mask.text(error.message)},
  }
}
