import {allRules} from '../../src/builtin-all.js'
import {check} from '../../src/check.js'
import type {Outcome} from '../../src/check-request.js'
import {makeFixes} from '../../src/fix/settle.js'
import {fileKind} from '../../src/formats/file-kind.js'
import {detectWithSource} from '../../src/formats/source-files.js'
import type {Applicability, Diagnostic, FileRef, Fix, Range, Report, Result, TextEdit} from '../../src/model.js'
import {reparse, unitOf} from '../parsed.js'

/** Paths to texts. */
export type Tree = ReadonlyMap<string, string>

const data = allRules()

/** All rules, every severity, on files that exist only here. */
export function run(tree: Tree, fix: readonly Applicability[], region: string | null = null): Promise<Outcome> {
  return check({
    files: [...tree.keys()].map(toFile),
    read: ({path}) => ({status: 'text', text: tree.get(path) ?? ''}),
    resolve: (target, from) => neighbour(tree, target, from),
    prefilter: /(?:)/,
    data: async () => data,
    severityOf: ({severity}) => severity,
    minSeverity: 'info',
    fix,
    region,
    enabledRegions: [],
    version: '0',
    today: '2026-01-01',
  })
}

function toFile(path: string): FileRef {
  return {path, absolute: `/${path}`, format: detectWithSource(path) ?? 'dotenv', kind: fileKind(path)}
}

function neighbour(tree: Tree, target: string, from: FileRef): FileRef | null {
  const path = from.path.slice(0, from.path.lastIndexOf('/') + 1) + target.replace(/^\.\//, '')
  return tree.has(path) ? toFile(path) : null
}

export function applied(tree: Tree, {changes}: Outcome): Tree {
  return new Map([...tree, ...changes.map(({file, after}) => [file.path, after] as const)])
}

export function diagnosticsOf({report}: Outcome): Diagnostic[] {
  return report.results.flatMap(({diagnostics}) => diagnostics)
}

/** What one pass does to one file. */
export interface Step {
  readonly path: string
  readonly before: string
  readonly after: string
  readonly edits: readonly TextEdit[]
  readonly fixed: readonly Diagnostic[]
  /** Where errors stood, and where they stand now. */
  readonly errors: {readonly before: readonly Range[]; readonly after: readonly Range[]}
}

/** Applies reported fixes, and nothing else, until none is left: what `fix` has to come to, pass by pass. */
export async function replay(
  tree: Tree,
  classes: readonly Applicability[],
  region: string | null,
): Promise<{tree: Tree; steps: Step[]}> {
  const texts = new Map(tree)
  const steps: Step[] = []
  let {report} = await run(texts, [], region)
  for (let pass = 0; pass < 12; pass++) {
    const made = (await Promise.all(report.results.map((result) => fixOnce(result, classes)))).flat()
    if (made.length === 0) break
    for (const {path, after} of made) texts.set(path, after)
    const before = report
    report = (await run(texts, [], region)).report
    for (const step of made) {
      steps.push({...step, errors: {before: errorsIn(before, step.path), after: errorsIn(report, step.path)}})
    }
  }
  return {tree: texts, steps}
}

async function fixOnce(
  {path, text, diagnostics}: Result,
  classes: readonly Applicability[],
): Promise<Omit<Step, 'errors'>[]> {
  const wanted = diagnostics
    .filter(({fix}) => fix !== null && classes.includes(fix.applicability))
    .map((diagnostic) => ({...(diagnostic.fix as Fix), diagnostic}))
  const {unit, applied, edits} = makeFixes(await unitOf(path, text), wanted, {reparse})
  if (!unit) return []
  return [{path, before: text, after: unit.document.text, edits, fixed: applied.map(({diagnostic}) => diagnostic)}]
}

function errorsIn({results}: Report, path: string): Range[] {
  const diagnostics = results.find((result) => result.path === path)?.diagnostics ?? []
  return diagnostics.filter(({severity}) => severity === 'error').map(({range}) => range)
}
