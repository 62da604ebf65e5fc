import type {Applicability, Diagnostic, Fix, MadeFix, Range, Severity, TextEdit} from '../model.js'
import type {Unit} from '../scopes/view.js'
import {byGravity, isAtLeast} from '../severity.js'
import {applyFixes} from './apply.js'
import {movedRange, survives} from './proof.js'

const PASSES = 10

export interface SettleContext {
  /** Reads the text again as the unit's file. */
  reparse(unit: Unit, text: string): Unit
  /** Findings of every unit, given all of them: rules look across files. */
  lintAll(units: readonly Unit[]): ReadonlyMap<Unit, readonly Diagnostic[]>
  /** Which findings' fixes are wanted. */
  wants(diagnostic: Diagnostic): boolean
}

export interface Settled {
  readonly units: readonly Unit[]
  /** What is left. A wanted fix among it did not prove itself: its file is as if it had not been tried. */
  readonly diagnostics: ReadonlyMap<Unit, readonly Diagnostic[]>
  /** By path: the fixes that were made. */
  readonly made: ReadonlyMap<string, readonly MadeFix[]>
}

export function isWanted(fix: readonly Applicability[], minSeverity: Severity): (diagnostic: Diagnostic) => boolean {
  return ({fix: offered, severity}) =>
    offered !== null && fix.includes(offered.applicability) && isAtLeast(severity, minSeverity)
}

/**
 * Passes to a fixed point. A pass applies what does not overlap, reads the text again, and keeps it only if it proves
 * itself: everything else is still there, and each finding that was fixed is gone. A fix that fails is left out, and tried
 * again only on a text that others have changed since. A file that has not settled after ten passes goes back to its first
 * text.
 */
export function settle(first: readonly Unit[], context: SettleContext): Settled {
  const made = new Map<string, MadeFix[]>()
  const refused: Refused = new Map()
  let units = first
  let diagnostics = context.lintAll(units)
  for (let pass = 0; pass <= PASSES; pass++) {
    const steps = units.map((unit) => fixOnce(unit, diagnostics.get(unit) ?? [], context, refused))
    if (steps.every((step) => step === null)) break
    const isOver = pass === PASSES
    const next = units.map((unit, index) => (steps[index] ? (isOver ? first[index]! : steps[index].unit) : unit))
    const found = context.lintAll(next)
    const before = units
    units = next.map((unit, index) => {
      const step = steps[index]
      if (!step) return unit
      const {path} = unit.file
      const stays = isOver ? [] : stillFound(step.fixed, found.get(unit) ?? [])
      if (isOver) made.delete(path)
      else if (stays.length === 0) made.set(path, [...(made.get(path) ?? []), ...step.fixed.map(toMade)])
      else refuse(refused, before[index]!, stays)
      return stays.length === 0 ? unit : before[index]!
    })
    diagnostics = units.every((unit, index) => unit === next[index]) ? found : context.lintAll(units)
  }
  return {units, diagnostics, made}
}

/** By path: the text on which fixes failed, and their findings. */
type Refused = Map<string, {readonly text: string; readonly findings: Set<string>}>

function refuse(refused: Refused, {file: {path}, document: {text}}: Unit, diagnostics: readonly Diagnostic[]): void {
  const known = refused.get(path)
  const findings = known?.text === text ? known.findings : new Set<string>()
  for (const diagnostic of diagnostics) findings.add(nameOf(diagnostic))
  refused.set(path, {text, findings})
}

function nameOf({rule, range: {start, end}}: Diagnostic): string {
  return `${rule} ${start} ${end}`
}

interface Step {
  readonly unit: Unit
  readonly fixed: readonly Fixed[]
}

/** A finding that was fixed, and where its bytes came to stand. */
interface Fixed {
  readonly diagnostic: Diagnostic
  readonly title: string
  readonly range: Range
}

function toMade({title, diagnostic: {rule, scope}}: Fixed): MadeFix {
  return {rule, title, scope}
}

/** Null where no fix is wanted, or none proved itself. */
function fixOnce(
  unit: Unit,
  diagnostics: readonly Diagnostic[],
  context: SettleContext,
  refused: Refused,
): Step | null {
  const known = refused.get(unit.file.path)
  const isRefused = (diagnostic: Diagnostic): boolean =>
    known?.text === unit.document.text && known.findings.has(nameOf(diagnostic))
  const wanted = diagnostics.flatMap((diagnostic) =>
    diagnostic.fix && context.wants(diagnostic) && !isRefused(diagnostic)
      ? [{edits: diagnostic.fix.edits, title: diagnostic.fix.title, diagnostic}]
      : [],
  )
  if (wanted.length === 0) return null
  const {unit: next, applied, edits, failed} = makeFixes(unit, wanted, context)
  if (failed.length > 0)
    refuse(
      refused,
      unit,
      failed.map(({diagnostic}) => diagnostic),
    )
  if (next === null) return null
  return {
    unit: next,
    fixed: applied.map(({title, diagnostic}) => ({title, diagnostic, range: movedRange(diagnostic.range, edits)})),
  }
}

interface Made<F> {
  readonly unit: Unit | null
  readonly applied: readonly F[]
  readonly edits: readonly TextEdit[]
}

/**
 * All fixes, or else as many as prove themselves together, the graver ones first: one may be wrong, and two may each be
 * right and not both, such as two that add one key. The unit is null where not even one proves itself.
 */
export function makeFixes<F extends Pick<Fix, 'edits'> & {readonly diagnostic: Diagnostic}>(
  unit: Unit,
  fixes: readonly F[],
  {reparse}: Pick<SettleContext, 'reparse'>,
): Made<F> & {readonly failed: readonly F[]} {
  const {document, parsed} = unit
  const prove = (tried: readonly F[]): Made<F> | null => {
    const {text, applied, edits} = applyFixes(document.text, tried)
    if (text === document.text) return null
    const next = reparse(unit, text)
    return survives({text: document.text, parsed}, {text, parsed: next.parsed}, edits)
      ? {unit: next, applied, edits}
      : null
  }
  let kept: Made<F> = {unit: null, applied: [], edits: []}
  const failed: F[] = []
  const add = (more: readonly F[]): void => {
    if (more.length === 0) return
    const together = prove([...kept.applied, ...more])
    if (together) kept = together
    else if (more.length === 1) failed.push(more[0]!)
    else {
      add(more.slice(0, more.length >> 1))
      add(more.slice(more.length >> 1))
    }
  }
  const all = prove(fixes)
  if (all) return {...all, failed}
  add(fixes.toSorted((a, b) => byGravity(a.diagnostic.severity, b.diagnostic.severity)))
  return {...kept, failed}
}

/** A rule may have found something new elsewhere, where a fix made a setting known. */
function stillFound(fixed: readonly Fixed[], diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return fixed
    .filter(({diagnostic: {rule}, range}) =>
      diagnostics.some(
        (diagnostic) =>
          diagnostic.rule === rule && range.start < diagnostic.range.end && diagnostic.range.start < range.end,
      ),
    )
    .map(({diagnostic}) => diagnostic)
}
