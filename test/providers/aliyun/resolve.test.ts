import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {builtinRules} from '../../../src/builtin.js'
import {builtinAliyunClients} from '../../../src/builtin-clients.js'
import type {AliyunHostsFile} from '../../../src/data.js'
import {createAliyunClients} from '../../../src/providers/aliyun/clients.js'
import {createAliyunHosts} from '../../../src/providers/aliyun/hosts.js'
import {type AliyunInput, resolveAliyun} from '../../../src/providers/aliyun/resolve.js'
import {createHosts} from '../../../src/providers/aws/hosts.js'
import type {Resolution, Sourced} from '../../../src/resolve/types.js'

const aws = createHosts(builtinRules().hosts)
const table = parse(readFileSync('rules/aliyun/hosts.yaml', 'utf8')) as AliyunHostsFile
const hosts = createAliyunHosts(table, (host) => aws.parse(host).partition !== null)
const clients = createAliyunClients(builtinAliyunClients())

type Values = Readonly<Record<string, string>>

interface Given {
  readonly params?: Values
  readonly env?: Values
  readonly keys?: Values
  readonly rsa?: true
}

function resolve(client: string, {params, env, keys, rsa}: Given): Resolution {
  const sourced = (values: Values | undefined, source: string) =>
    Object.fromEntries(Object.entries(values ?? {}).map(([name, value]): [string, Sourced] => [name, {value, source}]))
  const input: AliyunInput = {
    params: sourced(params, 'param'),
    env: sourced(env, 'env'),
    keys: sourced(keys, 'config.json:3'),
    ...(rsa && {usesRsaKey: true}),
  }
  return resolveAliyun(input, clients.find(client)!, hosts)
}

const STS_REGION = 'ALIBABA_CLOUD_STS_REGION'
const VPC = 'ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED'
const ENDPOINT = 'ALIBABA_CLOUD_STS_ENDPOINT'
const LIBRARIES = ['credentials-go', 'credentials-python', 'credentials-java', 'credentials-nodejs'] as const

type Row = readonly [string, Given, string]

describe('the aliyun CLI', () => {
  test.each<Row>([
    ['nothing is stated', {}, 'sts.aliyuncs.com'],
    ['the flag comes first', {params: {endpoint: 'a.test'}, keys: {sts_endpoint: 'b.test'}}, 'a.test'],
    ['the profile before the variable', {keys: {sts_endpoint: 'b.test'}, env: {[ENDPOINT]: 'c.test'}}, 'b.test'],
    ['the variable where the profile has none', {keys: {sts_endpoint: ''}, env: {[ENDPOINT]: 'c.test'}}, 'c.test'],
    ['an endpoint before a Region', {env: {[ENDPOINT]: 'c.test'}, params: {region: 'eu-west-1'}}, 'c.test'],
    [
      'the flag’s Region before the profile’s',
      {params: {region: 'eu-west-1'}, keys: {sts_region: 'us-west-1'}},
      'sts.eu-west-1.aliyuncs.com',
    ],
    ['the profile’s Region', {keys: {sts_region: 'us-west-1'}}, 'sts.us-west-1.aliyuncs.com'],
    [
      'scheme and slash are taken off',
      {keys: {sts_endpoint: 'https://sts.cn-beijing.aliyuncs.com/'}},
      'sts.cn-beijing.aliyuncs.com',
    ],
    ['another spelling of the variable', {env: {ALIBABACLOUD_STS_ENDPOINT: 'c.test'}}, 'sts.aliyuncs.com'],
    ['the Region of other services', {keys: {region_id: 'us-west-1', endpoint_type: 'vpc'}}, 'sts.aliyuncs.com'],
    ['what the libraries read', {env: {[STS_REGION]: 'us-west-1', [VPC]: 'true'}}, 'sts.aliyuncs.com'],
    [
      'the VPC flag of the libraries',
      {keys: {sts_region: 'us-west-1', enable_vpc: 'true'}},
      'sts.us-west-1.aliyuncs.com',
    ],
    [
      'a Region without a host, by its name',
      {keys: {sts_region: 'cn-hangzhou-finance'}},
      'sts.cn-hangzhou-finance.aliyuncs.com',
    ],
  ])('%s', (_, given, host) => {
    expect(resolve('aliyun-cli', given).endpoint).toBe(`https://${host}`)
  })
})

