/**
 * Blanks the parts of a text that stand by themselves and hold nothing wanted, at the same length: a file of fifty
 * manifests with one variable costs as much as that one. What is not sure to be such a part stays.
 */

/** YAML documents share nothing, anchors included. Each stays one, so that the others keep their number. */
export function blankDocuments(text: string, wanted: RegExp): string {
  // Where documents end in other ways, all are read.
  if (!/^---/m.test(text) || /^(?:\.\.\.|%)/m.test(text)) return text
  return text
    .split(/^(?=---(?:\s|$))/m)
    .map((part) => (wanted.test(part) || !/^[\w"'[{-]/m.test(part.replace(/^---/, '')) ? part : blankDocument(part)))
    .join('')
}

function blankDocument(part: string): string {
  const start = part.startsWith('---') ? '--- ~' : '~'
  const end = lineEndOf(part)
  return start.length + end.length > part.length ? part : start.padEnd(part.length - end.length) + end
}

/**
 * The values of a top-level map such as `jobs` or `services`: each is a program of its own. Not the last, where the map
 * ends and is added to, and none where an anchor could be meant from elsewhere.
 */
export function blankEntries(text: string, maps: ReadonlySet<string>, wanted: RegExp): string {
  if (text.includes('\t') || /(?:^|[\s[{,])[&*]\w/.test(text)) return text
  return text.replace(
    /^(\w+):[ ]*\r?\n((?:(?:[ ]+[^\n]*|[ ]*#[^\n]*|\r?)\n)+)/gm,
    (whole, key: string, body: string) => {
      if (!maps.has(key)) return whole
      const indent = /^ +(?=[^\s#])/m.exec(body)?.[0].length ?? 0
      const entries = body.split(new RegExp(`^(?= {${indent}}[^\\s#])`, 'm'))
      const isLast = (at: number): boolean => at === entries.length - 1
      return (
        whole.slice(0, whole.length - body.length) +
        entries.map((entry, at) => (isLast(at) || wanted.test(entry) ? entry : blankValue(entry))).join('')
      )
    },
  )
}

/** Only of a plain key with a block below it. */
function blankValue(entry: string): string {
  const [key] = /^ +[\w.-]+:(?= *\r?\n)/.exec(entry) ?? []
  const end = lineEndOf(entry)
  return key === undefined ? entry : key.padEnd(entry.length - end.length) + end
}

function lineEndOf(text: string): string {
  return /(?:\r?\n)?$/.exec(text)![0]
}
