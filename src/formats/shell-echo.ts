import type {Command, Word, WordPart} from 'unbash'
import {joined, madeUp, type Placed} from './placed-text.js'
import {isTemplated} from './shell-words.js'
import type {Spliced} from './spliced.js'

/** What `echo` or `printf` prints, with the place of each character; null for other commands. */
export function printedBy(node: Command, source: Spliced): Placed | null {
  const name = node.name?.text ?? ''
  const words = node.args.flatMap((arg) => (arg.type === 'Word' ? arg : []))
  if (name === 'echo') {
    const flags = words.findIndex(({text}) => !/^-[neE]+$/.test(text))
    const options = words
      .slice(0, flags < 0 ? words.length : flags)
      .map(({text}) => text)
      .join('')
    const said = joined(
      words.slice(flags < 0 ? words.length : flags).flatMap((word, index) => spaced(word, index, source)),
    )
    const shown = options.includes('e') ? unescaped(said) : said
    return options.includes('n') ? shown : joined([shown, madeUp('\n')])
  }
  return name === 'printf' && words[0] ? formatted(words[0], words.slice(1), source) : null
}

function spaced(word: Word, index: number, source: Spliced): Placed[] {
  return index === 0 ? [textOf(word, source)] : [madeUp(' '), textOf(word, source)]
}

/** `%s` and its like take the arguments one by one; with more of them than it takes, the format is used again. */
function formatted(format: Word, args: readonly Word[], source: Spliced): Placed {
  const text = unescaped(textOf(format, source))
  const holes = [...text.text.matchAll(/%(?:%|[-+ #0]*\d*(?:\.\d+)?[a-zA-Z])/g)]
  const taking = holes.filter(([hole]) => hole !== '%%').length
  const pieces: Placed[] = []
  let next = 0
  do {
    let from = 0
    for (const {0: hole, index} of holes) {
      pieces.push(slice(text, from, index))
      const arg = hole === '%%' ? undefined : args[next++]
      pieces.push(hole === '%%' ? slice(text, index, index + 1) : arg ? textOf(arg, source) : madeUp(''))
      from = index + hole.length
    }
    pieces.push(slice(text, from, text.text.length))
  } while (taking > 0 && next < args.length)
  return joined(pieces)
}

function slice({text, at, computed}: Placed, start: number, end: number): Placed {
  const inside = computed.filter((part) => part.start >= start && part.end <= end)
  return {
    text: text.slice(start, end),
    at: at.slice(start, end),
    computed: inside.map((part) => ({start: part.start - start, end: part.end - start})),
  }
}

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r', '\\': '\\'}

/** `\n` and its like, as `echo -e` and `printf` take them. */
function unescaped(placed: Placed): Placed {
  const {text} = placed
  const pieces: Placed[] = []
  let from = 0
  for (const {0: escape, 1: mark, index} of text.matchAll(/\\([ntr\\])/g)) {
    pieces.push(slice(placed, from, index), madeUp(ESCAPES[mark!]!))
    from = index + escape.length
  }
  return joined([...pieces, slice(placed, from, text.length)])
}

/** A word as the shell hands it on. */
function textOf(word: Word, source: Spliced): Placed {
  const {pos, end, parts} = word
  if (isTemplated(source.text.slice(pos, end))) return computedAt(pos, end, source)
  return parts === undefined ? raw(pos, end, source, UNQUOTED) : joined(parts.map((part) => partOf(part, source)))
}

const UNQUOTED = /\\([\s\S])/g
const DOUBLE = /\\([$`"\\\n])/g
const ANSI = /\\([\s\S])/g

function partOf(part: WordPart, source: Spliced, marks: RegExp = UNQUOTED): Placed {
  const {pos, end} = part
  switch (part.type) {
    case 'Literal':
      return raw(pos, end, source, marks)
    case 'SingleQuoted':
      return raw(pos + 1, end - 1, source, null)
    case 'AnsiCQuoted':
      return raw(pos + 2, end - 1, source, ANSI)
    case 'DoubleQuoted':
      return joined(part.parts.map((inner) => partOf(inner, source, DOUBLE)))
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return raw(pos, end, source, UNQUOTED)
    default:
      return computedAt(pos, end, source)
  }
}

/** Text as it stands, without the backslashes that its quotes take off. */
function raw(start: number, end: number, source: Spliced, marks: RegExp | null): Placed {
  const written = source.text.slice(start, end)
  const whole: Placed = {text: written, at: Array.from(written, (_, index) => source.at(start + index)), computed: []}
  if (marks === null || !written.includes('\\')) return whole
  const pieces: Placed[] = []
  let from = 0
  for (const {0: escape, 1: mark, index} of written.matchAll(marks)) {
    pieces.push(slice(whole, from, index))
    if (marks === ANSI && ESCAPES[mark!] !== undefined) pieces.push(madeUp(ESCAPES[mark!]!))
    else if (mark !== '\n') pieces.push(slice(whole, index + 1, index + 2))
    from = index + escape.length
  }
  return joined([...pieces, slice(whole, from, written.length)])
}

function computedAt(start: number, end: number, source: Spliced): Placed {
  const length = end - start
  return {
    text: '_'.repeat(length),
    at: Array.from({length}, (_, index) => source.at(start + index)),
    computed: [{start: 0, end: length}],
  }
}
