import {readCommandLine} from '../formats/command-line.js'
import type {KeyValue, Token} from '../formats/command-token.js'
import {composed, joined, madeUp} from '../formats/placed-text.js'
import type {ListNode, Node, ScalarNode} from '../formats/tree.js'
import type {Embedded, Pattern, Scope, TextEdit} from '../model.js'
import {find, segments} from './pattern.js'
import {otherShell} from './tree-documents.js'
import {ofScalar} from './tree-made.js'
import {addEntry, addSplit, endsScalar, type TreeState, textOf} from './tree-state.js'

type Path = readonly string[]

const FLAG = /^(--?[A-Za-z][\w.-]*)(?:=|$)/
/** `sh -c`, `bash -lc`: the next argument is a script. */
const SCRIPT_FLAG = /^-[a-z]*c$/
const SHELL = /(?:^|\/)(?:ba|da|a|z|k)?sh$/
/** Which list a list of arguments goes on from: Kubernetes' `command` and `args`, Compose's `entrypoint` and `command`. */
const BEFORE: Readonly<Record<string, string>> = {args: 'command', command: 'entrypoint'}

/** The flags in the argument lists of a scope, and the scripts handed to a shell there. */
export function readArguments(state: TreeState, node: Node, base: Path, at: Pattern, scope: Scope): void {
  for (const {node: list, path} of find(node, segments(at))) {
    const place = [...base, ...path]
    // Compose splits a text into words as a shell does.
    if (list.kind === 'scalar' && list.value !== null) readScript(state, list, place, scope)
    if (list.kind !== 'list') continue
    const before = itemsBefore(node, path)
    if (isProgram(list.items[0])) {
      readExec(state, list, list.items, place, scope)
      continue
    }
    if (isProgram(before[0]) && before.length === 1) {
      readExec(state, list, [...before, ...list.items], place, scope)
      continue
    }
    const isScript = SHELL.test(textIn(before[0])) && SCRIPT_FLAG.test(textIn(before.at(-1)))
    if (isScript && list.items[0]) readScript(state, list.items[0], [...place, '0'], scope)
    list.items.slice(isScript ? 1 : 0).forEach((item) => {
      if (item.kind === 'scalar') readArgument(state, list, item, list.items.indexOf(item), place, scope)
    })
  }
}

/** The words that the list at `path` goes on from; none where it stands alone. */
function itemsBefore(node: Node, path: Path): readonly Node[] {
  const key = path.length === 1 ? BEFORE[path[0]!] : undefined
  const list = node.kind === 'map' ? node.pairs.find((pair) => pair.key === key)?.value : undefined
  return list?.kind === 'list' ? list.items : []
}

function textIn(item: Node | undefined): string {
  return item === undefined ? '' : (textOf(item) ?? '')
}

/** `command: [aws, sts, assume-root, …]`, `[env, K=V, …]`. */
function isProgram(item: Node | undefined): boolean {
  return /(?:^|\/)(?:aws|env|launchctl)$/.test(textIn(item))
}

/** As a Dockerfile's exec form is read; each word's edits stay within its own scalar. */
function readExec(state: TreeState, list: ListNode, items: readonly Node[], path: Path, scope: Scope): void {
  const words = items.filter((item) => item.kind === 'scalar')
  const before = state.entries.length
  readCommandLine(words.map(toToken), [], list.range, {scope, pathPrefix: path, out: state})
  for (const entry of state.entries.slice(before)) {
    const {start, end} = entry.valueRange
    const word = words.find(({range}) => range.start <= start && end <= range.end)
    if (word) state.scripts.set(entry, word)
  }
}

function toToken(node: ScalarNode): Token {
  const {value, valueRange} = node
  const written = textOf(node) ?? ''
  return {value, range: node.range, inner: valueRange, written, pair: node.verbatim ? pairIn(written, node) : null}
}

function pairIn(text: string, {value, valueRange}: ScalarNode): KeyValue | null {
  const [head, key] = /^((?:--?)?[A-Za-z_][\w-]*|-D[\w.-]+)=/.exec(text) ?? []
  if (head === undefined || key === undefined) return null
  const start = valueRange.start + head.length
  return {
    key,
    range: valueRange,
    value: value === null ? null : text.slice(head.length),
    valueRange: {start, end: valueRange.end},
    written: text.slice(head.length),
  }
}

