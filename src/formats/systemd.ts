import type {Document, Format, Link, Parsed, Range, Scope, ShellOut} from '../model.js'
import {fileScope, type LineSetting, plain, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'
import {readSplicedShell} from './shell.js'
import {shellEdits} from './shell-edits.js'
import {splice} from './spliced.js'

/** Units and their drop-ins: `Environment=` of `[Service]` (systemd.exec(5)) and of what else runs programs. */
export const systemd: Format = {id: 'systemd', parse}

const ASSIGNMENT = /^\s*(Environment|EnvironmentFile|DefaultEnvironment|PassEnvironment)[ \t]*=[ \t]*/
/** Commands, with the marks that say how they are run. Their words are a shell's, as far as settings go. */
const EXEC = /^\s*Exec(?:Start|StartPre|StartPost|Reload|Stop|StopPost|Condition)[ \t]*=[ \t]*[-@:+!|]*/
/** A word may be quoted as a whole. */
const WORD = /(?<=^|\s)(?:"([A-Za-z_]\w*)=([^"\n]*)"|'([A-Za-z_]\w*)=([^'\n]*)'|([A-Za-z_]\w*)=([^\s"']*))(?=\s|$)/g

function parse({path, text}: Document): Parsed {
  /** The last one first: it wins, and all of them over Environment= (systemd.exec(5), EnvironmentFile=). */
  const links: Link[] = []
  const scope = fileScope(path, text, 'service', 'env', links)
  const comments: Range[] = []
  const settings: LineSetting[] = []
  const passed: LineSetting[] = []
  const out: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  for (const {start, end, next} of logicalLines(text, comments)) {
    const written = text.slice(start, end)
    const match = ASSIGNMENT.exec(written)
    if (match === null) {
      const exec = EXEC.exec(written)?.[0]
      if (exec !== undefined) readSplicedShell(splice(text, [{start: start + exec.length, end}]), scope, out, [])
      continue
    }
    const body = {start: start + match[0].length, end}
    if (match[1] === 'EnvironmentFile') {
      const target = text.slice(body.start, end).trim().replace(/^-/, '')
      if (!/[%*?\s]/.test(target)) links.unshift({kind: 'env-file', target, wins: true})
    } else if (match[1] === 'PassEnvironment') passed.push(...names(text, scope, body))
    else settings.push(...variables(text, scope, body, {start, end: next}))
  }
  settings.push(...passed.filter(({key}) => settings.every((setting) => setting.key !== key)))
  return toParsed({
    text,
    settings,
    scopes: [scope, ...out.scopes],
    comments,
    embedded: out.embedded,
    more: out,
    setMore: (entry, value) => (value.includes('%') ? null : shellEdits.setValue(text, entry, value)),
  })
}

function logicalLines(text: string, comments: Range[]): {start: number; end: number; next: number}[] {
  const lines: {start: number; end: number; next: number}[] = []
  let isOpen = false
  for (const {start, end, next} of linesOf(text)) {
    const line = text.slice(start, end)
    const content = line.trim()
    if (/^[#;]/.test(content)) {
      const at = start + line.indexOf(content)
      comments.push({start: at, end: at + content.length})
      continue
    }
    const last = lines.at(-1)
    if (isOpen && last) Object.assign(last, {end, next})
    else lines.push({start, end, next})
    isOpen = line.endsWith('\\')
  }
  return lines
}

/** `PassEnvironment=`: as the manager has them, where the unit sets them not itself (systemd.exec(5)). */
function names(text: string, scope: Scope, {start, end}: Range): LineSetting[] {
  return [...text.slice(start, end).matchAll(/(?<=^|\s)[A-Za-z_]\w*(?=\s|$)/g)].map(({0: key, index}) => {
    const range = {start: start + index, end: start + index + key.length}
    return {surface: 'env', scope, key, keyRange: range, valueRange: range, value: null, lines: null, write: () => null}
  })
}

function variables(text: string, scope: Scope, {start, end}: Range, lines: Range): LineSetting[] {
  const found = [...text.slice(start, end).matchAll(WORD)]
  return found.map(({0: whole, index, ...group}, at) => {
    const key = (group[1] ?? group[3] ?? group[5])!
    const value = (group[2] ?? group[4] ?? group[6])!
    const quote = /^["']/.exec(whole)?.[0] ?? ''
    const from = start + index
    const keyStart = from + quote.length
    const valueStart = keyStart + key.length + 1
    const previous = found[at - 1]
    const isAlone = found.length === 1
    return {
      surface: 'env',
      scope,
      key,
      keyRange: {start: keyStart, end: keyStart + key.length},
      valueRange: {start: valueStart, end: valueStart + value.length},
      // `%h` is a specifier, and a backslash escapes.
      value: /%[^%]|\\|\{\{/.test(value) ? null : value.replaceAll('%%', '%'),
      lines: isAlone ? lines : null,
      ...(previous === undefined
        ? {}
        : {span: {start: start + previous.index + previous[0].length, end: from + whole.length}}),
      write: (next) => (quote === '' ? plain(next) : /["'\\%]/.test(next) ? null : next),
      line: (name, next) => {
        const word = plain(next)
        return word === null || !isAlone ? null : `${text.slice(lines.start, from)}${quote}${name}=${word}${quote}`
      },
    }
  })
}
