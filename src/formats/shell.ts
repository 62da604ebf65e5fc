import type {Assignment, Command, Redirection, SyntaxNode} from 'unbash'
import type {Range, Scope, ShellOut} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {addEnv, type CommandContext, type KeyValue, readCommandLine, type Token} from './command-line.js'
import {looseSecret} from './loose-secrets.js'
import {loadUnbash} from './shell-library.js'
import {assigned, TEMPLATE, toToken} from './shell-words.js'
import {type Spliced, splice} from './spliced.js'

export {shellEdits} from './shell-edits.js'

/**
 * Reads shell text inside another document: `text` is that document's slice at `offset`, indented or not.
 * What cannot be read is left out without a word: the text is not ours to judge.
 */
export function readShell(
  text: string,
  offset: number,
  scope: Scope,
  out: ShellOut,
  pathPrefix: readonly string[],
  kept?: readonly Range[],
): void {
  const lines = unindented(text)
  readSplicedShell(splice(text, kept ? inBoth(lines, kept) : lines, offset), scope, out, pathPrefix)
}

/** Both in order, and neither overlapping itself. */
function inBoth(some: readonly Range[], others: readonly Range[]): Range[] {
  const both: Range[] = []
  let next = 0
  for (const range of some) {
    while (next > 0 && others[next - 1]!.end > range.start) next--
    for (; next < others.length && others[next]!.start < range.end; next++) {
      const start = Math.max(range.start, others[next]!.start)
      const end = Math.min(range.end, others[next]!.end)
      if (end > start) both.push({start, end})
    }
  }
  return both
}

/** The same for text whose continuation lines the outer format has joined. */
export function readSplicedShell(source: Spliced, scope: Scope, out: ShellOut, pathPrefix: readonly string[]): void {
  const root = loadUnbash().parse(source.text.replace(TEMPLATES, variableOfSameLength))
  const reader: Reader = {source, context: {scope, out, pathPrefix}, broken: positionsOf(root.errors)}
  const scripts = visit(root, reader)
  const comments = scripts.flatMap((script) => commentsOf(source.text, script)).sort((a, b) => a.start - b.start)
  for (const comment of comments) {
    const secret = looseSecret(source.text, comment)
    if (secret !== null) out.secrets.push(source.tight(secret.start, secret.end))
    out.comments.push(source.tight(comment.start, comment.end))
  }
}

interface Reader {
  readonly source: Spliced
  readonly context: CommandContext
  /** Where the parser found errors. */
  readonly broken: number[]
}

function positionsOf(errors: readonly {readonly pos: number}[] | undefined): number[] {
  return errors?.map(({pos}) => pos) ?? []
}

/** The lines without their common indentation (a here-document's end must stand at the margin) and without CR. */
function unindented(text: string): Range[] {
  const lines = [...text.matchAll(/([ \t]*)([^\n]*)\n?/g)].filter(([line]) => line !== '')
  const depths = lines.slice(1).flatMap(([, indent, rest]) => (rest!.trim() === '' ? [] : [indent!.length]))
  const depth = depths.reduce((least, each) => Math.min(least, each), depths.length > 0 ? Infinity : 0)
  return lines.flatMap(({0: line, 1: indent, index}) => {
    const start = index + Math.min(depth, indent!.length)
    const [end] = /\r?\n?$/.exec(line)!
    const content = {start, end: index + line.length - end.length}
    return [content, {start: index + line.length - (end.endsWith('\n') ? 1 : 0), end: index + line.length}]
  })
}

const TEMPLATES = new RegExp(TEMPLATE, 'g')

function variableOfSameLength(template: string): string {
  return `$${'_'.repeat(template.length - 1)}`
}

/** A script or substitution, and the places in it where `#` starts no comment. */
interface Script {
  readonly range: Range
  readonly words: Range[]
}

interface Frame {
  readonly node: SyntaxNode
  readonly script: Script
  /** Inside `{ … } >> $GITHUB_ENV`. */
  readonly exporting: boolean
}

