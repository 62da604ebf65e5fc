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
  const found = [STRING, NAMED, LISTED]
    .flatMap((pattern) => [...source.matchAll(pattern)])
    .flatMap((match): Found[] => {
      const [all, head, , group, artifact, version] = match
      const name = `${group}:${artifact}`
      if (!context.isKnown('maven', name)) return []
      const written = version ?? versionAfter(source, match.index + all.length) ?? boms.get(group!) ?? null
      const range = rangeAt(match.index + head!.length, all.length - head!.length - (/["']$/.test(all) ? 1 : 0))
      return [{ecosystem: 'maven', package: name, requirement: written && valueOf(written), range}]
    })
  return found.sort((one, other) => one.range.start - other.range.start)
}

/** `'group:artifact:version'`, with a classifier or an extension after it; the version may be `${property("name")}`. */
const STRING = /((["']))([\w.-]+):([\w.-]+)(?::((?:\$\{[^}\n]*\}|\$(?!\{)|[^"'\n:@$])+))?(?:[:@][\w.:@-]*)?\2/g

/** `group: 'g', name: 'a', version: 'v'`, in Groovy or (with `=`) Kotlin. The version may be a variable. */
const NAMED =
  /(\bgroup\s*[:=]\s*)(["'])([\w.-]+)\2\s*,\s*name\s*[:=]\s*["']([\w.-]+)["'](?:\s*,\s*version\s*[:=]\s*["']?([^"'\n,)]+))?["']?/g

/** `("group", "artifact", "version")` in Kotlin; in a catalog of settings.gradle an alias stands first. */
const LISTED =
  /(\(\s*(?:["'][\w-]+["']\s*,\s*)?(["']))([\w.-]+)\2\s*,\s*["']([\w.-]+)["'](?:\s*,\s*["']([\w.+-]+)["'])?\s*(?=\))/g

/** What follows a dependency without a version: `+ awsVersion`, `{ version { strictly("1.2") } }`, `.versionRef("aws")`. */
function versionAfter(source: string, end: number): string | null {
  const rest = source.slice(end, end + 300)
  const [, added] = /^\s*\+\s*([A-Za-z_][\w.]*)/.exec(rest) ?? []
  const [, called] = /^\s*\)?\s*\.version(?:Ref)?\(\s*["']([^"'\n]+)["']/.exec(rest) ?? []
  const [, block] = /^\s*\)?\s*\{\s*version\s*\{([^}]*)\}/.exec(rest) ?? []
  const rich = ['prefer', 'strictly', 'require'].map((word) => {
    return new RegExp(String.raw`\b${word}[\s(]+["']?([^"'\n)]+)`).exec(block ?? '')?.[1]
  })
  return added ?? called ?? rich.find((each) => each !== undefined) ?? null
}

/** Of the same length. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (all, string?: string) => {
      return string ?? all.replace(/[^\n]/g, ' ')
    },
  )
}

/**
 * `$awsVersion`, `${versions.aws}`, `${property("aws")}` or a bare name, from the same script, or a build file or
 * `gradle.properties` above.
 */
function expand(version: string, source: string, path: string, {textOf}: ReadContext): string {
  const text = version.trim()
  const [, key, bare] = NAME.exec(text) ?? []
  const name = key ?? bare
  if (name === undefined) return text
  const last = name.slice(name.lastIndexOf('.') + 1)
  const assigned = new RegExp(String.raw`\b${last}["']?\]?\s*(?:[:=,]|by\s+extra\s*\()\s*["']([^"'\n$]+)["']`)
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

const NAME =
  /^\$?\{?\s*(?:[\w.]*(?:[pP]roperty|extra|ext)\s*[([]\s*["']([\w.]+)["']\s*[)\]][^}]*|([A-Za-z_][\w.]*))\s*\}?$/

/** gradle.lockfile: `group:artifact:version=configurations`. */
export function readGradleLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return [...text.matchAll(/^([\w.-]+:[\w.-]+):([^=\s]+)=/gm)].flatMap(({0: all, 1: name, 2: version, index}) => {
    if (!isKnown('maven', name!)) return []
    return [
      {ecosystem: 'maven', package: name!, requirement: null, version: version!, range: rangeAt(index, all.length - 1)},
    ]
  })
}
