import {Ajv2020} from 'ajv/dist/2020.js'
import {schemaOf} from './conditions.js'
import type {Match, Rule, RuleData, RuleFile, Test} from './data.js'
import {UserError} from './errors.js'
import {joinRules, type RulePart} from './join-rules.js'
import {type RuleFiles, readRuleFiles} from './rule-files.js'
import {partPattern} from './settings/prefilter.js'

/** Rules, settings and scopes of the given directories, compiled now. The first one brings the hosts. */
export function loadRules(directories: readonly string[]): RuleData {
  return compile(directories.map(readRuleFiles))
}

/** Built-in data with a user's own directories added. */
export function extendRules(base: RuleData, directories: readonly string[]): RuleData {
  return directories.length === 0 ? base : joinRules(base, compilePart(directories.map(readRuleFiles)))
}

/** @throws {UserError} RULE_INVALID where two rules answer to one id: what silences one would silence the other */
export function refuseTwins({rules}: RuleData, directories: readonly string[]): void {
  const ids = rules.map(({id}) => id)
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice === undefined) return
  throw new UserError('RULE_INVALID', `two rules have the id ${twice}: rename the one in ${directories.join(' or ')}`)
}

export function compile(files: readonly RuleFiles[]): RuleData {
  const hosts = files.find((file) => file.hosts !== null)?.hosts
  if (!hosts) throw new UserError('RULE_INVALID', 'no hosts.yaml in the rule directories')
  return {hosts, ...compilePart(files)}
}

export function compilePart(files: readonly RuleFiles[]): RulePart {
  const ajv = new Ajv2020({strict: false})
  const settings = files.flatMap((file) => file.settings)
  const calls = files.flatMap((file) => file.calls)
  return {
    aliyunHosts: files.find(({aliyunHosts}) => aliyunHosts !== null)?.aliyunHosts ?? null,
    settings,
    calls,
    part: partPattern(settings, calls),
    charts: files.flatMap(({charts}) => charts),
    scopes: files.flatMap(({scopes}) => scopes),
    rules: files.flatMap(({rules}) => rules.map((rule) => toRule(rule, (match) => compileMatch(ajv, rule.id, match)))),
  }
}

/** @throws {UserError} RULE_INVALID for what is no JSON Schema, such as a pattern that is no regular expression */
function compileMatch(ajv: Ajv2020, id: string, match: Match): Test {
  try {
    return ajv.compile(schemaOf(match) as object) as Test
  } catch (error) {
    throw new UserError('RULE_INVALID', `${id}: a condition cannot be compiled: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/** @param test turns a condition into a function: compiled now, or at build time */
export function toRule(
  {examples: _, match, variants = [], fix = [], ...rest}: RuleFile,
  test: (match: Match) => Test,
): Rule {
  return {
    ...rest,
    match: test(match),
    variants: variants.map((variant) => ({...variant, match: test(variant.match)})),
    fix: fix.map((template) => ({...template, match: template.match === undefined ? null : test(template.match)})),
  }
}
