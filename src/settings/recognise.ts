import type {CallRow, SettingRow} from '../data.js'
import type {Document, Entry, FileKind, FormatId, Parsed, ProviderId, Range, Scope, Surface, Word} from '../model.js'
import {isWithin} from '../scopes/is-within.js'
import {anyGlob, besidePath, fileMatches, globMatches, pathMatches, segments} from '../scopes/pattern.js'
import {FALLING_BACK, fallbackIn} from './fallback.js'

/** An entry that a row knows, under its canonical name. */
export interface Setting {
  readonly name: string
  readonly entry: Entry
  readonly row: SettingRow
  /** The entry's scope; for a command's flag, the command. */
  readonly scope: Scope
  /** The list that `entry` is one item of: what an edit writes as a whole. */
  readonly whole?: Entry
  /** `entry` is a word within an expression: an edit takes that word and nothing around it. */
  readonly isWord?: true
}

/** A use of an STS operation. */
export interface Call {
  readonly provider: ProviderId
  readonly operation: string
  readonly scope: Scope
  readonly range: Range
  readonly tool: 'command' | 'policy'
}

export interface Source {
  readonly document: Document
  readonly format: FormatId
  readonly kind: FileKind
  readonly parsed: Parsed
}

/** A document inside another: `document` and every range are the outer one's. */
export interface PartSource extends Source {
  /**
   * The text as its own program reads it, whether all of it is known but for values, and where an offset stands in the outer
   * document.
   */
  readonly own: {readonly text: string; readonly isWhole: boolean; offset(at: number): number}
}

export interface Recognised {
  readonly settings: readonly Setting[]
  readonly calls: readonly Call[]
}

export type Recognise = (source: Source) => Recognised

/** Rows by the name an entry would have, so that a document costs its entries and not entries × rows. */
export function createRecogniser(rows: readonly SettingRow[], callRows: readonly CallRow[]): Recognise {
  const indexes = new Map<FormatId, Index>()
  const findCalls = createCallFinder(callRows)
  return (source) => {
    const index = indexes.get(source.format) ?? createIndex(rows, source.format)
    indexes.set(source.format, index)
    const siblings = new Siblings(source.parsed.entries)
    const scopes = new CommandScopes(source.parsed)
    const settings: Setting[] = []
    for (const entry of source.parsed.entries) {
      const {exact, globbed, mayGlob} = index[entry.surface]
      const named = exact.get(entry.key.toLowerCase())
      const isGlobbed = mayGlob(entry.key)
      if (named === undefined && !isGlobbed) continue
      const isRow = (candidate: SettingRow): boolean => matches(candidate, entry, source, siblings)
      const row = named?.find(isRow) ?? (isGlobbed ? globbed.find(isRow) : undefined)
      if (row === undefined) continue
      const setting = {name: row.name, entry, row, scope: scopes.of(entry)}
      const {text} = source.document
      const taken = row.item === undefined ? withFallback(setting, text) : itemOf(setting, text)
      if (taken) settings.push(taken)
    }
    return {settings, calls: findCalls(source.parsed, siblings, scopes)}
  }
}

/** The rows that entries of one surface can match: those of a name, and those for any. */
interface Bucket {
  readonly exact: Map<string, SettingRow[]>
  readonly globbed: SettingRow[]
  /** False for a key that none of the globbed rows can match. */
  mayGlob(key: string): boolean
}

type Index = Readonly<Record<Surface, Bucket>>

function createIndex(all: readonly SettingRow[], format: FormatId): Index {
  // What a key means in a program, only its language knows: rows of any format are about files of settings.
  const isCommon = ({env}: SettingRow): boolean => format !== 'source' || env !== undefined
  const rows = all.filter((row) => (row.formats === undefined ? isCommon(row) : row.formats.includes(format)))
  const bucket = (surface: Surface): Bucket => {
    const mayGlob = surface === 'env' ? anyGlob(rows.flatMap(({env}) => (env?.includes('*') ? [env] : []))) : () => true
    return {exact: new Map(), globbed: [], mayGlob}
  }
  const index = {env: bucket('env'), flag: bucket('flag'), ini: bucket('ini'), tree: bucket('tree')}
  for (const row of rows) {
    const {exact, globbed} = index[surfaceOf(row)]
    const name = nameOf(row)
    const list = row.env?.includes('*') || name === '*' || name === '**' ? globbed : exact.get(name)
    if (list) list.push(row)
    else exact.set(name, [row])
  }
  for (const {exact} of Object.values(index)) {
    for (const named of exact.values()) named.sort((a, b) => Number(isAnywhere(a)) - Number(isAnywhere(b)))
  }
  return index
}

function surfaceOf({env, flag, key}: SettingRow): Surface {
  return env !== undefined ? 'env' : flag !== undefined ? 'flag' : key !== undefined ? 'ini' : 'tree'
}

