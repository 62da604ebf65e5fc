import type {Reason, Resolution, Sourced} from '../../resolve/types.js'
import type {AliyunClient} from './clients.js'
import type {AliyunClientRow, AliyunParam, AliyunPlace} from './clients-file.js'
import type {AliyunHosts} from './hosts.js'

/** What one process sees. `keys`: of the profile or section in use, in the client's own shared file. */
export interface AliyunInput {
  readonly params: Readonly<Partial<Record<AliyunParam, Sourced>>>
  readonly env: Readonly<Record<string, Sourced>>
  readonly keys: Readonly<Record<string, Sourced>>
  /** The credentials are an RSA key pair. */
  readonly usesRsaKey?: boolean
}

/** One place that says something. */
interface Candidate extends Sourced {
  readonly place: AliyunPlace
}

interface Plan {
  readonly endpoint: readonly Candidate[]
  readonly region: readonly Candidate[]
  readonly vpc: readonly Candidate[]
  readonly isVpc: boolean
}

/** Which STS endpoint a client calls (facts of each tool: rules/aliyun/clients.yaml). */
export function resolveAliyun(input: AliyunInput, client: AliyunClient, hosts: AliyunHosts): Resolution {
  const {row} = client
  const vpc = candidates(row.vpc, input)
  const plan: Plan = {
    endpoint: candidates(row.endpoint, input),
    region: candidates(row.region, input),
    vpc,
    isVpc: vpc.some(({value}) => value.toLowerCase() === 'true'),
  }
  const host = hostOf(plan, input, row, hosts)
  return {
    client: {name: client.name, version: client.version},
    endpoint: host === null ? null : `https://${host}`,
    reach: host === null ? null : hosts.parse(host).reach,
    region: plan.region[0]?.value ?? null,
    // Requests are signed without a Region.
    signingRegion: null,
    error: host === null ? {kind: 'missing-region', message: row.noRegion} : null,
    likely: client.verified !== 'executed',
    because: [...because(plan, host, input, row), ...unread(input, client)],
  }
}

/** All that say something, the one that decides first. An empty text counts as nothing everywhere. */
function candidates(places: readonly AliyunPlace[], {params, env, keys}: AliyunInput): Candidate[] {
  return places.flatMap((place) => {
    const found = 'param' in place ? params[place.param] : 'env' in place ? env[place.env] : keys[place.key]
    return found === undefined || found.value === '' ? [] : [{...found, place}]
  })
}

/** Null where the client ends with an error. */
function hostOf(plan: Plan, {usesRsaKey}: AliyunInput, row: AliyunClientRow, hosts: AliyunHosts): string | null {
  const [endpoint] = plan.endpoint
  if (endpoint !== undefined) return endpoint.value.replace(/^https?:\/\//i, '').replace(/\/+$/, '')
  const region = plan.region[0]?.value
  if (region === undefined) {
    if (usesRsaKey === true && row.rsaHost !== undefined) return row.rsaHost
    return row.noRegion === 'central' ? hosts.centralHost : null
  }
  const exception = row.exceptions?.[region]
  if (exception !== undefined) return exception
  if (row.unknownRegion === 'central' && !hosts.region(region).known) return hosts.centralHost
  // As the tools make it, whether or not there is such a host.
  return `${plan.isVpc ? 'sts-vpc' : 'sts'}.${region}.aliyuncs.com`
}

function because(plan: Plan, host: string | null, input: AliyunInput, row: AliyunClientRow): Reason[] {
  const {endpoint, region, vpc} = plan
  const hasEndpoint = endpoint.length > 0
  const decides = (text: string) => (hasEndpoint ? 'an endpoint is there, and decides the host' : text)
  const told = [
    ...endpoint.map((each, at) => reason('sts.endpoint', each, at === 0, 'decides the host', endpoint[0]!)),
    ...region.map((each, at) =>
      reason('sts.region', each, at === 0 && !hasEndpoint, decides('names the Region'), region[0]!, hasEndpoint),
    ),
    ...vpc.map((each): Reason => {
      const isOn = each.value.toLowerCase() === 'true'
      const works = isOn && !hasEndpoint && region.length > 0
      const text = works
        ? 'asks for the VPC host'
        : isOn
          ? decides('no Region for STS is stated, so it has no effect')
          : 'does not switch the VPC host on'
      return {
        setting: 'sts.vpc',
        value: each.value,
        source: each.source,
        outcome: works ? 'won' : 'ignored',
        reason: text,
      }
    }),
  ]
  if (hasEndpoint || region.length > 0 || host === null) return told
  const isRsa = input.usesRsaKey === true && row.rsaHost === host
  const reasonText = isRsa
    ? 'no Region for STS is stated, and for an RSA key pair this client then calls Tokyo'
    : 'no Region for STS is stated, and this client then calls the central host'
  return [...told, {setting: 'sts.region', value: host, source: 'default', outcome: 'won', reason: reasonText}]
}

function reason(
  setting: string,
  {value, source, place}: Candidate,
  isChosen: boolean,
  text: string,
  first: Candidate,
  isIdle = false,
): Reason {
  if (isChosen) return {setting, value, source, outcome: 'won', reason: text}
  if (isIdle) return {setting, value, source, outcome: 'ignored', reason: text}
  return {setting, value, source, outcome: 'lost', reason: `${nameOf(first.place)} comes before ${nameOf(place)}`}
}

function nameOf(place: AliyunPlace): string {
  return 'param' in place ? `the parameter ${place.param}` : 'env' in place ? place.env : place.key
}

/** What other clients would read. */
function unread({env, keys}: AliyunInput, {row, title, known}: AliyunClient): Reason[] {
  const places = [...row.endpoint, ...row.region, ...row.vpc]
  const reads = (name: string) =>
    places.some((place) => ('env' in place ? place.env : 'key' in place && place.key) === name)
  const all = [
    ...[...known.env].map((name) => [name, env[name]] as const),
    ...[...known.keys].map((name) => [name, keys[name]] as const),
  ]
  return all.flatMap(([name, found]) =>
    found === undefined || found.value === '' || reads(name)
      ? []
      : [{setting: settingOf(name), ...found, outcome: 'ignored' as const, reason: `${name} is not read by ${title}`}],
  )
}

function settingOf(name: string): string {
  if (/vpc/i.test(name)) return 'sts.vpc'
  return /endpoint/i.test(name) ? 'sts.endpoint' : /sts/i.test(name) ? 'sts.region' : 'region'
}
