import {expect, test} from 'vitest'
import {isManifest, readManifests} from '../../src/clients/index.js'
import {detect, table} from './table.js'

test.each([
  {
    name: 'go.mod',
    path: 'go.mod',
    text: 'module example.test/x\n\nrequire github.com/aws/aws-sdk-go v1.55.6\n\nrequire (\n\tgithub.com/aws/aws-sdk-go-v2/config v1.29.0\n\tgithub.com/aws/aws-sdk-go-v2/service/sts v1.33.0 // indirect\n\t// github.com/aws/aws-sdk-go v1.0.0\n)\n',
    found: [
      'aws-sdk-go github.com/aws/aws-sdk-go 1.55.6 (v1.55.6) "github.com/aws/aws-sdk-go v1.55.6"',
      'aws-sdk-go-v2 github.com/aws/aws-sdk-go-v2/service/sts 1.33.0 (v1.33.0) "github.com/aws/aws-sdk-go-v2/service/sts v1.33.0"',
    ],
  },
  {
    name: 'go.mod with a replacement',
    path: 'go.mod',
    text: 'require github.com/aws/aws-sdk-go v1.55.6\nreplace github.com/aws/aws-sdk-go => github.com/aws/aws-sdk-go v1.44.0\n',
    found: [
      'aws-sdk-go github.com/aws/aws-sdk-go 1.44.0 (v1.44.0) "github.com/aws/aws-sdk-go => github.com/aws/aws-sdk-go v1.44.0"',
    ],
  },
  {
    name: 'Gemfile',
    path: 'Gemfile',
    text: "source 'https://example.test'\ngem 'aws-sdk-core', '~> 3.1', '>= 3.1.2', require: false\n# gem 'aws-sdk-core', '1'\n",
    found: ["aws-sdk-ruby-core aws-sdk-core (~> 3.1, >= 3.1.2) \"'aws-sdk-core', '~> 3.1', '>= 3.1.2'\""],
  },
  {
    name: 'gemspec',
    path: 'x.gemspec',
    text: "Gem::Specification.new do |spec|\n  spec.add_dependency 'aws-sdk-core', '= 3.90.0'\nend\n",
    found: ["aws-sdk-ruby-core aws-sdk-core 3.90.0 (= 3.90.0) \"'aws-sdk-core', '= 3.90.0'\""],
  },
  {
    name: 'Gemfile.lock',
    path: 'Gemfile.lock',
    text: 'GEM\n  specs:\n    aws-sdk (3.1.0)\n      aws-sdk-core (~> 3)\n    aws-sdk-core (3.91.0)\n\nDEPENDENCIES\n  aws-sdk\n',
    found: ['aws-sdk-ruby-core aws-sdk-core 3.91.0 "aws-sdk-core (3.91.0)"'],
  },
  {
    name: 'composer.json',
    path: 'composer.json',
    text: '{"require": {"php": ">=8", "aws/aws-sdk-php": "^3.300"}}',
    found: ['aws-sdk-php aws/aws-sdk-php (^3.300) "\\"aws/aws-sdk-php\\": \\"^3.300\\""'],
  },
  {
    name: 'composer.lock',
    path: 'composer.lock',
    text: '{"packages": [{"name": "a/b", "version": "1.0.0"}, {"name": "aws/aws-sdk-php", "version": "v3.351.11", "require": {"version": "x"}}]}',
    found: ['aws-sdk-php aws/aws-sdk-php 3.351.11 "3.351.11"'],
  },
  {
    name: 'a project of .NET',
    path: 'src/App.csproj',
    text: '<Project>\n  <PropertyGroup><Aws>3.7.400</Aws></PropertyGroup>\n  <ItemGroup>\n    <PackageReference Include="AWSSDK.SecurityToken" Version="$(Aws)" />\n  </ItemGroup>\n</Project>',
    found: ['aws-sdk-net-v3 AWSSDK.SecurityToken 3.7.400 (3.7.400) "AWSSDK.SecurityToken\\" Version=\\"$(Aws)"'],
  },
  {
    name: 'a project with the version in an element',
    path: 'App.fsproj',
    text: "<Project><ItemGroup><PackageReference Include='awssdk.securitytoken'><Version>[4.0,5)</Version></PackageReference></ItemGroup></Project>",
    found: ['aws-sdk-net-v4 awssdk.securitytoken ([4.0,5)) "awssdk.securitytoken\'><Version>[4.0,5)"'],
  },
  {
    name: 'packages.config',
    path: 'packages.config',
    text: '<packages><package id="AWSSDK.SecurityToken" version="3.7.1" targetFramework="net48" /></packages>',
    found: ['aws-sdk-net-v3 AWSSDK.SecurityToken 3.7.1 (3.7.1) "AWSSDK.SecurityToken\\" version=\\"3.7.1"'],
  },
  {
    name: 'packages.lock.json',
    path: 'packages.lock.json',
    text: '{"version": 1, "dependencies": {"net8.0": {"AWSSDK.SecurityToken": {"type": "Direct", "requested": "[3.7, )", "resolved": "3.7.401"}}}}',
    found: ['aws-sdk-net-v3 AWSSDK.SecurityToken 3.7.401 "3.7.401"'],
  },
  {
    name: 'Cargo.toml',
    path: 'Cargo.toml',
    text: '[dependencies]\naws-sdk-sts = "1.2"\n[target."cfg(unix)".dev-dependencies]\nsts = {package = "aws-sdk-sts", version = "=1.3.0"}\n',
    found: [
      'aws-sdk-rust aws-sdk-sts (1.2) "aws-sdk-sts = \\"1.2\\""',
      'aws-sdk-rust aws-sdk-sts 1.3.0 (=1.3.0) "version = \\"=1.3.0\\""',
    ],
  },
  {
    name: 'Cargo.lock',
    path: 'Cargo.lock',
    text: '[[package]]\nname = "aws-sdk-sts"\nversion = "1.60.0"\nsource = "x"\n',
    found: ['aws-sdk-rust aws-sdk-sts 1.60.0 "1.60.0"'],
  },
  {
    name: 'Package.swift',
    path: 'Package.swift',
    text: 'let package = Package(dependencies: [\n  .package(url: "https://github.com/awslabs/aws-sdk-swift.git", from: "1.2.0"),\n])\n',
    found: [
      'aws-sdk-swift https://github.com/awslabs/aws-sdk-swift.git (from 1.2.0) "https://github.com/awslabs/aws-sdk-swift.git\\", from: \\"1.2.0\\""',
    ],
  },
  {
    name: 'Package.swift with an exact version',
    path: 'Package.swift',
    text: '.package(url: "https://github.com/awslabs/aws-sdk-swift", .exact("1.2.0"))',
    found: [
      'aws-sdk-swift https://github.com/awslabs/aws-sdk-swift 1.2.0 (exact 1.2.0) "https://github.com/awslabs/aws-sdk-swift\\", .exact(\\"1.2.0\\")"',
    ],
  },
  {
    name: 'Package.swift up to the next minor version',
    path: 'Package.swift',
    text: '.package(name: "x", url: "https://github.com/awslabs/aws-sdk-swift", .upToNextMinor(from: "1.2.0"))',
    found: [
      'aws-sdk-swift https://github.com/awslabs/aws-sdk-swift (upToNextMinor from 1.2.0) "https://github.com/awslabs/aws-sdk-swift\\", .upToNextMinor(from: \\"1.2.0\\")"',
    ],
  },
  {
    name: 'Package.resolved 1',
    path: 'Package.resolved',
    text: '{"object": {"pins": [{"package": "AWSSDKSwift", "repositoryURL": "https://github.com/awslabs/aws-sdk-swift", "state": {"branch": null, "version": "0.30.0"}}]}, "version": 1}',
    found: ['aws-sdk-swift https://github.com/awslabs/aws-sdk-swift 0.30.0 "0.30.0"'],
  },
  {
    name: 'Package.resolved 2',
    path: 'Package.resolved',
    text: '{"pins": [{"identity": "aws-sdk-swift", "location": "git@github.com:awslabs/aws-sdk-swift.git", "state": {"version": "1.0.5"}}], "version": 2}',
    found: ['aws-sdk-swift git@github.com:awslabs/aws-sdk-swift.git 1.0.5 "1.0.5"'],
  },
  {
    name: 'vcpkg.json',
    path: 'vcpkg.json',
    text: '{"name": "x", "dependencies": ["zlib", {"name": "aws-sdk-cpp", "features": ["sts"], "version>=": "1.11.100#1"}]}',
    found: ['aws-sdk-cpp aws-sdk-cpp (>= 1.11.100#1) "\\"version>=\\": \\"1.11.100#1\\""'],
  },
  {
    name: 'vcpkg.json with an override',
    path: 'vcpkg.json',
    text: '{"dependencies": ["aws-sdk-cpp"], "overrides": [{"name": "aws-sdk-cpp", "version": "1.11.352"}]}',
    found: ['aws-sdk-cpp aws-sdk-cpp 1.11.352 (1.11.352) "aws-sdk-cpp"'],
  },
  {
    name: 'conanfile.txt',
    path: 'conanfile.txt',
    text: '[requires]\nzlib/1.3\naws-sdk-cpp/1.11.352@user/stable\n# aws-sdk-cpp/1.0\n',
    found: ['aws-sdk-cpp aws-sdk-cpp 1.11.352 (1.11.352) "aws-sdk-cpp/1.11.352"'],
  },
  {
    name: 'conanfile.py',
    path: 'conanfile.py',
    text: 'class A(ConanFile):\n    requires = "zlib/1.3", "aws-sdk-cpp/[>=1.11 <2]"\n',
    found: ['aws-sdk-cpp aws-sdk-cpp ([>=1.11 <2]) "aws-sdk-cpp/[>=1.11 <2]"'],
  },
  {
    name: 'Terraform',
    path: 'versions.tf',
    text: 'terraform {\n  required_version = ">= 1.5"\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "~> 5.0"\n    }\n  }\n  backend "s3" {\n    bucket = "b"\n  }\n}\n',
    found: [
      'terraform-backend-s3 terraform (>= 1.5) "required_version = \\">= 1.5\\""',
      'terraform-provider-aws hashicorp/aws (~> 5.0) "version = \\"~> 5.0\\""',
    ],
  },
  {
    name: 'Terraform before sources',
    path: 'main.tf',
    text: 'terraform {\n  required_providers {\n    aws = "3.1.0"\n  }\n}\n',
    found: ['terraform-provider-aws hashicorp/aws 3.1.0 (3.1.0) "aws = \\"3.1.0\\""'],
  },
  {
    name: 'Terraform without a version',
    path: 'main.tofu',
    text: 'terraform {\n  required_providers {\n    main = {\n      source = "registry.example.test/hashicorp/aws"\n    }\n  }\n}\n',
    found: ['terraform-provider-aws hashicorp/aws - "source = \\"registry.example.test/hashicorp/aws\\""'],
  },
  {
    name: 'Terraform in JSON',
    path: 'main.tf.json',
    text: '{"terraform": [{"required_providers": {"aws": {"version": "= 4.0.0"}}, "backend": {"s3": {"bucket": "b"}}}]}',
    found: [
      'terraform-provider-aws hashicorp/aws 4.0.0 (= 4.0.0) "\\"version\\": \\"= 4.0.0\\""',
      'terraform-backend-s3 terraform - "\\"bucket\\": \\"b\\""',
    ],
  },
  {
    name: '.terraform.lock.hcl',
    path: '.terraform.lock.hcl',
    text: '# This file\n\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.31.0"\n  constraints = "~> 5.0"\n}\n',
    found: ['terraform-provider-aws hashicorp/aws 5.31.0 "5.31.0"'],
  },
])('$name', async ({path, text, found}) => {
  expect(await detect({path, text})).toEqual(found)
})

