import {AsyncLocalStorage} from 'node:async_hooks'
import {Readable} from 'node:stream'
import {buffer} from 'node:stream/consumers'
import sts from '@alicloud/sts20150401'
import httpx from 'httpx'
import {version} from '../../version.js'
import type {Endpoint, Keys} from '../model.js'
import type {Answer, Sent} from './exchange.js'

export const {AssumeRoleRequest} = sts
export type StsClient = InstanceType<typeof sts.default>
export type Transport = (sent: Sent) => Promise<Answer>

/** The vendor's SDK: its request, its signature (ACS3-HMAC-SHA256), its models. It retries nothing unless told to. */
export function createClient({url}: Endpoint, {accessKeyId, secretAccessKey, sessionToken}: Keys): StsClient {
  const {host, protocol} = new URL(url)
  const given = {
    endpoint: host,
    protocol: protocol.replace(':', ''),
    accessKeyId,
    accessKeySecret: secretAccessKey,
    ...(sessionToken !== undefined && {securityToken: sessionToken}),
    userAgent: `stslint/${version}`,
  }
  // The constructor reads nothing else of a Config, whose class is another package's.
  return new sts.default(given as ConstructorParameters<typeof sts.default>[0])
}

// It calls `url.parse`, of which newer versions of Node warn: the reader of our output could do nothing about it.
process.noDeprecation = true

const current = new AsyncLocalStorage<Transport>()

/** What the SDK sends while `work` runs goes by `transport`. */
export function sendingBy<T>(transport: Transport, work: () => Promise<T>): Promise<T> {
  return current.run(transport, work)
}

/**
 * The SDK connects with agents of its own, which nothing can set: they take no proxy, a limit only for the head of an answer, and a CA file
 * in place of none (@darabonba/typescript 1.0.5, `doAction`). So the one function it sends with is ours.
 */
Object.assign(httpx, {
  async request(url: string, {method, headers, data}: Parameters<typeof httpx.request>[1]) {
    const transport = current.getStore()
    if (transport === undefined) throw new Error('a request outside of sendingBy')
    const body = data instanceof Readable ? (await buffer(data)).toString() : String(data ?? '')
    const {exchange, text} = await transport({
      url: new URL(url),
      method: method as Sent['method'],
      headers: headers as Sent['headers'],
      body,
    })
    const head = {statusCode: exchange.status, statusMessage: '', headers: {'content-type': exchange.contentType}}
    return Object.assign(Readable.from([Buffer.from(text)]), head)
  },
})
