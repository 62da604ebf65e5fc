import {linesOf} from '../clients/readers/requirement.js'
import type {Range} from '../model.js'

/** plugins.txt of jenkins-plugin-cli: `ID`, `ID:VERSION` or `ID:VERSION:URL` on a line, and comments. */
export function readPlugins(text: string): {
  readonly ecosystem: 'jenkins'
  readonly package: string
  readonly requirement: string | null
  readonly range: Range
}[] {
  return linesOf(text).flatMap(({line, start}) => {
    const match = /^(\s*)([A-Za-z][\w.-]*)(?::([^\s:#]+))?(?=[\s:#]|$)/.exec(line)
    if (match === null) return []
    const [whole, blank = '', name = '', version = null] = match
    const range = {start: start + blank.length, end: start + whole.length}
    return [{ecosystem: 'jenkins', package: name, requirement: version, range}]
  })
}
