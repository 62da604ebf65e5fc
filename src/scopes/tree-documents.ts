import {embed, embedUnplaced} from '../formats/embed.js'
import {type Spliced, splice} from '../formats/spliced.js'
import type {MapNode, Node, ScalarNode} from '../formats/tree.js'
import type {Range, Scope} from '../model.js'
import {endsScalar, type TreeState, textOf} from './tree-state.js'

/** Keys whose text is a file that a key beside it names: cloud-init's `write_files`, Ansible's `copy`. */
const CONTENT = /^(?:contents?|data|text|value|body|inline|script|block|line)$/i
/** Values of a chart as text: Terraform's `helm_release`, Argo CD's `helm`, `HelmChart` of k3s. */
const CHART_VALUES = /^values(?:Content)?$/
/** CodeBuild's instructions, in a project's own words. */
const BUILDSPEC = /^build_?spec$/i
const NAME = /^(?:path|dest|destination|filename|file|target|name)$/i

/** Takes a text of several lines, or a build specification, down as the document it may be: by its key, by a name beside it, or by what it says. */
export function readDocument(state: TreeState, node: ScalarNode, key: string, holder: Node | null, scope: Scope): void {
  if (node.content?.kind === 'scalar') return readDocument(state, node.content, key, holder, scope)
  const text = textOf(node)
  // What an alias stands for is read where it stands itself.
  if (text === null || node.shared || state.read.has(node)) return
  const path = otherShell(text, key, holder) ?? nameFor(key, holder)
  if (!text.includes('\n') && !JSON_TEXT.test(text) && !OTHER_SHELL.test(path) && !(key === 'line' && path !== key))
    return
  const source = sourceOf(state.document.text, node)
  if (source === null) return void state.embedded.push(embedUnplaced(path, text, scope, node.valueRange))
  const computed = node.type === 'expression' ? interpolationsIn(source.text) : []
  const fits = (newText: string): boolean =>
    !/[$%]\{/.test(newText) && (isBlock(state.document.text, node) || !endsScalar(state.document.text, node, newText))
  const isStep = OTHER_SHELL.test(path)
  state.embedded.push(embed({path, scope, source, computed, fits, ...(isStep ? {inherits: true} : {})}))
}

export const OTHER_SHELL = /^script\.(?:ps1|bat)$/
const JSON_TEXT = /^\s*(?:\{\s*"|\[\s*\{)/

/** A script of another shell than POSIX's: by the key that runs it, by a `shell` beside it, by what it says. */
export function otherShell(text: string, key: string, holder: Node | null): string | null {
  if (/^(?:power[sS]hell|pwsh)$/.test(key)) return 'script.ps1'
  if (key === 'bat') return 'script.bat'
  const shell = holder?.kind === 'map' ? holder.pairs.find((pair) => pair.key === 'shell')?.value : undefined
  const name = shell === undefined ? '' : (textOf(shell) ?? '')
  if (/^(?:pwsh|powershell)\b/.test(name)) return 'script.ps1'
  if (/^cmd\b/.test(name)) return 'script.bat'
  return SCRIPT.test(key) && POWERSHELL.test(text) ? 'script.ps1' : null
}

const SCRIPT = /^(?:run|script|inlineScript|command|inline)$/
const POWERSHELL = /^[ \t]*\$env:[A-Za-z_]\w*[ \t]*=|^[ \t]*\[(?:System\.)?Environment\]::/im

function nameFor(key: string, holder: Node | null): string {
  if (CHART_VALUES.test(key)) return 'values.yaml'
  if (BUILDSPEC.test(key)) return 'buildspec.yml'
  if (key === 'legacy_tox_ini') return 'tox.ini'
  return CONTENT.test(key) ? (nameBeside(holder) ?? key) : key
}

function nameBeside(holder: Node | null): string | null {
  const named = holder?.kind === 'map' ? (holder as MapNode).pairs.find(({key}) => NAME.test(key))?.value : undefined
  return named === undefined ? null : textOf(named)
}

/** The text at its place in the document, without the margin that the syntax takes off; null where it is written otherwise. */
function sourceOf(document: string, node: ScalarNode): Spliced | null {
  const {valueRange} = node
  const raw = document.slice(valueRange.start, valueRange.end)
  if (!isBlock(document, node))
    return node.verbatim ? splice(raw, [{start: 0, end: raw.length}], valueRange.start) : null
  const sources = [
    splice(raw, withoutMargin(raw), valueRange.start),
    splice(raw, [{start: 0, end: raw.length}], valueRange.start),
  ]
  // A text with computed parts has no value to compare: a literal block (`!Sub |`) is as it stands.
  if (node.value === null && node.expression?.startsWith('!')) return sources[0]!
  const text = normal(textOf(node)!)
  return sources.find((source) => normal(source.text) === text) ?? null
}

function isBlock(document: string, {range, valueRange}: ScalarNode): boolean {
  return /[|<]/.test(document.slice(range.start, valueRange.start))
}

/** Without what the value has lost to line ends and to HCL's escapes, and without the empty lines around it. */
function normal(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('$${', '${')
    .replaceAll('%%{', '%{')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
}

function withoutMargin(raw: string): Range[] {
  const lines = [...raw.matchAll(/([ \t]*)([^\n]*)(?:\n|$)/g)].filter(([line]) => line !== '')
  const margin = Math.min(...lines.flatMap(([, indent, rest]) => (rest!.trim() === '' ? [] : [indent!.length])))
  return lines.map(({0: line, 1: indent, index}) => ({
    start: index + Math.min(margin, indent!.length),
    end: index + line.length,
  }))
}

const INTERPOLATION = /(?<![$%])[$%]\{(?:[^{}]|\{[^{}]*\})*\}/g

function interpolationsIn(text: string): Range[] {
  return [...text.matchAll(INTERPOLATION)].map(({0: found, index}) => ({start: index, end: index + found.length}))
}
