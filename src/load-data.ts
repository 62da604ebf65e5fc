import {builtinPrefilter} from './builtin-prefilter.js'
import type {RuleData} from './data.js'

/** The built-in rules and settings, with those of the config's own directories added. */
export async function loadData(directories: readonly string[]): Promise<RuleData> {
  const {builtinRules} = await import('./builtin.js')
  if (directories.length === 0) return builtinRules()
  const {extendRules} = await import('./load-rules.js')
  return extendRules(builtinRules(), directories)
}

/** The built-in prefilter, widened by the rows of the config's own directories. */
export async function loadPrefilter(directories: readonly string[]): Promise<RegExp> {
  const own: string[] = []
  if (directories.length > 0) {
    const [{readRuleFiles}, {prefilterPattern}] = await Promise.all([
      import('./rule-files.js'),
      import('./settings/prefilter.js'),
    ])
    const files = directories.map((directory) => readRuleFiles(directory))
    own.push(
      prefilterPattern(
        files.flatMap(({settings}) => settings),
        files.flatMap(({calls}) => calls),
      ),
    )
  }
  return new RegExp([builtinPrefilter(), ...own].join('|'))
}
