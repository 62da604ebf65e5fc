import type {TLSSocket} from 'node:tls'
import type {AliyunHosts} from '../providers/aliyun/hosts.js'
import type {Hosts} from '../providers/aws/hosts.js'
import {kindOf} from '../verify/addresses.js'
import {diagnosisOf, outcomeOf} from '../verify/diagnose.js'
import {createDialer, type Dialer, placeOf} from '../verify/dial.js'
import {networkFacts} from '../verify/facts.js'
import {inTime} from '../verify/in-time.js'
import {maskIdentity} from '../verify/mask-identity.js'
import type {Diagnosis, Limits} from '../verify/model.js'
import {type Place, type Route, routeFor} from '../verify/route.js'
import type {Answer, Certificate, Host, Probe} from './model.js'

type Env = Readonly<Record<string, string | undefined>>

export interface Probing {
  readonly env: Env
  readonly limits: Limits
  /** When the whole run ends, on the clock of `performance`. */
  readonly deadline: number
  readonly hosts: Hosts
  readonly aliyunHosts: AliyunHosts
}

type Steps = {-readonly [K in 'dns' | 'tcp' | 'tls']: Probe[K]}

/** DNS, TCP and TLS of one host; no request is sent. Never throws for what the network does. */
export async function probe(host: Host, probing: Probing): Promise<Probe> {
  const place = placeOf(host.url)
  const steps: Steps = {dns: null, tcp: null, tls: null}
  let route: Route | null = null
  let dialer: Dialer | null = null
  let diagnosis: Diagnosis | null = null
  try {
    route = routeFor(host.provider, probing.env, host.caBundle)
    dialer = createDialer(route, probing.limits.connect)
    const reaching = dialer
    const left = probing.deadline - performance.now()
    if (left <= 0) diagnosis = NO_TIME
    else await inTime(left, () => reach(host, place, reaching, steps))
  } catch (error) {
    diagnosis = diagnose(error, host, steps, dialer?.proxyFor(place) ?? null, probing)
  } finally {
    dialer?.end()
  }
  const proxy = dialer?.proxyFor(place) ?? null
  const way = proxy !== null ? 'proxy' : route?.isBypassed(place) ? 'bypassed' : 'direct'
  return {host, way, proxy: proxy?.host ?? null, ...steps, diagnosis}
}

const NO_TIME: Diagnosis = {
  id: 'time-up',
  message: 'there was no time left for it',
  next: 'give --total-timeout more seconds',
  code: 'TOTAL_TIMEOUT',
  http: null,
}

async function reach(host: Host, place: Place, dialer: Dialer, steps: Steps): Promise<void> {
  const [addresses, dnsTime] = await timed(() => dialer.addresses(place))
  steps.dns = {addresses: addresses ?? [], answer: answerOf(host, addresses), milliseconds: dnsTime}
  const [socket, tcpTime] = await timed(() => dialer.open(place))
  steps.tcp = {milliseconds: tcpTime}
  if (!place.isSecure) return void socket.destroy()
  const [secured, tlsTime] = await timed(() => dialer.secure(socket, place))
  steps.tls = {...certificateOf(secured), milliseconds: tlsTime}
  secured.destroy()
}

/** What exists inside of a provider's network only. */
const IN_VPC = ['vpce', 'vpc']

function answerOf({reach}: Host, addresses: readonly string[] | null): Answer {
  const kind = kindOf(addresses)
  if (kind === 'proxy' || kind === 'loopback') return kind
  const isOwn = reach !== 'foreign' && reach !== 'local'
  return (kind === 'private' && isOwn) || IN_VPC.includes(reach) ? 'vpc-endpoint' : kind
}

function certificateOf(socket: TLSSocket): Omit<Certificate, 'milliseconds'> {
  const {subject, issuer, valid_to} = socket.getPeerCertificate()
  const until = new Date(valid_to)
  return {
    protocol: String(socket.getProtocol()),
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validTo: Number.isNaN(until.getTime()) ? '' : until.toISOString(),
  }
}

/** Parts of a name that stand twice come as a list. */
function nameOf(name: {CN?: string | string[]; O?: string | string[]} | undefined): string {
  return [name?.CN ?? name?.O ?? ''].flat().join(', ')
}

async function timed<T>(step: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now()
  const result = await step()
  return [result, Math.round(performance.now() - start)]
}

function diagnose(
  error: unknown,
  host: Host,
  {dns}: Steps,
  proxy: URL | null,
  {limits, hosts, aliyunHosts}: Probing,
): Diagnosis {
  const endpoint = {url: host.url, signingRegion: host.region ?? ''}
  const step = dns === null ? 'dns' : 'tls'
  const kind = dns === null ? null : kindOf(proxy === null ? dns.addresses : null)
  const own = {error, endpoint, step, limits, proxy, addresses: kind, exchange: null, region: host.region} as const
  const network = networkFacts(own, hosts)
  const facts =
    host.provider === 'aws'
      ? network
      : {...network, provider: 'aliyun', reach: host.reach, regional: regionalOf(host, aliyunHosts), regionKnown: null}
  return diagnosisOf(outcomeOf(facts), facts, maskIdentity)
}

function regionalOf({region}: Host, hosts: AliyunHosts): string | null {
  return region === null ? null : hosts.region(region).publicHost
}
