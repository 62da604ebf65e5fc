import type {Document, Format, Parsed, Range, ShellOut} from '../model.js'
import {readAws, type Words} from './aws-commands.js'
import {apart, fileScope, type LineSetting, plain, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'

/** Scripts of fish: `set -gx NAME value` gives a variable to the programs it runs. */
export const fish: Format = {id: 'fish', parse}

const WORDS: Words = {continuation: '\\', computed: /[$(*~\\{]/}

/** One value: of several, fish makes a list. */
const SET =
  /^(?<lead>\s*set(?<options>(?:\s+-{1,2}[\w-]+)+)\s+)(?<key>[A-Za-z_]\w*)(?<gap>\s+)(?:"(?<double>[^"\n]*)"|'(?<single>[^'\n]*)'|(?<bare>[^\s"';#|&]+))\s*;?\s*(?:#.*)?$/
const EXPORT =
  /^(?<lead>\s*export\s+)(?<key>[A-Za-z_]\w*)(?<gap>=)(?:"(?<double>[^"\n]*)"|'(?<single>[^'\n]*)'|(?<bare>[^\s"';#|&]+))\s*;?\s*(?:#.*)?$/

function parse({path, text}: Document): Parsed {
  const scope = fileScope(path, text, 'script', 'env')
  const out: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  const settings: LineSetting[] = []
  const comments: Range[] = []
  const nested = new Set<LineSetting>()
  let depth = 0
  for (const line of linesOf(text)) {
    const written = text.slice(line.start, line.end)
    const word = /^\s*(?:else\s+)?([a-z]+)\b/.exec(written)?.[1] ?? ''
    if (word === 'end') depth = Math.max(0, depth - 1)
    comments.push(...commentIn(written, line.start))
    const setting = settingIn(written, line)
    if (setting) settings.push({...setting, scope})
    else if (CALLS.test(written)) readAws(text, line, scope, WORDS, out)
    if (setting && depth > 0) nested.add(settings.at(-1)!)
    if (opens(word, written)) depth += 1
  }
  const placed = apart(settings, (setting) => nested.has(setting))
  return toParsed({
    text,
    settings: placed.settings,
    scopes: [scope, ...placed.scopes, ...out.scopes],
    comments,
    embedded: out.embedded,
    more: out,
    setMore: (entry, value) => (plain(value) === null ? null : [{range: entry.valueRange, newText: value}]),
  })
}

/** An `aws` command, but in a comment or in what is printed. */
const CALLS = /^(?!\s*(?:#|echo\b))(?:.*[\s;&(])?aws\s/

const OPENS = new Set(['function', 'if', 'for', 'while', 'switch', 'begin'])

function opens(word: string, written: string): boolean {
  return OPENS.has(word) && !/\bend\s*(?:#.*)?$/.test(written) && !/^\s*else\b/.test(written)
}

function commentIn(written: string, start: number): Range[] {
  const mark = /(?:^|\s)#/.exec(written)
  if (mark === null || /["']/.test(written.slice(mark.index))) return []
  return [{start: start + written.indexOf('#', mark.index), end: start + written.trimEnd().length}]
}

function settingIn(
  written: string,
  {start, next}: {readonly start: number; readonly next: number},
): Omit<LineSetting, 'scope'> | null {
  const match = SET.exec(written) ?? EXPORT.exec(written)
  const groups = match?.groups
  if (!groups || (groups['options'] !== undefined && !isExported(groups['options']))) return null
  const {lead = '', key = '', gap = '', double, single, bare} = groups
  const quote = double !== undefined ? '"' : single !== undefined ? "'" : ''
  const raw = double ?? single ?? bare ?? ''
  const keyStart = start + lead.length
  const valueStart = keyStart + key.length + gap.length + quote.length
  const write = (value: string): string | null => (quote === '' ? plain(value) : /["'$\\]/.test(value) ? null : value)
  return {
    surface: 'env',
    key,
    keyRange: {start: keyStart, end: keyStart + key.length},
    valueRange: {start: valueStart, end: valueStart + raw.length},
    value: COMPUTED[quote].test(raw) ? null : raw,
    lines: {start, end: next},
    write,
    line: (name, value) => {
      const next = write(value)
      return next === null ? null : lead + name + gap + quote + next + quote
    },
  }
}

const COMPUTED = {'': WORDS.computed, '"': /[$\\]/, "'": /\\/} as const

/** Local ones end with their function; `-e` takes a variable away, `-q` only asks. */
function isExported(options: string): boolean {
  const words = options.trim().split(/\s+/)
  const has = (letter: string, name: string): boolean =>
    words.some((word) => word === `--${name}` || (/^-[A-Za-z]+$/.test(word) && word.includes(letter)))
  return has('x', 'export') && !has('e', 'erase') && !has('q', 'query') && !has('a', 'append') && !has('p', 'prepend')
}
