import {readdirSync, readFileSync} from 'node:fs'
import {beforeAll, expect, test} from 'vitest'
import {parse} from 'yaml'
import {Parser} from '../src/check-parse.js'
import type {CallRow, HostsFile, SettingRow} from '../src/data.js'
import {detectFormat} from '../src/formats/detect.js'
import {fileKind} from '../src/formats/file-kind.js'
import type {ScopeRow} from '../src/model.js'
import {partPattern} from '../src/settings/prefilter.js'

/** The rows of rules/ against the files they are about: which row takes what, and in whose view it stands. */
const read = <T>(path: string): T => parse(readFileSync(path, 'utf8')) as T
let parser: Parser

beforeAll(() => {
  const settings = readdirSync('rules/aws/settings')
    .sort()
    .flatMap((name) => {
      const file = read<{tool: string; source: string; settings: SettingRow[]}>(`rules/aws/settings/${name}`)
      return file.settings.map((row) => ({...row, tool: row.tool ?? file.tool, source: row.source ?? file.source}))
    })
  const {calls} = read<{calls: CallRow[]}>('rules/aws/calls.yaml')
  parser = new Parser({
    hosts: read<HostsFile>('rules/aws/hosts.yaml'),
    aliyunHosts: null,
    settings,
    calls,
    charts: [],
    scopes: read<{scopes: ScopeRow[]}>('rules/scopes.yaml').scopes,
    rules: [],
    part: partPattern(settings, calls),
  })
})

interface Case {
  readonly path: string
  readonly text: string
  /** Row, scope kind, scope name, of every setting; calls come last. */
  readonly found: readonly string[]
}

