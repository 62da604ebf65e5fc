import {at, type Fact, url, WEST, west} from './ask.js'

const load = west({AWS_SDK_LOAD_CONFIG: '1'})
const mode = (value: string) => west({AWS_STS_REGIONAL_ENDPOINTS: value})
const inFile = (value: string) => `[default]\nsts_regional_endpoints = ${value}\n`
const regional = west({AWS_STS_REGIONAL_ENDPOINTS: 'regional'})
const INVALID = 'invalid-mode-value'

/** Section 2, the table of edges: what the mode is written like. */
const MODES: readonly Fact[] = [
  ...['environment', 'config file'].flatMap((where) => {
    const written = (value: string) =>
      where === 'environment' ? {env: mode(value)} : {env: load, config: inFile(value)}
    return [
      {
        fact: `mode REGIONAL in the ${where}`,
        ...written('REGIONAL'),
        expected: {all: WEST, botocore: INVALID} as const,
      },
      {
        fact: `mode LEGACY in the ${where}`,
        ...written('LEGACY'),
        expected: {all: WEST, botocore: INVALID, js2: 'sts', go1: 'sts'} as const,
      },
      ...['global', 'true'].map((value) => ({
        fact: `mode ${value} in the ${where}`,
        ...written(value),
        expected: {all: WEST, botocore: INVALID, js2: INVALID, go1: INVALID} as const,
      })),
    ]
  }),
  {
    fact: 'mode with a trailing space in the environment',
    env: mode('regional '),
    expected: {all: WEST, botocore: INVALID, js2: INVALID, go1: INVALID},
  },
  {
    fact: 'a mode that is present but empty in the environment masks the config file, or falls through to it',
    env: {...load, AWS_STS_REGIONAL_ENDPOINTS: ''},
    config: inFile('regional'),
    expected: {all: WEST, legacy: 'sts', js2: INVALID, go1: WEST},
  },
  {
    fact: 'an empty mode in the environment before legacy in the config file',
    env: {...load, AWS_STS_REGIONAL_ENDPOINTS: ''},
    config: inFile('legacy'),
    expected: {all: WEST, legacy: 'sts', js2: INVALID, ruby: 'sts', go1: 'sts'},
  },
  {
    fact: 'regional with a trailing # note',
    env: load,
    config: inFile('regional # note'),
    expected: {all: WEST, botocore: INVALID},
  },
  {
    fact: 'legacy with a trailing # note: stripped in JS v2 and Go v1, kept in Ruby, so regional',
    env: load,
    config: inFile('legacy # note'),
    expected: {all: WEST, botocore: INVALID, js2: 'sts', go1: 'sts'},
  },
]

/** Section 2, the table of edges: where a key stands, and under which name. */
const KEYS: readonly Fact[] = [
  ...['legacy', 'regional'].map((last) => ({
    fact: `duplicate key, ${last} last`,
    env: load,
    config: inFile(`${last === 'legacy' ? 'regional' : 'legacy'}\nsts_regional_endpoints = ${last}`),
    expected: {
      all: last === 'legacy' ? 'sts' : WEST,
      botocore: 'config-parse-error',
      cli2: 'config-parse-error',
      js3: WEST,
      go2: WEST,
    } as const,
  })),
  {
    fact: 'key in upper case: legacy',
    env: load,
    config: '[default]\nSTS_REGIONAL_ENDPOINTS = legacy\n',
    expected: {all: WEST, botocore: 'sts', js2: 'sts', go1: 'sts'},
  },
  {
    fact: 'key in upper case: regional',
    env: load,
    config: '[default]\nSTS_REGIONAL_ENDPOINTS = regional\n',
    expected: {all: WEST, js2: 'sts', go1: 'sts'},
  },
  {
    fact: 'mode in the credentials file: regional',
    env: west(),
    credentials: inFile('regional'),
    expected: {all: WEST, go1: 'sts'},
  },
  {
    fact: 'mode in the credentials file: legacy',
    env: west(),
    credentials: inFile('legacy'),
    expected: {all: WEST, botocore: 'sts', js2: 'sts', ruby: 'sts', go1: 'sts'},
  },
  {
    fact: 'mode in the credentials file, load-config set and the config file missing',
    env: load,
    credentials: inFile('regional'),
    expected: {all: WEST, js2: 'sts'},
  },
  {
    fact: 'mode in the credentials file, load-config set and the config file there',
    env: load,
    config: '[default]\noutput = json\n',
    credentials: inFile('regional'),
    expected: {all: WEST},
  },
  {
    fact: 'mode in config without AWS_SDK_LOAD_CONFIG: regional',
    env: west(),
    config: inFile('regional'),
    expected: {all: WEST, js2: 'sts', go1: 'sts'},
  },
  {
    fact: 'mode in config without AWS_SDK_LOAD_CONFIG: legacy',
    env: west(),
    config: inFile('legacy'),
    expected: {all: WEST, botocore: 'sts', js2: 'sts', ruby: 'sts', go1: 'sts'},
  },
  ...['legacy', 'regional'].map((value) => ({
    fact: `mode ${value} inside [services X]`,
    env: load,
    config: `[default]\nservices = s\n[services s]\nsts =\n  sts_regional_endpoints = ${value}\n`,
    expected: {all: WEST, legacy: 'sts', js2: 'sts', go1: 'sts'} as const,
  })),
  ...['legacy', 'regional'].map((value) => ({
    fact: `profile dev does not inherit mode ${value} of [default]`,
    env: {...load, AWS_PROFILE: 'dev'},
    config: `${inFile(value)}[profile dev]\noutput = json\n`,
    expected: {all: WEST, legacy: 'sts', js2: 'sts', go1: 'sts'} as const,
  })),
  {
    fact: '[dev] in the config file, without profile',
    env: {...load, AWS_PROFILE: 'dev'},
    config: '[dev]\nsts_regional_endpoints = legacy\n',
    expected: {
      botocore: 'profile-not-found',
      cli2: 'profile-not-found',
      js2: 'sts',
      js3: WEST,
      ruby: 'sts',
      go1: 'sts',
    },
  },
  {
    fact: '[dev] in the config file, without profile, names the Region',
    env: {AWS_SDK_LOAD_CONFIG: '1', AWS_PROFILE: 'dev', AWS_STS_REGIONAL_ENDPOINTS: 'regional'},
    config: '[dev]\nregion = us-west-2\n',
    expected: {
      all: WEST,
      botocore: 'profile-not-found',
      cli2: 'profile-not-found',
      js3: 'missing-region',
      go2: 'missing-region',
    },
  },
]

