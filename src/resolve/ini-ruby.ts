import {EMPTY_INI, type FileRole, type Ini, nested, refused, type Section, sectionOf} from './ini.js'
import type {Sourced} from './types.js'

/**
 * Ruby: `aws-sdk-core/ini_parser.rb`. Only ` ;` starts a comment behind a value. Both files may head a profile with or
 * without `profile `; what both say is joined. An indented key belongs to a block: newer versions fail when there is none.
 */
export function readRubyNested(text: string, path: string, role: FileRole): Ini {
  return read(text, path, role, true)
}

/** Before blocks were found by an empty value (seen in 3.168). */
export function readRuby(text: string, path: string, role: FileRole): Ini {
  return read(text, path, role, false)
}

type Pair = readonly [key: string, value: string]

function read(text: string, path: string, role: FileRole, findsBlocks: boolean): Ini {
  const sections = new Map<string, Map<string, Sourced>>()
  let current: string | null = null
  let block: string | null = null
  let item: Pair | null = null
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\s;.*$/s, '')
    const header = /^\[([^[\]]+)\]\s*(?:#.+)?$/.exec(line)?.[1]
    if (header !== undefined) {
      current = profileName(findsBlocks ? header.trim().split(/\s+/).join(' ') : header)
      continue
    }
    if (current === null) continue
    const previous: Pair | null = item
    item = pairIn(line)
    if (item === null) block = /^(.+?)\s*=\s*$/.exec(line)?.[1] ?? block
    else if (/^\s/.test(item[0])) {
      if (findsBlocks && block === null) {
        if (previous === null) return refused(`${path}:${at + 1}: an indented line stands where no block is open`)
        if (previous[1].trim() === '') block = previous[0]
      }
      if (block !== null && sections.get(current)?.has(block))
        return refused(`${path}:${at + 1}: ${block} has a value and a block`)
      set(sections, current, nested(block ?? '', item[0].trim()), item[1], `${path}:${at + 1}`)
    } else {
      block = null
      set(sections, current, item[0], item[1], `${path}:${at + 1}`)
    }
  }
  return {...EMPTY_INI, profiles: sections, services: role === 'config' ? servicesIn(sections) : new Map()}
}

function profileName(header: string): string {
  return /^profile\s+(.+?)$/.exec(header)?.[1] ?? header
}

/** A key and a value that is not empty; one space, or the return of a CRLF, is a value. */
function pairIn(line: string): Pair | null {
  const [, key, value] = /^(.+?)\s*=\s*(.+?)\s*$/s.exec(line) ?? []
  return key === undefined || value === undefined ? null : [key, value]
}

function set(
  sections: Map<string, Map<string, Sourced>>,
  section: string,
  key: string,
  value: string,
  source: string,
): void {
  sectionOf(sections, section).set(key, {value, source})
}

function servicesIn(sections: ReadonlyMap<string, Section>): Map<string, Section> {
  const own = [...sections].filter(([name]) => name.startsWith('services '))
  return new Map(own.map(([name, keys]) => [name.slice('services '.length), keys]))
}
