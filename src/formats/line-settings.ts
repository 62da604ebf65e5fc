import type {Command, Embedded, Entry, Link, Parsed, Range, Scope, ScopeKind, Surface, TextEdit} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {insertLine, isInside, listSuffix, removeLines} from './lines.js'
import {looseSecret} from './loose-secrets.js'
import {isUncertain} from './shell-edits.js'

/** One setting of a format that is read line by line, and how it is written there. */
export interface LineSetting {
  readonly surface: Surface
  readonly scope: Scope
  readonly key: string
  readonly path?: readonly string[]
  readonly keyRange: Range
  /** Without quotes. */
  readonly valueRange: Range
  /** Null where it is computed. */
  readonly value: string | null
  /** Holds a credential, whatever the key. */
  readonly isSecret?: boolean
  /** Whole lines, where the setting has them to itself; else what goes with it, if it can go. */
  readonly lines: Range | null
  readonly span?: Range
  /** The value as it stands in `valueRange`; null where it cannot. */
  write(value: string): string | null
  /** A line that sets another key in the same manner, without its end. */
  line?(key: string, value: string): string | null
}

export interface LineDocument {
  readonly text: string
  readonly settings: readonly LineSetting[]
  readonly scopes: readonly Scope[]
  readonly comments: readonly Range[]
  readonly secrets?: readonly Range[]
  /** What shell text in the document gave. */
  readonly more?: {
    readonly entries: readonly Entry[]
    readonly commands: readonly Command[]
    readonly secrets: readonly Range[]
  }
  readonly embedded?: readonly Embedded[]
  setMore?(entry: Entry, value: string): TextEdit[] | null
}

/** What cannot be read is left out without a word: dialects differ, and the text is not ours to judge. */
export function toParsed(document: LineDocument): Parsed {
  const {text, scopes, comments, more} = document
  const settings = new Map(document.settings.map((setting) => [toEntry(text, setting), setting]))
  const entries = [...settings.keys(), ...(more?.entries ?? [])]
  const hidden = document.settings.filter(isHidden).map(({valueRange}) => valueRange)
  const loose = comments.flatMap((comment) => looseSecret(text, comment) ?? [])
  const add = (scope: Scope, key: string, value: string, after?: Entry): TextEdit[] | null => {
    const like = after ? settings.get(after) : [...settings.values()].findLast((setting) => setting.scope === scope)
    const isThere = entries.some((entry) => entry.scope === scope && entry.key.toLowerCase() === key.toLowerCase())
    const line = like?.scope === scope && like.lines && !isThere ? (like.line?.(key, value) ?? null) : null
    if (line === null) return null
    const at = like!.lines!.end
    // A CR behind the last line is half a line end where no other line ends in one alone: cmd.exe would read on behind it.
    const isHalf = at === text.length && text.endsWith('\r') && !/\r[^\n]/.test(text)
    return [isHalf ? {range: {start: at, end: at}, newText: `\n${line}`} : insertLine(text, at, line)]
  }
  return {
    entries,
    scopes,
    commands: more?.commands ?? [],
    problems: [],
    comments: [...comments].sort(byStart),
    secrets: [...hidden, ...loose, ...(document.secrets ?? []), ...(more?.secrets ?? [])].sort(byStart),
    ...(document.embedded ? {embedded: document.embedded} : {}),
    setValue(entry, value) {
      const setting = settings.get(entry)
      if (setting === undefined) return isUncertain(entry) ? null : (document.setMore?.(entry, value) ?? null)
      // `{{` would be read as the start of a template's expression.
      const newText = isHidden(setting) || /[\r\n]|\{\{/.test(value) ? null : setting.write(value)
      return newText === null ? null : [{range: setting.valueRange, newText}]
    },
    rename(entry, key) {
      const range = settings.get(entry)?.keyRange
      return range === undefined || !/^[\w.-]+$/.test(key) ? null : [{range, newText: key}]
    },
    remove(entry) {
      const setting = settings.get(entry)
      const range = setting?.lines ?? setting?.span
      if (range === undefined || range === null || comments.some((comment) => isInside(comment, range))) return null
      return [setting?.lines ? removeLines(text, range) : {range, newText: ''}]
    },
    add,
    addBeside(entry, path, value) {
      const key = typeof path === 'string' ? path : (path.at(-1) ?? '')
      return add(entry.scope, key, value, entry)
    },
    append(entry, item) {
      const setting = settings.get(entry)
      const suffix = setting && entry.value !== null ? listSuffix(entry.value, item) : null
      const {end} = entry.valueRange
      if (suffix === null || setting!.write(`${entry.value}${suffix}`) === null) return null
      return [{range: {start: end, end}, newText: suffix}]
    },
  }
}

function toEntry(text: string, setting: LineSetting): Entry {
  const {surface, scope, key, path, keyRange, valueRange, value} = setting
  const isSecret = isHidden(setting)
  const isComputed = value === null && !isSecret
  return {
    surface,
    scope,
    key,
    path: path ?? [key],
    value: isSecret ? null : value,
    type: isComputed ? 'expression' : 'string',
    expression: isComputed ? text.slice(valueRange.start, valueRange.end) : null,
    range: {start: keyRange.start, end: Math.max(valueRange.end, keyRange.end)},
    valueRange,
    shared: false,
  }
}

function isHidden({key, isSecret}: LineSetting): boolean {
  return isSecret === true || isSecretKey(key)
}

function byStart(one: Range, other: Range): number {
  return one.start - other.start
}

/** The scope of a whole file. */
export function fileScope(
  path: string,
  text: string,
  kind: ScopeKind,
  adds: Scope['adds'],
  links: readonly Link[] = [],
): Scope {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return {id: '', kind, name, range: {start: 0, end: text.length}, parent: null, links, adds}
}

/** Needs no quotes in any of these formats. */
export function plain(value: string): string | null {
  return /^[\w@+=:,./-]+$/.test(value) ? value : null
}

/**
 * What a file sets more than once, or only in some case, is not what the file as a whole states: each such setting has a
 * scope of its own, which sees the others.
 */
export function apart(
  settings: readonly LineSetting[],
  isSometimes: (setting: LineSetting) => boolean,
): {
  readonly settings: LineSetting[]
  readonly scopes: Scope[]
} {
  const counts = new Map<string, number>()
  for (const {key} of settings) counts.set(key, (counts.get(key) ?? 0) + 1)
  const scopes: Scope[] = []
  const placed = settings.map((setting) => {
    if (counts.get(setting.key) === 1 && !isSometimes(setting)) return setting
    const {scope: parent, keyRange, valueRange} = setting
    const range = {start: keyRange.start, end: Math.max(valueRange.end, keyRange.end)}
    const scope: Scope = {
      ...parent,
      id: `${parent.id}/part:${scopes.length}`,
      kind: 'script',
      range,
      parent,
      links: [],
      adds: null,
    }
    scopes.push(scope)
    return {...setting, scope}
  })
  return {settings: placed, scopes}
}
