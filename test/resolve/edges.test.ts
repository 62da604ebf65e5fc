import {describe, expect, test} from 'vitest'
import {type Build, both, outcome, type Row, regional, west} from './outcome.js'

/** What names a mode, a profile or a Region. */
const rows: readonly Row[] = [
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
    name: 'an invalid mode in the environment behind one that the program gives',
    env: west({AWS_STS_REGIONAL_ENDPOINTS: 'x'}),
    params: {mode: 'regional'},
    expected: {js2: regional, go1: 'invalid-mode-value', go2: regional},
  },
  {
    name: 'an invalid mode and an invalid boolean',
    env: west({AWS_STS_REGIONAL_ENDPOINTS: 'x', AWS_USE_DUALSTACK_ENDPOINT: '1'}),
    params: {mode: 'legacy'},
    expected: {go1: 'invalid-mode-value', go2: 'invalid-boolean-env'},
  },
  {
    name: 'an invalid defaults mode in the config file behind a valid one in the environment',
    env: west({AWS_DEFAULTS_MODE: 'auto'}),
    config: '[default]\ndefaults_mode = bogus\n',
    expected: {botocore: regional, go1: 'sts', go2: 'invalid-defaults-mode'},
  },
  {
    name: 'FIPS in the credentials file of a profile that the config file has too',
    env: west(),
    config: '[default]\noutput = json\n',
    credentials: '[default]\nuse_fips_endpoint = true\n',
    expected: {botocore: 'sts-fips.us-west-2', go2: regional},
  },
  {
    name: 'FIPS in the credentials file alone',
    env: west(),
    credentials: '[default]\nuse_fips_endpoint = true\n',
    expected: {go2: 'sts-fips.us-west-2'},
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
    name: 'a Region with a line end behind it',
    env: both('us-west-2\n', {AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    expected: {js2: 'sts.us-west-2 for us-west-2\n', js3: 'invalid-region', go2: 'endpoint-unresolvable'},
  },
  {
    name: 'dual-stack in an iso partition',
    env: both('us-isob-east-1', {AWS_USE_DUALSTACK_ENDPOINT: 'true'}),
    expected: {
      botocore: 'sts.us-isob-east-1.api.aws.scloud',
      cli1: 'sts.us-isob-east-1.api.aws.scloud',
      old: 'dualstack-unsupported-partition',
    },
  },
  ...(
    [
      ['role_arn = arn:aws:iam::111122223333:role/a\nsource_profile = none', 'a source profile that no file has'],
      ['role_arn = arn:aws:iam::111122223333:role/a\nsource_profile = bare', 'a source profile without credentials'],
      ['source_profile = keys', 'a source profile without a role'],
      ['role_arn = a\nsource_profile = keys\ncredential_source = Environment', 'two sources of credentials'],
    ] as const
  ).map(([lines, name]) => ({
    name,
    env: west({AWS_PROFILE: 'dev', AWS_SDK_LOAD_CONFIG: '1', AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    config: `[profile dev]\n${lines}\n[profile bare]\noutput = json\n[profile keys]\naws_access_key_id = AK\n`,
    expected: {
      go1: 'invalid-source-profile',
      go2: 'invalid-source-profile',
      botocore: regional,
      js2: regional,
      js3: regional,
      ruby: regional,
    },
  })),
  {
    name: 'source profiles that name each other',
    env: west({AWS_PROFILE: 'a', AWS_SDK_LOAD_CONFIG: '1'}),
    config: ['a', 'b']
      .map((name) => `[profile ${name}]\nrole_arn = r\nsource_profile = ${name === 'a' ? 'b' : 'a'}\n`)
      .join(''),
    expected: {go1: 'invalid-source-profile', go2: 'invalid-source-profile'},
  },
  {
    name: 'a chain that ends in keys',
    env: west({AWS_PROFILE: 'a', AWS_SDK_LOAD_CONFIG: '1'}),
    config:
      '[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = s\nsource_profile = b\naws_access_key_id = AK\n',
    expected: {go1: 'sts', go2: regional},
  },
  {
    name: 'a wrong source profile in a file that is not loaded',
    env: west({AWS_PROFILE: 'dev'}),
    config: '[profile dev]\nsource_profile = none\n',
    expected: {go1: 'sts', go2: 'invalid-source-profile'},
  },
]

describe.each(rows)('$name', ({expected, ...input}) => {
  test.each(Object.entries(expected) as [Build, string][])('%s', (build, answer) => {
    expect(outcome(input, build)).toBe(answer)
  })
})
