import type {Facts} from '../data.js'

/** `{{name}}` is a fact, `{{name|words}}` a fact or, where there is none, the words. */
const HOLE = /\{\{\s*([\w.-]+)\s*(?:\|([^}]*))?\}\}/g

/** Longer values are cut in messages: what is wrong with them shows before. */
const LONGEST = 80

/** A message is one line, and shows what a value has that a line has not. */
const BREAKS: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'}

/** A message: every fact is there in some words, and no longer than a line. */
export function say(template: string, facts: Facts): string {
  return template.replace(HOLE, (_, name: string, words: string | undefined) => {
    const value = String(facts[name] ?? words ?? 'unknown').replace(/[\n\r\t]/g, (mark) => BREAKS[mark]!)
    // A clause about clients is of our own making.
    return value.length > LONGEST && !name.startsWith('clients.') ? `${value.slice(0, LONGEST)}…` : value
  })
}

/** The text with its facts; null when one it needs is not known, for a guess is not a fix. */
export function fill(template: string, facts: Facts): string | null {
  let known = true
  const text = template.replace(HOLE, (_, name: string, words: string | undefined) => {
    const value = facts[name] ?? words
    if (value === undefined) known = false
    return String(value)
  })
  return known ? text : null
}
