import type {Fix, TextEdit} from '../model.js'

/** Touching spans count: two insertions at one offset have no agreed order. */
function overlaps(a: TextEdit, b: TextEdit): boolean {
  return a.range.start <= b.range.end && b.range.start <= a.range.end
}

/** Applies each fix whole or not at all; one that meets an edited span is left for the next pass. */
export function applyFixes<F extends Pick<Fix, 'edits'>>(
  text: string,
  fixes: readonly F[],
): {text: string; applied: F[]; edits: TextEdit[]} {
  const applied: F[] = []
  const edits: TextEdit[] = []
  for (const fix of fixes) {
    if (fix.edits.some((edit) => edits.some((other) => overlaps(edit, other)))) continue
    applied.push(fix)
    edits.push(...fix.edits)
  }
  edits.sort((a, b) => a.range.start - b.range.start)
  return {text: applyEdits(text, edits), applied, edits}
}

/** @param edits sorted, not overlapping */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = ''
  let at = 0
  for (const {range, newText} of edits) {
    result += text.slice(at, range.start) + newText
    at = range.end
  }
  return result + text.slice(at)
}
