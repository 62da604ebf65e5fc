import type {Document, Format, Parsed, Range, Scope} from '../model.js'
import {fileScope, type LineSetting, toParsed} from './line-settings.js'

/**
 * Properties in SQL: `"key" = "value"` of catalogs, tables and stages (StarRocks, Flink, Trino, Spark), and the options of
 * DuckDB's `CREATE SECRET`.
 */
export const sql: Format = {id: 'sql', parse}

const QUOTED = String.raw`"(?:[^"\\]|\\.|"")*"|'(?:[^'\\]|\\.|'')*'|\`[^\`]*\``
/** In the order they are tried: comments, what a secret is made of, properties, other strings, ends of statements. */
const TOKEN = new RegExp(
  String.raw`--[^\n]*|/\*[\s\S]*?(?:\*/|$)|(?<secret>\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:PERSISTENT|TEMPORARY|TEMP)\s+)?SECRET\b)` +
    `|(?<key>${QUOTED}|[A-Za-z_][\\w.]*)\\s*=\\s*(?<value>${QUOTED})|(?<text>${QUOTED})` +
    String.raw`|(?<option>\b[A-Za-z_]\w*)(?=\s+(?:'|[A-Za-z]\w*\s*[,)]))|;`,
  'gi',
)
const OPTION_VALUE = /\s+(?:'([^']*)'|(\w+))/y

function parse({path, text}: Document): Parsed {
  const file = fileScope(path, text, 'file', null)
  const scopes: Scope[] = []
  const settings: LineSetting[] = []
  const comments: Range[] = []
  let statement: Scope | null = null
  let isSecret = false
  const scopeAt = (start: number): Scope => {
    if (statement === null) {
      statement = {...file, id: `statement:${scopes.length}`, kind: 'statement', name: `statement ${scopes.length + 1}`}
      statement = {...statement, range: {start, end: text.length}, parent: file}
      scopes.push(statement)
    }
    return statement
  }
  for (const {0: whole, index, groups = {}} of text.matchAll(TOKEN)) {
    const {secret, key, value, option} = groups
    if (/^(?:--|\/\*)/.test(whole)) comments.push({start: index, end: index + whole.trimEnd().length})
    else if (whole === ';') {
      statement = null
      isSecret = false
    } else if (secret !== undefined) isSecret = true
    else if (key !== undefined && value !== undefined) {
      settings.push(property(scopeAt(index), {key, keyStart: index, value, end: index + whole.length}))
    } else if (isSecret && option !== undefined) settings.push(...secretOption(text, index, option, scopeAt(index)))
  }
  return toParsed({text, settings, scopes: [file, ...scopes], comments})
}

/** `REGION 'eu-west-1'`: an option of a secret and its value. */
function secretOption(text: string, start: number, option: string, scope: Scope): LineSetting[] {
  OPTION_VALUE.lastIndex = start + option.length
  const found = OPTION_VALUE.exec(text)
  const written = found?.[1] ?? found?.[2]
  if (!found || written === undefined) return []
  const end = OPTION_VALUE.lastIndex - (found[1] === undefined ? 0 : 1)
  const key = option.toLowerCase()
  return [
    {
      ...place(scope, key, {start, end: start + option.length}),
      path: ['secret', key],
      valueRange: {start: end - written.length, end},
      value: written,
      isSecret: /secret|key_id|token/.test(key),
    },
  ]
}

function property(
  scope: Scope,
  {
    key,
    keyStart,
    value,
    end,
  }: {readonly key: string; readonly keyStart: number; readonly value: string; readonly end: number},
): LineSetting {
  const name = /^["'`]/.test(key) ? key.slice(1, -1) : key
  const from = keyStart + (name === key ? 0 : 1)
  const inner = value.slice(1, -1)
  return {
    ...place(scope, name, {start: from, end: from + name.length}),
    path: [name],
    valueRange: {start: end - 1 - inner.length, end: end - 1},
    value: /\\|""|''|[$#]\{|\{\{/.test(inner) ? null : inner,
    write: (written) => (/^[\w.:/@+-]+$/.test(written) ? written : null),
  }
}

type Place = Pick<LineSetting, 'surface' | 'scope' | 'key' | 'keyRange' | 'lines' | 'write'>

function place(scope: Scope, key: string, keyRange: Range): Place {
  return {surface: 'tree', scope, key, keyRange, lines: null, write: () => null}
}
