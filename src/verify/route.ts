import {readFileSync} from 'node:fs'
import {BlockList, isIP} from 'node:net'
import {resolve} from 'node:path'
import type {ProviderId} from '../model.js'

type Env = Readonly<Record<string, string | undefined>>

export interface Place {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
}

/** How connections leave this machine. */
export interface Route {
  /** Null where the host is called directly. */
  proxyFor(place: Place): URL | null
  /** There is one, and NO_PROXY or the machine itself stands before it. */
  isBypassed(place: Place): boolean
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
 * As botocore and curl read it (run: botocore 1.43.11, curl 7.88.1): HTTPS_PROXY for https endpoints, HTTP_PROXY for http ones,
 * the lower-case spelling first, NO_PROXY for both. ALL_PROXY is curl's alone: what AWS SDKs pass by would prove nothing. AWS_CA_BUNDLE
 * before the profile's `ca_bundle`, either instead of the built-in roots.
 */
function readRoute(env: Env, caBundle: string | null): Route {
  const isDirect = createBypass(env['no_proxy'] || env['NO_PROXY'] || '')
  const isBypassed = ({host, port}: Place): boolean => isHere(host) || isDirect(host.replace(/\.$/, ''), port)
  return {
    proxyFor: (place) => (isBypassed(place) ? null : readProxy(env, variableOf(place))),
    isBypassed: (place) => isBypassed(place) && textOf(env, variableOf(place)) !== '',
    ca: readBundles(env, caBundle),
  }
}

/** AWS_CA_BUNDLE is AWS's: no tool of another provider reads it. */
export function routeFor(provider: ProviderId, env: Env, caBundle: string | null): Route {
  return readRoute(provider === 'aws' ? env : {...env, AWS_CA_BUNDLE: undefined}, caBundle)
}

/** Only ALL_PROXY says that there is a proxy. */
export function hasAllProxyAlone(env: Env): boolean {
  return Boolean(env['all_proxy'] || env['ALL_PROXY']) && !textOf(env, 'HTTPS_PROXY') && !textOf(env, 'HTTP_PROXY')
}

type Variable = 'HTTPS_PROXY' | 'HTTP_PROXY'

function variableOf({isSecure}: Place): Variable {
  return isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY'
}

/** In a CGI program HTTP_PROXY is what a visitor sends (CVE-2016-1000110). */
function textOf(env: Env, name: Variable): string {
  const isVisitors = name === 'HTTP_PROXY' && env['REQUEST_METHOD'] !== undefined
  return env[name.toLowerCase()] || (isVisitors ? '' : env[name]) || ''
}

function readProxy(env: Env, name: Variable): URL | null {
  const text = textOf(env, name)
  if (text === '') return null
  const full = /^\w+:\/\//.test(text) ? text : `http://${text.replace(/^\/\//, '')}`
  if (/^https?:/i.test(full) && URL.canParse(full)) return new URL(full)
  throw new RouteError('PROXY_INVALID', `${name} is not the URL of an HTTP proxy`)
}

/** No proxy leads to the machine it is asked from, nor to the metadata of an instance. */
function isHere(host: string): boolean {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|::1|169\.254\.169\.254|100\.100\.100\.200)$/i.test(host)
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
