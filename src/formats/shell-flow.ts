import type {Entry, Link, Range, Scope, ShellOut} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {addEnv, freeId, isVariable} from './command-line.js'
import type {KeyValue} from './command-token.js'
import {markUncertain} from './shell-edits.js'

interface Script {
  readonly out: ShellOut
  readonly pathPrefix: readonly string[]
  /** Where the text stands; the parts of it that see something else are scopes of their own below this one. */
  readonly root: Scope
}

/** One shell process: which of its variables it hands to the commands it runs. */
interface Process {
  readonly exported: Set<string>
  /** `set -a`. */
  exportsAll: boolean
  /** Variables that are set and not exported, yet. */
  readonly kept: Map<string, KeyValue>
  /** Every variable that is set, by its value; null where it is set more than once, or in a branch. */
  readonly constants: Map<string, KeyValue | null>
}

/**
 * The environment as a script goes on: what is exported is seen by the commands after it. A branch may not have been taken:
 * what it exports is uncertain after it. A subshell keeps what it exports to itself.
 */
export class Flow {
  readonly #script: Script
  readonly #process: Process
  /** The flow this one is a branch of. */
  readonly #trunk: Flow | null
  readonly #range: Range
  #scope: Scope
  /** Whether the scope is this flow's to add to. */
  #isOwn: boolean
  /** A command has run with what the scope states. */
  #isUsed = false
  /** What the scope states, and all that this flow sees. */
  #stated = new Set<string>()
  readonly #seen: Set<string>
  /** What branches left behind. */
  readonly #uncertain = new Map<string, Entry | null>()

  private constructor(
    script: Script,
    process: Process,
    trunk: Flow | null,
    place: {readonly range: Range; readonly scope: Scope; readonly seen: ReadonlySet<string>; readonly isOwn: boolean},
  ) {
    this.#script = script
    this.#process = process
    this.#trunk = trunk
    this.#range = place.range
    this.#scope = place.scope
    this.#isOwn = place.isOwn
    this.#seen = new Set(place.seen)
  }

  /** What the outer document gives the script as its environment is exported: to assign it anew is enough. */
  static of(scope: Scope, out: ShellOut, pathPrefix: readonly string[]): Flow {
    const exported = new Set<string>()
    for (const {surface, scope: owner, key} of out.entries)
      if (surface === 'env' && holds(owner, scope)) exported.add(key)
    const process = {exported, exportsAll: false, kept: new Map(), constants: new Map()}
    const place = {range: scope.range, scope, seen: exported, isOwn: true}
    return new Flow({out, pathPrefix, root: scope}, process, null, place)
  }

  branch(range: Range): Flow {
    return this.#part(range, this.#process, this)
  }

  apart(range: Range): Flow {
    const {exported, exportsAll, kept, constants} = this.#process
    return this.#part(
      range,
      {exported: new Set(exported), exportsAll, kept: new Map(kept), constants: new Map(constants)},
      null,
    )
  }

  #part(range: Range, process: Process, trunk: Flow | null): Flow {
    this.#settle()
    return new Flow(this.#script, process, trunk, {range, scope: this.#scope, seen: this.#seen, isOwn: false})
  }

  /** The scope of a command that runs now. `uses`: what is exported after it must not be seen by it. */
  scopeFor(uses: boolean): Scope {
    this.#settle()
    this.#isUsed ||= uses
    return this.#scope
  }

  /** The one value that a variable is given before now, if it is certain. */
  constant(name: string): KeyValue | null {
    return this.#process.constants.get(name) ?? null
  }

  #note(pair: KeyValue): void {
    const {constants} = this.#process
    constants.set(pair.key, constants.has(pair.key) || this.#trunk !== null || pair.value === null ? null : pair)
  }

  /** `source FILE`: what follows sees what it exports, and where everything is exported all that it sets. */
  source(target: string, start: number): void {
    if (!this.#process.exportsAll && !/\.(?:ba|z|k)?sh$/.test(target)) return
    this.#settle()
    this.#open(start, [{kind: 'env-file', target}])
  }

  /** `NAME=value`: environment only where the name is exported. Returns the entry it became. */
  assign(pair: KeyValue): Entry | null {
    const {exported, exportsAll, kept} = this.#process
    if (exportsAll || exported.has(pair.key)) return this.export(pair)
    this.#note(pair)
    kept.set(pair.key, pair)
    if (isSecretKey(pair.key)) this.#script.out.secrets.push(pair.valueRange)
    return null
  }

  /** `export NAME=value`. */
  export(pair: KeyValue): Entry | null {
    const {key, range} = pair
    const {out, pathPrefix} = this.#script
    if (!isVariable(key)) return null
    if (this.#process.kept.get(key) !== pair) this.#note(pair)
    this.#settle()
    if (!this.#isOwn || this.#isUsed || this.#stated.has(key)) this.#open(range.start)
    const before = out.entries.length
    addEnv(pair, {scope: this.#scope, pathPrefix, out})
    const entry = out.entries[before]!
    this.#process.exported.add(key)
    this.#process.kept.delete(key)
    this.#stated.add(key)
    this.#seen.add(key)
    this.#trunk?.leave(key, entry)
    return entry
  }

  /** `export NAME`: with the value it has, if the script says which. */
  exportName(name: string): Entry | null {
    const pair = this.#process.kept.get(name)
    this.#process.exported.add(name)
    return pair === undefined ? null : this.export(pair)
  }

  /** `unset NAME`, `export -n NAME`. */
  forget(name: string): void {
    this.#process.exported.delete(name)
    this.#process.kept.delete(name)
    this.leave(name, null)
  }

  exportAll(isOn: boolean): void {
    this.#process.exportsAll = isOn
  }

  /** A branch of this flow has set the name, or unset it. */
  leave(name: string, entry: Entry | null): void {
    this.#uncertain.set(name, entry)
    this.#trunk?.leave(name, entry)
  }

  /** What branches may have changed is not known any more. */
  #settle(): void {
    const changed = [...this.#uncertain].filter(([name]) => this.#seen.has(name))
    this.#uncertain.clear()
    const {entries} = this.#script.out
    const left = changed.flatMap(
      ([name, entry]) => entry ?? entries.findLast(({key, surface}) => key === name && surface === 'env') ?? [],
    )
    if (left.length === 0) return
    this.#open(Math.max(...left.map(({range}) => range.end)))
    for (const entry of left) {
      const name = entry.key
      const unknown: Entry = {...entry, scope: this.#scope, value: null, type: 'expression', expression: `$${name}`}
      markUncertain(unknown)
      entries.push(unknown)
      this.#stated.add(name)
    }
  }

  #open(start: number, links: readonly Link[] = []): void {
    const {out, root} = this.#script
    this.#scope = {
      id: freeId(out.scopes, `${root.id}/part:`),
      kind: 'script',
      name: root.name,
      range: {start, end: Math.max(start, this.#range.end)},
      parent: this.#scope,
      links,
      adds: root.kind === 'script' ? root.adds : null,
    }
    out.scopes.push(this.#scope)
    this.#isOwn = true
    this.#isUsed = false
    this.#stated = new Set()
  }
}

function holds(owner: Scope, scope: Scope): boolean {
  for (let each: Scope | null = scope; each !== null; each = each.parent) if (each === owner) return true
  return false
}
