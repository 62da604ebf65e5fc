import {describe, expect, test} from 'vitest'
import {resolveSts} from '../../src/resolve/resolve-sts.js'
import type {ResolveInput} from '../../src/resolve/types.js'
import {clientAt} from './clients.js'

/** One build of each client that was run. */
const BUILDS = {
  botocore: ['botocore', '1.43.11'],
  old: ['botocore', '1.39.17'],
  cli1: ['aws-cli', '1.45.11'],
  cli2: ['aws-cli', '2.36.7'],
  js2: ['aws-sdk-js', '2.1693.0'],
  js3: ['client-sts', '3.1173.0'],
  ruby: ['aws-sdk-ruby-core', '3.211.0'],
  go1: ['aws-sdk-go', '1.55.6'],
  go2: ['aws-sdk-go-v2', '1.17.1'],
} as const

type Build = keyof typeof BUILDS

/** The host, with the Region it is signed for where that is another; or the kind of error. */
function outcome(input: Partial<ResolveInput>, build: Build): string {
  const {endpoint, signingRegion, error} = resolveSts(
    {env: {}, config: null, credentials: null, ...input},
    clientAt(...BUILDS[build]),
  )
  if (endpoint === null) return error!.kind
  const host = endpoint.replace('https://', '').replace(/\.amazonaws\.com$/, '')
  return host === 'sts' || host.includes(signingRegion ?? '') ? host : `${host} for ${signingRegion}`
}

const both = (region: string, env: Record<string, string> = {}) => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  ...env,
})
const west = (env: Record<string, string> = {}) => both('us-west-2', env)
const regional = 'sts.us-west-2'