/** A key in whatever place it stands: a row that names the place knows it better. */
function isAnywhere({path, with: beside}: SettingRow): boolean {
  return path !== undefined && beside === undefined && segments(path)[0] === '**' && segments(path).length === 2
}

function nameOf({env, flag, key, path}: SettingRow): string {
  const named = path === undefined ? undefined : segments(path).findLast((segment) => !/^(?:\*+|\d+)$/.test(segment))
  return (env ?? flag ?? key ?? (named?.includes('*') ? '*' : named) ?? '*').toLowerCase()
}

function matches(row: SettingRow, entry: Entry, source: Source, siblings: Siblings): boolean {
  if (row.kinds && (source.kind === null || !row.kinds.includes(source.kind))) return false
  if (row.in && !row.in.includes(entry.scope.kind)) return false
  if (!keyMatches(row, entry)) return false
  if (row.files && !row.files.some((glob) => fileMatches(glob, source.document.path))) return false
  return Object.entries(row.with ?? {}).every(([key, glob]) => siblings.hold(entry, key, glob))
}

function keyMatches(row: SettingRow, entry: Entry): boolean {
  switch (entry.surface) {
    case 'env':
      return row.env !== undefined && globMatches(row.env, entry.key)
    case 'flag':
      return row.flag === entry.key && (row.command === undefined || globMatches(row.command, entry.path.at(-2) ?? ''))
    case 'ini':
      return row.key !== undefined && row.key.toLowerCase() === entry.key.toLowerCase() && inSection(row, entry)
    case 'tree':
      return row.path !== undefined && pathMatches(segments(row.path), entry.path)
  }
}

function inSection({section}: SettingRow, entry: Entry): boolean {
  if (section === undefined) return true
  const path = entry.path.slice(0, -1)
  return (typeof section === 'string' ? [section] : section).some((glob) => {
    // Only a services section has sections of its own; a profile's name may hold a dot.
    const parts = glob.startsWith('services ') ? glob.split('.') : [glob]
    return parts.length === path.length && parts.every((part, index) => globMatches(part, path[index]!))
  })
}

/** Where an expression says what it comes to unless somebody says more, that is the setting. */
function withFallback(setting: Setting, text: string): Setting {
  const {entry, name} = setting
  if (entry.expression === null || !FALLING_BACK.has(name)) return setting
  const fallback = fallbackIn(entry.expression)
  if (fallback === null) return setting
  const {value} = fallback
  const start = text.indexOf(entry.expression, entry.range.start) + fallback.at
  const range = {start, end: start + value.length}
  const isPlaced = text.slice(start, range.end) === value && range.end <= entry.range.end
  const word = {...entry, value, type: 'string', expression: null} as const
  return isPlaced ? {...setting, isWord: true, entry: {...word, valueRange: range}} : {...setting, entry: word}
}

/** The URL of one name in `NAME=URL,…`; Cluster API writes `REGION:NAME=URL`. Null where the list has no such name. */
function itemOf(setting: Setting, text: string): Setting | null {
  const {entry, row} = setting
  const match = new RegExp(`(?:^|[,;])\\s*(?:[\\w-]+:)?${row.item}=([^,;\\s]*)`, 'i').exec(entry.value ?? '')
  if (match === null) return null
  const {start, end} = entry.valueRange
  const value = match[1]!
  if (text.slice(start, end) !== entry.value) return {...setting, entry: {...entry, value}}
  const at = start + match.index + match[0].length - value.length
  const range = {start: at, end: at + value.length}
  return {...setting, entry: {...entry, value, range, valueRange: range}, whole: entry}
}

/** Entries by path, for rows that ask what stands beside. */
class Siblings {
  readonly #entries: readonly Entry[]
  #byPath: Map<string, Entry[]> | null = null

  constructor(entries: readonly Entry[]) {
    this.#entries = entries
  }

  hold(entry: Entry, key: string, glob: string): boolean {
    // Some formats write a path of keys as one key.
    const paths = key.includes('.')
      ? [besidePath(entry.path, [key]), besidePath(entry.path, key)]
      : [besidePath(entry.path, key)]
    return paths.some((path) => this.#holdsAt(path, entry, glob))
  }

  #holdsAt(path: readonly string[], entry: Entry, glob: string): boolean {
    if (path.some((segment) => segment.includes('*')) || glob === '*') return this.#any(path, entry, glob)
    const found = this.#nearest(path.join('\0'), entry)
    return found !== undefined && globMatches(glob, found.value ?? found.expression ?? '')
  }

