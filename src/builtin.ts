import {fileURLToPath} from 'node:url'
import type {RuleData} from './data.js'
import {loadRules} from './load-rules.js'

/** The rules that come with stslint. The build replaces this module by what it returns (scripts/build-rules.mjs). */
export function builtinRules(): RuleData {
  return loadRules([fileURLToPath(new URL('../rules', import.meta.url))])
}
