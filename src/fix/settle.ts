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
  readonly diagnostics: ReadonlyMap<Unit, readonly Diagnostic[]>
  /** By path: the fixes that were made. */
  readonly made: ReadonlyMap<string, readonly MadeFix[]>
  /** Paths whose fixes did not prove themselves: their text is as it was. */
  readonly withheld: ReadonlySet<string>
}

export function isWanted(fix: readonly Applicability[], minSeverity: Severity): (diagnostic: Diagnostic) => boolean {
  return ({fix: offered, severity}) =>
    offered !== null && fix.includes(offered.applicability) && isAtLeast(severity, minSeverity)
}

/**
 * Passes to a fixed point. A pass applies what does not overlap, reads the text again, and keeps it only if it proves
 * itself: everything else is still there, and each finding that was fixed is gone. A file that fails, or that has not
 * settled after ten passes, goes back to its first text.
 */
export function settle(first: readonly Unit[], context: SettleContext): Settled {
  const original = new Map(first.map((unit) => [unit.file.path, unit]))
  const made = new Map<string, MadeFix[]>()
  const withheld = new Set<string>()
  let units = first
  let diagnostics = context.lintAll(units)
  for (let pass = 0; pass <= PASSES; pass++) {
    const steps = units.map((unit) =>
      withheld.has(unit.file.path) ? null : fixOnce(unit, diagnostics.get(unit) ?? [], context),
    )
    if (steps.every((step) => step === null)) break
    const next = units.map((unit, index) => {
      const step = steps[index]
      if (!step) return unit
      if (step.unit !== null && pass < PASSES) return step.unit
      withheld.add(unit.file.path)
      return original.get(unit.file.path)!
    })
    const found = context.lintAll(next)
    units = next.map((unit, index) => {
      const step = steps[index]
      if (!step?.unit || unit !== step.unit || areGone(step.fixed, found.get(unit) ?? [])) return unit
      withheld.add(unit.file.path)
      return original.get(unit.file.path)!
    })
    diagnostics = units.every((unit, index) => unit === next[index]) ? found : context.lintAll(units)
    recordMade(made, units, steps, withheld)
  }
  return {units, diagnostics, made, withheld}
}

interface Step {
  /** Null where the new text did not prove itself. */
  readonly unit: Unit | null
  readonly fixed: readonly Fixed[]
}

/** A finding that was fixed, and where its bytes came to stand. */
interface Fixed extends MadeFix {
  readonly range: Range
}

function fixOnce(unit: Unit, diagnostics: readonly Diagnostic[], context: SettleContext): Step | null {
  const wanted = diagnostics.flatMap((diagnostic) =>
    diagnostic.fix && context.wants(diagnostic)
      ? [{edits: diagnostic.fix.edits, title: diagnostic.fix.title, diagnostic}]
      : [],
  )
  if (wanted.length === 0) return null
  const {unit: next, applied, edits} = makeFixes(unit, wanted, context)
  const fixed = applied.map(({title, diagnostic: {rule, scope, range}}) => ({
    rule,
    title,
    scope,
    range: movedRange(range, edits),
  }))
  return {unit: next, fixed}
}

/**
 * All fixes, or else the graver half of them, and so on: two may each be right and not both, such as two that add one key.
 * The rest is left for the next pass. The unit is null where not even one proves itself.
 */
export function makeFixes<F extends Pick<Fix, 'edits'> & {readonly diagnostic: Diagnostic}>(
  unit: Unit,
  fixes: readonly F[],
  {reparse}: Pick<SettleContext, 'reparse'>,
): {unit: Unit | null; applied: F[]; edits: TextEdit[]} {
  const {document, parsed} = unit
  let tried = fixes
  for (;;) {
    const {text, applied, edits} = applyFixes(document.text, tried)
    const next = reparse(unit, text)
    const before = {text: document.text, parsed}
    const isProved = text !== document.text && survives(before, {text, parsed: next.parsed}, edits)
    if (isProved || tried.length <= 1) return {unit: isProved ? next : null, applied, edits}
    tried = tried
      .toSorted((a, b) => byGravity(a.diagnostic.severity, b.diagnostic.severity))
      .slice(0, tried.length >> 1)
  }
}

/** A rule may have found something new elsewhere, where a fix made a setting known. */
function areGone(fixed: readonly Fixed[], diagnostics: readonly Diagnostic[]): boolean {
  return !fixed.some(({rule, range}) =>
    diagnostics.some(
      (diagnostic) =>
        diagnostic.rule === rule && range.start < diagnostic.range.end && diagnostic.range.start < range.end,
    ),
  )
}

function recordMade(
  made: Map<string, MadeFix[]>,
  units: readonly Unit[],
  steps: readonly (Step | null)[],
  withheld: ReadonlySet<string>,
): void {
  units.forEach(({file: {path}}, index) => {
    if (withheld.has(path)) made.delete(path)
    else if (steps[index])
      made.set(path, [
        ...(made.get(path) ?? []),
        ...steps[index].fixed.map(({rule, title, scope}) => ({rule, title, scope})),
      ])
  })
}
