import {createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse} from 'node:http'
import {createServer as createHttps} from 'node:https'
import type {AddressInfo, Socket} from 'node:net'
import {onTestFinished} from 'vitest'
import type {Certified} from './certificates.js'
import {type Claim, claimOf, isSignedWith, type Signed, signedAt} from './signature.js'

/** What the server does instead of answering by what was sent. */
export type Mode =
  | 'hang'
  | 'endless-head'
  | 'endless-body'
  | 'flood'
  | 'echo'
  | 'cut'
  | 'throttle'
  | 'fault'
  | 'html'
  | 'html-ok'
  | 'region-disabled'
  | 'not-enabled'
  | 'invalid-action'
  | 'access-denied'
  | 'role-denied'
  | 'no-authorization'
  | 'expired'
  | 'too-old'
  | 'unheard-of'

export interface Principal {
  readonly secret: string
  readonly token?: string
  readonly account: string
  readonly arn: string
  readonly userId: string
  readonly isExpired?: boolean
}

export interface Seen extends Signed {
  readonly host: string
  readonly action: string
  readonly claim: Claim | null
  readonly parameters: URLSearchParams
}

export interface StsOptions {
  readonly keys?: Readonly<Record<string, Principal>>
  /** The Region of hosts that name none. */
  readonly region?: string
  /** By host name; `*` for all others. */
  readonly modes?: Readonly<Record<string, Mode>>
  /** How far its clock is ahead, in milliseconds. */
  readonly ahead?: number
  readonly tls?: Certified
  /** Whether it accepts a web identity token. */
  readonly acceptsToken?: boolean
  /** Called with each request before it is answered. */
  onRequest?(seen: Seen): void | Promise<void>
}

export interface StsServer {
  readonly port: number
  readonly url: string
  readonly seen: readonly Seen[]
  /** Connections that are open now. */
  open(): number
}

const WINDOW = 300_000

/** STS on this machine: checks signatures, scopes, clocks and keys as the service does, and answers the query protocol. */
export async function startSts(options: StsOptions = {}): Promise<StsServer> {
  const keys = new Map(Object.entries(options.keys ?? {}))
  const seen: Seen[] = []
  const sockets = new Set<Socket>()
  const listener: RequestListener = (request, response) => {
    void receive(request).then(async (each) => {
      seen.push(each)
      await options.onRequest?.(each)
      await respond(each, response, options, keys)
    })
  }
  const server = options.tls ? createHttps({...options.tls}, listener) : createHttp(listener)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined)
  })
  // A client that does not trust the certificate is a case of its own.
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  )
  const {port} = server.address() as AddressInfo
  return {port, seen, url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`, open: () => sockets.size}
}

async function receive(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  )
  const signed = {method: request.method ?? '', path: request.url ?? '', headers, body}
  const parameters = new URLSearchParams(body)
  return {
    ...signed,
    host: (headers['host'] ?? '').replace(/:\d+$/, ''),
    action: parameters.get('Action') ?? '',
    claim: claimOf(signed),
    parameters,
  }
}

async function respond(
  seen: Seen,
  response: ServerResponse,
  options: StsOptions,
  keys: Map<string, Principal>,
): Promise<void> {
  if (seen.host.startsWith('portal.sso.')) return signIn(seen, response, keys)
  const mode = options.modes?.[seen.host] ?? options.modes?.['*']
  const now = Date.now() + (options.ahead ?? 0)
  response.setHeader('date', new Date(now).toUTCString())
  if (mode === 'hang') return
  if (mode === 'endless-head' || mode === 'endless-body' || mode === 'flood') return never(mode, response)
  if (mode === 'cut') return void response.socket?.destroy()
  if (mode === 'html' || mode === 'html-ok') {
    response.writeHead(mode === 'html' ? 403 : 200, {'content-type': 'text/html; charset=utf-8'})
    response.end('<html><body><h1>Sign in to the guest network</h1></body></html>')
    return
  }
  // Quotes all that it was sent, as the real one quotes the canonical request.
  if (mode === 'echo') {
    const all = `${seen.body} ${JSON.stringify(seen.headers)}`
    return send(response, 400, errorXml('UnheardOf', `${seen.claim?.accessKeyId}: ${all}`))
  }
  const error = (mode && FAULTS[mode]) ?? (await refusal(seen, options, keys, now))
  if (error !== null) return send(response, error[0], errorXml(error[1], error[2]))
  const principal = keys.get(seen.claim?.accessKeyId ?? '')
  const answer = answerTo(seen, principal, keys, now)
  if (answer === null) return send(response, 400, errorXml('InvalidAction', `Could not find operation ${seen.action}`))
  send(
    response,
    200,
    `<${seen.action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${seen.action}Result>${answer}</${seen.action}Result><ResponseMetadata><RequestId>${REQUEST}</RequestId></ResponseMetadata></${seen.action}Response>`,
  )
}

/** Always one more byte, so that no time without any ends it: a header a moment, a byte of the body a moment, or as fast as it can. */
function never(mode: 'endless-head' | 'endless-body' | 'flood', response: ServerResponse): void {
  const {socket} = response
  if (socket === null) return
  if (mode !== 'endless-head') {
    response.writeHead(200, {'content-type': 'text/xml'})
    response.write('<GetCallerIdentityResponse>')
  } else socket.write('HTTP/1.1 200 OK\r\n')
  const next = (): void => {
    if (socket.destroyed) return
    if (mode === 'endless-head') socket.write('x-more: 1\r\n')
    else response.write(mode === 'flood' ? ' '.repeat(65_536) : ' ')
    setTimeout(next, mode === 'flood' ? 0 : 50)
  }
  next()
}

type Fault = readonly [status: number, code: string, message: string]

const FAULTS: Readonly<Partial<Record<Mode, Fault>>> = {
  throttle: [400, 'Throttling', 'Rate exceeded'],
  fault: [503, 'ServiceUnavailable', 'The service is unavailable'],
  'region-disabled': [403, 'RegionDisabledException', 'STS is not activated in this region for account:111122223333.'],
  'not-enabled': [403, 'InvalidClientTokenId', 'The security token included in the request is invalid'],
  'invalid-action': [400, 'InvalidAction', 'Could not find operation AssumeRoot for version 2011-06-15'],
  'access-denied': [
    403,
    'AccessDenied',
    'User: arn:aws:iam::111122223333:user/ada is not authorized by the endpoint policy',
  ],
  'no-authorization': [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'],
  'too-old': [403, 'SignatureDoesNotMatch', 'Signature expired: 20261124T080000Z is now earlier than 20261124T081500Z'],
  'unheard-of': [400, 'UnheardOf', 'Something new in account 111122223333'],
  expired: [403, 'ExpiredToken', 'The security token included in the request is expired'],
}

/** The service's own checks, in its order. */
async function refusal(
  seen: Seen,
  {region = 'eu-west-1', modes, acceptsToken = true}: StsOptions,
  keys: ReadonlyMap<string, Principal>,
  now: number,
): Promise<Fault | null> {
  // Signed by nobody: the token is the credential.
  if (seen.action === 'AssumeRoleWithWebIdentity')
    return acceptsToken
      ? null
      : [400, 'InvalidIdentityToken', 'No OpenIDConnect provider found in your account for the issuer']
  const {claim} = seen
  if (claim === null) return [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token']
  const own = regionOf(seen.host) ?? region
  if (claim.service !== 'sts' || claim.region !== own)
    return [403, 'SignatureDoesNotMatch', `Credential should be scoped to a valid region, not '${claim.region}'. `]
  const principal = keys.get(claim.accessKeyId)
  if (principal === undefined || (principal.token ?? '') !== (seen.headers['x-amz-security-token'] ?? ''))
    return [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.']
  if (!(await isSignedWith(seen, claim, principal.secret)))
    return [
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    ]
  const at = signedAt(seen).getTime()
  if (Math.abs(at - now) > WINDOW)
    return [
      403,
      'SignatureDoesNotMatch',
      `Signature expired: ${seen.headers['x-amz-date']} is now earlier than the server's time`,
    ]
  if (principal.isExpired) return [403, 'ExpiredToken', 'The security token included in the request is expired']
  const code = seen.parameters.get('TokenCode')
  if (seen.action === 'AssumeRole' && code !== null && code !== '123456')
    return [403, 'AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ']
  if (seen.action === 'AssumeRole' && (modes?.[seen.host] ?? modes?.['*']) === 'role-denied')
    return [
      403,
      'AccessDenied',
      `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${seen.parameters.get('RoleArn')}`,
    ]
  return null
}

