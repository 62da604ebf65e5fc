import fc from 'fast-check'

/** Documents that nobody would write, in formats that everybody does: any setting beside any other. */
export interface RandomDocument {
  readonly path: string
  readonly text: string
}

const REGIONS = ['eu-west-1', 'us-east-1', 'eu-west-1a', 'us-west', 'af-south-1', 'cn-north-1', 'us-gov-west-1', 'aws-global', '', 'EU-WEST-1']
const HOSTS = [
  'sts.amazonaws.com', 'sts.eu-west-1.amazonaws.com', 'sts.us-east-2.amazonaws.com', 'sts-fips.us-east-1.amazonaws.com',
  'sts.cn-north-1.amazonaws.com', 'sts.cn-north-1.amazonaws.com.cn', 'sts.amazonaws.com.evil.test', 'sts.eu-west1.amazonaws.com',
  'vpce-0a1b2c.sts.eu-west-1.vpce.amazonaws.com', 'localhost:4566', 'sts.example.test',
]
const URLS = [...HOSTS.map((host) => `https://${host}`), 'http://sts.amazonaws.com', 'http://sts.eu-west-1.amazonaws.com/', 'HTTPS://STS.AMAZONAWS.COM', '']
const MODES = ['legacy', 'regional', 'REGIONAL', 'Legacy', 'eu-west-1', 'true', 'none', '']
const SWITCHES = ['true', 'false', 'True', '1', 'yes', '']
const ROLES = ['arn:aws:iam::111122223333:role/app', 'arn:aws-cn:iam::111122223333:role/app', '']

type Setting = readonly [key: string, value: string]

const settingOf = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Setting> =>
  fc.oneof(...Object.entries(values).map(([key, options]) => fc.tuple(fc.constant(key), fc.constantFrom(...options))))

const settings = (values: Readonly<Record<string, readonly string[]>>, maxLength = 6): fc.Arbitrary<Setting[]> =>
  fc.array(settingOf(values), {minLength: 1, maxLength})

const distinct = (values: Readonly<Record<string, readonly string[]>>, maxLength = 6): fc.Arbitrary<Setting[]> =>
  fc.uniqueArray(settingOf(values), {minLength: 1, maxLength, selector: ([key]) => key})

const VARIABLES = {
  AWS_REGION: REGIONS, AWS_DEFAULT_REGION: REGIONS, AWS_STS_REGIONAL_ENDPOINTS: MODES, AWS_ENDPOINT_URL_STS: URLS,
  AWS_ENDPOINT_URL: URLS, AWS_USE_FIPS_ENDPOINT: SWITCHES, AWS_USE_DUALSTACK_ENDPOINT: SWITCHES,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: SWITCHES, AWS_ROLE_ARN: ROLES, AWS_WEB_IDENTITY_TOKEN_FILE: ['/var/run/token'],
  NO_PROXY: ['sts.amazonaws.com,10.0.0.0/8', '.amazonaws.com'], AWS_STS_REGIONAL_ENDPOINT: ['legacy', 'regional'], AWS_STS_ENDPOINT: URLS, PORT: ['80'],
}

const PROFILE = {
  region: REGIONS, sts_regional_endpoints: MODES, endpoint_url: URLS, use_fips_endpoint: SWITCHES, use_dualstack_endpoint: SWITCHES,
  ignore_configured_endpoint_urls: SWITCHES, role_arn: ROLES, source_profile: ['default'], services: ['local', 'gone'], output: ['json'],
  endpoint_url_sts: URLS,
}

/** How a line is dressed: nothing of it may be lost or changed. */
const dress = fc.record({
  quote: fc.constantFrom('', '', '"', "'"),
  before: fc.constantFrom('', '', '# note\n', '\n', '# on purpose, see the firewall\n', '# stslint-disable-next-line aws/legacy-setting\n'),
  after: fc.constantFrom('', '', '  ', ' # tail', '\t# tail'),
})

