import type {Found, ManifestFile, ReadContext} from '../model.js'
import {directoryOf, joinPath, upwards} from '../paths.js'
import {jsonStrings} from './json-strings.js'
import {rangeAt} from './requirement.js'

const GROUPS: ReadonlySet<string> = new Set([
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
])

export function readPackageJson({path: file, text}: ManifestFile, {isKnown, textOf}: ReadContext): Found[] {
  return jsonStrings(text, (path) => path.length === 2 && GROUPS.has(path[0]!)).flatMap(({path, value, whole}) => {
    // `"aws": "npm:aws-sdk@^2"` installs under another name.
    const [, alias, range] = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(value) ?? []
    const name = alias ?? path[1]!
    const [, catalog] = /^catalog:(.*)$/.exec(value) ?? []
    const asked = catalog === undefined ? value : (fromCatalog(catalog, name, file, textOf) ?? value)
    const requirement = alias === undefined ? asked : (range ?? null)
    return isKnown('npm', name) ? [{ecosystem: 'npm', package: name, requirement, range: whole}] : []
  })
}

/** pnpm's and Yarn's catalogs: versions that a workspace keeps for its members, in one unnamed list and others by name. */
function fromCatalog(catalog: string, name: string, file: string, textOf: ReadContext['textOf']): string | null {
  const list =
    catalog === '' || catalog === 'default'
      ? /^catalog:|^ +default:/m
      : new RegExp(`^ +['"]?${escaped(catalog)}['"]?:`, 'm')
  const entry = new RegExp(`^ +['"]?${escaped(name)}['"]?:[ ]*['"]?([^'"\\s#]+)`, 'm')
  for (const directory of upwards(directoryOf(file))) {
    const text = ['pnpm-workspace.yaml', '.yarnrc.yml']
      .map((each) => textOf(joinPath(directory, each)) ?? '')
      .join('\n')
    const [head] = list.exec(text) ?? []
    if (head === undefined) continue
    const depth = /^ */.exec(head)![0].length
    const [, block = ''] =
      new RegExp(`\\r?\\n((?: {${depth + 1},}[^\\n]*(?:\\n|$)|[ ]*(?:#[^\\n]*)?\\r?\\n)*)`).exec(
        text.slice(text.search(list)),
      ) ?? []
    const found = entry.exec(block)?.[1]
    if (found !== undefined) return found
  }
  return null
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

/**
 * Versions 2 and 3 list places in node_modules; version 1 nests by name, and version 2 repeats that for old readers. npm
 * writes them in one form, a package's version first, and so large that a parser would cost more than the rest of a run.
 */
export function readPackageLock({path: file, text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  const isNew = /node_modules\/[^"\n]+":/.test(text)
  return [...text.matchAll(LOCKED)].flatMap(({0: all, 1: place, 2: key, 3: alias, 4: version, index}) => {
    const name = alias ?? key!
    if (isNew === (place === '') || !isKnown('npm', name)) return []
    // Of a workspace: `packages/api/node_modules/aws-sdk`.
    const workspace = place!.slice(0, Math.max(0, place!.indexOf('node_modules/') - 1))
    const directory = workspace === '' ? directoryOf(file) : joinPath(directoryOf(file), workspace)
    return locked(name, version!, index + all.length - 1 - version!.length).map((found) => ({...found, directory}))
  })
}

const LOCKED =
  /"((?:[^"\n]*\/)?node_modules\/|)((?:@[^"/\n]+\/)?[^"/\n]+)":\s*\{\s*(?:"name":\s*"([^"\n]+)",\s*)?"version":\s*"([^"\n]+)"/g

/** Both of Yarn's forms: a line of the ranges asked for, and below it the version that answers them. */
export function readYarnLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return [...text.matchAll(YARN)].flatMap(({0: all, 1: key, 2: alias, 3: version, index}) => {
    const name = alias !== undefined && isKnown('npm', alias) ? alias : key!
    return isKnown('npm', name) ? locked(name, version!, index + all.length - version!.length) : []
  })
}

/** `"aws2@npm:aws-sdk@^2.0.0"` is a package under another name; `"aws-sdk@npm:^2.0.0"` is none. */
const YARN =
  /^"?(@?[^@\s",:]+)@(?:npm:(@?[^@\s",:]+)@)?[^\n]*:\r?\n(?:[ \t]+(?![ \t]|version)[^\n]*\n)*[ \t]+version:? "?([^"\s]+)/gm

/** Packages are keys of the second level: `/name/1.2.3:` (5), `/name@1.2.3(peer@1):` (6), `name@1.2.3:` (9). */
export function readPnpmLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  const seen = new Set<string>()
  return [...text.matchAll(PNPM)].flatMap(({0: all, 1: name, 2: version, index}) => {
    // Version 9 names each package again among its snapshots.
    if (!isKnown('npm', name!) || seen.has(`${name}@${version}`)) return []
    seen.add(`${name}@${version}`)
    return locked(name!, version!, index + all.length - version!.length)
  })
}

const PNPM = /^ {2}'?\/?((?:@[^/@\s']+\/)?[^/@\s':]+)[@/](\d[^\s:()'_]*)/gm

/** bun.lock: `"aws-sdk": ["aws-sdk@2.1.0", …]`. */
export function readBunLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return jsonStrings(text, (path) => path.length === 3 && path[0] === 'packages' && path[2] === '0').flatMap(
    ({value, range}) => {
      const cut = value.lastIndexOf('@')
      const [name, version] = [value.slice(0, cut), value.slice(cut + 1)]
      return isKnown('npm', name) ? locked(name, version, range.end - version.length) : []
    },
  )
}

function locked(name: string, version: string, start: number): Found[] {
  return [{ecosystem: 'npm', package: name, requirement: null, version, range: rangeAt(start, version.length)}]
}
