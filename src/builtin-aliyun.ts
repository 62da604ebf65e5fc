import {fileURLToPath} from 'node:url'
import type {RulePart} from './join-rules.js'
import {compilePart} from './load-rules.js'
import {readRuleFiles, rulesOfProvider} from './rule-files.js'

/** Alibaba Cloud's rules, rows and hosts. The build replaces this module by what it returns (scripts/build-rules.mjs). */
export function builtinAliyun(): RulePart {
  return compilePart([rulesOfProvider(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))), 'aliyun')])
}
