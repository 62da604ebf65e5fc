import type {Found, ManifestFile, ReadContext} from '../model.js'
import {directoryOf, joinPath, normal, upwards} from '../paths.js'
import {rangeAt} from './requirement.js'

/** build.gradle(.kts). It is a program: read are the notations for a dependency, in strings and as named arguments. */
export function readGradle({path, text}: ManifestFile, context: ReadContext): Found[] {
  const source = withoutComments(text)
  // Scripts in `gradle/` are for the build around that, which applies them.
  const directory = directoryOf(path).replace(/(?:^|\/)gradle$/, '')
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
      return [{ecosystem: 'maven', package: name, requirement: written && valueOf(written), range, directory}]
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
  const directories = upwards(directoryOf(path))
  const applied = (script: string): string[] =>
    appliedBy(script).flatMap((file) => firstText(file, directories, textOf))
  const inScript = (script: string): string | undefined =>
    [script, ...applied(script)].flatMap((each) => assigned.exec(each)?.[1] ?? [])[0]
  const own = inScript(source)
  if (own !== undefined) return own
  for (const directory of directories) {
    const read = (file: string): string => textOf(joinPath(directory, file)) ?? ''
    const found =
      property.exec(read('gradle.properties'))?.[1] ??
      inScript(read('build.gradle')) ??
      inScript(read('build.gradle.kts'))
    if (found !== undefined) return found
  }
  return text
}

/** `apply from: "$rootDir/gradle/versions.gradle"`, `apply(from = "versions.gradle.kts")`: without the directory it starts from. */
function appliedBy(script: string): string[] {
  return [...script.matchAll(/\bapply\b[ (]*from\s*[:=][^"'\n]*["'](?:\$\{?[\w.]+\}?\/)?([^"'\n$]+)["']/g)].map(
    ([, file]) => file!,
  )
}

function firstText(file: string, directories: readonly string[], textOf: ReadContext['textOf']): string[] {
  const texts = directories.map((directory) => textOf(normal(joinPath(directory, file))))
  return texts.filter((each) => each !== null).slice(0, 1)
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
