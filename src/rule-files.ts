import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {basename, join, relative, resolve} from 'node:path'
import {Ajv2020, type ErrorObject, type ValidateFunction} from 'ajv/dist/2020.js'
import {parseDocument} from 'yaml'
import aliyunClientsSchema from '../schemas/aliyun-clients.schema.json' with {type: 'json'}
import aliyunHostsSchema from '../schemas/aliyun-hosts.schema.json' with {type: 'json'}
import callsSchema from '../schemas/calls.schema.json' with {type: 'json'}
import chartsSchema from '../schemas/charts.schema.json' with {type: 'json'}
import clientsSchema from '../schemas/clients.schema.json' with {type: 'json'}
import hostsSchema from '../schemas/hosts.schema.json' with {type: 'json'}
import ruleSchema from '../schemas/rule.schema.json' with {type: 'json'}
import scopesSchema from '../schemas/scopes.schema.json' with {type: 'json'}
import settingsSchema from '../schemas/settings.schema.json' with {type: 'json'}
import subject from '../schemas/subject.schema.json' with {type: 'json'}
import type {AliyunHostsFile, CallRow, ChartRow, HostsFile, RuleFile, SettingRow, SettingsFile} from './data.js'
import {shownPath} from './discover/shown-path.js'
import {UserError} from './errors.js'
import type {ProviderId, ScopeRow} from './model.js'
import type {AliyunClientsFile} from './providers/aliyun/clients-file.js'
import {providerOf} from './providers/provider-of.js'
import type {ClientsFile} from './resolve/clients-file.js'

/** Everything in a rules directory, validated, nothing compiled. */
export interface RuleFiles {
  readonly rules: readonly RuleFile[]
  readonly settings: readonly SettingRow[]
  readonly calls: readonly CallRow[]
  readonly charts: readonly ChartRow[]
  readonly scopes: readonly ScopeRow[]
  readonly hosts: HostsFile | null
  readonly aliyunHosts: AliyunHostsFile | null
  /** Which SDKs and tools there are. */
  readonly clients: readonly ClientsFile[]
  readonly aliyunClients: readonly AliyunClientsFile[]
}

