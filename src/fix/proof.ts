import type {Entry, Parsed, Range, TextEdit} from '../model.js'

/**
 * Whether the new text still says everything the old one said, but for what the edits touched: it parses no worse, no
 * more keys stand twice, and each entry outside the edits is there with the same bytes, none more and none less.
 */
export function survives(
  before: {text: string; parsed: Parsed},
  after: {text: string; parsed: Parsed},
  edits: readonly TextEdit[],
): boolean {
  if (after.parsed.problems.length > before.parsed.problems.length) return false
  if (repeatsMore(after.parsed.entries, before.parsed.entries)) return false
  const moved = new Set<string>()
  const isKept = (entry: Entry): boolean => {
    const isTouched = edits.some(
      (edit) =>
        meets(edit, entry.range) ||
        meets(edit, entry.valueRange) ||
        (edit.range.start === entry.range.end && holdsOther(entry, before.parsed.entries)),
    )
    if (isTouched) moved.add(placeOf(entry.key, movedRange(entry.range, edits)))
    return !isTouched
  }
  const old = tally(before.text, before.parsed.entries.filter(isKept))
  const written = newRanges(edits)
  // What lost its end meets no edit any more, and is what was edited all the same.
  const isOld = ({key, range}: Entry): boolean =>
    !moved.has(placeOf(key, range)) && !written.some((edit) => meets(edit, range))
  const now = tally(after.text, after.parsed.entries.filter(isOld))
  return old.size === now.size && [...old].every(([entry, count]) => now.get(entry) === count)
}

/**
 * Whether a key stands twice that did not, and the second hides the first. Blocks and lists of a tree may repeat; but
 * where a key was not there at all, two fixes have added it.
 */
function repeatsMore(now: readonly Entry[], before: readonly Entry[]): boolean {
  const old = countKeys(before)
  const isRepeated = ([key, count]: [string, number]): boolean =>
    count > 1 && (key.startsWith('tree') ? !old.has(key) : count > (old.get(key) ?? 0))
  return [...countKeys(now)].some(isRepeated)
}

function countKeys(entries: readonly Entry[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const {surface, scope, key, path} of entries) {
    if (surface === 'flag') continue
    const name = [surface, scope.id, ...(surface === 'env' ? [key] : path)].join('\0')
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** The edits where they came to stand in the new text. */
function newRanges(edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0
  return edits.map(({range, newText}) => {
    const start = range.start + shift
    shift += newText.length - (range.end - range.start)
    return {range: {start, end: start + newText.length}, newText}
  })
}

/** Where a range of the old text stands in the new one. A side inside an edit goes to that side of the edit. */
export function movedRange({start, end}: Range, edits: readonly TextEdit[]): Range {
  const moved = {start, end}
  for (const {range, newText} of edits) {
    const growth = newText.length - (range.end - range.start)
    if (range.end <= start) moved.start += growth
    else if (range.start < start) moved.start -= start - range.start
    if (range.start < end) moved.end += growth + Math.max(0, range.end - end)
  }
  return moved
}

function placeOf(key: string, {start, end}: Range): string {
  return `${start} ${end} ${key}`
}

/** Paths hold list indices, which an insertion moves; key, place and bytes do not. Bytes that stand for several count once. */
function tally(text: string, entries: readonly Entry[]): Map<string, number> {
  const counts = new Map<string, number>()
  const seen = new Set<string>()
  for (const {surface, scope, key, range, valueRange} of entries) {
    const entry = [surface, scope.kind, scope.name, key, text.slice(valueRange.start, valueRange.end)].join('\0')
    const place = `${entry}\0${range.start}`
    if (seen.has(place)) continue
    seen.add(place)
    counts.set(entry, (counts.get(entry) ?? 0) + 1)
  }
  return counts
}

/** A text with a document of its own in it: a line behind its last one is one more of that document. */
function holdsOther({range, valueRange}: Entry, entries: readonly Entry[]): boolean {
  return entries.some(
    (other) => valueRange.start <= other.range.start && other.range.end <= range.end && other.range !== range,
  )
}

/** Text that goes on right behind a value (`,more`) belongs to it; a new line behind it does not. */
function meets({range, newText}: TextEdit, entry: Range): boolean {
  if (range.start < entry.end && entry.start < range.end) return true
  return range.start === entry.end && newText !== '' && !/^\s/.test(newText)
}
