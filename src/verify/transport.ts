import {type AgentOptions, type ClientRequest, Agent as HttpAgent} from 'node:http'
import {Agent as HttpsAgent} from 'node:https'
import {pipeline, type Readable, Transform} from 'node:stream'
import {codeOf} from '../fault.js'
import {type Dialer, loginOf} from './dial.js'
import type {Limits} from './model.js'
import type {NodeHttpHandler} from './sdk.js'

type Sdk = typeof import('./sdk.js')
type Request = Parameters<NodeHttpHandler['handle']>[0]
type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>

/** One request that was answered. */
export interface Exchange {
  readonly host: string
  readonly status: number
  readonly contentType: string
  /** How far the server's clock is ahead of ours, in seconds; null where it does not say. */
  readonly ahead: number | null
}

/** The SDK's way to the network: our dialer, our limits, and a note of every answer. */
export interface Transport {
  readonly handler: NodeHttpHandler
  readonly exchanges: readonly Exchange[]
  readonly faults: readonly Fault[]
}

/** One request that was not. Providers of credentials put their own words in place of what the network said. */
export interface Fault {
  readonly host: string
  readonly code: string
}

/** @param secrets gets those that requests carry */
export function createTransport(
  {NodeHttpHandler}: Sdk,
  dialer: Dialer,
  limits: Limits,
  secrets: Set<string>,
): Transport {
  const exchanges: Exchange[] = []
  const faults: Fault[] = []
  const base = new NodeHttpHandler({
    httpAgent: dialing(HttpAgent, dialer, false),
    httpsAgent: dialing(HttpsAgent, dialer, true),
    requestTimeout: limits.request,
    // Without this the handler logs a warning at the limit, and waits on.
    throwOnRequestTimeout: true,
  })
  const handle = base.handle.bind(base)
  const handler = Object.assign(base, {
    async handle(request: Request, options?: Parameters<NodeHttpHandler['handle']>[1]): Promise<Answer> {
      for (const secret of sentIn(request)) secrets.add(secret)
      const start = performance.now()
      try {
        const answer = await handle(request, options)
        exchanges.push(toExchange(request, answer))
        const left = limits.request - (performance.now() - start)
        return {response: Object.assign(answer.response, {body: bounded(answer.response.body, left)})}
      } catch (error) {
        faults.push({host: request.hostname, code: codeOf(error) || String((error as Error).name)})
        throw error
      }
    },
  })
  return {handler, exchanges, faults}
}

/** An answer longer than this is none of STS's. */
export const LONGEST_ANSWER = 65_536

/** The handler's own limit ends with the head of an answer: a body that drips would be read for ever. */
function bounded(body: Readable, milliseconds: number): Readable {
  let length = 0
  const part = new Transform({
    transform(chunk: Buffer, _, done) {
      length += chunk.length
      if (length <= LONGEST_ANSWER) done(null, chunk)
      else done(Object.assign(new Error('the answer does not end'), {code: 'TOO_LONG'}))
    },
  })
  const late = Object.assign(new Error('no end of the response'), {name: 'TimeoutError'})
  const timer = setTimeout(() => part.destroy(late), Math.max(milliseconds, 0))
  pipeline(body, part, () => clearTimeout(timer))
  return part
}

/** Sign-in services and web identities have secrets that no key pair shows. */
function* sentIn({headers, body}: Request): Generator<string> {
  for (const [name, value] of Object.entries(headers))
    if (/token|authorization/i.test(name)) yield* [value, value.replace(/^\S+ /, '')]
  if (typeof body === 'string') yield new URLSearchParams(body).get('WebIdentityToken') ?? ''
}

function toExchange({hostname}: Request, {response: {statusCode, headers}}: Answer): Exchange {
  return exchangeOf(hostname, statusCode, headers)
}

export function exchangeOf(
  host: string,
  status: number,
  headers: {readonly date?: string | undefined; readonly 'content-type'?: string | undefined},
): Exchange {
  const date = Date.parse(headers['date'] ?? '')
  return {
    host,
    status,
    contentType: headers['content-type'] ?? '',
    ahead: Number.isNaN(date) ? null : Math.round((date - Date.now()) / 1000),
  }
}

type Dialled = Parameters<HttpAgent['createConnection']>[0]

/**
 * An agent that leaves connecting to the dialer. Connections are not kept: each scope makes a call or two. A proxy of plain HTTP is
 * asked for the whole URL (RFC 9112, 3.2.2).
 */
export function dialing<A extends typeof HttpAgent | typeof HttpsAgent>(
  Agent: A,
  dialer: Dialer,
  isSecure: boolean,
): InstanceType<A> {
  const agent = new Agent({keepAlive: false} satisfies AgentOptions)
  const createConnection = (options: Dialled, callback: (error: Error | null, socket?: unknown) => void): undefined => {
    const {host, port} = options as {host?: string; port?: number | string}
    const place = {host: host ?? 'localhost', port: Number(port ?? (isSecure ? 443 : 80)), isSecure}
    dialer.connect(place).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error),
    )
  }
  const addRequest = (request: ClientRequest, options: {host?: string; port?: number | string}): void => {
    const place = {host: options.host ?? 'localhost', port: Number(options.port ?? 80), isSecure}
    const proxy = isSecure ? null : dialer.proxyFor(place)
    if (proxy !== null) {
      const login = loginOf(proxy)
      request.path = `http://${request.getHeader('host') ?? place.host}${request.path}`
      if (login !== null) request.setHeader('proxy-authorization', login)
    }
    base.call(agent, request, options)
  }
  const {addRequest: base} = agent as unknown as {addRequest: (request: ClientRequest, options: object) => void}
  return Object.assign(agent, {createConnection, addRequest}) as unknown as InstanceType<A>
}
