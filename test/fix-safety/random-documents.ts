import fc from 'fast-check'

/** Documents that nobody would write, in formats that everybody does: any setting beside any other. */
export interface RandomDocument {
  readonly path: string
  readonly text: string
}

const REGIONS = [
  'eu-west-1',
  'us-east-1',
  'eu-west-1a',
  'us-west',
  'af-south-1',
  'cn-north-1',
  'us-gov-west-1',
  'aws-global',
  '',
  'EU-WEST-1',
]
const HOSTS = [
  'sts.amazonaws.com',
  'sts.eu-west-1.amazonaws.com',
  'sts.us-east-2.amazonaws.com',
  'sts-fips.us-east-1.amazonaws.com',
  'sts.cn-north-1.amazonaws.com',
  'sts.cn-north-1.amazonaws.com.cn',
  'sts.amazonaws.com.evil.test',
  'sts.eu-west1.amazonaws.com',
  'vpce-0a1b2c.sts.eu-west-1.vpce.amazonaws.com',
  'localhost:4566',
  'sts.example.test',
]
const URLS = [
  ...HOSTS.map((host) => `https://${host}`),
  'http://sts.amazonaws.com',
  'http://sts.eu-west-1.amazonaws.com/',
  'HTTPS://STS.AMAZONAWS.COM',
  '',
]
const MODES = ['legacy', 'regional', 'REGIONAL', 'Legacy', 'eu-west-1', 'true', 'none', '']
const SWITCHES = ['true', 'false', 'True', '1', 'yes', '']
const ROLES = ['arn:aws:iam::111122223333:role/app', 'arn:aws-cn:iam::111122223333:role/app', '']

type Setting = readonly [key: string, value: string]

const settingOf = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Setting> =>
  fc.oneof(...Object.entries(values).map(([key, options]) => fc.tuple(fc.constant(key), fc.constantFrom(...options))))

const distinct = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Setting[]> =>
  fc.uniqueArray(settingOf(values), {minLength: 1, maxLength: 6, selector: ([key]) => key})

/** Some key may stand twice, with the same value or another. */
const repeating = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Setting[]> =>
  fc.tuple(distinct(values), fc.option(settingOf(values))).map(([given, more]) => (more ? [...given, more] : given))

const VARIABLES = {
  AWS_REGION: REGIONS,
  AWS_DEFAULT_REGION: REGIONS,
  AWS_STS_REGIONAL_ENDPOINTS: MODES,
  AWS_ENDPOINT_URL_STS: URLS.filter((url) => url !== ''),
  AWS_ENDPOINT_URL: URLS,
  AWS_USE_FIPS_ENDPOINT: SWITCHES,
  AWS_USE_DUALSTACK_ENDPOINT: SWITCHES,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: SWITCHES,
  AWS_ROLE_ARN: ROLES,
  AWS_WEB_IDENTITY_TOKEN_FILE: ['/var/run/token'],
  NO_PROXY: ['.amazonaws.com,10.0.0.0/8', 'sts.amazonaws.com,10.0.0.0/8'],
  AWS_STS_ENDPOINT: URLS.filter((url) => url !== ''),
  PORT: ['80'],
}

const PROFILE = {
  region: REGIONS,
  sts_regional_endpoints: MODES,
  endpoint_url: URLS,
  use_fips_endpoint: SWITCHES,
  use_dualstack_endpoint: SWITCHES,
  ignore_configured_endpoint_urls: SWITCHES,
  role_arn: ROLES,
  source_profile: ['default'],
  services: ['local', 'gone'],
  output: ['json'],
  endpoint_url_sts: URLS,
}

/** How a line is dressed: nothing of it may be lost or changed. */
const dress = fc.record({
  quote: fc.constantFrom('', '', '"', "'"),
  before: fc.constantFrom(
    '',
    '',
    '# note\n',
    '\n',
    '# on purpose, see the firewall\n',
    '# stslint-disable-next-line aws/legacy-setting\n',
  ),
  after: fc.constantFrom('', '', '  ', ' # tail', '\t# tail'),
})

