import {type FileRole, type Ini, nested, refused, type Section} from './ini.js'
import type {Sourced} from './types.js'

/**
 * botocore: Python's `configparser.RawConfigParser` in its strict default form, then `botocore/configloader.py`.
 * Keys are case-blind, a section or key that comes twice spoils the file, a comment must have its own line.
 */
export function readPython(text: string, path: string, role: FileRole): Ini {
  if (text.startsWith('\uFEFF')) return refused(`${path}:1: a byte order mark stands before the first section`)
  const parser = new Parser(path)
  for (const [at, line] of text.split(/\r\n?|\n/).entries()) parser.take(line, at + 1)
  const error = parser.error ?? nestedError(parser)
  if (error !== null) return refused(error)
  const sections = new Map([...parser.sections].map(([name, options]) => [name, flatten(options, parser.defaults)]))
  return role === 'credentials' ? {profiles: sections, services: new Map(), error: null} : classify(sections)
}

/** A value over several lines, with the line of its key. */
interface Option {
  readonly lines: string[]
  readonly source: string
}

class Parser {
  readonly sections = new Map<string, Map<string, Option>>()
  /** `[DEFAULT]` in capitals lends its keys to every section. */
  readonly defaults = new Map<string, Option>()
  error: string | null = null
  readonly path: string
  private current: Map<string, Option> | null = null
  private option: Option | null = null
  private indent = 0

  constructor(path: string) {
    this.path = path
  }

  take(line: string, number: number): void {
    const value = line.trim()
    if (value === '' || value.startsWith('#') || value.startsWith(';')) {
      if (value === '') this.option?.lines.push('')
      return
    }
    const indent = line.search(/\S/)
    if (this.option !== null && indent > this.indent) {
      this.option.lines.push(value)
      return
    }
    this.indent = indent
    const header = /^\[(.+)\]/.exec(value)?.[1]
    if (header === undefined) this.assign(value, number)
    else this.open(header, number)
  }

  private open(header: string, number: number): void {
    this.option = null
    if (header === 'DEFAULT') {
      this.current = this.defaults
      return
    }
    if (this.sections.has(header)) this.fail(`section ${header} stands twice`, number)
    this.current = this.sections.get(header) ?? new Map()
    this.sections.set(header, this.current)
  }

  private assign(value: string, number: number): void {
    const [, name, text = ''] = /^(.*?)\s*[=:]\s*(.*)$/s.exec(value) ?? []
    if (this.current === null) return this.fail('a line stands before the first section', number)
    if (name === undefined || name === '') return this.fail('a line is neither a section nor a setting', number)
    const key = name.toLowerCase()
    if (this.current.has(key)) this.fail(`${key} stands twice`, number)
    this.option = {lines: [text], source: `${this.path}:${number}`}
    this.current.set(key, this.option)
  }

  private fail(why: string, number: number): void {
    this.error ??= `${this.path}:${number}: ${why}`
  }
}

/** A value that starts on the line after its key is a block of its own settings; anything else in it is an error. */
function nestedError({sections, path}: Parser): string | null {
  const options = [...sections.values()].flatMap((section) => [...section])
  const bad = options.find(([, {lines}]) => isNested(lines) && lines.some((line) => line !== '' && !line.includes('=')))
  return bad === undefined
    ? null
    : `${bad[1].source.replace(/^.*:(?=\d+$)/, `${path}:`)}: ${bad[0]} has a line without =`
}

function isNested(lines: readonly string[]): boolean {
  return lines[0] === '' && lines.some((line) => line !== '')
}

function flatten(options: ReadonlyMap<string, Option>, defaults: ReadonlyMap<string, Option>): Section {
  const section = new Map<string, Sourced>()
  for (const [key, {lines, source}] of new Map([...defaults, ...options])) {
    if (!isNested(lines)) {
      section.set(key, {value: lines.join('\n').trimEnd(), source})
      continue
    }
    for (const line of lines) {
      const at = line.indexOf('=')
      if (at >= 0) section.set(nested(key, line.slice(0, at).trim()), {value: line.slice(at + 1).trim(), source})
    }
  }
  return section
}

function classify(sections: ReadonlyMap<string, Section>): Ini {
  const profiles = new Map<string, Section>()
  const services = new Map<string, Section>()
  const sessions = new Map<string, Section>()
  for (const [header, section] of sections) {
    if (header === 'default') profiles.set(header, section)
    const words = shellWords(header)
    const [, name] = words
    if (name === undefined || words.length !== 2) continue
    if (header.startsWith('profile')) profiles.set(name, section)
    else if (header.startsWith('services') && section.size > 0) services.set(name, section)
    else if (header.startsWith('sso-session') && section.size > 0) sessions.set(name, section)
  }
  return {profiles, services, sessions, error: null}
}

/** As `shlex.split`, but for backslashes inside double quotes; none where a quote is left open. */
function shellWords(text: string): string[] {
  const word = /(?:[^\s"'\\]|\\.|"[^"]*"|'[^']*')+/g
  const words = text.match(word) ?? []
  if (text.replace(word, '').trim() !== '') return []
  return words.map((part) => part.replace(/"([^"]*)"|'([^']*)'|\\(.)/g, '$1$2$3'))
}
