import type {Entry, Parsed, Range} from '../model.js'

/** Words of a comment that says the value is there for a reason of the network or on purpose (traps D07, D08). */
const REASON =
  /\b(?:dns|egress|firewall|sinkhol\w*|block(?:ed|s)?|proxy|private ?link|vpc|outage|workaround|(?:on|in) purpose|deliberate\w*|intentional\w*|do not (?:change|touch|remove)|don't (?:change|touch|remove)|must stay|required by|needed by|vpn|tunnel|until|temporar\w*|deactivat\w*|disabled|unreachable|not reachable|forced?|broken|breaks|only accepts|keep)\b/i

/** How far above a setting the comment of its paragraph may stand, in lines. */
const PARAGRAPH = 8

/** A comment that says itself that it is about what stands above it. */
const POINTS_UP = /^(?:\W*\^|\W*↑)|\babove\b/i

/**
 * Whether a comment on the entry's line, on a line of its own above it in the same paragraph, or right below it where no
 * other setting follows, gives such a reason.
 */
export function warnsAgainstChange(text: string, parsed: Parsed, entry: Entry): boolean {
  return nearby(text, parsed, entry.range).some(({start, end}) => REASON.test(text.slice(start, end)))
}

function nearby(text: string, parsed: Parsed, {start, end}: Range): Range[] {
  const {startingIn, endingIn} = linesOf(text, parsed)
  const found = (startingIn.get(startOfLine(text, end)) ?? []).filter((comment) => comment.start >= end)
  found.push(...below(text, startingIn, end))
  let line = startOfLine(text, start)
  for (let count = 0; count < PARAGRAPH && line > 0; count++) {
    const above = startOfLine(text, line - 1)
    if (text.slice(above, line).trim() === '') break
    const comment = endingIn.get(above)
    const standsAlone =
      comment && text.slice(comment.end, line).trim() === '' && indentBefore(text, comment).trim() === ''
    if (standsAlone) found.push(comment)
    line = standsAlone ? startOfLine(text, comment.start) : above
  }
  return found
}

/** The comment lines right below: they belong to what they point to, or to what they end the paragraph of. */
function below(text: string, startingIn: CommentLines['startingIn'], end: number): Range[] {
  const found: Range[] = []
  let line = endOfLine(text, end) + 1
  for (; line < text.length; line = endOfLine(text, found.at(-1)!.end) + 1) {
    const comment = startingIn.get(line)?.[0]
    if (!comment || indentBefore(text, comment).trim() !== '') break
    found.push(comment)
  }
  const isLast = line >= text.length || text.slice(line, endOfLine(text, line)).trim() === ''
  return isLast || found.some(({start, end: last}) => POINTS_UP.test(text.slice(start, last))) ? found : []
}

function indentBefore(text: string, {start}: Range): string {
  return text.slice(startOfLine(text, start), start)
}

/** Comments by the start of the line they start in, and the last of each line by the line it ends in. */
interface CommentLines {
  readonly startingIn: ReadonlyMap<number, readonly Range[]>
  readonly endingIn: ReadonlyMap<number, Range>
}

/** Made once per document: every setting asks. */
const known = new WeakMap<Parsed, CommentLines>()

function linesOf(text: string, parsed: Parsed): CommentLines {
  const made = known.get(parsed)
  if (made) return made
  const startingIn = new Map<number, Range[]>()
  const endingIn = new Map<number, Range>()
  for (const comment of parsed.comments) {
    const line = startOfLine(text, comment.start)
    startingIn.set(line, [...(startingIn.get(line) ?? []), comment])
    endingIn.set(startOfLine(text, comment.end), comment)
  }
  const lines = {startingIn, endingIn}
  known.set(parsed, lines)
  return lines
}

export function startOfLine(text: string, offset: number): number {
  // A negative index would be taken for 0.
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end
}
