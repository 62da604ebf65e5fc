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
  const parser = new Parser(path, findsBlocks)
  for (const [at, line] of text.split('\n').entries()) parser.take(line.replace(/\s;.*$/s, ''), at + 1)
  if (parser.error !== null) return refused(parser.error)
  const {sections} = parser
  if (role === 'credentials') return {...EMPTY_INI, profiles: sections}
  return {
    profiles: sections,
    services: named(sections, 'services '),
    sessions: named(sections, 'sso-session '),
    error: null,
  }
}

class Parser {
  readonly sections = new Map<string, Map<string, Sourced>>()
  error: string | null = null
  private readonly path: string
  private readonly findsBlocks: boolean
  private current: string | null = null
  private block: string | null = null
  private item: Pair | null = null

  constructor(path: string, findsBlocks: boolean) {
    this.path = path
    this.findsBlocks = findsBlocks
  }

  take(line: string, number: number): void {
    const header = /^\[([^[\]]+)\]\s*(?:#[^\n]+)?$/.exec(line)?.[1]
    if (header !== undefined)
      this.current = profileName(this.findsBlocks ? header.trim().split(/\s+/).join(' ') : header)
    else if (this.current !== null) this.read(line, sectionOf(this.sections, this.current), `${this.path}:${number}`)
  }

  private read(line: string, section: Map<string, Sourced>, source: string): void {
    const previous = this.item
    this.item = pairIn(line)
    if (this.item === null) {
      this.block = /^(.+?)\s*=\s*$/.exec(line)?.[1] ?? this.block
      return
    }
    const [key, value] = this.item
    if (!/^\s/.test(key)) {
      this.block = null
      section.set(key, {value, source})
      return
    }
    if (this.findsBlocks && this.block === null) this.openBlock(previous, section, source)
    // Text cannot take keys.
    if (this.block !== null && section.has(this.block))
      this.error ??= `${source}: ${this.block} has a value and a block`
    section.set(nested(this.block ?? '', key.trim()), {value, source})
  }

  /** `sts = ` with a space behind it was taken for a value. */
  private openBlock(previous: Pair | null, section: Map<string, Sourced>, source: string): void {
    if (previous === null) this.error ??= `${source}: an indented line stands where no block is open`
    else if (previous[1].trim() === '') {
      this.block = previous[0]
      section.delete(this.block)
    }
  }
}

function profileName(header: string): string {
  return /^profile\s+(.+?)$/.exec(header)?.[1] ?? header
}

/** A key and a value that is not empty; one space, or the return of a CRLF, is a value. A no-break space is none to Ruby. */
function pairIn(line: string): Pair | null {
  const [, key, value] = /^(.+?)[ \t-\r]*=[ \t-\r]*(.+?)[ \t-\r]*$/s.exec(line) ?? []
  return key === undefined || value === undefined ? null : [key, value]
}

function named(sections: ReadonlyMap<string, Section>, prefix: string): Map<string, Section> {
  const own = [...sections].filter(([name]) => name.startsWith(prefix))
  return new Map(own.map(([name, keys]) => [name.slice(prefix.length), keys]))
}