/** In the text's order, on a stack of its own: generated text can nest deeper than calls may. */
function visit(root: SyntaxNode, reader: Reader): Script[] {
  const {forEachChild} = loadUnbash()
  const scripts: Script[] = [scriptAt(root)]
  const stack: Frame[] = [{node: root, script: scripts[0]!, exporting: false}]
  for (let frame = stack.pop(); frame !== undefined; frame = stack.pop()) {
    const {node} = frame
    let {script, exporting} = frame
    if (node.type === 'Script' && node !== root) {
      // A script with a source of its own was escaped inside backquotes: its positions are not the document's.
      if (node.source !== undefined) continue
      script = scriptAt(node)
      scripts.push(script)
      reader.broken.push(...positionsOf(node.errors))
    }
    if (OPAQUE.has(node.type)) script.words.push({start: node.pos, end: node.end})
    if (node.type === 'HereDocBody') continue
    if (node.type === 'Redirected') exporting ||= node.redirects.some(isGithubEnv)
    if (node.type === 'Command') readCommand(node, exporting, reader)
    const children: Frame[] = []
    forEachChild(node, (child) => children.push({node: child, script, exporting}))
    stack.push(...children.reverse())
  }
  return scripts
}

function scriptAt({pos, end}: SyntaxNode): Script {
  return {range: {start: pos, end}, words: []}
}

const OPAQUE: ReadonlySet<string> = new Set([
  'Word',
  'Assignment',
  'HereDocBody',
  'HereDocDelimiter',
  'ArithmeticCommand',
  'TestCommand',
])

function readCommand(node: Command, exporting: boolean, reader: Reader): void {
  const {source, context} = reader
  const pairs = node.prefix.flatMap((prefix) => (prefix.type === 'Assignment' ? assignedIn(prefix, reader) : []))
  if (node.name === undefined) return pairs.forEach((pair) => addEnv(pair, context))

  const name = toToken(node.name, source)
  const words = node.args.flatMap((arg) => (arg.type !== 'Word' || isBroken(arg, reader) ? [] : toToken(arg, source)))
  if (declares(name, words)) {
    const declared = node.args.flatMap((arg) => (arg.type === 'Word' ? [] : assignedIn(arg, reader)))
    return [...declared, ...words.flatMap(({pair}) => pair ?? [])].forEach((pair) => addEnv(pair, context))
  }
  if (isBroken(node, reader)) return
  const line = [name, ...words]
  if (name.value === 'echo' && (exporting || node.redirects.some(isGithubEnv))) readEcho(line, context)
  readCommandLine(line, pairs, source.tight(node.pos, node.end), context)
}

/** A value with an error in it has no end that could be trusted. */
function assignedIn(node: Assignment, reader: Reader): KeyValue | [] {
  const {source, context} = reader
  if (isBroken(node, reader)) {
    if (isSecretKey(node.name)) context.out.secrets.push(source.tight(node.pos, node.end))
    return []
  }
  return assigned(node, source) ?? []
}

function isBroken({pos, end}: SyntaxNode, {broken}: Reader): boolean {
  return broken.some((position) => pos <= position && position < end)
}

function declares(name: Token, words: readonly Token[]): boolean {
  if (name.value === 'export') return true
  if (!/^(?:declare|typeset|local)$/.test(name.value ?? '')) return false
  return words.some(({value}) => /^-\w*x/.test(value ?? ''))
}

/** GitHub's way to set a variable for the steps that follow. */
function readEcho(words: readonly Token[], context: CommandContext): void {
  const [word, more] = words.slice(1).filter(({value}) => value === null || !/^-[neE]+$/.test(value))
  if (word?.pair && more === undefined && !/[\r\n]/.test(word.written)) addEnv(word.pair, context)
}

function isGithubEnv(redirect: Redirection): boolean {
  return redirect.type === 'Redirect' && redirect.operator === '>>' && GITHUB_ENV.test(redirect.target?.text ?? '')
}

const GITHUB_ENV = /^"?\$(?:GITHUB_ENV|\{GITHUB_ENV\})"?$/

function commentsOf(text: string, {range, words}: Script): Range[] {
  const comments: Range[] = []
  words.sort((a, b) => a.start - b.start)
  let next = 0
  let wordEnd = 0
  const marks = /(?<=^|[\s;&|()])#[^\n]*/g
  marks.lastIndex = range.start
  for (let match = marks.exec(text); match !== null && match.index < range.end; match = marks.exec(text)) {
    const start = match.index
    for (; next < words.length && words[next]!.start <= start; next += 1) wordEnd = Math.max(wordEnd, words[next]!.end)
    if (start < wordEnd) marks.lastIndex = Math.max(wordEnd, start + 1)
    else comments.push({start, end: Math.min(start + match[0].length, range.end)})
  }
  return comments
}
