import {timingSafeEqual} from 'node:crypto'
import {Sha256} from '@aws-crypto/sha256-js'
import {SignatureV4} from '@smithy/signature-v4'

/** A request as it came over the wire. Header names in lower case. */
export interface Signed {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What the Authorization header says. */
export interface Claim {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

export function claimOf({headers}: Signed): Claim | null {
  const [, accessKeyId, date, region, service, names, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]*)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers['authorization'] ?? '',
    ) ?? []
  if (accessKeyId === undefined || signature === undefined) return null
  return {
    accessKeyId,
    date: date!,
    region: region!,
    service: service!,
    signedHeaders: names!.split(';'),
    signature,
  }
}

/** When it was signed. */
export function signedAt({headers}: Signed): Date {
  return new Date(
    (headers['x-amz-date'] ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  )
}

/** Does the secret make the same signature? Computed again with @smithy/signature-v4 from what came over the wire. */
export async function isSignedWith(request: Signed, claim: Claim, secret: string): Promise<boolean> {
  const headers = Object.fromEntries(claim.signedHeaders.map((name) => [name, request.headers[name] ?? '']))
  const signer = new SignatureV4({
    credentials: {accessKeyId: claim.accessKeyId, secretAccessKey: secret},
    region: claim.region,
    service: claim.service,
    sha256: Sha256,
    applyChecksum: false,
  })
  const {headers: again} = await signer.sign(
    {
      method: request.method,
      protocol: 'https:',
      hostname: headers['host'] ?? '',
      path: request.path,
      headers,
      body: request.body,
      query: {},
    },
    {
      signingDate: signedAt(request),
      signableHeaders: new Set(claim.signedHeaders),
      unsignableHeaders: new Set(),
    },
  )
  const expected = /Signature=([0-9a-f]{64})/.exec(again['authorization'] ?? '')?.[1] ?? ''
  return (
    expected.length === claim.signature.length && timingSafeEqual(Buffer.from(expected), Buffer.from(claim.signature))
  )
}
