import type {Embedded, Range, Scope, TextEdit} from '../model.js'
import type {Spliced} from './spliced.js'

export interface EmbedOptions extends Pick<Embedded, 'path' | 'scope' | 'inherits' | 'isPart'> {
  readonly source: Spliced
  /** Parts that the outer document computes, in the order of the text. */
  readonly computed?: readonly Range[]
  /** Whether text stands for itself there; absent: all of it does. */
  fits?(newText: string): boolean
}

/** A document whose text stands in the outer one as it is, but for margins and computed parts. */
export function embed({source, computed = [], fits, ...given}: EmbedOptions): Embedded {
  return {
    ...given,
    computed,
    text: filled(source.text, computed),
    range: ({start, end}) => source.tight(start, end),
    edit: (edit) =>
      fits?.(edit.newText) === false || meetsComputed(edit.range, computed) ? null : outerEdit(edit, source),
  }
}

/** A document whose text is written otherwise (escaped, folded, encoded): read, and all of it stands at one place. */
export function embedUnplaced(path: string, text: string, scope: Scope, at: Range): Embedded {
  return {path, text, scope, computed: [], isUnplaced: true, range: () => at, edit: () => null}
}

/** Of the same length, so that every other character keeps its place. */
function filled(text: string, computed: readonly Range[]): string {
  let filled = ''
  let from = 0
  for (const {start, end} of computed) {
    filled += text.slice(from, start) + '_'.repeat(end - start)
    from = end
  }
  return filled + text.slice(from)
}

function meetsComputed({start, end}: Range, computed: readonly Range[]): boolean {
  return computed.some((part) => part.start < end && start < part.end)
}

/** New lines take the margin of the line they are put at; lines that go take theirs along. */
function outerEdit({range: {start, end}, newText}: TextEdit, source: Spliced): TextEdit | null {
  const {text} = source
  const isLineStart = start === 0 || text[start - 1] === '\n'
  const isLast = end === text.length
  const margin = source.margin(isLast && start === end ? lastLine(text) : start)
  // An empty line has no margin to give: what comes before it takes that of the line above.
  const isBeforeEmpty = isLineStart && start > 0 && start === end && /^\r?\n/.test(text.slice(start, start + 2))
  const above = isBeforeEmpty ? source.margin(lastLine(text.slice(0, start))) : margin
  const lead = above.startsWith(margin) ? above.slice(margin.length) : ''
  const lines = lead + newText.replace(/\n(?!$)/g, `\n${margin}${lead}`)
  const write = (written: string): string =>
    newText.includes('\r') ? written : written.replaceAll('\n', lineEndOf(source))
  if (!isLast) {
    // What was left out before a line belongs to its margin; what was left out behind a value stays.
    const to = text[end - 1] === '\n' ? source.at(end) : source.tight(end, end).end
    const range = {start: start === end ? to : source.at(start), end: to}
    return {range, newText: write(newText.endsWith('\n') ? lines + margin : lines)}
  }
  const to = source.tight(end, end).end
  if (!isLineStart || start === 0)
    return {range: {start: start === end ? to : source.at(start), end: to}, newText: write(lines)}
  return {range: {start: source.tight(start, start).end, end: to}, newText: write(newText === '' ? '' : margin + lines)}
}

/** CR that were left out of the text come back in what is written. */
function lineEndOf(source: Spliced): string {
  const feed = source.text.indexOf('\n')
  return feed > 0 && source.at(feed) > source.tight(feed - 1, feed).end ? '\r\n' : '\n'
}

function lastLine(text: string): number {
  return text.lastIndexOf('\n', text.length - 2) + 1
}
