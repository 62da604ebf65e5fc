import {hostsFile} from '../clients.js'
import {both, type Fact} from './ask.js'

const LEGACY = {AWS_STS_REGIONAL_ENDPOINTS: 'legacy'}
const REGIONAL = {AWS_STS_REGIONAL_ENDPOINTS: 'regional'}
const FIPS = {AWS_USE_FIPS_ENDPOINT: 'true'}
const DUALSTACK = {AWS_USE_DUALSTACK_ENDPOINT: 'true'}
const STANDARD =
  'ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'.split(
    ' ',
  )

/** Section 5, the Regions of mode legacy. */
const MODES: readonly Fact[] = Object.keys(hostsFile.partitions[0]!.regions).map((region) =>
  STANDARD.includes(region)
    ? {
        fact: `legacy turns ${region} into the global host`,
        env: both(region, LEGACY),
        expected: {all: `sts.${region}`, botocore: 'sts', js2: 'sts', ruby: 'sts', go1: 'sts'},
      }
    : {
        fact: `${region} is regional even in legacy, except in JS v2`,
        env: both(region, LEGACY),
        expected: {all: `sts.${region}`, js2: 'sts'},
      },
)

/** Region, suffix, and suffix of the dual-stack hosts. */
const SUFFIXES = [
  ['eu-west-1', 'amazonaws.com', 'api.aws'],
  ['cn-north-1', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
  ['cn-northwest-1', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
  ['us-gov-east-1', 'amazonaws.com', 'api.aws'],
  ['us-gov-west-1', 'amazonaws.com', 'api.aws'],
  ['us-iso-east-1', 'c2s.ic.gov', 'api.aws.ic.gov'],
  ['us-iso-west-1', 'c2s.ic.gov', 'api.aws.ic.gov'],
  ['us-isob-east-1', 'sc2s.sgov.gov', 'api.aws.scloud'],
  ['us-isob-west-1', 'sc2s.sgov.gov', 'api.aws.scloud'],
  ['eu-isoe-west-1', 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'],
  ['us-isof-east-1', 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
  ['us-isof-south-1', 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
  ['eusc-de-east-1', 'amazonaws.eu', 'api.amazonwebservices.eu'],
] as const

/** What the newest builds make of a host. */
const newest = (host: string) => {
  const written = host.replace(/\.amazonaws\.com$/, '')
  return {botocore143: written, cli1: written, cli236: written, js3: written} as const
}

/** botocore's endpoints.json has no dual-stack hosts there, and its older resolver is asked before the rule set. */
const dualstackOf = (region: string, host: string) => {
  const refused = 'dualstack-unsupported-partition'
  const isRefused = /-iso[ef]-/.test(region)
  return {...newest(host), ...(isRefused ? {botocore143: refused, cli1: refused, cli236: refused} : {})} as const
}

/** Section 5, the table of partitions; in GovCloud the plain host is the FIPS host. */
const HOSTS: readonly Fact[] = SUFFIXES.flatMap(([region, suffix, dualstack]) => [
  {
    fact: `${region}: plain`,
    env: both(region, REGIONAL),
    expected: newest(`sts.${region}.${suffix}`),
  },
  {
    fact: `${region}: FIPS`,
    env: both(region, FIPS),
    expected: newest(`${region.startsWith('us-gov') ? 'sts' : 'sts-fips'}.${region}.${suffix}`),
  },
  {
    fact: `${region}: dual-stack`,
    env: both(region, DUALSTACK),
    expected: dualstackOf(region, `sts.${region}.${dualstack}`),
  },
  {
    fact: `${region}: both`,
    env: both(region, {...FIPS, ...DUALSTACK}),
    expected: dualstackOf(region, `sts-fips.${region}.${dualstack}`),
  },
])

/** Section 5, the sentences below the table. */
const SENTENCES: readonly Fact[] = [
  {
    fact: 'older SDKs fall back to the amazonaws.com suffix: eusc',
    env: both('eusc-de-east-1', REGIONAL),
    expected: {
      all: 'sts.eusc-de-east-1.amazonaws.eu',
      botocore129: 'sts.eusc-de-east-1',
      botocore131: 'sts.eusc-de-east-1',
      cli29: 'sts.eusc-de-east-1',
      js2: 'sts.eusc-de-east-1',
      ruby: 'sts.eusc-de-east-1',
      go1: 'sts.eusc-de-east-1',
      go2: 'sts.eusc-de-east-1',
    },
  },
  {
    fact: 'older SDKs fall back to the amazonaws.com suffix: iso-e',
    env: both('eu-isoe-west-1', REGIONAL),
    expected: {
      all: 'sts.eu-isoe-west-1.cloud.adc-e.uk',
      botocore129: 'sts.eu-isoe-west-1',
      cli29: 'sts.eu-isoe-west-1',
      go2: 'sts.eu-isoe-west-1',
    },
  },
  {
    fact: 'older SDKs fall back to the amazonaws.com suffix: iso-f',
    env: both('us-isof-south-1', REGIONAL),
    expected: {
      all: 'sts.us-isof-south-1.csp.hci.ic.gov',
      botocore129: 'sts.us-isof-south-1',
      cli29: 'sts.us-isof-south-1',
      go2: 'sts.us-isof-south-1',
    },
  },
  {
    fact: 'JS v2: legacy is global for eusc-de-east-1 too, and for no Region of China, GovCloud and iso',
    env: both('eusc-de-east-1', LEGACY),
    expected: {js2: 'sts'},
  },
  ...['cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1'].map((region) => ({
    fact: `only the aws partition has a global host: ${region} in mode legacy`,
    env: both(region, LEGACY),
    expected: {
      all: `sts.${region}.${SUFFIXES.find(([name]) => name === region)![1]}`.replace(/\.amazonaws\.com$/, ''),
    } as const,
  })),
  {
    fact: 'resolvers fabricate FIPS hosts',
    env: both('eu-west-1', FIPS),
    expected: {all: 'sts-fips.eu-west-1'},
  },
]

export const PARTITIONS: readonly Fact[] = [...MODES, ...HOSTS, ...SENTENCES]
