import {expect} from 'vitest'
import type {Entry, Parsed, TextEdit} from '../../src/model.js'

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const last = [...edits].sort((a, b) => b.range.start - a.range.start)
  return last.reduce((done, {range, newText}) => done.slice(0, range.start) + newText + done.slice(range.end), text)
}

/** Null stays null, so that a table can say that an edit is refused. */
export function edited(text: string, edits: TextEdit[] | null): string | null {
  return edits === null ? null : applyEdits(text, edits)
}

export function entryNamed(parsed: Parsed, key: string): Entry {
  const entry = parsed.entries.find((candidate) => candidate.key === key)
  if (entry === undefined) throw new Error(`no entry ${key}`)
  return entry
}

/** What an entry means, without where it stands. */
export function meanings({entries}: Parsed): unknown[] {
  return entries.map(({scope: _, range, valueRange, ...meaning}) => meaning)
}

export function expectSoundRanges(text: string, {entries, comments, problems, secrets, scopes}: Parsed): void {
  const ranges = [...comments, ...problems.map(({range}) => range), ...secrets, ...scopes.map(({range}) => range)]
  for (const {start, end} of ranges) {
    expect(start).toBeGreaterThanOrEqual(0)
    expect(end).toBeGreaterThanOrEqual(start)
    expect(end).toBeLessThanOrEqual(text.length)
  }
  for (const entry of entries) {
    expect(text.slice(entry.range.start, entry.range.start + entry.key.length)).toBe(entry.key)
    expect(entry.valueRange.start).toBeGreaterThanOrEqual(entry.range.start + entry.key.length)
    expect(entry.valueRange.end).toBeLessThanOrEqual(entry.range.end)
    if (entry.type === 'expression')
      expect(text.slice(entry.valueRange.start, entry.valueRange.end)).toBe(entry.expression)
  }
  expect(new Set(scopes.map(({id}) => id)).size).toBe(scopes.length)
}

/** Set one value, read again: that entry has it, the rest means what it meant, no byte outside the edit moved. */
export function expectOnlyChange(text: string, parse: (text: string) => Parsed, at: number, value: string): void {
  const before = parse(text)
  const entry = before.entries[at % Math.max(1, before.entries.length)]
  const edits = entry === undefined ? null : before.setValue(entry, value)
  if (entry === undefined || edits === null) return
  const after = parse(applyEdits(text, edits))
  const index = before.entries.indexOf(entry)
  const isSecret = before.secrets.some(({start}) => start === entry.valueRange.start)
  const expected = isSecret
    ? meanings(before)
    : meanings(before).with(index, {...(meanings(before)[index] as object), value, type: 'string', expression: null})
  expect(meanings(after)).toEqual(expected)
}

/**
 * Add a setting anywhere it can be added, take it out again: the text is what it was. But for an empty INI block, which
 * goes with its last key.
 */
export function expectUndoneAdd(text: string, parse: (text: string) => Parsed, key: string, value: string): void {
  const before = parse(text)
  for (const scope of before.scopes) {
    const edits = before.add(scope, key, value)
    const names = before.entries.filter(({scope: {id}}) => id === scope.id).map(({path}) => path.slice(1))
    const block = names.filter(([name]) => name === key.split('.')[0])
    const isEmptyBlock = block.some(([, nested]) => nested === undefined)
    if (edits === null || isEmptyBlock) continue
    const added = applyEdits(text, edits)
    const after = parse(added)
    const entry = after.entries.find(({path, scope: {id}}) => {
      return id === scope.id && [path.at(-1), path.slice(-2).join('.')].includes(key)
    })
    expect(entry?.value).toBe(value)
    expect(after.entries.length).toBeGreaterThan(before.entries.length)
    expect(edited(added, after.remove(entry!))).toBe(text)
  }
}
