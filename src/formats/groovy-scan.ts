import type {Problem, Range} from '../model.js'
import type {ScriptText} from './tree.js'

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'mark' | 'newline'
  readonly range: Range
  /** Name, number or mark as written. */
  readonly text: string
  readonly string?: StringToken
}

export interface StringToken {
  readonly quote: "'" | '"' | "'''" | '"""' | '/'
  readonly valueRange: Range
  /** Null where Groovy computes it. */
  readonly value: string | null
  /** Whether the shell or anyone else sees the same characters at the same places. */
  readonly verbatim: boolean
  readonly script?: ScriptText
}

export interface Scanned {
  readonly tokens: readonly Token[]
  readonly comments: readonly Range[]
  readonly problems: readonly Problem[]
}

const PIECE = new RegExp(
  [
    '(?<space>\\s+)',
    '(?<comment>\\/\\/[^\\r\\n]*|#![^\\r\\n]*)',
    '(?<block>\\/\\*)',
    '(?<name>[A-Za-z_]\\w*)',
    '(?<number>\\d[\\w.]*)',
    `(?<quote>'''|"""|'|")`,
    '(?<mark>[=!]=~?|=~|->|\\?\\.|&&|\\|\\||[^\\s\\w])',
  ].join('|'),
  'y',
)

/** The words of a Groovy text. Strings with what Groovy makes of them; `$name` and `${…}` make them computed. */
export function scanGroovy(text: string): Scanned {
  const tokens: Token[] = []
  const comments: Range[] = []
  const problems: Problem[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    PIECE.lastIndex = at
    const match = PIECE.exec(text)!
    const [kind] = Object.entries(match.groups!).find(([, part]) => part !== undefined)!
    const start = at
    at += match[0].length
    read(kind, match[0], start)
  }
  return {tokens, comments, problems}

  function read(kind: string, written: string, start: number): void {
    const range = {start, end: at}
    if (kind === 'comment') comments.push(range)
    else if (kind === 'block') {
      const close = text.indexOf('*/', at)
      at = close === -1 ? text.length : close + 2
      comments.push({start, end: at})
    } else if (kind === 'quote') at = readString(start, written as StringToken['quote'], written.length)
    else if (written === '/' && opensSlashy(tokens.at(-1)) && slashyEnd(text, at) !== -1) at = readString(start, '/', 1)
    else if (kind !== 'space') tokens.push({kind: kind as 'name' | 'number' | 'mark', range, text: written})
    else if (written.includes('\n')) tokens.push({kind: 'newline', range, text: '\n'})
  }

  function readString(start: number, quote: StringToken['quote'], length: number): number {
    const end = quote === '/' ? slashyEnd(text, start + 1) : closing(text, quote, start + length)
    if (end === -1) {
      if (problems.length === 0)
        problems.push({message: 'Groovy string is not closed', range: {start, end: start + length}})
      tokens.push({kind: 'mark', range: {start, end: start + length}, text: quote})
      const line = text.indexOf('\n', start)
      return length === 3 || line === -1 ? text.length : line
    }
    const range = {start, end: end + length}
    const string = toString(text, quote, {start: start + length, end})
    tokens.push({kind: 'string', range, text: text.slice(start, range.end), string})
    return range.end
  }
}

function toString(text: string, quote: StringToken['quote'], valueRange: Range): StringToken {
  const written = text.slice(valueRange.start, valueRange.end)
  const isComputed = quote === '/' || (quote.startsWith('"') && /(?<!\\)(?:\\\\)*\$[A-Za-z_{]/.test(written))
  // A backslash before a line end joins two lines for Groovy as it does for a shell.
  const verbatim = !/\\(?!\r?\n)/.test(written) && !(isComputed && /\$\{(?!\w+\})/.test(written))
  const script = verbatim || quote === '/' ? null : scriptText(written)
  return {quote, valueRange, value: isComputed ? null : unescape(written), verbatim, ...(script && {script})}
}

/** Without the backslashes that are Groovy's own; what it computes is a variable to the shell. Null for `\u0041`. */
function scriptText(written: string): ScriptText | null {
  const kept: Range[] = []
  let text = ''
  let from = 0
  for (const {0: piece, 1: escape, index} of written.matchAll(/\\(\r\n|[\s\S])|\$\{[^}]*\}/g)) {
    if (escape === 'u') return null
    if (escape?.endsWith('\n')) continue
    text += written.slice(text.length, index)
    if (escape === undefined) text += /^\$\{\w+\}$/.test(piece) ? piece : `$${'_'.repeat(piece.length - 1)}`
    else {
      kept.push({start: from, end: index})
      from = index + 1
      text += `\\${ESCAPES[escape] ?? escape}`
    }
  }
  kept.push({start: from, end: written.length})
  return {text: text + written.slice(text.length), kept}
}

function closing(text: string, quote: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    if (text[index] === '\\') index++
    else if (text.startsWith(quote, index)) return index
    else if (text[index] === '\n' && quote.length === 1) return -1
  }
  return -1
}

/** A slash is a division after a value, and opens a string elsewhere. */
function opensSlashy(before: Token | undefined): boolean {
  if (before === undefined || before.kind === 'newline') return true
  return before.kind === 'mark' ? !/^[)\]}]$/.test(before.text) : before.kind === 'name' && before.text === 'return'
}

/** On one line: one that spans lines is not told from a path. */
function slashyEnd(text: string, from: number): number {
  const rest = /^(?:[^/\n\\]|\\.)+(?=\/)/.exec(text.slice(from, from + 1000))
  return rest ? from + rest[0].length : -1
}

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\n': '', '\r\n': ''}

function unescape(written: string): string {
  if (!written.includes('\\')) return written
  return written.replace(/\\(?:u+([0-9A-Fa-f]{4})|(\r\n|[\s\S]))/g, (_, hex?: string, mark?: string) =>
    hex === undefined ? (ESCAPES[mark!] ?? mark!) : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
