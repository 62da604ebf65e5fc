import {createHash, createHmac, randomBytes} from 'node:crypto'
import type {Keys} from '../model.js'

export interface Acs3Request {
  readonly host: string
  readonly action: string
  readonly version: string
  readonly parameters: Readonly<Record<string, string>>
  readonly date: Date
  readonly nonce: string
}

export interface Signed {
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * A POST whose parameters stand in the query, signed with ACS3-HMAC-SHA256 (Alibaba Cloud, "Request syntax and signature method
 * V3"). Own code, since the vendor's SDK is thirty packages and brings agents of its own: no proxy, limit or CA bundle of ours
 * would reach them.
 */
export function sign({host, action, version, parameters, date, nonce}: Acs3Request, keys: Keys): Signed {
  const query = Object.keys(parameters)
    .sort()
    .map((name) => `${encode(name)}=${encode(parameters[name] ?? '')}`)
    .join('&')
  const body = sha256('')
  const signed: Record<string, string> = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': body,
    'x-acs-date': date.toISOString().replace(/\.\d+Z$/, 'Z'),
    ...(keys.sessionToken !== undefined && {'x-acs-security-token': keys.sessionToken}),
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  }
  const names = Object.keys(signed).sort()
  const lines = names.map((name) => `${name}:${signed[name]}\n`).join('')
  const canonical = ['POST', '/', query, lines, names.join(';'), body].join('\n')
  const signature = createHmac('sha256', keys.secretAccessKey)
    .update(`${ALGORITHM}\n${sha256(canonical)}`)
    .digest('hex')
  const authorization = `${ALGORITHM} Credential=${keys.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`
  return {path: query === '' ? '/' : `/?${query}`, headers: {...signed, authorization}}
}

const ALGORITHM = 'ACS3-HMAC-SHA256'

export function createNonce(): string {
  return randomBytes(16).toString('hex')
}

/** RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
