import {readdirSync, readFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readManifests} from '../../src/clients/index.js'
import {versionsOf} from '../../src/clients/versions.js'
import {table} from './table.js'

const root = join(import.meta.dirname, '../../fixtures/clients/polyglot-manifests')
const samples = readdirSync(root, {recursive: true, withFileTypes: true})
  .filter((entry) => entry.isFile())
  .map((entry) => ({name: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8')}))

/** Locks and rarer forms that the fixture does not have. */
const more = [
  {name: 'package-lock.json', text: '{"packages": {"node_modules/aws-sdk": {"version": "2.1.0"}}}'},
  {name: 'pnpm-lock.yaml', text: "packages:\n\n  '@aws-sdk/client-sts@3.1.0(x@1)':\n    resolution: {}\n"},
  {name: 'bun.lock', text: '{"packages": {"aws-sdk": ["aws-sdk@2.1.0", "", {}]}}'},
  {
    name: 'pyproject.toml',
    text: '[tool.poetry.dependencies]\nboto3 = {version = "^1.3"}\n[project]\ndependencies = ["awscli"]\n',
  },
  {name: 'Pipfile.lock', text: '{"default": {"boto3": {"version": "==1.1.0"}}}'},
  {name: 'poetry.lock', text: '[[package]]\nname = "boto3"\nversion = "1.1.0"\n'},
  {name: 'setup.cfg', text: '[options]\ninstall_requires =\n  boto3>1\n'},
  {
    name: 'libs.versions.toml',
    text: '[versions]\na = "1"\n[libraries]\ns = {module = "software.amazon.awssdk:sts", version.ref = "a"}\n',
  },
  {
    name: 'Package.swift',
    text: '.package(url: "https://github.com/awslabs/aws-sdk-swift", .upToNextMajor(from: "1.0.0"))',
  },
  {name: 'main.tf.json', text: '{"terraform": {"required_providers": {"aws": {"version": "1.0.0"}}}}'},
  {name: 'packages.lock.json', text: '{"dependencies": {"net8.0": {"AWSSDK.SecurityToken": {"resolved": "3.7.1"}}}}'},
  {name: 'packages.config', text: '<packages><package id="AWSSDK.SecurityToken" version="3.7.1" /></packages>'},
]

describe.each([...samples, ...more])('$name', ({name, text}) => {
  test('is read however it is mangled, with ranges inside the text', async () => {
    const path = name === 'deploy.yml' ? `.github/workflows/${name}` : basename(name)
    const mangled = fc.oneof(
      fc
        .record({from: fc.nat(text.length), length: fc.nat(40)})
        .map(({from, length}) => text.slice(0, from) + text.slice(from + length)),
      fc.nat(text.length).map((end) => text.slice(0, end)),
      fc
        .record({
          at: fc.nat(text.length),
          mark: fc.constantFrom('"', "'", '{', '}', '[', '<', '>', '\n', '\r', '\\', '#', '$', '\0', '\uFEFF', '😀'),
        })
        .map(({at, mark}) => text.slice(0, at) + mark + text.slice(at)),
    )
    await fc.assert(
      fc.asyncProperty(mangled, async (broken) => {
        for (const found of await readManifests([{path, text: broken}], table)) {
          expect(found.range.start).toBeGreaterThanOrEqual(0)
          expect(found.range.end).toBeGreaterThan(found.range.start)
          expect(found.range.end).toBeLessThanOrEqual(broken.length)
          versionsOf(found)
        }
      }),
      {numRuns: 60},
    )
  })
})

test.each([
  ['package.json', '{"aws-sdk":'.repeat(100_000)],
  ['pyproject.toml', `boto3 = ${'['.repeat(100_000)}`],
  ['pom.xml', `com.amazonaws${'<a>'.repeat(20_000)}`],
  ['main.tf', `required_providers ${'{'.repeat(5000)}`],
])('%s nested too deeply', async (path, text) => {
  expect(await readManifests([{path, text}], table)).toEqual([])
})

test.each([
  ['requirements.txt', 'boto3==1,==1!'],
  ['yarn.lock', 'aws-sdk@1:\n  x '],
  ['pnpm-lock.yaml', 'packages:\n  /aws-sdk'],
  ['Gemfile', "gem 'aws-sdk-core' , "],
  ['go.mod', 'require ( github.com/aws/aws-sdk-go '],
  ['build.gradle', "'software.amazon.awssdk:sts: /* "],
  ['Package.swift', '.package(url: "aws-sdk-swift", ((('],
  ['poetry.lock', '[[package]]\nname = "boto3"\n'],
  ['Dockerfile', 'RUN pip install boto3 $'],
  ['.terraform.lock.hcl', 'provider "hashicorp/aws" {\n '],
  ['package.json', '{"aws-sdk": "'],
  ['package-lock.json', '"node_modules/aws-sdk'],
  ['package-lock.json', '"aws-sdk": { '],
  ['composer.lock', '"name": "aws/aws-sdk-php", '],
  ['pom.xml', '<groupId>com.amazonaws'],
  ['setup.py', 'requires = [ "boto3'],
  ['build.gradle', '"software.amazon.awssdk:sts:${x}'],
  ['setup.cfg', '[options]\ninstall_requires = boto3 '],
])('%s says the same at any length', async (path, unit) => {
  const clientsIn = async (length: number): Promise<string[]> => {
    const found = await readManifests([{path, text: unit.repeat(Math.ceil(length / unit.length))}], table)
    return [...new Set(found.map(({client}) => client))]
  }
  // Read in quadratic time, a megabyte takes longer than any test may.
  expect(await clientsIn(1_000_000)).toEqual(await clientsIn(10_000))
})
