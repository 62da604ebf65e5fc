import {expect, test} from 'vitest'
import {resolveSourced, resolveSts} from '../../src/resolve/resolve-sts.js'
import type {ResolveInput} from '../../src/resolve/types.js'
import {clientAt, clients} from './clients.js'

const nothing = {config: null, credentials: null}

/** `setting value source outcome: reason`, one line each. */
function told(input: ResolveInput, name: string, version: string): string[] {
  const {because} = resolveSts(input, clientAt(name, version))
  return because.map(
    ({setting, value, source, outcome, reason}) => `${setting} ${value} ${source} ${outcome}: ${reason}`,
  )
}

test.each([
  {
    name: 'a Region that is not read',
    client: ['boto3', '1.34.2'] as const,
    input: {...nothing, env: {AWS_REGION: 'eu-west-1'}},
    expected: [
      'sts.mode legacy default ignored: no Region is stated, so the global host is called in both modes',
      'region aws-global default won: no Region is stated, and this client then calls the global host',
      'region eu-west-1 env ignored: AWS_REGION is not read by boto3',
    ],
  },
  {
    name: 'the environment before the file',
    client: ['botocore', '1.39.17'] as const,
    input: {
      ...nothing,
      env: {AWS_STS_REGIONAL_ENDPOINTS: 'regional'},
      config: '[default]\nregion = eu-west-1\nsts_regional_endpoints = legacy\n',
    },
    expected: [
      'sts.mode regional env won: mode regional calls the Region’s own host',
      'sts.mode legacy config:3 lost: AWS_STS_REGIONAL_ENDPOINTS comes before sts_regional_endpoints of profile default in the config file',
      'region eu-west-1 config:2 won: names the Region',
    ],
  },
  {
    name: 'a URL before everything',
    client: ['aws-cli', '2.36.7'] as const,
    input: {
      ...nothing,
      env: {
        AWS_REGION: 'us-west-2',
        AWS_ENDPOINT_URL_STS: 'https://a.example.test',
        AWS_ENDPOINT_URL: 'https://b.example.test',
        AWS_USE_FIPS_ENDPOINT: 'true',
      },
    },
    expected: [
      'sts.endpoint https://a.example.test env won: an endpoint URL decides the host',
      'endpoint https://b.example.test env lost: AWS_ENDPOINT_URL_STS comes before AWS_ENDPOINT_URL',
      'fips true env ignored: an endpoint URL is there, so FIPS has no effect',
      'sts.mode regional default ignored: an endpoint URL is there, so the mode has no effect',
      'region us-west-2 env won: signs the request; the endpoint URL decides the host',
    ],
  },
  {
    name: 'what waits for AWS_SDK_LOAD_CONFIG',
    client: ['aws-sdk-go', '1.55.6'] as const,
    input: {
      ...nothing,
      env: {AWS_DEFAULT_REGION: 'eu-west-1'},
      config: '[default]\nsts_regional_endpoints = regional\n',
    },
    expected: [
      'sts.mode regional config:2 ignored: sts_regional_endpoints of profile default in the config file is read only with AWS_SDK_LOAD_CONFIG',
      'sts.mode legacy default ignored: no Region is stated, so the global host is called in both modes',
      'default-region eu-west-1 env ignored: AWS_DEFAULT_REGION is read only with AWS_SDK_LOAD_CONFIG',
      'region aws-global default won: no Region is stated, and this client then calls the global host',
    ],
  },
  {
    name: 'the ignore flag',
    client: ['botocore', '1.43.11'] as const,
    input: {
      ...nothing,
      env: {
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: 'https://a.example.test',
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      },
    },
    expected: [
      'endpoint https://a.example.test env ignored: AWS_IGNORE_CONFIGURED_ENDPOINT_URLS leaves configured endpoint URLs out',
      'ignore-endpoints true env won: configured endpoint URLs are left out',
      'sts.mode regional default won: mode regional calls the Region’s own host',
      'default-region eu-west-1 env won: names the Region',
    ],
  },
  {
    name: 'mode legacy where it does nothing',
    client: ['botocore', '1.43.11'] as const,
    input: {...nothing, env: {AWS_DEFAULT_REGION: 'ap-northeast-2', AWS_STS_REGIONAL_ENDPOINTS: 'legacy'}},
    expected: [
      'sts.mode legacy env ignored: ap-northeast-2 is regional in mode legacy too',
      'default-region ap-northeast-2 env won: names the Region',
    ],
  },
  {
    name: 'a parameter for the global host',
    client: ['client-sts', '3.1173.0'] as const,
    input: {...nothing, env: {AWS_REGION: 'eu-west-1'}, params: {useGlobalEndpoint: true, mode: 'regional'}},
    expected: [
      'sts.mode useGlobalEndpoint param won: useGlobalEndpoint sends eu-west-1 to the global host',
      'sts.mode regional default lost: useGlobalEndpoint comes before it',
      'region eu-west-1 env won: the request goes to the global host, signed for us-east-1',
      'sts.mode regional param ignored: client-sts has no parameter for the mode',
    ],
  },
])('says why: $name', ({client, input, expected}) => {
  const [name, version] = client

  expect(told(input, name, version)).toEqual(expected)
})

test('values keep the places they come from', () => {
  const env = {
    AWS_DEFAULT_REGION: {value: 'eu-west-1', source: 'compose.yaml:7'},
    AWS_REGION: {value: 'us-west-2', source: '.env:1'},
  }
  const config = {path: 'home/.aws/config', text: '[default]\nsts_regional_endpoints = legacy\n'}

  const {because} = resolveSourced({env, config, credentials: null}, clientAt('boto3', '1.34.2'))

  expect(because.map(({setting, source}) => [setting, source])).toEqual([
    ['sts.mode', 'home/.aws/config:2'],
    ['default-region', 'compose.yaml:7'],
    ['region', '.env:1'],
  ])
})

test.each([
  {name: 'boto3', version: '1.34.2', region: 'eu-west-1', likely: false},
  {name: 'boto3', version: null, region: 'eu-west-1', likely: true},
  {name: 'boto3', version: null, region: 'af-south-1', likely: false},
  {name: 'aws-sdk-java', version: '1.12.700', region: 'eu-west-1', likely: true},
  {name: 'aws-sdk-go-v2', version: '1.17.1', region: 'eu-west-1', likely: false},
  {name: 'aws-sdk-go-v2', version: '1.42.1', region: 'eu-west-1', likely: false},
])('$name $version in $region is likely: $likely', ({name, version, region, likely}) => {
  expect(
    resolveSts({...nothing, env: {AWS_REGION: region, AWS_DEFAULT_REGION: region}}, clientAt(name, version)).likely,
  ).toBe(likely)
})

test('every client answers a plain Region with a host of its own', () => {
  const env = {AWS_REGION: 'af-south-1', AWS_DEFAULT_REGION: 'af-south-1', AWS_STS_REGIONAL_ENDPOINTS: 'regional'}

  const hosts = clients.names.map((name) => [name, resolveSts({...nothing, env}, clientAt(name)).endpoint])

  expect(hosts).toEqual(clients.names.map((name) => [name, 'https://sts.af-south-1.amazonaws.com']))
})

test('an error names the client’s own exception', () => {
  const {error} = resolveSts({...nothing, env: {AWS_DEFAULT_REGION: 'us_west_2'}}, clientAt('botocore', '1.43.11'))

  expect(error).toEqual({
    kind: 'invalid-region',
    message: 'InvalidRegionError: "us_west_2" cannot be part of a host name',
  })
})
