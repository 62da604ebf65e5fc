import type {Document, Format, Parsed, Range, Scope} from '../model.js'
import {fileScope, type LineSetting, toParsed} from './line-settings.js'

/** Logstash pipelines: sections of plugins, and in each `key => value`. */
export const logstash: Format = {id: 'logstash', parse}

/** In the order they are tried: comments, strings and the marks that open and close. */
const TOKEN =
  /#[^\n]*|([\w-]+|"[^"\n]*")\s*=>\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([\w.-]+(?!\s*\{)))?|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|([\w-]+)?\s*\{|\}/g

function parse({path, text}: Document): Parsed {
  const file = fileScope(path, text, 'file', null)
  const scopes: Scope[] = [file]
  const settings: LineSetting[] = []
  const comments: Range[] = []
  /** The blocks around, and of each plugin what it sees. */
  const open: {readonly name: string; readonly scope: Scope}[] = []
  for (const {0: whole, index, ...group} of text.matchAll(TOKEN)) {
    if (whole.startsWith('#')) comments.push({start: index, end: index + whole.trimEnd().length})
    else if (whole === '}') open.pop()
    else if (group[1] !== undefined) settings.push(...settingOf(text, {whole, index, group}, open))
    else if (whole.endsWith('{')) {
      const name = group[5] ?? ''
      const outer = open.at(-1)?.scope ?? file
      const range = {start: index, end: text.length}
      const scope: Scope =
        open.length === 0
          ? file
          : {...outer, id: `plugin:${scopes.length}`, kind: 'configuration', name, range, parent: outer}
      if (scope !== file) scopes.push(scope)
      open.push({name, scope})
    }
  }
  return toParsed({text, settings, scopes, comments})
}

interface Found {
  readonly whole: string
  readonly index: number
  readonly group: Readonly<Record<number, string | undefined>>
}

function settingOf(
  text: string,
  {whole, index, group}: Found,
  open: readonly {readonly name: string; readonly scope: Scope}[],
): LineSetting[] {
  const key = group[1]!.replaceAll('"', '')
  const raw = group[2] ?? group[3] ?? group[4]
  const inner = open.at(-1)
  if (raw === undefined || inner === undefined) return []
  const isQuoted = group[4] === undefined
  const end = index + whole.length - (isQuoted ? 1 : 0)
  const keyStart = index + group[1]!.indexOf(key)
  return [
    {
      surface: 'tree',
      scope: inner.scope,
      key,
      path: [...open.map(({name}) => name), key],
      keyRange: {start: keyStart, end: keyStart + key.length},
      valueRange: {start: end - raw.length, end},
      // `${NAME}` and `%{field}` are put in.
      value: /[$%]\{|\\/.test(text.slice(end - raw.length, end)) ? null : raw,
      lines: null,
      write: (value) => (/^[\w.:/@+-]+$/.test(value) && isQuoted ? value : null),
    },
  ]
}
