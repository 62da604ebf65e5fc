import type {Dialer} from '../dial.js'
import {inTime} from '../in-time.js'
import type {Keys} from '../model.js'
import {type CloudSso, NoCredentials, type Source} from './credentials.js'
import {type Answer, type Sent, send} from './exchange.js'

export interface Fetching {
  readonly dialer: Dialer
  /** Of an answer, in milliseconds. */
  readonly requestTimeout: number
  readonly secrets: Set<string>
  /** Called where a host that gives keys, and is not STS, does not. */
  failed(host: string, code: string): void
}

/** Keys that are not STS's to give: of an instance, a sign-in or a server. As @alicloud/credentials 2.4.7 asks for them. */
export async function fetchKeys(source: Exclude<Source, {kind: 'keys' | 'oidc'}>, fetching: Fetching): Promise<Keys> {
  if (source.kind === 'instance') return ofInstance(source.role, source.needsToken, fetching)
  if (source.kind === 'cloud-sso') return ofSignIn(source, fetching)
  const url = URL.canParse(source.url) ? new URL(source.url) : null
  if (url === null) throw new NoCredentials('its credentials URI is no URL')
  return keysIn(await ask({...GET, url}, fetching), url, fetching)
}

const GET = {method: 'GET', headers: {}, body: ''} as const
const METADATA = 'http://100.100.100.200/latest'
/** What the SDK waits for an instance to connect and to answer, in milliseconds. */
const PATIENCE = 1000

async function ofInstance(name: string, needsToken: boolean, fetching: Fetching): Promise<Keys> {
  const {dialer} = fetching
  const within = async (sent: Omit<Sent, 'body'>): Promise<string> => {
    const {exchange, text} = await inTime(2 * PATIENCE, () => send({...sent, body: ''}, dialer, PATIENCE))
    if (exchange.status === 200) return text.trim()
    throw new Error(`HTTP ${exchange.status}`)
  }
  const get = (path: string, headers: Record<string, string>): Promise<string> =>
    within({url: new URL(METADATA + path), method: 'GET', headers})
  try {
    const token = await within({
      url: new URL(`${METADATA}/api/token`),
      method: 'PUT',
      headers: {'x-aliyun-ecs-metadata-token-ttl-seconds': '21600'},
    }).catch((error: unknown) => {
      if (needsToken) throw error
      return null
    })
    const headers: Record<string, string> = token === null ? {} : {'x-aliyun-ecs-metadata-token': token}
    const place = '/meta-data/ram/security-credentials/'
    const role = name === '' ? await get(place, headers) : name
    return toKeys(JSON.parse(await get(place + role, headers)))!
  } catch {
    throw new NoCredentials('no role of an instance here')
  }
}

async function ofSignIn({url, account, configuration, token}: CloudSso, fetching: Fetching): Promise<Keys> {
  fetching.secrets.add(token)
  const place = new URL('/cloud-credentials', url)
  const answer = await ask(
    {
      url: place,
      method: 'POST',
      headers: {'content-type': 'application/json', authorization: `Bearer ${token}`},
      body: JSON.stringify({AccountId: account, AccessConfigurationId: configuration}),
    },
    fetching,
  )
  return keysIn(answer, place, fetching)
}

async function ask(sent: Sent, {dialer, requestTimeout, failed}: Fetching): Promise<Answer> {
  return send(sent, dialer, requestTimeout).catch((error: {code?: string; name: string}) => {
    failed(sent.url.hostname, error.code ?? error.name)
    throw error
  })
}

function keysIn({exchange, text}: Answer, url: URL, {failed}: Fetching): Keys {
  const keys = exchange.status === 200 ? parse(text) : null
  if (keys !== null) return keys
  failed(url.hostname, `HTTP ${exchange.status}`)
  throw new Error('no keys in the answer')
}

function parse(text: string): Keys | null {
  try {
    const answer = JSON.parse(text)
    return toKeys(answer?.CloudCredential ?? answer)
  } catch {
    return null
  }
}

function toKeys(found: Readonly<Record<string, unknown>> | null): Keys | null {
  const {AccessKeyId: accessKeyId, AccessKeySecret: secretAccessKey, SecurityToken: sessionToken} = found ?? {}
  return typeof accessKeyId === 'string' && typeof secretAccessKey === 'string' && typeof sessionToken === 'string'
    ? {accessKeyId, secretAccessKey, sessionToken}
    : null
}
