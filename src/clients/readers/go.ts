import type {Found, ManifestFile, ReadContext} from '../model.js'
import {directoryOf, joinPath, upwards} from '../paths.js'
import {linesOf} from './requirement.js'

/**
 * Go takes the versions of go.mod as they are. A `replace` by another version of the module decides over them, and one of the
 * workspace over that.
 */
export function readGoMod({path, text}: ManifestFile, {isKnown, textOf}: ReadContext): Found[] {
  const lines = directives(text)
  const replacements = (all: readonly Directive[]): [string, Pick<Found, 'requirement' | 'range'>][] =>
    all.flatMap(({verb, words}) => (verb === 'replace' ? replacement(words) : []))
  const replaced = new Map(replacements(lines))
  // Its place is in another file, and the requirement's stays.
  const around = new Map(replacements(workspaceOf(path, textOf)).map(([name, {requirement}]) => [name, {requirement}]))
  return lines.flatMap(({verb, words: [name, version]}) => {
    if (verb !== 'require' || !name || !version || !isKnown('go', name.text)) return []
    const found: Found = {
      ecosystem: 'go',
      package: name.text,
      requirement: version.text,
      range: {start: name.start, end: version.end},
    }
    return [{...found, ...replaced.get(name.text), ...around.get(name.text)}]
  })
}

/** The nearest go.work above, where it uses a module there. */
function workspaceOf(path: string, textOf: ReadContext['textOf']): Directive[] {
  for (const directory of upwards(directoryOf(path))) {
    const text = textOf(joinPath(directory, 'go.work'))
    if (text !== null) return directives(text)
  }
  return []
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
