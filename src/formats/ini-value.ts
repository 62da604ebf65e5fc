import type {Range} from '../model.js'
import {hasTemplate, inlineCommentStart} from './template-marks.js'

export interface IniValue {
  /** Without quotes; empty where a value would be inserted. */
  readonly range: Range
  readonly quote: '' | '"' | "'"
  /** From its mark. */
  readonly comment: Range | null
}

export interface ValueStyle {
  /** The AWS SDKs take quotes as text; most other readers of INI files take them off. */
  readonly isAws: boolean
  /** A credential is hidden to the end of its line: what looks like a comment may be part of it. */
  readonly isSecret: boolean
}

/** Read what follows the sign. `at` is where `raw` starts in the document. */
export function readValue(raw: string, at: number, {isAws, isSecret}: ValueStyle): IniValue {
  const quoted = isAws || isSecret ? null : /^(\s*)(["'])(.*?)\2(?=\s*$|\s+[#;])/.exec(raw)
  const end = isSecret ? raw.length : inlineCommentStart(raw, '#;')
  const comment = commentFrom(raw, at, quoted === null ? end : quoted[0].length)
  if (quoted !== null) {
    const [, space = '', quote, inner = ''] = quoted
    const start = at + space.length + 1
    return {range: {start, end: start + inner.length}, quote: quote as '"' | "'", comment}
  }
  const text = raw.slice(0, end).trim()
  const start = at + (text === '' ? end : raw.length - raw.trimStart().length)
  return {range: {start, end: start + text.length}, quote: '', comment}
}

/** The comment whose white space starts at `from`; null where nothing follows. */
export function commentFrom(raw: string, at: number, from: number): Range | null {
  const rest = raw.slice(from)
  if (rest.trim() === '') return null
  return {start: at + raw.length - rest.trimStart().length, end: at + raw.trimEnd().length}
}

/** configparser joins the lines of a value without their indentation and leaves comment lines out. */
export function joinLines(text: string): string {
  const [first = '', ...more] = text.split(/\r\n?|\n/).map((line) => line.trim())
  return [first, ...more.filter((line) => !/^[#;]/.test(line))].join('\n')
}

/** Templates, shell-style `${NAME}` and configparser's own `%(name)s`. */
export function isComputed(value: string): boolean {
  return hasTemplate(value) || /\$\{[^{}$]*\}|%\([^()%]*\)s/.test(value)
}

/** Whether the value, written on one line in these quotes, is read back as itself. */
export function isWritable(value: string, quote: IniValue['quote'], isAws: boolean): boolean {
  const written = ` ${quote}${value}${quote}`
  if (value.trim() === '' || /[\r\n\uFEFF]/.test(value) || isComputed(value)) return false
  const {range, comment, quote: read} = readValue(written, 0, {isAws, isSecret: false})
  return comment === null && read === quote && written.slice(range.start, range.end) === value
}
