import {expect, test} from 'vitest'
import {readRuleFiles} from '../../src/rule-files.js'
import {unitOf} from '../parsed.js'

/**
 * The catalogue of settings that this project was built from, by its ids: 255 places where software says which STS it calls.
 * Each has rows of its own, takes the rows of another, carries variables, or is no setting, for the reason given.
 */

/** Their rows have the same id, or begin with it. */
const OWN = `
  aws-config-sts-regional aws-config-region aws-config-services-sts aws-config-endpoint-url aws-config-ignore-urls
  aws-config-fips aws-config-dualstack aws-config-defaults-mode aws-config-role-source aws-config-role-credsource
  aws-config-web-identity aws-config-credential-process aws-config-sso-session env-sts-regional env-endpoint-url-sts
  env-endpoint-url env-ignore-urls env-region env-defaults-mode env-web-identity env-aws-sts-endpoint
  env-tf-aws-sts-endpoint env-c7n env-vault-lambda env-app-style-url eks-sa-annotation eks-sa-annotation-tf
  eks-sa-annotate-cli pod-identity-webhook-flag pod-identity-webhook-cm pod-identity-webhook-audience kube2iam-flag
  kube2iam-helm kiam-region albc-endpoints crossplane-endpoint crossplane-assumerolechain ack-identity-endpoint
  openshift-serviceendpoints capa-service-endpoints intree-cloudconf tf-aws-sts-region tf-aws-endpoints-sts
  tf-aws-assume-role tf-aws-assume-web tf-aws-fips tf-aws-skip-sts tf-s3-sts-endpoint tf-s3-endpoints-sts
  tf-s3-sts-region tf-s3-remote-state terragrunt-remote-state tf-vpce-sts tf-vault-secret tf-vault-auth
  tf-vault-provider-login tf-vault-presigned tf-alicloud-endpoints tf-alicloud-assume tf-oss-backend pulumi-stsregion
  pulumi-endpoints packer ansible-endpoint gha-cac-sts-endpoint gha-cac-region gha-cac-audience gha-cac-role
  gha-cac-noproxy jenkins-withaws ci-shell-endpoint-url vault-auth-sts-endpoint vault-auth-sts-region
  vault-auth-from-client vault-agent-aws hadoop-s3a-sts hadoop-s3a-sts-region hadoop-s3a-bucket spark-s3a-sts
  databricks-s3a-sts flink-s3a-sts flink-kinesis-sts fluss-sts trino-s3-sts gravitino-sts nessie-sts starrocks-sts
  iceberg-assume-role hudi-sts duckdb-secret clickhouse-sts kafka-msk-iam kafka-confluent-oauth kafka-connect-s3-role
  kafka-aiven-sts nifi-sts redshift-driver kestra-aws airflow-conn spring-cloud-aws spring-custom-sts litellm kong
  elasticsearch-s3 opensearch-s3 fluentbit-sts fluentbit-aws-sts fluent-operator fluentd-es fluentd-cwl fluentd-s3
  thanos-sts mimir-sts loki-tempo-cortex-sts prom-sigv4 otel-sigv4auth otel-aws-exporters telegraf-aws vector-aws
  beats-aws logstash-aws grafana-aws cwagent xray-daemon rclone-sts steampipe-aws cloudquery-aws prowler-region
  iam-authenticator google-wif-aws code-boto3-endpoint code-boto3-noregion code-php code-js2 code-js3 code-ruby
  code-go1 code-go2 code-dotnet code-java2 code-java1 aliyun-cli-sts-region aliyun-cli-sts-endpoint
  aliyun-cli-enable-vpc env-ali-sts-region env-ali-vpc env-ali-sts-endpoint env-ali-oidc ack-pod-identity-webhook
  ossutil-stsregion ali-cred-sdk-endpoint ali-py-add-endpoint ali-sts-client ali-spring-sts ali-jindo ali-gha-audience
`
  .trim()
  .split(/\s+/)

