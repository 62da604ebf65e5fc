import type {Found, ManifestFile, ReadContext} from '../model.js'
import {linesOf, rangeAt} from './requirement.js'

/** Go takes the versions of go.mod as they are. A `replace` by another version of the module decides over them. */
export function readGoMod({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  const lines = directives(text)
  const replaced = new Map(lines.flatMap(({verb, words}) => (verb === 'replace' ? replacement(words) : [])))
  return lines.flatMap(({verb, words: [name, version], start}) => {
    if (verb !== 'require' || !name || !version || !isKnown('go', name.text)) return []
    const range = {start: start + name.at, end: start + version.at + version.text.length}
    const found: Found = {ecosystem: 'go', package: name.text, requirement: version.text, range}
    return [{...found, ...replaced.get(name.text)}]
  })
}

interface Word {
  readonly text: string
  readonly at: number
}

interface Directive {
  readonly verb: string
  readonly words: readonly Word[]
  readonly start: number
}

/** With the verb of a block on each of its lines. */
function directives(text: string): Directive[] {
  let block: string | null = null
  return linesOf(text).flatMap(({line, start}) => {
    const words = [...line.replace(/\/\/.*/, '').matchAll(/[^\s"`()]+|[()]/g)].map(({0: word, index}) => ({text: word, at: index}))
    const [first, second] = words
    if (first === undefined) return []
    if (first.text === ')') {
      block = null
      return []
    }
    if (second?.text === '(') {
      block = first.text
      return []
    }
    return [block === null ? {verb: first.text, words: words.slice(1), start} : {verb: block, words, start}].map((each) => {
      return each.verb === 'replace' ? {...each, words: each.words.map((word) => ({...word, at: word.at + start}))} : each
    })
  })
}

/** `A [v1] => B v2`: the range is in the document. Another module in its place has versions of its own. */
function replacement(words: readonly Word[]): [string, Pick<Found, 'requirement' | 'version' | 'range'>][] {
  const arrow = words.findIndex(({text}) => text === '=>')
  const [name, [target, version]] = [words[0], words.slice(arrow + 1)]
  if (arrow < 1 || !name || !target) return []
  const range = rangeAt(name.at, (version ?? target).at + (version ?? target).text.length - name.at)
  return [[name.text, {requirement: version?.text ?? null, range}]]
}
