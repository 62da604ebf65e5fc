import {readFile} from 'node:fs/promises'
import {secretsOf} from '../conceal.js'
import type {Dialer} from '../dial.js'
import type {Credentials, Endpoint, Identity, Keys} from '../model.js'
import type {Exchange, Fault} from '../transport.js'
import {createNonce, sign} from './acs3.js'
import {findChain, type Oidc, type Role, type Source} from './credentials.js'
import {type Answer, send} from './exchange.js'

export interface SessionSettings {
  readonly endpoint: Endpoint
  readonly dialer: Dialer
  /** Of an answer, in milliseconds. */
  readonly requestTimeout: number
  readonly attempts: number
  readonly env: Readonly<Record<string, string | undefined>>
  /** Roles for the shortest time, instead of as long as the profile says. */
  readonly shortest: boolean
  /** Gets those that requests carry. */
  readonly secrets: Set<string>
}

export interface Assumed {
  readonly arn: string
  readonly seconds: number
}

/** Calls to Alibaba Cloud's STS at one endpoint. */
export interface Session {
  readonly exchanges: readonly Exchange[]
  readonly faults: readonly Fault[]
  /** The keys to call with, once all roles are assumed. */
  open(credentials: Credentials): Promise<{readonly keys: Keys; readonly role: Assumed | null}>
  identify(keys: Keys): Promise<{readonly identity: Identity; readonly attempts: number}>
}

/** What the service refused. `name` is its own code. */
class ServiceError extends Error {
  readonly $metadata: {readonly httpStatusCode: number; readonly attempts: number}

  constructor(code: string, message: string, httpStatusCode: number, attempts: number) {
    super(message)
    this.name = code
    this.$metadata = {httpStatusCode, attempts}
  }
}

const API = '2015-04-01'
/** AssumeRole's own minimum and default. */
const SHORTEST_SESSION = 900
const USUAL_SESSION = 3600

export function createSession(settings: SessionSettings): Session {
  const {shortest, env} = settings
  const exchanges: Exchange[] = []
  const faults: Fault[] = []

  function call(action: string, parameters: Readonly<Record<string, string>>, keys: Keys) {
    for (const secret of secretsOf(keys)) settings.secrets.add(secret)
    return tried(() => sendSigned(settings, action, parameters, keys))
  }

  async function tried(once: () => Promise<Answer>) {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= settings.attempts
      const answer = await once().catch((error: unknown) => {
        if (isLast || (error as Error).name === 'TimeoutError') throw error
        return null
      })
      if (answer === null) continue
      exchanges.push(answer.exchange)
      const body = parse(answer.text)
      const {status} = answer.exchange
      if (status < 300 && body !== null) return {body, attempts: attempt}
      const code = String(body?.['Code'] ?? NOT_JSON)
      if (isLast || !(status >= 500 || code.startsWith('Throttling')))
        throw new ServiceError(code, String(body?.['Message'] ?? ''), status, attempt)
    }
  }

  async function assume(role: Role, keys: Keys): Promise<{keys: Keys; role: Assumed}> {
    const seconds = secondsOf(role)
    const {body} = await call('AssumeRole', {RoleArn: role.arn, ...sessionOf(role, seconds)}, keys)
    return {keys: keysOf(body), role: {arn: role.arn, seconds}}
  }

  async function assumeWithToken({provider, tokenFile, role}: Oidc): Promise<{keys: Keys; role: Assumed}> {
    const token = (await readFile(tokenFile, 'utf8')).trim()
    settings.secrets.add(token)
    const seconds = secondsOf(role)
    const form = {OIDCProviderArn: provider, OIDCToken: token, RoleArn: role.arn, ...sessionOf(role, seconds)}
    const {body} = await tried(() => sendUnsigned(settings, 'AssumeRoleWithOIDC', form))
    return {keys: keysOf(body), role: {arn: role.arn, seconds}}
  }

  function secondsOf(role: Role): number {
    return shortest ? SHORTEST_SESSION : (role.seconds ?? USUAL_SESSION)
  }

  async function first(source: Source): Promise<{keys: Keys; role: Assumed | null}> {
    if (source.kind === 'keys') return {keys: source.keys, role: null}
    if (source.kind === 'oidc') return assumeWithToken(source)
    const {fetchKeys} = await import('./fetch-keys.js')
    const failed = (host: string, code: string): void => void faults.push({host, code})
    return {keys: await fetchKeys(source, {...settings, failed}), role: null}
  }

  return {
    exchanges,
    faults,
    async open(credentials) {
      const chain = findChain(credentials, env)
      let state = await first(chain.source)
      for (const role of chain.roles) state = await assume(role, state.keys)
      return state
    },
    async identify(keys) {
      const {body, attempts} = await call('GetCallerIdentity', {}, keys)
      const text = (key: string): string => (typeof body[key] === 'string' ? body[key] : '')
      const identity = {account: text('AccountId'), arn: text('Arn'), userId: text('PrincipalId') || text('UserId')}
      if (identity.account === '' || identity.arn === '') throw new ServiceError(NOT_JSON, '', 200, attempts)
      return {identity, attempts}
    },
  }
}

/** What stands for the code of an answer that is not the service's. */
const NOT_JSON = 'NotSts'

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

function sessionOf({session, externalId, policy}: Role, seconds: number): Readonly<Record<string, string>> {
  return {
    RoleSessionName: session,
    DurationSeconds: String(seconds),
    ...(externalId !== undefined && {ExternalId: externalId}),
    ...(policy !== undefined && {Policy: policy}),
  }
}

function keysOf(body: Readonly<Record<string, unknown>>): Keys {
  const given = (body['Credentials'] ?? {}) as Record<string, unknown>
  return {
    accessKeyId: String(given['AccessKeyId']),
    secretAccessKey: String(given['AccessKeySecret']),
    sessionToken: String(given['SecurityToken']),
  }
}

function sendSigned(
  {endpoint, dialer, requestTimeout}: SessionSettings,
  action: string,
  parameters: Readonly<Record<string, string>>,
  keys: Keys,
): Promise<Answer> {
  const {host} = new URL(endpoint.url)
  const {path, headers} = sign({host, action, version: API, parameters, date: new Date(), nonce: createNonce()}, keys)
  return send({url: new URL(path, endpoint.url), method: 'POST', headers, body: ''}, dialer, requestTimeout)
}

/** What is signed by nobody, as the credentials libraries send it: the token is the credential. */
function sendUnsigned(
  {endpoint, dialer, requestTimeout}: SessionSettings,
  action: string,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  const url = new URL('/', endpoint.url)
  const timestamp = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  url.search = new URLSearchParams({Action: action, Version: API, Format: 'JSON', Timestamp: timestamp}).toString()
  const headers = {'content-type': 'application/x-www-form-urlencoded'}
  return send({url, method: 'POST', headers, body: new URLSearchParams(form).toString()}, dialer, requestTimeout)
}