function regionOf(host: string): string | null {
  if (host === 'sts.amazonaws.com') return 'us-east-1'
  return /^sts(?:-fips)?\.([a-z0-9-]+)\./.exec(host)?.[1] ?? /\.sts\.([a-z0-9-]+)\.vpce\./.exec(host)?.[1] ?? null
}

function answerTo(
  {action, parameters}: Seen,
  principal: Principal | undefined,
  keys: Map<string, Principal>,
  now: number,
): string | null {
  if (action === 'GetCallerIdentity' && principal !== undefined)
    return `<Arn>${principal.arn}</Arn><UserId>${principal.userId}</UserId><Account>${principal.account}</Account>`
  if (action !== 'AssumeRole' && action !== 'AssumeRoleWithWebIdentity') return null
  const [, account = '', name = ''] =
    /^arn:[\w-]+:iam::(\d{12}):role\/(.+)$/.exec(parameters.get('RoleArn') ?? '') ?? []
  const id = `ASIA${String(keys.size).padStart(16, '0')}`
  const arn = `arn:aws:sts::${account}:assumed-role/${name}/${parameters.get('RoleSessionName')}`
  const session = {
    secret: `secret-of-${id}`,
    token: `token-of-${id}`,
    account,
    arn,
    userId: `AROA0000000000000000:${name}`,
  }
  keys.set(id, session)
  const until = new Date(now + Number(parameters.get('DurationSeconds') ?? 3600) * 1000).toISOString()
  return `<Credentials><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${session.secret}</SecretAccessKey><SessionToken>${session.token}</SessionToken><Expiration>${until}</Expiration></Credentials><AssumedRoleUser><Arn>${arn}</Arn><AssumedRoleId>AROA0000000000000000:${name}</AssumedRoleId></AssumedRoleUser>`
}

/** IAM Identity Center: a signed-in user asks for the keys of a role. */
function signIn({headers, path}: Seen, response: ServerResponse, keys: Map<string, Principal>): void {
  const query = new URL(path, 'https://portal').searchParams
  const [id, {secret, token = ''}] = [...keys][0]!
  const isOurs = headers['x-amz-sso_bearer_token'] === 'made-up-sign-in' && query.has('role_name')
  response.writeHead(isOurs ? 200 : 401, {'content-type': 'application/json'})
  const roleCredentials = {
    accessKeyId: id,
    secretAccessKey: secret,
    sessionToken: token,
    expiration: Date.now() + 3_600_000,
  }
  response.end(JSON.stringify(isOurs ? {roleCredentials} : {message: 'Session token not found or invalid'}))
}

const REQUEST = '01234567-89ab-cdef-0123-456789abcdef'

function errorXml(code: string, message: string): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>${REQUEST}</RequestId></ErrorResponse>`
}

function send(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, {'content-type': 'text/xml', 'x-amzn-requestid': REQUEST})
  response.end(xml)
}
