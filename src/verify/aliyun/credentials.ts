import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {homeDirectory} from '../../discover/shared-config.js'
import type {Credentials, Keys} from '../model.js'

type Env = Readonly<Record<string, string | undefined>>
/** One profile of the CLI's file or section of the libraries', by their own keys. */
type Profile = Readonly<Record<string, string>>

/** Where the first keys come from, and the roles that are assumed with them, one with the other's session. */
export interface Chain {
  readonly source: Source
  readonly roles: readonly Role[]
}

export type Source =
  | {readonly kind: 'keys'; readonly keys: Keys}
  | Oidc
  | {readonly kind: 'instance'; readonly role: string; readonly needsToken: boolean}
  | CloudSso
  | {readonly kind: 'uri'; readonly url: string}

export interface Oidc {
  readonly kind: 'oidc'
  readonly provider: string
  readonly tokenFile: string
  readonly role: Role
}

export interface CloudSso {
  readonly kind: 'cloud-sso'
  readonly url: string
  readonly account: string
  readonly configuration: string
  readonly token: string
}

export interface Role {
  readonly arn: string
  readonly session: string
  readonly externalId: string | undefined
  readonly policy: string | undefined
  readonly seconds: number | undefined
}

/** Where there is nothing to sign with. */
export class NoCredentials extends Error {
  override readonly name = 'NoCredentials'
}

/**
 * Of a profile, else of this shell as the credentials libraries look (@alicloud/credentials 2.4.7): its keys, its OIDC token, the CLI's
 * current profile, the libraries' default section, the role of the instance where its variable names one, the credentials URI.
 * @throws NoCredentials
 */
export function findChain(credentials: Credentials, env: Env): Chain {
  if (credentials.kind === 'keys') return {source: {kind: 'keys', keys: credentials.keys}, roles: []}
  if (credentials.kind === 'none') throw new NoCredentials(credentials.reason)
  const named = credentials.kind === 'profile' ? credentials.name : env['ALIBABA_CLOUD_PROFILE']
  const own = credentials.kind === 'profile' ? null : inVariables(env)
  if (own !== null) return {source: own, roles: []}
  const files = credentials.kind === 'profile' && credentials.files?.config ? [credentials.files.config] : usual(env)
  for (const file of files) {
    const profiles = readProfiles(file)
    const name = named ?? profiles.current
    const found = profiles.all.get(name)
    if (found !== undefined) return chainOf(name, found, profiles.all, [], env)
  }
  const last = credentials.kind === 'profile' ? null : afterFiles(env)
  if (last !== null) return {source: last, roles: []}
  throw new NoCredentials(named === undefined ? 'no credentials' : `no profile ${named}`)
}

/** The libraries' and the CLI's names, then those of the Terraform provider. */
const NAMES = [
  ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_SECURITY_TOKEN'],
  ['ALICLOUD_ACCESS_KEY', 'ALICLOUD_SECRET_KEY', 'ALICLOUD_SECURITY_TOKEN'],
] as const

/** @param of what a name stands for; also used for the text of a file */
export function variables(of: Env | ((name: string) => string)): Keys | null {
  const text = typeof of === 'function' ? of : (name: string) => of[name] ?? ''
  const [found] = NAMES.flatMap(([id, secret, token]) => keysFrom(text(id), text(secret), text(token)) ?? [])
  return found ?? null
}

function inVariables(env: Env): Source | null {
  const keys = variables(env)
  if (keys !== null) return {kind: 'keys', keys}
  return oidcFrom({}, env)
}

function afterFiles(env: Env): Source | null {
  const role = env['ALIBABA_CLOUD_ECS_METADATA'] ?? ''
  const url = env['ALIBABA_CLOUD_CREDENTIALS_URI'] ?? ''
  if (role !== '' && !/^true$/i.test(env['ALIBABA_CLOUD_ECS_METADATA_DISABLED'] ?? '')) return instanceFrom(role, env)
  return url === '' ? null : {kind: 'uri', url}
}

function instanceFrom(role: string, env: Env): Source {
  return {kind: 'instance', role, needsToken: /^true$/i.test(env['ALIBABA_CLOUD_IMDSV1_DISABLED'] ?? '')}
}

/** What the profile does not say, the variables do. */
function oidcFrom(profile: Profile, env: Env): Oidc | null {
  const provider = profile['oidc_provider_arn'] || env['ALIBABA_CLOUD_OIDC_PROVIDER_ARN']
  const tokenFile = profile['oidc_token_file'] || env['ALIBABA_CLOUD_OIDC_TOKEN_FILE']
  const arn = profile['ram_role_arn'] || env['ALIBABA_CLOUD_ROLE_ARN']
  if (!provider || !tokenFile || !arn) return null
  const session = profile['ram_session_name'] || env['ALIBABA_CLOUD_ROLE_SESSION_NAME'] || 'stslint'
  return {kind: 'oidc', provider, tokenFile, role: {...roleOf('', {...profile, ram_role_arn: arn}), session}}
}

