import type {Found, ManifestFile, ReadContext} from '../model.js'
import {linesOf} from './requirement.js'

/** Go takes the versions of go.mod as they are. A `replace` by another version of the module decides over them. */
export function readGoMod({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  const lines = directives(text)
  const replaced = new Map(lines.flatMap(({verb, words}) => (verb === 'replace' ? replacement(words) : [])))
  return lines.flatMap(({verb, words: [name, version]}) => {
    if (verb !== 'require' || !name || !version || !isKnown('go', name.text)) return []
    const found: Found = {
      ecosystem: 'go',
      package: name.text,
      requirement: version.text,
      range: {start: name.start, end: version.end},
    }
    return [{...found, ...replaced.get(name.text)}]
  })
}

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

interface Directive {
  readonly verb: string
  readonly words: readonly Word[]
}

/** With the verb of a block on each of its lines. */
function directives(text: string): Directive[] {
  let block: string | null = null
  return linesOf(text).flatMap(({line, start}) => {
    const words = [...line.replace(/\/\/.*/, '').matchAll(/[^\s"`()]+|[()]/g)].map(({0: word, index}) => ({
      text: word,
      start: start + index,
      end: start + index + word.length,
    }))
    const [first, second] = words
    if (first === undefined) return []
    if (first.text !== ')' && second?.text !== '(') {
      return [block === null ? {verb: first.text, words: words.slice(1)} : {verb: block, words}]
    }
    block = first.text === ')' ? null : first.text
    return []
  })
}

/** `A [v1] => B v2`. Another module in its place has versions of its own; a directory has none. */
function replacement(words: readonly Word[]): [string, Pick<Found, 'requirement' | 'range'>][] {
  const arrow = words.findIndex(({text}) => text === '=>')
  const [name, target, version] = [words[0], words[arrow + 1], words[arrow + 2]]
  if (arrow < 1 || !name || !target) return []
  const range = {start: name.start, end: (version ?? target).end}
  return [[name.text, {requirement: version?.text ?? null, range}]]
}