describe('ossutil', () => {
  test.each<Row>([
    ['nothing is stated', {keys: {region: 'eu-west-1'}}, 'sts.aliyuncs.com'],
    ['the option', {keys: {stsRegion: 'eu-west-1'}}, 'sts.eu-west-1.aliyuncs.com'],
    ['another spelling', {keys: {'sts-region': 'eu-west-1'}}, 'sts.eu-west-1.aliyuncs.com'],
    ['the flag', {params: {region: 'me-east-1'}, keys: {stsRegion: 'eu-west-1'}}, 'sts.me-east-1.aliyuncs.com'],
  ])('%s', (_, given, host) => {
    expect(resolve('ossutil', given).endpoint).toBe(`https://${host}`)
  })
})

describe.each(LIBRARIES)('%s', (client) => {
  test.each<Row>([
    ['nothing is stated', {}, 'sts.aliyuncs.com'],
    [
      'the endpoint of the program',
      {params: {endpoint: 'a.test', region: 'eu-west-1'}, env: {[STS_REGION]: 'us-west-1'}},
      'a.test',
    ],
    [
      'the Region of the program before the variable',
      {params: {region: 'eu-west-1'}, env: {[STS_REGION]: 'us-west-1'}},
      'sts.eu-west-1.aliyuncs.com',
    ],
    ['the variable', {env: {[STS_REGION]: 'us-west-1'}}, 'sts.us-west-1.aliyuncs.com'],
    [
      'Region and VPC flag of the program',
      {params: {region: 'cn-hangzhou', vpc: 'true'}},
      'sts-vpc.cn-hangzhou.aliyuncs.com',
    ],
    ['both variables', {env: {[STS_REGION]: 'cn-hangzhou', [VPC]: 'true'}}, 'sts-vpc.cn-hangzhou.aliyuncs.com'],
    ['the flag in capitals', {env: {[STS_REGION]: 'cn-hangzhou', [VPC]: 'TRUE'}}, 'sts-vpc.cn-hangzhou.aliyuncs.com'],
    ['the flag switched off', {env: {[STS_REGION]: 'cn-hangzhou', [VPC]: 'false'}}, 'sts.cn-hangzhou.aliyuncs.com'],
    ['the flag without a Region', {env: {[VPC]: 'true'}}, 'sts.aliyuncs.com'],
    ['the Region of the CLI’s profile', {keys: {sts_region: 'eu-west-1'}}, 'sts.eu-west-1.aliyuncs.com'],
    [
      'Region and VPC flag of the profile',
      {keys: {sts_region: 'cn-beijing', enable_vpc: 'true'}},
      'sts-vpc.cn-beijing.aliyuncs.com',
    ],
    ['the CLI’s variable', {env: {[ENDPOINT]: 'c.test'}}, 'sts.aliyuncs.com'],
  ])('%s', (_, given, host) => {
    expect(resolve(client, given).endpoint).toBe(`https://${host}`)
  })

  test('the endpoint of the CLI’s profile counts for Node alone', () => {
    const given = {keys: {sts_endpoint: 'b.test', sts_region: 'eu-west-1'}}
    const host = client === 'credentials-nodejs' ? 'b.test' : 'sts.eu-west-1.aliyuncs.com'
    expect(resolve(client, given).endpoint).toBe(`https://${host}`)
  })

  test('an RSA key pair without a Region goes to Tokyo in Java and Python', () => {
    const host = /java|python/.test(client) ? 'sts.ap-northeast-1.aliyuncs.com' : 'sts.aliyuncs.com'
    expect(resolve(client, {rsa: true}).endpoint).toBe(`https://${host}`)
    expect(resolve(client, {rsa: true, env: {[STS_REGION]: 'eu-west-1'}}).endpoint).toBe(
      'https://sts.eu-west-1.aliyuncs.com',
    )
  })
})

