import type {Document, Format, Parsed, Range} from '../model.js'
import {fileScope, type LineSetting, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'

/**
 * Rules of Suricata, which AWS Network Firewall takes as well: the host names that its `pass` rules let through (Suricata User
 * Guide, "TLS Keywords", "HTTP Keywords").
 */
export const suricata: Format = {id: 'suricata', parse}

const HOST = /\b(?:tls[._]sni|http[._]host)\s*;(?:[^"\n]*?;)?\s*content\s*:\s*"([^"|\n]+)"/g

function parse({path, text}: Document): Parsed {
  const scope = fileScope(path, text, 'file', null)
  const comments: Range[] = []
  const settings: LineSetting[] = []
  for (const {start, end} of linesOf(text)) {
    const line = text.slice(start, end)
    if (/^\s*#/.test(line)) comments.push({start: start + line.indexOf('#'), end: start + line.trimEnd().length})
    if (!/^\s*pass\s/.test(line)) continue
    for (const {0: whole, 1: host, index} of line.matchAll(HOST)) {
      const at = start + index + whole.length - host!.length - 1
      const range = {start: at, end: at + host!.length}
      settings.push({
        surface: 'tree',
        scope,
        key: 'sni',
        path: ['sni', String(settings.length)],
        keyRange: range,
        valueRange: range,
        value: host!,
        lines: null,
        // Each rule has a number of its own: another is for somebody to write.
        write: () => null,
      })
    }
  }
  return toParsed({text, settings, scopes: [scope], comments})
}
