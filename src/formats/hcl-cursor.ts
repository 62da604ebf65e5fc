import type {Range} from '../model.js'
import {lineEnd} from './bracketed.js'
import {type Reading, report} from './hcl-shape.js'
import {scanQuoted} from './hcl-strings.js'

/** Where reading one HCL text stands. */
export interface Cursor extends Reading {
  at: number
  /** How deep the expression or block at hand is nested. */
  depth: number
  readonly comments: Range[]
}

/** Nesting beyond this is not configuration; calls would meet the end of their stack. */
const DEEPEST = 300

export class TooDeep extends Error {}

export function enter(cursor: Cursor): void {
  if (++cursor.depth > DEEPEST) throw new TooDeep()
}

export function leave(cursor: Cursor): void {
  cursor.depth--
}

/** Passes white space and comments; line ends only with `lines`. */
export function skip(cursor: Cursor, lines: boolean): void {
  const {text} = cursor
  for (;;) {
    const char = text[cursor.at]
    if (char === ' ' || char === '\t' || char === '\r' || (lines && char === '\n') || char === '\uFEFF') cursor.at++
    else if (char === '#' || (char === '/' && (text[cursor.at + 1] === '/' || text[cursor.at + 1] === '*')))
      skipComment(cursor)
    else return
  }
}

function skipComment(cursor: Cursor): void {
  const {text, at: start, comments} = cursor
  const isBlock = text[start + 1] === '*' && text[start] === '/'
  const close = isBlock ? text.indexOf('*/', start + 2) : lineEnd(text, start)
  cursor.at = !isBlock ? close : close < 0 ? text.length : close + 2
  // What was passed to see what follows is passed again.
  if (start < (comments.at(-1)?.end ?? 0)) return
  comments.push({start, end: cursor.at})
  if (close < 0) report(cursor, 'Comment is not closed', {start, end: text.length}, {start, end: lineEnd(text, start)})
}

/** What stands here, if it matches, which is then passed. */
export function match(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)
  if (found === null) return null
  cursor.at = pattern.lastIndex
  return found[0]
}

const ASCII_NAME = /[A-Za-z_][\w-]*(?![^\0-\x7f])/y
const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy

export function matchName(cursor: Cursor): string | null {
  return match(cursor, ASCII_NAME) ?? match(cursor, NAME)
}

/** From `start` to the end of its line, unless something from `since` on was told of already. */
export function reportRest(cursor: Cursor, start: number, since = start): void {
  const {text, problems} = cursor
  if (problems.some(({range}) => range.start >= since)) return
  const range = {start: Math.min(start, text.length), end: Math.max(start, lineEnd(text, start))}
  report(cursor, 'HCL has no meaning from here', range)
}

export function reportMissing(cursor: Cursor, bracket: string, open: number): void {
  const {at} = cursor
  report(cursor, `HCL has no "${bracket}" here`, {start: open, end: at}, {start: at, end: at})
}

/**
 * Goes to where reading can begin again: the end of the line, or before what `stop` or a bracket that was open before says.
 * Brackets opened on the way close on it, or the line ends it.
 */
export function recover(cursor: Cursor, stop: string | null): void {
  const {text, at: from} = cursor
  let open = 0
  while (cursor.at < text.length) {
    const char = text[cursor.at]!
    if (open === 0 && (char === '\n' || char === stop || CLOSING.test(char))) return
    if (char === '"') cursor.at = scanQuoted(text, cursor.at).end
    else if (char === '#' || char === '/') skipMark(cursor)
    else {
      if (OPENING.test(char)) open++
      else if (CLOSING.test(char)) open--
      cursor.at++
    }
  }
  if (open > 0) cursor.at = lineEnd(text, from)
}

const OPENING = /[([{]/
const CLOSING = /[)\]}]/

/** A comment, or the mark alone. */
function skipMark(cursor: Cursor): void {
  const {at} = cursor
  skip(cursor, false)
  if (cursor.at === at) cursor.at++
}
