import type {EndpointRule} from './clients-file.js'

/** The URL a client makes of what is configured; null where it refuses it. A slash at the end is left out. */
export function readUrl(text: string, shape: EndpointRule['shape'], region: string | null): string | null {
  return SHAPES[shape](text, region)?.replace(/\/$/, '') ?? null
}

const SHAPES: Readonly<Record<EndpointRule['shape'], (text: string, region: string | null) => string | null>> = {
  // botocore utils.py is_valid_endpoint_url, behind urllib's urlsplit: a host of proper labels (or an IPv6 address)
  python(text) {
    const parts = split(text.replace(/^[\0- ]+/, '').replace(/[\t\n\r]/g, ''))
    return parts !== null && isWeb(parts) && isPythonHost(parts.host) && isPort(parts.port)
      ? join(withoutSlashes(parts))
      : null
  },
  // `localhost:4566` is a URL with the scheme `localhost`. Of the rest, userinfo, fragment and port 0 get lost.
  browser: (text) => parse(text)?.href.replace(/^(https?:\/\/[^/?#]*):0(?=\/)/, '$1') ?? null,
  // Ruby: URI::HTTP or URI::HTTPS, whose parser is strict
  http(text) {
    const parts = split(text)
    if (parts === null || !isWeb(parts) || parts.host === '' || !isPort(parts.port)) return null
    if (/[\s"<>\\^`{|}]|%(?![\da-f]{2})/i.test(text) || /@/.test(parts.user) || /[[\]]/.test(parts.path)) return null
    return join({...parts, port: ownPort(parts)})
  },
  // Go v1: endpoints.AddScheme, then net/url; the query becomes the request's own
  added: (text) => readGo((/^[^:]+:\/\//.test(text) ? text : `https://${text}`).replace(/\?[^#]*/, '')),
  // Go v2: net/url; without a scheme there is no host to call
  go: (text) => readGo(text, withoutSlashes),
  // JavaScript v2 lib/http.js, which takes apart with Node's url.parse; templates: lib/service.js endpointFromTemplate
  any(text, region) {
    const url = text
      .replaceAll('{service}', 'sts')
      .replaceAll('{scheme}', 'https')
      .replaceAll('{region}', region ?? '')
    const written = /^http/.test(url) ? url : `https://${url}`
    const parts = split(written)
    const host = parse(written)?.hostname ?? ''
    if (parts === null || !isWeb(parts) || parts.host === '' || host === '' || !isPort(parts.port)) return url
    return join({...parts, host: /^[\d.]+$|^0x|^\[/.test(host) ? parts.host : host, user: '', hash: ''})
  },
}

interface Parts {
  readonly scheme: string
  readonly user: string
  readonly host: string
  /** As written, without its colon; null where there is none. */
  readonly port: string | null
  readonly path: string
  readonly query: string
  readonly hash: string
}

const URL_PARTS =
  /^([a-z][a-z\d+.-]*):\/\/(?:([^/?#]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/is

function split(text: string): Parts | null {
  const found = URL_PARTS.exec(text)
  if (found === null || (found[5] !== '' && !found[5]!.startsWith('/'))) return null
  const [, scheme = '', user = '', host = '', port = null, path = '', query = '', hash = ''] = found
  return {scheme: scheme.toLowerCase(), user, host, port, path, query, hash}
}

/** Signs with nothing behind them are left out; a path is put before a query. */
function join({scheme, user, host, port, path, query, hash}: Parts): string {
  const rest = [query, hash].filter((text) => text.length > 1).join('')
  const authority = `${user === '' ? '' : `${user}@`}${host}${port === null || port === '' ? '' : `:${port}`}`
  return `${scheme}://${authority}${path === '' && rest !== '' ? '/' : path}${rest}`
}

function isWeb({scheme}: Parts): boolean {
  return scheme === 'http' || scheme === 'https'
}

function isPort(port: string | null): boolean {
  return port === null || (/^\d*$/.test(port) && Number(port) < 65_536)
}

function ownPort({scheme, port}: Parts): string | null {
  const number = port === null || port === '' ? null : String(Number(port))
  return number === (scheme === 'http' ? '80' : '443') ? null : number
}

function isPythonHost(host: string): boolean {
  if (host.length > 255) return false
  if (/^\[[\da-f:.]+(?:%25[\w.~-]+)?\]$/i.test(host)) return true
  return /^(?:(?!-)[a-z\d-]{1,63}(?<!-)\.)*(?!-)[a-z\d-]{1,63}(?<!-)\.?$/i.test(host)
}

/** A host without what net/url refuses in one, and a port of digits. */
function readGo(text: string, change = (parts: Parts) => parts): string | null {
  const parts = split(text)
  if (parts === null || !isWeb(parts) || parts.host === '' || /[\s"<>\\^`{|}%]|^\[[^\]]*$/.test(parts.host)) return null
  if (/[\s"<>\\^`{|}]/.test(parts.user) || /%(?![\da-f]{2})/i.test(parts.path)) return null
  return parts.port === null || /^\d*$/.test(parts.port) ? join(change(parts)) : null
}

function withoutSlashes(parts: Parts): Parts {
  return {...parts, path: parts.path.replace(/^\/+$/, '')}
}

function parse(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  for (const part of ['username', 'password', 'hash'] as const) url[part] = ''
  return url
}
