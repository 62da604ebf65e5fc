import {embeddedFormat} from './formats/embedded-format.js'
import {valueDocuments} from './formats/value-documents.js'
import type {Command, Document, Embedded, Entry, FileKind, FormatId, Parsed, Range, Scope, TextEdit} from './model.js'
import type {Source} from './settings/recognise.js'

/** A document and those inside it, as one: every range is one of the outer document. */
export interface Reading {
  readonly parsed: Parsed
  /** The documents inside, each with what it says by itself. */
  readonly parts: readonly Source[]
}

/** Null where the format is not loaded yet, or where the text has nothing to say. */
export type ParsePart = (document: Document, format: FormatId, kind: FileKind) => Parsed | null

/** A script in a heredoc in a ConfigMap, and no deeper. */
const DEEPEST = 4

/** Reads what stands inside a parsed document, and what stands inside that. */
export function readEmbedded(
  parsed: Parsed,
  {text: whole, format}: {readonly text: string; readonly format: FormatId},
  parse: ParsePart,
  depth = 0,
): Reading {
  const all = [...(parsed.embedded ?? []), ...valueDocuments(parsed, whole, format)]
  const found = all.flatMap((embedded, index) => {
    const {path, text} = embedded
    const as = depth < DEEPEST ? embeddedFormat(path, text) : null
    const inner = as && parse({path, text}, as.format, as.kind)
    return inner
      ? [new Part(embedded, index, as, readEmbedded(inner, {text, format: as.format}, parse, depth + 1))]
      : []
  })
  return found.length === 0 ? {parsed, parts: []} : merge(parsed, found)
}

/** A document inside another, said in the terms of the outer one. */
class Part {
  readonly parts: readonly Source[]
  readonly parsed: Parsed
  readonly #embedded: Embedded
  readonly #prefix: string
  readonly #inner: Parsed
  readonly #scopes = new Map<Scope, Scope>()
  readonly #entries = new Map<Entry, Entry>()
  /** From the outer ones back to those of the inner document. */
  readonly innerScopes: ReadonlyMap<Scope, Scope>
  readonly innerEntries: ReadonlyMap<Entry, Entry>

