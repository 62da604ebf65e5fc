import {readFileSync} from 'node:fs'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parse as parseYaml} from 'yaml'
import type {HostsFile} from '../../../src/data.js'
import {createHosts, type HostFacts, type Variant} from '../../../src/providers/aws/hosts.js'

const data = parseYaml(readFileSync('rules/aws/hosts.yaml', 'utf8')) as HostsFile
const hosts = createHosts(data)
const regions = data.partitions.flatMap((row) => Object.keys(row.regions))
const variants: readonly Variant[] = ['regional', 'fips', 'dualstack', 'fips-dualstack']
const endpoints = regions.flatMap((region) =>
  variants.map((variant) => ({region, variant, url: hosts.endpoint(region, variant)})),
)
const existing = endpoints.filter((row): row is typeof row & {url: string} => row.url !== null)
const vpces = regions.flatMap((region) => {
  const {suffix} = data.partitions.find((row) => region in row.regions)!
  return [`vpce-0a1b-2c3d.sts.${region}.vpce.${suffix}`, `vpce-0a1b-2c3d-${region}a.sts.${region}.vpce.${suffix}`]
})
const real = ['sts.amazonaws.com', ...existing.map(({url}) => url.slice('https://'.length)), ...vpces]

describe('the table', () => {
  test('holds 46 Regions in 8 partitions', () => {
    expect(data.partitions.map((row) => [row.id, Object.keys(row.regions).length])).toEqual([
      ['aws', 34],
      ['aws-cn', 2],
      ['aws-us-gov', 2],
      ['aws-iso', 2],
      ['aws-iso-b', 2],
      ['aws-iso-e', 1],
      ['aws-iso-f', 2],
      ['aws-eusc', 1],
    ])
  })

  test('names 17 default Regions in partition aws, the 15 of mode legacy among them', () => {
    const enabled = Object.entries(data.partitions[0]!.regions).flatMap(([name, state]) =>
      state === 'default' ? [name] : [],
    )
    expect(enabled.sort()).toEqual([...data.legacyGlobal, 'ap-northeast-2', 'ap-northeast-3'].sort())
    expect(data.legacyGlobal).toHaveLength(15)
  })

  test.each(data.partitions)("every Region of $id has the shape its pattern gives, and no other partition's", (row) => {
    for (const region of Object.keys(row.regions)) {
      const matching = data.partitions.filter(({regionPattern}) => new RegExp(regionPattern).test(region))
      expect(matching.map(({id}) => id)).toEqual([row.id])
    }
  })
})

describe('hosts that exist', () => {
  test.each(existing)('$region $variant', ({region, variant, url}) => {
    const facts = hosts.parse(url)
    const isGov = region.startsWith('us-gov-')
    expect(facts).toMatchObject({
      region,
      seenRegion: region,
      service: 'sts',
      scheme: 'https',
      problem: null,
      suggestion: null,
    })
    expect(facts.partition).toBe(hosts.region(region).partition)
    expect(facts.dualstack).toBe(variant.includes('dualstack'))
    expect(facts.fips).toBe(variant.includes('fips') || (isGov && variant === 'regional'))
    expect(facts.reach).toBe(variant === 'fips' && isGov ? 'regional' : variant === 'fips-dualstack' ? 'fips' : variant)
  })

  test.each(vpces)('%s', (host) => {
    expect(hosts.parse(`https://${host}`)).toMatchObject({reach: 'vpce', service: 'sts', problem: null})
  })

  test.each<[string, Variant, string | null]>([
    ['us-east-1', 'fips', 'https://sts-fips.us-east-1.amazonaws.com'],
    ['eu-west-1', 'fips', null],
    ['eu-west-1', 'fips-dualstack', null],
    ['us-gov-west-1', 'fips', 'https://sts.us-gov-west-1.amazonaws.com'],
    ['us-gov-west-1', 'fips-dualstack', 'https://sts-fips.us-gov-west-1.api.aws'],
    ['cn-north-1', 'regional', 'https://sts.cn-north-1.amazonaws.com.cn'],
    ['cn-north-1', 'fips', null],
    ['eusc-de-east-1', 'dualstack', 'https://sts.eusc-de-east-1.api.amazonwebservices.eu'],
    ['aws-global', 'regional', null],
    ['ap-southeast-9', 'regional', null],
    ['us-east1', 'regional', null],
  ])('endpoint(%s, %s)', (region, variant, url) => {
    expect(hosts.endpoint(region, variant)).toBe(url)
  })
})

const none = {region: null, partition: null, service: null, suggestion: null, problem: null, seenRegion: null} as const