/** Section 2, the table of edges: endpoint URLs and the switches. */
const URLS: readonly Fact[] = [
  {
    fact: 'services = missing',
    env: west(),
    config: '[default]\nservices = missing\n',
    expected: {
      urls: 'services-section-missing',
      botocore129: 'sts',
      cli29: WEST,
      js3: WEST,
      ruby: WEST,
    },
  },
  {
    fact: 'STS = in upper case in services',
    env: west(),
    config: `[default]\nservices = s\n[services s]\nSTS =\n  endpoint_url = ${url('a')}\n`,
    expected: {urls: at('a'), js3: WEST, ruby: WEST},
  },
  {
    fact: 'flat sts.endpoint_url in services',
    env: west(),
    config: `[default]\nservices = s\n[services s]\nsts.endpoint_url = ${url('a')}\n`,
    expected: {urls: WEST, legacy: 'sts', js3: at('a')},
  },
  {
    fact: 'ignore flag TRUE',
    env: west({AWS_ENDPOINT_URL_STS: url('a'), AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE'}),
    expected: {urls: WEST, legacy: 'sts', js3: at('a')},
  },
  {
    fact: 'ignore flag 1',
    env: west({AWS_ENDPOINT_URL_STS: url('a'), AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: '1'}),
    expected: {urls: at('a')},
  },
  {
    fact: 'AWS_USE_FIPS_ENDPOINT=TRUE',
    env: {...regional, AWS_USE_FIPS_ENDPOINT: 'TRUE'},
    expected: {all: 'sts-fips.us-west-2', js2: WEST, js3: WEST, ruby: WEST},
  },
  {
    fact: 'AWS_USE_FIPS_ENDPOINT=1',
    env: {...regional, AWS_USE_FIPS_ENDPOINT: '1'},
    expected: {all: WEST, go1: 'invalid-boolean-env', go2: 'invalid-boolean-env'},
  },
  {
    fact: 'endpoint URL plus FIPS',
    env: west({AWS_ENDPOINT_URL_STS: url('a'), AWS_USE_FIPS_ENDPOINT: 'true'}),
    expected: {urls: at('a'), js3: 'fips-with-custom-endpoint', ruby: 'fips-with-custom-endpoint'},
  },
  {
    fact: 'endpoint URL plus dual-stack',
    env: west({AWS_ENDPOINT_URL_STS: url('a'), AWS_USE_DUALSTACK_ENDPOINT: 'true'}),
    expected: {urls: at('a'), js3: 'dualstack-with-custom-endpoint', ruby: 'dualstack-with-custom-endpoint'},
  },
  {
    fact: 'URL without scheme',
    env: west({AWS_ENDPOINT_URL_STS: 'sts.us-west-2.amazonaws.com'}),
    expected: {urls: 'invalid-endpoint-url'},
  },
  {
    fact: 'AWS_ENDPOINT_URL_STS empty',
    env: {...regional, AWS_ENDPOINT_URL_STS: ''},
    expected: {urls: WEST, ruby: 'invalid-endpoint-url'},
  },
]

export const EDGES: readonly Fact[] = [...MODES, ...KEYS, ...URLS]
