import type {Document, Format, Parsed, Range, Scope, ShellOut} from '../model.js'
import {fileScope, type LineSetting, plain, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'
import {readSplicedShell} from './shell.js'
import {shellEdits} from './shell-edits.js'
import {splice} from './spliced.js'

/** GNU make: what is exported to recipes, and the shell in them (GNU make manual, "Communicating Variables to a Sub-make"). */
export const make: Format = {id: 'make', parse}

const ASSIGNMENT = /^( *(?:override +)?(?:export +)?(?:override +)?)([A-Za-z_]\w*)[ \t]*(::?:?=|\?=|=)[ \t]*/
const FOR_TARGET = /^(?![\t#])[^:=#\n]+:(?!=)[ \t]*(?=(?:export[ \t]+)?[A-Za-z_]\w*[ \t]*(?:::?:?=|\?=|=))/
const CONDITION = /^ *(?:ifeq|ifneq|ifdef|ifndef)\b/

interface State {
  readonly text: string
  readonly scope: Scope
  readonly settings: LineSetting[]
  readonly comments: Range[]
  readonly shell: ShellOut
  /** Names that `export NAME` names; all of them after `export` alone. */
  readonly exported: ReadonlySet<string>
  readonly exportsAll: boolean
  depth: number
  isDefine: boolean
  /** Of the rule at hand. */
  target: string
}

function parse({path, text}: Document): Parsed {
  const scope = fileScope(path, text, 'script', 'env')
  const shell: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  const names = [...text.matchAll(/^ *export[ \t]+([^=:#\n]+?)[ \t]*(?:#.*)?$/gm)].flatMap(([, list]) =>
    list!.trim().split(/\s+/),
  )
  const exportsAll = /^ *(?:export[ \t]*(?:#.*)?|\.EXPORT_ALL_VARIABLES[ \t]*:.*)$/m.test(text)
  const state: State = {
    text,
    scope,
    settings: [],
    comments: [],
    shell,
    exported: new Set(names),
    exportsAll,
    depth: 0,
    isDefine: false,
    target: '',
  }
  for (const line of joinedLines(text)) readLine(state, line)
  return toParsed({
    text,
    settings: state.settings,
    scopes: [scope, ...shell.scopes],
    comments: [...state.comments, ...shell.comments],
    more: shell,
    embedded: shell.embedded.map((embedded) => ({
      ...embedded,
      edit: (edit) => (edit.newText.includes('$') ? null : embedded.edit(edit)),
    })),
    // make takes a dollar for its own.
    setMore: (entry, value) => (value.includes('$') ? null : shellEdits.setValue(text, entry, value)),
  })
}

interface Line {
  readonly start: number
  readonly end: number
  readonly next: number
  /** Parts without the backslashes that join them. */
  readonly parts: readonly Range[]
}

function joinedLines(text: string): Line[] {
  const lines: {start: number; end: number; next: number; parts: Range[]}[] = []
  let isOpen = false
  for (const {start, end, next} of linesOf(text)) {
    const last = lines.at(-1)
    const part = {start, end}
    if (isOpen && last) {
      last.parts.push(part)
      Object.assign(last, {end, next})
    } else lines.push({start, end, next, parts: [part]})
    isOpen = /(?:^|[^\\])(?:\\\\)*\\$/.test(text.slice(start, end))
  }
  return lines
}

function readLine(state: State, line: Line): void {
  const {text, comments} = state
  const written = text.slice(line.start, line.end)
  if (/^ *define\b/.test(written)) state.isDefine = true
  if (/^ *endef\b/.test(written)) state.isDefine = false
  if (state.isDefine) return
  if (written.startsWith('\t')) return readRecipe(state, line, written)
  if (CONDITION.test(written)) state.depth += 1
  if (/^ *endif\b/.test(written)) state.depth = Math.max(0, state.depth - 1)
  const comment = /(?:^|[ \t])#.*$/s.exec(written)
  if (comment !== null) comments.push({start: line.start + written.indexOf('#', comment.index), end: line.end})
  const body = comment === null ? written : written.slice(0, comment.index)
  const target = FOR_TARGET.exec(body)
  state.target = /^(?! )([^=:]+):(?!=)/.exec(body)?.[1]?.trim() ?? state.target
  readVariable(state, line, body, target)
  const recipe = target === null ? /^[^=\n]*?:[^=\n]*?;[ \t]*/.exec(body) : null
  if (recipe !== null)
    readShellIn(state, {...line, parts: [{start: line.start + recipe[0].length, end: line.start + body.length}]})
}

function readVariable(state: State, {start, next, parts}: Line, body: string, target: RegExpExecArray | null): void {
  const from = target?.[0].length ?? 0
  const match = ASSIGNMENT.exec(body.slice(from))
  if (match === null) return
  const [whole, lead = '', key = '', sign = ''] = match
  if (!state.exportsAll && !state.exported.has(key) && !/\bexport\b/.test(lead)) return
  const keyStart = start + from + lead.length
  const valueStart = start + from + whole.length
  const raw = body.slice(from + whole.length)
  const value = raw.trim()
  // What a condition decides, or only a default, is not what the file states.
  const isOptional = sign === '?=' || state.depth > 0
  const isCertain = !isOptional && !/[$\\]|\{\{/.test(value)
  const isWhole = target === null && parts.length === 1 && state.depth === 0
  // Exported by a line of its own, which says nothing about a variable beside it.
  const isBare = lead.trim() === '' && !state.exportsAll
  state.settings.push({
    surface: 'env',
    scope: target === null ? state.scope : scopeOf(state, state.target, {start, end: start + body.length}),
    key,
    keyRange: {start: keyStart, end: keyStart + key.length},
    valueRange: {start: valueStart, end: valueStart + value.length},
    value: isCertain ? value : null,
    lines: isWhole ? {start, end: next} : null,
    write: (written) => (isOptional || /[$#\\]/.test(written) || written.trim() !== written ? null : written),
    line: (name, written) =>
      plain(written) === null
        ? null
        : body.slice(0, lead.length) +
          (isBare ? 'export ' : '') +
          name +
          body.slice(lead.length + key.length, whole.length) +
          written,
  })
}

function scopeOf({shell, scope}: State, name: string, range: Range): Scope {
  const id = `target:${shell.scopes.length}`
  const made: Scope = {id, kind: 'script', name, range, parent: scope, links: [], adds: null}
  shell.scopes.push(made)
  return made
}

/** Each line has a shell of its own, or one with those it is joined to. */
function readRecipe(state: State, line: Line, written: string): void {
  const mark = /^\t[ \t]*[@+-]*[ \t]*/.exec(written)![0].length
  const [first, ...rest] = line.parts
  readShellIn(state, {...line, parts: [{start: first!.start + mark, end: first!.end}, ...rest]})
}

const WORTH = /\baws|AWS_|-sts|sts[-_]|\bexport\b|<</

function readShellIn(state: State, {start, end, parts}: Line): void {
  const {text} = state
  if (!WORTH.test(text.slice(start, end))) return
  // make takes the recipe's tab off each line; the shell joins the lines itself.
  const kept = parts.flatMap((part, index) => {
    const from = index > 0 && text[part.start] === '\t' ? part.start + 1 : part.start
    return index === parts.length - 1
      ? [{start: from, end: part.end}]
      : [{start: from, end: part.end}, lineEnd(text, part.end)]
  })
  const scope = scopeOf(state, state.target, {start, end})
  readSplicedShell(splice(text, kept), scope, state.shell, [scope.id])
}

function lineEnd(text: string, end: number): Range {
  const at = text[end] === '\r' ? end + 1 : end
  return {start: at, end: at + 1}
}
