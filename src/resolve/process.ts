import type {Behaviour, Condition, Place, Syntax} from './clients-file.js'
import {EMPTY_INI, type FileRole, type Ini, type IniReader, nested, refused, type Section} from './ini.js'
import {readGo, readGoMerged} from './ini-go.js'
import {readGoLines} from './ini-go-lines.js'
import {readJavascript, readJavascriptNested} from './ini-javascript.js'
import {readPython} from './ini-python.js'
import {readRuby, readRubyNested} from './ini-ruby.js'
import {placed} from './placed.js'
import type {ResolveInput, SharedFile, Sourced, SourcedInput} from './types.js'

/** What the client finds in its process: its profile, and both files as it understands them. */
export interface Process {
  readonly input: SourcedInput
  readonly loadsConfig: boolean
  /** The profile it looks for, and what named it; `default` without a source when nothing does. */
  readonly profile: {readonly name: string; readonly named: Sourced | null}
  readonly config: Ini
  readonly credentials: Ini
  /** The section that the profile names under `services`; `section` is null where there is none of that name. */
  readonly services: {readonly pointer: Sourced; readonly section: Section | null} | null
  holds(condition: Condition | undefined): boolean
}

const READERS: Readonly<Record<Syntax, IniReader>> = {
  python: readPython,
  javascript: readJavascript,
  'javascript-nested': readJavascriptNested,
  ruby: readRuby,
  'ruby-nested': readRubyNested,
  go: readGo,
  'go-merged': readGoMerged,
  'go-lines': readGoLines,
}

export function enter(input: SourcedInput, behaviour: Behaviour): Process {
  const loadsConfig = isOn(input.env['AWS_SDK_LOAD_CONFIG']?.value, behaviour.files.loadConfig)
  const read = (file: SharedFile | null, role: FileRole) =>
    file === null ? EMPTY_INI : readOnce(file, behaviour.files.syntax, role)
  const {configUnless} = behaviour.files
  const isLeftOut = configUnless !== undefined && input.env[configUnless] !== undefined
  const config = isLeftOut ? EMPTY_INI : read(input.config, 'config')
  const profile = profileOf(input, behaviour, loadsConfig)
  const isThere = input.config !== null && config.error === null
  const holds = (condition: Condition | undefined) => {
    if (condition === 'load-config') return loadsConfig
    if (condition === 'both-files') return !loadsConfig || isThere
    return condition === undefined || !config.profiles.has(profile.name)
  }
  const process: Process = {
    input,
    loadsConfig,
    profile,
    config,
    credentials: read(input.credentials, 'credentials'),
    services: null,
    holds,
  }
  const pointer = firstOf(behaviour.endpoint.services?.read ?? [], process)
  if (pointer === undefined) return process
  return {...process, services: {pointer, section: config.services.get(pointer.value) ?? null}}
}

/** A file of many profiles is read once for all of them. */
const known = new WeakMap<SharedFile, Map<string, Ini>>()

function readOnce(file: SharedFile, syntax: Syntax, role: FileRole): Ini {
  const byReader = known.get(file) ?? new Map<string, Ini>()
  known.set(file, byReader)
  const ini = byReader.get(`${syntax} ${role}`) ?? readAs(syntax, file, role)
  byReader.set(`${syntax} ${role}`, ini)
  return ini
}

/** Python decodes the whole file and Ruby matches every line; JavaScript and Go pass on bytes that are no text. */
const WANT_TEXT: ReadonlySet<Syntax> = new Set(['python', 'ruby', 'ruby-nested'])

function readAs(syntax: Syntax, {text, path, isUtf8 = true, lineAt}: SharedFile, role: FileRole): Ini {
  const ini = WANT_TEXT.has(syntax) && !isUtf8 ? refused(`${path}: is not UTF-8`) : READERS[syntax](text, path, role)
  return lineAt === undefined ? ini : placed(ini, path, lineAt)
}

/** What stands at a place, whether or not the client would take it. */
export function valueAt(place: Place, process: Process): Sourced | undefined {
  if ('param' in place) return process.input.params?.[place.param]
  if ('env' in place) return process.input.env[place.env]
  if ('config' in place) return profileIn(process, 'config')?.get(place.config)
  if ('credentials' in place) return profileIn(process, 'credentials')?.get(place.credentials)
  return process.services?.section?.get(nested('sts', place.services))
}

function firstOf(places: readonly Place[], process: Process): Sourced | undefined {
  return places.map((place) => valueAt(place, process)).find((found) => found !== undefined)
}

/** The active profile's keys in one file. */
export function profileIn(process: Process, role: FileRole): Section | undefined {
  return process[role].profiles.get(process.profile.name)
}

/** Reads a profile of any name, the credentials file before the config file; null where neither has it. */
export function profileNamed(process: Process, name: string): ((key: string) => string | undefined) | null {
  const sections = [process.credentials, process.config].flatMap(({profiles}) => profiles.get(name) ?? [])
  if (sections.length === 0) return null
  return (key) => sections.map((section) => section.get(key)?.value).find((value) => value !== undefined)
}

/** Plain values stand in the environment, in `config` and `credentials`, or are parameters. */
export function withSources({env, config, credentials, params = {}}: ResolveInput): SourcedInput {
  const at = (source: string) => (value: string) => ({value, source})
  const {useGlobalEndpoint, ...texts} = params
  return {
    env: mapValues(env, at('env')),
    config: config === null ? null : {path: 'config', text: config},
    credentials: credentials === null ? null : {path: 'credentials', text: credentials},
    params: {...mapValues(texts, at('param')), ...(useGlobalEndpoint === undefined ? {} : {useGlobalEndpoint})},
  }
}

function mapValues<In, Out>(map: Readonly<Record<string, In>>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]))
}

function isOn(value: string | undefined, rule: 'any' | 'true' | undefined): boolean {
  if (rule === undefined || value === undefined) return false
  // Go: strconv.ParseBool
  return rule === 'any' ? value !== '' : /^(?:1|t|T|TRUE|true|True)$/.test(value)
}

function profileOf({env, params}: SourcedInput, {profile}: Behaviour, loadsConfig: boolean): Process['profile'] {
  const asked = params?.profile
  if (asked !== undefined) return {name: asked.value, named: asked}
  for (const place of profile.env) {
    const found = env[place.env]
    if (
      found === undefined ||
      (place.when === 'load-config' && !loadsConfig) ||
      (found.value === '' && profile.empty === 'skipped')
    )
      continue
    return {name: found.value, named: found}
  }
  return {name: 'default', named: null}
}
