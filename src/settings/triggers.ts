import type {RuleData, SettingRow} from '../data.js'
import type {FormatId, ScopeRow} from '../model.js'
import {segments} from '../scopes/pattern.js'
import {alternatives, CONTEXT, callLiteral, escape, keyLiterals, longest} from './prefilter.js'

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
  'trail.multi-region',
  'vpce.ip-type',
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
  'dns.name': /sts\.amazonaws\.com/,
  'policy.condition': /\bsts:|["']\*["']|NotAction|not_actions/,
  // A length that neither STS nor a chain of roles could refuse says nothing.
  'session.duration': /duration(?:[_-]seconds)?["']?\s*[:=]?\s*["']?(?!(?:9\d\d|[12]\d{3}|3[0-5]\d\d|3600)\b)\d/,
  'session.max-duration':
    /(?:max[_-]session[_-]d|MaxSessionD)uration["']?\s*[:=]?\s*["']?(?!(?:3[6-9]\d\d|[4-9]\d{3}|[1-3]\d{4}|4[0-2]\d{3}|43[01]\d\d|43200)\b)\d/,
  'signin.audience': /signin\.a/,
  'vpce.service': /\.sts/,
  'watch.region': /sts/,
}

/** One row, as what a text must hold for it to match: all of the literals, and the value. */
interface Trigger {
  readonly row: SettingRow | null
  readonly literals: readonly string[]
}

/** Holds for the built-in rules alone: a user's own may ask anything. `region`: what the user states for all scopes. */
export function createTriggers(data: RuleData, region: string | null): HasTrigger {
  const table = createTable(data)
  const formats = new Map<FormatId, FormatTable>()
  return (format, text) => {
    const own = formats.get(format) ?? createFormatTable(data, format, region)
    formats.set(format, own)
    const regions = new Set<string>()
    for (const {row, literals} of triggersIn(text, table)) {
      if (row?.formats?.includes(format) === false || !holdsAll(text, literals)) continue
      const value = row && own.valueOf(row)
      if (value === null || value.test(text)) return true
      if (row && REGIONS.has(row.name)) regions.add(row.name)
    }
    return regions.size > 1 || (regions.size > 0 && own.companions().some((literals) => holdsAll(text, literals)))
  }
}

/** Those whose head stands in the text, as they are met. */
function* triggersIn(text: string, {pattern, byHead}: Table): Iterable<Trigger> {
  const seen = new Set<string>()
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [head] = match
    // Heads may overlap.
    const next = match.index + 1
    if (!seen.has(head)) yield* byHead.get(head)!
    seen.add(head)
    pattern.lastIndex = next
  }
}

interface Table {
  /** Finds the heads in a text. */
  readonly pattern: RegExp
  readonly byHead: ReadonlyMap<string, readonly Trigger[]>
}

/** One for all formats: to make it costs as much as reading fifty files. */
function createTable({settings, calls}: RuleData): Table {
  const triggers: Trigger[] = [
    {row: null, literals: ['stslint-']},
    ...calls
      .map(callLiteral)
      .filter((literal) => /root/i.test(literal))
      .map((literal) => ({row: null, literals: [literal]})),
    ...settings
      .filter(({provider, kinds}) => !provider && !kinds)
      .filter(({name, literal}) => !SILENT.has(name) && (name !== 'role' || literal !== undefined))
      .map((row) => ({row, literals: literalsOf(row)})),
  ]
  const heads = alternatives(new Set(triggers.map(({literals}) => longest(literals))))
  const first = new RegExp(heads)
  const byHead = new Map<string, Trigger[]>()
  for (const trigger of triggers) {
    const head = first.exec(longest(trigger.literals))![0]
    const list = byHead.get(head)
    if (list) list.push(trigger)
    else byHead.set(head, [trigger])
  }
  return {pattern: new RegExp(heads, 'g'), byHead}
}

/** What depends on how a format writes keys and values. */
interface FormatTable {
  valueOf(row: SettingRow): RegExp | null
  /** What makes a plain Region count: a role, or variables from elsewhere. */
  companions(): readonly (readonly string[])[]
}

function createFormatTable({settings, scopes, hosts}: RuleData, format: FormatId, region: string | null): FormatTable {
  const names = hosts.partitions.flatMap((partition) => Object.keys(partition.regions))
  const values = new Map<SettingRow, RegExp>()
  let companions: (readonly string[])[] | null = null
  return {
    valueOf(row) {
      // XML keeps key and value apart.
      if (!REGIONS.has(row.name) || format === 'xml')
        return row.name === 'audience' && region?.startsWith('cn-') ? null : (VALUES[row.name] ?? null)
      const value = values.get(row) ?? otherThanRegion(row, names, format)
      values.set(row, value)
      return value
    },
    companions() {
      const rows = settings.filter((row) => !row.provider && !row.kinds && (row.formats?.includes(format) ?? true))
      companions ??= companionsOf(rows, scopes)
      return companions
    },
  }
}

function holdsAll(text: string, literals: readonly string[]): boolean {
  return literals.every((literal) => text.includes(literal))
}

/** Everything a row names must stand in the text: its key, the keys around it, what stands beside it. */
function literalsOf(row: SettingRow): string[] {
  const beside = Object.entries(row.with ?? {}).flatMap(([key, glob]) => [
    ...segments(key.replace(/^[\^.]+/, '')),
    glob,
  ])
  return literalParts([...keyLiterals(row), ...beside, row.literal ?? ''])
}

function literalParts(globs: readonly string[]): string[] {
  return [...new Set(globs.flatMap((glob) => glob.split('*')))].filter((part) => part.length > 1)
}

/** A role beside a Region, or variables that come from another place: each as what a text must hold. */
function companionsOf(rows: readonly SettingRow[], scopes: readonly ScopeRow[]): (readonly string[])[] {
  const roles = rows.filter(({name}) => name === 'role' || name === 'web-identity').map(literalsOf)
  const links = scopes.flatMap(({at, links = []}) =>
    links
      .filter(({kind}) => kind === 'config-map' || kind === 'secret' || kind === 'env-file')
      .map((link) => literalParts([...segments(at), ...segments(link.at)])),
  )
  return [...roles, ...links]
}

/** The key with anything after it that is not a Region of the table, as far as the bytes tell. */
function otherThanRegion(row: SettingRow, names: readonly string[], format: FormatId): RegExp {
  const key = row.env ?? row.flag ?? segments(row.path ?? '').findLast((segment) => !segment.includes('*')) ?? ''
  const isNamed = row.env !== undefined || row.flag !== undefined
  const between = isNamed ? `["']?\\s{0,9}[=:,]?\\s{0,99}(?:["']?[vV]alue["']?\\s{0,9}[=:]\\s{0,9})?` : `\\s{0,9}`
  // `X=$AWS_REGION` states nothing.
  const start = isNamed ? `(?<![\\w.-]|\\$\\{?)${escape(key)}` : `(?<![\\w-])${escape(key)}["']?\\s*[=:]`
  const region = `(?:${names.join('|')})`
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
  yaml: [...TEMPLATE, '!\\w'],
  hcl: [...TEMPLATE, '[A-Za-z_]'],
  xml: TEMPLATE,
  toml: TEMPLATE,
  groovy: [...TEMPLATE, '[A-Za-z_]'],
}
