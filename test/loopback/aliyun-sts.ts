import {createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse} from 'node:http'
import {createServer as createHttps} from 'node:https'
import type {AddressInfo, Socket} from 'node:net'
import {onTestFinished} from 'vitest'
import {type AcsRequest, acsClaimOf, acsSignature} from './acs3-by-hand.js'
import type {Certified} from './certificates.js'

export type AliyunMode =
  | 'hang'
  | 'echo'
  | 'html'
  | 'throttle'
  | 'fault'
  | 'inactive'
  | 'malformed-token'
  | 'role-denied'
  | 'token-denied'
  | 'root'
  | 'unheard-of'

export interface AliyunPrincipal {
  readonly secret: string
  readonly token?: string
  readonly account: string
  readonly arn: string
  readonly isExpired?: boolean
}

export interface AliyunSeen extends AcsRequest {
  readonly host: string
  readonly action: string
  readonly parameters: URLSearchParams
}

export interface AliyunOptions {
  readonly keys: Readonly<Record<string, AliyunPrincipal>>
  readonly mode?: AliyunMode
  /** How far its clock is ahead, in milliseconds. */
  readonly ahead?: number
  readonly tls?: Certified
}

const WINDOW = 900_000

/** Alibaba Cloud's STS on this machine: checks ACS3 signatures, clocks, keys and tokens, and answers JSON. */
export async function startAliyunSts(options: AliyunOptions): Promise<{port: number; seen: readonly AliyunSeen[]}> {
  const keys = new Map(Object.entries(options.keys))
  const seen: AliyunSeen[] = []
  const sockets = new Set<Socket>()
  const listener: RequestListener = (request, response) => {
    void receive(request).then((each) => {
      seen.push(each)
      respond(each, response, options, keys)
    })
  }
  const server = options.tls ? createHttps({...options.tls}, listener) : createHttp(listener)
  server.on('tlsClientError', () => undefined)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  )
  return {port: (server.address() as AddressInfo).port, seen}
}

async function receive(request: IncomingMessage): Promise<AliyunSeen> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const path = request.url ?? ''
  const body = Buffer.concat(chunks).toString()
  const query = new URLSearchParams(path.split('?')[1] ?? '')
  return {
    method: request.method ?? '',
    path,
    headers,
    body,
    host: (headers['host'] ?? '').replace(/:\d+$/, ''),
    action: headers['x-acs-action'] ?? query.get('Action') ?? '',
    parameters: body === '' ? query : new URLSearchParams(body),
  }
}

type Refusal = readonly [status: number, code: string, message: string]

