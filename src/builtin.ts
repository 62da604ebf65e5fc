import {fileURLToPath} from 'node:url'
import type {RuleData} from './data.js'
import {compile} from './load-rules.js'
import {readRuleFiles, rulesOfProvider} from './rule-files.js'

/**
 * The rules that come with stslint, but for Alibaba Cloud's. The build replaces this module by what it returns
 * (scripts/build-rules.mjs).
 */
export function builtinRules(): RuleData {
  return compile([rulesOfProvider(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))), 'aws')])
}
