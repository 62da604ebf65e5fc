import {createHash, createHmac} from 'node:crypto'

export interface AcsRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface AcsClaim {
  readonly accessKeyId: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

export function acsClaimOf({headers}: AcsRequest): AcsClaim | null {
  const found = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
    headers['authorization'] ?? '',
  )
  if (found === null) return null
  const [, accessKeyId = '', names = '', signature = ''] = found
  return {accessKeyId, signedHeaders: names.split(';'), signature}
}

/** As Alibaba Cloud's page on signature V3 tells it, from the request as it came over the wire and nothing of stslint's. */
export function acsSignature(request: AcsRequest, signedHeaders: readonly string[], secret: string): string {
  const [path = '/', query = ''] = request.path.split('?')
  const pairs = [...new URLSearchParams(query)].sort(([a], [b]) => (a < b ? -1 : 1))
  const canonical = [
    request.method,
    path,
    pairs.map(([name, value]) => `${percent(name)}=${percent(value)}`).join('&'),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim()}`),
    '',
    signedHeaders.join(';'),
    createHash('sha256').update(request.body).digest('hex'),
  ].join('\n')
  const digest = createHash('sha256').update(canonical).digest('hex')
  return createHmac('sha256', secret).update(`ACS3-HMAC-SHA256\n${digest}`).digest('hex')
}

function percent(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte)
      return /[A-Za-z0-9_.~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}
