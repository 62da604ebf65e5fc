import {EMPTY_INI, type FileRole, type Ini, linesOf, refused, type Section, sectionOf, withoutComment} from './ini.js'
import type {Sourced} from './types.js'

/**
 * Go v1: `internal/ini` and `aws/session/shared_config.go`. A section that comes again replaces the first; the bare name is
 * looked for before `profile NAME`, in either file. Indented keys below an empty value are skipped.
 */
export function readGo(text: string, path: string): Ini {
  const sections = scan(text, path, true)
  if (typeof sections === 'string') return refused(sections)
  const profiles = new Map<string, Section>()
  for (const [name, keys] of sections) {
    const bare = name.startsWith('profile ') ? name.slice('profile '.length) : name
    if (bare === name || !sections.has(bare)) profiles.set(bare, keys)
  }
  return {...EMPTY_INI, profiles}
}

/**
 * Go v2: `config/shared_config.go`. Keys are case-blind, sections of one name are joined. The config file wants
 * `profile NAME` or `default`, the credentials file the bare name.
 */
export function readGoMerged(text: string, path: string, role: FileRole): Ini {
  const sections = scan(text, path, false)
  if (typeof sections === 'string') return refused(sections)
  const profiles = new Map<string, Section>()
  for (const [name, keys] of sections) {
    const isPrefixed = name.startsWith('profile ')
    const lowered = new Map([...keys].map(([key, value]) => [key.toLowerCase(), value]))
    if (role === 'credentials') {
      if (!isPrefixed) profiles.set(name, lowered)
    } else if (isPrefixed) profiles.set(name.slice('profile '.length).trim(), lowered)
    else if (name === 'default' && !sections.has('profile default')) profiles.set(name, lowered)
  }
  return {...EMPTY_INI, profiles}
}

function scan(text: string, path: string, replaces: boolean): Map<string, Map<string, Sourced>> | string {
  const sections = new Map<string, Map<string, Sourced>>()
  let current: string | null = null
  let isSkipping = false
  if (text.startsWith('\uFEFF')) return `${path}:1: a byte order mark stands before the first section`
  for (const [at, raw] of linesOf(text).entries()) {
    const line = withoutComment(raw)
    if (line === '') continue
    const header = /^\[(.*)\]$/.exec(line)?.[1]?.trim()
    if (header !== undefined) {
      if (replaces) sections.delete(header)
      sectionOf(sections, header)
      current = header
      isSkipping = false
      continue
    }
    if (isSkipping && /^\s/.test(raw)) continue
    const [, key, value = ''] = /^(.*?)\s*[=:]\s*(.*)$/.exec(line) ?? []
    if (key !== undefined && value === '' && /[=:]\s+[;#]/.test(raw))
      return `${path}:${at + 1}: a comment stands where a value is expected`
    isSkipping = key !== undefined && value === ''
    if (!key || value === '' || current === null) continue
    sectionOf(sections, current).set(key, {value: read(value, raw), source: `${path}:${at + 1}`})
  }
  return sections
}

/** Quotes come off. `true` and `false` are so only at the end of the line: a space or a comment after them makes them text. */
function read(value: string, raw: string): string {
  const isPadded = /^(?:true|false)$/i.test(value) && /(?:true|false)\s/i.test(raw)
  return isPadded ? `${value} ` : (/^"(.*)"$/.exec(value)?.[1] ?? value)
}
