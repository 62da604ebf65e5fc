import type {Embedded, Scope, ShellOut} from '../model.js'
import {isSecretKey} from '../secrets.js'
import type {Token} from './command-token.js'
import {composed, joined, madeUp, type Placed, standing} from './placed-text.js'

/** What a here-document is written to, or read by. `inherits`: the shell that reads it was started here. */
export interface Target {
  readonly path: string
  readonly inherits?: true
  readonly isPart?: true
}

/** A file that commands write bit by bit: it grows as the script goes on. */
interface Growing {
  readonly embedded: Embedded
  add(piece: Placed): void
}

/** `echo … >> FILE`: one line more of a file. `>` begins it anew. */
export function writeLine(
  {path, isPart}: Pick<Target, 'path' | 'isPart'>,
  line: Placed,
  scope: Scope,
  out: ShellOut,
): void {
  const files = filesOf(out)
  const key = `${ownerOf(scope)}>${path}`
  const known = isPart ? files.get(key) : undefined
  const file = known ?? createGrowing(path, scope, isPart === true)
  if (known === undefined) out.embedded.push(file.embedded)
  files.set(key, file)
  file.add(line)
}

/** Every RUN line of a stage writes to one file system, and every line of a recipe. */
function ownerOf({id, kind, name, parent}: Scope): string {
  return parent !== null && (kind === 'run' || kind === 'script') ? `${parent.id}/${kind === 'run' ? '' : name}` : id
}

const written = new WeakMap<ShellOut['embedded'], Map<string, Growing>>()

function filesOf({embedded}: ShellOut): Map<string, Growing> {
  const files = written.get(embedded) ?? new Map<string, Growing>()
  written.set(embedded, files)
  return files
}

function createGrowing(path: string, scope: Scope, isPart: boolean): Growing {
  const pieces: Placed[] = []
  return {
    embedded: composed({path, scope, ...(isPart ? {isPart} : {})}, () => joined(pieces)),
    add: (piece) => void pieces.push(piece),
  }
}

/**
 * `aws configure set [--profile P] KEY VALUE`: a key of a profile, in a config file of its own. What it sets twice to
 * different values depends on how the script goes on.
 */
export function configure(words: readonly Token[], scope: Scope, out: ShellOut): void {
  const setting = configuredBy(words)
  if (setting === null) return
  const files = filesOf(out)
  const key = `${ownerOf(scope)}>aws configure`
  const known = files.get(key) as Configuring | undefined
  const file = known ?? createConfiguring(scope)
  if (known === undefined) out.embedded.push(file.embedded)
  files.set(key, file)
  file.set(setting)
}

interface Configured {
  readonly section: string
  readonly key: Placed
  readonly name: string
  readonly value: Placed
}

interface Configuring extends Growing {
  set(setting: Configured): void
}

function createConfiguring(scope: Scope): Configuring {
  const sections = new Map<string, Map<string, Configured>>()
  const text = (): Placed =>
    joined(
      [...sections].flatMap(([section, keys]) => [
        madeUp(`[${section}]\n`),
        ...[...keys.values()].flatMap(({key, value}) => [key, madeUp(' = '), value, madeUp('\n')]),
      ]),
    )
  return {
    embedded: composed({path: '.aws/config', scope, isPart: true}, text),
    add: () => {},
    set(setting) {
      const keys = sections.get(setting.section) ?? new Map<string, Configured>()
      sections.set(setting.section, keys)
      const before = keys.get(setting.name)
      const isUnclear = before !== undefined && before.value.text !== setting.value.text
      keys.set(setting.name, isUnclear ? {...setting, value: unknown(setting.value)} : setting)
    },
  }
}

/** The AWS CLI takes `default.KEY`, `profile.NAME.KEY`, or a key of the profile in use; credentials go to the other file. */
function configuredBy(words: readonly Token[]): Configured | null {
  const [program, command, verb, name, value] = operands(words)
  const isSet =
    [program, command, verb].map((word) => word?.value?.replace(/^.*\//, '')).join(' ') === 'aws configure set'
  if (!isSet || name === undefined || value === undefined) return null
  const [head, profile, key] = KEY.exec(unquoted(name.written))?.slice(1) ?? []
  if (key === undefined || key.startsWith('aws_') || isSecretKey(key)) return null
  const chosen = head ?? profile ?? profileOf(words)
  return {
    section: chosen === 'default' ? 'default' : `profile ${chosen}`,
    name: key,
    key: placedKey(name, key),
    value: placedValue(value),
  }
}

const KEY = /^(?:(default)\.|profile\.(.+)\.)?([\w-]+)$/

function profileOf(words: readonly Token[]): string {
  const at = words.findIndex(({value}) => value === '--profile')
  const written = at < 0 ? words.find(({pair}) => pair?.key === '--profile')?.pair?.written : words[at + 1]?.written
  return unquoted(written ?? 'default')
}

function unquoted(written: string): string {
  return written.replace(/["']/g, '')
}

/** Words that are neither options nor the value of one. */
function operands(words: readonly Token[]): Token[] {
  return words.filter(({value, written}, index) => {
    const before = words[index - 1]?.value
    const isOptionValue = before?.startsWith('--') === true && !before.includes('=') && !/^--(?:no-|debug)/.test(before)
    return !(value ?? written).startsWith('--') && !isOptionValue
  })
}

function placedKey({inner, value}: Token, key: string): Placed {
  if (value === null || value.length !== inner.end - inner.start) return madeUp(key)
  return standing(key, inner.end - key.length)
}

function placedValue({inner, value, written}: Token): Placed {
  if (value === null) return unknown({text: written.replace(/[\s"']/g, '') || '_', at: [inner.start], computed: []})
  return value.length === inner.end - inner.start
    ? standing(value, inner.start)
    : {text: value, at: [...value].map((_, index) => (index === 0 ? inner.start : -1)), computed: []}
}

function unknown({text, at}: Placed): Placed {
  const filler = '_'.repeat(text.length)
  return {
    text: filler,
    at: Array.from(filler, (_, index) => at[index] ?? at[0] ?? -1),
    computed: [{start: 0, end: text.length}],
  }
}
