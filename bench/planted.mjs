import * as texts from './texts.mjs'

/**
 * What stslint must find: one setting a file, with the rule that is about it. `text` puts it into the middle of an
 * ordinary file of its kind.
 */
export const planted = [
  {
    rule: 'aws/global-endpoint-url',
    path: (word, index) => `${word}-${index}.env`,
    text: withExtra(texts.dotenv, 'AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS="https://sts.amazonaws.com"\n'),
  },
  {
    rule: 'aws/china-suffix',
    path: (word, index) => `.env.${word}${index}`,
    text: withExtra(texts.dotenv, 'export AWS_ENDPOINT_URL_STS=https://sts.cn-north-1.amazonaws.com\n'),
  },
  {
    rule: 'aws/legacy-setting',
    path: (word, index) => `${word}-${index}.Dockerfile`,
    text: withExtra(texts.dockerfile, 'ENV AWS_STS_REGIONAL_ENDPOINTS=legacy\n'),
  },
  {
    rule: 'aws/insecure-scheme',
    path: (word, index) => `${word}-${index}.yaml`,
    text: (context) => {
      const variable = '- name: AWS_ENDPOINT_URL_STS\n  value: http://sts.eu-west-1.amazonaws.com\n'
      return texts.kubernetes({...context, extra: texts.deployment(context, variable)})
    },
  },
  {
    rule: 'aws/global-endpoint-via-region',
    path: (word, index) => `docker-compose.${word}-${index}.yml`,
    text: (context) => texts.compose({...context, extra: texts.service(context, 'AWS_REGION: aws-global\n')}),
  },
  {
    rule: 'aws/legacy-setting',
    path: (word, index) => `/.github/workflows/${word}-${index}.yml`,
    text: withExtra(texts.workflow, 'env:\n  AWS_STS_REGIONAL_ENDPOINTS: legacy\n'),
  },
  {
    rule: 'aws/legacy-setting',
    path: (word, index) => `template-${word}-${index}.yaml`,
    text: (context) => {
      const variables = 'AWS_STS_REGIONAL_ENDPOINTS: legacy\n'
      return texts.cloudformation({...context, extra: texts.lambda(context, 0, variables)})
    },
  },
  {
    rule: 'aws/irsa-annotation',
    path: (word, index) => `${word}-account-${index}.yaml`,
    text: withExtra(
      texts.kubernetes,
      `apiVersion: v1
kind: ServiceAccount
metadata:
  name: uploader
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/uploader
    eks.amazonaws.com/sts-regional-endpoints: true
`,
    ),
  },
  {
    rule: 'aws/global-endpoint-url',
    path: (word, index) => `${word}-task-${index}.json`,
    text: withExtra(
      texts.json,
      `"containerDefinitions": [{"name": "app", "image": "app:1", "environment": [
    {"name": "AWS_REGION", "value": "eu-west-1"},
    {"name": "AWS_ENDPOINT_URL_STS", "value": "https://sts.amazonaws.com"}]}]`,
    ),
  },
  {
    rule: 'aws/global-endpoint-url',
    path: (word, index) => `${word}-${index}.tf`,
    text: withExtra(
      texts.terraform,
      `provider "aws" {
  region = "eu-west-1"
  endpoints {
    sts = "https://sts.amazonaws.com"
  }
}

`,
    ),
  },
  {
    rule: 'aws/terraform-deprecated-sts-key',
    path: (word, index) => `${word}-backend-${index}.tf`,
    text: withExtra(
      texts.terraform,
      `terraform {
  backend "s3" {
    bucket       = "state"
    key          = "app"
    region       = "eu-west-1"
    sts_endpoint = "https://sts.eu-west-1.amazonaws.com"
  }
}

`,
    ),
  },
  {
    rule: 'aws/audience-not-endpoint',
    path: (word, index) => `${word}-oidc-${index}.tf`,
    text: withExtra(
      texts.terraform,
      `resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.eu-west-1.amazonaws.com"]
}

`,
    ),
  },
  {
    rule: 'aws/legacy-setting',
    path: (word, index) => `${word}-${index}/.aws/config`,
    text: () => '[profile deploy]\nregion = eu-west-1\nsts_regional_endpoints = legacy\n',
  },
]

/** What looks like a setting and is none: stslint must stay silent about each. */
export const traps = [
  {
    path: (word, index) => `${word}-${index}.ts`,
    text: withExtra(
      texts.source,
      'never https://sts.amazonaws.com: set AWS_ENDPOINT_URL_STS=https://sts.eu-west-1.amazonaws.com',
    ),
  },
  {
    path: (word, index) => `${word}-${index}.py`,
    text: (context) =>
      texts.source({...context, extra: 'endpoint_url="https://sts.amazonaws.com"'}, {comment: '#', assign: ''}),
  },
  {
    path: (word, index) => `${word}-${index}.md`,
    text: withExtra(texts.prose, 'Set `AWS_STS_REGIONAL_ENDPOINTS=legacy` and you get https://sts.amazonaws.com.\n\n'),
  },
  {
    path: (word, index) => `${word}-trail-${index}.json`,
    text: withExtra(
      texts.json,
      `"Records": [{"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "awsRegion": "us-east-1",
    "tlsDetails": {"clientProvidedHostHeader": "sts.amazonaws.com"}}]`,
    ),
  },
  {
    path: (word, index) => `${word}-trust-${index}.json`,
    text: withExtra(
      texts.json,
      `"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}}]`,
    ),
  },
  {
    path: (word, index) => `${word}-oidc-${index}.tf`,
    text: withExtra(
      texts.terraform,
      `resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

`,
    ),
  },
  {
    path: (word, index) => `/.github/workflows/${word}-${index}.yml`,
    text: withExtra(texts.workflow, '# the audience is sts.amazonaws.com in every Region\n'),
  },
  {
    path: (word, index) => `${word}-token-${index}.yaml`,
    text: withExtra(
      texts.kubernetes,
      `apiVersion: v1
kind: Pod
metadata: {name: uploader}
spec:
  containers: [{name: app, image: app}]
  volumes:
    - name: token
      projected:
        sources:
          - serviceAccountToken: {audience: sts.amazonaws.com, path: token}
`,
    ),
  },
]

/** Directories that git ignores: whatever is planted in one is nobody's setting. */
export const ignored = ['node_modules', 'dist', 'coverage', 'logs']

function withExtra(text, extra) {
  return (context) => text({...context, extra})
}
