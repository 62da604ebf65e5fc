import type {Document, Format, ParseContext, Parsed, Range} from '../model.js'
import {fileScope, type LineSetting, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'
import {looseSecret} from './loose-secrets.js'

/** Java properties (java.util.Properties), which Spark's defaults and Kafka's configuration are, and `jvm.options`. */
export const properties: Format = {id: 'properties', parse}

const PROPERTY = /^([ \t\f]*)((?:\\.|[^\\:= \t\f])+)[ \t\f]*[:=]?[ \t\f]*/
/** `-Dkey=value`, for some Java versions only: `8-13:-Dkey=value`. */
const OPTION = /^((?:\d+(?:-\d*)?:)?-D)([\w.-]+)=/

function parse({path, text}: Document, {envNames}: Pick<ParseContext, 'envNames'>): Parsed {
  const scope = fileScope(path, text, 'file', null)
  const head = /\.options(?:\.|$)/i.test(path) ? OPTION : PROPERTY
  const comments: Range[] = []
  const settings: LineSetting[] = []
  for (const {start, end, next} of logicalLines(text)) {
    const written = text.slice(start, end)
    const content = written.trim()
    const at = start + written.indexOf(content)
    if (/^[#!]/.test(content)) comments.push({start: at, end: at + content.length})
    const match = content === '' || /^[#!]/.test(content) ? null : head.exec(written)
    if (match === null) continue
    const [whole, lead = '', key = ''] = match
    const keyRange = {start: start + lead.length, end: start + lead.length + key.length}
    const valueRange = {
      start: start + whole.length,
      end: Math.max(start + whole.length, start + written.trimEnd().length),
    }
    const raw = text.slice(valueRange.start, valueRange.end)
    const secret = looseSecret(text, valueRange)
    const prefix = written.slice(0, lead.length)
    const sign = written.slice(lead.length + key.length, whole.length)
    settings.push({
      // Kustomize's `envs` and Docker's `env_file` read such files as variables.
      surface: envNames.has(key) ? 'env' : 'tree',
      scope,
      key,
      keyRange,
      valueRange,
      value: isComputed(raw) ? null : decode(raw),
      isSecret: secret !== null,
      lines: {start, end: next},
      write: encode,
      line: (name, value) => {
        const encoded = encode(value)
        return encoded === null ? null : prefix + name + sign + encoded
      },
    })
    settings.push(...nested(scope, key, raw, valueRange.start))
  }
  return toParsed({text, settings, scopes: [scope], comments})
}

/** A line that ends in an odd number of backslashes goes on in the next. */
function logicalLines(text: string): {start: number; end: number; next: number}[] {
  const lines: {start: number; end: number; next: number}[] = []
  let isOpen = false
  for (const {start, end, next} of linesOf(text)) {
    const line = text.slice(start, end)
    const last = lines.at(-1)
    if (isOpen && last) Object.assign(last, {end, next})
    else lines.push({start, end, next})
    isOpen = !/^\s*[#!]/.test(line) && /\\*$/.exec(line)![0].length % 2 === 1
  }
  return lines
}

/** Spring's and Trino's placeholders, Maven's `@name@`, templates. */
function isComputed(raw: string): boolean {
  return /\$\{|\{\{|<%|@[\w.-]+@/.test(raw)
}

const ESCAPES: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t', f: '\f'}

function decode(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|\r?\n[ \t\f]*|([\s\S]))/g, (_, code?: string, mark?: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
    return mark === undefined ? '' : (ESCAPES[mark] ?? mark)
  })
}

function encode(value: string): string | null {
  const isPlain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !isComputed(value)
  return isPlain ? value.replaceAll('\\', '\\\\') : null
}

/** Options of a login module in one value: `sasl.jaas.config = … awsStsRegion="eu-west-1";`. */
function nested(scope: LineSetting['scope'], key: string, raw: string, at: number): LineSetting[] {
  if (!/sasl\.(?:jaas|oauthbearer)\.config$/.test(key) || isComputed(raw)) return []
  return [...raw.matchAll(/(?<=^|\s)(\w+)=(["']?)([^\s"';]*)\2(?=[\s;]|$)/g)].map(
    ({0: whole, 1: name, 2: quote, 3: value, index}) => {
      const start = at + index
      const from = start + name!.length + 1 + quote!.length
      return {
        surface: 'tree',
        scope,
        key: name!,
        path: [key, name!],
        keyRange: {start, end: start + name!.length},
        valueRange: {start: from, end: start + whole.length - quote!.length},
        value: value!,
        lines: null,
        write: (written: string) => (/^[\w:/.-]+$/.test(written) ? written : null),
      }
    },
  )
}
