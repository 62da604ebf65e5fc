import {EMPTY_INI, type FileRole, type Ini, nested, type Section} from './ini.js'
import type {Sourced} from './types.js'

/**
 * Go v2 since its parser of September 2023: `internal/ini/{tokenize,parse,strings}.go` and `config/shared_config.go`. Nothing
 * in a file is an error. An indented key below an empty value stands in that block; a comment there is part of the value.
 */
export function readGoLines(text: string, path: string, role: FileRole): Ini {
  const sections = scan(text, path)
  if (role === 'credentials')
    return {...EMPTY_INI, profiles: new Map([...sections].filter(([name]) => !name.startsWith('profile ')))}
  const named = (prefix: string) =>
    new Map(
      [...sections].flatMap(([name, keys]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), keys]] : [])),
    )
  const profiles = named('profile ')
  for (const [name, keys] of sections)
    if (name.toLowerCase() === 'default' && !profiles.has(name)) profiles.set(name, keys)
  return {profiles, services: named('services '), sessions: named('sso-session '), error: null}
}

type Keys = Map<string, Sourced>

function scan(text: string, path: string): Map<string, Section> {
  const sections = new Map<string, Keys>()
  let keys: Keys | null = null
  let last = ''
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (/^[ \t]*(?:[#;]|$)/.test(line)) continue
    const header = headerOf(line)
    if (header !== null) {
      keys = header === '' ? null : (sections.get(header) ?? new Map())
      if (keys !== null) sections.set(header, keys)
      last = ''
    } else if (keys !== null) last = take(line, keys, last, `${path}:${at + 1}`)
  }
  return sections
}

/** @returns the key that an indented line below would belong to */
function take(line: string, keys: Keys, last: string, source: string): string {
  const isIndented = /^[ \t]/.test(line)
  const isInBlock = isIndented && keys.get(last)?.value === ''
  const [, name, text] = /^(.*?)[=:](.*)$/.exec(isInBlock ? line : withoutNote(line)) ?? []
  if (name === undefined || text === undefined) {
    const above = keys.get(last)
    if (isIndented && above !== undefined && above.value !== '')
      keys.set(last, {value: `${above.value}\n${line.trimStart()}`, source: above.source})
    return last
  }
  const key = name.trim().toLowerCase()
  keys.set(isInBlock ? nested(last, key) : key, {value: unquoted(text.trim()), source})
  return isInBlock ? last : key
}

/** `profile dev` with one space, however many there are; the empty name where there are none or three words. */
function headerOf(line: string): string | null {
  const text = line.replace(/[#;].*/, '').trim()
  if (!text.startsWith('[') || !text.endsWith(']')) return null
  const inner = text.slice(1, -1).trim()
  const [, type, name] = /^(\S+)[ \t]+(.*)$/.exec(inner) ?? []
  return type === undefined ? inner : `${type} ${name}`
}

function withoutNote(line: string): string {
  return line.replace(/[ \t][#;].*/, '')
}

function unquoted(value: string): string {
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value
}
