import type {Sourced} from './types.js'

/** A section's keys; those of a block are under `nested(block, key)`. */
export type Section = ReadonlyMap<string, Sourced>

/** A name that no key of its own can have: it holds a line end. */
export function nested(block: string, key: string): string {
  return `${block}\n${key}`
}

/** A shared file as one client understands it. */
export interface Ini {
  /** By the name a profile is asked for. */
  readonly profiles: ReadonlyMap<string, Section>
  /** By name; only in the config file. */
  readonly services: ReadonlyMap<string, Section>
  /** `[sso-session NAME]` by name; only in the config file, and only for clients that look for them. */
  readonly sessions?: ReadonlyMap<string, Section>
  /** The client refuses the whole file: why. */
  readonly error: string | null
}

export type FileRole = 'config' | 'credentials'

/** Reads a file's text; `path` names it in sources. */
export type IniReader = (text: string, path: string, role: FileRole) => Ini

export const EMPTY_INI: Ini = {profiles: new Map(), services: new Map(), error: null}

export function refused(error: string): Ini {
  return {...EMPTY_INI, error}
}

/** What the readers that keep comments apart (JavaScript, Go) take off a line. */
export function withoutComment(line: string): string {
  return (line.split(/(?:^|\s)[;#]/)[0] ?? '').trim()
}

export function linesOf(text: string): string[] {
  return text.split(/\r?\n/)
}

/** The section of this name, made when there is none. */
export function sectionOf(sections: Map<string, Map<string, Sourced>>, name: string): Map<string, Sourced> {
  const section = sections.get(name) ?? new Map<string, Sourced>()
  sections.set(name, section)
  return section
}
