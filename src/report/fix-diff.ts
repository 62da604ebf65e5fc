import type {Fix, TextEdit} from '../model.js'
import {maskSecrets} from '../secrets.js'
import type {Source} from './frame.js'
import {draw} from './frame.js'
import {commonPrefix} from './mask.js'

export interface DiffRow {
  readonly sign: '-' | '+'
  readonly line: number
  readonly code: string
}

/** The lines that a fix touches, before and after. */
export function fixDiff(source: Source, fix: Fix): DiffRow[] {
  let moved = 0
  return blocks(source, fix.edits).flatMap((block) => {
    const {first, before, after} = trim(block.first, oldLines(source, block), newLines(source, block))
    const rows = [
      ...before.map((text, index) => toRow('-', first + index, text, after[index])),
      ...after.map((text, index) => toRow('+', first + moved + index, text, before[index])),
    ]
    moved += after.length - before.length
    return rows
  })
}

/** Whole lines, and the edits inside them. */
interface Block {
  readonly first: number
  readonly last: number
  readonly edits: readonly TextEdit[]
}

function blocks({lines}: Source, edits: readonly TextEdit[]): Block[] {
  const found: Block[] = []
  for (const edit of edits) {
    const first = lines.position(edit.range.start).line
    const last = lines.position(edit.range.end).line
    const previous = found.at(-1)
    if (previous && first <= previous.last) {
      found[found.length - 1] = {first: previous.first, last, edits: [...previous.edits, edit]}
    } else {
      found.push({first, last, edits: [edit]})
    }
  }
  return found
}

function oldLines({lines, mask}: Source, {first, last}: Block): string[] {
  return Array.from({length: last - first + 1}, (_, index) => mask.slice(lines.range(first + index)))
}

/** Masked piece by piece while offsets are known, and once more when joined: an edit can complete a credential. */
function newLines({lines, mask}: Source, {first, last, edits}: Block): string[] {
  let text = ''
  let at = lines.range(first).start
  for (const {range, newText} of edits) {
    text += mask.slice({start: at, end: Math.max(at, range.start)}) + mask.text(newText)
    at = Math.max(at, range.end)
  }
  text += mask.slice({start: at, end: Math.max(at, lines.range(last).end)})
  return maskSecrets(text).split(/\r?\n/)
}

/** An inserted or removed line makes its neighbours part of the block; they did not change. */
function trim(
  first: number,
  before: readonly string[],
  after: readonly string[],
): {
  first: number
  before: readonly string[]
  after: readonly string[]
} {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return {
    first: first + head,
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
  }
}

/** A long line is cut around the first place where it differs from its counterpart. */
function toRow(sign: '-' | '+', line: number, text: string, other = ''): DiffRow {
  const at = commonPrefix(text, other)
  return {sign, line, code: draw(text, [], {start: at, end: at}).code}
}
