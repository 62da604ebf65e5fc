import {builtinRules} from './builtin.js'
import {prefilterPattern} from './settings/prefilter.js'

/** What a file must hold to be worth decoding. The build replaces this module by the pattern (scripts/build-rules.mjs). */
export function builtinPrefilter(): string {
  const {settings, calls} = builtinRules()
  return prefilterPattern(settings, calls)
}