const rows: readonly (Partial<ResolveInput> & {
  readonly name: string
  readonly expected: Readonly<Partial<Record<Build, string>>>
})[] = [
  {
    name: 'mode LEGACY',
    env: west({AWS_STS_REGIONAL_ENDPOINTS: 'LEGACY'}),
    expected: {
      botocore: 'invalid-mode-value',
      cli1: 'invalid-mode-value',
      cli2: regional,
      js2: 'sts',
      js3: regional,
      ruby: regional,
      go1: 'sts',
    },
  },
  ...['global', 'true', 'regional '].map((mode) => ({
    name: `mode ${JSON.stringify(mode)}`,
    env: west({AWS_STS_REGIONAL_ENDPOINTS: mode}),
    expected: {
      botocore: 'invalid-mode-value',
      cli2: regional,
      js2: 'invalid-mode-value',
      js3: regional,
      ruby: regional,
      go1: 'invalid-mode-value',
    },
  })),
  {
    name: 'the mode key in capitals',
    env: west({AWS_SDK_LOAD_CONFIG: '1'}),
    config: '[default]\nSTS_REGIONAL_ENDPOINTS = regional\n',
    expected: {old: regional, js2: 'sts', go1: 'sts'},
  },
  {
    name: 'the mode in the config file without AWS_SDK_LOAD_CONFIG',
    env: west(),
    config: '[default]\nsts_regional_endpoints = regional\n',
    expected: {old: regional, js2: 'sts', go1: 'sts'},
  },
  {
    name: 'the mode in the credentials file, with AWS_SDK_LOAD_CONFIG and no config file',
    env: west({AWS_SDK_LOAD_CONFIG: '1'}),
    credentials: '[default]\nsts_regional_endpoints = regional\n',
    expected: {old: regional, js2: 'sts', go1: regional},
  },
  {
    name: 'an invalid mode in the config file behind a valid one in the environment',
    env: west({AWS_SDK_LOAD_CONFIG: '1', AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    config: '[default]\nsts_regional_endpoints = x\n',
    expected: {botocore: regional, js2: regional, go1: 'invalid-mode-value'},
  },
  {
    name: 'an invalid mode beside an endpoint URL',
    env: west({AWS_STS_REGIONAL_ENDPOINTS: 'x', AWS_ENDPOINT_URL_STS: 'https://a.example.test'}),
    expected: {
      botocore: 'invalid-mode-value',
      cli2: 'a.example.test for us-west-2',
      js3: 'a.example.test for us-west-2',
    },
  },
  {
    name: 'an empty mode beside a defaults mode',
    env: west({AWS_STS_REGIONAL_ENDPOINTS: '', AWS_DEFAULTS_MODE: 'standard'}),
    expected: {old: 'sts', botocore: regional, ruby: regional},
  },
  {
    name: 'an invalid defaults mode',
    env: west({AWS_DEFAULTS_MODE: 'x'}),
    expected: {
      botocore: 'invalid-defaults-mode',
      cli2: regional,
      js2: 'sts',
      js3: 'invalid-defaults-mode',
      ruby: regional,
      go2: 'invalid-defaults-mode',
    },
  },
  {
    name: 'a profile without its prefix',
    env: {AWS_PROFILE: 'dev', AWS_SDK_LOAD_CONFIG: '1'},
    config: '[dev]\nregion = us-west-2\nsts_regional_endpoints = regional\n',
    expected: {
      botocore: 'profile-not-found',
      cli2: 'profile-not-found',
      js2: regional,
      js3: 'missing-region',
      ruby: regional,
      go1: regional,
      go2: 'missing-region',
    },
  },
  {
    name: 'a profile that no file has',
    env: west({AWS_PROFILE: 'dev'}),
    expected: {
      botocore: 'profile-not-found',
      cli2: 'profile-not-found',
      js2: 'sts',
      js3: regional,
      ruby: regional,
      go1: 'sts',
      go2: regional,
    },
  },
  {
    name: 'an empty AWS_PROFILE',
    env: west({AWS_PROFILE: ''}),
    expected: {botocore: 'profile-not-found', cli2: 'profile-not-found', js3: regional, ruby: regional, go2: regional},
  },
  {
    name: 'AWS_DEFAULT_PROFILE beside AWS_PROFILE',
    env: {AWS_DEFAULT_PROFILE: 'one', AWS_PROFILE: 'two'},
    config: '[profile one]\nregion = us-west-1\n[profile two]\nregion = us-west-2\n',
    expected: {botocore: 'sts.us-west-1', cli2: regional, js3: regional, ruby: regional, go2: regional},
  },
  {
    name: 'two Regions in the environment',
    env: {AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'eu-west-1'},
    expected: {
      botocore: 'sts.eu-west-1',
      cli1: 'sts.eu-west-1',
      cli2: regional,
      js3: regional,
      ruby: regional,
      go2: regional,
    },
  },
  {
    name: 'AWS_REGION beside a profile’s Region',
    env: {AWS_REGION: 'us-west-2'},
    config: '[default]\nregion = eu-west-1\n',
    expected: {
      botocore: 'sts.eu-west-1',
      cli1: 'sts.eu-west-1',
      cli2: regional,
      js3: regional,
      ruby: regional,
      go2: regional,
    },
  },
  {
    name: 'an empty AWS_REGION beside AWS_DEFAULT_REGION',
    env: {AWS_REGION: '', AWS_DEFAULT_REGION: 'us-west-2'},
    expected: {
      botocore: regional,
      cli2: 'invalid-endpoint-url-empty-region',
      js2: 'sts',
      js3: 'invalid-region',
      ruby: 'missing-region',
      go2: regional,
    },
  },
  {
    name: 'a Region in capitals',
    env: both('US-WEST-2', {AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    expected: {
      botocore: 'sts.US-WEST-2',
      js2: 'sts.us-west-2 for US-WEST-2',
      js3: 'sts.us-west-2 for US-WEST-2',
      ruby: 'sts.US-WEST-2',
      go1: 'sts.US-WEST-2',
    },
  },
  {
    name: 'AWS_SDK_LOAD_CONFIG without a config file or a Region',
    env: {AWS_SDK_LOAD_CONFIG: '1'},
    expected: {js2: 'config-file-missing', go1: 'sts', botocore: 'sts'},
  },
  {
    name: 'an endpoint URL and FIPS',
    env: west({AWS_ENDPOINT_URL_STS: 'https://a.example.test', AWS_USE_FIPS_ENDPOINT: 'true'}),
    expected: {
      botocore: 'a.example.test for us-west-2',
      cli2: 'a.example.test for us-west-2',
      js2: 'sts-fips.us-west-2',
      js3: 'fips-with-custom-endpoint',
      ruby: 'fips-with-custom-endpoint',
      go1: 'sts-fips.us-west-2',
    },
  },
  {
    name: 'an empty AWS_ENDPOINT_URL_STS',
    env: west({AWS_ENDPOINT_URL_STS: ''}),
    expected: {botocore: regional, cli2: regional, js3: regional, ruby: 'invalid-endpoint-url'},
  },
  {
    name: 'STS in capitals in a services section',
    env: west(),
    config: '[default]\nservices = s\n[services s]\nSTS =\n  endpoint_url = https://a.example.test\n',
    expected: {
      botocore: 'a.example.test for us-west-2',
      cli2: 'a.example.test for us-west-2',
      js3: regional,
      ruby: regional,
    },
  },
  {
    name: 'a dotted key in a services section',
    env: west(),
    config: '[default]\nservices = s\n[services s]\nsts.endpoint_url = https://a.example.test\n',
    expected: {botocore: regional, cli2: regional, js3: 'a.example.test for us-west-2', ruby: regional},
  },
  {
    name: 'a services section before the profile’s endpoint',
    env: west(),
    config:
      '[default]\nendpoint_url = https://b.example.test\nservices = s\n[services s]\nsts =\n  endpoint_url = https://a.example.test\n',
    expected: {
      botocore: 'a.example.test for us-west-2',
      js3: 'a.example.test for us-west-2',
      ruby: 'a.example.test for us-west-2',
    },
  },
  {
    name: 'a missing services section before the profile’s endpoint',
    env: west(),
    config: '[default]\nendpoint_url = https://b.example.test\nservices = s\n',
    expected: {botocore: 'services-section-missing', js3: regional, ruby: 'b.example.test for us-west-2'},
  },
  {
    name: 'a missing services section behind a URL in the environment',
    env: west({AWS_ENDPOINT_URL: 'https://a.example.test'}),
    config: '[default]\nservices = s\n',
    expected: {botocore: 'a.example.test for us-west-2', cli2: 'a.example.test for us-west-2'},
  },
  {
    name: 'the ignore flag in the profile',
    env: west({AWS_ENDPOINT_URL: 'https://a.example.test'}),
    config: '[default]\nignore_configured_endpoint_urls = true\n',
    expected: {botocore: regional, cli2: regional, js3: regional, ruby: regional},
  },
  {
    name: 'GovCloud and FIPS',
    env: both('us-gov-west-1', {AWS_USE_FIPS_ENDPOINT: 'true'}),
    expected: {
      botocore: 'sts.us-gov-west-1',
      js2: 'sts.us-gov-west-1',
      js3: 'sts.us-gov-west-1',
      ruby: 'sts.us-gov-west-1',
      go1: 'sts.us-gov-west-1',
    },
  },
  {
    name: 'a FIPS name that is no Region’s beside a Region as parameter',
    env: both('us-east-1-fips'),
    params: {region: 'us-west-2'},
    expected: {botocore: regional, js2: 'sts-fips.us-west-2', js3: regional},
  },
  {
    name: 'aws-global under a configured URL',
    env: both('aws-global', {AWS_ENDPOINT_URL: 'https://a.example.test'}),
    expected: {botocore: 'a.example.test for aws-global', js3: 'a.example.test for us-east-1'},
  },
  {
    name: 'a switch with a comment behind it',
    env: west({AWS_SDK_LOAD_CONFIG: '1', AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    config: '[default]\nuse_fips_endpoint = true # note\n',
    expected: {
      botocore: regional,
      js2: 'sts-fips.us-west-2',
      js3: 'sts-fips.us-west-2',
      ruby: regional,
      go1: regional,
      go2: regional,
    },
  },
]

describe.each(rows)('$name', ({expected, ...input}) => {
  test.each(Object.entries(expected) as [Build, string][])('%s', (build, answer) => {
    expect(outcome(input, build)).toBe(answer)
  })
})