test.each<Case>([
  {
    path: 'deploy.yaml',
    text: `
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  template:
    spec:
      containers:
        - {name: web, env: [{name: AWS_REGION, value: eu-west-1}]}
      initContainers:
        - {name: init, env: [{name: AWS_STS_REGIONAL_ENDPOINTS, value: legacy}]}
      volumes:
        - projected: {sources: [{serviceAccountToken: {audience: sts.amazonaws.com}}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
data: {AWS_ENDPOINT_URL_STS: https://sts.amazonaws.com}
---
apiVersion: v1
kind: List
items:
  - kind: ServiceAccount
    metadata:
      name: sa
      annotations: {eks.amazonaws.com/sts-regional-endpoints: "true", eks.amazonaws.com/audience: sts.amazonaws.com}
`,
    found: [
      'env-region container web',
      'env-sts-regional container init',
      'projected-token workload app',
      'env-endpoint-url-sts config-map cm',
      'eks-sa-annotation service-account sa',
      'pod-identity-webhook-audience service-account sa',
    ],
  },
  {
    path: 'compose.yaml',
    text: `
services:
  a: {environment: [AWS_STS_REGIONAL_ENDPOINTS=legacy, AWS_REGION]}
  b: {environment: {AWS_REGION: eu-west-1, NO_PROXY: "localhost,sts.amazonaws.com"}}
`,
    found: ['env-sts-regional service a', 'env-region service b', 'allow-list-no-proxy service b'],
  },
  {
    path: '.github/workflows/ci.yml',
    text: `
env: {AWS_REGION: eu-west-1}
jobs:
  build:
    env: {AWS_DEFAULT_REGION: eu-west-1}
    steps:
      - name: login
        uses: aws-actions/configure-aws-credentials@v4
        with: {aws-region: eu-west-1, audience: sts.amazonaws.com, sts-endpoint: https://sts.amazonaws.com}
      - name: other
        uses: somebody/else@v1
        with: {aws-region: eu-west-1, audience: sts.amazonaws.com}
`,
    found: [
      'env-region workflow ci.yml',
      'env-default-region job build',
      'gha-cac-region step login',
      'gha-cac-audience step login',
      'gha-cac-sts-endpoint step login',
    ],
  },
  {
    path: 'template.yaml',
    text: `
Resources:
  Fn: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {AWS_STS_REGIONAL_ENDPOINTS: legacy}}}}
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: c, Environment: [{Name: AWS_REGION, Value: a}]}]}}
  Build: {Type: AWS::CodeBuild::Project, Properties: {Environment: {EnvironmentVariables: [{Name: AWS_REGION, Value: a}]}}}
  Vpce: {Type: AWS::EC2::VPCEndpoint, Properties: {ServiceName: com.amazonaws.eu-west-1.sts}}
  Role: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Allow, Action: ['sts:AssumeRoot']}]}}}
  Scp: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: [{Effect: Deny, Action: ['sts:AssumeRoot']}]}}}
`,
    found: [
      'env-sts-regional function Fn',
      'env-region resource Build',
      'env-region container c',
      'cfn-vpce-sts resource Vpce',
      'AssumeRoot statement statement 1',
    ],
  },
  {
    path: 'main.tf',
    text: `
provider "aws" {
  region = "eu-west-1"
  endpoints { sts = "https://sts.amazonaws.com" }
  default_tags { tags = { region = "north" } }
}
terraform {
  backend "s3" {
    region       = "eu-west-1"
    sts_endpoint = "https://sts.amazonaws.com"
  }
}
resource "aws_ecs_task_definition" "t" {
  container_definitions = jsonencode([{ name = "c", environment = [{ name = "AWS_REGION", value = "eu-west-1" }] }])
}
resource "aws_iam_openid_connect_provider" "o" {
  client_id_list = ["sts.amazonaws.com"]
}
`,
    found: [
      'env-region container c',
      'tf-aws-region provider aws',
      'tf-aws-endpoints-sts provider aws',
      'tf-s3-region backend s3',
      'tf-s3-sts-endpoint backend s3',
      'oidc-provider-tf resource o',
    ],
  },
  {
    path: '.aws/config',
    text: `
[default]
region = eu-west-1
services = x
[services x]
sts =
  endpoint_url = https://sts.amazonaws.com
s3 =
  endpoint_url = http://localhost:4566
sts_regional_endpoints = legacy
[sso-session s]
sso_region = eu-west-1
`,
    found: [
      'aws-config-region profile default',
      'aws-config-services profile default',
      'aws-config-services-sts services x',
      'aws-config-services-other services x',
      'aws-config-sts-regional-misplaced services x',
      'aws-config-sso-session sso-session s',
    ],
  },
  {
    path: 'values.yaml',
    text: `
controller:
  extraEnv: [{name: AWS_STS_ENDPOINT, value: https://sts.amazonaws.com}]
worker:
  env: {AWS_REGION: eu-west-1}
`,
    found: ['env-aws-sts-endpoint container controller', 'env-region container worker'],
  },
  {
    path: 'kubeconfig.yaml',
    text: `
apiVersion: v1
kind: Config
users:
  - name: u
    user: {exec: {command: aws, env: [{name: AWS_STS_REGIONAL_ENDPOINTS, value: legacy}]}}
`,
    found: ['env-sts-regional configuration u'],
  },
  {
    path: '.gitlab-ci.yml',
    text: `
variables: {AWS_REGION: eu-west-1}
build:
  id_tokens: {AWS: {aud: sts.amazonaws.com}}
  variables: {AWS_STS_REGIONAL_ENDPOINTS: {value: legacy}}
  script: [aws sts assume-root]
`,
    found: [
      'env-region workflow .gitlab-ci.yml',
      'env-sts-regional job build',
      'gitlab-id-token job build',
      'AssumeRoot command build',
    ],
  },
  {
    path: 'credentials.json',
    text: '{"type": "external_account", "credential_source": {"regional_cred_verification_url": "https://sts.amazonaws.com"}}',
    found: ['google-wif-aws file credentials.json'],
  },
  {
    path: 'policy.json',
    text: '{"Statement": {"Effect": "Allow", "Action": "sts:AssumeRoot", "Condition": {"StringEquals": {"oidc:aud": ["x"], "SAML:aud": "y"}}}}',
    found: [
      'trust-policy-audience-listed statement Statement',
      'trust-policy-saml-audience statement Statement',
      'AssumeRoot statement Statement',
    ],
  },
  {
    path: 'traps.yaml',
    text: `
requests_endpoint: https://sts.amazonaws.com
principal: {Service: sts.amazonaws.com}
detail: {eventSource: [sts.amazonaws.com]}
sts: https://sts.amazonaws.com
region: eu-west-1
hosts: [sts.amazonaws.com]
audience: sts.amazonaws.com
`,
    found: [],
  },
])('$path', async ({path, text, found}) => {
  const file = {path, absolute: path, format: detectFormat(path)!, kind: fileKind(path)}
  const [unit] = await parser.parse([{file, text}])
  const settings = unit!.settings.map(({row, scope}) => `${row.id} ${scope.kind} ${scope.name}`)
  const calls = unit!.calls.map(({operation, scope}) => `${operation} ${scope.kind} ${scope.name}`)

  expect([...settings].sort()).toEqual(found.slice(0, found.length - calls.length).toSorted())
  expect(calls).toEqual(found.slice(found.length - calls.length))
})
