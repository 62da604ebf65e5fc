import {describe, expect, test} from 'vitest'
import {type Build, both, outcome, type Row, regional, west} from './outcome.js'

/** What names an endpoint, and the switches beside it. */
const rows: readonly Row[] = [
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
    name: 'a services section with a space behind the equals sign',
    env: west(),
    config: '[default]\nservices = s\n[services s]\nsts = \n  endpoint_url = https://a.example.test\n',
    expected: {
      botocore: 'a.example.test for us-west-2',
      js3: 'a.example.test for us-west-2',
      ruby: 'a.example.test for us-west-2',
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
  {
    name: 'a URL with the Region left open',
    env: west(),
    params: {endpoint: 'https://sts.{region}.example.test'},
    expected: {js2: 'sts.us-west-2.example.test', botocore: 'invalid-endpoint-url'},
  },
  {
    name: 'a scheme in capitals',
    env: west(),
    params: {endpoint: 'HTTPS://a.example.test'},
    expected: {go1: 'a.example.test for us-west-2', js3: 'a.example.test for us-west-2'},
  },
  ...(
    [
      [
        'userinfo',
        'https://user:pw@a.example.test',
        {
          botocore: 'user:pw@a.example.test',
          js2: 'a.example.test',
          js3: 'a.example.test',
          ruby: 'user:pw@a.example.test',
          go1: 'user:pw@a.example.test',
          go2: 'user:pw@a.example.test',
        },
      ],
      [
        'a fragment',
        'https://a.example.test/p#f',
        {botocore: 'a.example.test/p#f', js2: 'a.example.test/p', js3: 'a.example.test/p'},
      ],
      [
        'two slashes at the end',
        'https://a.example.test//',
        {botocore: 'a.example.test', js3: 'a.example.test/', go2: 'a.example.test'},
      ],
      [
        'a query without a path',
        'https://a.example.test?x=1',
        {
          botocore: 'a.example.test/?x=1',
          js2: 'a.example.test/?x=1',
          js3: 'a.example.test/?x=1',
          go1: 'a.example.test',
          go2: 'a.example.test/?x=1',
        },
      ],
      [
        'port 0',
        'https://a.example.test:0',
        {
          botocore: 'a.example.test:0',
          js2: 'a.example.test:0',
          js3: 'a.example.test',
          ruby: 'a.example.test:0',
          go1: 'a.example.test:0',
          go2: 'a.example.test:0',
        },
      ],
      [
        'the port of its scheme',
        'https://a.example.test:443',
        {
          botocore: 'a.example.test:443',
          js2: 'a.example.test:443',
          js3: 'a.example.test',
          ruby: 'a.example.test',
          go1: 'a.example.test:443',
          go2: 'a.example.test:443',
        },
      ],
      [
        'a scheme in mixed case',
        'Https://a.example.test',
        {
          botocore: 'a.example.test',
          js3: 'a.example.test',
          ruby: 'a.example.test',
          go1: 'a.example.test',
          go2: 'a.example.test',
        },
      ],
      [
        'a space before it',
        ' https://a.example.test',
        {botocore: 'a.example.test', js3: 'a.example.test', ruby: null, go1: null, go2: null},
      ],
      [
        'a space behind it',
        'https://a.example.test ',
        {botocore: null, js3: 'a.example.test', ruby: null, go1: null, go2: null},
      ],
      [
        'a port that is no number',
        'https://a.example.test:x',
        {botocore: null, js3: null, ruby: null, go1: null, go2: null},
      ],
      ['a port out of range', 'https://a.example.test:99999', {botocore: null, js3: null}],
      ['another scheme', 'ftp://a.example.test', {botocore: null, js3: null, ruby: null, go1: null, go2: null}],
      ['an expression', 'https://sts.{region}.example.test', {botocore: null, ruby: null, go1: null, go2: null}],
      [
        'no scheme',
        'a.example.test',
        {botocore: null, js2: 'a.example.test', js3: null, ruby: null, go1: 'a.example.test', go2: null},
      ],
    ] as const
  ).map(([name, endpoint, expected]) => ({
    name: `a URL with ${name}`,
    env: west(),
    params: {endpoint},
    expected: Object.fromEntries(
      Object.entries(expected).map(([build, host]) => [
        build,
        host === null ? 'invalid-endpoint-url' : `${host} for us-west-2`,
      ]),
    ),
  })),
  {
    name: 'a URL as parameter without a Region',
    params: {endpoint: 'https://a.example.test'},
    expected: {
      botocore: 'missing-region',
      js3: 'missing-region',
      go1: 'missing-region',
      go2: 'a.example.test',
    },
  },
]

describe.each(rows)('$name', ({expected, ...input}) => {
  test.each(Object.entries(expected) as [Build, string][])('%s', (build, answer) => {
    expect(outcome(input, build)).toBe(answer)
  })
})
