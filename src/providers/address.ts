/** A value that names a host, taken apart. User name, password and query never leave this module. */
export interface Address {
  /** Lower case; null where the value has none. */
  readonly scheme: string | null
  /** Lower case, without the trailing dot; IPv6 without its brackets. */
  readonly host: string
  readonly port: number | null
  readonly path: string
}

const SHAPE = /^(?:([a-z][a-z0-9+.-]*):\/\/|\/\/)?([^/?#\\]*)([^?#]*)/i
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i
const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?$/u

/** Not `new URL`: that repairs what an SDK would refuse, and rewrites the host that we have to show. */
export function parseAddress(value: string): Address | null {
  const [, scheme, authority = '', path = ''] = SHAPE.exec(value) ?? []
  const match = AUTHORITY.exec(authority.slice(authority.lastIndexOf('@') + 1))
  if (match === null) return null
  const host = (match[1] ?? '').toLowerCase().replace(/\.$/, '')
  const port = match[2] === undefined ? null : Number(match[2])
  if (port !== null && (port < 1 || port > 65_535)) return null
  if (!host.startsWith('[') && !isName(host)) return null
  return {scheme: scheme?.toLowerCase() ?? null, host: host.replace(/^\[|\]$/g, ''), port, path}
}

/** A value some other program completes: `https://sts.{region}.amazonaws.com`, `*.amazonaws.com`, `sts.@@REGION@@.test`. */
export function isPlaceholder(value: string): boolean {
  const authority = SHAPE.exec(value)?.[2] ?? ''
  if (/(?:@@?|__|%)[A-Za-z][\w.]*(?:@|__|%)/.test(authority)) return true
  return /\$|\{|<|\*|%[(s]/.test(authority.slice(authority.lastIndexOf('@') + 1))
}

function isName(host: string): boolean {
  return host.length <= 253 && host.split('.').every((label) => LABEL.test(label))
}

const LOCAL_SUFFIXES = ['localhost', 'local', 'internal', 'svc', 'test', 'localstack.cloud']

/** Loopback, private networks, emulators and container names: never an AWS endpoint, so never a finding about one. */
export function isLocal(host: string): boolean {
  if (host.includes(':')) return /^(?:::1?|fe[89ab][0-9a-f]:.*|f[cd][0-9a-f]{2}:.*)$/.test(host)
  const octets = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(host)
  if (octets !== null) return isPrivate(Number(octets[1]), Number(octets[2]))
  return !host.includes('.') || LOCAL_SUFFIXES.some((suffix) => isUnder(host, suffix))
}

/** The machine itself, or a double of AWS: what is right in development and nowhere else. */
export function isEmulator(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|host\.docker\.internal)$|(?:^|[.-])(?:localstack|moto)(?:$|[.-])/.test(
    host,
  )
}

export function isUnder(host: string, suffix: string): boolean {
  return host === suffix || host.endsWith(`.${suffix}`)
}

function isPrivate(first: number, second: number): boolean {
  if (first === 172) return second >= 16 && second <= 31
  if (first === 192) return second === 168
  if (first === 169) return second === 254
  return first === 0 || first === 10 || first === 127
}
