import {readdirSync, readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {builtinPrefilter} from '../../src/builtin-prefilter.js'
import type {SettingsFile} from '../../src/data.js'
import {detectWithSource} from '../../src/formats/source-files.js'
import {loadSourcePrefilter} from '../../src/load-data.js'
import {readRuleFiles} from '../../src/rule-files.js'
import {CONTEXT, createPrefilter} from '../../src/settings/prefilter.js'
import {unitOf} from '../parsed.js'
import {type Sample, samplesOf} from './row-samples.js'

const {settings} = readRuleFiles('rules')
const examples = readExamples()
const prefilter = createPrefilter(builtinPrefilter())
const sourcePrefilter = await loadSourcePrefilter()

/** The `example` of each row that has one: what cannot be made from the row alone. */
function readExamples(): ReadonlyMap<string, readonly Sample[]> {
  const paths = readdirSync('rules', {recursive: true, encoding: 'utf8'}).filter((path) =>
    /[\\/]settings[\\/].*\.yaml$/.test(path),
  )
  const rows = paths.flatMap((path) => (parse(readFileSync(`rules/${path}`, 'utf8')) as SettingsFile).settings)
  return new Map(
    rows.flatMap(({id, example}) =>
      example === undefined
        ? []
        : [
            [
              id,
              [
                {aspect: null, path: example.path, text: example.text},
                {aspect: 'example', path: example.missPath ?? example.path, text: example.miss ?? example.text},
              ],
            ],
          ],
    ),
  )
}

describe.each(settings)('$id', (row) => {
  const samples = examples.get(row.id) ?? samplesOf(row)
  const found = samples.filter(({aspect}) => aspect === null)
  const missed = samples.filter(({aspect}) => aspect !== null)

  test('has a file that it recognises and one that it does not', () => {
    expect([found.length, missed.length], 'add an `example` to the row, or a writer for its format').not.toContain(0)
  })

  test('recognises its setting', async () => {
    for (const {path, text} of found) {
      const format = detectWithSource(path)
      expect([path, format]).not.toContain(null)
      expect([await rowsIn(path, text), text]).toEqual([expect.arrayContaining([row.id]), text])
      const isRead = row.kinds !== undefined || (CONTEXT.has(row.name) && row.literal === undefined)
      expect(isRead || (format === 'source' ? sourcePrefilter : prefilter).test(text), text).toBe(true)
    }
  })

  test('knows what only looks like it', async () => {
    for (const {aspect, path, text} of missed) {
      expect([aspect, text, await rowsIn(path, text)]).toEqual([aspect, text, expect.not.arrayContaining([row.id])])
    }
  })
})

async function rowsIn(path: string, text: string): Promise<string[]> {
  const {settings: recognised, parsed} = await unitOf(path, text)
  expect([text, parsed.problems]).toEqual([text, []])
  return recognised.map((setting) => setting.row.id)
}
