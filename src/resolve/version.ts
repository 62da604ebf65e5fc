/**
 * Orders versions as semver and PEP 440 agree: by their numbers, then a pre-release (`rc1`, `-beta.2`, `.dev0`) before the
 * release. A leading `v`, a `+local` part and an epoch are left out of account.
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [parse(left), parse(right)]
  const length = Math.max(a.numbers.length, b.numbers.length)
  for (let at = 0; at < length; at++) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0)
    if (difference !== 0) return difference
  }
  if (a.pre === b.pre) return 0
  if (a.pre === '' || b.pre === '') return a.pre === '' ? 1 : -1
  return a.pre < b.pre ? -1 : 1
}

/** Not `latest`, a branch, or a range such as `1.x`. */
export function isVersion(text: string): boolean {
  return /^v?\d+(?:\.\d+)*(?:[-_.]?[a-z]|[-+]|$)/i.test(text.trim()) && !/^v?[\d.]*\.x(?:\.|$)/i.test(text.trim())
}

function parse(text: string): {numbers: number[]; pre: string} {
  const [, numbers = '0', rest = ''] = /^(?:\d+!)?v?(\d+(?:\.\d+)*)(.*)$/i.exec(text.trim()) ?? []
  const pre = rest.replace(/\+.*$/, '').toLowerCase()
  return {numbers: numbers.split('.').map(Number), pre: /^[-_.]?post/.test(pre) ? '' : pre.replace(/^[-_.]/, '')}
}
