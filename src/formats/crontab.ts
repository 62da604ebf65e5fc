import type {Document, Format, Parsed, Range, ShellOut} from '../model.js'
import {fileScope, type LineSetting, plain, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'
import {readSplicedShell} from './shell.js'
import {shellEdits} from './shell-edits.js'
import {splice} from './spliced.js'

/** Tables of cron: variables for all jobs, and a command per line (crontab(5)). */
export const crontab: Format = {id: 'crontab', parse}

/** White space around the sign is not of the name or the value; quotes are taken off, and nothing is expanded. */
const VARIABLE = /^([ \t]*)([A-Za-z_]\w*)([ \t]*=[ \t]*)(["']?)(.*?)\4[ \t]*$/
/** Five fields of times and dates, or `@daily`. */
const SCHEDULE = /^[ \t]*(?:@\w+|(?:[\d*,/\-A-Za-z?#~]+[ \t]+){4}[\d*,/\-A-Za-z?#~]+)[ \t]+/
/** Tables of the system name the user that a command runs as. */
const OF_SYSTEM = /(?:^|[/\\])(?:etc[/\\]crontab|cron\.d[/\\][^/\\]+)$/
const USER = /^[\w.-]+[ \t]+/

function parse({path, text}: Document): Parsed {
  const file = fileScope(path, text, 'file', 'env')
  const out: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  const settings: LineSetting[] = []
  const comments: Range[] = []
  for (const {start, end, next} of linesOf(text)) {
    const line = text.slice(start, end)
    if (/^[ \t]*#/.test(line)) {
      comments.push({start: start + line.indexOf('#'), end: start + line.trimEnd().length})
      continue
    }
    const variable = VARIABLE.exec(line)
    if (variable) {
      settings.push(settingOf(variable, {start, next}, file))
      continue
    }
    const schedule = SCHEDULE.exec(line)?.[0]
    if (schedule === undefined) continue
    const user = OF_SYSTEM.test(path) ? USER.exec(line.slice(schedule.length))?.[0] : ''
    if (user === undefined) continue
    const scope = {
      id: `job:${out.scopes.length}`,
      kind: 'run',
      name: `line ${linesBefore(text, start) + 1}`,
      range: {start, end},
      parent: file,
      links: [],
      adds: null,
    } as const
    out.scopes.push(scope)
    // An unquoted percent sign ends the command: what follows is its input.
    const command = /^(?:\\.|[^%\\])*/.exec(line.slice(schedule.length + user.length))![0]
    const at = start + schedule.length + user.length
    readSplicedShell(splice(text, [{start: at, end: at + command.length}]), scope, out, [scope.id])
  }
  return toParsed({
    text,
    settings,
    scopes: [file, ...out.scopes],
    comments: [...comments, ...out.comments],
    more: out,
    embedded: out.embedded,
    setMore: (entry, value) => (value.includes('%') ? null : shellEdits.setValue(text, entry, value)),
  })
}

function settingOf(
  [, lead = '', key = '', sign = '', quote = '', value = '']: RegExpExecArray,
  {start, next}: {readonly start: number; readonly next: number},
  scope: LineSetting['scope'],
): LineSetting {
  const keyStart = start + lead.length
  const valueStart = keyStart + key.length + sign.length + quote.length
  return {
    surface: 'env',
    scope,
    key,
    keyRange: {start: keyStart, end: keyStart + key.length},
    valueRange: {start: valueStart, end: valueStart + value.length},
    value: /\{\{/.test(value) ? null : value,
    lines: {start, end: next},
    write: plain,
    line: (name, written) => (plain(written) === null ? null : `${lead}${name}${sign}${quote}${written}${quote}`),
  }
}

function linesBefore(text: string, at: number): number {
  return linesOf(text.slice(0, at)).length
}