describe('parse', () => {
  test.each<{value: string} & Partial<HostFacts>>([
    {
      value: 'https://sts.amazonaws.com',
      reach: 'global',
      service: 'sts',
      region: null,
      partition: 'aws',
      problem: null,
    },
    {value: 'https://sts.amazonaws.com/doc/2011-06-15/', reach: 'global', path: '/doc/2011-06-15/'},
    {value: 'http://sts.amazonaws.com:80', scheme: 'http', port: 80, path: '', reach: 'global'},
    {
      value: 'HTTPS://STS.Eu-West-1.AmazonAWS.com.:443/?Action=X',
      scheme: 'https',
      host: 'sts.eu-west-1.amazonaws.com',
      port: 443,
      path: '/',
      reach: 'regional',
    },
    {value: 'sts.eu-west-1.amazonaws.com', scheme: null, reach: 'regional', region: 'eu-west-1', problem: 'no-scheme'},
    {value: 'sts.eu-west-1.amazonaws.com:443', scheme: null, port: 443, reach: 'regional', problem: 'no-scheme'},
    {value: '//sts.amazonaws.com', scheme: null, reach: 'global', problem: 'no-scheme'},
    {value: 'ftp://sts.amazonaws.com', scheme: 'ftp', reach: 'global'},
    {
      value: 'https://us-east-1a.vpce-0ab-cd.sts.us-east-1.vpce.amazonaws.com',
      reach: 'vpce',
      region: 'us-east-1',
      service: 'sts',
    },
    {value: 'https://vpce-0ab-cd.sts-fips.us-east-1.vpce.amazonaws.com', reach: 'vpce', fips: true, service: 'sts'},
    {value: 'https://vpce-0ab-cd.ec2.us-east-1.vpce.amazonaws.com', reach: 'vpce', service: 'ec2'},
    {value: 'https://b.s3.eu-west-1.amazonaws.com/k', reach: 'regional', service: 's3', region: 'eu-west-1'},
    {value: 'https://s3.dualstack.eu-west-1.amazonaws.com', reach: 'dualstack', service: 's3', dualstack: true},
    {value: 'https://iam.amazonaws.com', reach: 'foreign', service: 'iam', partition: 'aws', problem: null},
    {value: 'https://notsts.amazonaws.com', reach: 'foreign', service: 'notsts', problem: null},
    {value: 'https://signin.aws.amazon.com/saml', reach: 'foreign', service: 'signin', region: 'us-east-1'},
    {value: 'https://eu-west-1.signin.aws.amazon.com/saml', reach: 'foreign', service: 'signin', region: 'eu-west-1'},
    {
      value: 'https://sts-fips.us-gov-west-1.amazonaws.com',
      reach: 'fips',
      problem: 'gov-fips',
      suggestion: 'sts.us-gov-west-1.amazonaws.com',
    },
    {
      value: 'https://sts-fips.eu-west-1.amazonaws.com',
      reach: 'fips',
      fips: true,
      problem: 'fips-unsupported',
      suggestion: null,
    },
    {
      value: 'https://sts.ap-southeast-9.amazonaws.com',
      reach: 'regional',
      region: 'ap-southeast-9',
      partition: 'aws',
      problem: 'unknown-region',
    },
    {value: 'https://sts.windows.net/t', ...none, reach: 'foreign'},
    {value: 'https://sts.googleapis.com/v1/token', ...none, reach: 'foreign'},
    {value: 'https://sts.us-east-1.wasabisys.com', ...none, reach: 'foreign'},
    {value: 'https://sts.aliyuncs.com', ...none, reach: 'foreign'},
    {value: 'https://203.0.113.9', ...none, reach: 'foreign'},
    {value: 'https://sts.{region}.amazonaws.com', host: '', reach: 'foreign', problem: 'placeholder'},
    {value: 'https://sts.${AWS_REGION}.amazonaws.com', host: '', problem: 'placeholder'},
    {value: '*.amazonaws.com', host: '', problem: 'placeholder'},
    {value: '{{ .Values.sts }}', host: '', problem: 'placeholder'},
    ...[
      '',
      ' ',
      'legacy',
      'true',
      'https://',
      'https:///x',
      'https:sts.amazonaws.com',
      'https://sts..amazonaws.com',
      'https://sts.amazonaws.com:0',
      'https://sts.amazonaws.com:99999',
      'https://sts.amazonaws.com # note',
      'arn:aws:sts::123456789012:role',
      '.amazonaws.com',
      'https://-.com',
    ].map((value) => ({...none, value, host: '', reach: 'foreign', problem: 'not-a-url'}) as const),
  ])('$value', ({value, ...expected}) => {
    expect(hosts.parse(value)).toMatchObject(expected)
  })

  test.each([
    'http://localhost:4566',
    'localhost',
    'localhost:4566',
    'http://127.0.0.1',
    'http://127.9.0.1:1',
    'http://[::1]:9000',
    'http://[fe80::1]',
    'http://[fd00::1]',
    'http://10.1.2.3',
    'http://172.16.0.1',
    'http://172.31.9.9',
    'http://192.168.1.1',
    'http://169.254.170.2',
    'http://0.0.0.0:80',
    'http://localstack:4566',
    'minio:9000',
    'http://sts:8080',
    'http://a.localhost',
    'http://a.local',
    'http://a.internal',
    'http://sts.ns.svc',
    'http://sts.ns.svc.cluster.local',
    'http://sts.test',
    'http://host.docker.internal:4566',
    'https://localhost.localstack.cloud:4566',
    'http://moto_server:5000',
  ])('%s is local', (value) => {
    expect(hosts.parse(value)).toMatchObject({reach: 'local', service: null, region: null, partition: null})
  })

  test.each([
    'http://172.32.0.1',
    'http://11.0.0.1',
    'http://[2001:db8::1]',
    'https://notlocalhost.example',
    'https://xlocalstack.cloud',
  ])('%s is not local', (value) => expect(hosts.parse(value).reach).toBe('foreign'))

  test('never shows a password or a query', () => {
    const facts = hosts.parse('https://AKIAEXAMPLE:hunter2@sts.eu-west-1.amazonaws.com/?X-Amz-Signature=abc')
    expect(facts).toMatchObject({host: 'sts.eu-west-1.amazonaws.com', path: '/', reach: 'regional'})
    expect(JSON.stringify(facts)).not.toMatch(/AKIA|hunter2|Signature/)
    expect(JSON.stringify(hosts.parse('https://me:hun ter2@sts.amazonaws.com x'))).not.toMatch(/hun|ter2/)
  })
})

