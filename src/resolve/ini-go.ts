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
  const sessions = new Map<string, Section>()
  for (const [name, keys] of sections) {
    const isPrefixed = name.startsWith('profile ')
    const lowered = new Map([...keys].map(([key, value]) => [key.toLowerCase(), value]))
    if (role === 'credentials') {
      if (!isPrefixed) profiles.set(name, lowered)
    } else if (isPrefixed) profiles.set(name.slice('profile '.length).trim(), lowered)
    else if (name === 'default' && !sections.has('profile default')) profiles.set(name, lowered)
    else if (name.startsWith(SESSION)) sessions.set(name.slice(SESSION.length).trim(), lowered)
  }
  return {...EMPTY_INI, profiles, sessions}
}

const SESSION = 'sso-session '

function scan(text: string, path: string, replaces: boolean): Map<string, Map<string, Sourced>> | string {
  const sections = new Map<string, Map<string, Sourced>>()
  let current: string | null = null
  let isSkipping = false
  const lines = linesOf(text)
  for (const [at, raw] of lines.entries()) {
    const line = withoutComment(raw)
    const why = faultIn(line, raw, at === lines.length - 1)
    if (why !== null) return `${path}:${at + 1}: ${why}`
    // A line with a comment alone does not end a block, an empty one does.
    if (line === '') isSkipping &&= raw.trim() !== ''
    // A setting may follow its section on the same line.
    const [, header, rest = line] = /^\[(.*?)\]\s*(.*)$/.exec(line) ?? []
    if (header !== undefined) {
      current = header.trim()
      if (replaces) sections.delete(current)
      sectionOf(sections, current)
      isSkipping = false
    }
    if (rest === '' || (isSkipping && /^\s/.test(raw))) continue
    const [, key = '', value = ''] = /^(.*?)\s*[=:]\s*(.*)$/.exec(rest) ?? []
    isSkipping = key !== '' && value === ''
    if (value !== '' && current !== null)
      sectionOf(sections, current).set(key, {value: read(value, raw), source: `${path}:${at + 1}`})
  }
  return sections
}

/** What the parser stops at. Brackets are free in values only. */
function faultIn(line: string, raw: string, isLast: boolean): string | null {
  if (raw.startsWith('\uFEFF[')) return 'a byte order mark stands before the first section'
  if (/^[=:]/.test(line)) return 'a value stands without its key'
  if (/^[^=:]*[=:](?:[;#]|$)/.test(line) && /[=:]\s*[;#]/.test(raw)) return 'a comment stands where a value is expected'
  if (isLast && line !== '' && !/^\[|[=:]/.test(line)) return 'the file ends in a line that is no setting'
  const isHeader = /^\[[^[\]]*[^[\]\s][^[\]]*\](?!\])/.test(line)
  return !isHeader && /^[^=:]*[[\]]/.test(line) ? 'a bracket stands where no section begins' : null
}

/**
 * Quotes come off, and of the spaces behind a value only plain ones. `true` and `false` are so only at the end of the line: a
 * space or a comment after them makes them text.
 */
function read(value: string, raw: string): string {
  const isPadded = /^(?:true|false)$/i.test(value) && /(?:true|false)\s/i.test(raw)
  if (isPadded) return `${value} `
  return /^"(.*)"$/.exec(value)?.[1] ?? value + (/\S(\t+)$/.exec(raw.replace(/[ \r]+$/, ''))?.[1] ?? '')
}
