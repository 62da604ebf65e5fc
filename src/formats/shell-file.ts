import type {Document, Entry, Format, Parsed, Scope, ShellOut, TextEdit} from '../model.js'
import {insertLine, isInside, removeLines} from './lines.js'
import {readSplicedShell} from './shell.js'
import {isWord, shellEdits} from './shell-edits.js'
import type {Place, Places} from './shell-places.js'
import {splice} from './spliced.js'

/** Scripts of POSIX shells, Bash, Zsh and Korn shell, profiles and `.envrc`. */
export const shell: Format = {id: 'shell', parse}

function parse({path, text}: Document): Parsed {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const range = {start: 0, end: text.length}
  const scope: Scope = {id: '', kind: 'script', name, range, parent: null, links: [], adds: 'env'}
  const out: ShellOut = {entries: [], scopes: [scope], commands: [], comments: [], secrets: [], embedded: []}
  const places: Places = new Map()
  readSplicedShell(splice(text, withoutReturns(text)), scope, out, [], places)
  const source = {text, out, places}
  return {
    ...out,
    // What cannot be read may be another shell's: that is not ours to judge.
    problems: [],
    setValue: (entry, value) => shellEdits.setValue(text, entry, value),
    rename: (entry, key) => shellEdits.rename(text, entry, key),
    remove: (entry) => remove(source, entry),
    add: (target, key, value, after) => add(source, target, key, value, after),
    append: (entry, item) => shellEdits.append(entry, item),
  }
}

/** The byte order mark and the CR of line ends left out. */
function withoutReturns(text: string): {start: number; end: number}[] {
  const kept: {start: number; end: number}[] = []
  let start = text.startsWith('\uFEFF') ? 1 : 0
  for (const {index} of text.matchAll(/\r(?=\n)/g)) {
    kept.push({start, end: index})
    start = index + 1
  }
  return [...kept, {start, end: text.length}]
}

interface Source {
  readonly text: string
  readonly out: ShellOut
  readonly places: Places
}

/** A line that sets one variable goes whole; of several, the one goes; before a command, the assignment goes. */
function remove({text, out, places}: Source, entry: Entry): TextEdit[] | null {
  const place = places.get(entry)
  if (place === undefined) return null
  const {pairs, index, command} = place
  const span =
    index > 0
      ? {start: pairs[index - 1]!.end, end: entry.range.end}
      : {start: entry.range.start, end: pairs[1]?.start ?? nextWord(text, entry.range.end)}
  const isWhole = place.isSetting && pairs.length === 1
  if (isWhole && (!place.canGo || !isAlone(text, command))) return null
  const edit = isWhole ? removeLines(text, linesAround(text, command)) : {range: span, newText: ''}
  return out.comments.some((comment) => isInside(comment, edit.range)) ? null : [edit]
}

function nextWord(text: string, end: number): number {
  return end + /^[ \t]*(?:\\\r?\n[ \t]*)?/.exec(text.slice(end))![0].length
}

/** Beside the entry: on a line of its own where the entry has one, else in the same command. */
function add({text, out, places}: Source, scope: Scope, key: string, value: string, after?: Entry): TextEdit[] | null {
  const place = after && places.get(after)
  if (place === undefined || after?.scope !== scope || !/^[A-Za-z_]\w*$/.test(key)) return null
  if (out.entries.some((entry) => entry.scope === scope && entry.key === key) || /[\r\n]/.test(value)) return null
  if (!place.isSetting) return null
  const word = `${key}=${isWord(value) ? value : `'${value.replaceAll("'", "'\\''")}'`}`
  // It is exported elsewhere, and what stands beside it would not be.
  const isBare = place.command.start === place.pairs[0]?.start
  if (place.pairs.length === 1 && isAlone(text, place.command))
    return [addLine(text, place, after, isBare ? `export ${word}` : word)]
  if (isBare) return null
  const {end} = after.range
  return [{range: {start: end, end}, newText: ` ${word}`}]
}

function addLine(text: string, {command}: Place, {range}: Entry, word: string): TextEdit {
  const {start, end} = linesAround(text, command)
  return insertLine(text, end, text.slice(start, range.start).replace(/["']$/, '') + word)
}

/** Nothing but the command, and a comment, stands on its lines. */
function isAlone(text: string, command: {start: number; end: number}): boolean {
  const {start, end} = linesAround(text, command)
  return (
    text.slice(start, command.start).trim() === '' &&
    /^\s*(?:;\s*)?(?:#.*)?$/.test(text.slice(command.end, end).trimEnd())
  )
}

function linesAround(text: string, {start, end}: {start: number; end: number}): {start: number; end: number} {
  const feed = text.indexOf('\n', end)
  const from = Math.max(text.lastIndexOf('\n', start - 1) + 1, text.startsWith('\uFEFF') ? 1 : 0)
  return {start: start === 0 ? 0 : from, end: feed < 0 ? text.length : feed + 1}
}
