import {describe, expect, test} from 'vitest'
import {boundsOf} from '../../src/clients/bounds.js'
import {exactVersion} from '../../src/clients/exact.js'
import {readManifests} from '../../src/clients/index.js'
import type {Ecosystem} from '../../src/clients/model.js'
import {compareNumbers} from '../../src/clients/numbers.js'
import {sideOf, versionsOf} from '../../src/clients/versions.js'
import {table} from './table.js'

/** A bound with `=` is included. */
test.each<[Ecosystem, string, string | null, string | null]>([
  ['pip', '==1.34.2', '1.34.2', '=1.34.2'],
  ['pip', '==1.34.*', '1.34', '1.35'],
  ['pip', '~=1.34.2', '1.34.2', '1.35'],
  ['pip', '~= 1.34', '1.34', '2'],
  ['pip', '>=1.30,<2', '1.30', '2'],
  ['pip', '>1.30, <= 1.39.17', '1.30', '=1.39.17'],
  ['pip', '!=1.35.0', null, null],
  ['pip', '>=1.30,>=1.34,<3,<2', '1.34', '2'],
  ['pip', '*', null, null],
  ['pip', '^1.34', '1.34.0', '2.0.0'],
  ['pip', '~1.34', '1.34.0', '1.35.0'],
  ['pip', '>=1.30 nonsense', null, null],
  ['npm', '^2.1000.0', '2.1000.0', '3.0.0'],
  ['npm', '~2.1.0', '2.1.0', '2.2.0'],
  ['npm', '2.x', '2.0.0', '3.0.0'],
  ['npm', '>=2.1.0 <2.5.0 || 3.x', '2.1.0', '4.0.0'],
  ['npm', '>=2.1', '2.1.0', null],
  ['npm', '<=2.1.0', '0.0.0', '=2.1.0'],
  ['npm', '1.0.0 - 2.1.0', '1.0.0', '=2.1.0'],
  ['npm', '*', null, null],
  ['npm', 'latest', null, null],
  ['npm', 'workspace:^', null, null],
  ['npm', 'github:a/b', null, null],
  ['cargo', '1.2', '1.2.0', '2.0.0'],
  ['cargo', '>=1.2, <1.5', '1.2.0', '1.5.0'],
  ['cargo', '0.3', '0.3.0', '0.4.0'],
  ['composer', '^3.300', '3.300.0', '4.0.0'],
  ['composer', '~3.2', '3.2.0', '4.0.0'],
  ['composer', '~3.2.1', '3.2.1', '3.3.0'],
  ['composer', '^2.8|^3.0', '2.8.0', '4.0.0'],
  ['composer', '3.*', '3.0.0', '4.0.0'],
  ['composer', '>=3.1,<3.351.12', '3.1.0', '3.351.12'],
  ['composer', 'dev-main', null, null],
  ['gem', '~> 3.1', '3.1', '4'],
  ['gem', '~> 3.1.2', '3.1.2', '3.2'],
  ['gem', '~> 3.1, >= 3.1.5', '3.1.5', '4'],
  ['gem', '~> 3', '3', '4'],
  ['terraform', '~> 5.0', '5.0', '6'],
  ['terraform', '>= 4.0, < 5.0, != 4.5.0', '4.0', '5.0'],
  ['terraform', '> 4.0', '4.0', null],
  ['maven', '[2.0,3.0)', '2.0', '3.0'],
  ['maven', '(,1.12]', null, '=1.12'],
  ['maven', '[2.17, 2.21[', '2.17', '2.21'],
  ['maven', '[1,2),[3,4]', '1', '=4'],
  ['maven', '1.+', '1', '2'],
  ['maven', 'latest.release', null, null],
  ['maven', '${x}', null, null],
  ['nuget', '3.7.1', '3.7.1', null],
  ['nuget', '3.7.*', '3.7', '3.8'],
  ['nuget', '[3.7, )', '3.7', null],
  ['swiftpm', 'from 1.2.0', '1.2.0', '2.0.0'],
  ['swiftpm', 'upToNextMinor from 1.2.0', '1.2.0', '1.3.0'],
  ['swiftpm', '1.0.0 ..< 1.5.0', '1.0.0', '1.5.0'],
  ['swiftpm', 'branch main', null, null],
  ['vcpkg', '>= 1.11.100#1', '1.11.100', null],
  ['conan', '[>=1.11 <2]', '1.11.0', '2.0.0'],
  ['docker', '2.15', '2.15.0', '2.16.0'],
  ['cli', 'latest', null, null],
  ['go', 'v1.44.0', null, null],
])('%s %s', (ecosystem, requirement, min, max) => {
  const bounds = boundsOf(ecosystem, requirement)
  expect([bounds.min, bounds.max && (bounds.maxIncluded ? '=' : '') + bounds.max]).toEqual([min, max])
})

