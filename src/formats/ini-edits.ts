import type {Entry, Range, Scope, TextEdit} from '../model.js'
import type {Assignment, IniScan, Section} from './ini-scan.js'
import {isWritable} from './ini-value.js'
import {insertLine, isInside, lineEndOf, listSuffix, removeLines} from './lines.js'

export interface IniDocument {
  readonly text: string
  readonly isAws: boolean
  readonly scan: IniScan
  readonly items: ReadonlyMap<Entry, Assignment>
  readonly sections: ReadonlyMap<Scope, Section>
}

export function setValue(ini: IniDocument, entry: Entry, value: string): TextEdit[] | null {
  const item = ini.items.get(entry)
  if (item === undefined || opensBlock(item) || holdsComment(ini, item.value.range)) return null
  if (!isWritable(value, item.value.quote, ini.isAws)) return null
  return [{range: item.value.range, newText: missingSpace(item) + value}]
}

/** A value would take the lines below along. */
function opensBlock(item: Assignment): boolean {
  return item.nested.length > 0 || (item.isCrowded && isEmpty(item))
}

function missingSpace(item: Assignment): string {
  return isEmpty(item) && item.delimiter[2] === '' ? usualSpace(item.delimiter) : ''
}

/** After the sign as before it; `key:` is no setting without one. */
function usualSpace([before, sign]: Assignment['delimiter']): string {
  return before !== '' || sign === ':' ? ' ' : ''
}

function isEmpty({value: {range, quote}}: Assignment): boolean {
  return range.start === range.end && quote === ''
}

export function rename(ini: IniDocument, entry: Entry, key: string): TextEdit[] | null {
  const item = ini.items.get(entry)
  const section = ini.sections.get(entry.scope)
  if (item === undefined || section === undefined || !isKey(key)) return null
  if (named(ini, section, item.parent, key).some((other) => other !== item)) return null
  return [{range: {start: item.keyStart, end: item.keyStart + item.key.length}, newText: key}]
}

/** The last key of a nested block takes the block's own line along: `sts =` alone would be an empty setting. */
export function remove(ini: IniDocument, entry: Entry): TextEdit[] | null {
  const item = ini.items.get(entry)
  if (item === undefined) return null
  const {lines, isCrowded} = item.parent?.nested.length === 1 ? item.parent : item
  return isCrowded || holdsComment(ini, lines) ? null : [removeLines(ini.text, lines)]
}

export function append(ini: IniDocument, entry: Entry, value: string): TextEdit[] | null {
  const item = ini.items.get(entry)
  if (item === undefined || entry.value === null) return null
  const suffix = listSuffix(entry.value, value)
  if (suffix === null || holdsComment(ini, item.value.range)) return null
  if (!item.continued && !isWritable(entry.value + suffix, item.value.quote, ini.isAws)) return null
  const {end} = item.value.range
  return [{range: {start: end, end}, newText: suffix}]
}

export function add(ini: IniDocument, scope: Scope, key: string, value: string, after?: Entry): TextEdit[] | null {
  const section = ini.sections.get(scope)
  if (section === undefined || section.header === null || !isWritable(value, '', ini.isAws)) return null
  const place = after?.scope === scope ? ini.items.get(after) : undefined
  const dot = scope.kind === 'services' ? key.indexOf('.') : -1
  if (dot === -1) return addKey(ini, section, key, value, place)
  return addNested(ini, section, [key.slice(0, dot), key.slice(dot + 1)], value, place)
}

function addKey(ini: IniDocument, section: Section, key: string, value: string, place?: Assignment): TextEdit[] | null {
  if (!isKey(key) || named(ini, section, null, key).length > 0) return null
  const {at, indent, like} = insertion(ini, section, place)
  return [insertLine(ini.text, at, indent + written(ini, like, key, value))]
}

/** Without a block for the service, one is opened. A duplicate of either line would make the file unreadable. */
function addNested(
  ini: IniDocument,
  section: Section,
  [service, key]: [string, string],
  value: string,
  place?: Assignment,
): TextEdit[] | null {
  if (!isKey(service) || !isKey(key)) return null
  const blocks = named(ini, section, null, service)
  const block = blocks[0]
  if (block === undefined) {
    const {at, indent, like} = insertion(ini, section, place)
    const header = indent + written(ini, like, service, '')
    const line = indent + nestedIndent(ini) + written(ini, like, key, value)
    return [insertLine(ini.text, at, header + lineEndOf(ini.text) + line)]
  }
  const isFree = blocks.every((each) => named(ini, section, each, key).length === 0)
  if (!isFree || !section.items.includes(block) || !isEmpty(block) || block.isCrowded) return null
  const sibling = place?.parent === block ? place : block.nested.at(-1)
  const indent = sibling?.indent ?? block.indent + nestedIndent(ini)
  return [insertLine(ini.text, (sibling ?? block).lines.end, indent + written(ini, sibling ?? block, key, value))]
}

interface Insertion {
  readonly at: number
  readonly indent: string
  /** Whose spacing to copy. */
  readonly like: Assignment | undefined
}

/** After `place`, else after the section's last setting, else after its header. Never between a block and its lines. */
function insertion({scan}: IniDocument, section: Section, place?: Assignment): Insertion {
  const above = place?.parent ?? place ?? section.items.findLast((item) => item.parent === null)
  const like = above ?? scan.sections.find(({items}) => items.length > 0)?.items[0]
  // A wrongly indented neighbour is not copied: botocore would read the new line as part of a value too.
  return {at: above?.lines.end ?? section.body, indent: (above?.base ?? above)?.indent ?? '', like}
}

function nestedIndent({scan}: IniDocument): string {
  const nested = scan.sections.flatMap(({items}) => items).find(({parent}) => parent !== null)
  return nested?.parent ? nested.indent.slice(nested.parent.indent.length) : '  '
}

/** In the spacing of `like`, with its column kept where values are aligned. `:` is copied only where it is read. */
function written({isAws}: IniDocument, like: Assignment | undefined, key: string, value: string): string {
  const delimiter = like?.delimiter ?? ([' ', '=', ' '] as const)
  const [before, sign, after] = delimiter
  const column = like !== undefined && before.length > 1 ? like.key.length + before.length : 0
  const left = column > key.length ? key.padEnd(column) : key + before.slice(0, 1)
  const space = like !== undefined && isEmpty(like) ? usualSpace(delimiter) : after
  return `${left}${isAws || like?.parent ? '=' : sign}${space}${value}`.trimEnd()
}

/** Keys are one regardless of case, and sections of the same name are one: so botocore reads them. */
function named({scan}: IniDocument, section: Section, parent: Assignment | null, key: string): Assignment[] {
  const same = scan.sections.filter(({header}) => header === section.header)
  return same
    .flatMap(({items}) => items)
    .filter((item) => {
      return item.parent === parent && item.key.toLowerCase() === key.toLowerCase()
    })
}

function isKey(key: string): boolean {
  return /^[\w.-]+$/.test(key)
}

function holdsComment({scan}: IniDocument, range: Range): boolean {
  return scan.comments.some((comment) => isInside(comment, range))
}
