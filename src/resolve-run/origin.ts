import {directoryOf, joinPath, normal} from '../clients/paths.js'
import type {Entry, Range, Scope} from '../model.js'
import {imageEntry} from '../scopes/image.js'
import {scopePath, type Unit} from '../scopes/view.js'
import {lineOf} from './variables.js'

/** The image that a container is made of, and what it is built from. */
export interface Origin {
  readonly image?: {readonly name: string; readonly range: Range; readonly source: string}
  readonly build?: Build
}

/** Paths are absolute, with `/`. */
export interface Build {
  readonly context: string
  /** The Dockerfile. */
  readonly file: string
  /** The stage in lower case; empty for the last. */
  readonly target: string
}

/** Of a container, a compose service or what a pipeline runs in one; null where nothing names it. */
export function originOf(unit: Unit, scope: Scope): Origin | null {
  const below = entriesBelow(unit, scope)
  const value = (...keys: readonly string[]): string | null =>
    keys.map((key) => below.get(key)?.value).find((found) => found) ?? null
  const context = value('build', 'build.context')
  if (context !== null && !/^\w+:\/\/|^git@/.test(context)) {
    const directory = resolveFrom(unit, context)
    const file = joinPath(directory, value('build.dockerfile') ?? 'Dockerfile')
    return {build: {context: directory, file: normal(file), target: value('build.target')?.toLowerCase() ?? ''}}
  }
  const entry = imageEntry(unit.parsed, scope)
  if (!entry?.value) return null
  const source = `${unit.document.path}:${lineOf(unit, entry.range.start)}`
  return {image: {name: entry.value, range: entry.valueRange, source}}
}

const KEYS = /^build(?:\.(?:context|dockerfile|target))?$/

function entriesBelow(unit: Unit, scope: Scope): ReadonlyMap<string, Entry> {
  if (!/^(?:container|service|task)$/.test(scope.kind)) return NONE
  const {length} = scopePath(scope)
  const own = unit.parsed.entries.flatMap((entry) => {
    const key = entry.scope === scope && entry.surface === 'tree' ? entry.path.slice(length).join('.') : ''
    return KEYS.test(key) ? [[key, entry] as const] : []
  })
  return new Map(own)
}

const NONE: ReadonlyMap<string, Entry> = new Map()

function resolveFrom({file}: Unit, target: string): string {
  if (target.startsWith('/')) return normal(target)
  return normal(`${directoryOf(file.absolute.replaceAll('\\', '/'))}/${target}`)
}
