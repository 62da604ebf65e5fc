import type {RuleData} from './data.js'
import type {RuleInfo} from './report/index.js'

/** What reports and messages say of each rule. */
export function ruleInfos({rules}: RuleData): RuleInfo[] {
  return rules.map(({id, severity, message, why, links}) => ({id, severity, message: plain(message), why, links}))
}

/** A template with its holes named: `{{scope.region}}` reads as `<region>`. */
function plain(template: string): string {
  return template.replace(/\{\{\s*(?:[\w-]+\.)*([\w-]+)[^}]*\}\}/g, '<$1>')
}
