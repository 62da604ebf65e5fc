import type {Document, Format, Parsed, Range, Scope, ShellOut} from '../model.js'
import {fileScope, type LineSetting, plain, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'
import {readSplicedShell} from './shell.js'
import {shellEdits} from './shell-edits.js'
import {splice} from './spliced.js'

/** Procfile: a name and the command that a shell runs, one process a line. */
export const procfile: Format = {id: 'procfile', parse: parseProcfile}

/** nginx's own variables: `env NAME=value;` hands them to its workers. */
export const nginx: Format = {id: 'nginx', parse: parseNginx}

function parseProcfile({path, text}: Document): Parsed {
  const out: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  const file = fileScope(path, text, 'file', null)
  const comments: Range[] = []
  for (const {start, end} of linesOf(text)) {
    const line = text.slice(start, end)
    if (line.startsWith('#')) comments.push({start, end})
    const [head, name] = /^([\w-]+):\s*/.exec(line) ?? []
    if (head === undefined || name === undefined) continue
    const scope: Scope = {
      id: `process:${out.scopes.length}`,
      kind: 'run',
      name,
      range: {start, end},
      parent: null,
      links: [],
      adds: null,
    }
    out.scopes.push(scope)
    readSplicedShell(splice(text, [{start: start + head.length, end}]), scope, out, [name])
  }
  return toParsed({
    text,
    settings: [],
    scopes: [file, ...out.scopes],
    comments: [...comments, ...out.comments],
    more: out,
    embedded: out.embedded,
    setMore: (entry, value) => shellEdits.setValue(text, entry, value),
  })
}

const ENV = /^([ \t]*env[ \t]+)(["']?)([A-Za-z_]\w*)=([^;"'\r\n]*)\2[ \t]*;/gm

function parseNginx({path, text}: Document): Parsed {
  const scope = fileScope(path, text, 'service', 'env')
  const comments = [...text.matchAll(/(?<=^|\s)#.*$/gm)].map(({0: found, index}) => ({
    start: index,
    end: index + found.trimEnd().length,
  }))
  const settings = [...text.matchAll(ENV)].map(
    ({0: whole, 1: lead = '', 2: quote = '', 3: key = '', 4: value = '', index}): LineSetting => {
      const keyStart = index + lead.length + quote.length
      const valueStart = keyStart + key.length + 1
      const start = index
      const feed = text.indexOf('\n', index + whole.length)
      const end = feed < 0 ? text.length : feed + 1
      return {
        surface: 'env',
        scope,
        key,
        keyRange: {start: keyStart, end: keyStart + key.length},
        valueRange: {start: valueStart, end: valueStart + value.length},
        value: /[$\\]|\{\{/.test(value) ? null : value,
        lines: text.slice(start + whole.length, end).trim() === '' ? {start, end} : null,
        write: plain,
        line: (name, written) => (plain(written) === null ? null : `${lead}${quote}${name}=${written}${quote};`),
      }
    },
  )
  return toParsed({text, settings, scopes: [scope], comments})
}
