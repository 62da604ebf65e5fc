import type {Document, Format, Parsed, Range, Scope} from '../model.js'
import {fileScope, type LineSetting, plain, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'

/** Fluent Bit's classic configuration: `[OUTPUT]`, and keys of any case with a value after white space. */
export const fluentbit: Format = {id: 'fluentbit', parse: parseClassic}

/** Fluentd: sections in tags, `key value` in them. */
export const fluentd: Format = {id: 'fluentd', parse: parseTags}

interface Reading {
  readonly text: string
  readonly scopes: Scope[]
  readonly comments: Range[]
  readonly settings: LineSetting[]
}

/** Calls `read` with each line that is no comment. */
function eachLine(
  {path, text}: Document,
  read: (reading: Reading, line: string, place: {start: number; next: number}) => void,
): Parsed {
  const reading: Reading = {text, scopes: [fileScope(path, text, 'file', null)], comments: [], settings: []}
  for (const {start, end, next} of linesOf(text)) {
    const line = text.slice(start, end)
    const content = line.trim()
    const at = start + line.indexOf(content)
    if (content.startsWith('#')) reading.comments.push({start: at, end: at + content.length})
    else if (content !== '') read(reading, line, {start, next})
  }
  return toParsed(reading)
}

function openScope({scopes}: Reading, name: string, place: {start: number; next: number}, adds: Scope['adds']): Scope {
  const scope: Scope = {
    id: `section:${scopes.length}`,
    kind: adds === 'ini' ? 'section' : 'configuration',
    name,
    range: {start: place.start, end: place.next},
    parent: null,
    links: [],
    adds,
  }
  scopes.push(scope)
  return scope
}

function parseClassic(document: Document): Parsed {
  let section = ''
  let scope: Scope | null = null
  return eachLine(document, (reading, line, place) => {
    const header = /^\s*\[(\w+)\]/.exec(line)?.[1]
    if (header !== undefined) {
      section = header.toUpperCase()
      scope = openScope(reading, header, place, null)
    } else if (scope !== null) {
      const setting = settingOf(line, place, scope, (key) => [section, key])
      if (setting) reading.settings.push({...setting, surface: 'ini'})
    }
  })
}

function parseTags(document: Document): Parsed {
  const open: {tag: string; scope: Scope}[] = []
  return eachLine(document, (reading, line, place) => {
    const [, end, tag] = /^\s*<(\/?)([\w@]+)[^>]*>/.exec(line) ?? []
    if (end === '/') open.pop()
    else if (tag !== undefined) open.push({tag, scope: open[0]?.scope ?? openScope(reading, tag, place, null)})
    else {
      const scope = open.at(-1)?.scope ?? reading.scopes[0]!
      const setting = settingOf(line, place, scope, (key) => [...open.map((each) => each.tag), key])
      if (setting) reading.settings.push(setting)
    }
  })
}

function settingOf(
  line: string,
  {start, next}: {start: number; next: number},
  scope: Scope,
  pathOf: (key: string) => string[],
): LineSetting | null {
  const match = /^(\s*)([\w.@-]+)([ \t]+)(["']?)(.*?)\4\s*$/.exec(line)
  if (match === null) return null
  const [, indent = '', key = '', gap = '', quote = '', value = ''] = match
  const keyStart = start + indent.length
  const valueStart = keyStart + key.length + gap.length + quote.length
  return {
    surface: 'tree',
    scope,
    key,
    path: pathOf(key),
    keyRange: {start: keyStart, end: keyStart + key.length},
    valueRange: {start: valueStart, end: valueStart + value.length},
    value: /\$\{|#\{|\{\{/.test(value) ? null : value,
    lines: {start, end: next},
    write: plain,
    line: (name, written) => (plain(written) === null ? null : `${indent}${name}${gap}${quote}${written}${quote}`),
  }
}
