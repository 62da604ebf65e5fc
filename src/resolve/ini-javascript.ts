import {type FileRole, type Ini, linesOf, nested, refused, type Section, sectionOf, withoutComment} from './ini.js'
import type {Sourced} from './types.js'

/**
 * JavaScript v2: `lib/util.js` (`ini.parse`) and `lib/shared-ini/ini-loader.js`. Indentation means nothing, so the keys of
 * a nested block are keys of the profile. A profile may be headed with or without `profile `, but not both.
 */
export function readJavascript(text: string, path: string, role: FileRole): Ini {
  const sections = new Map<string, Map<string, Sourced>>()
  let current: string | null = null
  for (const [at, raw] of linesOf(text).entries()) {
    const line = withoutComment(raw)
    const header = headerOf(line)
    if (header !== null) current = header
    else if (current) {
      const [key, value] = assignment(line)
      if (key !== '' && value !== '') sectionOf(sections, current).set(key, {value, source: `${path}:${at + 1}`})
    }
  }
  if (role === 'credentials') return {profiles: sections, services: new Map(), error: null}
  const names = [...sections]
    .filter(([name]) => !/^sso-session\s/.test(name))
    .map(([name, keys]) => [name.replace(/^profile\s/, ''), keys] as const)
  const profiles = new Map(names)
  const twice = names.find(([name], at) => names.findIndex(([other]) => other === name) !== at)
  return twice === undefined
    ? {profiles, services: new Map(), error: null}
    : refused(`${path}: profile ${twice[0]} stands twice`)
}

const PREFIXES = ['profile', 'sso-session', 'services']

/** JavaScript v3: `@smithy/shared-ini-file-loader`. A key with an empty value opens a block, which an unindented key ends. */
export function readJavascriptNested(text: string, path: string, role: FileRole): Ini {
  const sections = new Map<string, Map<string, Sourced>>()
  let current: string | null = null
  let block: string | null = null
  for (const [at, raw] of linesOf(text).entries()) {
    const line = withoutComment(raw)
    const header = headerOf(line)
    if (header !== null) {
      current = prefixed(header)
      block = null
      continue
    }
    const equals = line.indexOf('=')
    if (!current || equals <= 0) continue
    const [key, value] = assignment(line)
    if (value === '') {
      block = key
      continue
    }
    if (block && raw.trimStart() === raw) block = null
    sectionOf(sections, current).set(block ? nested(block, key) : flat(key), {value, source: `${path}:${at + 1}`})
  }
  if (role === 'credentials') return {profiles: sections, services: new Map(), error: null}
  const profiles = named(sections, 'profile')
  const plain = sections.get('default')
  // `[default]` is put in first, so that `[profile default]` takes its place.
  return {
    profiles: plain === undefined || profiles.has('default') ? profiles : new Map([['default', plain], ...profiles]),
    services: named(sections, 'services'),
    error: null,
  }
}

/** The SDK joins a block and its keys with a dot, so a dotted key of its own says the same. */
function flat(key: string): string {
  const at = key.indexOf('.')
  return at < 0 ? key : nested(key.slice(0, at), key.slice(at + 1))
}

/** `[profile dev]` is kept as `profile.dev`; a header with another first word is not a section. */
function prefixed(header: string): string | null {
  const [, prefix = '', , name] = /^([\w-]+)\s(["'])?([\w-@+.%:/]+)\2$/.exec(header) ?? []
  if (name === undefined) return header
  return PREFIXES.includes(prefix) ? `${prefix}.${name}` : null
}

function named(sections: ReadonlyMap<string, Section>, prefix: string): Map<string, Section> {
  const own = [...sections].filter(([name]) => name.startsWith(`${prefix}.`))
  return new Map(own.map(([name, keys]) => [name.slice(prefix.length + 1), keys]))
}

function headerOf(line: string): string | null {
  return line.startsWith('[') && line.endsWith(']') ? line.slice(1, -1) : null
}

function assignment(line: string): [key: string, value: string] {
  const at = line.indexOf('=')
  return at < 0 ? ['', ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
}
