import {type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage} from 'node:http'
import {Agent as HttpsAgent, request as httpsRequest} from 'node:https'
import {version} from '../../version.js'
import type {Dialer} from '../dial.js'
import {dialing, type Exchange, exchangeOf, LONGEST_ANSWER} from '../transport.js'

export interface Sent {
  /** With path and query. */
  readonly url: URL
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Answer {
  readonly exchange: Exchange
  readonly text: string
}

/** One request along the dialer's way; `requestTimeout` milliseconds, which connecting is not part of. */
export function send({url, method, headers, body}: Sent, dialer: Dialer, requestTimeout: number): Promise<Answer> {
  const isSecure = url.protocol === 'https:'
  const options = {
    method,
    hostname: url.hostname,
    path: url.pathname + url.search,
    headers: {
      accept: 'application/json',
      'user-agent': `stslint/${version}`,
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
    agent: isSecure ? dialing(HttpsAgent, dialer, true) : dialing(HttpAgent, dialer, false),
    ...(url.port !== '' && {port: url.port}),
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
        const exchange = exchangeOf(url.hostname, response.statusCode ?? 0, response.headers)
        settle(() => resolve({exchange, text: Buffer.concat(chunks).toString('utf8')}))
      })
    })
    request.end(body)
  })
}
