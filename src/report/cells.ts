import type {Range} from '../model.js'

/** What a terminal draws for one stretch of text, and how many columns it takes. */
export interface Cell {
  readonly text: string
  readonly width: number
  readonly range: Range
}

const TAB = 4

/** Scripts and symbols that terminals draw two columns wide (Unicode TR 11, W and F). */
const WIDE = new RegExp(
  [
    '^(?:\\p{Emoji_Presentation}',
    '[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\ua960-\\ua97f\\uac00-\\ud7a3\\uf900-\\ufaff]',
    '[\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6\\u{20000}-\\u{3fffd}])',
  ].join('|'),
  'u',
)
const COMBINING = /^\p{M}+$/u
const CONTROL = /^\p{C}|^[\u2028\u2029]/u
const PLAIN = /^[\x20-\x7e]*$/

let segmenter: Intl.Segmenter | undefined

/**
 * One line as cells. Tabs reach the next stop; control, bidirectional and other invisible characters are written out:
 * a file can neither drive the terminal nor hide what it says. Each range of `hidden` becomes one `***`.
 */
export function toCells(line: string, hidden: readonly Range[] = []): Cell[] {
  const cells: Cell[] = []
  let column = 0
  const push = (text: string, width: number, start: number, end: number): void => {
    cells.push({text, width, range: {start, end}})
    column += width
  }
  let at = 0
  for (const gap of [...hidden, {start: line.length, end: line.length}]) {
    for (const character of characters(line.slice(at, gap.start))) {
      const {text, width} = glyph(character, column)
      push(text, width, at, at + character.length)
      at += character.length
    }
    if (gap.start < gap.end) push('***', 3, gap.start, gap.end)
    at = gap.end
  }
  return cells
}

/** For prose: the same care, no columns. */
export function visible(text: string): string {
  return PLAIN.test(text)
    ? text
    : toCells(text)
        .map((cell) => cell.text)
        .join('')
}

function characters(text: string): Iterable<string> {
  if (PLAIN.test(text)) return text
  segmenter ??= new Intl.Segmenter('en', {granularity: 'grapheme'})
  return Array.from(segmenter.segment(text), ({segment}) => segment)
}

function glyph(character: string, column: number): {text: string; width: number} {
  if (character === '\t') {
    const width = TAB - (column % TAB)
    return {text: ' '.repeat(width), width}
  }
  if (CONTROL.test(character)) return named(character)
  if (COMBINING.test(character)) return {text: character, width: 0}
  return {text: character, width: WIDE.test(character) || character.includes('\ufe0f') ? 2 : 1}
}

/** ASCII controls have pictures of one column each; the others are named by number. */
function named(character: string): {text: string; width: number} {
  const points = Array.from(character, (point) => point.codePointAt(0) ?? 0)
  const text = points
    .map((point) => {
      if (point < 0x20) return String.fromCodePoint(0x2400 + point)
      return point === 0x7f ? '\u2421' : `<U+${point.toString(16).toUpperCase().padStart(4, '0')}>`
    })
    .join('')
  return {text, width: text.length}
}