  constructor(
    embedded: Embedded,
    index: number,
    {format, kind}: {readonly format: FormatId; readonly kind: FileKind},
    {parsed: inner, parts}: Reading,
  ) {
    this.#embedded = embedded
    this.#prefix = `${embedded.scope.id}/${embedded.path}${index === 0 ? '' : `#${index}`}:`
    this.#inner = inner
    this.parsed = this.#outer(inner)
    const mine = {document: embedded, format, kind, parsed: this.parsed}
    const inside = parts.flatMap((part) => part.parsed.entries)
    const own = inside.length === 0 ? mine : {...mine, parsed: this.#without(inner, parts)}
    this.parts = [own, ...parts.map((part) => ({...part, parsed: this.#outer(part.parsed)}))]
    this.innerScopes = reversed(this.#scopes)
    this.innerEntries = reversed(this.#entries)
  }

  /** What the inner document says without the documents inside it. */
  #without(inner: Parsed, parts: readonly Source[]): Parsed {
    const entries = new Set(parts.flatMap((part) => part.parsed.entries))
    const commands = new Set(parts.flatMap((part) => part.parsed.commands))
    return this.#outer({
      ...inner,
      entries: inner.entries.filter((entry) => !entries.has(entry)),
      commands: inner.commands.filter((command) => !commands.has(command)),
    })
  }

  #outer(inner: Parsed): Parsed {
    const range = (each: Range): Range => this.#embedded.range(each)
    return {
      ...inner,
      entries: inner.entries.flatMap((entry) => this.#entry(entry) ?? []),
      scopes: inner.scopes.map((scope) => this.#scope(scope)),
      commands: inner.commands.map((command) => this.#command(command)),
      // Of an unplaced text, a comment would be all of it: nothing could tell it apart, or take it out.
      comments: this.#embedded.isUnplaced ? [] : inner.comments.map(range),
      secrets: inner.secrets.map(range),
      inner: [...(inner.inner ?? []).map(range), range({start: 0, end: this.#embedded.text.length})],
      problems: this.#isWhole() ? inner.problems.map((problem) => ({...problem, range: range(problem.range)})) : [],
    }
  }

  /** What is put together elsewhere is not ours to judge. */
  #isWhole(): boolean {
    const {computed, isPart, path, text} = this.#embedded
    return computed.length === 0 && isPart !== true && embeddedFormat(path, text)?.kind !== null
  }

  #scope(inner: Scope): Scope {
    const known = this.#scopes.get(inner)
    if (known) return known
    const root = this.#embedded.inherits ? this.#embedded.scope : null
    const parent = inner.parent ? this.#scope(inner.parent) : root
    const range = this.#embedded.range(inner.range)
    const scope = {...inner, id: this.#prefix + inner.id, range, parent, writer: this.#embedded.scope}
    this.#scopes.set(inner, scope)
    return scope
  }

  /** Null where the key is computed. */
  #entry(inner: Entry): Entry | null {
    const known = this.#entries.get(inner)
    if (known) return known
    const {computed, range, text} = this.#embedded
    const meets = ({start, end}: Range): boolean => computed.some((part) => part.start < end && start < part.end)
    const {valueRange} = inner
    if (meets({start: inner.range.start, end: Math.min(valueRange.start, inner.range.end)})) return null
    const isComputed = meets(valueRange) && (inner.value !== null || inner.expression !== null)
    const entry: Entry = {
      ...inner,
      scope: this.#scope(inner.scope),
      range: range(inner.range),
      valueRange: range(valueRange),
      ...(isComputed
        ? {value: null, type: 'expression', expression: text.slice(valueRange.start, valueRange.end)}
        : {}),
    }
    this.#entries.set(inner, entry)
    return entry
  }

  #command({scope, words, range}: Command): Command {
    const {computed} = this.#embedded
    const place = (each: Range): Range => this.#embedded.range(each)
    return {
      scope: this.#scope(scope),
      range: place(range),
      words: words.map((word) => ({
        range: place(word.range),
        value: computed.some(({start, end}) => start < word.range.end && word.range.start < end) ? null : word.value,
      })),
    }
  }

  /** An edit of the inner document, made in the outer one; null where one of them cannot be. */
  edited(make: (inner: Parsed) => TextEdit[] | null): TextEdit[] | null {
    const edits = make(this.#inner)?.map((edit) => this.#embedded.edit(edit)) ?? [null]
    return edits.includes(null) ? null : (edits as TextEdit[])
  }
}

function reversed<T>(map: ReadonlyMap<T, T>): Map<T, T> {
  return new Map([...map].map(([key, value]) => [value, key]))
}

function merge(outer: Parsed, found: readonly Part[]): Reading {
  const all = [outer, ...found.map(({parsed}) => parsed)]
  const edit = (entry: Entry, own: (parsed: Parsed, entry: Entry) => TextEdit[] | null): TextEdit[] | null => {
    const part = found.find(({innerEntries}) => innerEntries.has(entry))
    return part ? part.edited((inner) => own(inner, part.innerEntries.get(entry)!)) : own(outer, entry)
  }
  const parsed: Parsed = {
    entries: all.flatMap(({entries}) => entries),
    scopes: all.flatMap(({scopes}) => scopes),
    commands: all.flatMap(({commands}) => commands),
    problems: all.flatMap(({problems}) => problems),
    comments: all.flatMap(({comments}) => comments).sort(byStart),
    inner: all.flatMap(({inner = []}) => inner),
    secrets: all.flatMap(({secrets}) => secrets).sort(byStart),
    setValue: (entry, value) => edit(entry, (each, own) => each.setValue(own, value)),
    rename: (entry, key) => edit(entry, (each, own) => each.rename(own, key)),
    remove: (entry) => edit(entry, (each, own) => each.remove(own)),
    append: (entry, value) => edit(entry, (each, own) => each.append(own, value)),
    addBeside: (entry, path, value) => edit(entry, (each, own) => each.addBeside?.(own, path, value) ?? null),
    ownLine: (entry) => edit(entry, (each, own) => each.ownLine?.(own) ?? null),
    add(scope, key, value, after) {
      const part = found.find(({innerScopes}) => innerScopes.has(scope))
      if (!part) return outer.add(scope, key, value, after)
      const beside = after && part.innerEntries.get(after)
      return part.edited((inner) => inner.add(part.innerScopes.get(scope)!, key, value, beside))
    },
  }
  return {parsed, parts: found.flatMap(({parts}) => parts)}
}

function byStart(one: Range, other: Range): number {
  return one.start - other.start
}
