import type {RuleData, SettingRow} from './data.js'

/** Rules and rows that add to others: Alibaba Cloud's, or a user's own. */
export type RulePart = Omit<RuleData, 'hosts'>

/** The part's rows come first: where two know one key, the more particular one decides. */
export function joinRules(base: RuleData, part: RulePart): RuleData {
  return {
    hosts: base.hosts,
    aliyunHosts: part.aliyunHosts ?? base.aliyunHosts,
    settings: [...part.settings, ...base.settings],
    calls: [...part.calls, ...base.calls],
    charts: [...part.charts, ...base.charts],
    scopes: [...part.scopes, ...base.scopes],
    rules: [...base.rules, ...part.rules],
    part: `${part.part}|${base.part}`,
  }
}

export function withRows(base: RuleData, rows: readonly SettingRow[]): RuleData {
  return {...base, settings: [...base.settings, ...rows]}
}
