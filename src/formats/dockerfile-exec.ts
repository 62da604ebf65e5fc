import type {Range} from '../model.js'
import type {KeyValue, Token} from './command-token.js'
import type {Spliced} from './spliced.js'

/** The words of `["aws", "sts"]`; null where it is none, and so shell text (as Docker takes it). */
export function execTokens(source: Spliced): Token[] | null {
  const {text} = source
  if (!/^\s*\[/.test(text) || !isStrings(text)) return null
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(({0: raw, index}) => {
    const span = {start: index, end: index + raw.length}
    return {
      value: JSON.parse(raw) as string,
      range: source.tight(span.start, span.end),
      inner: source.loose(span.start + 1, span.end - 1),
      written: raw.slice(1, -1),
      pair: pairIn(raw, span, source),
    }
  })
}

function isStrings(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((item) => typeof item === 'string')
  } catch {
    return false
  }
}

function pairIn(raw: string, {start, end}: Range, source: Spliced): KeyValue | null {
  const [head, key] = /^"((?:--?)?[A-Za-z_][\w-]*|-D[\w.-]+)=/.exec(raw) ?? []
  if (head === undefined || key === undefined) return null
  return {
    key,
    range: source.tight(start + 1, end - 1),
    value: (JSON.parse(raw) as string).slice(key.length + 1),
    valueRange: source.loose(start + head.length, end - 1),
    written: raw.slice(head.length, -1),
  }
}
