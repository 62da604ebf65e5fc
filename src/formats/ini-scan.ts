import type {Problem, Range} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {commentFrom, type IniValue, readValue} from './ini-value.js'
import {linesOf} from './lines.js'
import {looseSecret} from './loose-secrets.js'
import {inlineCommentStart, isDirective} from './template-marks.js'

/**
 * The lines of an INI file as botocore's reader (Python's configparser) and the AWS SDKs see them. Where they disagree
 * the line is read as most SDKs do and, in an AWS file, reported.
 */
export interface IniScan {
  readonly sections: readonly Section[]
  readonly problems: readonly Problem[]
  readonly comments: readonly Range[]
  /** Credentials in lines that are no assignments. */
  readonly secrets: readonly Range[]
}

export interface Section {
  /** `profile dev`; null for what stands before the first header. */
  readonly header: string | null
  readonly start: number
  /** After the last line that is not blank. */
  end: number
  /** Where a first setting would go: after the header and lines that could become part of its value. */
  body: number
  /** In order; nested ones follow the one they stand under. */
  readonly items: Assignment[]
}

export interface Assignment {
  readonly key: string
  readonly keyStart: number
  readonly indent: string
  /** Between key and value as written, in three parts: white space, `=` or `:`, white space. */
  readonly delimiter: readonly [string, string, string]
  value: IniValue
  /** The value goes on in the lines below. */
  continued: boolean
  /** Whole lines, with the lines of the value or of the nested block. */
  lines: Range
  /** The `sts =` line this one is nested under. */
  readonly parent: Assignment | null
  readonly nested: Assignment[]
  /** The assignment whose indentation decides: itself, or the one above that it is wrongly indented under. */
  readonly base: Assignment | null
  /** Deeper lines follow that are not its own: without it they would belong to what stands above. */
  isCrowded: boolean
}

interface State {
  readonly text: string
  readonly isAws: boolean
  readonly sections: Section[]
  readonly problems: Problem[]
  readonly comments: Range[]
  readonly secrets: Range[]
  section: Section | null
  /** The assignment that a deeper line belongs to, as in configparser. */
  owner: Assignment | null
  last: Assignment | null
}

/** A line that is neither blank nor a comment. */
interface Row {
  readonly body: string
  readonly indent: number
  readonly lines: Range
  readonly range: Range
}

/** Keys that settings have. An indented line with another key is more likely text of the value above. */
const SETTING_KEY = /^[A-Za-z_][\w.-]*$/

export function scanIni(text: string, isAws: boolean): IniScan {
  const state: State = {
    text,
    isAws,
    sections: [],
    problems: [],
    comments: [],
    secrets: [],
    section: null,
    owner: null,
    last: null,
  }
  for (const {start, end, next} of linesOf(text)) {
    const body = text.slice(start, end)
    const content = body.trim()
    const indent = body.length - body.trimStart().length
    const range = {start: start + indent, end: start + indent + content.length}
    if (content !== '') readLine(state, {body, indent, range, lines: {start, end: next}}, content)
  }
  return state
}

function readLine(state: State, row: Row, content: string): void {
  if (content.startsWith('[')) return readHeader(state, row, content)
  if (state.section !== null) state.section.end = row.range.end
  if (content.startsWith('#') || content.startsWith(';')) return readComment(state, row.range)
  if (!isDirective(content)) readSetting(state, row)
}

function readComment(state: State, range: Range): void {
  state.comments.push(range)
  const secret = looseSecret(state.text, range)
  if (secret !== null) state.secrets.push(secret)
}

function readHeader(state: State, row: Row, content: string): void {
  const {range} = row
  const close = content.indexOf(']')
  const name = close === -1 ? content.slice(1, inlineCommentStart(content, '#;')) : content.slice(1, close)
  const rest = close === -1 ? '' : content.slice(close + 1).trimStart()
  const isComment = rest.startsWith('#') || rest.startsWith(';')
  if (close === -1) report(state, range, 'Section header has no closing bracket')
  else if (name.trim() === '') report(state, range, 'Section header has no name')
  else if (rest !== '' && !isComment) ambiguous(state, range, 'Section header is followed by other text')
  if (state.isAws && ownerOf(state, row) !== null) {
    ambiguous(state, range, 'Section header is indented, so botocore reads it as part of the value above')
  }
  if (isComment) state.comments.push({start: range.end - rest.length, end: range.end})
  openSection(state, normaliseHeader(name), row)
}

