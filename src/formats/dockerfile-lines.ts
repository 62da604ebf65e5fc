import type {Problem, Range} from '../model.js'
import {splitWords} from './dockerfile-words.js'
import {type Spliced, splice} from './spliced.js'

/** One instruction with its continuation lines, after BuildKit's frontend (parser.go). */
export interface Instruction {
  /** In upper case. That of the trigger, for `ONBUILD`. */
  readonly keyword: string
  /** As written. */
  readonly written: string
  readonly onbuild: boolean
  /** The logical line, and where the arguments begin in it. */
  readonly line: Spliced
  readonly from: number
  /** From the keyword to the end of the last line, here-documents included. */
  readonly range: Range
  readonly heredocs: readonly Heredoc[]
  /** Ends in a continuation at the end of the file: a line put after it would belong to it. */
  readonly open: boolean
}

export interface Heredoc {
  readonly name: string
  readonly body: Range
}

export interface Instructions {
  readonly escape: string
  readonly instructions: readonly Instruction[]
  readonly comments: readonly Range[]
  readonly problems: readonly Problem[]
}

interface Cursor {
  readonly text: string
  readonly lines: readonly Range[]
  readonly escape: string
  /** The line to be read. */
  next: number
  readonly comments: Range[]
  readonly problems: Problem[]
}

export function readInstructions(text: string): Instructions {
  const lines = linesOf(text)
  const escape = escapeOf(text, lines)
  const cursor: Cursor = {text, lines, escape, next: 0, comments: [], problems: []}
  const instructions: Instruction[] = []
  while (cursor.next < lines.length) {
    if (!skips(cursor)) instructions.push(readInstruction(cursor))
  }
  return {escape, instructions, comments: cursor.comments, problems: cursor.problems}
}

/** Without their ends. A lone CR ends no line. */
function linesOf(text: string): Range[] {
  const lines: Range[] = []
  const first = text.startsWith('\uFEFF') ? 1 : 0
  for (let start = first; start < text.length; ) {
    const feed = text.indexOf('\n', start)
    const next = feed < 0 ? text.length : feed + 1
    let end = feed < 0 ? text.length : feed
    while (end > start && text[end - 1] === '\r') end -= 1
    lines.push({start, end})
    start = next
  }
  return lines
}

/** `# escape=` counts only among the directives that open the file. */
function escapeOf(text: string, lines: readonly Range[]): string {
  for (const {start, end} of lines) {
    const [, name, value] = /^#\s*([a-z][a-z0-9]*)\s*=\s*(.+?)\s*$/i.exec(text.slice(start, end)) ?? []
    if (name === undefined) return '\\'
    if (name.toLowerCase() === 'escape') return value === '`' ? '`' : '\\'
  }
  return '\\'
}

/** Passes a comment or blank line. */
function skips(cursor: Cursor): boolean {
  const {start, end} = cursor.lines[cursor.next]!
  const content = cursor.text.slice(start, end).trimStart()
  if (content !== '' && !content.startsWith('#')) return false
  if (content !== '') cursor.comments.push({start: end - content.length, end})
  cursor.next += 1
  return true
}

function readInstruction(cursor: Cursor): Instruction {
  const first = cursor.lines[cursor.next]!
  const indent = /^\s*/.exec(cursor.text.slice(first.start, first.end))![0].length
  const {pieces, open} = readPieces(cursor, first.start + indent)
  const line = splice(cursor.text, pieces)
  const head = headOf(line.text)
  const heredocs = /^(?:RUN|COPY|ADD)$/.test(head.keyword) ? readHeredocs(line, head.from, cursor) : []
  const end = heredocs.length > 0 || !open ? cursor.lines[cursor.next - 1]!.end : pieces.at(-1)!.end
  return {...head, line, range: {start: first.start + indent, end}, heredocs, open: open && heredocs.length === 0}
}

/** The parts of the lines that make one: comment and blank lines between them drop out. */
function readPieces(cursor: Cursor, start: number): {pieces: Range[]; open: boolean} {
  const pieces: Range[] = []
  const continuation = cursor.escape === '`' ? /(?:^|[^`])(`[ \t]*)$/ : /(?:^|[^\\])(\\[ \t]*)$/
  for (let from = start; ; ) {
    const {end} = cursor.lines[cursor.next]!
    const content = cursor.text.slice(from, end)
    const [, mark] = (content.includes(cursor.escape) ? continuation.exec(content) : null) ?? []
    cursor.next += 1
    pieces.push({start: from, end: end - (mark?.length ?? 0)})
    if (mark === undefined) return {pieces, open: false}
    while (cursor.next < cursor.lines.length && skips(cursor)) {
      /* passed */
    }
    if (cursor.next >= cursor.lines.length) return {pieces, open: true}
    from = cursor.lines[cursor.next]!.start
  }
}

function headOf(text: string): Pick<Instruction, 'keyword' | 'written' | 'onbuild' | 'from'> {
  const onbuild = /^onbuild\s+/i.exec(text)?.[0].length ?? 0
  const written = /^\S*/.exec(text.slice(onbuild))![0]
  const from = onbuild + written.length
  const blanks = /^\s*/.exec(text.slice(from))![0].length
  return {keyword: written.toUpperCase(), written, onbuild: onbuild > 0, from: from + blanks}
}

function readHeredocs(line: Spliced, from: number, cursor: Cursor): Heredoc[] {
  if (!line.text.includes('<<')) return []
  return splitWords(line.text, from, cursor.escape).flatMap(({start, end}) => {
    const [, dash, name] = /^\d*<<(-?)([^<]+)$/.exec(line.text.slice(start, end)) ?? []
    return name === undefined
      ? []
      : readHeredoc(name.replace(/['"\\]/g, ''), dash === '-', line.tight(start, end), cursor)
  })
}

function readHeredoc(name: string, isIndented: boolean, mark: Range, cursor: Cursor): Heredoc {
  const {text, lines} = cursor
  const from = lines[cursor.next]?.start ?? text.length
  while (cursor.next < lines.length) {
    const {start, end} = lines[cursor.next]!
    cursor.next += 1
    const content = text.slice(start, end)
    if ((isIndented ? content.replace(/^\t+/, '') : content) === name) return {name, body: {start: from, end: start}}
  }
  cursor.problems.push({message: `here-document ${name} has no end`, range: mark})
  return {name, body: {start: from, end: text.length}}
}
