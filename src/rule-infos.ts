import {nameHoles} from './commands/holes.js'
import type {RuleData} from './data.js'
import type {RuleInfo} from './report/index.js'

/** What reports and messages say of each rule. */
export function ruleInfos({rules}: RuleData): RuleInfo[] {
  return rules.map(({id, severity, message, why, links}) => ({id, severity, summary: nameHoles(message), why, links}))
}
