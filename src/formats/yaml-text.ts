/** What scalars of several lines, and with escapes, say: YAML 1.2.2 sections 5.7, 6.5 and 8.1. */

/** A line break between two lines of a plain scalar is a space; each blank line between them is a line break. */
export function foldLines(source: string): string {
  const [first = '', ...lines] = source.split('\n').map((line) => line.replace(/^[ \t]+|[ \t\r]+$/g, ''))
  let folded = first
  let gap = ' '
  for (const line of lines) {
    if (line === '') gap = gap === ' ' ? '\n' : `${gap}\n`
    else {
      folded += gap + line
      gap = ' '
    }
  }
  return folded
}

export interface Literal {
  readonly value: string
  /** After the line end of its last line. */
  readonly end: number
}

/**
 * The lines of a block scalar from `head` on, deeper than `outer`; null where they say something only a real parser should
 * judge: no content, leading blanks that are deeper, folded lines that are more indented, less indented lines.
 */
export function readLiteral(text: string, head: number, outer: number, header: string): Literal | null {
  const lines = contentLines(text, head, outer)
  const first = lines.find(({isBlank}) => !isBlank)
  if (first === undefined) return null
  const {depth: indent} = first
  if (lines.some(({isBlank, depth}) => !isBlank && depth < indent)) return null
  if (lines.slice(0, lines.indexOf(first)).some(({depth}) => depth > indent)) return null

  // Spaces beyond the indentation are content.
  const last = lines.findLastIndex(({isBlank, depth}) => !isBlank || depth > indent)
  const content = lines.slice(0, last + 1).map(({start, stop}) => text.slice(start, stop).slice(indent))
  const body = header[0] === '|' ? content.join('\n') : fold(content)
  if (body === null) return null
  if (header.endsWith('-')) return {value: body, end: lines[last]!.next}
  if (!header.endsWith('+')) return {value: `${body}\n`, end: lines[last]!.next}
  return {value: body + '\n'.repeat(lines.length - last), end: lines.at(-1)!.next}
}

interface Line {
  readonly start: number
  /** Before the line end, and after it. */
  readonly stop: number
  readonly next: number
  /** How many spaces it begins with. */
  readonly depth: number
  readonly isBlank: boolean
}

/** Up to the first line that is neither blank nor deeper than `outer`. */
function contentLines(text: string, head: number, outer: number): Line[] {
  const lines: Line[] = []
  for (let start = head; start < text.length; ) {
    const line = lineAt(text, start)
    if (!line.isBlank && line.depth <= outer) break
    lines.push(line)
    start = line.next
  }
  return lines
}

function lineAt(text: string, start: number): Line {
  const feed = text.indexOf('\n', start)
  const next = feed < 0 ? text.length : feed + 1
  const end = feed < 0 ? text.length : feed
  const stop = end > start && text[end - 1] === '\r' ? end - 1 : end
  let at = start
  while (at < stop && text.charCodeAt(at) === 32) at++
  return {start, stop, next, depth: at - start, isBlank: at === stop}
}

function fold(lines: readonly string[]): string | null {
  if (lines.some((line) => /^[ \t]/.test(line))) return null
  let folded = ''
  let gap = ''
  for (const line of lines) {
    if (line === '') gap = gap === ' ' ? '\n' : `${gap}\n`
    else {
      folded += gap + line
      gap = ' '
    }
  }
  return folded
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
}

/** One line between double quotes; null with an escape that is none. */
export function unescapeDouble(text: string): string | null {
  if (!text.includes('\\')) return text
  let isKnown = true
  const value = text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(.))/gs,
    (_, hex?: string, unicode?: string, named?: string) => {
      const digits = hex ?? unicode
      if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16))
      const character = ESCAPES[named!]
      isKnown &&= character !== undefined
      return character ?? ''
    },
  )
  return isKnown ? value : null
}
