import type {Problem, Range, Wanted} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {type EnvValue, readEnvValue} from './dotenv-value.js'
import {type Line, linesOf} from './lines.js'
import {looseSecret} from './loose-secrets.js'
import {isDirective} from './template-marks.js'
import {wantedIn} from './unwanted.js'

/**
 * The lines of an env file as dotenv, Compose and systemd read them. There is no standard: where these disagree on a
 * value, it counts as computed.
 */
export interface EnvScan {
  readonly assignments: readonly EnvAssignment[]
  readonly problems: readonly Problem[]
  readonly comments: readonly Range[]
  /** Credentials in lines that are no assignments. */
  readonly secrets: readonly Range[]
}

export interface EnvAssignment {
  readonly key: string
  readonly keyStart: number
  /** Indentation and `export `, as written. */
  readonly prefix: string
  /** White space before and after the `=`. */
  readonly spacing: readonly [string, string]
  readonly value: EnvValue
  /** Whole lines, with those of a quoted or continued value. */
  readonly lines: Range
}

interface State {
  readonly text: string
  readonly assignments: EnvAssignment[]
  readonly problems: Problem[]
  readonly comments: Range[]
  readonly secrets: Range[]
  /** The last assignment so far. */
  above: EnvAssignment | null
}

const ASSIGNMENT = /^([^\S\r\n]*(?:export[^\S\r\n]+)?)([\w.-]+)([^\S\r\n]*)=([^\S\r\n]*)/

/** `NAME` or `export NAME`: the value comes from outside, as in `docker run --env-file`. */
const PASSED_THROUGH = /^(?:export\s+)?[\w.-]+\s*(?:$|\s#)/

/** @param wanted plain assignments without anything of it are passed over, but for the last: it shows how the file is written */
export function scanDotenv(text: string, wanted?: Wanted): EnvScan {
  const state: State = {text, assignments: [], problems: [], comments: [], secrets: [], above: null}
  const holds = wanted && wantedIn(text, wanted)
  let passed: Line | null = null
  let read = 0
  for (const line of linesOf(text)) {
    if (line.start < read) continue
    if (holds?.(line.start, line.end) === false && PLAIN.test(text.slice(line.start, line.end))) {
      passed = line
      state.above = null
    } else read = readLine(state, line)
  }
  if (passed !== null && passed.start >= (state.assignments.at(-1)?.lines.end ?? 0)) readLine(state, passed)
  return state
}

/** Nothing in the value that any reader could take for more than itself. */
const PLAIN = /^[A-Za-z_]\w*=[\w.,:/@%+-]*$/

/** Returns where the next line to read starts. */
function readLine(state: State, line: Line): number {
  const body = state.text.slice(line.start, line.end)
  const match = ASSIGNMENT.exec(body)
  if (match !== null) return readAssignment(state, line, match)

  const content = body.trim()
  const start = line.start + body.length - body.trimStart().length
  if (content !== '' && !isDirective(content)) readOther(state, content, {start, end: start + content.length})
  return line.next
}

function readAssignment(state: State, line: Line, match: RegExpExecArray): number {
  const [written, prefix = '', key = '', before = '', after = ''] = match
  const {text} = state
  const value = readEnvValue(text, line.start + written.length - after.length, isSecretKey(key))
  const lines = {start: line.start, end: value.next}
  const keyStart = line.start + prefix.length
  const spacing = [before, value.range.start - value.quote.length === line.start + written.length ? after : ''] as const
  const assignment = {key, keyStart, prefix, spacing, value, lines}
  state.assignments.push(assignment)
  state.above = assignment
  if (value.comment !== null) readComment(state, value.comment)
  if (value.problem !== null) {
    state.problems.push({message: `${key} ${value.problem}`, range: {start: keyStart, end: value.range.end}})
  }
  return value.next
}

/** systemd also takes `;` as the mark of a comment line. What follows a credential is taken for the rest of it. */
function readOther(state: State, content: string, range: Range): void {
  if (content.startsWith('#') || content.startsWith(';')) return readComment(state, range)
  const isTail = state.above !== null && isSecretKey(state.above.key)
  const secret = isTail ? range : looseSecret(state.text, range)
  const mark = content.indexOf('#')
  if (secret !== null) state.secrets.push(secret)
  if (!PASSED_THROUGH.test(content))
    state.problems.push({message: 'Line is neither an assignment nor a comment', range})
  else if (mark !== -1) readComment(state, {start: range.start + mark, end: range.end})
}

function readComment(state: State, range: Range): void {
  state.comments.push(range)
  const secret = looseSecret(state.text, range)
  if (secret !== null) state.secrets.push(secret)
}