const MODES: Readonly<Partial<Record<AliyunMode, Refusal>>> = {
  throttle: [400, 'Throttling.User', 'Request was denied due to user flow control.'],
  fault: [503, 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.'],
  inactive: [403, 'InvalidAccessKeyId.Inactive', 'Specified access key is disabled.'],
  'malformed-token': [400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.'],
  'unheard-of': [400, 'UnheardOf', 'Something new in account 1111222233334444'],
}

function respond(
  seen: AliyunSeen,
  response: ServerResponse,
  {mode, ahead = 0}: AliyunOptions,
  keys: Map<string, AliyunPrincipal>,
): void {
  const now = Date.now() + ahead
  response.setHeader('date', new Date(now).toUTCString())
  if (mode === 'hang') return
  if (mode === 'html') {
    response.writeHead(200, {'content-type': 'text/html'})
    response.end('<html>Sign in to the guest network</html>')
    return
  }
  if (mode === 'echo') {
    const all = JSON.stringify(seen.headers)
    return send(response, 400, {
      RequestId: REQUEST,
      Code: 'UnheardOf',
      Message: `${acsClaimOf(seen)?.accessKeyId}: ${all}`,
    })
  }
  const granted = grant(seen, keys)
  if (granted !== null) return send(response, granted === 'refused' ? 401 : 200, granted)
  const refusal = (mode && MODES[mode]) ?? refuse(seen, keys, now, mode)
  if (refusal !== null) {
    const [status, Code, Message] = refusal
    return send(response, status, {RequestId: REQUEST, HostId: seen.host, Code, Message})
  }
  const principal = keys.get(acsClaimOf(seen)?.accessKeyId ?? '')
  send(response, 200, {RequestId: REQUEST, ...answerTo(seen, principal, keys, now)})
}

/** What gives keys and is not STS: the metadata of an instance, a sign-in, a server of somebody's. */
function grant({method, path, headers, body}: AliyunSeen, keys: ReadonlyMap<string, AliyunPrincipal>): object | string | null {
  const [[AccessKeyId, {secret: AccessKeySecret, token: SecurityToken}] = ['', {secret: '', token: ''}]] = [...keys]
  const credentials = {AccessKeyId, AccessKeySecret, SecurityToken, Expiration: '2030-01-01T00:00:00Z'}
  if (path === '/keys') return credentials
  if (path === '/cloud-credentials') {
    const isOurs = headers['authorization'] === 'Bearer made-up-sign-in' && JSON.parse(body).AccountId !== undefined
    return isOurs ? {CloudCredential: credentials} : 'refused'
  }
  if (path === '/latest/api/token') return method === 'PUT' ? 'made-up-metadata-token' : null
  if (headers['x-aliyun-ecs-metadata-token'] !== 'made-up-metadata-token') return null
  return path.endsWith('/security-credentials/') ? 'web' : path.endsWith('/security-credentials/web') ? credentials : null
}

function refuse(
  seen: AliyunSeen,
  keys: ReadonlyMap<string, AliyunPrincipal>,
  now: number,
  mode: AliyunMode | undefined,
): Refusal | null {
  // Signed by nobody: the token is the credential.
  if (seen.action === 'AssumeRoleWithOIDC')
    return mode === 'token-denied' || seen.parameters.get('OIDCToken') !== 'made.up.token'
      ? [400, 'AuthenticationFail.OIDCToken.Invalid', 'This JWT token is invalid.']
      : null
  const claim = acsClaimOf(seen)
  if (claim === null) return [400, 'MissingAuthorization', 'The request is not signed.']
  if (seen.headers['x-acs-version'] !== '2015-04-01') return [400, 'InvalidVersion', 'Specified version is not valid.']
  const principal = keys.get(claim.accessKeyId)
  if (principal === undefined) return [404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.']
  const token = seen.headers['x-acs-security-token']
  if (principal.token !== undefined && token === undefined)
    return [400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.']
  if (principal.token !== token)
    return [400, 'InvalidSecurityToken.MismatchWithAccessKey', 'Specified SecurityToken mismatch with the AccessKey.']
  // All that names the caller and the call must be signed.
  const needed = ['host', ...Object.keys(seen.headers).filter((name) => name.startsWith('x-acs-'))]
  if (needed.some((name) => !claim.signedHeaders.includes(name)))
    return [400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.']
  if (acsSignature(seen, claim.signedHeaders, principal.secret) !== claim.signature)
    return [400, 'SignatureDoesNotMatch', 'Specified signature is not matched with our calculation.']
  if (Math.abs(Date.parse(seen.headers['x-acs-date'] ?? '') - now) > WINDOW)
    return [400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.']
  if (principal.isExpired) return [400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.']
  if (seen.action === 'AssumeRole' && mode === 'root')
    return [403, 'NoPermission', 'Roles may not be assumed by root accounts.']
  if (seen.action === 'AssumeRole' && mode === 'role-denied')
    return [403, 'NoPermission', `You are not authorized to assume ${seen.parameters.get('RoleArn')}`]
  return null
}

function answerTo(
  {action, parameters}: AliyunSeen,
  principal: AliyunPrincipal | undefined,
  keys: Map<string, AliyunPrincipal>,
  now: number,
): object {
  if (action === 'GetCallerIdentity' && principal !== undefined)
    return {
      AccountId: principal.account,
      Arn: principal.arn,
      IdentityType: 'RAMUser',
      PrincipalId: '222233334444555566',
      UserId: '222233334444555566',
    }
  const [, owner = '', role = ''] = /^acs:ram::(\d+):role\/(.+)$/.exec(parameters.get('RoleArn') ?? '') ?? []
  const id = `STS.MadeUp${String(keys.size).padStart(16, '0')}`
  const session = `acs:ram::${owner}:assumed-role/${role}/${parameters.get('RoleSessionName')}`
  keys.set(id, {secret: `secret-of-${id}`, token: `token-of-${id}`, account: owner, arn: session})
  const Expiration = new Date(now + Number(parameters.get('DurationSeconds')) * 1000).toISOString()
  return {
    Credentials: {AccessKeyId: id, AccessKeySecret: `secret-of-${id}`, SecurityToken: `token-of-${id}`, Expiration},
    AssumedRoleUser: {Arn: session, AssumedRoleId: `333344445555666677:${role}`},
  }
}

const REQUEST = '01234567-89AB-CDEF-0123-456789ABCDEF'

function send(response: ServerResponse, status: number, body: object | string): void {
  response.writeHead(status, {'content-type': 'application/json; charset=utf-8'})
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
