import {fileURLToPath} from 'node:url'
import type {RuleFile} from './data.js'
import {readRuleFiles} from './rule-files.js'

/** The build replaces this module by what it returns (scripts/build-plugins.mjs). */
export function builtinRuleDocs(): readonly RuleFile[] {
  return readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))).rules
}
