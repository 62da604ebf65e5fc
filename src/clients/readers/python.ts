import type {Found, ManifestFile, ReadContext} from '../model.js'
import {jsonStrings} from './json-strings.js'
import {linesOf, readRequirement} from './requirement.js'

/** requirements.txt and constraints.txt. Options (`-r`, `--hash`) and URLs say nothing about versions. */
export function readRequirements({text}: ManifestFile, context: ReadContext): Found[] {
  const joined = text.replace(/\\\r?\n/g, (mark) => ' '.repeat(mark.length))
  return linesOf(joined).flatMap(({line, start}) => {
    // pip: a comment begins a line or follows a blank.
    const content = line.replace(/(?:^|\s)#.*/, '')
    return readRequirement(content, start, context)
  })
}

/** What pip-compile makes requirements.txt of, which lies beside it and says more. */
export function readRequirementsIn(file: ManifestFile, context: ReadContext): Found[] {
  const isCompiled = context.textOf(file.path.replace(/in$/, 'txt')) !== null
  return isCompiled ? [] : readRequirements(file, context)
}

/** setup.py, which is a program: the strings of its lists of requirements. */
export function readSetupPy({text}: ManifestFile, context: ReadContext): Found[] {
  const source = text.replace(TOKEN, (token) => (token.startsWith('#') ? ' '.repeat(token.length) : token))
  const found: Found[] = []
  let end = 0
  for (const {0: head, index} of source.matchAll(REQUIRING)) {
    if (index < end) continue
    let depth = 1
    TOKEN.lastIndex = index + head.length
    while (depth > 0) {
      const match = TOKEN.exec(source)
      end = match === null ? source.length : TOKEN.lastIndex
      if (match === null) break
      const [token] = match
      if (/[[({]/.test(token[0]!)) depth += 1
      else if (/[\])}]/.test(token[0]!)) depth -= 1
      else if (/["']/.test(token[0]!)) found.push(...readRequirement(token.slice(1, -1), match.index + 1, context))
    }
  }
  return found
}

/** `install_requires=[`, `requires = [`, `extras_require={`. */
const REQUIRING = /\b\w*(?:requir|depend|extras)\w*\s*=\s*[[({]/gi

const TOKEN = /#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[[({\])}]/g

/** `install_requires` and its relatives: a requirement on each line below the key, or after it. */
export function readSetupCfg({text}: ManifestFile, context: ReadContext): Found[] {
  let section = ''
  let isRequiring = false
  return linesOf(text).flatMap(({line, start}) => {
    if (/^\s*[#;]/.test(line)) return []
    const [, opened] = /^\[([^\]]*)\]/.exec(line) ?? []
    if (opened !== undefined) {
      section = opened.trim()
      isRequiring = false
      return []
    }
    const [head, key] = /^([\w.-]+)\s*[=:]/.exec(line) ?? []
    if (head !== undefined && key !== undefined) {
      isRequiring = section === 'options.extras_require' || (section === 'options' && /^\w+_requires?$/.test(key))
    }
    const from = head?.length ?? 0
    return isRequiring ? readRequirement(line.slice(from).replace(/\s#.*/, ''), start + from, context) : []
  })
}

export function readPipfileLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return jsonStrings(text, ([group, name, key, more]) => {
    return group !== '_meta' && key === 'version' && more === undefined && isKnown('pip', name ?? '')
  }).map(({path, value, range}) => ({ecosystem: 'pip', package: path[1]!, requirement: value, range}))
}
