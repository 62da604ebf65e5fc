import type {Found, ManifestFile, ReadContext} from '../model.js'
import {directoryOf, joinPath, upwards} from '../paths.js'
import {rangeAt} from './requirement.js'

/** build.gradle(.kts). It is a program: read are the notations for a dependency, in strings and as named arguments. */
export function readGradle({path, text}: ManifestFile, context: ReadContext): Found[] {
  const source = withoutComments(text)
  const boms = new Map<string, string>()
  for (const {3: group, 4: artifact, 5: version} of source.matchAll(STRING)) {
    if (version !== undefined && /bom$/.test(artifact!)) boms.set(group!, version)
  }
  const values = new Map<string, string>()
  const valueOf = (written: string): string => {
    const value = values.get(written) ?? expand(written, source, path, context)
    values.set(written, value)
    return value
  }
  const found = [...source.matchAll(STRING), ...source.matchAll(NAMED)].flatMap((match): Found[] => {
    const [all, head, , group, artifact, version] = match
    const name = `${group}:${artifact}`
    if (!context.isKnown('maven', name)) return []
    const written = version ?? boms.get(group!) ?? null
    const range = rangeAt(match.index + head!.length, all.length - head!.length - (/["']$/.test(all) ? 1 : 0))
    return [{ecosystem: 'maven', package: name, requirement: written && valueOf(written), range}]
  })
  return found.sort((one, other) => one.range.start - other.range.start)
}

/** `'group:artifact:version'`, with a classifier or an extension after it. */
const STRING = /((["']))([\w.-]+):([\w.-]+)(?::([^"'\n:@]+))?(?:[:@][\w.:@-]*)?\2/g

/** `group: 'g', name: 'a', version: 'v'`, in Groovy or (with `=`) Kotlin. The version may be a variable. */
const NAMED =
  /(\bgroup\s*[:=]\s*)(["'])([\w.-]+)\2\s*,\s*name\s*[:=]\s*["']([\w.-]+)["'](?:\s*,\s*version\s*[:=]\s*["']?([^"'\n,)]+))?["']?/g

/** Of the same length. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (all, string?: string) => {
      return string ?? all.replace(/[^\n]/g, ' ')
    },
  )
}

/** `$awsVersion`, `${versions.aws}` or a bare name, from the same script, or a build file or `gradle.properties` above. */
function expand(version: string, source: string, path: string, {textOf}: ReadContext): string {
  const text = version.trim()
  const [, name] = /^\$?\{?([A-Za-z_][\w.]*)\}?$/.exec(text) ?? []
  if (name === undefined) return text
  const last = name.slice(name.lastIndexOf('.') + 1)
  const assigned = new RegExp(String.raw`\b${last}["']?\]?\s*[:=,]\s*["']([^"'\n$]+)["']`)
  const property = new RegExp(String.raw`^\s*${last}\s*[=:]\s*(\S+)`, 'm')
  const own = assigned.exec(source)?.[1]
  if (own !== undefined) return own
  for (const directory of upwards(directoryOf(path))) {
    const read = (file: string): string => textOf(joinPath(directory, file)) ?? ''
    const found =
      property.exec(read('gradle.properties')) ??
      assigned.exec(read('build.gradle')) ??
      assigned.exec(read('build.gradle.kts'))
    if (found !== null) return found[1]!
  }
  return text
}

/** gradle.lockfile: `group:artifact:version=configurations`. */
export function readGradleLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return [...text.matchAll(/^([\w.-]+:[\w.-]+):([^=\s]+)=/gm)].flatMap(({0: all, 1: name, 2: version, index}) => {
    if (!isKnown('maven', name!)) return []
    return [
      {ecosystem: 'maven', package: name!, requirement: null, version: version!, range: rangeAt(index, all.length - 1)},
    ]
  })
}
