import {readdirSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {expect, test} from 'vitest'
import {parse} from 'yaml'
import {exactVersion} from '../../src/clients/exact.js'
import {isManifest, manifestPrefilter, packageTable, readManifests} from '../../src/clients/index.js'
import {scopes, table} from './table.js'

const written = readFileSync(join(import.meta.dirname, '../../rules/aws/clients.yaml'), 'utf8')

test('every ecosystem of clients.yaml is one that is read', () => {
  for (const {ecosystem} of packageTable(parse(written).clients))
    expect(() => exactVersion(ecosystem, '1')).not.toThrow()
})

test('the prefilter lets through what names a package, and what others look things up in', () => {
  const prefilter = manifestPrefilter(table)
  expect(prefilter('requirements.txt')?.test('boto3==1')).toBe(true)
  expect(prefilter('requirements.txt')?.test('aws-sdk')).toBe(false)
  expect(prefilter('Dockerfile')?.test('FROM amazon/aws-cli')).toBe(true)
  expect(prefilter('main.tf')?.test('provider "aws" {}')).toBe(false)
  expect(prefilter('pom.xml')).toBeNull()
  expect(prefilter('gradle.properties')).toBeNull()
})

const root = join(import.meta.dirname, '../../fixtures/clients/polyglot-manifests')

test('a tree of ten languages', async () => {
  const files = readdirSync(root, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({path: relative(root, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8')}))
    .filter(({path}) => isManifest(path))
  const texts = new Map(files.map(({path, text}) => [path, text]))

  const found = await readManifests(files, table, scopes)

  const lines = found.map(({client, version, requirement, directory, path, range, stage}) => {
    const line = texts.get(path)!.slice(0, range.start).split('\n').length
    const where = stage === null ? directory : `${path} ${stage}`
    return `${client} ${version ?? '-'} (${requirement ?? '-'}) of ${where}, ${path}:${line}`
  })
  expect(lines).toEqual([
    'aws-cli - (-) of .github/workflows/deploy.yml jobs.deploy, .github/workflows/deploy.yml:6',
    'aws-cli - (<1.42) of .github/workflows/deploy.yml jobs.test, .github/workflows/deploy.yml:11',
    'aws-cli 2.15.0 (2.15.0) of api/Dockerfile stage:cli, api/Dockerfile:2',
    'aws-cli 2.9.19 (-) of api/Dockerfile stage:base, api/Dockerfile:6',
    'botocore 1.40.3 (==1.40.3) of api/Dockerfile stage:2, api/Dockerfile:10',
    'botocore 1.39.17 (>=1.34,<2) of api, api/constraints.txt:1',
    'aws-sdk-net-v3 3.7.400 (3.7.400) of dotnet/App, dotnet/App/App.csproj:3',
    'terraform-provider-aws 5.31.0 (~> 5.0) of infra, infra/.terraform.lock.hcl:2',
    'terraform-backend-s3 - (~> 1.6) of infra, infra/versions.tf:2',
    'aws-sdk-swift 1.0.5 (-) of ios, ios/Package.resolved:3',
    'aws-sdk-java-v2 2.29.0 (2.29.0) of jobs, jobs/build.gradle.kts:3',
    'aws-sdk-java 1.12.770 (1.12.770) of legacy, legacy/pom.xml:8',
    'aws-sdk-php 3.351.11 (^3.300) of php, php/composer.lock:3',
    'aws-sdk-ruby-core 3.91.1 (~> 3.90) of ruby, ruby/Gemfile.lock:3',
    'aws-sdk-rust - (1.40) of rust, rust/Cargo.toml:2',
    'client-sts 3.692.0 (^3.600.0) of web/packages/site, web/yarn.lock:5',
    'aws-sdk-js 2.1693.0 (^2.1000.0) of web/packages/site, web/yarn.lock:8',
    'aws-sdk-go 1.55.6 (v1.55.6) of worker, worker/go.mod:6',
    'aws-sdk-go-v2 1.33.0 (v1.33.0) of worker, worker/go.mod:8',
  ])
})