const dressed = (lines: fc.Arbitrary<Setting[]>, line: (setting: Setting, quote: string) => string, indent = ''): fc.Arbitrary<string> =>
  fc.tuple(lines, fc.array(dress, {minLength: 8, maxLength: 8})).map(([given, dresses]) =>
    given.map((setting, index) => {
      const {quote, before, after} = dresses[index]!
      return before.replace(/^(?=#)/, indent) + indent + line(setting, quote) + after
    }).join('\n'),
  )

const dotenv = dressed(settings(VARIABLES), ([key, value], quote) => `${key}=${quote}${value}${quote}`)
  .map((text) => ({path: '.env', text: `${text}\n`}))

const profile = dressed(settings(PROFILE), ([key, value]) => `${key} = ${value}`)
const ini = fc
  .tuple(profile, profile, fc.constantFrom(...URLS), fc.constantFrom('', 'sts_regional_endpoints = legacy\n', 's3 =\n  endpoint_url = http://localhost:4566\n'))
  .map(([first, second, url, extra]) => ({
    path: '.aws/config',
    text: `[default]\n${first}\n\n[profile app]\n${second}\n[services local]\nsts =\n  endpoint_url = ${url}\n${extra}`,
  }))

const scalar = ([key, value]: Setting, quote: string): string => `${key}: ${quote || (/^$|true|false|yes|1|80/i.test(value) ? '"' : '')}${value}${quote || (/^$|true|false|yes|1|80/i.test(value) ? '"' : '')}`
const composeMap = dressed(distinct(VARIABLES), scalar, '      ')
const composeList = dressed(settings(VARIABLES), ([key, value], quote) => `- ${quote}${key}=${value}${quote}`, '      ')
const compose = fc.tuple(composeMap, composeList, composeMap).map(([shared, list, map]) => ({
  path: 'compose.yaml',
  text: `x-env: &env\n${shared.replace(/^ {4}/gm, '')}\nservices:\n  a:\n    environment:\n      <<: *env\n      PORT: "1"\n  b:\n    environment:\n${list}\n  c:\n    environment:\n${map}\n`,
}))

const pair = ([key, value]: Setting, quote: string): string => `- name: ${key}\n          value: ${quote || '"'}${value}${quote || '"'}`
const container = dressed(distinct(VARIABLES), pair, '        ')
const kubernetes = fc.tuple(container, container, fc.constantFrom('"true"', 'true', '"false"', 'yes')).map(([a, b, annotation]) => ({
  path: 'deploy.yaml',
  text: `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: app\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/app\n    eks.amazonaws.com/sts-regional-endpoints: ${annotation}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      serviceAccountName: app\n      containers:\n      - name: a\n        env:\n${a}\n      - name: b\n        env:\n${b}\n`,
}))

const PROVIDER = {region: REGIONS, sts_region: REGIONS, use_fips_endpoint: ['true', 'false'], use_dualstack_endpoint: ['true', 'false']}
const argument = ([key, value]: Setting): string => (/^(?:true|false)$/.test(value) ? `${key} = ${value}` : `${key} = "${value}"`)
const terraform = fc
  .tuple(dressed(distinct(PROVIDER), argument, '  '), fc.constantFrom(...URLS), fc.constantFrom('', 'region = var.region\n'), dressed(distinct({...PROVIDER, sts_endpoint: URLS}), argument, '    '))
  .map(([provider, url, computed, backend]) => ({
    path: 'main.tf',
    text: `provider "aws" {\n${computed && !/^ *region/m.test(provider) ? computed : ''}${provider}\n  endpoints {\n    sts = "${url}" # tail\n  }\n}\n\nterraform {\n  backend "s3" {\n${backend}\n  }\n}\n`,
  }))

const stage = dressed(settings(VARIABLES), ([key, value], quote) => `ENV ${key}=${quote || (value === '' ? '"' : '')}${value}${quote || (value === '' ? '"' : '')}`).map((text) => text.replace(/[ \t]+#.*$/gm, ''))
const dockerfile = fc.tuple(stage, stage).map(([base, final]) => ({
  path: 'Dockerfile',
  text: `FROM alpine AS base\n${base}\nFROM base\n${final}\nRUN AWS_STS_REGIONAL_ENDPOINTS=legacy aws sts get-caller-identity\n`,
}))

const workflow = fc.tuple(dressed(distinct(VARIABLES), scalar, '  '), dressed(distinct(VARIABLES), scalar, '          '), fc.constantFrom(...REGIONS), fc.constantFrom(...URLS)).map(([top, step, region, url]) => ({
  path: '.github/workflows/ci.yml',
  text: `on: push\nenv:\n${top}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: aws-actions/configure-aws-credentials@v4\n        with:\n          aws-region: "${region}"\n          sts-endpoint: "${url}"\n      - run: aws sts assume-root --endpoint-url https://sts.amazonaws.com\n        env:\n${step}\n`,
}))

export const DOCUMENTS: Readonly<Record<string, fc.Arbitrary<RandomDocument>>> = {dotenv, ini, compose, kubernetes, terraform, dockerfile, workflow}
