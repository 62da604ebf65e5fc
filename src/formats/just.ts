import type {Document, Format, Parsed, Range, Scope, ShellOut} from '../model.js'
import {isShellScript} from './detect.js'
import {fileScope, type LineSetting, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'
import {readSplicedShell} from './shell.js'
import {shellEdits} from './shell-edits.js'
import {splice} from './spliced.js'

/** A justfile: `export NAME := "value"` for all recipes, and recipes of indented lines. */
export const just: Format = {id: 'just', parse}

const VARIABLE = /^(export\s+)?([A-Za-z_][\w-]*)(\s*:=\s*)(?:"([^"\n]*)"|'([^'\n]*)')\s*(?:#.*)?$/
const RECIPE = /^@?([A-Za-z_][\w-]*)(?:\s[^:\n]*)?:(?!=)/

function parse({path, text}: Document): Parsed {
  const scope = fileScope(path, text, 'script', 'env')
  const out: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  const settings: LineSetting[] = []
  const comments: Range[] = []
  const exportsAll = /^set\s+export(?:\s*:=\s*true)?\s*(?:#.*)?$/m.test(text)
  let recipe: {readonly name: string; readonly lines: Range[]} | null = null
  const close = (): void => {
    if (recipe && recipe.lines.length > 0) readRecipe(text, recipe, scope, out)
    recipe = null
  }
  for (const {start, end, next} of linesOf(text)) {
    const written = text.slice(start, end)
    if (recipe && (/^[ \t]/.test(written) || written.trim() === '')) {
      recipe.lines.push({start, end: next})
      continue
    }
    close()
    const comment = /^\s*#/.exec(written)
    if (comment) comments.push({start: start + written.indexOf('#'), end: start + written.trimEnd().length})
    const match = VARIABLE.exec(written)
    if (match && (exportsAll || match[1])) settings.push(variable(match, {start, end: next}, scope))
    const name = RECIPE.exec(written)?.[1]
    if (name !== undefined) recipe = {name, lines: []}
  }
  close()
  return toParsed({
    text,
    settings,
    scopes: [scope, ...out.scopes],
    comments: [...comments, ...out.comments],
    more: out,
    embedded: out.embedded,
    setMore: (entry, value) => (value.includes('{{') ? null : shellEdits.setValue(text, entry, value)),
  })
}

function variable(match: RegExpExecArray, lines: Range, scope: Scope): LineSetting {
  const [, lead = '', key = '', sign = '', double, single] = match
  const raw = double ?? single ?? ''
  const quote = double === undefined ? "'" : '"'
  const keyStart = lines.start + lead.length
  const valueStart = keyStart + key.length + sign.length + 1
  const write = (value: string): string | null => (/["'\\]/.test(value) ? null : value)
  return {
    surface: 'env',
    scope,
    key,
    keyRange: {start: keyStart, end: keyStart + key.length},
    valueRange: {start: valueStart, end: valueStart + raw.length},
    value: double?.includes('\\') ? null : raw,
    lines,
    write,
    line: (name, value) => (write(value) === null ? null : `${lead}${name}${sign}${quote}${value}${quote}`),
  }
}

/** A recipe with a shebang is one script; else each line has a shell of its own. */
function readRecipe(
  text: string,
  {name, lines}: {readonly name: string; readonly lines: readonly Range[]},
  parent: Scope,
  out: ShellOut,
): void {
  const first = lines[0]!
  const depth = /^[ \t]*/.exec(text.slice(first.start, first.end))![0].length
  const kept = lines.map(({start, end}) => {
    const indent = /^[ \t]*/.exec(text.slice(start, end))![0].length
    return {start: start + Math.min(depth, indent), end}
  })
  const isScript = text.slice(kept[0]!.start).startsWith('#!')
  if (isScript && !isShellScript(text.slice(kept[0]!.start, first.end))) return
  const scripts = isScript ? [kept] : continued(text, kept)
  for (const script of scripts) {
    const range = {start: script[0]!.start, end: script.at(-1)!.end}
    if (text.slice(range.start, range.end).trim() === '') continue
    const mark = isScript ? 0 : /^[@-]*/.exec(text.slice(range.start, range.end))![0].length
    const id = `recipe:${out.scopes.length}`
    const scope: Scope = {id, kind: 'script', name, range, parent, links: [], adds: null}
    out.scopes.push(scope)
    const [head, ...rest] = script
    readSplicedShell(splice(text, [{start: head!.start + mark, end: head!.end}, ...rest]), scope, out, [id])
  }
}

function continued(text: string, lines: readonly Range[]): Range[][] {
  const scripts: Range[][] = []
  let isOpen = false
  for (const line of lines) {
    if (isOpen) scripts.at(-1)!.push(line)
    else scripts.push([line])
    isOpen = /\\\r?\n?$/.test(text.slice(line.start, line.end))
  }
  return scripts
}
