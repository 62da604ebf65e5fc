import type {Entry, Parsed, Range} from '../model.js'

/** Words of a comment that says the value is there for a reason of the network or on purpose (traps D07, D08). */
const REASON =
  /\b(?:dns|egress|firewall|sinkhol\w*|block(?:ed|s)?|proxy|private ?link|vpc|outage|workaround|(?:on|in) purpose|deliberate\w*|intentional\w*|do not (?:change|touch|remove)|don't (?:change|touch|remove)|must stay|required by|needed by|vpn|tunnel|until|temporar\w*)\b/i

/** Whether a comment on the entry's line, or in the block of comment lines right above it, gives such a reason. */
export function warnsAgainstChange(text: string, parsed: Parsed, entry: Entry): boolean {
  return nearby(text, parsed.comments, entry.range).some((comment) => REASON.test(comment))
}

function nearby(text: string, comments: readonly Range[], range: Range): string[] {
  const found: string[] = []
  const lineEnd = endOfLine(text, range.end)
  let above = startOfLine(text, range.start)
  for (let index = comments.length - 1; index >= 0; index--) {
    const comment = comments[index]!
    if (comment.start >= range.end && comment.end <= lineEnd) found.push(text.slice(comment.start, comment.end))
    const standsAlone = text.slice(startOfLine(text, comment.start), comment.start).trim() === ''
    if (
      standsAlone &&
      comment.end <= above &&
      text.slice(comment.end, above).trim() === '' &&
      adjoins(text, comment.end, above)
    ) {
      found.push(text.slice(comment.start, comment.end))
      above = startOfLine(text, comment.start)
    }
  }
  return found
}

/** Nothing but the line end between them: a blank line ends the block. */
function adjoins(text: string, from: number, to: number): boolean {
  return (text.slice(from, to).match(/\n/g) ?? []).length <= 1
}

export function startOfLine(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end
}
