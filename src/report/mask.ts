import type {Range, Result} from '../model.js'
import {maskSecrets} from '../secrets.js'

const MASK = '***'

/** Shorter values are ordinary words: hiding every `a` of a message hides nothing and garbles it. */
const SHORTEST = 4

/** What of a file may be shown. Every string a reporter prints goes through one of these. */
export interface Mask {
  /** Prose and new text: a message, a title, an edit. */
  text(text: string): string
  /** A stretch of the file. */
  slice(range: Range): string
  /** The parts of a stretch that stay hidden, in order, for code that has to keep offsets. None spans a line end. */
  hidden(range: Range): readonly Range[]
}

export function createMask({text, secrets}: Pick<Result, 'text' | 'secrets'>): Mask {
  const named = merge(secrets.flatMap((range) => perLine(text, range)))
  const values = [...new Set(named.map(({start, end}) => text.slice(start, end).trim()))]
    .filter(({length}) => length >= SHORTEST)
    .sort((a, b) => b.length - a.length)

  // Of the whole file, as half a credential has no shape and must not be shown either.
  let all: readonly Range[] | undefined
  const hidden = (within: Range): readonly Range[] => {
    all ??= merge([...named, ...shapes(text)])
    const touched = all.filter(({start, end}) => start < within.end && within.start < end)
    return touched.map(({start, end}) => ({start: Math.max(start, within.start), end: Math.min(end, within.end)}))
  }
  return {
    text: (prose) => maskSecrets(values.reduce(maskValue, prose)),
    slice: (range) => blank(text, range, hidden(range)),
    hidden,
  }
}

/** A value of letters alone may be a part of a name that is none: `secret` of `aws_secret_access_key`. */
function maskValue(prose: string, value: string): string {
  return /^[A-Za-z]{1,12}$/.test(value)
    ? prose.replace(new RegExp(`(?<![\\w-])${value}(?![\\w-])`, 'g'), MASK)
    : prose.replaceAll(value, MASK)
}

function perLine(text: string, {start, end}: Range): Range[] {
  return [...text.slice(start, end).matchAll(/[^\r\n]+/g)].map(({index, 0: line}) => ({
    start: start + index,
    end: start + index + line.length,
  }))
}

/**
 * Where the credential shapes stand. No shape holds white space, a quote or an ampersand, so each word between them is
 * masked by itself and compared with what it was; two shapes in one word hide what is between them too.
 */
function shapes(text: string): Range[] {
  if (maskSecrets(text) === text) return []
  return [...text.matchAll(/[^\s"'&]+/g)].flatMap(({index, 0: word}) => {
    const masked = maskSecrets(word)
    if (masked === word) return []
    const before = commonPrefix(word, masked)
    const after = commonSuffix(word.slice(before), masked.slice(before))
    return [{start: index + before, end: index + word.length - after}]
  })
}

export function commonPrefix(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

function commonSuffix(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++
  return length
}

function blank(text: string, {start, end}: Range, hidden: readonly Range[]): string {
  let shown = ''
  let at = start
  for (const range of hidden) {
    shown += text.slice(at, range.start) + MASK
    at = range.end
  }
  return shown + text.slice(at, end)
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1)
    if (last && range.start < last.end)
      merged[merged.length - 1] = {start: last.start, end: Math.max(last.end, range.end)}
    else merged.push(range)
  }
  return merged
}
