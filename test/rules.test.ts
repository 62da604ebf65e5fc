import {describe, expect, test} from 'vitest'
import {allRules} from '../src/builtin-all.js'
import {builtinPrefilter} from '../src/builtin-prefilter.js'
import {testExample} from '../src/engine/test-rules.js'
import {fileKind} from '../src/formats/file-kind.js'
import {readRuleFiles} from '../src/rule-files.js'
import {createPrefilter} from '../src/settings/prefilter.js'

const {rules} = readRuleFiles('rules')
const data = allRules()
const prefilter = createPrefilter(builtinPrefilter())

describe.each(rules)('$id', (rule) => {
  test.each(rule.examples.map((example) => ({...example, title: example.name ?? example.path})))(
    '$title',
    async (example) => {
      expect(await testExample(rule, example, data)).toBeNull()
    },
  )

  test('passes the prefilter where it finds something', () => {
    const found = rule.examples.filter(({bad, path}) => bad !== undefined && fileKind(path) === null)
    // What another file takes from this one is looked for where that one is.
    const texts = found.map(({bad, files = {}}) => [bad!, ...Object.values(files)])
    expect(texts.filter((each) => !each.some((text) => prefilter.test(text)))).toEqual([])
  })
})
