import {builtinRules} from './builtin.js'
import {builtinAliyun} from './builtin-aliyun.js'
import {joinRules} from './join-rules.js'
import {prefilterLiterals, providerPattern} from './settings/prefilter.js'

/** Of what a file must hold one to be worth decoding. The build replaces this module by what it returns (scripts/build-rules.mjs). */
export function builtinPrefilter(): readonly string[] {
  const {settings, calls} = joinRules(builtinRules(), builtinAliyun())
  return prefilterLiterals(settings, calls)
}

/** What it must hold to have to do with Alibaba Cloud. */
export function aliyunPrefilter(): string {
  const {settings, calls} = builtinAliyun()
  return providerPattern('aliyun', settings, calls)
}
