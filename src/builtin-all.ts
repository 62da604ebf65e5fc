import {builtinRules} from './builtin.js'
import {builtinAliyun} from './builtin-aliyun.js'
import {builtinSource} from './builtin-source.js'
import type {RuleData} from './data.js'
import {joinRules, withRows} from './join-rules.js'

/** All that comes with stslint, of every provider, and what it knows of programs. */
export function allRules(): RuleData {
  return withRows(joinRules(builtinRules(), builtinAliyun()), builtinSource())
}
