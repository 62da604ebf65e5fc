import {builtinAliyun} from './builtin-aliyun.js'
import {allRules} from './builtin-all.js'
import {prefilterPattern, providerPattern} from './settings/prefilter.js'

/** What a file must hold to be worth decoding. The build replaces this module by the pattern (scripts/build-rules.mjs). */
export function builtinPrefilter(): string {
  const {settings, calls} = allRules()
  return prefilterPattern(settings, calls)
}

/** What it must hold to have to do with Alibaba Cloud. */
export function aliyunPrefilter(): string {
  const {settings, calls} = builtinAliyun()
  return providerPattern('aliyun', settings, calls)
}
