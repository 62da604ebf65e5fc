import {expect, test} from 'vitest'
import {resolveSts} from '../../src/resolve/resolve-sts.js'
import type {ResolveInput} from '../../src/resolve/types.js'
import {clientAt} from './clients.js'
import {both, outcomeOf, url, west} from './facts/ask.js'

/** Older and newer versions than those of the matrix, as they were run. */
interface Row extends Partial<ResolveInput> {
  readonly name: string
  /** What each version of a client calls, by `client@version`. */
  readonly expected: Readonly<Record<string, string>>
}

const WEST = 'sts.us-west-2'
const session = (name: string, lines: string) => `[default]\nsso_session = my\n[sso-session ${name}]\n${lines}`
const URL_AND_REGION = 'sso_start_url = https://a.example.test\nsso_region = eu-west-1\n'

const rows: readonly Row[] = [
  {
    name: 'a URL in the environment',
    env: west({AWS_ENDPOINT_URL: url('a')}),
    expected: {
      'client-sts@3.370.0': WEST,
      'client-sts@3.378.0': 'a.example.test for us-west-2',
      'aws-sdk-go-v2@1.17.1': WEST,
      'aws-sdk-go-v2@1.30.3': 'a.example.test for us-west-2',
    },
  },
  {
    name: 'a URL that is to be ignored',
    env: west({AWS_ENDPOINT_URL: url('a'), AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'}),
    expected: {
      'client-sts@3.664.0': 'a.example.test for us-west-2',
      'client-sts@3.777.0': WEST,
      'aws-sdk-go-v2@1.42.1': WEST,
    },
  },
  {
    name: 'an ignore flag that is neither true nor false',
    env: west({AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: '1'}),
    expected: {'aws-sdk-go-v2@1.42.1': 'invalid-boolean-env', 'client-sts@3.1173.0': WEST},
  },
  {
    name: 'a services section',
    env: west(),
    config: `[default]\nservices = s\n[services s]\nsts =\n  endpoint_url = ${url('a')}\n`,
    expected: {'client-sts@3.352.0': WEST, 'aws-sdk-go-v2@1.42.1': 'a.example.test for us-west-2'},
  },
  {
    name: 'a URL in the credentials file of a profile that the config file has too',
    env: west(),
    config: '[default]\noutput = json\n',
    credentials: `[default]\nendpoint_url = ${url('a')}\n`,
    expected: {'aws-sdk-go-v2@1.42.1': WEST, 'client-sts@3.1173.0': 'a.example.test for us-west-2'},
  },
  {
    name: 'a URL in the credentials file alone',
    env: west(),
    credentials: `[default]\nendpoint_url = ${url('a')}\n`,
    expected: {'aws-sdk-go-v2@1.42.1': 'a.example.test for us-west-2'},
  },
  {
    name: 'a URL without a Region',
    env: {AWS_ENDPOINT_URL_STS: url('a')},
    expected: {'aws-sdk-go-v2@1.42.1': 'a.example.test for null', 'client-sts@3.1173.0': 'missing-region'},
  },
  {
    name: 'a URL and FIPS',
    env: west({AWS_USE_FIPS_ENDPOINT: 'true'}),
    params: {endpoint: url('a')},
    expected: {
      'client-sts@3.154.0': 'a.example.test for us-west-2',
      'client-sts@3.279.0': 'fips-with-custom-endpoint',
      'aws-sdk-go-v2@1.42.1': 'fips-with-custom-endpoint',
    },
  },
  {
    name: 'a URL for aws-global',
    env: {AWS_REGION: 'aws-global', AWS_ENDPOINT_URL: url('a')},
    expected: {
      'client-sts@3.974.0': 'a.example.test for aws-global',
      'client-sts@3.1040.0': 'a.example.test for us-east-1',
    },
  },
  {
    name: 'FIPS in the environment',
    env: west({AWS_USE_FIPS_ENDPOINT: 'true'}),
    expected: {'aws-sdk-js@2.1010.0': 'sts', 'aws-sdk-js@2.1030.0': 'sts-fips.us-west-2'},
  },
  {
    name: 'a Region that asks for FIPS',
    env: {AWS_REGION: 'fips-us-west-2'},
    expected: {
      'aws-sdk-go@1.36.33': 'sts.fips-us-west-2',
      'aws-sdk-go@1.44.133': 'sts-fips.us-west-2',
      'aws-sdk-go-v2@1.17.1': 'sts-fips.us-west-2',
      'aws-sdk-go-v2@1.42.1': 'sts-fips.us-west-2 for fips-us-west-2',
    },
  },
  {
    name: 'an underscore in the Region',
    env: {AWS_REGION: 'us_west_2'},
    expected: {
      'client-sts@3.154.0': 'invalid-region',
      'client-sts@3.279.0': 'sts.us_west_2',
      'client-sts@3.777.0': 'invalid-region',
      'aws-sdk-go-v2@1.42.1': 'invalid-region',
    },
  },
  {
    name: 'a space behind the Region',
    env: {AWS_REGION: 'us-west-2 '},
    expected: {'client-sts@3.664.0': 'invalid-endpoint-url', 'client-sts@3.777.0': 'invalid-region'},
  },
  {
    name: 'a defaults mode that there is not',
    env: west({AWS_DEFAULTS_MODE: 'bogus'}),
    expected: {'client-sts@3.45.0': WEST, 'client-sts@3.72.0': 'invalid-defaults-mode'},
  },
  {
    name: 'the European sovereign cloud',
    env: {AWS_REGION: 'eusc-de-east-1'},
    expected: {
      'client-sts@3.777.0': 'sts.eusc-de-east-1',
      'client-sts@3.840.0': 'sts.eusc-de-east-1.amazonaws.eu',
      'aws-sdk-go-v2@1.30.3': 'sts.eusc-de-east-1',
      'aws-sdk-go-v2@1.42.1': 'sts.eusc-de-east-1.amazonaws.eu',
    },
  },
  {
    name: 'eu-isoe-west-1',
    env: {AWS_REGION: 'eu-isoe-west-1'},
    expected: {'client-sts@3.279.0': 'sts.eu-isoe-west-1', 'client-sts@3.352.0': 'sts.eu-isoe-west-1.cloud.adc-e.uk'},
  },
  {
    name: 'dual-stack in us-iso-east-1',
    env: {AWS_REGION: 'us-iso-east-1', AWS_USE_DUALSTACK_ENDPOINT: 'true'},
    expected: {
      'client-sts@3.840.0': 'dualstack-unsupported-partition',
      'client-sts@3.896.0': 'sts.us-iso-east-1.api.aws.ic.gov',
      'aws-sdk-go-v2@1.42.1': 'sts.us-iso-east-1.api.aws.ic.gov',
    },
  },
  {
    name: 'AWS_PROFILE names a profile that is not there',
    env: west({AWS_PROFILE: 'missing'}),
    expected: {'aws-sdk-go-v2@1.17.1': WEST, 'aws-sdk-go-v2@1.30.3': 'profile-not-found'},
  },
  {
    name: 'AWS_DEFAULT_PROFILE names a profile that is not there',
    env: west({AWS_DEFAULT_PROFILE: 'missing'}),
    expected: {'aws-sdk-go-v2@1.30.3': WEST},
  },
  {
    name: 'half of a key pair',
    env: west(),
    config: '[default]\naws_access_key_id = AKIDEXAMPLE\n',
    expected: {'aws-sdk-go-v2@1.42.1': 'partial-credentials', 'botocore@1.43.11': WEST},
  },
  {
    name: 'an SSO session that is there',
    env: west(),
    config: session('my', URL_AND_REGION),
    expected: {
      'botocore@1.43.11': WEST,
      'aws-cli@2.36.7': WEST,
      'aws-sdk-go-v2@1.17.1': WEST,
      'aws-sdk-ruby-core@3.211.0': WEST,
    },
  },
  {
    name: 'an SSO session that is not there',
    env: west(),
    config: session('other', URL_AND_REGION),
    expected: {
      'botocore@1.20.0': 'sts',
      'botocore@1.43.11': 'sso-session-missing',
      'aws-cli@1.45.11': 'sso-session-missing',
      'aws-cli@2.36.7': 'sso-session-missing',
      'aws-sdk-go-v2@1.17.1': 'sso-session-missing',
      'aws-sdk-go-v2@1.42.1': 'sso-session-missing',
      'aws-sdk-ruby-core@3.104.3': WEST,
      'aws-sdk-ruby-core@3.211.0': 'sso-session-missing',
      'client-sts@3.1173.0': WEST,
    },
  },
  {
    name: 'an SSO session without its start URL',
    env: west(),
    config: session('my', 'sso_region = eu-west-1\n'),
    expected: {
      'botocore@1.43.11': 'sso-session-missing',
      'aws-sdk-go-v2@1.17.1': 'sso-session-missing',
      'aws-sdk-go-v2@1.42.1': WEST,
    },
  },
  {
    name: 'an SSO session of a source profile',
    env: west(),
    config:
      '[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = a\n[profile a]\nsso_session = my\n',
    expected: {'botocore@1.43.11': WEST, 'aws-sdk-go-v2@1.42.1': 'sso-session-missing'},
  },
  {
    name: 'AWS_SDK_CONFIG_OPT_OUT',
    env: {AWS_SDK_CONFIG_OPT_OUT: ''},
    config: '[default]\nregion = us-west-2\n',
    expected: {'aws-sdk-ruby-core@3.211.0': 'missing-region', 'client-sts@3.1173.0': WEST},
  },
  {
    name: 'a token file in the credentials file without AWS_SDK_LOAD_CONFIG',
    env: west({AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    credentials: '[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nweb_identity_token_file = /token\n',
    expected: {'aws-sdk-go@1.44.133': 'invalid-source-profile', 'aws-sdk-js@2.1693.0': WEST},
  },
  {
    name: 'an SSO session that is missing, with AWS_SDK_LOAD_CONFIG',
    env: west({AWS_SDK_LOAD_CONFIG: '1', AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    config: '[default]\nsso_session = my\n',
    expected: {'aws-sdk-go@1.44.133': WEST, 'aws-sdk-go@1.49.0': 'sso-session-missing'},
  },
  {
    name: 'an SSO session that is missing, without AWS_SDK_LOAD_CONFIG',
    env: west({AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    credentials: '[default]\nsso_session = my\n',
    expected: {'aws-sdk-go@1.49.0': WEST},
  },
  {
    name: 'an empty Region',
    env: {AWS_REGION: ''},
    config: '[default]\nregion = us-west-2\n',
    expected: {
      'client-sts@3.154.0': 'invalid-region',
      'client-sts@3.484.0': 'missing-region',
      'client-sts@3.721.0': 'missing-region',
      'client-sts@3.777.0': 'invalid-region',
    },
  },
  {
    name: 'an empty Region beside a URL',
    env: {AWS_REGION: ''},
    params: {endpoint: url('a')},
    expected: {'client-sts@3.154.0': 'a.example.test for ', 'client-sts@3.606.0': 'missing-region'},
  },
  {
    name: 'a Region that is no host name beside a URL',
    env: {AWS_REGION: 'us west'},
    params: {endpoint: url('a')},
    expected: {'client-sts@3.721.0': 'a.example.test for us west', 'client-sts@3.777.0': 'invalid-region'},
  },
  {
    name: 'a version that is a major one is the newest of it',
    env: both('us-west-2', {AWS_ENDPOINT_URL: url('a')}),
    expected: {
      'aws-cli@2': 'a.example.test for us-west-2',
      'aws-cli@2.0': WEST,
      'aws-sdk-go@1': 'sts',
      'boto3@1': 'a.example.test for us-west-2',
    },
  },
  {
    name: 'a services section that is missing, before a URL of the profile',
    env: west(),
    config: `[default]\nservices = s\nendpoint_url = ${url('a')}\n`,
    expected: {
      'client-sts@3.410.0': 'a.example.test for us-west-2',
      'client-sts@3.721.0': 'a.example.test for us-west-2',
      'client-sts@3.777.0': WEST,
    },
  },
  {
    name: 'dual-stack in the European Sovereign Cloud',
    env: {AWS_REGION: 'eusc-de-east-1', AWS_USE_DUALSTACK_ENDPOINT: 'true'},
    expected: {
      'client-sts@3.840.0': 'dualstack-unsupported-partition',
      'client-sts@3.896.0': 'sts.eusc-de-east-1.api.amazonwebservices.eu',
    },
  },
  {
    name: 'dual-stack in aws-iso-e',
    env: {AWS_DEFAULT_REGION: 'eu-isoe-west-1', AWS_REGION: 'eu-isoe-west-1', AWS_USE_DUALSTACK_ENDPOINT: 'true'},
    expected: {
      'botocore@1.43.117': 'dualstack-unsupported-partition',
      'aws-cli@2.38.1': 'dualstack-unsupported-partition',
      'client-sts@3.896.0': 'sts.eu-isoe-west-1.api.cloud-aws.adc-e.uk',
    },
  },
  {
    name: 'AWS_SDK_LOAD_CONFIG without a credentials file',
    env: {AWS_SDK_LOAD_CONFIG: '1'},
    config: '[default]\nregion = us-west-2\nsts_regional_endpoints = regional\n',
    expected: {'aws-sdk-js@2.800.0': 'config-file-missing', 'aws-sdk-js@2.1010.0': WEST},
  },
  {
    name: 'AWS_SDK_LOAD_CONFIG and a Region without a credentials file',
    env: west({AWS_SDK_LOAD_CONFIG: '1', AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    config: '[default]\n',
    expected: {'aws-sdk-js@2.800.0': WEST},
  },
  {
    name: 'mode legacy in aws-iso-b',
    env: {AWS_REGION: 'us-isob-east-1'},
    expected: {'aws-sdk-js@2.600.0': 'sts', 'aws-sdk-js@2.800.0': 'sts.us-isob-east-1.sc2s.sgov.gov'},
  },
  {
    name: 'mode legacy in aws-iso-f',
    env: {AWS_REGION: 'us-isof-south-1'},
    expected: {
      'aws-sdk-js@2.1560.0': 'sts',
      'aws-sdk-js@2.1693.0': 'sts.us-isof-south-1.csp.hci.ic.gov',
    },
  },
]

const answers = rows.flatMap(({expected, ...row}) =>
  Object.entries(expected).map(([client, answer]) => ({...row, client, answer})),
)

test.each(answers)('$name: $client', ({client, answer, env = {}, config = null, credentials = null, params = {}}) => {
  const [name = '', version] = client.split('@')

  expect(outcomeOf(resolveSts({env, config, credentials, params}, clientAt(name, version)))).toBe(answer)
})

/** The parser of Go v2 since September 2023: nothing is an error, and blocks are by indentation. */
test.each([
  {lines: 'region = eu-west-1 # note', answer: 'sts.eu-west-1'},
  {lines: 'REGION: eu-west-1', answer: 'sts.eu-west-1'},
  {lines: 'region = "eu-west-1"', answer: 'sts.eu-west-1'},
  {lines: 's3 =\n  region = sa-east-1', answer: 'missing-region'},
  {lines: 'output = json\n  region = eu-west-1', answer: 'sts.eu-west-1'},
  {lines: 'junk\n=\nregion = eu-west-1', answer: 'sts.eu-west-1'},
  {lines: 'region = us-west-2\nregion = eu-west-1', answer: 'sts.eu-west-1'},
  {lines: '[ profile   default ] # note\nregion = eu-west-1', answer: 'sts.eu-west-1'},
  {lines: '[x y z]\nregion = eu-west-1', answer: 'missing-region'},
])('aws-sdk-go-v2 1.42.1 reads $lines', ({lines, answer}) => {
  const input = {env: {}, config: `[default]\n${lines}\n`, credentials: null}

  expect(outcomeOf(resolveSts(input, clientAt('aws-sdk-go-v2', '1.42.1')))).toBe(answer)
})