/** @throws NoCredentials */
function cloudSsoFrom(name: string, profile: Profile): CloudSso {
  const {access_token: token = '', cloud_sso_sign_in_url: url = '', cloud_sso_account_id: account = ''} = profile
  const configuration = profile['cloud_sso_access_config'] ?? ''
  if (token === '' || !(Number(profile['cloud_sso_access_token_expire']) > Date.now() / 1000))
    throw Object.assign(new Error(`the sign-in of ${name} is over`), {name: 'CloudSsoExpired'})
  if (!URL.canParse(url) || account === '' || configuration === '')
    throw new NoCredentials(`no sign-in URL, account or access configuration in ${name}`)
  return {kind: 'cloud-sso', url, account, configuration, token}
}

export function keysFrom(accessKeyId = '', secretAccessKey = '', sessionToken = ''): Keys | null {
  if (accessKeyId === '' || secretAccessKey === '') return null
  return {accessKeyId, secretAccessKey, ...(sessionToken !== '' && {sessionToken})}
}

function usual(env: Env): string[] {
  const home = homeDirectory({env: {...env}, platform: process.platform})
  const named = env['ALIBABA_CLOUD_CREDENTIALS_FILE']
  const inHome = (place: string): string[] => (home === null ? [] : [join(home, place)])
  return [...inHome('.aliyun/config.json'), ...(named ? [named] : inHome('.alibabacloud/credentials'))]
}

interface Profiles {
  readonly current: string
  readonly all: ReadonlyMap<string, Profile>
}

function readProfiles(file: string): Profiles {
  if (!existsSync(file)) return {current: 'default', all: new Map()}
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  return /^\s*\{/.test(text) ? readJson(text) : readIni(text)
}

function readJson(text: string): Profiles {
  let file: {current?: unknown; profiles?: unknown}
  try {
    file = JSON.parse(text)
  } catch {
    throw new NoCredentials('its file is not JSON')
  }
  const rows = Array.isArray(file.profiles) ? (file.profiles as Record<string, unknown>[]) : []
  const all = rows.map((row): [string, Profile] => [
    String(row['name']),
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value ?? '')])),
  ])
  return {current: String(file.current ?? 'default'), all: new Map(all)}
}

function readIni(text: string): Profiles {
  const all = new Map<string, Record<string, string>>()
  let section: Record<string, string> | undefined
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\s*\[\s*(.*?)\s*\]/.exec(line) ?? []
    const [, key, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (name !== undefined) {
      section = all.get(name) ?? {}
      all.set(name, section)
    } else if (key !== undefined && section !== undefined) section[key] = value ?? ''
  }
  return {current: 'default', all}
}

/**
 * Modes of the CLI's file and types of the libraries', spelled alike. `sts` with `security_token` is the libraries' own
 * (@alicloud/credentials 2.4.7, profile_credentials_provider).
 */
const KEY_PAIR = ['ak', 'accesskey', 'ststoken', 'sts']
const ROLE = ['ramrolearn']
const CHAINED = ['chainableramrolearn']
const WITH_INSTANCE = ['ramrolearnwithecs']
const INSTANCE = ['ecsramrole']

function chainOf(
  name: string,
  profile: Profile,
  all: ReadonlyMap<string, Profile>,
  seen: readonly string[],
  env: Env,
): Chain {
  const mode = (profile['mode'] || profile['type'] || 'AK').replaceAll('_', '').toLowerCase()
  if (CHAINED.includes(mode)) {
    const source = profile['source_profile'] ?? ''
    const found = all.get(source)
    if (found === undefined || seen.includes(source)) throw new NoCredentials(`source_profile of ${name}`)
    const chain = chainOf(source, found, all, [...seen, name], env)
    return {...chain, roles: [...chain.roles, roleOf(name, profile)]}
  }
  const source = elsewhere(name, profile, mode, env)
  if (source !== null) return {source, roles: WITH_INSTANCE.includes(mode) ? [roleOf(name, profile)] : []}
  if (!KEY_PAIR.includes(mode) && !ROLE.includes(mode)) throw new NoCredentials(`mode ${mode} of ${name}`)
  const token = profile['sts_token'] ?? profile['security_token']
  // A token that an earlier mode left behind is not sent.
  const isSession = mode === 'ststoken' || mode === 'sts'
  const keys = keysFrom(profile['access_key_id'], profile['access_key_secret'], isSession ? token : '')
  if (keys === null) throw new NoCredentials(`no key pair in ${name}`)
  return {source: {kind: 'keys', keys}, roles: ROLE.includes(mode) ? [roleOf(name, profile)] : []}
}

/** Of modes whose keys are not in the file; null for the others. */
function elsewhere(name: string, profile: Profile, mode: string, env: Env): Source | null {
  if (INSTANCE.includes(mode) || WITH_INSTANCE.includes(mode))
    return instanceFrom(profile['ram_role_name'] || profile['role_name'] || '', env)
  if (mode === 'cloudsso') return cloudSsoFrom(name, profile)
  if (mode === 'oidc' || mode === 'oidcrolearn') return oidcFrom(profile, env)
  const url = profile['credentials_uri']
  return mode === 'credentialsuri' && url ? {kind: 'uri', url} : null
}

function roleOf(name: string, profile: Profile): Role {
  const arn = profile['ram_role_arn'] || profile['role_arn']
  if (!arn) throw new NoCredentials(`no role in ${name}`)
  return {
    arn,
    session: profile['ram_session_name'] || profile['role_session_name'] || 'stslint',
    externalId: profile['external_id'] || undefined,
    policy: profile['policy'] || undefined,
    seconds: Number(profile['expired_seconds'] || profile['duration_seconds']) || undefined,
  }
}
