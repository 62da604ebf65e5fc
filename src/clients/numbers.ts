/**
 * Orders versions of numbers with dots, as far as the ecosystems agree on them: missing numbers are zero, and a word
 * (`rc1`, `beta`) stands below the release it precedes. Build metadata after `+` does not count.
 */
export function compareNumbers(one: string, other: string): number {
  const [left, right] = [parts(one), parts(other)]
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = comparePart(left[at] ?? 0, right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function parts(version: string): (number | string)[] {
  const text = version.replace(/^v/i, '').replace(/\+.*$/, '').toLowerCase()
  return (text.match(/\d+|[a-z]+/g) ?? [])
    .filter((part) => !RELEASE.has(part))
    .map((part) => (/\d/.test(part) ? Number(part) : part))
}

/** Words that Maven takes for the release itself. */
const RELEASE: ReadonlySet<string> = new Set(['final', 'ga', 'release', 'jre', 'post'])

function comparePart(one: number | string, other: number | string): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  if (typeof one !== typeof other) return typeof one === 'string' ? -1 : 1
  return one < other ? -1 : one > other ? 1 : 0
}
