import type {Behaviour, Condition, Syntax} from './clients-file.js'
import {EMPTY_INI, type FileRole, type Ini, type IniReader, type Section} from './ini.js'
import {readGo, readGoMerged} from './ini-go.js'
import {readJavascript, readJavascriptNested} from './ini-javascript.js'
import {readPython} from './ini-python.js'
import {readRuby, readRubyNested} from './ini-ruby.js'
import type {ResolveInput, SharedFile, Sourced, SourcedInput} from './types.js'

/** What the client finds in its process: its profile, and both files as it understands them. */
export interface Process {
  readonly input: SourcedInput
  readonly loadsConfig: boolean
  /** The profile it looks for, and what named it; `default` without a source when nothing does. */
  readonly profile: {readonly name: string; readonly named: Sourced | null}
  readonly config: Ini
  readonly credentials: Ini
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
}

export function enter(input: SourcedInput, behaviour: Behaviour): Process {
  const loadsConfig = isOn(input.env['AWS_SDK_LOAD_CONFIG']?.value, behaviour.files.loadConfig)
  const read = (file: SharedFile | null, role: FileRole) =>
    file === null ? EMPTY_INI : READERS[behaviour.files.syntax](file.text, file.path, role)
  const holds = (condition: Condition | undefined) =>
    condition === undefined || (condition === 'load-config' ? loadsConfig : !loadsConfig || input.config !== null)
  return {
    input,
    loadsConfig,
    profile: profileOf(input, behaviour, holds),
    config: read(input.config, 'config'),
    credentials: read(input.credentials, 'credentials'),
    holds,
  }
}

/** The active profile's keys in one file. */
export function profileIn(process: Process, role: FileRole): Section | undefined {
  return process[role].profiles.get(process.profile.name)
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

function profileOf(
  {env, params}: SourcedInput,
  {profile}: Behaviour,
  holds: (condition: Condition | undefined) => boolean,
): Process['profile'] {
  const asked = params?.profile
  if (asked !== undefined) return {name: asked.value, named: asked}
  for (const place of profile.env) {
    const found = env[place.env]
    if (found === undefined || !holds(place.when) || (found.value === '' && profile.empty === 'skipped')) continue
    return {name: found.value, named: found}
  }
  return {name: 'default', named: null}
}
