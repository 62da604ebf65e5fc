import type {EndpointRule} from './clients-file.js'

/** The URL a client makes of what is configured; null where it refuses it. A slash at the end is left out. */
export function readUrl(text: string, shape: EndpointRule['shape'], region: string | null): string | null {
  return SHAPES[shape](text, region)?.replace(/\/$/, '') ?? null
}

const SHAPES: Readonly<Record<EndpointRule['shape'], (text: string, region: string | null) => string | null>> = {
  // botocore utils.py is_valid_endpoint_url: any scheme, and a host of proper labels (or an IPv6 address)
  python: (text) =>
    isPythonHost(/^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(text)?.[1]) ? text : null,
  // `localhost:4566` is a URL with the scheme `localhost`.
  browser: (text) => parse(text)?.href ?? null,
  // Ruby: URI::HTTP or URI::HTTPS
  http: (text) => (/^https?:\/\/[^\s/]+/i.test(text) ? text : null),
  // Go: endpoints.AddScheme
  added: (text) =>
    /^[^:]+:\/\//.test(text) ? text.replace(/^[^:]+/, (scheme) => scheme.toLowerCase()) : `https://${text}`,
  // JavaScript v2 lib/http.js; templates: lib/service.js endpointFromTemplate
  any(text, region) {
    const url = text
      .replaceAll('{service}', 'sts')
      .replaceAll('{scheme}', 'https')
      .replaceAll('{region}', region ?? '')
    return parse(/^http/.test(url) ? url : `https://${url}`)?.href ?? url
  },
}

function isPythonHost(host: string | undefined): boolean {
  if (host === undefined || host.length > 255) return false
  if (/^\[[\da-f:.]+\]$/i.test(host)) return true
  return /^(?:(?!-)[a-z\d-]{1,63}(?<!-)\.)*(?!-)[a-z\d-]{1,63}(?<!-)\.?$/i.test(host)
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
