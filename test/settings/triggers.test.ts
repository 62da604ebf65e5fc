import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {allRules} from '../../src/builtin-all.js'
import {aliyunPrefilter, builtinPrefilter} from '../../src/builtin-prefilter.js'
import {check} from '../../src/check.js'
import {clientsAmong} from '../../src/check-clients.js'
import type {CheckRequest} from '../../src/check-request.js'
import {isRead} from '../../src/engine/test-rules.js'
import {detectFormat} from '../../src/formats/detect.js'
import {fileKind} from '../../src/formats/file-kind.js'
import type {FileRef} from '../../src/model.js'
import {readRuleFiles} from '../../src/rule-files.js'
import {createPrefilter} from '../../src/settings/prefilter.js'
import {createTriggers, SILENT} from '../../src/settings/triggers.js'

const data = allRules()
const {rules} = readRuleFiles('rules')
const prefilter = createPrefilter(builtinPrefilter())
const aliyun = new RegExp(aliyunPrefilter())

type Files = Readonly<Record<string, string>>

/** What a run finds: everything, or as it reads a tree. Broken syntax in what is not read is nobody's loss. */
async function findings(files: Files, isSparing: boolean, region: string | null = null): Promise<unknown> {
  const request: CheckRequest = {
    files: Object.keys(files).filter(isRead).map(toFile),
    fix: [],
    data: async () => data,
    prefilter: isSparing ? prefilter : /(?:)/,
    skipsContext: isSparing,
    aliyun,
    minSeverity: 'info',
    read: ({path}, pattern) =>
      pattern === null || pattern.test(files[path]!) ? {status: 'text', text: files[path]!} : {status: 'clean'},
    resolve: (target, from) => {
      const path = join(from.path, '..', target)
      return path in files ? toFile(path) : null
    },
    severityOf: ({severity}) => severity,
    region,
    clients: clientsAmong(new Map(Object.entries(files))),
    enabledRegions: [],
    version: '0',
    today: '2026-01-01',
  }
  const {report} = await check(request)
  return report.results
    .map(({path, diagnostics}) => ({path, diagnostics: diagnostics.filter(({rule}) => rule !== 'core/syntax')}))
    .filter(({diagnostics}) => diagnostics.length > 0)
}

function toFile(path: string): FileRef {
  return {path, absolute: `/${path}`, format: detectFormat(path) ?? 'dotenv', kind: fileKind(path)}
}

function filesBelow(directory: string): Files {
  const names = readdirSync(directory, {recursive: true, withFileTypes: true})
  const paths = names.filter((entry) => entry.isFile()).map(({parentPath, name}) => join(parentPath, name))
  return Object.fromEntries(
    paths.filter((path) => detectFormat(path) !== null).map((path) => [path, readFileSync(path, 'utf8')]),
  )
}

describe('reading only what can have a finding, and what that refers to, finds the same', () => {
  const examples = rules.flatMap((rule) =>
    rule.examples.flatMap(({path, bad, good, silent, files = {}, region}, index) =>
      [bad, good, silent].flatMap((text) =>
        text === undefined
          ? []
          : [{title: `${rule.id} ${index} ${path}`, files: {...files, [path]: text}, region: region ?? null}],
      ),
    ),
  )

  test.each(examples)('$title', async ({files, region}) => {
    expect(await findings(files, true, region)).toEqual(await findings(files, false, region))
  })

  test('all examples as one tree', async () => {
    const files = Object.fromEntries(
      examples.flatMap(({files}, index) => Object.entries(files).map(([path, text]) => [`${index}/${path}`, text])),
    )
    expect(await findings(files, true)).toEqual(await findings(files, false))
  })

  test.each(Object.entries(filesBelow('fixtures')))('%s', async (path, text) => {
    expect(await findings({[path]: text}, true)).toEqual(await findings({[path]: text}, false))
  })

  test('a whole project', async () => {
    const files = filesBelow('fixtures/projects/legacy-stack')
    expect(await findings(files, true)).toEqual(await findings(files, false))
  })
})

test('no built-in rule is about a name that is taken to be silent', () => {
  const named = new Set(
    rules.flatMap(({match}) => (Array.isArray(match) ? match : [match]).flatMap(({name = []}) => name as string[])),
  )
  expect([...SILENT].filter((name) => named.has(name))).toEqual([])
})

describe('what a text has to say by itself', () => {
  const hasTrigger = createTriggers(data, null)
  const deployment = (env: string): string => `kind: Deployment\nspec: {containers: [{name: a, env: [${env}]}]}\n`

  test.each<[string, string]>([
    ['a Region', 'AWS_REGION=eu-west-1\n'],
    ['a Region with a comment', 'export AWS_REGION="eu-west-1" # here\n'],
    ['the variable used', 'X=$AWS_REGION\nY=${AWS_REGION}\n'],
  ])('nothing: %s', (_, text) => {
    expect(hasTrigger('dotenv', text)).toBe(false)
  })

  test.each<[string, string]>([
    ['a zone', 'AWS_REGION=eu-west-1a\n'],
    ['two Regions', 'AWS_REGION=eu-west-1,us-east-1\n'],
    ['a pseudo Region', 'AWS_REGION=aws-global\n'],
    ['both variables', 'AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n'],
    ['a role beside it', 'AWS_REGION=eu-west-1\nAWS_WEB_IDENTITY_TOKEN_FILE=/t\n'],
    ['a directive', '# stslint-disable\n'],
  ])('something: %s', (_, text) => {
    expect(hasTrigger('dotenv', text)).toBe(true)
  })

  test.each<[string, boolean]>([
    ['{name: AWS_REGION, value: eu-west-1}', false],
    ['{name: AWS_REGION, valueFrom: {}}', false],
    ['{name: AWS_REGION, value: eu-west-9}', true],
    ['{name: AWS_REGION, value: eu-west-1}], envFrom: [{configMapRef: {name: a}}', true],
  ])('of a manifest: %s', (env, expected) => {
    expect(hasTrigger('yaml', deployment(env))).toBe(expected)
  })
})