describe('product clients', () => {
  test.each<readonly [string, string, Given, string | null]>([
    ['sts20150401', 'an endpoint', {params: {endpoint: 'a.test', region: 'eu-west-1'}}, 'a.test'],
    ['sts20150401', 'its Region', {params: {region: 'eu-west-1'}}, 'sts.eu-west-1.aliyuncs.com'],
    ['sts20150401', 'a Region of its table', {params: {region: 'ap-southeast-2'}}, 'sts.aliyuncs.com'],
    ['sts20150401', 'another', {params: {region: 'ap-south-1'}}, 'sts.aliyuncs.com'],
    ['sts20150401', 'a Region that is none', {params: {region: 'mars-1'}}, 'sts.mars-1.aliyuncs.com'],
    [
      'sts20150401',
      'a Region without a host',
      {params: {region: 'cn-shenzhen-finance-1'}},
      'sts.cn-shenzhen-finance-1.aliyuncs.com',
    ],
    ['sts20150401', 'no Region', {env: {[STS_REGION]: 'eu-west-1', ALIBABA_CLOUD_REGION_ID: 'eu-west-1'}}, null],
    ...['aliyun-python-sdk-sts', 'alibaba-cloud-sdk-go'].flatMap((client) => [
      [client, 'its Region', {params: {region: 'eu-west-1'}}, 'sts.eu-west-1.aliyuncs.com'] as const,
      [client, 'a Region that is none', {params: {region: 'mars-1'}}, 'sts.aliyuncs.com'] as const,
      [
        client,
        'a Region with a VPC host alone',
        {params: {region: 'cn-north-2-gov-1'}},
        'sts-vpc.cn-north-2-gov-1.aliyuncs.com',
      ] as const,
      [client, 'a Region of its own table', {params: {region: 'cn-beijing-finance-1'}}, 'sts.aliyuncs.com'] as const,
      [client, 'no Region', {}, 'sts.aliyuncs.com'] as const,
    ]),
    ['alibaba-cloud-sdk-go', 'an RSA key pair', {rsa: true}, 'sts.ap-northeast-1.aliyuncs.com'],
    ['terraform-provider-alicloud', 'an endpoint', {params: {endpoint: 'a.test', region: 'eu-west-1'}}, 'a.test'],
    [
      'terraform-provider-alicloud',
      'the variable',
      {params: {region: 'eu-west-1'}, env: {ALIBABA_CLOUD_ENDPOINT_STS: 'b.test'}},
      'b.test',
    ],
    ['terraform-provider-alicloud', 'its Region', {params: {region: 'eu-west-1'}}, 'sts.eu-west-1.aliyuncs.com'],
    [
      'terraform-provider-alicloud',
      'a Region without a host',
      {params: {region: 'ap-south-1'}},
      'sts.ap-south-1.aliyuncs.com',
    ],
    [
      'terraform-provider-alicloud',
      'the Region’s variable',
      {env: {ALICLOUD_REGION: 'eu-west-1'}},
      'sts.eu-west-1.aliyuncs.com',
    ],
    ['terraform-provider-alicloud', 'no Region', {}, null],
  ])('%s: %s', (client, _, given, host) => {
    const {endpoint, error} = resolve(client, given)
    expect([endpoint, error?.kind ?? null]).toEqual(
      host === null ? [null, 'missing-region'] : [`https://${host}`, null],
    )
  })
})

test('packages stand for their clients', () => {
  const names = [
    '@alicloud/credentials',
    'github.com/aliyun/credentials-go',
    'alibabacloud_credentials',
    'com.aliyun:credentials-java',
  ]
  expect(names.map((name) => clients.find(name)?.name)).toEqual([
    'credentials-nodejs',
    'credentials-go',
    'credentials-python',
    'credentials-java',
  ])
  expect(clients.find('boto3')).toBeNull()
})

test('says which settings decided, lost and were not read', () => {
  const given = {
    keys: {sts_endpoint: 'sts.aliyuncs.com', sts_region: 'eu-west-1', enable_vpc: 'true'},
    env: {[STS_REGION]: 'us-west-1'},
  }
  expect(resolve('aliyun-cli', given).because.map(({setting, outcome, reason}) => [setting, outcome, reason])).toEqual([
    ['sts.endpoint', 'won', 'decides the host'],
    ['sts.region', 'ignored', 'an endpoint is there, and decides the host'],
    ['sts.region', 'ignored', 'ALIBABA_CLOUD_STS_REGION is not read by aliyun-cli'],
    ['sts.vpc', 'ignored', 'enable_vpc is not read by aliyun-cli'],
  ])
  expect(
    resolve('credentials-go', given).because.map(({setting, outcome, reason}) => [setting, outcome, reason]),
  ).toEqual([
    ['sts.region', 'won', 'names the Region'],
    ['sts.region', 'lost', 'sts_region comes before ALIBABA_CLOUD_STS_REGION'],
    ['sts.vpc', 'won', 'asks for the VPC host'],
    ['sts.endpoint', 'ignored', 'sts_endpoint is not read by credentials-go'],
  ])
  expect(resolve('credentials-go', {env: {[VPC]: 'true'}})).toMatchObject({
    reach: 'central',
    likely: true,
    because: [
      {setting: 'sts.vpc', outcome: 'ignored', reason: 'no Region for STS is stated, so it has no effect'},
      {setting: 'sts.region', outcome: 'won', source: 'default'},
    ],
  })
})