const dressed = (
  lines: fc.Arbitrary<Setting[]>,
  line: (setting: Setting, quote: string) => string,
  indent = '',
): fc.Arbitrary<string> =>
  fc.tuple(lines, fc.array(dress, {minLength: 8, maxLength: 8})).map(([given, dresses]) =>
    given
      .map((setting, index) => {
        const {quote, before, after} = dresses[index]!
        return before.replace(/^(?=#)/, indent) + indent + line(setting, quote) + after
      })
      .join('\n'),
  )

const dotenv = dressed(repeating(VARIABLES), ([key, value], quote) => `${key}=${quote}${value}${quote}`).map(
  (text) => ({
    path: '.env',
    text: `${text}\n`,
  }),
)

const profile = dressed(repeating(PROFILE), ([key, value]) => `${key} = ${value}`)
const EXTRA = ['', 'sts_regional_endpoints = legacy\n', 's3 =\n  endpoint_url = http://localhost:4566\n']
const ini = fc
  .tuple(profile, profile, fc.constantFrom(...URLS), fc.constantFrom(...EXTRA))
  .map(([first, second, url, extra]) => ({
    path: '.aws/config',
    text: `[default]
${first}

[profile app]
${second}
[services local]
sts =
  endpoint_url = ${url}
${extra}`,
  }))

/** YAML takes these for something else than text. */
const NO_TEXT = /^(?:|true|false|yes|1|80)$/i

function scalar([key, value]: Setting, quote: string): string {
  const mark = quote || (NO_TEXT.test(value) ? '"' : '')
  return `${key}: ${mark}${value}${mark}`
}

const variables = (indent: string): fc.Arbitrary<string> => dressed(distinct(VARIABLES), scalar, indent)

const compose = fc
  .tuple(
    variables('  '),
    dressed(repeating(VARIABLES), ([key, value], quote) => `- ${quote}${key}=${value}${quote}`, '      '),
    variables('      '),
  )
  .map(([shared, list, map]) => ({
    path: 'compose.yaml',
    text: `x-env: &env
${shared}
services:
  a:
    environment:
      <<: *env
      PORT: "1"
  b:
    environment:
${list}
  c:
    environment:
${map}
`,
  }))

function pair([key, value]: Setting, quote: string): string {
  const mark = quote || '"'
  return `- name: ${key}\n          value: ${mark}${value}${mark}`
}

const container = dressed(distinct(VARIABLES), pair, '        ')
const kubernetes = fc
  .tuple(container, container, fc.constantFrom('"true"', 'true', '"false"', 'yes'))
  .map(([first, second, annotation]) => ({
    path: 'deploy.yaml',
    text: `apiVersion: v1
kind: ServiceAccount
metadata:
  name: app
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/app
    eks.amazonaws.com/sts-regional-endpoints: ${annotation}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  template:
    spec:
      serviceAccountName: app
      containers:
      - name: a
        env:
${first}
      - name: b
        env:
${second}
`,
  }))

const PROVIDER = {
  region: REGIONS,
  sts_region: REGIONS,
  use_fips_endpoint: ['true', 'false'],
  use_dualstack_endpoint: ['true', 'false'],
}

function argument([key, value]: Setting): string {
  return /^(?:true|false)$/.test(value) ? `${key} = ${value}` : `${key} = "${value}"`
}

const terraform = fc
  .tuple(
    dressed(distinct(PROVIDER), argument, '  '),
    fc.constantFrom(...URLS),
    fc.constantFrom('', '  region = var.region\n'),
    dressed(distinct({...PROVIDER, sts_endpoint: URLS}), argument, '    '),
  )
  .map(([provider, url, computed, backend]) => ({
    path: 'main.tf',
    text: `provider "aws" {
${/^ *region/m.test(provider) ? '' : computed}${provider}
  endpoints {
    sts = "${url}" # tail
  }
}

terraform {
  backend "s3" {
${backend}
  }
}
`,
  }))

/** Docker knows no comments at the end of a line. */
const stage = dressed(repeating(VARIABLES), ([key, value], quote) => {
  const mark = quote || (value === '' ? '"' : '')
  return `ENV ${key}=${mark}${value}${mark}`
}).map((text) => text.replace(/[ \t]+#.*$/gm, ''))

const dockerfile = fc.tuple(stage, stage).map(([base, final]) => ({
  path: 'Dockerfile',
  text: `FROM alpine AS base
${base}
FROM base
${final}
RUN AWS_STS_REGIONAL_ENDPOINTS=legacy aws sts get-caller-identity
`,
}))

const workflow = fc
  .tuple(variables('  '), variables('          '), fc.constantFrom(...REGIONS), fc.constantFrom(...URLS))
  .map(([top, step, region, url]) => ({
    path: '.github/workflows/ci.yml',
    text: `on: push
env:
${top}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          aws-region: "${region}"
          sts-endpoint: "${url}"
      - run: aws sts assume-root --endpoint-url https://sts.amazonaws.com
        env:
${step}
`,
  }))

function property([key, value]: Setting): string {
  return `<property><name>${key}</name><value>${value}</value></property>`
}

/** XML's comments end. */
const closed = (text: string): string => text.replace(/#([^\n]*)$/gm, '<!--$1 -->')

const HADOOP = {
  'fs.s3a.assumed.role.sts.endpoint': URLS,
  'fs.s3a.assumed.role.sts.endpoint.region': REGIONS,
  'fs.s3a.endpoint.region': REGIONS,
  'fs.s3a.assumed.role.arn': ROLES,
  'fs.s3a.secret.key': ['planted'],
}

const hadoop = dressed(repeating(HADOOP), property, '  ').map((text) => ({
  path: 'core-site.xml',
  text: `<?xml version="1.0"?>\n<configuration>\n${closed(text)}\n</configuration>\n`,
}))

const toml = fc
  .tuple(
    dressed(distinct(VARIABLES), ([key, value], quote) => `${key} = ${quote || '"'}${value}${quote || '"'}`),
    dressed(distinct(VARIABLES), ([key, value]) => `"${key}=${value}",`, '  '),
  )
  .map(([map, list]) => ({
    path: 'mise.toml',
    text: `[env]\n${map}\n[[runners]]\nexecutor = "shell"\nenvironment = [\n${list}\n]\n`,
  }))

const slashed = (text: string): string => text.replace(/#([^\n]*)$/gm, '//$1')

const jenkins = fc
  .tuple(
    dressed(distinct(VARIABLES), ([key, value], quote) => `${key} = ${quote || "'"}${value}${quote || "'"}`, '    '),
    dressed(distinct(VARIABLES), ([key, value], quote) => `${quote || '"'}${key}=${value}${quote || '"'},`, '      '),
    fc.constantFrom(...REGIONS),
    fc.constantFrom(...URLS),
  )
  .map(([environment, list, region, url]) => ({
    path: 'Jenkinsfile',
    text: `pipeline {
  environment {
${slashed(environment)}
  }
  stages { stage('a') { steps {
    withEnv([
${slashed(list)}
    ]) {
      withAWS(region: '${region}', endpointUrl: '${url}') {
        sh 'aws sts get-caller-identity --endpoint-url https://sts.amazonaws.com'
        sh """
          echo "\\$AWS_REGION \${params.a}"
          AWS_REGION='${region}' aws sts get-caller-identity --endpoint-url \\"${url}\\"
        """
      }
    }
  } } }
}
`,
  }))

const exported = (indent: string): fc.Arbitrary<string> =>
  dressed(
    repeating(VARIABLES),
    ([key, value], quote) => {
      const mark = quote || (value === '' ? "'" : '')
      return `export ${key}=${mark}${value}${mark}`
    },
    indent,
  )

const script = fc
  .tuple(exported(''), exported('  '), profile, fc.constantFrom(...URLS), fc.constantFrom("'EOF'", 'EOF', '-EOF'))
  .map(([top, branch, config, url, mark]) => ({
    path: 'scripts/env.sh',
    text: `#!/usr/bin/env bash
set -eu
${top}
if [ -n "$STAGE" ]; then
  :
${branch}
fi
cat > ~/.aws/config <<${mark}
[default]
${config}
EOF
aws sts assume-root --region eu-west-1 --endpoint-url '${url}'
`,
  }))

const configMap = fc.tuple(profile, dotenv, exported('')).map(([config, env, lines]) => {
  const block = (text: string): string => text.replace(/^(?=.)/gm, '    ')
  return {
    path: 'config-map.yaml',
    text: `apiVersion: v1
kind: ConfigMap
metadata: {name: app}
data:
  config: |
    [default]
${block(config)}
  app.env: |
${block(env.text)}  env.sh: |
${block(lines)}
`,
  }
})

const unit = dressed(distinct(VARIABLES), ([key, value], quote) => `Environment=${quote}${key}=${value}${quote}`).map(
  (text) => ({
    path: 'app.service',
    text: `[Service]\n${text.replace(/[ \t]+#.*$/gm, '')}\nExecStart=/usr/bin/app\n`,
  }),
)

const makefile = dressed(repeating(VARIABLES), ([key, value]) => `export ${key} := ${value}`).map((text) => ({
  path: 'Makefile',
  text: `${text}\nwho:\n\t@AWS_STS_REGIONAL_ENDPOINTS=legacy aws sts get-caller-identity\n`,
}))

const windows = dressed(repeating(VARIABLES), ([key, value], quote) => {
  const mark = quote || '"'
  return `$env:${key} = ${mark}${value}${mark}`
}).map((text) => ({path: 'profile.ps1', text: `${text}\n`}))

export const DOCUMENTS: Readonly<Record<string, fc.Arbitrary<RandomDocument>>> = {
  dotenv,
  ini,
  compose,
  kubernetes,
  terraform,
  dockerfile,
  workflow,
  hadoop,
  toml,
  jenkins,
  script,
  configMap,
  unit,
  makefile,
  windows,
}
