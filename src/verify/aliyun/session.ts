import {type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage} from 'node:http'
import {Agent as HttpsAgent, request as httpsRequest} from 'node:https'
import {version as toolVersion} from '../../version.js'
import {secretsOf} from '../conceal.js'
import type {Dialer} from '../dial.js'
import type {Credentials, Endpoint, Identity, Keys} from '../model.js'
import {dialing, type Exchange, exchangeOf, LONGEST_ANSWER} from '../transport.js'
import {createNonce, sign} from './acs3.js'
import {findChain, type Role} from './credentials.js'

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

  async function call(action: string, parameters: Readonly<Record<string, string>>, keys: Keys) {
    for (const secret of secretsOf(keys)) settings.secrets.add(secret)
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= settings.attempts
      const answer = await send(settings, action, parameters, keys).catch((error: unknown) => {
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
    const seconds = shortest ? SHORTEST_SESSION : (role.seconds ?? USUAL_SESSION)
    const parameters = {
      RoleArn: role.arn,
      RoleSessionName: role.session,
      DurationSeconds: String(seconds),
      ...(role.externalId !== undefined && {ExternalId: role.externalId}),
      ...(role.policy !== undefined && {Policy: role.policy}),
    }
    const {body} = await call('AssumeRole', parameters, keys)
    const given = (body['Credentials'] ?? {}) as Record<string, unknown>
    return {
      keys: {
        accessKeyId: String(given['AccessKeyId']),
        secretAccessKey: String(given['AccessKeySecret']),
        sessionToken: String(given['SecurityToken']),
      },
      role: {arn: role.arn, seconds},
    }
  }

  return {
    exchanges,
    async open(credentials) {
      const chain = findChain(credentials, env)
      let state: {keys: Keys; role: Assumed | null} = {keys: chain.keys, role: null}
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

function send(
  {endpoint, dialer, requestTimeout}: SessionSettings,
  action: string,
  parameters: Readonly<Record<string, string>>,
  keys: Keys,
): Promise<{exchange: Exchange; text: string}> {
  const {protocol, hostname, port, host} = new URL(endpoint.url)
  const {path, headers} = sign({host, action, version: API, parameters, date: new Date(), nonce: createNonce()}, keys)
  const isSecure = protocol === 'https:'
  const options = {
    method: 'POST',
    hostname,
    path,
    headers: {...headers, accept: 'application/json', 'user-agent': `stslint/${toolVersion}`, 'content-length': '0'},
    agent: isSecure ? dialing(HttpsAgent, dialer, true) : dialing(HttpAgent, dialer, false),
    ...(port !== '' && {port}),
  }
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    const request: ClientRequest = (isSecure ? httpsRequest : httpRequest)(options)
    const settle = (run: () => void): void => {
      clearTimeout(timer)
      run()
    }
    // Connecting has limits of its own.
    request.once('socket', () => {
      timer = setTimeout(() => {
        request.destroy(Object.assign(new Error('no response'), {name: 'TimeoutError'}))
      }, requestTimeout)
    })
    request.once('error', (error) => settle(() => reject(error)))
    request.once('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length <= LONGEST_ANSWER) chunks.push(chunk)
        else request.destroy(Object.assign(new Error('the answer does not end'), {code: 'TOO_LONG'}))
      })
      response.once('error', (error) => settle(() => reject(error)))
      response.once('end', () => {
        const exchange = exchangeOf(hostname, response.statusCode ?? 0, response.headers)
        settle(() => resolve({exchange, text: Buffer.concat(chunks).toString('utf8')}))
      })
    })
    request.end()
  })
}
