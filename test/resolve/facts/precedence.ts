import {at, type Fact, url, WEST, west} from './ask.js'

const services = (letter: string) => `[services s]\nsts =\n  endpoint_url = ${url(letter)}\n`
const mode = (value: string) => west({AWS_STS_REGIONAL_ENDPOINTS: value})
const load = west({AWS_SDK_LOAD_CONFIG: '1'})
const inFile = (value: string) => `[default]\nsts_regional_endpoints = ${value}\n`

/** Section 2, the order. */
const ORDER: readonly Fact[] = [
  {
    fact: '1. an explicit client endpoint comes before AWS_ENDPOINT_URL_STS',
    env: west({AWS_ENDPOINT_URL_STS: url('b')}),
    params: [`endpoint=${url('a')}`],
    expected: {all: at('a')},
  },
  {
    fact: '1. an explicit client endpoint counts also when the ignore flag is on',
    env: west({AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: url('b')}),
    params: [`endpoint=${url('a')}`],
    expected: {all: at('a')},
  },
  {
    fact: '2. AWS_ENDPOINT_URL_STS comes before AWS_ENDPOINT_URL',
    env: west({AWS_ENDPOINT_URL_STS: url('a'), AWS_ENDPOINT_URL: url('b')}),
    expected: {urls: at('a')},
  },
  {
    fact: '2. AWS_ENDPOINT_URL_STS comes before the services section and the profile',
    env: west({AWS_ENDPOINT_URL_STS: url('a')}),
    config: `[default]\nservices = s\nendpoint_url = ${url('c')}\n${services('b')}`,
    expected: {urls: at('a')},
  },
  {
    fact: '3. AWS_ENDPOINT_URL beats every config-file entry, including the sts one in a services section',
    env: west({AWS_ENDPOINT_URL: url('a')}),
    config: `[default]\nservices = s\nendpoint_url = ${url('c')}\n${services('b')}`,
    expected: {urls: at('a')},
  },
  {
    fact: '4. the services section comes before endpoint_url of the active profile',
    env: west(),
    config: `[default]\nservices = s\nendpoint_url = ${url('b')}\n${services('a')}`,
    expected: {urls: at('a')},
  },
  {
    fact: '4. a services section counts only if the active profile has services = X',
    env: west({AWS_PROFILE: 'dev'}),
    config: `[default]\nservices = s\n[profile dev]\noutput = json\n${services('a')}`,
    expected: {urls: WEST, legacy: 'sts', botocore129: 'sts'},
  },
  {
    fact: '4. a named profile has a services section too',
    env: west({AWS_PROFILE: 'dev'}),
    config: `[profile dev]\nservices = s\n${services('a')}`,
    expected: {urls: at('a')},
  },
  {
    fact: '5. endpoint_url of the active profile',
    env: west({AWS_PROFILE: 'dev'}),
    config: `[default]\nendpoint_url = ${url('b')}\n[profile dev]\nendpoint_url = ${url('a')}\n`,
    expected: {urls: at('a')},
  },
  {
    fact: '5. endpoint_url of another profile is not read',
    env: west({AWS_PROFILE: 'dev', AWS_STS_REGIONAL_ENDPOINTS: 'regional'}),
    config: `[default]\nendpoint_url = ${url('b')}\n[profile dev]\noutput = json\n`,
    expected: {all: WEST},
  },
  {
    fact: '6. the FIPS variant comes before the mode',
    env: west({AWS_USE_FIPS_ENDPOINT: 'true', AWS_STS_REGIONAL_ENDPOINTS: 'legacy'}),
    expected: {all: 'sts-fips.us-west-2'},
  },
  {
    fact: '6. the dual-stack variant comes before the mode',
    env: west({AWS_USE_DUALSTACK_ENDPOINT: 'true', AWS_STS_REGIONAL_ENDPOINTS: 'legacy'}),
    expected: {all: 'sts.us-west-2.api.aws'},
  },
  {
    fact: '6. both variants',
    env: west({AWS_USE_DUALSTACK_ENDPOINT: 'true', AWS_USE_FIPS_ENDPOINT: 'true'}),
    expected: {all: 'sts-fips.us-west-2.api.aws'},
  },
  {
    fact: '7. AWS_STS_REGIONAL_ENDPOINTS comes before sts_regional_endpoints: legacy over regional',
    env: {...load, AWS_STS_REGIONAL_ENDPOINTS: 'legacy'},
    config: inFile('regional'),
    expected: {all: WEST, botocore: 'sts', js2: 'sts', ruby: 'sts', go1: 'sts'},
  },
  {
    fact: '7. AWS_STS_REGIONAL_ENDPOINTS comes before sts_regional_endpoints: regional over legacy',
    env: {...load, AWS_STS_REGIONAL_ENDPOINTS: 'regional'},
    config: inFile('legacy'),
    expected: {all: WEST},
  },
  {
    fact: '7. sts_regional_endpoints comes before the defaults mode',
    env: {...load, AWS_DEFAULTS_MODE: 'standard'},
    config: inFile('legacy'),
    expected: {all: WEST, botocore: 'sts', js2: 'sts', ruby: 'sts', go1: 'sts'},
  },
  {
    fact: '7. the defaults mode comes before the built-in default; JS v2 and Go v1 ignore it',
    env: west({AWS_DEFAULTS_MODE: 'standard'}),
    expected: {all: WEST, js2: 'sts', go1: 'sts'},
  },
  {
    fact: '7. the defaults mode legacy changes nothing',
    env: west({AWS_DEFAULTS_MODE: 'legacy'}),
    expected: {all: WEST, legacy: 'sts', js2: 'sts', go1: 'sts'},
  },
]

