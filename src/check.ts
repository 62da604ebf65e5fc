import {divideTexts, neededContext} from './check-context.js'
import {createLinter} from './check-lint.js'
import {concernsAliyun, linkedTexts, Parser, readFiles} from './check-parse.js'
import {toChanges, toReport, toResults, unreadableResults} from './check-report.js'
import type {Rule, RuleData} from './data.js'
import type {CreateResolver} from './engine/provider.js'
import {isWanted, settle} from './fix/settle.js'
import type {Applicability, Diagnostic, FileKind, FormatId, Report, Result, Severity} from './model.js'
import {definitionTexts} from './scopes/carried.js'
import type {Unit} from './scopes/view.js'

/** A file discovery found, by name alone: nothing has been read. */
export interface FileRef {
  /** What reports show. */
  readonly path: string
  readonly absolute: string
  readonly format: FormatId
  readonly kind: FileKind
}

/** `skipped`: too large, binary, minified. `clean`: readable, without a literal any row or rule needs. */
export type Read =
  | {readonly status: 'text'; readonly text: string}
  | {readonly status: 'clean'}
  | {readonly status: 'skipped'; readonly reason: string}
  | {readonly status: 'unreadable'; readonly message: string}

export interface CheckRequest {
  readonly files: readonly FileRef[]
  /** Reads a file. Without `prefilter` the text always comes back (for files another one refers to). */
  read(file: FileRef, prefilter: RegExp | null): Read
  /** A file that another one names, relative to the directory of `from`; null where there is none. */
  resolve(target: string, from: FileRef): FileRef | null
  /** The literals that make a file worth decoding. */
  readonly prefilter: RegExp
  /** Parse only what can have a finding by itself, and what that refers to. Not where a user's own rules may ask more. */
  readonly skipsContext?: boolean
  /** What a text that has to do with Alibaba Cloud holds. Absent: they all may. */
  readonly aliyun?: RegExp
  /** Loaded only once a file has something to say, and Alibaba Cloud's part only once one has to do with it. */
  data(withAliyun: boolean): Promise<RuleData>
  /** Which rules run for a path, with their severity: the config's word. Null: the rule is off there. */
  severityOf(rule: Pick<Rule, 'id' | 'severity'>, path: string): Severity | null
  readonly minSeverity: Severity
  /** The clients in use in the scopes of these files; null where none is known. Absent: nobody asks. */
  clients?(units: readonly Unit[], data: RuleData): Promise<CreateResolver | null>
  /** Takes out the findings a baseline knows; absent without a baseline. */
  unknown?(result: Result): readonly Diagnostic[]
  /** Classes of fixes to make; empty for none. */
  readonly fix: readonly Applicability[]
  /** The Region the user states with `--region`, or config `regions.default`. */
  readonly region: string | null
  /** Opt-in Regions the config says are enabled. */
  readonly enabledRegions: readonly string[]
  readonly version: string
  /** Today as YYYY-MM-DD, for suppressions that end. */
  readonly today: string
  /** Called with a stage's name and milliseconds, for `--timing`. */
  timing?(stage: string, milliseconds: number): void
}

export interface Change {
  readonly file: FileRef
  readonly before: string
  readonly after: string
  readonly titles: readonly string[]
}

export interface Outcome {
  readonly report: Report
  /** Texts that fixes changed; nothing has been written. */
  readonly changes: readonly Change[]
}

/** The whole run, with files passed in: read, recognise, lint, settle, report. Writes nothing. */
export async function check(request: CheckRequest): Promise<Outcome> {
  const clock = createClock(request)
  const found = readFiles(request)
  clock('read')
  if (found.texts.length === 0 && found.unreadable.length === 0)
    return {report: toReport(request, found, [], 0), changes: []}
  const data = await request.data(concernsAliyun(found.texts, request))
  clock('load rules')
  const parser = new Parser(data, request.skipsContext)
  const {own, context} = divideTexts(found.texts, request, data)
  clock('divide')
  const first = await parser.parse(own)
  const units = inOrder([...first, ...(await parser.parse(neededContext(first, context, request, data)))], request)
  const linked = linkedTexts(units, request)
  units.push(...(await parser.parse(linked)))
  units.push(...(await parser.parse(definitionTexts(units, request))))
  const outside = new Set(linked.filter(({isOutside}) => isOutside).map(({file}) => file.path))
  clock('parse')
  const resolver = (await request.clients?.(units, data)) ?? null
  clock('clients')
  const linter = await createLinter(
    outside.size === 0
      ? request
      : {...request, severityOf: (rule, path) => (outside.has(path) ? null : request.severityOf(rule, path))},
    data,
    resolver && {create: resolver, reparse: (...args) => parser.reparse(...args)},
  )
  const settled = settle(units, {
    reparse: (unit, text) => parser.reparse(unit, text),
    lintAll: linter.lintAll,
    wants: isWanted(request.fix, request.minSeverity),
  })
  clock('lint')
  const results = [...toResults(request, settled), ...unreadableResults(request, data.rules, found)]
  return {report: toReport(request, found, results, linter.baselined()), changes: toChanges(units, settled)}
}

/** The order of discovery, whichever was read first: messages name the first file of several. */
function inOrder(units: readonly Unit[], {files}: CheckRequest): Unit[] {
  const places = new Map(files.map(({path}, index) => [path, index]))
  return [...units].sort((a, b) => places.get(a.file.path)! - places.get(b.file.path)!)
}

function createClock(request: CheckRequest): (stage: string) => void {
  let last = performance.now()
  return (stage) => {
    const now = performance.now()
    request.timing?.(stage, now - last)
    last = now
  }
}
