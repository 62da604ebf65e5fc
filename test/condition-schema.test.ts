import {Ajv2020} from 'ajv/dist/2020.js'
import {expect, test} from 'vitest'
import {schemaOf} from '../src/conditions.js'
import type {Facts, Match} from '../src/data.js'

interface Case {
  readonly name: string
  readonly match: Match
  readonly holds: readonly Facts[]
  readonly fails: readonly Facts[]
}

test.each<Case>([
  {name: 'nothing is asked', match: {}, holds: [{}, {a: 1}], fails: []},
  {name: 'a literal', match: {a: 'x'}, holds: [{a: 'x'}, {a: 'x', b: 1}], fails: [{}, {a: null}, {a: 'X'}]},
  {name: 'false', match: {a: false}, holds: [{a: false}], fails: [{}, {a: null}, {a: true}]},
  {name: 'one of', match: {a: ['x', 'y']}, holds: [{a: 'y'}], fails: [{}, {a: null}, {a: 'z'}]},
  {name: 'absent', match: {a: null}, holds: [{}, {a: null}], fails: [{a: ''}, {a: false}]},
  {name: 'one of, or absent', match: {a: ['x', null]}, holds: [{}, {a: null}, {a: 'x'}], fails: [{a: 'y'}]},
  {name: 'a pattern', match: {a: {pattern: '^x'}}, holds: [{a: 'xy'}], fails: [{}, {a: null}, {a: 'yx'}, {a: 1}]},
  {name: 'a type', match: {a: {type: 'string'}}, holds: [{a: ''}], fails: [{}, {a: null}, {a: 1}]},
  {name: 'not', match: {a: {not: {const: 'x'}}}, holds: [{}, {a: null}, {a: 'y'}], fails: [{a: 'x'}]},
  {name: 'not absent', match: {a: {not: {const: null}}}, holds: [{}, {a: 'x'}], fails: [{a: null}]},
  {name: 'all of a condition', match: {a: 'x', b: null}, holds: [{a: 'x'}], fails: [{a: 'x', b: 'y'}, {}]},
  {
    name: 'one of several conditions',
    match: [{a: 'x'}, {b: 'y'}],
    holds: [{a: 'x'}, {b: 'y', a: 'z'}],
    fails: [{}, {a: 'y', b: 'x'}],
  },
])('$name', ({match, holds, fails}) => {
  const test = new Ajv2020({strict: false}).compile(schemaOf(match) as object)

  expect(holds.filter((facts) => !test(facts))).toEqual([])
  expect(fails.filter((facts) => test(facts))).toEqual([])
})