describe('look-alikes', () => {
  test.each<[string, string | null, string]>([
    ['sts.cn-north-1.amazonaws.com', 'sts.cn-north-1.amazonaws.com.cn', 'china-suffix'],
    ['sts.cn-north-1.api.aws', 'sts.cn-north-1.api.amazonwebservices.com.cn', 'china-suffix'],
    ['sts.eusc-de-east-1.amazonaws.com', 'sts.eusc-de-east-1.amazonaws.eu', 'eusc-suffix'],
    ['sts.us-iso-east-1.amazonaws.com', 'sts.us-iso-east-1.c2s.ic.gov', 'lookalike'],
    ['sts.us-east-1.amazonaws.com.cn', 'sts.us-east-1.amazonaws.com', 'lookalike'],
    ['sts.us-east1.amazonaws.com', 'sts.us-east-1.amazonaws.com', 'lookalike'],
    ['sts.us-east-1a.amazonaws.com', 'sts.us-east-1.amazonaws.com', 'lookalike'],
    ['sts.foo.amazonaws.com', null, 'lookalike'],
    ['sts.aws-global.amazonaws.com', null, 'lookalike'],
    ['sts.amazonaw.com', 'sts.amazonaws.com', 'lookalike'],
    ['sts.amazonaws.co', 'sts.amazonaws.com', 'lookalike'],
    ['sts.amazonaws.community', null, 'lookalike'],
    ['sts.us-east-1.amazonaws.comm', 'sts.us-east-1.amazonaws.com', 'lookalike'],
    ['sts.us-east-1.amazon.com', 'sts.us-east-1.amazonaws.com', 'lookalike'],
    ['sts-us-east-1.amazonaws.com', 'sts.us-east-1.amazonaws.com', 'lookalike'],
    ['us-east-1.sts.amazonaws.com', 'sts.us-east-1.amazonaws.com', 'lookalike'],
    ['sts---us-east-2.amazonaws.com.example.net', 'sts.us-east-2.amazonaws.com', 'lookalike'],
    ['sts.amazonaws.com.evil.test', 'sts.amazonaws.com', 'lookalike'],
    ['sts.amazonaws.com.cn', null, 'lookalike'],
    ['sts-fips.amazonaws.com', null, 'lookalike'],
    ['sts-fips.eu-west1.amazonaws.com', null, 'lookalike'],
    ['x.vpce-0ab-cd.sts.us-east-1.vpce.amazonaws.com', 'sts.us-east-1.amazonaws.com', 'lookalike'],
    ['sts.\u0430mazonaws.com', 'sts.amazonaws.com', 'lookalike'],
  ])('%s', (host, suggestion, problem) => {
    expect(hosts.parse(`https://${host}`)).toMatchObject({
      reach: 'foreign',
      region: null,
      partition: null,
      suggestion,
      problem,
    })
  })

  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)

  test('a label before or after a real host makes it foreign', () => {
    fc.assert(
      fc.property(fc.constantFrom(...real), label, fc.boolean(), (host, extra, isBefore) => {
        const value = isBefore ? `${extra}.${host}` : `${host}.${extra}`
        if (real.includes(value)) return
        expect(hosts.parse(`https://${value}`)).toMatchObject({reach: 'foreign', problem: expect.any(String)})
      }),
      {numRuns: 1000},
    )
  })

  test('only hosts of a known suffix are anything but foreign or local', () => {
    const suffixes = data.partitions.flatMap((row) => [row.suffix, row.dualstackSuffix])
    const word = fc.oneof(
      label,
      fc.constantFrom('sts', 'sts-fips', 'amazonaws', 'com', 'cn', 'api', 'aws', 'vpce', ...regions),
    )
    fc.assert(
      fc.property(fc.array(word, {minLength: 1, maxLength: 6}), (labels) => {
        const host = labels.join('.')
        const {reach} = hosts.parse(`https://${host}`)
        if (!['foreign', 'local'].includes(reach))
          expect(suffixes.some((suffix) => host.endsWith(`.${suffix}`))).toBe(true)
      }),
      {numRuns: 1000},
    )
  })

  test('no string throws', () => {
    const text = fc.oneof(
      fc.string({unit: 'binary'}),
      fc.webUrl(),
      fc.string().map((part) => `https://sts.${part}.amazonaws.com`),
    )
    fc.assert(
      fc.property(text, (value) => {
        hosts.parse(value)
        hosts.region(value)
        hosts.arnPartition(value)
        hosts.endpoint(value, 'fips')
      }),
      {numRuns: 500},
    )
  })
})

