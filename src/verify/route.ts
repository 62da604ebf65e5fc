import {readFileSync} from 'node:fs'
import {BlockList, isIP} from 'node:net'
import {resolve} from 'node:path'
import type {ProviderId} from '../model.js'

type Env = Readonly<Record<string, string | undefined>>

/** How connections leave this machine. */
export interface Route {
  /** Null where the host is called directly. */
  proxyFor(host: string, port: number): URL | null
  /** Of this environment, whatever the host. */
  readonly proxy: URL | null
  /** PEM texts that are trusted instead of Node's own; undefined for those. */
  readonly ca: readonly string[] | undefined
}

/** What the environment says cannot be used. `code` is `CA_BUNDLE` or `PROXY_INVALID`. */
class RouteError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * As AWS SDKs read it: AWS_CA_BUNDLE before the profile's `ca_bundle`, either instead of the built-in roots (botocore);
 * HTTPS_PROXY and NO_PROXY, the lower-case spelling first (curl).
 */
function readRoute(env: Env, caBundle: string | null): Route {
  const proxy = parseProxy(env['https_proxy'] || env['HTTPS_PROXY'] || '')
  const isDirect = createBypass(env['no_proxy'] || env['NO_PROXY'] || '')
  return {
    proxy,
    proxyFor: (host, port) => (proxy === null || isDirect(host, port) ? null : proxy),
    ca: readBundles(env, caBundle),
  }
}

/** AWS_CA_BUNDLE is AWS's: no tool of another provider reads it. */
export function routeFor(provider: ProviderId, env: Env, caBundle: string | null): Route {
  return readRoute(provider === 'aws' ? env : {...env, AWS_CA_BUNDLE: undefined}, caBundle)
}

function parseProxy(text: string): URL | null {
  if (text === '') return null
  const full = /^\w+:\/\//.test(text) ? text : `http://${text}`
  if (/^https?:/i.test(full) && URL.canParse(full)) return new URL(full)
  throw new RouteError('PROXY_INVALID', 'HTTPS_PROXY is not the URL of an HTTP proxy')
}

function createBypass(text: string): (host: string, port: number) => boolean {
  const rules = text.split(/[\s,]+/).filter((item) => item !== '')
  return (host, port) => rules.some((rule) => covers(rule.toLowerCase(), host.toLowerCase(), port))
}

/** `*`, a domain with or without a dot or star in front, an address, a range of addresses; any of them with a port. */
function covers(rule: string, host: string, port: number): boolean {
  if (rule === '*') return true
  if (rule.includes('/')) return isInRange(rule, host)
  const [, name = rule, ruledPort] = isIP(rule) === 6 ? [] : (/^\[?(.*?)\]?(?::(\d+))?$/.exec(rule) ?? [])
  if (ruledPort !== undefined && Number(ruledPort) !== port) return false
  const domain = name.replace(/^\*?\./, '')
  return host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`))
}

function isInRange(rule: string, host: string): boolean {
  const [net = '', bits = ''] = rule.split('/')
  const family = isIP(net)
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return false
  const list = new BlockList()
  const type = family === 4 ? 'ipv4' : 'ipv6'
  list.addSubnet(net, Number(bits), type)
  return list.check(host, type)
}

function readBundles(env: Env, caBundle: string | null): readonly string[] | undefined {
  const path = env['AWS_CA_BUNDLE'] || caBundle
  if (!path) return undefined
  // Node adds these to its own roots, and not to roots that are given.
  const extra = env['NODE_EXTRA_CA_CERTS']
  return [readBundle(path, env), ...(extra ? [readBundle(extra, env)] : [])]
}

function readBundle(path: string, env: Env): string {
  const home = env['HOME'] || env['USERPROFILE'] || '~'
  try {
    return readFileSync(resolve(path.replace(/^~(?=$|[\\/])/, () => home)), 'utf8')
  } catch (cause) {
    throw new RouteError('CA_BUNDLE', `the CA bundle ${path} cannot be read`, {cause})
  }
}
