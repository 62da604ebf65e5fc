/** The same rules as they would be written in a directory further up, `path` below it; null for where they are. */
export function rebase(text: string, path: string | null): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  if (path === null) return lines
  const prefix = path.replace(/[\\*?[\]]/g, String.raw`\$&`)
  return lines.flatMap((line) => {
    const body = line.replace(/^!/, '')
    // A slash at the start or within ties a pattern to its directory; without one it holds at any depth below.
    const isTied = body.replace(/\/? *$/, '').includes('/')
    const rest = body.replace(/^\//, '')
    if (/^[ /]*$/.test(rest)) return []
    return `${line.startsWith('!') ? '!' : ''}/${prefix}/${isTied ? '' : '**/'}${rest}`
  })
}

/**
 * Which names a rule's last segment could match. Nearly every file is cleared by its name here, so `ignore`, which costs as
 * much as the rest of the walk, is asked about few. It may say yes too often and never no wrongly: what lies in an ignored
 * directory is not met at all.
 */
export function candidates(text: string): (name: string) => boolean {
  const literal = new Set<string>()
  const wild: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const segment = lastSegment(line)
    if (segment === null) continue
    if (/[*?[\\]/.test(segment)) wild.push(toSource(segment))
    else literal.add(segment)
  }
  if (wild.length === 0) return (name) => literal.has(name)
  const pattern = new RegExp(`^(?:${wild.join('|')})$`, 's')
  return (name) => literal.has(name) || pattern.test(name)
}

function lastSegment(line: string): string | null {
  if (line.trim() === '' || line.startsWith('#')) return null
  if (/\[[^\]]*\/|\\[!#]/.test(line)) return '*'
  const body = line.replace(/^!/, '').replace(/ +$/, '').replace(/\/+$/, '')
  return body.slice(body.lastIndexOf('/') + 1)
}

/** A bracket is any character, and from one that is not plain on anything: exactness is `ignore`'s part. */
function toSource(segment: string): string {
  const plain = segment.replace(/\[[\w-]+\]/g, '?')
  const exact = /^[^[\\]*/.exec(plain)?.[0] ?? ''
  const source = exact
    .replace(/[.+^${}()|\]]/g, String.raw`\$&`)
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
  return exact.length < plain.length ? `${source}.*` : source
}