  /**
   * Repeated HCL blocks share a path, and so do the documents of a YAML stream: what belongs together is in one scope, or
   * else stands together.
   */
  #nearest(path: string, {range, scope}: Entry): Entry | undefined {
    this.#byPath ??= groupByPath(this.#entries)
    const away = (other: Entry): number => Math.max(other.range.start - range.end, range.start - other.range.end)
    const found = this.#byPath.get(path) ?? []
    const own = found.filter((other) => areRelated(scope, other.scope))
    return (own.length > 0 ? own : found).reduce<Entry | undefined>(
      (best, other) => (best === undefined || away(other) < away(best) ? other : best),
      undefined,
    )
  }

  #any(path: readonly string[], {scope}: Entry, glob: string): boolean {
    return this.#entries.some(
      (other) =>
        areRelated(scope, other.scope) &&
        (pathMatches(path, other.path) || (glob === '*' && pathMatches([...path, '**'], other.path))) &&
        globMatches(glob, other.value ?? other.expression ?? ''),
    )
  }
}

/** One is the other, or lies in it. */
function areRelated(one: Scope, other: Scope): boolean {
  return isWithin(one, other) || isWithin(other, one)
}

function groupByPath(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const path = entry.path.join('\0')
    const group = groups.get(path)
    if (group) group.push(entry)
    else groups.set(path, [entry])
  }
  return groups
}

/** Flags belong to one command line, not to the scope it runs in: each command gets a scope of its own. */
class CommandScopes {
  readonly #parsed: Parsed
  readonly #made = new Map<string, Scope>()

  constructor(parsed: Parsed) {
    this.#parsed = parsed
  }

  of(entry: Entry): Scope {
    if (entry.surface !== 'flag' || entry.scope.kind === 'command') return entry.scope
    const command = this.#parsed.commands.find(
      ({range}) => range.start <= entry.range.start && entry.range.end <= range.end,
    )
    return this.ofRange(entry.scope, command?.range ?? entry.scope.range)
  }

  ofRange(parent: Scope, range: Range): Scope {
    if (parent.kind === 'command') return parent
    const id = `${parent.id}/command:${range.start}`
    const known = this.#made.get(id)
    if (known) return known
    const scope: Scope = {id, kind: 'command', name: parent.name, range, parent, links: [], adds: null}
    this.#made.set(id, scope)
    return scope
  }
}

type FindCalls = (parsed: Parsed, siblings: Siblings, scopes: CommandScopes) => Call[]

function createCallFinder(rows: readonly CallRow[]): FindCalls {
  const policies = new Map<string, CallRow[]>()
  for (const row of rows) {
    if (row.path === undefined || row.value === undefined) continue
    policies.set(row.value, [...(policies.get(row.value) ?? []), row])
  }
  return (parsed, siblings, scopes) => [
    ...commandCalls(parsed, rows, scopes),
    ...policyCalls(parsed, policies, siblings),
  ]
}

function commandCalls(parsed: Parsed, rows: readonly CallRow[], scopes: CommandScopes): Call[] {
  return parsed.commands.flatMap((command) => {
    const words = operands(command.words)
    const row = rows.find((candidate) => candidate.command && startsWith(words, candidate.command.split(' ')))
    const last = row && words[row.command!.split(' ').length - 1]
    if (!row || !last) return []
    const range = {start: command.range.start, end: last.range.end}
    const scope = scopes.ofRange(command.scope, command.range)
    return [{provider: row.provider ?? 'aws', operation: row.operation, scope, range, tool: 'command' as const}]
  })
}

function policyCalls(parsed: Parsed, rows: ReadonlyMap<string, readonly CallRow[]>, siblings: Siblings): Call[] {
  return parsed.entries.flatMap((entry) => {
    const row = rows
      .get(entry.value ?? '')
      ?.find(
        (candidate) =>
          pathMatches(segments(candidate.path!), entry.path) &&
          Object.entries(candidate.with ?? {}).every(([key, glob]) => siblings.hold(entry, key, glob)),
      )
    if (!row) return []
    const {provider = 'aws', operation} = row
    return [{provider, operation, scope: entry.scope, range: entry.valueRange, tool: 'policy' as const}]
  })
}

/** Global options of `aws` that take no value; every other one is followed by its value. */
const SWITCH = /^--(?:debug|no-[\w-]+|version|color-off)$/

/** The words that are neither options nor an option's value: `aws --region r sts assume-root` is `aws sts assume-root`. */
function operands(words: readonly Word[]): Word[] {
  return words.filter(({value}, index) => {
    const before = words[index - 1]?.value
    const isOptionValue = before?.startsWith('--') === true && !before.includes('=') && !SWITCH.test(before)
    return !value?.startsWith('-') && !isOptionValue
  })
}

function startsWith(words: readonly Word[], start: readonly string[]): boolean {
  return start.every(
    (word, index) => words[index]?.value === word || words[index]?.value?.endsWith(`/${word}`) === true,
  )
}
