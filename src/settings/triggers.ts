import type {RuleData, SettingRow} from '../data.js'
import type {FormatId, ScopeRow} from '../model.js'
import {segments} from '../scopes/pattern.js'
import {AWS_FILES, alternatives, CONTEXT, escape, keyLiterals, longest} from './prefilter.js'

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

/** One row, as what a text must hold for it to match: all of the literals, and the value. */
interface Trigger {
  readonly row: SettingRow | null
  readonly literals: readonly string[]
  readonly value: RegExp | null
}

/**
 * Holds for the built-in rules alone: a user's own may ask anything.
 * @param region what the user states for all scopes
 * @param hasProfiles the run reads a file of profiles, which a Region beside a profile's name can contradict
 */
export function createTriggers(data: RuleData, region: string | null, hasProfiles = false): HasTrigger {
  const tables = new Map<FormatId, Table>()
  return (format, text) => {
    const table = tables.get(format) ?? createTable(data, format, region, hasProfiles)
    tables.set(format, table)
    return hasTrigger(table, text)
  }
}

interface Table {
  /** Finds the heads in a text. */
  readonly pattern: RegExp
  readonly byHead: ReadonlyMap<string, readonly Trigger[]>
  /** What makes a plain Region count: a role, a call, or variables from elsewhere. */
  readonly companions: readonly (readonly string[])[]
}

function createTable(
  {settings, calls, scopes, hosts}: RuleData,
  format: FormatId,
  region: string | null,
  hasProfiles: boolean,
): Table {
  const rows = settings.filter((row) => !row.provider && !row.kinds && isRead(row, format))
  const names = hosts.partitions.flatMap((partition) => Object.keys(partition.regions))
  const valueOf = (row: SettingRow): RegExp | null =>
    // XML keeps key and value apart.
    REGIONS.has(row.name) && format !== 'xml'
      ? otherThanRegion(row, names, format)
      : row.name === 'audience' && region?.startsWith('cn-')
        ? null
        : (VALUES[row.name] ?? null)
  const triggers: Trigger[] = [
    {row: null, literals: ['stslint-'], value: null},
    ...(CARRIERS.has(format) ? AWS_FILES.map((literal) => ({row: null, literals: [literal], value: null})) : []),
    ...calls.flatMap(({command, value}) => {
      const literal = value ?? command?.split(' ').at(-1) ?? ''
      return /root/i.test(literal) ? [{row: null, literals: [literal], value: null}] : []
    }),
    ...rows
      .filter(({name, literal}) => !SILENT.has(name) && (name !== 'role' || literal !== undefined))
      .map((row) => ({row, literals: literalsOf(row, format), value: valueOf(row)})),
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
  return {
    pattern: new RegExp(heads, 'g'),
    byHead,
    companions: companionsOf(rows, scopes, format, hasProfiles),
  }
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
  'groovy',
  'toml',
])

/** A Region under a key as common as `region` is nothing to look for in a file of another format. */
function isRead({formats, name}: SettingRow, format: FormatId): boolean {
  return formats === undefined || formats.includes(format) || (CARRIERS.has(format) && !REGIONS.has(name))
}

function hasTrigger(table: Table, text: string): boolean {
  const regions = new Set<string>()
  for (const {row, literals, value} of triggersIn(text, table)) {
    if (!holdsAll(text, literals)) continue
    if (value === null || value.test(text)) return true
    if (row && REGIONS.has(row.name)) regions.add(row.name)
  }
  return regions.size > 1 || (regions.size > 0 && table.companions.some((literals) => holdsAll(text, literals)))
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

function holdsAll(text: string, literals: readonly string[]): boolean {
  return literals.every((literal) => text.includes(literal))
}

/** Everything a row names must stand in the text: its key, the keys around it, what stands beside it. */
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
  format: FormatId,
  hasProfiles: boolean,
): (readonly string[])[] {
  const isUse = ({name}: SettingRow): boolean =>
    name === 'role' || name === 'web-identity' || (hasProfiles && name === 'profile')
  const roles = rows.filter(isUse).map((row) => literalsOf(row, format))
  const links = scopes.flatMap(({at, links = []}) =>
    links
      .filter(({kind}) => kind === 'config-map' || kind === 'secret' || kind === 'env-file')
      .map((link) => literalParts([...segments(at), ...segments(link.at)])),
  )
  return [['aws sts '], ...roles, ...links]
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
  toml: TEMPLATE,
  groovy: [...TEMPLATE, '[A-Za-z_]'],
  manifest: [],
}