/** The keys are those of other rows. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  'aws-config-sts-regional-invalid': ['aws-config-sts-regional'],
  'aws-credentials-misplaced': ['aws-credentials-sts-regional', 'aws-credentials-region', 'aws-credentials-services'],
  'env-fips-dualstack': ['env-fips', 'env-dualstack'],
  'env-nginx-s3-gateway': ['nginx-s3-gateway', 'env-sts-regional'],
  'env-snowflake-driver': ['env-endpoint-url-sts'],
  'eso-env': ['env-aws-sts-endpoint'],
  'ecr-credential-provider': ['env-sts-regional'],
  'cluster-autoscaler-values': ['env-sts-regional', 'eks-sa-annotation'],
  'controllers-sdk-v2': ['env-sts-regional'],
  'tofu-s3': ['tf-s3-sts-endpoint', 'tf-s3-endpoints-sts', 'tf-s3-sts-region'],
  'terragrunt-generate': ['tf-aws-endpoints-sts', 'tf-aws-sts-region'],
  cdktf: ['code-cdktf-sts-region', 'code-cdktf-endpoint', 'code-cdktf-vault'],
  'ansible-env': ['env-sts-regional'],
  'ci-cli-no-region': ['ci-cli-region'],
  'vault-secrets-root': [
    'vault-auth-sts-endpoint',
    'vault-auth-sts-region',
    'vault-secrets-fallback-endpoint',
    'vault-secrets-fallback-region',
  ],
  'trino-hive-legacy': ['trino-hive-sts', 'trino-hive-sts-region'],
  'polaris-env': ['env-endpoint-url-sts', 'polaris-table'],
  'delta-none': ['hadoop-s3a-sts', 'env-endpoint-url-sts'],
  'minio-go-clients': ['env-region', 'env-web-identity'],
  'minio-sts-client': ['code-minio-sts'],
  's3cmd-sts': ['env-sts-regional', 'env-region'],
  'eksctl-env': ['env-aws-sts-endpoint'],
  'aws-vault-style': ['aws-config-sts-regional', 'env-sts-regional'],
  'teleport-iam-join': ['env-region', 'env-fips'],
  'mongodb-aws': ['env-sts-regional'],
  'noenv-velero': ['velero-region'],
  'noenv-sops': ['sops-profile', 'sops-role'],
  'noenv-boundary': ['boundary-region', 'boundary-role'],
  'noenv-dbt': ['dbt-region', 'dbt-role'],
  'noenv-spinnaker': ['spinnaker-role'],
  'noenv-teleport-cfg': ['teleport-discovery-role'],
  'noenv-snowflake-int': ['snowflake-integration-role'],
  'noenv-external-dns': ['external-dns-role'],
  'noenv-cert-manager': ['cert-manager-region', 'cert-manager-role'],
  'noenv-karpenter': ['env-region'],
  'noenv-matlab': ['env-sts-regional'],
  'code-rawhttp': ['code-request'],
  'code-vault-client-libs': ['code-request'],
  'aliyun-creds-ini': ['aliyun-creds-type', 'aliyun-creds-role'],
  's3fs-goofys': ['env-sts-regional'],
  datadog: ['env-sts-regional'],
  'noenv-kops': ['env-sts-regional'],
}

/** Places of variables: a file in which the mode stands there. */
const CARRIERS: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'carrier-dockerfile-env': ['Dockerfile', 'FROM a\nENV AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-dockerfile-arg': ['Dockerfile', 'FROM a\nARG AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-compose-map': ['compose.yaml', 'services: {a: {environment: {AWS_STS_REGIONAL_ENDPOINTS: legacy}}}\n'],
  'carrier-compose-list': ['compose.yaml', 'services: {a: {environment: [AWS_STS_REGIONAL_ENDPOINTS=legacy]}}\n'],
  'carrier-compose-envfile': ['app.env', 'AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-dotenv': ['.env', 'export AWS_STS_REGIONAL_ENDPOINTS="legacy"\n'],
  'carrier-k8s-container-env': [
    'pod.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, env: [{name: AWS_STS_REGIONAL_ENDPOINTS, value: legacy}]}]}\n',
  ],
  'carrier-k8s-configmap': [
    'cm.yaml',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {AWS_STS_REGIONAL_ENDPOINTS: legacy}\n',
  ],
  'carrier-k8s-secret': [
    'secret.yaml',
    'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {AWS_STS_REGIONAL_ENDPOINTS: legacy}\n',
  ],
  'carrier-kubeconfig-exec': [
    'kubeconfig.yaml',
    'apiVersion: v1\nkind: Config\nusers: [{name: u, user: {exec: {command: aws, env: [{name: AWS_STS_REGIONAL_ENDPOINTS, value: legacy}]}}}]\n',
  ],
  'carrier-helm-template': [
    'templates/deployment.yaml',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          env:\n            - name: AWS_STS_REGIONAL_ENDPOINTS\n              value: legacy\n',
  ],
  'carrier-helm-values-map': ['values.yaml', 'env: {AWS_STS_REGIONAL_ENDPOINTS: legacy}\n'],
  'carrier-kustomize': [
    'kustomization.yaml',
    'configMapGenerator: [{name: a, literals: [AWS_STS_REGIONAL_ENDPOINTS=legacy]}]\n',
  ],
  'carrier-kubectl-set-env': ['a.sh', 'kubectl set env deployment/a AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-tf-lambda': [
    'main.tf',
    'resource "aws_lambda_function" "a" {\n  environment {\n    variables = {\n      AWS_STS_REGIONAL_ENDPOINTS = "legacy"\n    }\n  }\n}\n',
  ],
  'carrier-tf-locals-map': ['main.tf', 'locals {\n  env = {\n    AWS_STS_REGIONAL_ENDPOINTS = "legacy"\n  }\n}\n'],
  'carrier-tf-ecs': [
    'main.tf',
    'resource "aws_ecs_task_definition" "a" {\n  container_definitions = jsonencode([{ name = "a", environment = [{ name = "AWS_STS_REGIONAL_ENDPOINTS", value = "legacy" }] }])\n}\n',
  ],
  'carrier-tf-codebuild': [
    'main.tf',
    'resource "aws_codebuild_project" "a" {\n  environment {\n    environment_variable {\n      name  = "AWS_STS_REGIONAL_ENDPOINTS"\n      value = "legacy"\n    }\n  }\n}\n',
  ],
  'carrier-tf-k8s-env': [
    'main.tf',
    'resource "kubernetes_deployment" "a" {\n  spec {\n    template {\n      spec {\n        container {\n          name = "a"\n          env {\n            name  = "AWS_STS_REGIONAL_ENDPOINTS"\n            value = "legacy"\n          }\n        }\n      }\n    }\n  }\n}\n',
  ],
  'carrier-terragrunt-envvars': [
    'terragrunt.hcl',
    'terraform {\n  extra_arguments "a" {\n    commands = ["plan"]\n    env_vars = {\n      AWS_STS_REGIONAL_ENDPOINTS = "legacy"\n    }\n  }\n}\n',
  ],
  'carrier-user-data': [
    'user-data.sh',
    '#!/bin/sh\ncat >> /etc/environment <<EOF\nAWS_STS_REGIONAL_ENDPOINTS=legacy\nEOF\n',
  ],
  'carrier-cfn-lambda': [
    'template.yaml',
    'Resources: {A: {Type: AWS::Lambda::Function, Properties: {Environment: {Variables: {AWS_STS_REGIONAL_ENDPOINTS: legacy}}}}}\n',
  ],
  'carrier-cfn-ecs': [
    'template.yaml',
    'Resources: {A: {Type: AWS::ECS::TaskDefinition, Properties: {ContainerDefinitions: [{Name: a, Environment: [{Name: AWS_STS_REGIONAL_ENDPOINTS, Value: legacy}]}]}}}\n',
  ],
  'carrier-cfn-codebuild': [
    'template.yaml',
    'Resources: {A: {Type: AWS::CodeBuild::Project, Properties: {Environment: {EnvironmentVariables: [{Name: AWS_STS_REGIONAL_ENDPOINTS, Value: legacy}]}}}}\n',
  ],
  'carrier-cfn-userdata': [
    'template.yaml',
    'Resources:\n  A:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: |\n          #!/bin/sh\n          export AWS_STS_REGIONAL_ENDPOINTS=legacy\n',
  ],
  'carrier-ecs-taskdef-json': [
    'task.json',
    '{"family": "a", "containerDefinitions": [{"name": "a", "environment": [{"name": "AWS_STS_REGIONAL_ENDPOINTS", "value": "legacy"}]}]}\n',
  ],
  'carrier-cdk-lambda': [
    'stack.ts',
    "new lambda.Function(this, 'a', {environment: {AWS_STS_REGIONAL_ENDPOINTS: 'legacy'}})\n",
  ],
  'carrier-cdk-eks': [
    'stack.ts',
    "new eks.Cluster(this, 'a', {clusterHandlerEnvironment: {AWS_STS_REGIONAL_ENDPOINTS: 'legacy'}})\n",
  ],
  'carrier-cdk-pipelines-inline': [
    'template.json',
    '{"Resources": {"A": {"Type": "AWS::CodeBuild::Project", "Properties": {"Source": {"Type": "CODEPIPELINE", "BuildSpec": "{\\"version\\": 0.2, \\"phases\\": {\\"pre_build\\": {\\"commands\\": [\\"AWS_STS_REGIONAL_ENDPOINTS=legacy aws sts assume-role\\"]}}}"}}}}}\n',
  ],
  'carrier-serverless': [
    'serverless.yml',
    'provider: {name: aws, environment: {AWS_STS_REGIONAL_ENDPOINTS: legacy}}\n',
  ],
  'carrier-buildspec-vars': ['buildspec.yml', 'env: {variables: {AWS_STS_REGIONAL_ENDPOINTS: legacy}}\n'],
  'carrier-buildspec-cmds': [
    'buildspec.yml',
    'version: 0.2\nphases: {build: {commands: [export AWS_STS_REGIONAL_ENDPOINTS=legacy]}}\n',
  ],
  'carrier-gha-env': ['.github/workflows/a.yml', 'on: push\nenv: {AWS_STS_REGIONAL_ENDPOINTS: legacy}\njobs: {}\n'],
  'carrier-gitlab-ci': ['.gitlab-ci.yml', 'variables: {AWS_STS_REGIONAL_ENDPOINTS: legacy}\n'],
  'carrier-circleci': ['.circleci/config.yml', 'jobs: {a: {environment: {AWS_STS_REGIONAL_ENDPOINTS: legacy}}}\n'],
  'carrier-jenkins-shell': [
    'Jenkinsfile',
    "pipeline {\n  environment {\n    AWS_STS_REGIONAL_ENDPOINTS = 'legacy'\n  }\n}\n",
  ],
  'carrier-azure-pipelines': ['azure-pipelines.yml', 'variables: {AWS_STS_REGIONAL_ENDPOINTS: legacy}\n'],
  'carrier-systemd': ['a.service', '[Service]\nEnvironment=AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-systemd-envfile': ['etc/default/app', 'AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-etc-environment': ['etc/environment', 'AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-shell': ['a.sh', 'export AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-hive-env': ['hive-env.sh', 'export AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-powershell': ['a.ps1', '$env:AWS_STS_REGIONAL_ENDPOINTS = "legacy"\n'],
  'carrier-docker-run': ['a.sh', 'docker run -e AWS_STS_REGIONAL_ENDPOINTS=legacy a\n'],
  'carrier-databricks-cluster': ['cluster.json', '{"spark_env_vars": {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}}\n'],
  'carrier-devcontainer': [
    '.devcontainer/devcontainer.json',
    '{"containerEnv": {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}}\n',
  ],
  'carrier-vscode': [
    '.vscode/launch.json',
    '{"configurations": [{"name": "a", "env": {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}}]}\n',
  ],
  'carrier-makefile': ['Makefile', 'export AWS_STS_REGIONAL_ENDPOINTS=legacy\n'],
  'carrier-procfile': ['Procfile', 'web: AWS_STS_REGIONAL_ENDPOINTS=legacy run\n'],
  'carrier-ebextensions': [
    '.ebextensions/a.config',
    'option_settings:\n  aws:elasticbeanstalk:application:environment:\n    AWS_STS_REGIONAL_ENDPOINTS: legacy\n',
  ],
  'carrier-test-runner-env': ['tox.ini', '[testenv]\nset_env =\n    AWS_STS_REGIONAL_ENDPOINTS = legacy\n'],
  'carrier-r-withr': ['a.R', 'Sys.setenv(AWS_STS_REGIONAL_ENDPOINTS = "legacy")\n'],
}

/** What is no setting, and why. */
const NONE: Readonly<Record<string, string>> = {
  'assume-root-endpoint': 'a call and no setting: rules/aws/calls.yaml and aws/assume-root-not-regional',
  debezium: "its endpoint and Region are Kinesis's: it has no key for STS",
  'ali-central-only-regions': 'a fact about Regions: rules/aliyun/hosts.yaml',
  tencent: 'another cloud: its host is known as foreign',
  huawei: 'another cloud: its host is known as foreign',
}

const rows = readRuleFiles('rules').settings.map(({id}) => id)

test('each of the 255 is accounted for, once', () => {
  const ids = [...OWN, ...[SHARED, CARRIERS, NONE].flatMap((table) => Object.keys(table))]
  expect([ids.length, new Set(ids).size]).toEqual([255, 255])
})

test('what has rows of its own has them', () => {
  expect(OWN.filter((id) => !rows.some((row) => row === id || row.startsWith(`${id}-`)))).toEqual([])
})

test('what takes the rows of others takes rows that there are', () => {
  expect(Object.values(SHARED).flatMap((ids) => ids.filter((id) => !rows.includes(id)))).toEqual([])
})

test.each(Object.entries(CARRIERS))('%s is read', async (_, [path, text]) => {
  const {settings} = await unitOf(path, text)
  expect(settings.map(({name, entry}) => `${name} ${entry.value}`)).toContain('sts.mode legacy')
})
