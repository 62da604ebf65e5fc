import type {Document, Format, Parsed, Range, Scope} from '../model.js'
import {fileScope, type LineSetting, plain, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'

/** INI files of Python's test runners: tox's `set_env`, pytest-env's `env`. */
export const tox: Format = {id: 'tox', parse}

/** Which key of a section holds variables, one a line. */
const HOLDERS: readonly (readonly [section: RegExp, key: RegExp])[] = [
  [/^(?:testenv(?::.*)?|env:.*|env_run_base)$/, /^set_?env$/],
  [/^(?:pytest|tool:pytest)$/, /^env$/],
]
const PLACE = /^([ \t]*)((?:[A-Za-z]:){0,2})([A-Za-z_]\w*)([ \t]*=[ \t]*)(.*?)[ \t]*$/

function parse({path, text}: Document): Parsed {
  const file = fileScope(path, text, 'file', null)
  const scopes: Scope[] = [file]
  const settings: LineSetting[] = []
  const comments: Range[] = []
  let section: Scope = file
  let holds = false
  for (const {start, end, next} of linesOf(text)) {
    const line = text.slice(start, end)
    const content = line.trim()
    if (/^[#;]/.test(content)) {
      comments.push({start: start + line.indexOf(content), end: start + line.trimEnd().length})
      continue
    }
    const header = /^\[([^\]]+)\]/.exec(line)?.[1]
    if (header !== undefined) {
      section = {...file, id: `section:${scopes.length}`, kind: 'configuration', name: header, range: {start, end}}
      scopes.push(section)
      holds = false
      continue
    }
    const [key, name] = /^([A-Za-z]\w*)[ \t]*[=:][ \t]*/.exec(line) ?? []
    if (key !== undefined && name !== undefined) {
      holds = HOLDERS.some(([of, held]) => of.test(section.name) && held.test(name))
      if (holds) settings.push(...variable(text, {start: start + key.length, end}, null, section))
    } else if (holds && /^\s/.test(line)) settings.push(...variable(text, {start, end}, {start, end: next}, section))
    else if (content !== '') holds = false
  }
  return toParsed({text, settings, scopes, comments})
}

/** A line of a value that goes on can go, and another can follow it. */
function variable(text: string, {start, end}: Range, lines: Range | null, scope: Scope): LineSetting[] {
  const match = PLACE.exec(text.slice(start, end))
  if (match === null) return []
  const [, indent = '', flags = '', key = '', sign = '', value = ''] = match
  const keyStart = start + indent.length + flags.length
  const valueStart = keyStart + key.length + sign.length
  return [
    {
      surface: 'env',
      scope,
      key,
      keyRange: {start: keyStart, end: keyStart + key.length},
      valueRange: {start: valueStart, end: valueStart + value.length},
      // `{env:HOME}` and `{posargs}` are put in; `#` may start a comment.
      value: /[{}#]/.test(value) ? null : value,
      lines,
      write: plain,
      ...(lines === null
        ? {}
        : {
            line: (name: string, written: string) =>
              plain(written) === null ? null : `${indent}${flags}${name}${sign}${written}`,
          }),
    },
  ]
}
