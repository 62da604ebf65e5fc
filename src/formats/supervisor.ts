import type {Document, Format, Parsed, Range, Scope, ShellOut} from '../model.js'
import {fileScope, type LineSetting, plain, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'
import {readSplicedShell} from './shell.js'
import {shellEdits} from './shell-edits.js'
import {splice} from './spliced.js'

/** supervisord: `environment=` of a program, on top of that of `[supervisord]`. */
export const supervisor: Format = {id: 'supervisor', parse}

/** `KEY="value",KEY2=value`; a value without quotes ends at a comma. */
const PAIR = /(?<=^|[,\s])([A-Za-z_]\w*)[ \t]*=[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s,"';]*))/g

interface Section {
  readonly name: string
  readonly start: number
  /** Each key with the lines that its value goes on in. */
  readonly keys: {readonly key: string; readonly start: number; end: number}[]
}

function parse({path, text}: Document): Parsed {
  const file = fileScope(path, text, 'file', null)
  const out: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  const comments: Range[] = []
  const scopes: Scope[] = [file]
  const settings: LineSetting[] = []
  const sections = sectionsIn(text, comments)
  const daemon = sections.find(({name}) => name === 'supervisord')
  const scopeOf = (section: Section, index: number): Scope => ({
    id: `section:${index}`,
    kind: 'service',
    name: section.name.replace(/^[\w-]+:/, ''),
    range: {start: section.start, end: section.keys.at(-1)?.end ?? section.start},
    parent: null,
    links: [],
    adds: 'env',
  })
  const root = daemon ? scopeOf(daemon, sections.indexOf(daemon)) : null
  sections.forEach((section, index) => {
    const scope = section === daemon ? root! : {...scopeOf(section, index), parent: root}
    scopes.push(scope)
    for (const {key, start, end} of section.keys) {
      if (key === 'environment') settings.push(...variables(text, scope, {start, end}))
      else if (key === 'command') readSplicedShell(splice(text, [{start, end}]), scope, out, [section.name])
    }
  })
  return toParsed({
    text,
    settings,
    scopes: [...scopes, ...out.scopes],
    comments: [...comments, ...out.comments],
    more: out,
    embedded: out.embedded,
    setMore: (entry, value) => (/[%;#]/.test(value) ? null : shellEdits.setValue(text, entry, value)),
  })
}

function sectionsIn(text: string, comments: Range[]): Section[] {
  const sections: Section[] = []
  for (const {start, end} of linesOf(text)) {
    const line = text.slice(start, end)
    const section = sections.at(-1)
    if (/^\s*[;#]/.test(line)) {
      comments.push({start: start + line.search(/\S/), end: start + line.trimEnd().length})
      continue
    }
    const header = /^\[([^\]\n]+)\]/.exec(line)?.[1]
    const [lead, key] = /^([\w-]+)\s*[=:][ \t]*/.exec(line) ?? []
    const comment = /\s[;#].*$/.exec(line)
    const stop = start + (comment?.index ?? line.length)
    if (comment) comments.push({start: stop + comment[0].search(/\S/), end: start + line.trimEnd().length})
    if (header !== undefined) sections.push({name: header.trim(), start, keys: []})
    else if (key !== undefined && lead !== undefined) section?.keys.push({key, start: start + lead.length, end: stop})
    else if (/^\s+\S/.test(line)) {
      const last = section?.keys.at(-1)
      if (last) last.end = stop
    }
  }
  return sections
}

function variables(text: string, scope: Scope, {start, end}: Range): LineSetting[] {
  return [...text.slice(start, end).matchAll(PAIR)].map(
    ({0: whole, 1: key = '', 2: double, 3: single, 4: bare, index}) => {
      const quote = double !== undefined ? '"' : single !== undefined ? "'" : ''
      const raw = double ?? single ?? bare ?? ''
      const from = start + index
      const valueStart = from + whole.length - raw.length - quote.length
      return {
        surface: 'env',
        scope,
        key,
        keyRange: {start: from, end: from + key.length},
        valueRange: {start: valueStart, end: valueStart + raw.length},
        // `%(ENV_HOME)s` is put in; `%%` is a percent sign.
        value: /[%\\]|\{\{/.test(raw) ? null : raw,
        lines: null,
        write(value) {
          if (quote !== '') return /["'\\%;#]/.test(value) ? null : value
          // It ends at a comma.
          return value.includes(',') ? null : plain(value)
        },
      }
    },
  )
}
