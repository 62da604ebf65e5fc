import {createHash, createHmac} from 'node:crypto'
import type {Signed} from './signature.js'

/**
 * The signature by the letter of the IAM User Guide, "Create a signed AWS API request", for a request without a query:
 * a second implementation, so that a fault of the SDK's own could not hide itself.
 */
export function signByHand(
  {method, path, headers, body}: Omit<Signed, 'headers'> & {readonly headers: Readonly<Record<string, string>>},
  {secret, date, region, service}: {secret: string; date: string; region: string; service: string},
): string {
  const names = Object.keys(headers).sort()
  const canonical = [
    method,
    path,
    '',
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n')
  const scope = [date.slice(0, 8), region, service, 'aws4_request']
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n')
  const key = scope.reduce<Buffer | string>((last, part) => hmac(last, part), `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
