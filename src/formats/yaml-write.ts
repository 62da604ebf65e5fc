import type {NewValue} from './tree.js'

export type Quote = 'plain' | 'single' | 'double'

/** How the neighbours are written: what is new looks like them. */
export interface Habit {
  readonly key: Quote
  readonly value: Quote
  /** Written with braces and brackets. */
  readonly flow: boolean
  /** Columns from a key to the keys, and to the dashes, below it. */
  readonly step: number
  readonly dash: number
  /** Columns from a dash to what follows it. */
  readonly gap: number
  /** The habit of the value that a neighbour keeps under the same key. */
  below(key: string): Habit
}

export const PLAIN: Habit = {
  key: 'plain',
  value: 'plain',
  flow: false,
  step: 2,
  dash: 2,
  gap: 2,
  below: () => PLAIN,
}

/** `text` as a YAML string in the wished style, or in double quotes where that style cannot hold it. */
export function scalarText(text: string, style: Quote, inFlow: boolean): string {
  if (style === 'plain' && isSafePlain(text, inFlow)) return text
  if (style === 'single' && PRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`
  return doubleQuoted(text)
}

/** `key: value` in block style, its first line without indentation. */
export function blockPair(key: string, value: NewValue, indent: number, eol: string, habit: Habit): string {
  const name = scalarText(key, habit.key, false)
  const below = habit.below(key)
  if (typeof value === 'string') return `${name}: ${scalarText(value, below.value, false)}`
  if (isEmpty(value) || below.flow) return `${name}: ${flowValue(value, below)}`
  const column = indent + (isList(value) ? habit.dash : habit.step)
  return `${name}:${eol}${' '.repeat(column)}${blockValue(value, column, eol, below)}`
}

/** `- value` in block style, its first line without indentation. */
export function blockItem(value: NewValue, indent: number, eol: string, habit: Habit, gap: number): string {
  return '-'.padEnd(gap) + blockValue(value, indent + gap, eol, habit)
}

function blockValue(value: NewValue, indent: number, eol: string, habit: Habit): string {
  if (typeof value === 'string') return scalarText(value, habit.value, false)
  if (isEmpty(value) || habit.flow) return flowValue(value, habit)
  const parts = isList(value)
    ? value.map((item) => blockItem(item, indent, eol, habit, habit.gap))
    : Object.entries(value).map(([key, below]) => blockPair(key, below, indent, eol, habit))
  return parts.join(eol + ' '.repeat(indent))
}

export function flowPair(key: string, value: NewValue, habit: Habit): string {
  return `${scalarText(key, habit.key, true)}: ${flowValue(value, habit.below(key))}`
}

export function flowValue(value: NewValue, habit: Habit): string {
  if (typeof value === 'string') return scalarText(value, habit.value, true)
  if (isList(value)) return `[${value.map((item) => flowValue(item, habit)).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, below]) => flowPair(key, below, habit))
    .join(', ')}}`
}

function isList(value: NewValue): value is readonly NewValue[] {
  return Array.isArray(value)
}

function isEmpty(value: Exclude<NewValue, string>): boolean {
  return Object.keys(value).length === 0
}

/** One line of what YAML 1.1 and 1.2 both print as it is. */
const PRINTABLE = /^[\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]*$/u

/** Words and forms that some reader takes for something other than a string: PyYAML and go-yaml still read YAML 1.1. */
const OTHER_TYPES = [
  /^(?:y|yes|n|no|true|false|on|off|null|~|<<|=)$/i,
  /^[-+]?(?:\d[\d_]*)?(?:\.[\d_]*)?(?:e[-+]?\d+)?$/i,
  /^[-+]?0[xob][\da-f_]+$/i,
  /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/,
  /^(?:[-+]?\.inf|\.nan)$/i,
  /^\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?$/,
]

/** Whether `text` without quotes is read as this very string, by YAML 1.1 and 1.2 readers. */
function isSafePlain(text: string, inFlow: boolean): boolean {
  if (!PRINTABLE.test(text) || text.trim() !== text) return false
  if (/^[?:,[\]{}#&*!|>'"%@`]|^-(?![\w./-])|^---|^\.\.\./.test(text)) return false
  if (/:\s|:$|\s#/.test(text)) return false
  if (inFlow && /[,[\]{}]/.test(text)) return false
  return !OTHER_TYPES.some((form) => form.test(text))
}

/** The JSON escapes are YAML's too; YAML 1.1 also breaks lines at U+0085, U+2028 and U+2029. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g, escapeCode)
}

function escapeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
