import type {Range} from '../model.js'

/** A template made readable as YAML: the same length, each action a filler or blanks. */
export interface Mask {
  readonly text: string
  /** What was masked, in order. */
  readonly actions: readonly Range[]
}

/** Go templates (Helm), Jinja, ERB. `${{` is a GitHub expression: plain YAML. */
const HINT = /(?<!\$)\{\{|\{%|<%/

export function isTemplate(text: string): boolean {
  return HINT.test(text)
}

/**
 * Null where YAML can read the text as it is: no actions, or only such as stand inside quotes (Ansible, Taskfile,
 * `--format '{{.ID}}'`).
 */
export function maskTemplate(text: string): Mask | null {
  if (!isTemplate(text)) return null
  const actions = findActions(text)
  if (actions.every((action) => isQuoted(text, action))) return null
  return {text: mask(text, actions), actions}
}

/** The actions that meet a range, found without walking all of them. */
export function actionsIn({actions}: Mask, {start, end}: Range): Range[] {
  let low = 0
  let high = actions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (actions[middle]!.end <= start) low = middle + 1
    else high = middle
  }
  const found: Range[] = []
  for (let at = low; at < actions.length && actions[at]!.start < end; at++) found.push(actions[at]!)
  return found
}

/** Whether an action writes something: what steers (`if`, `end`) or explains (a comment) leaves nothing behind. */
export function writesContent(action: string): boolean {
  return !isComment(action) && !isControl(action)
}

function isComment(action: string): boolean {
  return /^(?:\{\{-?\s*\/\*|\{#|<%#)/.test(action)
}

function isControl(action: string): boolean {
  return /^(?:\{\{-?\s*(?:(?:if|else|end|range|with|define|block)\b|\$\w+\s*:?=)|\{%|<%[^=])/.test(action)
}

const CLOSERS: Readonly<Record<string, string>> = {'{%': '%}', '{#': '#}', '<%': '%>'}

function findActions(text: string): Range[] {
  const openers = text.includes('{%') ? /\{\{|\{%|\{#|<%/g : /\{\{|<%/g
  const actions: Range[] = []
  const missing = new Set<string>()
  for (let match = openers.exec(text); match; match = openers.exec(text)) {
    const start = match.index
    if (match[0] === '{{' && text[start - 1] === '$') continue
    const end = match[0] === '{{' ? goEnd(text, start, missing) : plainEnd(text, start, CLOSERS[match[0]]!, missing)
    if (end === null) continue
    actions.push({start, end})
    openers.lastIndex = end
  }
  return actions
}

/** A closer that is missing once is missing from there on: looking again would make long files slow. */
function plainEnd(text: string, start: number, closer: string, missing: Set<string>): number | null {
  const at = missing.has(closer) ? -1 : text.indexOf(closer, start + 2)
  if (at < 0) missing.add(closer)
  return at < 0 ? null : at + closer.length
}

/** `{{ "{{" }}` and `` {{`{{ x }}`}} `` hold braces in strings; a second `{{` elsewhere means this was no action. */
function goEnd(text: string, start: number, missing: Set<string>): number | null {
  if (!isComment(text.slice(start, start + 40))) return closeAfter(text, start + 2)
  const close = plainEnd(text, start, '*/', missing)
  const end = close === null ? null : closeAfter(text, close)
  if (end === null) missing.add('*/')
  return end
}

function closeAfter(text: string, from: number): number | null {
  const marks = /\\?["`]|\{\{|\}\}/g
  marks.lastIndex = from
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '}}') return marks.lastIndex
    if (mark[0] === '{{') return null
    if (mark[0].length === 1) marks.lastIndex = stringEnd(text, mark.index) ?? marks.lastIndex
  }
  return null
}

function stringEnd(text: string, at: number): number | null {
  if (text[at] === '`') {
    const close = text.indexOf('`', at + 1)
    return close < 0 ? null : close + 1
  }
  const literal = /"(?:[^"\\\n]|\\.)*"/y
  literal.lastIndex = at
  return literal.test(text) ? literal.lastIndex : null
}

/** A quote is open before it on its line, and it holds neither that quote nor a line end. */
function isQuoted(text: string, {start, end}: Range): boolean {
  const before = lastLine(text.slice(Math.max(0, start - LONGEST_LINE), start))
  const action = text.slice(start, end)
  if (action.includes('\n') || before.length === LONGEST_LINE) return false
  return ['"', "'"].some((quote) => {
    const opens = before.search(new RegExp(`(?:^|[\\s:,=(\\[{])${quote}`))
    return opens >= 0 && !action.includes(quote) && before.split(quote).length % 2 === 0
  })
}

/** Stands for a masked character until its line is known. A private-use character, so not one of the file's. */
const MARK = '\uE000'
const ALONE = /^(\uFEFF?)[ \t]*\uE000[\uE000 \t]*(?=\r?$)/gm

function mask(text: string, actions: readonly Range[]): string {
  const pieces: string[] = []
  let before = ''
  let at = 0
  for (const action of actions) {
    const plain = text.slice(at, action.start)
    before = lastLine(before + plain)
    const source = text.slice(action.start, action.end)
    const stand = leavesBlank(before, source, text.slice(action.end, action.end + 80)) ? blank(source) : filler(source)
    before = lastLine(before + stand)
    pieces.push(plain, stand)
    at = action.end
  }
  pieces.push(text.slice(at))
  const marked = pieces.join('')
  return marked.replace(ALONE, (line, bom: string) => bom + ' '.repeat(line.length - bom.length)).replaceAll(MARK, 'x')
}

/** What stands further back on a line is not looked at: each action would look again. */
const LONGEST_LINE = 2000

function lastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('\n') + 1, text.length - LONGEST_LINE))
}

/** Filler there would be read as a value of its own, or as text after a closed quote. */
function leavesBlank(before: string, action: string, after: string): boolean {
  if (isComment(action)) return true
  if (isControl(action) && /[:-]\s*$/.test(before) && /^[ \t]*\r?(?:\n|$)/.test(after)) return true
  const quote = /(["'])[ \t]*$/.exec(before)?.[1]
  return quote !== undefined && before.split(quote).length % 2 === 1
}

function blank(action: string): string {
  return action.replace(/[^\r\n]/g, ' ')
}

/** Only the first line: what follows would be read at a depth it does not have. */
function filler(action: string): string {
  const lineEnd = action.search(/\r?\n/)
  if (lineEnd < 0) return MARK.repeat(action.length)
  return MARK.repeat(lineEnd) + blank(action.slice(lineEnd))
}
