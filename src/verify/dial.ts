import type {LookupAddress} from 'node:dns'
import {isIP, type LookupFunction, connect as netConnect, type Socket} from 'node:net'
import {type TLSSocket, connect as tlsConnect} from 'node:tls'
import {lookUp, prepareLookUp} from './lookup.js'
import {type Phase, PhaseError} from './phase-error.js'
import type {Place, Route} from './route.js'

export function placeOf(url: string): Place {
  const {protocol, hostname, port} = new URL(url)
  const isSecure = protocol === 'https:'
  return {host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (isSecure ? 443 : 80), isSecure}
}

/** Opens connections along a route, and can end all of them. */
export interface Dialer {
  /** Addresses of a host as this machine finds them; null where a proxy looks the name up. */
  addresses(place: Place): Promise<readonly string[] | null>
  /** A connection that is ready for a request: to the proxy for plain HTTP, else through it, the certificate checked. */
  connect(place: Place): Promise<Socket>
  /** The first half of that: TCP, or the proxy's tunnel. */
  open(place: Place): Promise<Socket>
  /** The second half. */
  secure(socket: Socket, place: Place): Promise<TLSSocket>
  /** Null too where what the environment names is none: connecting says so. */
  proxyFor(place: Place): URL | null
  end(): void
}

export function createDialer(route: Route, connectTimeout: number): Dialer {
  const open = new Set<Socket>()
  const names = new Map<string, Promise<readonly LookupAddress[]>>()
  let hasEnded = false

  const track = <S extends Socket>(socket: S): S => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    return socket
  }

  return {
    proxyFor(place) {
      try {
        return route.proxyFor(place)
      } catch {
        return null
      }
    },
    async addresses(place) {
      if (route.proxyFor(place) !== null) return null
      const found = await find(place.host)
      return found.map(({address}) => address)
    },
    async connect(place) {
      const plain = await reach(place)
      return place.isSecure ? await secure('tls', plain, place.host) : plain
    },
    open: reach,
    secure: (socket, {host}) => secure('tls', socket, host),
    end() {
      hasEnded = true
      for (const socket of open) socket.destroy()
    },
  }

  async function reach(place: Place): Promise<Socket> {
    if (hasEnded) throw new PhaseError('tcp', 'ENDED', 'the time for this scope is up')
    const proxy = route.proxyFor(place)
    if (proxy === null) return await tcp(place)
    return place.isSecure ? await tunnel(proxy, place) : await toProxy(proxy)
  }

  /** Once for each name: what was looked up is what is connected to. */
  function find(host: string, phase: Phase = 'dns'): Promise<readonly LookupAddress[]> {
    const known = names.get(host)
    if (known !== undefined) return known
    const found = prepareLookUp(host).then(
      () => within<readonly LookupAddress[]>(phase, connectTimeout, ({done, error}) => lookUp(host).then(done, error)),
      (error: unknown) => Promise.reject(PhaseError.of(phase, error)),
    )
    names.set(host, found)
    return found
  }

  async function tcp({host, port}: {host: string; port: number}, phase: Phase = 'tcp'): Promise<Socket> {
    const found = await find(host, phase)
    const socket = track(netConnect({host, port, lookup: answering(found)}))
    return ready(phase, socket, 'connect')
  }

  function secure(phase: Phase, socket: Socket, host: string): Promise<TLSSocket> {
    const servername = isIP(host) === 0 ? host : ''
    const secured = track(tlsConnect({socket, servername, host, ALPNProtocols: ['http/1.1'], ...trusted(route)}))
    return ready(phase, secured, 'secureConnect')
  }

  async function toProxy(proxy: URL): Promise<Socket> {
    const {host, port, isSecure} = placeOf(proxy.href)
    const plain = await tcp({host, port}, 'proxy')
    return isSecure ? await secure('proxy', plain, host) : plain
  }

  async function tunnel(proxy: URL, {host, port}: Place): Promise<Socket> {
    const socket = await toProxy(proxy)
    const target = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization(proxy)}\r\n`)
    return within<Socket>('proxy', connectTimeout, ({done, error}) => readHead(socket, done, error)).catch(
      (error: unknown) => {
        socket.destroy()
        throw error
      },
    )
  }

  /** Settles on `event`, on an error or after the time limit; in the last two cases the socket is gone. */
  function ready<S extends Socket>(phase: Phase, socket: S, event: 'connect' | 'secureConnect'): Promise<S> {
    return within<S>(phase, connectTimeout, ({done, error}) => {
      socket.once(event, () => done(socket)).once('error', error)
      socket.once('close', () => error(new PhaseError(phase, 'ECONNRESET', 'the connection was closed')))
    }).catch((error: unknown) => {
      socket.destroy()
      throw error
    })
  }
}

function answering(found: readonly LookupAddress[]): LookupFunction {
  return (_, {all}, done) => (all ? done(null, [...found]) : done(null, found[0]!.address, found[0]!.family))
}

function trusted({ca}: Route): {ca?: string[]} {
  return ca === undefined ? {} : {ca: [...ca]}
}

function authorization(proxy: URL): string {
  const login = loginOf(proxy)
  return login === null ? '' : `Proxy-Authorization: ${login}\r\n`
}

/** What a proxy's URL says to log in with; null for nothing. */
export function loginOf({username, password}: URL): string | null {
  if (username === '' && password === '') return null
  const pair = `${decoded(username)}:${decoded(password)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

/** A percent sign that escapes nothing is one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A proxy's answer longer than this is none. */
const LONGEST_HEAD = 16_384

function readHead(socket: Socket, done: (socket: Socket) => void, fail: (error: unknown) => void): void {
  let head = Buffer.alloc(0)
  const onData = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0 && head.length < LONGEST_HEAD) return
    socket.removeListener('data', onData)
    const text = head.toString('latin1')
    const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(text)?.[1] ?? Number.NaN)
    if (status < 200 || status > 299 || Number.isNaN(status))
      return fail(
        Object.assign(new PhaseError('proxy', 'PROXY_REFUSED', 'the proxy refused the connection'), {
          status: Number.isNaN(status) ? null : status,
        }),
      )
    socket.pause()
    if (head.length > end + 4) socket.unshift(head.subarray(end + 4))
    done(socket)
  }
  socket.on('data', onData)
  socket.once('error', fail)
  socket.once('close', () => fail(new PhaseError('proxy', 'ECONNRESET', 'the proxy closed the connection')))
}

interface Settle<T> {
  done(value: T): void
  error(error: unknown): void
}

/** What `start` settles with, or a time-out of that phase. Errors say in which phase they came. */
function within<T>(phase: Phase, milliseconds: number, start: (settle: Settle<T>) => unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new PhaseError(phase, 'TIMEOUT', `no answer within ${milliseconds} ms`)),
      milliseconds,
    )
    const settle = (run: () => void): void => {
      clearTimeout(timer)
      run()
    }
    start({
      done: (value) => settle(() => resolve(value)),
      error: (error) => settle(() => reject(PhaseError.of(phase, error))),
    })
  })
}
