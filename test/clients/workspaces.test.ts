import {expect, test} from 'vitest'
import {detect} from './table.js'

test.each([
  {
    name: 'conda, with what pip installs there',
    files: {
      'environment.yml':
        'name: x\nchannels: [conda-forge]\ndependencies:\n  - python=3.11\n  - conda-forge::boto3=1.34.2=pyhd8ed1ab_0\n  - pip:\n      - awscli==1.29.0  # old\n  - "botocore >=1.34,<1.40"\n',
    },
    found: [
      'botocore boto3 1.34.2 "conda-forge::boto3=1.34.2=pyhd8ed1ab_0"',
      'aws-cli awscli 1.29.0 (==1.29.0) "awscli==1.29.0"',
    ],
  },
  {
    name: 'conda has both major versions of the CLI',
    files: {
      'conda-env.yaml': 'dependencies:\n  - awscli=2.15\n',
      'ci/environment.yml': 'dependencies:\n- awscli=1.29\n',
    },
    found: ['aws-cli awscli (==1.29.*) "awscli=1.29"', 'aws-cli aws-cli (==2.15.*) "awscli=2.15"'],
  },
  {name: 'no file of conda', files: {'environment.yml': 'env:\n  - boto3=1.34.2\n'}, found: []},
  {
    name: "pnpm's catalogs",
    files: {
      'pnpm-workspace.yaml':
        'packages: [apps/*]\ncatalog:\n  # one for all\n  aws-sdk: ^2.1500.0\n\ncatalogs:\n  v3:\n    "@aws-sdk/client-sts": 3.500.0\n',
      'apps/a/package.json': '{"dependencies": {"aws-sdk": "catalog:"}}',
      'apps/b/package.json': '{"dependencies": {"@aws-sdk/client-sts": "catalog:v3"}}',
      'apps/c/package.json': '{"dependencies": {"@aws-sdk/client-sts": "catalog:"}}',
    },
    found: [
      'aws-sdk-js aws-sdk (^2.1500.0) "\\"aws-sdk\\": \\"catalog:\\""',
      'client-sts @aws-sdk/client-sts 3.500.0 (3.500.0) "\\"@aws-sdk/client-sts\\": \\"catalog:v3\\""',
      'client-sts @aws-sdk/client-sts (catalog:) "\\"@aws-sdk/client-sts\\": \\"catalog:\\""',
    ],
  },
  {
    name: 'a package under another name in both forms of yarn.lock',
    files: {
      'a/package.json': '{"dependencies": {"aws2": "npm:aws-sdk@^2.1000.0"}}',
      'a/yarn.lock': '# yarn lockfile v1\n\n"aws2@npm:aws-sdk@^2.1000.0":\n  version "2.1600.0"\n',
      'b/package.json': '{"dependencies": {"aws2": "npm:aws-sdk@^2.1000.0"}}',
      'b/yarn.lock': '"aws2@npm:aws-sdk@^2.1000.0":\n  version: 2.1601.0\n  resolution: "aws-sdk@npm:2.1601.0"\n',
    },
    found: ['aws-sdk-js aws-sdk 2.1600.0 (^2.1000.0) "2.1600.0"', 'aws-sdk-js aws-sdk 2.1601.0 (^2.1000.0) "2.1601.0"'],
  },
  {
    name: 'a replacement of the Go workspace',
    files: {
      'go.work': 'go 1.22\nuse ./a\nreplace github.com/aws/aws-sdk-go => github.com/aws/aws-sdk-go v1.44.0\n',
      'a/go.mod': 'module a\nrequire github.com/aws/aws-sdk-go v1.55.6\n',
    },
    found: ['aws-sdk-go github.com/aws/aws-sdk-go 1.44.0 (v1.44.0) "github.com/aws/aws-sdk-go v1.55.6"'],
  },
  {
    name: 'a Gradle script that another applies is for the build around it, and keeps its versions',
    files: {
      'build.gradle':
        'apply from: "$rootDir/gradle/deps.gradle"\napply from: rootProject.file("gradle/versions.gradle")\n',
      'gradle/deps.gradle': 'dependencies {\n  implementation "com.amazonaws:aws-java-sdk-sts:${awsVersion}"\n}\n',
      'gradle/versions.gradle': "ext {\n  awsVersion = '1.11.3'\n}\n",
    },
    found: [
      'aws-sdk-java com.amazonaws:aws-java-sdk-sts 1.11.3 (1.11.3) "com.amazonaws:aws-java-sdk-sts:${awsVersion}"',
    ],
  },
  {
    name: 'central versions of .NET: imported, updated, and for every project',
    files: {
      'Directory.Packages.props':
        '<Project><ItemGroup><PackageVersion Include="AWSSDK.SecurityToken" Version="3.7.1" /></ItemGroup></Project>',
      'a/Directory.Packages.props': '<Project><Import Project="../Directory.Packages.props" /></Project>',
      'a/A.csproj': '<Project><PackageReference Include="AWSSDK.SecurityToken" /></Project>',
      'b/Directory.Packages.props':
        '<Project><Import Project="$([MSBuild]::GetPathOfFileAbove(Directory.Packages.props, $(MSBuildThisFileDirectory)..))" /><PackageVersion Update="AWSSDK.SecurityToken" Version="4.0.1" /></Project>',
      'b/B.csproj': '<Project><PackageReference Include="AWSSDK.SecurityToken" /></Project>',
      'c/Directory.Packages.props':
        '<Project><GlobalPackageReference Include="AWSSDK.SecurityToken" Version="3.7.9" /></Project>',
    },
    found: [
      'aws-sdk-net-v3 AWSSDK.SecurityToken 3.7.1 (3.7.1) "AWSSDK.SecurityToken"',
      'aws-sdk-net-v4 AWSSDK.SecurityToken 4.0.1 (4.0.1) "AWSSDK.SecurityToken"',
      'aws-sdk-net-v3 AWSSDK.SecurityToken 3.7.9 (3.7.9) "AWSSDK.SecurityToken\\" Version=\\"3.7.9"',
    ],
  },
  {
    name: 'what a Cargo workspace lists is used by the members that take it over',
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b", "c"]\n[workspace.dependencies]\naws-sdk-sts = "1.20"\n',
      'a/Cargo.toml': '[dependencies]\naws-sdk-sts = { workspace = true }\n',
      'b/Cargo.toml': '[build-dependencies]\naws-sdk-sts.workspace = true\n',
      'c/Cargo.toml': '[dependencies]\nserde = { workspace = true }\n',
    },
    found: [
      'aws-sdk-rust aws-sdk-sts (1.20) "workspace = true"',
      'aws-sdk-rust aws-sdk-sts (1.20) "aws-sdk-sts.workspace = true"',
    ],
  },
])('$name', async ({files, found}) => {
  expect(await detect(...Object.entries(files).map(([path, text]) => ({path, text: text!})))).toEqual(found)
})
