import {Ajv2020} from 'ajv/dist/2020.js'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {conditionCode} from '../scripts/condition-code.js'
import {schemaOf} from '../src/conditions.js'
import type {Facts, Match} from '../src/data.js'
import {readRuleFiles} from '../src/rule-files.js'

const ajv = new Ajv2020({strict: false})

const rules = readRuleFiles('rules').rules
const matches: Match[] = rules.flatMap(({match, variants = [], fix = []}) => [
  match,
  ...variants.map((variant) => variant.match),
  ...fix.flatMap((template) => template.match ?? []),
])

/** What the condition names, and values near those it asks for. */
function factsFor(match: Match): fc.Arbitrary<Facts> {
  const conditions = [match].flat()
  const values = [null, true, false, 0, '', 'regional', 'eu-west-1', 'FALSE', 'us-east-1a', ...valuesIn(conditions)]
  const names = [...new Set(conditions.flatMap((condition) => Object.keys(condition)))]
  const value = fc.constantFrom(...values)
  return fc.record(Object.fromEntries(names.map((name) => [name, value])), {requiredKeys: []}) as fc.Arbitrary<Facts>
}

function valuesIn(node: unknown): (string | number | boolean | null)[] {
  if (node === null || typeof node !== 'object') return [node as string | number | boolean | null]
  return Object.values(node).flatMap(valuesIn)
}

function compile(match: Match): ((facts: Facts) => boolean) | null {
  const code = conditionCode(match)
  return code === null ? null : (new Function('f', `return ${code}`) as (facts: Facts) => boolean)
}

test.each([
  ...matches.map((match) => ({name: JSON.stringify(match), match})),
  {name: 'a list with null', match: {a: ['x', null]}},
  {name: 'not a list with null', match: {a: {not: {enum: ['x', null]}}}},
  {name: 'nothing asked', match: {}},
])('the built code of $name says what its schema says', ({match}) => {
  const code = compile(match)
  if (code === null) return
  const schema = ajv.compile(schemaOf(match) as object)

  fc.assert(
    fc.property(factsFor(match), (facts) => code(facts) === schema(facts)),
    {numRuns: 300},
  )
})

test('the conditions that need ajv at run time are few', () => {
  const left = matches.filter((match) => compile(match) === null)
  expect(left.length).toBeLessThan(matches.length / 10)
})
