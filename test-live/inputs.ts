import fc from 'fast-check'
import type {ResolveInput} from '../src/resolve/types.js'

/** Inputs of every kind that decides an endpoint, right and wrong, the same ones on every run. */
export function inputsOf(count: number, seed = 20250731): ResolveInput[] {
  return fc.sample(input, {numRuns: count, seed})
}

const often = <T>(value: fc.Arbitrary<T>) => fc.option(value, {nil: undefined, freq: 2})
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({arbitrary: fc.constant(undefined), weight: 5}, {arbitrary: value, weight: 1})
const oneOf = (...values: string[]) => fc.constantFrom(...values)
/** The first values come most of the time, so that one odd value is seen with the rest in order. */
const mostly = (good: readonly string[], bad: readonly string[]) =>
  fc.oneof({arbitrary: fc.constantFrom(...good), weight: 4}, {arbitrary: fc.constantFrom(...bad), weight: 1})

const region = mostly(
  [
    'us-east-1',
    'us-west-2',
    'eu-west-1',
    'ap-northeast-2',
    'af-south-1',
    'cn-north-1',
    'us-gov-west-1',
    'il-central-1',
  ],
  [
    '',
    'aws-global',
    'foo',
    'US-WEST-2',
    'us_west_2',
    'us-west-2 ',
    '-x',
    '123',
    'us-weast-9',
    'aws-cn-global',
    'aws-us-gov-global',
    'fips-us-east-1',
    'us-east-1-fips',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'us-isof-south-1',
    'eusc-de-east-1',
    'us-gov-east-1-fips',
    'us-iso-fips-west-1',
    'fips-aws-global',
    'aws-iso-global',
    'cn-foo-9',
    'sts.us-west-2',
  ],
)
const mode = mostly(['legacy', 'regional'], ['REGIONAL', 'Legacy', '', 'true', 'legacy ', 'global'])
const flag = mostly(['true', 'false'], ['TRUE', 'True', '1', '', 'yes'])
const defaultsMode = mostly(['standard', 'legacy'], ['Standard', 'in-region', 'mobile', 'auto', '', 'bogus'])
const url = mostly(
  [
    'https://sts.us-east-2.amazonaws.com',
    'http://localhost:4566',
    'https://sts.amazonaws.com',
    'https://a.example.test',
  ],
  [
    '',
    'https://b.example.test/',
    'https://c.example.test/path/',
    'localhost:4566',
    'sts.us-west-2.amazonaws.com',
    'https://D.Example.test',
    'http://127.0.0.1:4566',
    'https://e_f.example.test',
    'https://',
    'https://g.example.test:8443',
  ],
)
const profileName = mostly(['dev', 'default'], ['missing', '', 'dev two'])

const env = fc.record({
  AWS_REGION: often(region),
  AWS_DEFAULT_REGION: often(region),
  AMAZON_REGION: seldom(region),
  AWS_STS_REGIONAL_ENDPOINTS: often(mode),
  AWS_SDK_LOAD_CONFIG: often(mostly(['1', 'true'], ['', '0', 'false', 'yes'])),
  AWS_PROFILE: seldom(profileName),
  AWS_DEFAULT_PROFILE: seldom(profileName),
  AWS_USE_FIPS_ENDPOINT: seldom(flag),
  AWS_USE_DUALSTACK_ENDPOINT: seldom(flag),
  AWS_ENDPOINT_URL_STS: seldom(url),
  AWS_ENDPOINT_URL: seldom(url),
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: seldom(flag),
  AWS_DEFAULTS_MODE: seldom(defaultsMode),
})

/** A setting line as people write it: with and without spaces, with a comment, in capitals, indented, empty. */
function line(key: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const style = fc.oneof(
    {arbitrary: fc.constant((name: string, text: string) => `${name} = ${text}`), weight: 12},
    {
      arbitrary: fc.constantFrom(
        (name: string, text: string) => `${name}=${text}`,
        (name: string, text: string) => `${name} = ${text} # note`,
        (name: string, text: string) => `${name} = ${text} ; note`,
        (name: string, text: string) => `${name.toUpperCase()} = ${text}`,
        (name: string, text: string) => `  ${name} = ${text}`,
        (name: string, text: string) => `${name}: ${text}`,
        (name: string, text: string) => `# ${name} = ${text}`,
        (name: string) => `${name} =`,
        (name: string, text: string) => `${name} = ${text}\n${name} = ${text}`,
        (name: string, text: string) => `\n${name} = ${text}\n`,
      ),
      weight: 3,
    },
  )
  return fc.tuple(style, value).map(([write, text]) => write(key, text))
}

