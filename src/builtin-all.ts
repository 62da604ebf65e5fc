import {builtinRules} from './builtin.js'
import {builtinAliyun} from './builtin-aliyun.js'
import type {RuleData} from './data.js'
import {joinRules} from './join-rules.js'

/** All that comes with stslint, of every provider. */
export function allRules(): RuleData {
  return joinRules(builtinRules(), builtinAliyun())
}
