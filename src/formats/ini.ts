import type {
  Document,
  Entry,
  FileKind,
  Format,
  Link,
  ParseContext,
  Parsed,
  Scope,
  ScopeKind,
  TextEdit,
} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {isAwsFile} from './file-kind.js'
import {add, append, type IniDocument, remove, rename, setValue} from './ini-edits.js'
import {type Assignment, type Section, scanIni} from './ini-scan.js'
import {isComputed, joinLines} from './ini-value.js'
import {lineEndOf, linesOf} from './lines.js'
import {looseSecret} from './loose-secrets.js'

/**
 * INI, and the dialect of `~/.aws/config` and `~/.aws/credentials`.
 * Sources: AWS SDKs and Tools Reference Guide, "Shared config and credentials files"; botocore `configloader.py`.
 */
export const ini: Format = {id: 'ini', parse}

function parse(document: Document, {kind}: ParseContext): Parsed {
  const {text} = document
  const scan = scanIni(text, isAwsFile(kind))
  const sections = new Map<Scope, Section>()
  const items = new Map<Entry, Assignment>()
  const ids = new Set<string>()
  for (const section of scan.sections) {
    const scope = toScope(document, kind, section, freeId(ids, section.header ?? ''))
    ids.add(scope.id)
    sections.set(scope, section)
    for (const item of section.items) items.set(toEntry(text, scope, section, item), item)
  }

  const entries = [...items.keys()]
  const hidden = entries.filter(({key}) => isSecretKey(key)).map(({valueRange}) => valueRange)
  const doc: IniDocument = {text, isAws: isAwsFile(kind), scan, sections, items}
  return {
    entries,
    scopes: [...sections.keys()],
    commands: [],
    problems: scan.problems,
    comments: scan.comments,
    secrets: [...hidden, ...scan.secrets].sort((a, b) => a.start - b.start),
    setValue: (entry, value) => setValue(doc, entry, value),
    rename: (entry, key) => rename(doc, entry, key),
    remove: (entry) => remove(doc, entry),
    add: (scope, key, value, after) => add(doc, scope, key, value, after),
    append: (entry, value) => append(doc, entry, value),
    ownLine: (entry) => moveInlineComment(document, entry),
  }
}

function toScope({path, text}: Document, kind: FileKind, section: Section, id: string): Scope {
  const scope = {id, range: {start: section.start, end: section.end}, parent: null}
  if (section.header === null) return {...scope, kind: 'file', name: baseName(path), links: [], adds: null}
  const [scopeKind, name] = classify(section.header, kind)
  const links = scopeKind === 'profile' ? linksOf(text, section) : []
  return {...scope, kind: scopeKind, name, links, adds: ADDABLE.has(scopeKind) ? 'ini' : null}
}

const ADDABLE: ReadonlySet<ScopeKind> = new Set(['profile', 'section'])

/** The header, or `header#2` and on for its repetitions. */
function freeId(ids: ReadonlySet<string>, header: string): string {
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? header : `${header}#${count}`
    if (!ids.has(id)) return id
  }
}

/** In the config file only `default` is a profile without the prefix; in the credentials file every section is one. */
function classify(header: string, kind: FileKind): [ScopeKind, string] {
  if (header === 'default') return ['profile', header]
  const [, prefix, name] = /^(profile|sso-session|services) (.+)$/.exec(header) ?? []
  if (prefix !== undefined && name !== undefined) return [prefix as ScopeKind, name]
  return [kind === 'aws-credentials' || kind === 'aliyun-credentials' ? 'profile' : 'section', header]
}

const LINKS: ReadonlyMap<string, Link['kind']> = new Map([
  ['services', 'services'],
  ['source_profile', 'source-profile'],
])

function linksOf(text: string, {items}: Section): Link[] {
  return items.flatMap((item) => {
    const kind = item.parent === null ? LINKS.get(item.key.toLowerCase()) : undefined
    const {value} = valueOf(text, item)
    return kind === undefined || !value ? [] : [{kind, target: value}]
  })
}

function toEntry(text: string, scope: Scope, {header}: Section, item: Assignment): Entry {
  const {
    key,
    keyStart,
    parent,
    value: {range, quote, comment},
  } = item
  const valueEnd = range.end + quote.length
  // A comment that holds a credential is no more shown than a value that is one.
  const isShown = comment !== null && looseSecret(text, comment) === null
  return {
    surface: 'ini',
    scope,
    key,
    path: [header, parent?.key ?? null, key].filter((name) => name !== null),
    ...valueOf(text, item),
    range: {start: keyStart, end: Math.max(valueEnd, keyStart + key.length)},
    valueRange: range,
    shared: false,
    ...(isShown ? {inlineComment: text.slice(valueEnd, comment.end)} : {}),
  }
}

function valueOf(
  text: string,
  {key, value: {range}, continued}: Assignment,
): Pick<Entry, 'value' | 'type' | 'expression'> {
  const written = text.slice(range.start, range.end)
  if (isSecretKey(key)) return {value: null, type: 'string', expression: null}
  if (isComputed(written)) return {value: null, type: 'expression', expression: written}
  return {value: continued ? joinLines(written) : written, type: 'string', expression: null}
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/**
 * Move the text that some readers take as a comment to a line of its own above the setting, where all take it as one.
 * Null where the entry has none.
 */
function moveInlineComment({text}: Document, entry: Entry): TextEdit[] | null {
  const {inlineComment, range, valueRange} = entry
  const line = linesOf(text).find(({start, end}) => start <= range.start && range.start < end)
  if (inlineComment === undefined || line === undefined) return null
  const {start, end} = line
  const comment = text.slice(start, range.start) + inlineComment.trim() + lineEndOf(text)
  const from = text.indexOf(inlineComment, valueRange.end)
  return [
    {range: {start, end: start}, newText: comment},
    {range: {start: from, end}, newText: ''},
  ]
}
