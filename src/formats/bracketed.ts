import type {Range, TextEdit} from '../model.js'

/** Members between a pair of brackets, with commas between them: JSON and HCL objects and lists. */
export interface Bracketed {
  readonly text: string
  /** Brackets included. */
  readonly range: Range
  readonly members: readonly Range[]
  /** The document's comments, in order. */
  readonly comments: readonly Range[]
  /** HCL objects may leave them out at the end of a line. */
  readonly commas: 'required' | 'optional'
  /** What follows a comma on one line. */
  readonly gap: string
  /** One step of indentation. */
  readonly unit: string
  /** Whether empty brackets open over several lines; else `pad` stands inside them. */
  readonly multiline: boolean
  readonly pad: string
}

/** Writes the new member. `indent` is that of its own line, null where it joins an existing line. */
export type Write = (indent: string | null) => string

/** Adds a member after `after`, else after the last. */
export function addMember(box: Bracketed, write: Write, after?: Range): TextEdit[] {
  const anchor = after ?? box.members.at(-1)
  if (anchor === undefined) return fillBrackets(box, write)

  const {text} = box
  const comma = afterComma(box, anchor.end)
  const rest = restOfLine(box, comma ?? anchor.end)
  const ownLine = rest.next === 'line end' || (rest.next === 'closing' && beginsLine(text, anchor.start))
  const indent = memberIndent(box, anchor)
  const member = ownLine ? lineBreakOf(text) + indent + write(indent) : box.gap + write(null)
  if (comma !== null) return [insert(rest.end, `${member},`)]
  if (ownLine && !separates(box, anchor)) return [insert(rest.end, member)]
  return join([insert(anchor.end, ','), insert(rest.end, member)])
}

/** Removes a member with its comma, and its line where it has one of its own; null where a comment would go too. */
export function removeMember(box: Bracketed, member: Range): TextEdit[] | null {
  const {text, comments, members} = box
  const index = members.findIndex(({start}) => start === member.start)
  if (index === -1) return null
  if (members.length === 1 && !holdsComment(comments, box.range)) return [cut(inside(box.range))]
  if (holdsComment(comments, member)) return null

  const comma = afterComma(box, member.end)
  const stop = comma ?? member.end
  const ownLine = beginsLine(text, member.start) && restOfLine(box, stop).next === 'line end'
  if (!ownLine) return removeInline(box, index, stop)
  if (holdsComment(comments, {start: member.end, end: lineEnd(text, stop)})) return null
  const before = members[index - 1]
  const earlier = before && comma === null ? afterComma(box, before.end) : null
  if (earlier === null) return [cut({start: lineStart(text, member.start), end: nextLine(text, stop)})]
  const line = {start: endOfLineBefore(text, member.start), end: lineEnd(text, stop)}
  return join([cut({start: earlier - 1, end: earlier}), cut(line)])
}

/** Takes the side that leaves the neighbours' line breaks alone, then the side without a comment. */
function removeInline(box: Bracketed, index: number, stop: number): TextEdit[] | null {
  const [before, member, after] = [box.members[index - 1], box.members[index]!, box.members[index + 1]]
  const forward = after && {start: member.start, end: after.start}
  const backward = before && {start: before.end, end: member.end}
  const sameLine = after !== undefined && !box.text.slice(member.end, after.start).includes('\n')
  const spans = sameLine ? [forward, backward] : [backward, forward]
  if (!before && !after) spans.push({start: member.start, end: stop})
  const span = spans.find((candidate) => candidate && !holdsComment(box.comments, candidate))
  return span ? [cut(span)] : null
}