/** Prefix, one space, name without quotes: `[profile  "my prof"]` is `profile my prof`. */
function normaliseHeader(name: string): string {
  const [, prefix, , bare] = /^(profile|sso-session|services)\s+(["']?)(.*)\2$/.exec(name.trim()) ?? []
  return prefix === undefined ? name.trim() : `${prefix} ${bare}`
}

function openSection(state: State, header: string | null, {range, lines}: Row): Section {
  state.section = {header, start: range.start, end: range.end, body: lines.end, items: []}
  state.sections.push(state.section)
  state.owner = null
  state.last = null
  return state.section
}

function readSetting(state: State, row: Row): void {
  const owner = ownerOf(state, row)
  if (owner !== null && opensBlock(owner)) return readNested(state, row, owner)

  const item = readAssignment(state, row, null, owner)
  const isMisplaced = owner !== null
  if (isMisplaced && (owner.continued || item === null || !SETTING_KEY.test(item.key))) return extend(state, row, owner)
  if (item === null) {
    state.owner = null
    return unreadable(state, row, 'Line is neither a section, a comment nor a key with a value')
  }
  if (state.section === null && state.isAws) return unreadable(state, row, 'Setting stands before the first section')
  if (isMisplaced) owner.isCrowded = true
  if (state.isAws && isMisplaced) {
    ambiguous(state, row.range, `${item.key} is indented, so botocore reads it as part of the value above`)
  }
  if (state.isAws && item.delimiter[1] === ':')
    ambiguous(state, row.range, `${item.key} has ":" for "=", which only botocore reads`)
  push(state, item, row)
  if (!isMisplaced) state.owner = item
}

function readNested(state: State, row: Row, owner: Assignment): void {
  const item = readAssignment(state, row, owner, null)
  const isValue = !state.isAws && owner.nested.length === 0 && !(item !== null && SETTING_KEY.test(item.key))
  if (isValue) return extend(state, row, owner)
  if (item === null) return stray(state, row, owner, `Line under ${owner.key} is not a key with a value`)
  owner.nested.push(item)
  owner.lines = {start: owner.lines.start, end: row.lines.end}
  push(state, item, row)
}

function ownerOf(state: State, row: Row): Assignment | null {
  return state.owner !== null && row.indent > state.owner.indent.length ? state.owner : null
}

/** A credential opens no block: whatever follows is hidden as part of it. */
function opensBlock({value, continued, key}: Assignment): boolean {
  return value.range.start === value.range.end && !continued && !isSecretKey(key)
}

function push(state: State, item: Assignment, row: Row): void {
  const section = state.section ?? openSection(state, null, row)
  section.items.push(item)
  state.last = item
  const {comment} = item.value
  if (comment !== null) readComment(state, comment)
}

function extend(state: State, row: Row, owner: Assignment): void {
  if (state.last !== owner) return stray(state, row, owner, 'Line belongs to no value')
  const {value} = owner
  // The comment of the first line, if any, is text of the value now: configparser joins the lines as they are.
  const start = value.range.start - value.quote.length
  owner.value = {...value, range: {start, end: row.range.end}, quote: '', comment: null}
  owner.continued = true
  owner.lines = {start: owner.lines.start, end: row.lines.end}
}

/** Nothing may come between these lines and those above: they would become part of another value. */
function stray(state: State, row: Row, owner: Assignment, message: string): void {
  for (const item of [owner, state.last ?? owner]) {
    item.isCrowded = true
    item.lines = {start: item.lines.start, end: row.lines.end}
  }
  unreadable(state, row, message)
}

function readAssignment(
  {text, isAws}: State,
  {body, indent, lines}: Row,
  parent: Assignment | null,
  base: Assignment | null,
): Assignment | null {
  const at = findSign(body, parent !== null)
  if (at <= indent || inlineCommentStart(body, '#;') < at) return null
  const key = body.slice(indent, at).trimEnd()
  const keyEnd = indent + key.length
  const value = readValue(body.slice(at + 1), lines.start + at + 1, {isAws, isSecret: isSecretKey(key)})
  const before = body.slice(keyEnd, at)
  const after = text.slice(lines.start + at + 1, value.range.start - value.quote.length)
  return {
    key,
    keyStart: lines.start + indent,
    indent: body.slice(0, indent),
    delimiter: [before, body.charAt(at), after],
    value,
    continued: false,
    lines,
    parent,
    nested: [],
    base,
    isCrowded: false,
  }
}

/** configparser also takes `:`, though not in nested blocks. Bare words only: `https://x?a=b` is no key `https`. */
function findSign(body: string, isNested: boolean): number {
  const word = isNested ? null : /^\s*[\w.-]+\s*:(?=\s|$)/.exec(body)
  return word === null ? body.indexOf('=') : word[0].length - 1
}

function report(state: State, range: Range, message: string): void {
  state.problems.push({message, range})
}

function ambiguous(state: State, range: Range, message: string): void {
  state.problems.push({message, range, isAmbiguous: true})
}

/** What follows a credential without being a setting is taken for the rest of it. */
function unreadable(state: State, row: Row, message: string): void {
  const {text, last, section} = state
  report(state, row.range, message)
  if (section !== null) section.body = row.lines.end
  const secret = last !== null && isSecretKey(last.key) ? row.range : looseSecret(text, row.range)
  const comment = commentFrom(row.body, row.lines.start, inlineCommentStart(row.body, '#;'))
  if (secret !== null) state.secrets.push(secret)
  else if (comment !== null) state.comments.push(comment)
}