const keys = fc.subarray([
  'region',
  'mode',
  'fips',
  'dualstack',
  'endpoint',
  'services',
  'ignore',
  'defaults',
  's3',
] as const)
const linesOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
  region: line('region', region),
  mode: line('sts_regional_endpoints', mode),
  fips: line('use_fips_endpoint', flag),
  dualstack: line('use_dualstack_endpoint', flag),
  endpoint: line('endpoint_url', url),
  services: line('services', mostly(['s'], ['missing', ''])),
  ignore: line('ignore_configured_endpoint_urls', flag),
  defaults: line('defaults_mode', defaultsMode),
  s3: fc.constant('s3 =\n  region = sa-east-1\n  max_concurrent_requests = 20'),
}

/** Region and mode stand in most profiles, the rest in few. */
const body = fc
  .tuple(
    often(linesOf['region']!),
    often(linesOf['mode']!),
    seldom(keys.chain((names) => fc.tuple(...names.map((name) => linesOf[name]!)))),
  )
  .map(([first, second, rest]) => [first, second, ...(rest ?? [])].filter((text) => text !== undefined).join('\n'))

const section = (header: fc.Arbitrary<string>) => fc.tuple(header, body).map(([name, text]) => `[${name}]\n${text}\n`)

const services = fc
  .tuple(
    mostly(['services s'], ['services other', 'services "s"']),
    fc.oneof(
      {arbitrary: url.map((text) => `sts =\n  endpoint_url = ${text}`), weight: 4},
      {
        arbitrary: fc.oneof(
          url.map((text) => `sts.endpoint_url = ${text}`),
          url.map((text) => `STS =\n  endpoint_url = ${text}`),
          url.map((text) => `s3 =\n  endpoint_url = ${text}`),
          url.map((text) => `sts = \n    endpoint_url=${text}\n    other = x`),
          mode.map((text) => `sts =\n  sts_regional_endpoints = ${text}`),
          fc.constant(''),
        ),
        weight: 2,
      },
    ),
  )
  .map(([name, text]) => `[${name}]\n${text}\n`)

const text = (sections: readonly fc.Arbitrary<string | undefined>[], ends: fc.Arbitrary<string>) =>
  fc.tuple(fc.tuple(...sections), ends).map(([parts, end]) =>
    parts
      .filter((part) => part !== undefined)
      .join('')
      .replaceAll('\n', end),
  )

const lineEnd = fc.oneof({arbitrary: fc.constant('\n'), weight: 8}, {arbitrary: fc.constant('\r\n'), weight: 1})
const config = text(
  [
    often(section(mostly(['default'], ['profile default', 'Default', ' default ']))),
    often(
      section(
        mostly(
          ['profile dev'],
          ['dev', 'profile "dev"', 'profile  dev', 'profile dev two', 'profile "dev two"', 'sso-session dev'],
        ),
      ),
    ),
    seldom(section(oneOf('default', 'dev', 'profile dev'))),
    seldom(services),
  ],
  lineEnd,
)
const credentials = text(
  [
    often(section(fc.constant('default'))),
    often(section(mostly(['dev'], ['profile dev', 'dev two']))),
    seldom(section(oneOf('default', 'dev'))),
  ],
  lineEnd,
)

const params = fc.record({
  endpoint: seldom(url.filter((value) => value !== '')),
  region: seldom(region.filter((value) => value !== '')),
  mode: seldom(mode.filter((value) => value !== '')),
})

const input: fc.Arbitrary<ResolveInput> = fc
  .record({
    env,
    config: fc.oneof({arbitrary: config, weight: 3}, {arbitrary: fc.constant(null), weight: 2}),
    credentials: fc.oneof({arbitrary: credentials, weight: 1}, {arbitrary: fc.constant(null), weight: 3}),
    params: fc.oneof({arbitrary: fc.constant({}), weight: 4}, {arbitrary: params, weight: 1}),
  })
  .map(({env: variables, params: given, ...files}) => ({...files, env: stated(variables), params: stated(given)}))

function stated(map: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}