test('central versions of .NET', async () => {
  const central =
    '<Project><ItemGroup><PackageVersion Include="AWSSDK.SecurityToken" Version="4.0.1" /></ItemGroup></Project>'
  const project = '<Project><ItemGroup><PackageReference Include="AWSSDK.SecurityToken" /></ItemGroup></Project>'
  const found = await detect(
    {path: 'Directory.Packages.props', text: central},
    {path: 'src/App/App.csproj', text: project},
  )
  expect(found).toEqual(['aws-sdk-net-v4 AWSSDK.SecurityToken 4.0.1 (4.0.1) "AWSSDK.SecurityToken"'])
})

test('the lock file of .NET may hold a later version than was asked for', async () => {
  const project = '<Project><PackageReference Include="AWSSDK.SecurityToken" Version="3.7.1" /></Project>'
  const lock =
    '{"dependencies": {"net8.0": {"AWSSDK.SecurityToken": {"requested": "[3.7.1, )", "resolved": "3.7.401"}}}}'
  const found = await detect({path: 'App.csproj', text: project}, {path: 'packages.lock.json', text: lock})
  expect(found).toEqual(['aws-sdk-net-v3 AWSSDK.SecurityToken 3.7.401 (3.7.1) "3.7.401"'])
})

test('a version catalog belongs to the build around its directory', async () => {
  const text = '[libraries]\nsts = "software.amazon.awssdk:sts:2.20.0"\n'
  const [found] = await readManifests([{path: 'app/gradle/libs.versions.toml', text}], table)
  expect(found).toMatchObject({client: 'aws-sdk-java-v2', directory: 'app', path: 'app/gradle/libs.versions.toml'})
})

test.each([
  ['requirements.txt', true],
  ['requirements-dev.txt', true],
  ['dev-requirements.txt', true],
  ['requirements/base.txt', true],
  ['base.txt', false],
  ['constraints.txt', true],
  ['api/pyproject.toml', true],
  ['Cargo.toml', true],
  ['other.toml', false],
  ['gradle/libs.versions.toml', true],
  ['build.gradle.kts', true],
  ['App.csproj', true],
  ['main.tf', true],
  ['main.tf.json', true],
  ['data.json', false],
  ['Dockerfile', true],
  ['Dockerfile.dev', true],
  ['app.dockerfile', true],
  ['docker-compose.yml', false],
  ['.github/workflows/ci.yml', true],
  ['workflows/ci.yml', false],
  ['action.yml', true],
  ['GEMFILE.lock', true],
  ['README.md', false],
])('%s is a manifest: %s', (path, expected) => {
  expect(isManifest(path)).toBe(expected)
})