/** Section 2, what makes what irrelevant. */
const IRRELEVANT: readonly Fact[] = [
  ...['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'].map((name) => ({
    fact: `the ignore flag makes ${name} vanish`,
    env: west({[name]: url('a'), AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'}),
    expected: {urls: WEST, legacy: 'sts', js2: 'sts', go1: 'sts', go2: WEST} as const,
  })),
  ...[`services = s\n${services('a')}`, `endpoint_url = ${url('a')}\n`].flatMap((lines) => [
    {
      fact: `the ignore flag in the environment makes what the file says vanish: ${JSON.stringify(lines)}`,
      env: west({AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'}),
      config: `[default]\n${lines}`,
      expected: {urls: WEST, legacy: 'sts'} as const,
    },
    {
      fact: `ignore_configured_endpoint_urls makes what the file says vanish: ${JSON.stringify(lines)}`,
      env: west(),
      config: `[default]\nignore_configured_endpoint_urls = true\n${lines}`,
      expected: {urls: WEST, legacy: 'sts'} as const,
    },
  ]),
  {
    fact: 'ignore_configured_endpoint_urls makes the variables vanish',
    env: west({AWS_ENDPOINT_URL: url('a'), AWS_ENDPOINT_URL_STS: url('b')}),
    config: '[default]\nignore_configured_endpoint_urls = true\n',
    expected: {urls: WEST, legacy: 'sts'},
  },
  ...['legacy', 'regional'].flatMap((value) => [
    {
      fact: `an endpoint URL makes the mode ${value} irrelevant: the client's`,
      env: mode(value),
      params: [`endpoint=${url('a')}`],
      expected: {all: at('a')} as const,
    },
    ...['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'].map((name) => ({
      fact: `an endpoint URL makes the mode ${value} irrelevant: ${name}`,
      env: {...mode(value), [name]: url('a')},
      expected: {urls: at('a')} as const,
    })),
    {
      fact: `an endpoint URL makes the mode ${value} irrelevant: the services section's`,
      env: mode(value),
      config: `[default]\nservices = s\n${services('a')}`,
      expected: {urls: at('a')} as const,
    },
    {
      fact: `an endpoint URL makes the mode ${value} irrelevant: the profile's`,
      env: mode(value),
      config: `[default]\nendpoint_url = ${url('a')}\n`,
      expected: {urls: at('a')} as const,
    },
  ]),
  {
    fact: 'JS v2, Go v1 and older builds ignore configured endpoint URLs silently',
    env: west({AWS_ENDPOINT_URL: url('a'), AWS_ENDPOINT_URL_STS: url('b'), AWS_SDK_LOAD_CONFIG: '1'}),
    config: `[default]\nservices = s\nendpoint_url = ${url('c')}\n${services('d')}`,
    expected: {botocore129: 'sts', cli29: WEST, js2: 'sts', go1: 'sts', go2: WEST},
  },
  {
    fact: 'the client mode parameter beats the environment: regional',
    env: mode('legacy'),
    params: ['mode=regional'],
    expected: {botocore129: WEST, botocore143: WEST, js2: WEST, ruby: WEST, go1: WEST},
  },
  {
    fact: 'the client mode parameter beats the environment: legacy',
    env: mode('regional'),
    params: ['mode=legacy'],
    expected: {botocore129: 'sts', botocore143: 'sts', js2: 'sts', ruby: 'sts', go1: 'sts'},
  },
  {
    fact: 'the client mode parameter beats the config file',
    env: load,
    config: inFile('legacy'),
    params: ['mode=regional'],
    expected: {botocore129: WEST, botocore143: WEST, js2: WEST, ruby: WEST, go1: WEST},
  },
]

export const PRECEDENCE: readonly Fact[] = [...ORDER, ...IRRELEVANT]
