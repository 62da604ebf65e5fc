import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {homeDirectory} from '../discover/shared-config.js'
import type {AliyunClient, AliyunClients} from '../providers/aliyun/clients.js'
import type {AliyunHosts} from '../providers/aliyun/hosts.js'
import {resolveAliyun} from '../providers/aliyun/resolve.js'
import type {Params, Sourced} from '../resolve/types.js'
import {usualAliyun} from './aliyun-clients.js'
import type {AliyunSubject} from './aliyun-subjects.js'
import {written} from './answer.js'
import type {EnvironmentContext} from './environment.js'
import type {Answer, ClientInUse} from './model.js'

/**
 * What each client of each scope will call.
 * @param params what the user says that every program passes to its client
 */
export function aliyunAnswers(
  subjects: readonly AliyunSubject[],
  {endpoint, region}: Params<Sourced>,
  hosts: AliyunHosts,
): Answer<AliyunClient>[] {
  const given = {...(endpoint && {endpoint}), ...(region && {region})}
  return subjects.flatMap(({scope, input, computed, unknown, clients}) =>
    clients.map((use) => {
      const found = resolveAliyun({...input, params: {...input.params, ...given}}, use.client, hosts)
      const likely = found.likely || unknown.length > 0
      const resolution = written({...found, likely, because: [...found.because, ...unknown]}, computed)
      return {provider: 'aliyun', scope, use, resolution, hasUnknown: unknown.length > 0}
    }),
  )
}

/**
 * This process: its variables, and the profile of the CLI's file that it would use. Null where nothing of it is there.
 * @param text of the CLI's file, in place of what is on disk
 */
export function aliyunEnvironment(
  context: EnvironmentContext,
  profile: string | null,
  clients: readonly ClientInUse<AliyunClient>[],
  all: AliyunClients,
  text?: string,
): AliyunSubject | null {
  const known = all.find(all.names[0]!)!.known.env
  const env = Object.fromEntries(
    Object.entries(context.env).flatMap(([name, value]): [string, Sourced][] =>
      value === undefined ? [] : [[name, {value, source: 'env'}]],
    ),
  )
  const keys = profileKeys(context, profile ?? context.env['ALIBABA_CLOUD_PROFILE'] ?? null, text)
  const isAbout = [...known].some((name) => /STS|VPC/.test(name) && name.startsWith('ALI') && env[name] !== undefined)
  if (clients.length === 0 && !isAbout) return null
  return {
    scope: {kind: 'environment', name: 'this process', path: null, line: null},
    input: {params: {}, env, keys: keys ?? {}, usesRsaKey: /^rsa/i.test(keys?.['mode']?.value ?? '')},
    computed: [],
    unknown: [],
    clients: clients.length > 0 ? clients : usualAliyun(all),
  }
}

/** Of `~/.aliyun/config.json`: the named profile, else the one that the file says is current. Only what names no secret. */
function profileKeys(
  context: EnvironmentContext,
  wanted: string | null,
  text: string | null = readConfig(context),
): Record<string, Sourced> | null {
  if (text === null) return null
  const {current, profiles} = parse(text)
  const found = profiles.find(({name}) => name === (wanted ?? current))
  if (found === undefined) return null
  return Object.fromEntries(
    KEYS.flatMap((key): [string, Sourced][] => {
      const value = found[key]
      return value === undefined ? [] : [[key, {value: String(value), source: '~/.aliyun/config.json'}]]
    }),
  )
}

/** Names in the CLI's file, in its order. */
export function aliyunProfiles(context: EnvironmentContext): readonly string[] {
  const text = readConfig(context)
  return text === null ? [] : parse(text).profiles.map(({name}) => String(name))
}

function readConfig({env, platform, home}: EnvironmentContext): string | null {
  const directory = home ? homeDirectory({env, platform}) : null
  const file = directory === null ? null : join(directory, '.aliyun/config.json')
  return file === null || !existsSync(file) ? null : readFileSync(file, 'utf8')
}

const KEYS = ['mode', 'sts_region', 'sts_endpoint', 'enable_vpc'] as const

interface ConfigFile {
  readonly current: unknown
  readonly profiles: readonly Readonly<Record<string, unknown>>[]
}

/** What the tools cannot read either says nothing. */
function parse(text: string): ConfigFile {
  try {
    const {current, profiles} = JSON.parse(text.replace(/^\uFEFF/, ''))
    return {current, profiles: Array.isArray(profiles) ? profiles.filter((each) => each !== null) : []}
  } catch {
    return {current: null, profiles: []}
  }
}
