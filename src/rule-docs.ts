import {didYouMean} from './config/suggest.js'
import type {RuleFile} from './data.js'
import {UserError} from './errors.js'

/** Every rule as written, ours and those of `directories`, by id. */
export async function loadRuleDocs(directories: readonly string[]): Promise<readonly RuleFile[]> {
  const {builtinRuleDocs} = await import('./builtin-rule-docs.js')
  return [...builtinRuleDocs(), ...(await readOwn(directories))].sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function readOwn(directories: readonly string[]): Promise<readonly RuleFile[]> {
  if (directories.length === 0) return []
  const {readRuleFiles} = await import('./rule-files.js')
  return directories.flatMap((directory) => readRuleFiles(directory).rules)
}

/** `global-endpoint-url` finds `aws/global-endpoint-url` where only one provider has it. */
export async function findRuleDoc(id: string, directories: readonly string[]): Promise<RuleFile> {
  const rules = await loadRuleDocs(directories)
  const matches = rules.filter((rule) => rule.id === id || rule.id.slice(rule.id.indexOf('/') + 1) === id)
  const match = rules.find((rule) => rule.id === id) ?? (matches.length === 1 ? matches[0] : undefined)
  if (match !== undefined) return match
  const names = [...rules.map((rule) => rule.id), ...rules.map((rule) => rule.id.slice(rule.id.indexOf('/') + 1))]
  throw new UserError('RULE_UNKNOWN', `no rule ${id}${didYouMean(id, names) || ' (stslint rules lists them)'}`)
}
