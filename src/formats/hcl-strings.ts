/** How HCL writes text between quotes: hashicorp/hcl hclsyntax/spec.md, "Template Expressions". */

const NAMED: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\'}

export function decodeQuoted(raw: string): string {
  return raw.replace(/\$\$\{|%%\{|\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrt"\\]))/g, decodeEscape)
}

function decodeEscape(escape: string, short?: string, long?: string, named?: string): string {
  if (named !== undefined) return NAMED[named]!
  const digits = short ?? long
  if (digits === undefined) return escape.slice(1)
  const code = Number.parseInt(digits, 16)
  return code > 0x10ffff ? escape : String.fromCodePoint(code)
}

/** `${…}` stays an interpolation; one that does not close, and every `%{`, is written as plain text. */
export function encodeQuoted(value: string): string {
  let encoded = ''
  for (let at = 0; at < value.length; ) {
    const end = value.startsWith('${', at) ? interpolationEnd(value, at) : null
    encoded += end === null ? encodeAt(value, at) : value.slice(at, end)
    at = end ?? at + 1
  }
  return encoded
}

function encodeAt(value: string, at: number): string {
  const character = value[at]!
  if ((character === '$' || character === '%') && value[at + 1] === '{') return character + character
  if (character === '"' || character === '\\') return `\\${character}`
  if (character >= ' ' && character !== '\x7f') return character
  const named = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}[character]
  return named ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** The offset after the `}` that closes the `${` at `start`, with the braces and strings between them counted. */
function interpolationEnd(value: string, start: number): number | null {
  let depth = 0
  for (let at = start + 1; at < value.length; at++) {
    if (value[at] === '"') {
      const string = /"(?:[^"\\\n]|\\.)*"/y
      string.lastIndex = at
      if (!string.test(value)) return null
      at = string.lastIndex - 1
    } else if (value[at] === '{') depth++
    else if (value[at] === '}' && --depth === 0) return at + 1
  }
  return null
}

const HEREDOC = /^<<(-?)[^\r\n]*\r?\n/

/** The lines between the markers, and whether `<<-` takes their common indentation away. */
export function heredocBody(raw: string): {start: number; end: number; value: string} {
  const opening = HEREDOC.exec(raw)
  const start = opening ? opening[0].length : raw.length
  const end = Math.max(start, raw.lastIndexOf('\n') + 1)
  const body = raw.slice(start, end)
  return {start, end, value: opening?.[1] === '-' ? dedent(body) : body}
}

function dedent(body: string): string {
  const indents = body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => /^[ \t]*/.exec(line)![0].length)
  const common = Math.min(...indents, body.length)
  return body
    .split('\n')
    .map((line) => line.slice(Math.min(common, /^[ \t]*/.exec(line)![0].length)))
    .join('\n')
}
