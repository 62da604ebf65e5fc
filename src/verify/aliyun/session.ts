import {readFile} from 'node:fs/promises'
import {secretsOf} from '../conceal.js'
import type {Dialer} from '../dial.js'
import type {Credentials, Endpoint, Identity, Keys} from '../model.js'
import type {Exchange, Fault} from '../transport.js'
import {findChain, keysFrom, type Oidc, type Role, type Source} from './credentials.js'
import {type Answer, type Sent, send} from './exchange.js'
import type {StsClient} from './sdk.js'

type Sdk = typeof import('./sdk.js')

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
  const {shortest, env, endpoint, dialer, requestTimeout} = settings
  const exchanges: Exchange[] = []
  const faults: Fault[] = []

  /** Calls with the vendor's SDK along our way. */
  async function call<T>(keys: Keys, ask: (client: StsClient, sdk: Sdk) => Promise<T>) {
    for (const secret of secretsOf(keys)) settings.secrets.add(secret)
    const sdk = await import('./sdk.js')
    const client = sdk.createClient(endpoint, keys)
    return tried((transport) => sdk.sendingBy(transport, () => ask(client, sdk)))
  }

  async function tried<T>(ask: (transport: (sent: Sent) => Promise<Answer>) => Promise<T>) {
    for (let attempts = 1; ; attempts += 1) {
      let answer: Answer | null = null
      try {
        const value = await ask(async (sent) => {
          answer = await send(sent, dialer, requestTimeout)
          exchanges.push(answer.exchange)
          return answer
        })
        return {value, attempts}
      } catch (error) {
        const met = answer === null ? error : refusal(answer, attempts)
        if (attempts >= settings.attempts || !isWorthAnother(met)) throw met
      }
    }
  }

  async function assume(role: Role, keys: Keys): Promise<{keys: Keys; role: Assumed}> {
    const seconds = secondsOf(role)
    const {value} = await call(keys, async (client, {AssumeRoleRequest}) => {
      const request = {roleArn: role.arn, roleSessionName: role.session, durationSeconds: seconds}
      const {externalId, policy} = role
      const {body} = await client.assumeRole(new AssumeRoleRequest({...request, externalId, policy}))
      const {accessKeyId, accessKeySecret, securityToken} = body!.credentials!
      return issued(accessKeyId, accessKeySecret, securityToken)
    })
    return {keys: value, role: {arn: role.arn, seconds}}
  }

  /** Signed by nobody: the token is the credential. As the credentials libraries send it, since the SDK writes it into the URL. */
  async function assumeWithToken({provider, tokenFile, role}: Oidc): Promise<{keys: Keys; role: Assumed}> {
    const token = (await readFile(tokenFile, 'utf8')).trim()
    settings.secrets.add(token)
    const seconds = secondsOf(role)
    const sent = unsigned(endpoint, 'AssumeRoleWithOIDC', {
      OIDCProviderArn: provider,
      OIDCToken: token,
      RoleArn: role.arn,
      RoleSessionName: role.session,
      DurationSeconds: String(seconds),
      ...(role.policy !== undefined && {Policy: role.policy}),
    })
    const {value} = await tried(async (transport) => {
      const {text} = await transport(sent)
      const {AccessKeyId, AccessKeySecret, SecurityToken} = JSON.parse(text).Credentials
      return issued(AccessKeyId, AccessKeySecret, SecurityToken)
    })
    return {keys: value, role: {arn: role.arn, seconds}}
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
      const {value: identity, attempts} = await call(keys, async (client) => {
        const {accountId, arn, principalId, userId} = (await client.getCallerIdentity()).body!
        if (!accountId || !arn) throw new Error('the answer names no account')
        return {account: accountId, arn, userId: principalId || userId || ''}
      })
      return {identity, attempts}
    },
  }
}

/** What stands for the code of an answer that is not the service's. */
const NOT_JSON = 'NotSts'

/** What an answer that gave nothing to work with says. */
function refusal({exchange, text}: Answer, attempts: number): ServiceError {
  const {Code = NOT_JSON, Message = ''} = parse(text) ?? {}
  return new ServiceError(String(Code), String(Message), exchange.status, attempts)
}

function isWorthAnother(error: unknown): boolean {
  if (!(error instanceof ServiceError)) return (error as Error).name !== 'TimeoutError'
  return error.$metadata.httpStatusCode >= 500 || error.name.startsWith('Throttling')
}

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

function issued(accessKeyId = '', accessKeySecret = '', securityToken = ''): Keys {
  const keys = keysFrom(accessKeyId, accessKeySecret, securityToken)
  if (keys?.sessionToken === undefined) throw new Error('the answer has no keys')
  return keys
}

function unsigned({url}: Endpoint, action: string, form: Readonly<Record<string, string>>): Sent {
  const place = new URL('/', url)
  const timestamp = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  place.search = new URLSearchParams({Action: action, Version: API, Format: 'JSON', Timestamp: timestamp}).toString()
  const headers = {'content-type': 'application/x-www-form-urlencoded'}
  return {url: place, method: 'POST', headers, body: new URLSearchParams(form).toString()}
}