/** The first member: after the last comment inside, else in place of the white space. */
export function fillBrackets(box: Bracketed, write: Write): TextEdit[] {
  const {text, unit, pad} = box
  const inner = inside(box.range)
  const base = indentAt(text, box.range.start)
  const comment = box.comments.findLast((range) => within(range, inner))
  if (comment) {
    if (!text.slice(comment.end, inner.end).includes('\n')) return [insert(comment.end, ` ${write(null)}`)]
    const indent = beginsLine(text, comment.start) ? indentAt(text, comment.start) : base + unit
    return [insert(comment.end, lineBreakOf(text) + indent + write(indent))]
  }
  if (!box.multiline) return [{range: inner, newText: pad + write(null) + pad}]
  const eol = lineBreakOf(text)
  return [{range: inner, newText: `${eol}${base}${unit}${write(base + unit)}${eol}${base}`}]
}

/** Whether a comma goes between `anchor` and a member on the next line. */
function separates({commas, members, ...box}: Bracketed, anchor: Range): boolean {
  if (commas === 'required') return true
  const before = members[members.findIndex(({start}) => start === anchor.start) - 1]
  return before !== undefined && afterComma({...box, commas, members}, before.end) !== null
}

function memberIndent(box: Bracketed, anchor: Range): string {
  const own = [anchor, ...box.members].find(({start}) => beginsLine(box.text, start))
  return own ? indentAt(box.text, own.start) : indentAt(box.text, box.range.start) + box.unit
}

/** The offset after the comma that follows `offset`, over white space and comments. */
function afterComma({text, comments}: Bracketed, offset: number): number | null {
  let at = offset
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++
    const comment = comments.find(({start}) => start === at)
    if (!comment) return text[at] === ',' ? at + 1 : null
    at = comment.end
  }
}

interface Rest {
  readonly next: 'line end' | 'closing' | 'member'
  /** After the comments that belong to the line so far. */
  readonly end: number
}

/** What stands between `offset` and the end of its line. */
export function restOfLine(
  {text, comments, range}: Pick<Bracketed, 'text' | 'comments' | 'range'>,
  offset: number,
): Rest {
  let end = offset
  for (let at = offset; ; at = end) {
    while (text[at] === ' ' || text[at] === '\t') at++
    if (at >= text.length || /^\r?\n/.test(text.slice(at, at + 2))) return {next: 'line end', end}
    const comment = comments.find(({start}) => start === at)
    if (!comment || text.slice(comment.start, comment.end).includes('\n')) {
      return at === range.end - 1 ? {next: 'closing', end} : {next: 'member', end: offset}
    }
    end = comment.end
  }
}

export function insert(offset: number, newText: string): TextEdit {
  return {range: {start: offset, end: offset}, newText}
}

export function cut(range: Range): TextEdit {
  return {range, newText: ''}
}

/** Two edits that touch become one: their order would be undefined. */
function join([first, second]: [TextEdit, TextEdit]): TextEdit[] {
  if (first.range.end !== second.range.start) return [first, second]
  return [{range: {start: first.range.start, end: second.range.end}, newText: first.newText + second.newText}]
}

export function inside({start, end}: Range): Range {
  return {start: start + 1, end: Math.max(start + 1, end - 1)}
}

export function within(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end
}

export function holdsComment(comments: readonly Range[], {start, end}: Range): boolean {
  return comments.some((comment) => comment.start < end && comment.end > start)
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Before the line break. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset)
  if (at === -1) return text.length
  return at > offset && text[at - 1] === '\r' ? at - 1 : at
}

export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset)
  return at === -1 ? text.length : at + 1
}

/** Where the line before that of `offset` ends, before its line break. */
export function endOfLineBefore(text: string, offset: number): number {
  const start = lineStart(text, offset)
  return start === 0 ? 0 : lineEnd(text, lineStart(text, start - 1))
}

/** The white space its line begins with; a byte order mark is none. */
export function indentAt(text: string, offset: number): string {
  return /^\uFEFF?([ \t]*)/.exec(text.slice(lineStart(text, offset), offset))![1]!
}

export function beginsLine(text: string, offset: number): boolean {
  return /^\uFEFF?[ \t]*$/.test(text.slice(lineStart(text, offset), offset))
}

export function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n'
}