function readArgument(
  state: TreeState,
  list: ListNode,
  item: ScalarNode,
  index: number,
  base: Path,
  scope: Scope,
): void {
  const text = textOf(item) ?? ''
  const [start = '', key] = FLAG.exec(text) ?? []
  const next = list.items[index + 1]
  if (key === undefined) return
  if (SCRIPT_FLAG.test(text) && next) return readScript(state, next, [...base, String(index + 1)], scope)
  const path = [...base, String(index), key]
  if (text.includes('=')) {
    const site = {node: item, holder: list, member: item, style: 'flag'} as const
    addSplit(state, {surface: 'flag', scope, key, path, site}, start.length)
  } else if (next?.kind === 'scalar' && !(next.value ?? '-').startsWith('-')) {
    const range = {start: item.range.start, end: next.range.end}
    const site = {node: next, holder: list, member: next, style: 'item'} as const
    addEntry(state, {surface: 'flag', scope, key, path, value: next.value, range, site})
  } else addBareFlag(state, list, item, key, path, scope)
}

/** `--use-regional-sts-endpoint` alone says true. */
function addBareFlag(state: TreeState, list: ListNode, node: ScalarNode, key: string, path: Path, scope: Scope): void {
  const {end} = node.valueRange
  addEntry(state, {
    surface: 'flag',
    scope,
    key,
    path,
    value: 'true',
    range: node.range,
    valueRange: {start: end, end},
    locked: true,
    site: {node, holder: list, member: node, style: 'flag'},
  })
}

/** Options as `docker run` takes them, in a list of words or a text: read as that command. */
export function readOptions(state: TreeState, node: Node, at: Pattern, scope: Scope): void {
  for (const {node: options} of find(node, segments(at))) {
    const words = options.kind === 'list' ? options.items : [options]
    const texts = words.flatMap((word) =>
      word.kind === 'scalar' && word.value !== null && (options.kind !== 'list' || WORD.test(word.value))
        ? [madeUp(' '), ofScalar(word, word.value)]
        : [madeUp(' _')],
    )
    const made = joined([madeUp('docker run'), ...texts, madeUp(' image\n')])
    state.embedded.push(composed({path: 'options.sh', scope, inherits: true, isPart: true}, () => made))
  }
}

/** One word to a shell as well. */
const WORD = /^[\w@%+=:,./-]+$/

/** Scripts of a scope: a scalar, or a list of lines. */
export function readShellText(state: TreeState, node: Node, base: Path, at: Pattern, scope: Scope): void {
  for (const {node: text, path} of find(node, segments(at))) {
    const place = [...base, ...path]
    if (otherShell(textOf(text) ?? '', place.at(-1)!, node) !== null) continue
    if (text.kind !== 'list') readScript(state, text, place, scope)
    else text.items.forEach((line, index) => readScript(state, line, [...place, String(index)], scope))
  }
}

function readScript(state: TreeState, script: Node, path: Path, scope: Scope): void {
  const {readShell, wanted} = state.context
  if (!readShell || script.kind !== 'scalar') return
  const {start, end} = script.valueRange
  state.read.add(script)
  const given = script.verbatim ? {text: state.document.text.slice(start, end)} : script.script
  if (given === undefined || wanted?.pattern.test(given.text) === false) return
  const before = state.entries.length
  const documents = state.embedded.length
  readShell(given.text, start, scope, state, path, 'kept' in given ? given.kept : undefined)
  for (const entry of state.entries.slice(before)) state.scripts.set(entry, script)
  for (const [index, document] of state.embedded.entries()) {
    if (index >= documents) state.embedded[index] = within(document, (edit) => inScalar(state, script, edit))
  }
}

/** Of a document that may still grow, so that it is asked and not copied. */
function within(document: Embedded, place: (edit: TextEdit | null) => TextEdit | null): Embedded {
  const edit = (each: TextEdit): TextEdit | null => place(document.edit(each))
  return Object.create(document, {edit: {value: edit, enumerable: true}}) as Embedded
}

/** An edit of text in a scalar must not end the scalar. */
function inScalar(state: TreeState, script: ScalarNode, edit: TextEdit | null): TextEdit | null {
  return edit === null || endsScalar(state.document.text, script, edit.newText) ? null : edit
}
