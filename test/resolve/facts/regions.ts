import {at, both, type Fact, url, WEST, west} from './ask.js'

const regional = (env: Readonly<Record<string, string>>) => ({...env, AWS_STS_REGIONAL_ENDPOINTS: 'regional'})
const EMPTY = 'invalid-endpoint-url-empty-region'
const NONE = 'missing-region'
const role = 'role_arn = arn:aws:iam::111122223333:role/app\nsource_profile = base\n'

/** Section 3, the table. */
const TABLE: readonly Fact[] = [
  {
    fact: 'AWS_REGION only',
    env: regional({AWS_REGION: 'us-west-2'}),
    expected: {all: WEST, botocore: 'sts'},
  },
  {
    fact: 'AWS_DEFAULT_REGION only, mode regional',
    env: regional({AWS_DEFAULT_REGION: 'us-west-2'}),
    expected: {all: WEST, js2: NONE, js3: NONE, go1: 'sts'},
  },
  {
    fact: 'AWS_DEFAULT_REGION only, no mode',
    env: {AWS_DEFAULT_REGION: 'us-west-2'},
    expected: {all: WEST, legacy: 'sts', js2: 'sts', js3: NONE, go1: 'sts'},
  },
  {
    fact: 'AWS_DEFAULT_REGION only, with load-config',
    env: regional({AWS_DEFAULT_REGION: 'us-west-2', AWS_SDK_LOAD_CONFIG: '1'}),
    config: '[default]\noutput = json\n',
    expected: {all: WEST, js2: NONE, js3: NONE},
  },
  {
    fact: 'both, different',
    env: regional({AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-west-2', AWS_SDK_LOAD_CONFIG: '1'}),
    config: '[default]\noutput = json\n',
    expected: {all: 'sts.eu-west-1', botocore: WEST},
  },
  {
    fact: 'profile region with load-config',
    env: regional({AWS_SDK_LOAD_CONFIG: '1'}),
    config: '[default]\nregion = us-west-2\n',
    expected: {all: WEST},
  },
  {
    fact: 'profile region without load-config',
    env: regional({}),
    config: '[default]\nregion = us-west-2\n',
    expected: {all: WEST, js2: NONE, go1: 'sts'},
  },
  {fact: 'none, default mode', env: {}, expected: {all: 'sts', js3: NONE, ruby: NONE, go2: NONE}},
  {
    fact: 'none, mode regional',
    env: regional({}),
    expected: {all: 'sts', js2: NONE, js3: NONE, ruby: NONE, go2: NONE},
  },
  {
    fact: 'both variables empty',
    env: both(''),
    expected: {botocore: EMPTY, cli2: EMPTY, js2: 'sts', js3: 'invalid-region', ruby: NONE, go1: 'sts', go2: NONE},
  },
  {
    fact: 'US-WEST-2: kept in upper case and signed so, or lowered and signed upper',
    env: regional(both('US-WEST-2')),
    expected: {
      all: 'sts.US-WEST-2',
      js2: 'sts.us-west-2 for US-WEST-2',
      js3: 'sts.us-west-2 for US-WEST-2',
    },
  },
  {fact: 'unknown, e.g. foo', env: regional(both('foo')), expected: {all: 'sts.foo'}},
  {
    fact: 'us_west_2',
    env: regional(both('us_west_2')),
    expected: {all: 'invalid-region', js2: 'sts.us_west_2', go1: 'endpoint-unresolvable', go2: 'sts.us_west_2'},
  },
]

/** Section 3, the sentences below the table. */
const SENTENCES: readonly Fact[] = [
  {
    fact: 'none means global in botocore and the CLI, mode legacy too',
    env: {AWS_STS_REGIONAL_ENDPOINTS: 'legacy'},
    expected: {botocore: 'sts', cli2: 'sts'},
  },
  {
    fact: 'aws-global is sts.amazonaws.com in every SDK, mode regional, except JS v2',
    env: regional(both('aws-global')),
    expected: {all: 'sts', js2: 'sts.us-east-1'},
  },
  {
    fact: 'aws-global, mode legacy',
    env: {...both('aws-global'), AWS_STS_REGIONAL_ENDPOINTS: 'legacy'},
    expected: {all: 'sts'},
  },
  {
    fact: 'aws-cn-global builds a host',
    env: regional(both('aws-cn-global')),
    expected: {
      botocore: 'sts.aws-cn-global.amazonaws.com.cn',
      cli2: 'sts.aws-cn-global.amazonaws.com.cn',
      js3: 'sts.aws-cn-global.amazonaws.com.cn',
      ruby: 'sts.aws-cn-global.amazonaws.com.cn',
    },
  },
  {
    fact: 'aws-global with FIPS',
    env: both('aws-global', {AWS_USE_FIPS_ENDPOINT: 'true'}),
    expected: {botocore: 'sts-fips.aws-global for us-east-1', js3: 'sts-fips.aws-global'},
  },
  {
    fact: 'a profile with role_arn and source_profile does not take the region of the source profile',
    env: regional({AWS_PROFILE: 'dev', AWS_SDK_LOAD_CONFIG: '1'}),
    config: `[profile base]\nregion = us-west-2\naws_access_key_id = AK\naws_secret_access_key = x\n[profile dev]\n${role}`,
    expected: {all: 'sts', js2: NONE, js3: NONE, ruby: NONE, go2: NONE},
  },
  {
    fact: 'a named profile does not take the region of [default]',
    env: regional({AWS_PROFILE: 'dev', AWS_SDK_LOAD_CONFIG: '1'}),
    config: '[default]\nregion = us-west-2\n[profile dev]\noutput = json\n',
    expected: {all: 'sts', js2: NONE, js3: NONE, ruby: NONE, go2: NONE},
  },
  {
    fact: 'region = us-west-2 # note is an error in botocore, both CLIs and Ruby; JS v2, JS v3 and Go strip the comment',
    env: regional({AWS_SDK_LOAD_CONFIG: '1'}),
    config: '[default]\nregion = us-west-2 # note\n',
    expected: {all: WEST, botocore: 'invalid-region', cli2: 'invalid-region', ruby: 'invalid-region'},
  },
  {
    fact: 'AWS_REGION set and a profile region set',
    env: regional({AWS_REGION: 'eu-west-1', AWS_SDK_LOAD_CONFIG: '1'}),
    config: '[default]\nregion = us-west-2\n',
    expected: {all: 'sts.eu-west-1', botocore: WEST},
  },
  {
    fact: 'JS v2 with AWS_SDK_LOAD_CONFIG, no config file and no AWS_REGION throws on the missing file',
    env: {AWS_SDK_LOAD_CONFIG: '1'},
    expected: {js2: 'config-file-missing'},
  },
  {
    fact: 'JS v2 with AWS_SDK_LOAD_CONFIG, no config file and AWS_REGION does not',
    env: regional(west({AWS_SDK_LOAD_CONFIG: '1'})),
    expected: {js2: WEST},
  },
  {
    fact: 'the signing region follows the configured region, not the host: the global host',
    env: regional(west()),
    params: ['endpoint=https://sts.amazonaws.com'],
    expected: {all: 'sts for us-west-2'},
  },
  {
    fact: 'the signing region follows the configured region, not the host: the host of another Region',
    env: regional(west()),
    params: ['endpoint=https://sts.us-east-2.amazonaws.com'],
    expected: {all: 'sts.us-east-2 for us-west-2'},
  },
  {
    fact: 'a URL without any region fails before sending',
    env: {AWS_ENDPOINT_URL_STS: url('a')},
    expected: {botocore131: NONE, botocore143: NONE, cli1: NONE, cli236: NONE, js3: NONE, ruby: NONE},
  },
  {
    fact: 'a region parameter comes before everything',
    env: regional(both('eu-west-1', {AWS_SDK_LOAD_CONFIG: '1'})),
    config: '[default]\nregion = eu-west-2\n',
    params: ['region=us-west-2'],
    expected: {all: WEST},
  },
  {
    fact: 'a URL and a region in the profile',
    env: {AWS_ENDPOINT_URL_STS: url('a')},
    config: '[default]\nregion = us-west-2\n',
    expected: {urls: at('a')},
  },
]

export const REGIONS: readonly Fact[] = [...TABLE, ...SENTENCES]
