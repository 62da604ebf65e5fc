import {createServer, request as httpRequest, type IncomingMessage} from 'node:http'
import {type AddressInfo, connect, type Socket} from 'node:net'
import {onTestFinished} from 'vitest'

export interface Proxy {
  readonly url: string
  readonly port: number
  /** `host:port` of every CONNECT, the URL of every other request, and what the client said to log in. */
  readonly asked: readonly {readonly target: string; readonly login: string | null}[]
}

/** What to do with a CONNECT: lead it to a port of this machine, refuse it with a status, or say nothing. */
export type Decision = number | {readonly status: number} | 'hang'

/** The world as the program sees it: every host of the test, through a proxy that leads to this machine only. */
export async function startProxy(decide: (host: string) => Decision): Promise<Proxy> {
  const asked: {target: string; login: string | null}[] = []
  const sockets = new Set<Socket>()
  const track = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
  }
  // Plain HTTP: the whole URL is asked for, and what comes back is passed on.
  const server = createServer((request, response) => {
    const target = request.url ?? ''
    const {'proxy-authorization': login = null, ...headers} = request.headers
    asked.push({target, login})
    const decision = URL.canParse(target) ? decide(new URL(target).hostname) : {status: 400}
    if (decision === 'hang') return
    if (typeof decision === 'object') {
      response.writeHead(decision.status, {'content-type': 'text/html'}).end('<html>no</html>')
      return
    }
    const {pathname, search} = new URL(target)
    const options = {host: '127.0.0.1', port: decision, method: request.method, path: pathname + search, headers}
    const upstream = httpRequest(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    upstream.once('error', () => response.destroy())
    request.pipe(upstream)
  })
  server.on('connection', track)
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const target = request.url ?? ''
    asked.push({target, login: request.headers['proxy-authorization'] ?? null})
    const decision = decide(target.replace(/:\d+$/, ''))
    if (decision === 'hang') return
    if (typeof decision === 'object') {
      client.end(`HTTP/1.1 ${decision.status} No\r\nContent-Type: text/html\r\n\r\n<html>no</html>`)
      return
    }
    const upstream = track(connect({host: '127.0.0.1', port: decision}))
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    upstream.once('error', () => client.destroy())
    client.once('close', () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  )
  const {port} = server.address() as AddressInfo
  return {asked, port, url: `http://127.0.0.1:${port}`}
}
