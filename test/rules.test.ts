import {describe, expect, test} from 'vitest'
import {allRules} from '../src/builtin-all.js'
import {builtinPrefilter} from '../src/builtin-prefilter.js'
import {testExample} from '../src/engine/test-rules.js'
import {fileKind} from '../src/formats/file-kind.js'
import {languageOf} from '../src/formats/source-files.js'
import {loadSourcePrefilter} from '../src/load-data.js'
import {readRuleFiles} from '../src/rule-files.js'
import {createPrefilter} from '../src/settings/prefilter.js'

const {rules} = readRuleFiles('rules')
const data = allRules()
const prefilter = createPrefilter(builtinPrefilter())
const sourcePrefilter = await loadSourcePrefilter()

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
    const passes = ({path, bad, files = {}}: (typeof found)[number]): boolean =>
      Object.entries({...files, [path]: bad!}).some(([name, text]) =>
        (languageOf(name) === null ? prefilter : sourcePrefilter).test(text),
      )
    expect(found.filter((example) => !passes(example))).toEqual([])
  })
})