const ajv = new Ajv2020({allErrors: false, strict: false, verbose: true})
ajv.addFormat('uri', /^\w+:\/\//)
ajv.addFormat('regex', true)

/**
 * Reads a directory as rules/ is laid out: `<provider>/<rule>.yaml`, `<provider>/settings/<tool>.yaml`,
 * `<provider>/{hosts,calls,charts,clients}.yaml`, `scopes.yaml`.
 *
 * @throws {UserError} RULE_INVALID naming the file and the key
 */
export function readRuleFiles(directory: string): RuleFiles {
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    const from = 'ruleDirectories of the config or the command names it'
    throw new UserError('RULE_INVALID', `${directory} is not a directory of rules: ${from}`)
  }
  const rules: RuleFile[] = []
  const rows: SettingRow[] = []
  const calls: CallRow[] = []
  const charts: ChartRow[] = []
  const scopes: ScopeRow[] = []
  const clientFiles: ClientsFile[] = []
  const aliyunClients: AliyunClientsFile[] = []
  let hosts: HostsFile | null = null
  let aliyunHosts: AliyunHostsFile | null = null
  for (const path of yamlFiles(directory)) {
    const name = relative(directory, path).replaceAll('\\', '/')
    const shown = shownPath(resolve(path), process.cwd())
    const base = name.slice(name.lastIndexOf('/') + 1)
    // The directory given may be that of one provider.
    const provider = providerOf(`${basename(directory)}/${name}`)
    const read = TABLES[base]
    if (base === 'hosts.yaml' && provider === 'aliyun') aliyunHosts = readAs('aliyun-hosts', path, shown)
    else if (base === 'hosts.yaml') hosts = readAs<HostsFile>('hosts', path, shown)
    else if (base === 'clients.yaml' && provider === 'aliyun') aliyunClients.push(readAs('aliyun-clients', path, shown))
    else if (base === 'clients.yaml') clientFiles.push(readAs<ClientsFile>('clients', path, shown))
    else if (read !== undefined) read({calls, charts, scopes}, path, shown, provider)
    else if (/(?:^|\/)settings\//.test(name)) rows.push(...settingRows(path, shown, provider))
    else rules.push(readRule(path, name, shown))
  }
  return {rules, settings: rows, calls, charts, scopes, hosts, aliyunHosts, clients: clientFiles, aliyunClients}
}

interface Tables {
  readonly calls: CallRow[]
  readonly charts: ChartRow[]
  readonly scopes: ScopeRow[]
}

/** Files of rows that add up, by name. */
const TABLES: Readonly<Record<string, (tables: Tables, path: string, name: string, provider: ProviderId) => void>> = {
  'calls.yaml': ({calls}, ...file) => void calls.push(...callRows(...file)),
  'charts.yaml': ({charts}, path, name) =>
    void charts.push(...readAs<{charts: ChartRow[]}>('charts', path, name).charts),
  'scopes.yaml': ({scopes}, ...file) => void scopes.push(...scopeRows(...file)),
}

/** Rows about programs: a part of their own, which only a run that reads programs loads. */
export function sourceRows({settings}: Pick<RuleFiles, 'settings'>): SettingRow[] {
  return settings.filter(isAboutSource)
}

function isAboutSource({formats}: SettingRow): boolean {
  return formats?.every((format) => format === 'source') ?? false
}

/** One provider's part, but for rows about programs. Scopes belong to it where its directory holds them. */
export function rulesOfProvider(files: RuleFiles, provider: ProviderId): RuleFiles {
  const isOwn = (row: {readonly provider?: ProviderId}) => (row.provider ?? 'aws') === provider
  return {
    ...files,
    rules: files.rules.filter(({id}) => providerOf(id) === provider),
    settings: files.settings.filter((row) => isOwn(row) && !isAboutSource(row)),
    calls: files.calls.filter(isOwn),
    charts: provider === 'aws' ? files.charts : [],
    scopes: files.scopes.filter(isOwn),
    hosts: provider === 'aws' ? files.hosts : null,
    aliyunHosts: provider === 'aliyun' ? files.aliyunHosts : null,
  }
}

function yamlFiles(directory: string): string[] {
  return readdirSync(directory, {withFileTypes: true})
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name)
      if (entry.isDirectory()) return yamlFiles(path)
      return /\.ya?ml$/.test(entry.name) ? [path] : []
    })
}

function read<T>(path: string, name: string): T {
  const document = parseDocument(readFileSync(path, 'utf8'))
  const [error] = document.errors
  if (error) throw new UserError('RULE_INVALID', `${name}: ${error.message.split('\n')[0]}`)
  return document.toJS() as T
}

const schemas = {
  'aliyun-clients': aliyunClientsSchema,
  'aliyun-hosts': aliyunHostsSchema,
  calls: callsSchema,
  charts: chartsSchema,
  clients: clientsSchema,
  hosts: hostsSchema,
  rule: ruleSchema,
  scopes: scopesSchema,
  settings: settingsSchema,
}
const validators = new Map<string, ValidateFunction>()

/** A data file, valid by the schema of its kind. Schemas are compiled when the first file of a kind comes. */
function readAs<T>(kind: keyof typeof schemas, path: string, name: string): T {
  const validate = validators.get(kind) ?? ajv.compile(schemas[kind])
  validators.set(kind, validate)
  const value = read<T>(path, name)
  refuse(validate, value, name)
  return value
}

function settingRows(path: string, name: string, provider: ProviderId): SettingRow[] {
  const {tool, source, settings} = readAs<SettingsFile>('settings', path, name)
  return settings.flatMap(({example: _, anyCase, ...row}) =>
    (anyCase ? spellings(row) : [row]).map((spelt) => ({
      ...spelt,
      tool: row.tool ?? tool,
      source: row.source ?? source,
      ...stated(provider),
    })),
  )
}

/**
 * IAM's condition keys know no case, and a file is looked for by bytes: the spellings in use are rows of their own. For
 * `aws:RequestedRegion` those are also `aws:requestedRegion`, `aws:requestedregion` and `AWS:RequestedRegion`; an
 * abbreviation may be in capitals, `aws:SourceVPCE`.
 */