describe('region', () => {
  test.each<[string, string, string | null, string | null]>([
    ['us-east-1', 'default', 'aws', null],
    ['ap-northeast-3', 'default', 'aws', null],
    ['eu-south-2', 'opt-in', 'aws', null],
    ['cn-northwest-1', 'china', 'aws-cn', null],
    ['us-gov-east-1', 'gov', 'aws-us-gov', null],
    ['us-isob-west-1', 'iso', 'aws-iso-b', null],
    ['eusc-de-east-1', 'eusc', 'aws-eusc', null],
    ['aws-global', 'pseudo', 'aws', null],
    ['aws-iso-f-global', 'pseudo', 'aws-iso-f', null],
    ['us-east-3', 'unknown', 'aws', null],
    ['us-gov-central-1', 'unknown', 'aws-us-gov', null],
    ['us-east-1a', 'malformed', null, 'us-east-1'],
    ['us-west-2-lax-1a', 'malformed', null, 'us-west-2'],
    ['us-east-1-wl1-bos-wlz-1', 'malformed', null, 'us-east-1'],
    ['US-WEST-2', 'malformed', null, 'us-west-2'],
    ['us_west_2', 'malformed', null, 'us-west-2'],
    [' eu-west-1', 'malformed', null, 'eu-west-1'],
    ['us-east1', 'malformed', null, 'us-east-1'],
    ['us-esat-1', 'malformed', null, 'us-east-1'],
    ['eu-westt-1', 'malformed', null, 'eu-west-1'],
    ['us-east-', 'malformed', null, null],
    ['useast1', 'malformed', null, null],
    ['eu-frankfurt', 'malformed', null, null],
    ['us-east-1-fips', 'malformed', null, null],
    ['fips-us-east-1', 'malformed', null, null],
    ['foo', 'malformed', null, null],
    ['', 'malformed', null, null],
  ])('%s', (name, kind, partition, suggestion) => {
    expect(hosts.region(name)).toMatchObject({name, class: kind, partition, suggestion})
  })

  test('knows what mode legacy and FIPS mean for it', () => {
    expect(hosts.region('eu-west-1')).toMatchObject({known: true, legacyGlobal: true, fips: false})
    expect(hosts.region('ap-northeast-2')).toMatchObject({known: true, legacyGlobal: false, fips: false})
    expect(hosts.region('us-gov-west-1')).toMatchObject({known: true, legacyGlobal: false, fips: true})
    expect(hosts.region('aws-global')).toMatchObject({known: false, legacyGlobal: false})
  })

  test('a suggestion is always a Region', () => {
    const near = fc
      .tuple(fc.constantFrom(...regions), fc.nat(14), fc.string({maxLength: 2}))
      .map(([name, at, text]) => name.slice(0, at) + text + name.slice(at + 1))
    fc.assert(
      fc.property(near, (name) => {
        const {suggestion, class: kind} = hosts.region(name)
        if (suggestion !== null) expect([regions.includes(suggestion), kind]).toEqual([true, 'malformed'])
      }),
      {numRuns: 1000},
    )
  })
})

test.each([
  ['arn:aws:iam::123456789012:role/x', 'aws'],
  ['arn:aws-cn:iam::123456789012:role/x', 'aws-cn'],
  ['arn:aws-mars:iam::123456789012:role/x', null],
  ['arn:${partition}:iam::1:role/x', null],
  ['role/x', null],
])('arnPartition(%s)', (arn, partition) => {
  expect(hosts.arnPartition(arn)).toBe(partition)
})
