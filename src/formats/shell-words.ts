import type {Assignment, Word, WordPart} from 'unbash'
import type {KeyValue, Token} from './command-token.js'
import type {Spliced} from './spliced.js'

/** A shell word by its parts, so that `--flag="x"`, `"K=V"` and `K=a'b'` all say where their value stands. */
export function toToken(word: Word, source: Spliced): Token {
  const {pos, end} = word
  const written = source.text.slice(pos, end)
  return {
    value: isLiteral(word.parts, COMMAND) && !TEMPLATE.test(written) ? word.value : null,
    range: source.tight(pos, end),
    inner: innerRange(word, pos, source),
    written,
    pair: pairOf(word, source),
  }
}

/** Null for what is no plain `K=V`: arrays, `K+=V`, `K[0]=V`. */
export function assigned(node: Assignment, source: Spliced): KeyValue | null {
  const {name: key, value, pos, end} = node
  if (value.type !== 'Word' || node.append || node.index) return null
  return {key, range: source.tight(pos, end), ...valueOf(value, value.pos, source)}
}

/** A double-quoted word begins with its quote, and its key then follows that. */
function pairOf(word: Word, source: Spliced): KeyValue | null {
  const written = source.text.slice(word.pos, word.end)
  const [head, mark, key] = /^(["']?)((?:--?)?[A-Za-z_][\w-]*|-D[\w.-]+)=/.exec(written) ?? []
  if (head === undefined || key === undefined) return null
  const start = word.pos + head.length
  if (!mark) return {key, range: source.tight(word.pos, word.end), ...valueOf(word, start, source)}
  if (wholeQuote(word, word.pos) === null) return null
  const end = word.end - 1
  const value = isLiteral(word.parts, ASSIGNMENT) && !TEMPLATE.test(written) ? word.value.slice(key.length + 1) : null
  return {
    key,
    range: source.tight(word.pos + 1, end),
    value,
    valueRange: source.loose(start, end),
    written: source.text.slice(start, end),
  }
}

/** The value that begins at `start` of a word and ends with it. */
function valueOf(word: Word, start: number, source: Spliced): Pick<KeyValue, 'value' | 'valueRange' | 'written'> {
  const written = source.text.slice(start, word.end)
  const literal = isLiteral(word.parts, ASSIGNMENT) && !TEMPLATE.test(written)
  const value = start === word.pos ? word.value : word.value.slice(word.value.indexOf('=') + 1)
  return {value: literal ? value : null, valueRange: innerRange(word, start, source), written}
}

function innerRange(word: Word, start: number, source: Spliced): Token['inner'] {
  const marks = wholeQuote(word, start)
  return marks === null ? source.tight(start, word.end) : source.loose(start + marks, word.end - 1)
}

/** The length of the opening mark when all of the word from `start` is one quoted text. */
function wholeQuote({parts, end}: Word, start: number): number | null {
  const [part, more] = parts?.filter((candidate) => candidate.end > start) ?? []
  if (part === undefined || more !== undefined || part.pos !== start || part.end !== end) return null
  if (part.type === 'SingleQuoted' || part.type === 'DoubleQuoted') return 1
  return part.type === 'AnsiCQuoted' || part.type === 'LocaleString' ? 2 : null
}

/** GitHub, Helm and Jinja put their text in before the shell reads any, inside quotes too. */
export const TEMPLATE = /\$?\{\{[^\n]{0,500}?\}\}/

export function isTemplated(written: string): boolean {
  return TEMPLATE.test(written)
}

/** Part types that stand for themselves. An assignment's value is not matched against file names. */
const COMMAND = new Set(['Literal', 'SingleQuoted', 'AnsiCQuoted'])
const ASSIGNMENT = new Set([...COMMAND, 'Glob', 'ExtendedGlob', 'BraceExpansion'])

function isLiteral(parts: readonly WordPart[] | undefined, literal: ReadonlySet<string>): boolean {
  return (parts ?? []).every((part) => {
    if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') return isLiteral(part.parts, literal)
    if ('parts' in part && !isLiteral(part.parts, literal)) return false
    return literal.has(part.type)
  })
}
