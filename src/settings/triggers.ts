import type {CallRow, RuleData, SettingRow} from '../data.js'
import type {FormatId, ScopeRow} from '../model.js'
import {once} from '../once.js'
import {segments} from '../scopes/pattern.js'
import {Literals} from './literals.js'
import {AWS_FILES, CONTEXT, escape, keyLiterals, longest, tellingLiteral} from './prefilter.js'

/** Whether a text can have a finding by itself. What cannot is read only for one that can. */
export type HasTrigger = (format: FormatId, text: string) => boolean

/** No built-in rule is about a setting of these names (test/settings/triggers.test.ts holds that). */
export const SILENT: ReadonlySet<string> = new Set([
  ...[...CONTEXT].filter((name) => name !== 'role'),
  'credential-process',
  'defaults-mode',
  'dns.target',
  'other-endpoint',
  'role-chaining',
  'signed-request',
  'skip-credentials',
  'sso.region',
  'sts.fallback-region',
  'sts.region-from-client',
  'vpce.private-dns',
])

/** Settings with nothing to say while their value is a Region and nothing beside them depends on it. */
const REGIONS: ReadonlySet<string> = new Set(['region', 'default-region'])

/** The value that a finding about such a setting needs, and the key alone does not show. */
const VALUES: Readonly<Record<string, RegExp>> = {
  'allow-list': /sts\.amazonaws\.com/,
  // Whatever is like the one right audience and not it; in China that one is wrong.
  audience:
    /\b[Ss][Tt][Ss](?!(?<=sts)\.amazonaws\.com(?![\w.-]))[\w.-]{11,}|(?:\/\/|["']\s+)sts\.amazonaws\.com|sts\.amazonaws\.com(?:\/|\s+["'])|\bcn-|aws-cn/,
  credential: /AKIA[A-Z0-9]{16}/,
  'event.endpoint': /endpointType["']?\s*:\s*["']?global|HostHeader["']?\s*:\s*["']?sts[.-](?:global|amazonaws)/,
  'dns.name': /sts\.amazonaws\.com/,
  'policy.condition': /\bsts:|["']\*["']|NotAction|not_actions/,
  // A length that neither STS nor a chain of roles could refuse says nothing.
  'session.duration': /duration(?:[_-]seconds)?["']?\s*[:=]?\s*["']?(?!(?:9\d\d|[12]\d{3}|3[0-5]\d\d|3600)\b)\d/,
  'session.max-duration':
    /(?:max[_-]session[_-]d|MaxSessionD)uration["']?\s*[:=]?\s*["']?(?!(?:3[6-9]\d\d|[4-9]\d{3}|[1-3]\d{4}|4[0-2]\d{3}|43[01]\d\d|43200)\b)\d/,
  'signin.audience': /signin\.a/,
  'vpce.service': /\.sts|"sts"/,
  'watch.region': /sts/,
}

/** What a text must hold: a literal, and where it must stand if that matters. */
interface Term {
  readonly literal: string
  readonly place: RegExp | null
}

/** One row, as what a text must hold for it to match: all of the terms, and the value. */
interface Trigger {
  readonly row: SettingRow | null
  readonly terms: readonly Term[]
  /** Made when a text holds the terms: most are never asked for. */
  readonly value: () => RegExp | null
}

/**
 * Holds for the built-in rules alone: a user's own may ask anything.
 * @param region what the user states for all scopes
 * @param hasProfiles the run reads a file of profiles, which a Region beside a profile's name can contradict
 */
export function createTriggers(data: RuleData, region: string | null, hasProfiles = false): HasTrigger {
  const tables = new Map<FormatId, Table>()
  const terms = createTerms()
  const heads = new Heads(data)
  return (format, text) => {
    const table = tables.get(format) ?? createTable(data, {format, region, hasProfiles, terms, heads})
    tables.set(format, table)
    return hasTrigger(table, heads, text)
  }
}

interface Table {
  /** Made when a text holds the head: of the rows of a format, most are never asked for. */
  triggersOf(head: string): readonly Trigger[]
  /** What makes a plain Region count: a role, a call, or variables from elsewhere. */
  companions(): readonly (readonly Term[])[]
}

interface TableContext {
  readonly format: FormatId
  readonly region: string | null
  readonly hasProfiles: boolean
  readonly terms: Terms
  readonly heads: Heads
}

function createTable({settings, calls, scopes, hosts}: RuleData, context: TableContext): Table {
  const {format, region, hasProfiles, terms, heads} = context
  const rows = settings.filter((row) => !row.provider && !row.kinds && isRead(row, format))
  const names = hosts.partitions.flatMap((partition) => Object.keys(partition.regions)).join('|')
  const valueOf = (row: SettingRow): RegExp | null =>
    // XML keeps key and value apart.
    REGIONS.has(row.name) && format !== 'xml'
      ? otherThanRegion(row, names, format)
      : row.name === 'audience' && region?.startsWith('cn-')
        ? null
        : (VALUES[row.name] ?? null)
  const anywhere = (literal: string): Trigger => ({row: null, terms: [terms(literal)], value: () => null})
  const inAnyFile = new Map<string, Trigger[]>()
  const literals = ['stslint-', ...(CARRIERS.has(format) ? AWS_FILES : []), ...calls.flatMap(callLiterals)]
  for (const literal of literals) push(inAnyFile, literal, anywhere(literal))
  const toTrigger = (row: SettingRow): Trigger => ({
    row,
    // What is rare tells sooner.
    terms: termsOf(row, format, terms).sort((a, b) => b.literal.length - a.literal.length),
    value: once(() => valueOf(row)),
  })
  const made = new Map<string, readonly Trigger[]>()
  const make = (head: string): Trigger[] => [
    ...(inAnyFile.get(head) ?? []),
    ...heads.rowsOf(head, format).flatMap((row) => (isRead(row, format) ? [toTrigger(row)] : [])),
  ]
  return {
    triggersOf(head) {
      const known = made.get(head) ?? make(head)
      made.set(head, known)
      return known
    },
    companions: once(() => companionsOf(rows, scopes, {format, hasProfiles, terms})),
  }
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}

function isTrigger({name, literal}: SettingRow): boolean {
  return !SILENT.has(name) && (name !== 'role' || literal !== undefined)
}

function callLiterals(call: CallRow): string[] {
  const literal = tellingLiteral(call)
  return literal === null ? [] : [literal]
}

/** The literals of all triggers of all formats: a text is searched for them once. */
class Heads {
  readonly #known: ReadonlySet<string>
  readonly #literals: Literals
  /** By their longest literal, the rows that ask for it. The dots of a key are apart in HCL alone. */
  readonly #rows: Readonly<Record<'dotted' | 'apart', ReadonlyMap<string, readonly SettingRow[]>>>

  constructor({settings, calls}: RuleData) {
    const rows = settings.filter((row) => !row.provider && !row.kinds && isTrigger(row))
    const known = new Set<string>(['stslint-', ...AWS_FILES, ...calls.flatMap(callLiterals)])
    const grouped = (format: FormatId) => {
      const groups = new Map<string, SettingRow[]>()
      for (const row of rows) {
        const literals = literalsOf(row, format)
        for (const literal of literals) known.add(literal)
        push(groups, longest(literals), row)
      }
      return groups
    }
    this.#rows = {dotted: grouped('yaml'), apart: grouped('hcl')}
    this.#known = known
    this.#literals = new Literals(known)
  }

  rowsOf(head: string, format: FormatId): readonly SettingRow[] {
    return this.#rows[format === 'hcl' ? 'apart' : 'dotted'].get(head) ?? []
  }

  /** Whether `in` tells of the literal. */
  has(literal: string): boolean {
    return this.#known.has(literal)
  }

  in(text: string): ReadonlySet<string> {
    return this.#literals.in(text)
  }
}

type Terms = (literal: string, place?: 'word' | 'key') => Term

/** Each term once, so that a text is asked once. */
function createTerms(): Terms {
  const known = new Map<string, Term>()
  return (literal, place) => {
    const id = `${place ?? ''} ${literal}`
    const term = known.get(id) ?? {literal, place: place === undefined ? null : placeOf(literal, place)}
    known.set(id, term)
    return term
  }
}

/**
 * Not a part of a longer word; a string in JSON may hold lines of another format, a URI JSON of its own. A key is quoted, its
 * value follows, or it ends a JSON pointer.
 */
function placeOf(literal: string, place: 'word' | 'key'): RegExp {
  const start = /^\w/.test(literal) ? String.raw`(?:(?<!\w)|(?<=\\[nrt]|%[\dA-Fa-f]{2}))` : ''
  const end = place === 'key' ? String.raw`(?:\\*["'\x60]|\s*[:=>])` : /\w$/.test(literal) ? String.raw`(?!\w)` : ''
  const pointed = place === 'key' ? String.raw`|(?:/|~1)${escape(literal)}(?![\w/])` : ''
  return new RegExp(start + escape(literal) + end + pointed)
}

/** Formats in which a document of another format can stand. */
const CARRIERS: ReadonlySet<FormatId> = new Set([
  'yaml',
  'json',
  'hcl',
  'dockerfile',
  'shell',
  'make',
  'procfile',
  'systemd',
  'fish',
  'dotenv',
  'supervisor',
  'just',
  'crontab',
  'groovy',
  'toml',
  'powershell',
  'batch',
])

/** A Region under a key as common as `region` is nothing to look for in a file of another format. */
function isRead({formats, name}: SettingRow, format: FormatId): boolean {
  return formats === undefined || formats.includes(format) || (CARRIERS.has(format) && !REGIONS.has(name))
}

function hasTrigger({triggersOf, companions}: Table, heads: Heads, text: string): boolean {
  const present = heads.in(text)
  const holds = createHolder(text, heads, present)
  const regions = new Set<string>()
  for (const head of present) {
    for (const {row, terms, value} of triggersOf(head)) {
      if (!holds(terms)) continue
      const pattern = value()
      if (pattern === null || pattern.test(text)) return true
      if (row && REGIONS.has(row.name)) regions.add(row.name)
    }
  }
  return regions.size > 1 || (regions.size > 0 && companions().some(holds))
}

/** Whether a text holds all of the terms. That the literals are there is asked first: it costs a tenth of where they stand. */
function createHolder(text: string, heads: Heads, present: ReadonlySet<string>): (terms: readonly Term[]) => boolean {
  const literals = new Map<string, boolean>()
  const places = new Map<Term, boolean>()
  const isThere = ({literal}: Term): boolean => {
    if (heads.has(literal)) return present.has(literal)
    const answer = literals.get(literal) ?? text.includes(literal)
    literals.set(literal, answer)
    return answer
  }
  const isInPlace = (term: Term): boolean => {
    const answer = places.get(term) ?? (term.place === null || term.place.test(text))
    places.set(term, answer)
    return answer
  }
  return (terms) => terms.every(isThere) && terms.every(isInPlace)
}

/** Everything a row names must stand in the text: its key, the keys around it, what stands beside it. */
function termsOf(row: SettingRow, format: FormatId, terms: Terms): Term[] {
  if (row.path === undefined) return literalsOf(row, format).map((literal) => terms(literal))
  const beside = Object.entries(row.with ?? {}).flatMap(([key, glob]) => [
    ...segments(key.replace(/^[\^.]+/, '')).flatMap((segment) => keyTerms(segment, format, terms)),
    ...literalParts([glob]).map((part) => terms(part)),
  ])
  const literal = literalParts([row.literal ?? '']).map((part) => terms(part))
  // A manifest names the package alone.
  const path = segments(row.path).slice(format === 'manifest' ? 1 : 0)
  return [...pathTerms(path, format, terms), ...beside, ...literal]
}

function pathTerms(path: readonly string[], format: FormatId, terms: Terms): Term[] {
  return path.flatMap((segment, index) =>
    keyTerms(segment, format, terms, index === path.length - 1 && KEYED.has(format) ? 'key' : 'word'),
  )
}

/** Formats that set a key off from its value. */
const KEYED: ReadonlySet<FormatId> = new Set(['yaml', 'json', 'hcl', 'toml'])

function keyTerms(segment: string, format: FormatId, terms: Terms, place: 'word' | 'key' = 'word'): Term[] {
  if (segment.includes('*')) return literalParts([segment]).map((part) => terms(part))
  // A JSON pointer has `~1` for a slash, and Terraform's values for charts a backslash before each dot.
  const parts = segment.split(format === 'hcl' ? '.' : '/')
  return parts
    .filter((part) => part !== '')
    .map((part, index) => terms(part, index === parts.length - 1 ? place : 'word'))
}

function literalsOf(row: SettingRow, format: FormatId): string[] {
  const beside = Object.entries(row.with ?? {}).flatMap(([key, glob]) => [
    ...segments(key.replace(/^[\^.]+/, '')),
    glob,
  ])
  // Terraform's `helm_release` has a backslash before each dot of a key.
  const keys = format === 'hcl' ? keyLiterals(row).flatMap((key) => key.split('.')) : keyLiterals(row)
  return literalParts([...keys, ...beside, row.literal ?? ''])
}

function literalParts(globs: readonly string[]): string[] {
  return [...new Set(globs.flatMap((glob) => glob.split('*')))].filter((part) => part.length > 1)
}

/** A role or a call of STS beside a Region, or variables that come from another place: each as what a text must hold. */
function companionsOf(
  rows: readonly SettingRow[],
  scopes: readonly ScopeRow[],
  {format, hasProfiles, terms}: Pick<TableContext, 'format' | 'hasProfiles' | 'terms'>,
): (readonly Term[])[] {
  const isUse = ({name}: SettingRow): boolean =>
    name === 'role' || name === 'web-identity' || (hasProfiles && name === 'profile')
  const roles = rows.filter(isUse).map((row) => termsOf(row, format, terms))
  const links = scopes.flatMap(({at, links = []}) =>
    links
      .filter(({kind}) => kind === 'config-map' || kind === 'secret' || kind === 'env-file')
      .map((link) => pathTerms([...segments(at), ...segments(link.at)], format, terms)),
  )
  return [[terms('aws sts ')], ...roles, ...links]
}

/** The key with anything after it that is not a Region of the table, as far as the bytes tell. */
function otherThanRegion(row: SettingRow, names: string, format: FormatId): RegExp {
  const key = row.env ?? row.flag ?? segments(row.path ?? '').findLast((segment) => !segment.includes('*')) ?? ''
  const isNamed = row.env !== undefined || row.flag !== undefined
  const between = isNamed ? `["']?\\s{0,9}[=:,]?\\s{0,99}(?:["']?[vV]alue["']?\\s{0,9}[=:]\\s{0,9})?` : `\\s{0,9}`
  // `X=$AWS_REGION` states nothing.
  const start = isNamed ? `(?<![\\w.-]|\\$\\{?)${escape(key)}` : `(?<![\\w-])${escape(key)}["']?\\s*[=:]`
  const region = `(?:${names})`
  const after = `[ \\t]*(?:[,;}\\])\\r\\n]|$|[ \\t]#)`
  const bare = row.flag === undefined ? `[ \\t]*(?:[}\\r\\n]|$)|[ \\t]+#` : `[\\s}]|$`
  // `- X="eu-west-1"` in a list: the quotes are part of the value.
  const opening = format === 'yaml' || format === 'json' ? '(?<!=)' : ''
  const plain = `${opening}(["'])${region}\\1${after}|${region}(?:["']${after}|${bare})`
  return new RegExp(`${start}(?!${between}(?:${[plain, ...COMPUTED[format]].join('|')}))`)
}

const TEMPLATE = ['valueFrom\\b', '["\']?(?:\\$\\{\\{|\\{\\{|\\$\\{\\w)']

/** A value that a program computes is no Region, and nothing else either. */
const COMPUTED: Readonly<Record<FormatId, readonly string[]>> = {
  ini: [],
  dotenv: [],
  dockerfile: [],
  json: [],
  shell: [...TEMPLATE, '["\']?[$`]'],
  yaml: [...TEMPLATE, '!\\w'],
  hcl: [...TEMPLATE, '[A-Za-z_]'],
  xml: TEMPLATE,
  properties: ['\\$\\{', '\\{\\{'],
  systemd: [],
  make: ['[$]'],
  powershell: ['["\']?[$]'],
  batch: ['"?[%!]'],
  fluentbit: ['\\$\\{'],
  fluentd: [],
  procfile: ['["\']?[$`]'],
  nginx: [],
  fish: ['["\']?[$(]'],
  supervisor: ['["\']?%'],
  just: TEMPLATE,
  toml: TEMPLATE,
  groovy: [...TEMPLATE, '[A-Za-z_]'],
  manifest: [],
  crontab: [],
  tox: ['\\{'],
  squid: [],
  logstash: ['["\']?[$%]\\{'],
  sql: ['["\'][$]\\{'],
  source: [],
}
