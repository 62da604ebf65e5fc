import {expect, test} from 'vitest'
import type {Facts} from '../../src/data.js'
import {fill, say} from '../../src/engine/fill.js'

interface Case {
  readonly name: string
  readonly template: string
  readonly facts: Facts
  readonly expected: string | null
}

test.each<Case>([
  {name: 'leaves a text without holes as it is', template: 'Use {x} and }}', facts: {}, expected: 'Use {x} and }}'},
  {
    name: 'puts facts into their holes, as often as they are named',
    template: '{{key}} is {{ scope.region }}, {{key}}',
    facts: {key: 'AWS_REGION', 'scope.region': 'eu-west-1'},
    expected: 'AWS_REGION is eu-west-1, AWS_REGION',
  },
  {name: 'is null where a fact is null', template: 'Use {{region}}', facts: {region: null}, expected: null},
  {name: 'is null where a fact is missing', template: '{{a}}{{region}}', facts: {a: 'x'}, expected: null},
  {
    name: 'takes the words for a fact that is null',
    template: '{{a|its own Region}}',
    facts: {a: null},
    expected: 'its own Region',
  },
  {name: 'takes no words for a fact that is known', template: '{{a|words}}', facts: {a: 'x'}, expected: 'x'},
  {name: 'takes empty words', template: 'a{{b|}}c', facts: {}, expected: 'ac'},
  {name: 'writes an empty fact as nothing', template: '[{{a}}]', facts: {a: ''}, expected: '[]'},
  {name: 'writes false and 0 as they are', template: '{{a}} {{b}}', facts: {a: false, b: 0}, expected: 'false 0'},
  {
    name: 'does not fill what a fact brings along',
    template: '{{value}}',
    facts: {value: 'https://sts.{{region}}.test $& $1'},
    expected: 'https://sts.{{region}}.test $& $1',
  },
])('$name', ({template, facts, expected}) => {
  expect(fill(template, facts)).toBe(expected)
})

test.each<Case>([
  {name: 'says what is known', template: '{{a}} is {{b}}', facts: {a: 'x', b: 0}, expected: 'x is 0'},
  {name: 'takes the words for what is not', template: '{{a|or so}}', facts: {a: null}, expected: 'or so'},
  {name: 'says that nothing is known without words', template: '{{a}}', facts: {}, expected: 'unknown'},
  {
    name: 'cuts what is longer than a line',
    template: '{{a}}!',
    facts: {a: 'x'.repeat(81)},
    expected: `${'x'.repeat(80)}…!`,
  },
  {name: 'cuts nothing shorter', template: '{{a}}', facts: {a: 'x'.repeat(80)}, expected: 'x'.repeat(80)},
])('a message $name', ({template, facts, expected}) => {
  expect(say(template, facts)).toBe(expected)
})
