import {aliyunPrefilter, builtinPrefilter} from './builtin-prefilter.js'
import type {RuleData, SettingRow} from './data.js'
import {joinRules, withRows} from './join-rules.js'
import type {Prefilter} from './model.js'
import {createPrefilter, prefilterLiterals} from './settings/prefilter.js'

/**
 * The built-in rules and settings, with those of the config's own directories added.
 *
 * @param withAliyun whether Alibaba Cloud's are wanted: they are a part of their own, for most runs have no use for it
 * @param withSource whether rows about programs are
 */
export async function loadData(
  directories: readonly string[],
  withAliyun: boolean,
  withSource = false,
): Promise<RuleData> {
  const {builtinRules} = await import('./builtin.js')
  const known = withAliyun ? await addAliyun(builtinRules()) : builtinRules()
  const base = withSource ? withRows(known, (await import('./builtin-source.js')).builtinSource()) : known
  if (directories.length === 0) return base
  const {extendRules} = await import('./load-rules.js')
  const data = extendRules(base, directories)
  // A user's own row or rule of that provider can stand beside any literal.
  return withAliyun || !concernsAliyun(data) ? data : loadData(directories, true, withSource)
}

async function addAliyun(base: RuleData): Promise<RuleData> {
  const {builtinAliyun} = await import('./builtin-aliyun.js')
  return joinRules(base, builtinAliyun())
}

function concernsAliyun({rules, settings}: RuleData): boolean {
  return settings.some(({provider}) => provider === 'aliyun') || rules.some(({id}) => id.startsWith('aliyun/'))
}

/** The built-in prefilter, widened by the rows of the config's own directories. */
export async function loadPrefilter(directories: readonly string[]): Promise<Prefilter> {
  const literals = [...builtinPrefilter()]
  if (directories.length > 0) {
    const {readRuleFiles} = await import('./rule-files.js')
    const files = directories.map((directory) => readRuleFiles(directory))
    literals.push(
      ...prefilterLiterals(
        files.flatMap(({settings}) => settings),
        files.flatMap(({calls}) => calls),
      ),
    )
  }
  return createPrefilter(literals)
}

/** What a text holds that has to do with Alibaba Cloud; programs name it, or its SDKs' setters. */
export function loadAliyunPrefilter(withSource = false): RegExp {
  return new RegExp(withSource ? `${aliyunPrefilter()}|ali(?:yun|baba|cloud)|S(?:ts|TS)Endpoint` : aliyunPrefilter())
}

/** What a program must hold to be read: variables of STS, and what rows about programs look for. */
export async function loadSourcePrefilter(): Promise<Prefilter> {
  const {settings} = await loadData([], true, true)
  const isOwn = ({env, formats, name}: SettingRow): boolean =>
    env === undefined ? formats?.includes('source') === true : /^(?:sts\.|endpoint$)/.test(name)
  return createPrefilter(prefilterLiterals(settings.filter(isOwn), []))
}