test.each<[Ecosystem, string, string | null]>([
  ['pip', '==1.34.2', '1.34.2'],
  ['pip', '=== 1.34.2', '1.34.2'],
  ['pip', '1.34.2', '1.34.2'],
  ['pip', '==1.34.*', null],
  ['pip', '>=1', null],
  ['npm', '2.1693.0', '2.1693.0'],
  ['npm', '=2.1.0', '2.1.0'],
  ['npm', '2', null],
  ['npm', '^2.1.0', null],
  ['go', 'v1.55.6', '1.55.6'],
  ['go', 'v0.0.0-20240101000000-abcdef', '0.0.0-20240101000000-abcdef'],
  ['maven', '1.12.3', '1.12.3'],
  ['maven', '[1.12.3]', '1.12.3'],
  ['maven', '1.+', null],
  ['maven', '[1,2)', null],
  ['maven', '${x}', null],
  ['gem', '= 3.1.0', '3.1.0'],
  ['gem', '3.1.0', '3.1.0'],
  ['gem', '~> 3.1', null],
  ['nuget', '3.7.1', '3.7.1'],
  ['nuget', '[3.7.1]', '3.7.1'],
  ['nuget', '3.7.*', null],
  ['cargo', '1.2.3', null],
  ['cargo', '=1.2.3', '1.2.3'],
  ['terraform', '5.0.0', '5.0.0'],
  ['terraform', '~> 5.0', null],
  ['apt', '2.9.19-1', '2.9.19'],
  ['apt', '1:1.26.27+dfsg-1', '1.26.27'],
])('%s %s is exactly %s', (ecosystem, requirement, expected) => {
  expect(exactVersion(ecosystem, requirement)).toBe(expected)
})

test.each([
  ['1.40.0', '1.39.17', 1],
  ['1.40', '1.40.0', 0],
  ['1.9', '1.10', -1],
  ['2.0.0-rc1', '2.0.0', -1],
  ['1.2.0.Final', '1.2', 0],
  ['v1.2', '1.2', 0],
])('%s against %s', (one, other, expected) => {
  expect(Math.sign(compareNumbers(one, other))).toBe(expected)
})

describe('in the client’s numbers', () => {
  const first = async (path: string, text: string) => (await readManifests([{path, text}], table))[0]!
  const requirement = async (text: string) => first('requirements.txt', text)

  test.each([
    {text: 'boto3==1.26.27', expected: {exact: '1.29.27', min: '1.29.27', max: '1.29.27', maxIncluded: true}},
    {text: 'boto3==1.34.2', expected: {exact: '1.34.2', min: '1.34.2', max: '1.34.2', maxIncluded: true}},
    {text: 'boto3>=1.26', expected: {exact: null, min: '1.29', max: null, maxIncluded: false}},
    // PyPI has version 1 of the CLI alone.
    {text: 'awscli', expected: {exact: null, min: '1.0.0', max: '2.0.0', maxIncluded: false}},
    {text: 'awscli<1.42', expected: {exact: null, min: '1.0.0', max: '1.42', maxIncluded: false}},
  ])('$text', async ({text, expected}) => {
    expect(versionsOf(await requirement(text))).toEqual(expected)
  })

  test('a package whose numbers say nothing', async () => {
    const found = await first('go.mod', 'require github.com/aws/aws-sdk-go-v2/config v1.29.0\n')
    expect(versionsOf(found)).toEqual({exact: null, min: null, max: null, maxIncluded: false})
  })

  test.each([
    ['boto3==1.39.17', 'before'],
    ['boto3==1.40.0', 'after'],
    ['boto3<1.40', 'before'],
    ['boto3<=1.40.0', 'either'],
    ['boto3>=1.40', 'after'],
    ['boto3', 'either'],
    ['boto3~=1.39.0', 'before'],
    ['boto3~=1.39', 'either'],
    ['boto3>1.39,<1.41', 'either'],
  ])('%s is %s the change of 1.40.0', async (text, expected) => {
    expect(sideOf(await requirement(text), '1.40.0')).toBe(expected)
  })
})