function spellings<R>(row: R): R[] {
  const written = JSON.stringify(row)
  const forms: readonly ((prefix: string, name: string) => string)[] = [
    (prefix, name) => `${prefix}:${name}`,
    (prefix, name) => `${prefix}:${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    (prefix, name) => `${prefix}:${name.toLowerCase()}`,
    (prefix, name) => `${prefix}:${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    (prefix, name) => `${prefix.toUpperCase()}:${name}`,
    (prefix, name) => `${prefix.toLowerCase()}:${name}`,
    (prefix, name) => `${prefix}:${name.toUpperCase()}`,
    (prefix, name) => `${prefix}:${name.replace(/(?:Vpce?|Ip)$/, (end) => end.toUpperCase())}`,
  ]
  const spelt = forms.map((form) =>
    written.replace(/([A-Za-z*]+):([A-Za-z]+)(?=")/g, (_, prefix: string, name: string) => form(prefix, name)),
  )
  return [...new Set(spelt)].map((text) => JSON.parse(text) as R)
}

function callRows(path: string, name: string, provider: ProviderId): CallRow[] {
  return readAs<{calls: CallRow[]}>('calls', path, name).calls.map((row) => ({...row, ...stated(provider)}))
}

function scopeRows(path: string, name: string, provider: ProviderId): ScopeRow[] {
  return readAs<{scopes: ScopeRow[]}>('scopes', path, name).scopes.map((row) => ({...row, ...stated(provider)}))
}

function stated(provider: ProviderId): {provider?: ProviderId} {
  return provider === 'aws' ? {} : {provider}
}

function readRule(path: string, name: string, shown: string): RuleFile {
  const file = readAs<RuleFile>('rule', path, shown)
  const expected = name.replace(/\.ya?ml$/, '')
  if (file.id !== expected && expected.includes('/')) {
    throw new UserError('RULE_INVALID', `${shown}: id is ${file.id}, but the file's place says ${expected}`)
  }
  refuseUnknownFacts(file, shown)
  return file
}

function refuse(validate: ValidateFunction, value: unknown, name: string): void {
  if (validate(value)) return
  const [error] = validate.errors as ErrorObject[]
  throw new UserError(
    'RULE_INVALID',
    `${name}: ${error!.instancePath.slice(1).replaceAll('/', '.') || 'the file'} ${error!.message}${allowed(error!)}`,
  )
}

/** What ajv's sentence leaves out: the key that is too many, and what may stand there. */
function allowed({params, parentSchema}: ErrorObject): string {
  const extra = params['additionalProperty'] as string | undefined
  const values = params['allowedValues'] as readonly string[] | undefined
  if (values !== undefined) return `: ${values.join(', ')}`
  if (extra === undefined) return ''
  const known = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {})
  return ` (${extra})${known.length === 0 ? '' : `: ${known.join(', ')}`}`
}

/** A misspelt fact would never match, in silence. */
function refuseUnknownFacts(file: RuleFile, name: string): void {
  const known = subject.$defs[file.on] as {
    properties: Record<string, unknown>
    patternProperties?: Record<string, unknown>
  }
  const patterns = Object.keys(known.patternProperties ?? {}).map((pattern) => new RegExp(pattern))
  for (const fact of factsUsed(file)) {
    if (fact in known.properties || patterns.some((pattern) => pattern.test(fact))) continue
    throw new UserError(
      'RULE_INVALID',
      `${name}: a ${file.on} has no fact ${fact} (schemas/subject.schema.json lists them)`,
    )
  }
}

function factsUsed({match, variants = [], fix = [], message}: RuleFile): string[] {
  const matches = [
    match,
    ...variants.map((variant) => variant.match),
    ...fix.flatMap((template) => template.match ?? []),
  ].flat()
  const texts = [message, ...variants.map((variant) => variant.message ?? ''), JSON.stringify(fix)]
  const holes = texts.flatMap((text) => [...text.matchAll(/\{\{\s*([\w.-]+)/g)].map((hole) => hole[1]!))
  return [...matches.flatMap((condition) => Object.keys(condition)), ...holes]
}
