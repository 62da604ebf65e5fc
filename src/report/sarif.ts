import type {ClientResolution, Diagnostic, Fix, Range, Report, Result, Severity} from '../model.js'
import {effectLines} from './effects.js'
import {fingerprints} from './fingerprint.js'
import type {Lines} from './lines.js'
import {indexLines} from './lines.js'
import type {Mask} from './mask.js'
import {createMask} from './mask.js'
import type {Reporter, RuleInfo} from './reporter.js'
import type {ArtifactLocation} from './uri.js'
import {toArtifactLocation} from './uri.js'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

const levels: Readonly<Record<Severity, string>> = {error: 'error', warning: 'warning', info: 'note'}

/** What code scanning shows of a description. */
const LONGEST = 1024

/** SARIF 2.1.0, for code scanning and editors. */
export const sarif: Reporter = (report, options) => {
  const rules = describedRules(report, options.rules)
  const indexes = new Map(rules.map(({id}, index) => [id, index]))
  const run = {
    tool: {
      driver: {
        name: report.tool.name,
        semanticVersion: report.tool.version,
        informationUri: 'https://www.npmjs.com/package/stslint',
        rules: rules.map(toRule),
      },
    },
    // Without a URI: the reader knows where its tree is, and this machine's paths are nobody's business.
    originalUriBaseIds: {'%SRCROOT%': {description: {text: 'The directory in which stslint was run'}}},
    columnKind: 'utf16CodeUnits',
    results: report.results.flatMap((result) => toResults(result, indexes)),
  }
  return `${JSON.stringify({$schema: SCHEMA, version: '2.1.0', runs: [run]}, null, 2)}\n`
}

/** A finding must not point at a rule that is not there, whatever the caller knew. */
function describedRules({results}: Report, rules: readonly RuleInfo[]): RuleInfo[] {
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  for (const {rule: id, severity, links} of results.flatMap(({diagnostics}) => diagnostics)) {
    if (!known.has(id)) known.set(id, {id, severity, summary: id, why: id, links})
  }
  return [...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function toRule({id, severity, summary, why, links}: RuleInfo): object {
  const help = why.trim()
  const more = links.map((link) => `- <${link}>`).join('\n')
  return {
    id,
    shortDescription: {text: clip(summary)},
    fullDescription: {text: clip(help)},
    help: {
      text: [help, ...links].join('\n'),
      markdown: more === '' ? help : `${help}\n\n${more}`,
    },
    ...(links[0] === undefined ? {} : {helpUri: links[0]}),
    defaultConfiguration: {level: levels[severity]},
    properties: {tags: ['sts', 'configuration', id.slice(0, id.indexOf('/'))].filter((tag) => tag !== '')},
  }
}

function clip(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`
}

function toResults(result: Result, indexes: ReadonlyMap<string, number>): object[] {
  const file = {
    lines: indexLines(result.text),
    mask: createMask(result),
    artifactLocation: toArtifactLocation(result.path),
  }
  const prints = fingerprints(result, file.mask)
  return result.diagnostics.map((diagnostic, index) => ({
    ruleId: diagnostic.rule,
    ruleIndex: indexes.get(diagnostic.rule) ?? -1,
    level: levels[diagnostic.severity],
    message: {text: file.mask.text(diagnostic.message.trim())},
    locations: [toLocation(diagnostic, file)],
    partialFingerprints: {'stslintFinding/v1': prints[index]},
    ...toFixes(diagnostic.fix, file),
    properties: {
      ...(diagnostic.setting && {setting: diagnostic.setting}),
      fix: diagnostic.fix?.applicability ?? 'none',
      ...(diagnostic.resolutions && {resolutions: diagnostic.resolutions.map((each) => toCall(each, file.mask))}),
    },
  }))
}

interface File {
  readonly lines: Lines
  readonly mask: Mask
  readonly artifactLocation: ArtifactLocation
}

function toLocation({range, scope}: Diagnostic, {lines, mask, artifactLocation}: File): object {
  const place = {physicalLocation: {artifactLocation, region: toRegion(range, lines)}}
  if (scope === null || scope.name === '') return place
  return {...place, logicalLocations: [{name: mask.text(scope.name), kind: scope.kind}]}
}

/** As a short table: the JSON report says more. */
function toCall({client, endpoint, error, likely}: ClientResolution, mask: Mask): object {
  return {
    client: client.label,
    source: client.source,
    calls: endpoint && mask.text(endpoint),
    error: error && mask.text(error.message),
    likely,
  }
}

/** Lines and columns only: readers disagree on whether an offset counts a byte order mark. */
function toRegion({start, end}: Range, lines: Lines): object {
  const first = lines.position(start)
  const last = lines.position(end)
  return {startLine: first.line, startColumn: first.column, endLine: last.line, endColumn: last.column}
}

/** A masked edit would write `***` into somebody's file, so such a fix stays away. */
function toFixes(fix: Fix | null, {lines, mask, artifactLocation}: File): object {
  if (!fix || fix.edits.length === 0 || fix.edits.some(({newText}) => mask.text(newText) !== newText)) return {}
  const replacements = fix.edits.map(({range, newText}) => ({
    deletedRegion: toRegion(range, lines),
    ...(newText === '' ? {} : {insertedContent: {text: newText}}),
  }))
  return {
    fixes: [
      {
        description: {text: mask.text([fix.title, ...effectLines(fix)].join('\n'))},
        artifactChanges: [{artifactLocation, replacements}],
        properties: {applicability: fix.applicability},
      },
    ],
  }
}
