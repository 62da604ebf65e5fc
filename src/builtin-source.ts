import {fileURLToPath} from 'node:url'
import type {SettingRow} from './data.js'
import {readRuleFiles, sourceRows} from './rule-files.js'

/** The rows about programs, of every provider. The build replaces this module by what it returns (scripts/build-rules.mjs). */
export function builtinSource(): readonly SettingRow[] {
  return sourceRows(readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))))
}
