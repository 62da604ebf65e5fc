import type {Document, Entry, Format, ParseContext, Parsed, Scope} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {add, append, type EnvDocument, remove, rename, setValue} from './dotenv-edits.js'
import {type EnvAssignment, scanDotenv} from './dotenv-scan.js'

/** `.env`, Compose and Docker env files, systemd `EnvironmentFile=`. */
export const dotenv: Format = {id: 'dotenv', parse}

function parse({path, text}: Document, {wanted}: ParseContext): Parsed {
  const scan = scanDotenv(text, wanted)
  const scope: Scope = {
    id: '',
    kind: 'env-file',
    name: path.slice(path.lastIndexOf('/') + 1),
    range: {start: 0, end: text.length},
    parent: null,
    links: [],
    adds: 'env',
  }
  const assignments = new Map(scan.assignments.map((assignment) => [toEntry(text, scope, assignment), assignment]))
  const entries = [...assignments.keys()]
  const hidden = entries.filter(({key}) => isSecretKey(key)).map(({valueRange}) => valueRange)
  const env: EnvDocument = {text, scan, assignments}
  return {
    entries,
    scopes: [scope],
    commands: [],
    problems: scan.problems,
    comments: scan.comments,
    secrets: [...hidden, ...scan.secrets].sort((a, b) => a.start - b.start),
    setValue: (entry, value) => setValue(env, entry, value),
    rename: (entry, key) => rename(env, entry, key),
    remove: (entry) => remove(env, entry),
    add: (target, key, value, after) => (target === scope ? add(env, key, value, after) : null),
    append: (entry, value) => append(env, entry, value),
  }
}

function toEntry(text: string, scope: Scope, {key, keyStart, value}: EnvAssignment): Entry {
  const {range: valueRange, quote} = value
  const isSecret = isSecretKey(key)
  const isExpression = value.text === null && !isSecret
  return {
    surface: 'env',
    scope,
    key,
    path: [key],
    value: isSecret ? null : value.text,
    type: isExpression ? 'expression' : 'string',
    expression: isExpression ? text.slice(valueRange.start, valueRange.end) : null,
    range: {start: keyStart, end: Math.max(valueRange.end + quote.length, keyStart + key.length)},
    valueRange,
    shared: false,
  }
}
