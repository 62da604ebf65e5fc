import type {Document, Format, Parsed, Range} from '../model.js'
import {fileScope, type LineSetting, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'

/** Squid's access lists by host name: `acl NAME dstdomain HOST…`. Lines of one name add up. */
export const squid: Format = {id: 'squid', parse}

const LIST = /^[ \t]*acl[ \t]+(\S+)[ \t]+(?:dstdomain|ssl::server_name)[ \t]+/
const HOST = /[^\s"]+/g

function parse({path, text}: Document): Parsed {
  const scope = fileScope(path, text, 'file', null)
  const comments: Range[] = []
  const settings: LineSetting[] = []
  for (const {start, end} of linesOf(text)) {
    const line = text.slice(start, end)
    const mark = /(?:^|\s)#/.exec(line)
    const stop = mark === null ? line.length : mark.index
    if (mark !== null) comments.push({start: start + line.indexOf('#', mark.index), end: start + line.trimEnd().length})
    const [head, name] = LIST.exec(line.slice(0, stop)) ?? []
    // In quotes stands the name of a file with the hosts.
    if (head === undefined || name === undefined || line.slice(head.length, stop).includes('"')) continue
    for (const {0: host, index} of line.slice(head.length, stop).matchAll(HOST)) {
      if (host.startsWith('-')) continue
      const at = start + head.length + index
      const range = {start: at, end: at + host.length}
      const path = ['acl', name, String(settings.length)]
      settings.push({
        surface: 'tree',
        scope,
        key: 'acl',
        path,
        keyRange: range,
        valueRange: range,
        value: host,
        lines: null,
        write: (value) => (/^[\w.*-]+$/.test(value) ? value : null),
      })
    }
  }
  return {
    ...toParsed({text, settings, scopes: [scope], comments}),
    append({valueRange: {end}}, host) {
      return /^[\w.-]+$/.test(host) ? [{range: {start: end, end}, newText: ` ${host}`}] : null
    },
  }
}
