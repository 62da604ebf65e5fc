import {describe, expect, test} from 'vitest'
import {builtinRules} from '../src/builtin.js'
import {builtinPrefilter} from '../src/builtin-prefilter.js'
import {testExample} from '../src/engine/test-rules.js'
import {readRuleFiles} from '../src/rule-files.js'

const {rules} = readRuleFiles('rules')
const data = builtinRules()
const prefilter = new RegExp(builtinPrefilter())

describe.each(rules)('$id', (rule) => {
  test.each(rule.examples.map((example) => ({...example, title: example.name ?? example.path})))(
    '$title',
    async (example) => {
      expect(await testExample(rule, example, data)).toBeNull()
    },
  )

  test('passes the prefilter where it finds something', () => {
    const found = rule.examples.filter(({bad, path}) => bad !== undefined && !/\.aws\//.test(path))
    expect(found.filter(({bad}) => !prefilter.test(bad!))).toEqual([])
  })
})
