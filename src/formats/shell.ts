import type {Assignment, Command, ParsedScript, Redirection, Statement, SyntaxNode} from 'unbash'
import type {Entry, Range, Scope, ShellOut} from '../model.js'
import {isSecretKey} from '../secrets.js'
import {addEnv, type CommandContext, freeId, readCommandLine, remoteAt, unwrap} from './command-line.js'
import {pairsIn} from './command-pairs.js'
import {type KeyValue, programOf, type Token} from './command-token.js'
import {looseSecret} from './loose-secrets.js'
import {flowsIn} from './shell-branches.js'
import {printedBy} from './shell-echo.js'
import {confine} from './shell-edits.js'
import {Flow} from './shell-flow.js'
import {embedHeredocs, lastOf, outputOf, printTarget} from './shell-heredocs.js'
import {loadUnbash} from './shell-library.js'
import {type Places, placesOf} from './shell-places.js'
import {assigned, TEMPLATE, toToken} from './shell-words.js'
import {type Spliced, splice} from './spliced.js'
import {type Target, writeLine} from './written-files.js'

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
export function readSplicedShell(
  source: Spliced,
  scope: Scope,
  out: ShellOut,
  pathPrefix: readonly string[],
  places?: Places,
): void {
  const root = loadUnbash().parse(source.text.replace(TEMPLATES, variableOfSameLength))
  const context = {scope, out, pathPrefix}
  const reader: Reader = {source, context, broken: positionsOf(root.errors), places: places ?? null}
  const scripts = visit(root, Flow.of(scope, out, pathPrefix), reader)
  const comments = scripts.flatMap((script) => commentsOf(source.text, script)).sort((a, b) => a.start - b.start)
  for (const comment of comments) {
    const secret = looseSecret(source.text, comment)
    if (secret !== null) out.secrets.push(source.tight(secret.start, secret.end))
    out.comments.push(source.tight(comment.start, comment.end))
  }
}

interface Reader {
  readonly source: Spliced
  /** Of the script as a whole. */
  readonly context: CommandContext
  /** Where the parser found errors. */
  readonly broken: number[]
  readonly places: Places | null
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
  readonly flow: Flow
  /** Inside `{ … } >> $GITHUB_ENV`. */
  readonly exporting: boolean
  /** The statement that is this command and nothing else. */
  readonly statement: Statement | null
  /** It is one of several, or stands in the script itself. */
  readonly canGo: boolean
  /** Where the output of a pipe goes. */
  readonly sink: Command | null
  /** Where that of the list goes: `{ … } > file`. */
  readonly output: Target | null
}

/** In the text's order, on a stack of its own: generated text can nest deeper than calls may. Functions come last. */
function visit(root: SyntaxNode, flow: Flow, reader: Reader): Script[] {
  const first = {
    node: root,
    script: scriptAt(root),
    flow,
    exporting: false,
    statement: null,
    canGo: false,
    sink: null,
    output: null,
  }
  const scripts: Script[] = [first.script]
  const stack: Frame[] = [first]
  const functions: Frame[] = []
  for (let frame = stack.pop() ?? functions.shift(); frame !== undefined; frame = stack.pop() ?? functions.shift()) {
    const {node} = frame
    const script = node.type === 'Script' && frame !== first ? scriptIn(node, reader) : frame.script
    if (script !== frame.script && script !== null) scripts.push(script)
    if (script === null || !read(frame, reader)) continue
    const children = childrenOf({...frame, script}, reader)
    if (node.type === 'Function') functions.push(...children.splice(1))
    stack.push(...children.reverse())
  }
  return scripts
}

/** Null for a script with a source of its own: escaped inside backquotes, its positions are not the document's. */
function scriptIn(node: ParsedScript, reader: Reader): Script | null {
  if (node.source !== undefined) return null
  reader.broken.push(...positionsOf(node.errors))
  return scriptAt(node)
}

/** What one node says; false where nothing in it is shell. */
function read(frame: Frame, reader: Reader): boolean {
  const {node, script} = frame
  if (OPAQUE.has(node.type)) script.words.push({start: node.pos, end: node.end})
  if (node.type === 'Command') readCommand({...frame, node}, reader)
  if (node.type !== 'HereDocBody') return true
  hideSecrets(node, reader)
  return false
}

function childrenOf(frame: Frame, reader: Reader): Frame[] {
  const {node, script} = frame
  const flowOf = flowsIn(node, frame.flow, reader.source)
  const inner = {
    script,
    exporting: frame.exporting || (node.type === 'Redirected' && node.redirects.some(isGithubEnv)),
    canGo: node.type === 'Script' || (node.type === 'CompoundList' ? node.commands.some(isMore) : frame.canGo),
    statement: node.type === 'Statement' && node.command.type === 'Command' ? node : null,
    sink: node.type === 'Pipeline' ? lastOf(node) : node.type === 'Command' ? null : frame.sink,
    output: node.type === 'Redirected' ? (outputOf(node.redirects) ?? frame.output) : frame.output,
  }
  const children: Frame[] = []
  loadUnbash().forEachChild(node, (child) => children.push({...inner, node: child, flow: flowOf(child)}))
  return children
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

function readCommand(frame: Frame & {readonly node: Command}, reader: Reader): void {
  const {node, flow, sink, exporting, output} = frame
  const {source, context, places} = reader
  const resolve = (pair: KeyValue): KeyValue => valueOf(pair, flow, source, context.pathPrefix.length === 0)
  const written = node.prefix.flatMap((prefix) => (prefix.type === 'Assignment' ? assignedIn(prefix, reader) : []))
  const pairs = written.map(resolve)
  const note = placesOf(frame, source, places)
  if (node.name === undefined)
    return note(
      written,
      pairs.map((pair) => flow.assign(pair)),
    )

  const name = toToken(node.name, source)
  const words = node.args.flatMap((arg) => (arg.type !== 'Word' || isBroken(arg, reader) ? [] : toToken(arg, source)))
  if (isDeclaration(name)) {
    const assigned = node.args.flatMap((arg) => (arg.type === 'Word' ? [] : assignedIn(arg, reader)))
    const declared = [...assigned, ...words.flatMap(({pair}) => pair ?? [])]
    const known = declared.map(resolve)
    return note(declared, declare(name.value!, words, known, flow))
  }
  if (isBroken(node, reader)) return
  const line = [name, ...words]
  const range = source.tight(node.pos, node.end)
  readWords(line, flow, context)
  if (name.value === 'echo' && (exporting || node.redirects.some(isGithubEnv) || isTeed(sink))) readEcho(line, context)
  switchExports(name, words, flow)
  if (SOURCES.test(name.value ?? '') && words[0]?.value) flow.source(words[0].value, range.end)
  const before = context.out.entries.length
  const run = readCommandLine(line, pairs, range, {...context, scope: scopeFor(line, pairs, flow), resolve})
  note(written, context.out.entries.slice(before))
  const reads = {node, words: run}
  const drain = sink === null || sink === node ? null : {node: sink, words: wordsOf(sink, reader)}
  readScripts(run, node, range, flow, reader)
  const scopeNow = flow.scopeFor(false)
  context.out.embedded.push(...embedHeredocs(reads, drain, source, scopeNow))
  const target = PRINTS.test(name.value ?? '') ? printTarget(reads, drain, output) : null
  const printed = target && printedBy(node, source)
  if (target && printed) writeLine(target, printed, context.scope, context.out)
}

/** What words alone do: those of `:` may set variables, those of `echo` tell the pipeline to. */
function readWords([name, ...words]: readonly Token[], flow: Flow, context: CommandContext): void {
  const program = name?.value ?? ''
  if (/^(?::|true)$/.test(program)) for (const word of words) assignDefault(word, flow)
  if (program === 'echo') for (const word of words) readTaskVariable(word, context)
}

/** `: "${NAME:=value}"` sets what is not set. */
function assignDefault({written, inner}: Token, flow: Flow): void {
  const key = /^"?\$\{(\w+):?=[^${}]*\}"?$/.exec(written)?.[1]
  if (key === undefined) return
  flow.assign({key, range: inner, value: null, valueRange: inner, written: written.replace(/^"(.*)"$/s, '$1')})
}

const SOURCES = /^(?:source|\.)$/

/**
 * `"$URL"` where the script says once what URL is. Where nothing else reads the variable, its value is the pair's own: an edit
 * is made where it is set.
 */
function valueOf(pair: KeyValue, flow: Flow, {text}: Spliced, isFile: boolean): KeyValue {
  const name = pair.value === null ? /^["']?\$\{?(\w+)\}?["']?$/.exec(pair.written)?.[1] : undefined
  const constant = name === undefined ? null : flow.constant(name)
  if (constant === null || isSecretKey(constant.key)) return pair
  const {value, valueRange, written, range} = constant
  const count = (pattern: string): number => [...text.matchAll(new RegExp(pattern, 'g'))].length
  // A function or a loop may set it too, wherever it stands.
  const sets = count(`(?<![\\w$-])${name}\\+?=`) + count(`\\b(?:read|for|getopts|unset)\\b[^\\n;]*\\b${name}\\b`)
  if (sets !== 1) return pair
  // What is exported, the programs that this one starts read too.
  const uses = count(`\\$\\{?${name}\\b`) + count(`\\bexport\\b[^\\n;]*\\b${name}\\b`)
  if (uses !== 1) return {...pair, value, isCopy: true}
  // Without a `#!` line another script may be meant to source it.
  return {key: pair.key, value, valueRange, written, range, isShared: isFile && !text.startsWith('#!')}
}

/**
 * A script that stands in one word: `bash -c '…'`, `su app -c '…'`, `ssh host '…'`, `alias x='…'`. In double quotes only where
 * the outer shell has nothing to do in it.
 */
function readScripts(
  words: readonly Token[],
  node: Command,
  range: Range,
  flow: Flow,
  {source, context}: Reader,
): void {
  const program = programOf(words[0])
  const isOwn = RUNS.test(program)
  for (const {pos, end} of scriptWords(program, words, node, source)) {
    const script = scriptOf(pos, end, source)
    if (script === null) continue
    const scope: Scope = {
      id: freeId(context.out.scopes, `${context.scope.id}/shell:`),
      kind: 'script',
      name: program,
      range,
      parent: isOwn ? flow.scopeFor(true) : null,
      links: [],
      adds: null,
    }
    context.out.scopes.push(scope)
    const before = context.out.entries.length
    readSplicedShell(script, scope, context.out, [...context.pathPrefix, scope.id])
    for (const entry of context.out.entries.slice(before)) confine(entry)
  }
}

const RUNS = /^(?:ba|da|a|z|k)?sh$/
const STARTS_SHELL = /^(?:su|ssh|docker|podman|nerdctl|kubectl|oc|chroot)$/

function scriptWords(program: string, words: readonly Token[], node: Command, source: Spliced): SyntaxNode[] {
  if (program === 'alias')
    return node.args.flatMap((arg) => (arg.type === 'Assignment' && arg.value.type === 'Word' ? arg.value : []))
  if (!RUNS.test(program) && !STARTS_SHELL.test(program)) return []
  const at = words.findIndex(({value}, index) => index > 0 && /^-[a-z]*c$/.test(value ?? ''))
  const isShell =
    RUNS.test(program) || program === 'su' || words.slice(1, at).some((word) => RUNS.test(programOf(word)))
  const script = at > 0 && isShell ? words[at + 1] : program === 'ssh' ? words[remoteAt(words)] : undefined
  return node.args.filter((arg) => arg.type === 'Word' && source.at(arg.pos) === script?.range.start)
}

/** The text between the quotes; null where the outer shell changes it. */
function scriptOf(pos: number, end: number, source: Spliced): Spliced | null {
  const quote = source.text[pos]
  const text = source.text.slice(pos + 1, end - 1)
  const isWhole = end - pos > 2 && source.text[end - 1] === quote && /\s/.test(text)
  const isPlain = quote === "'" ? !text.includes("'") : quote === '"' && !/[\\$`"]/.test(text)
  return isWhole && isPlain ? source.slice(pos + 1, end - 1) : null
}

const PRINTS = /^(?:echo|printf)$/

/** A list of assignments alone could be left empty by fixes of each. */
function isMore({command}: Statement): boolean {
  return command.type !== 'Command' || (command.name !== undefined && !DECLARATION.test(command.name.text))
}

/** A command that calls nobody's API sees no environment that matters: what follows it may be added to its scope. */
function scopeFor(line: readonly Token[], pairs: readonly KeyValue[], flow: Flow): Scope {
  return flow.scopeFor(pairs.length > 0 || !QUIET.test(line[0]?.value ?? ''))
}

const QUIET =
  /^(?:echo|printf|cat|cd|pushd|popd|set|shopt|trap|:|true|false|unset|source|\.|umask|alias|return|exit|\[|test|shift|read|mkdir|touch|cp|mv|rm|ln|ls|chmod|chown|sleep|date|grep|sed|awk|tr|cut|head|tail|which|type|hash|id|whoami|uname|hostname|apt-get|apt|apk|yum|dnf|tar|unzip|tee)$/

function wordsOf(node: Command, reader: Reader): readonly Token[] {
  const words = [node.name, ...node.args].flatMap((word) => (word?.type === 'Word' ? toToken(word, reader.source) : []))
  return unwrap(words).words
}

/** Entries that `export`, `declare -x` and their like make. */
function declare(name: string, words: readonly Token[], pairs: readonly KeyValue[], flow: Flow): (Entry | null)[] {
  const flags = words.flatMap(({value}) => (value !== null && /^-\w/.test(value) ? value : [])).join('')
  if (name === 'export' && flags.includes('f')) return []
  const bare = words.flatMap(({value, pair}) => (pair === null && value !== null && /^\w+$/.test(value) ? value : []))
  if (name === 'export' && flags.includes('n')) {
    for (const each of [...bare, ...pairs.map(({key}) => key)]) flow.forget(each)
    return []
  }
  const exports = name === 'export' || flags.includes('x')
  if (exports) for (const each of bare) flow.exportName(each)
  return pairs.map((pair) => (exports ? flow.export(pair) : flow.assign(pair)))
}

function switchExports({value: name}: Token, words: readonly Token[], flow: Flow): void {
  const [first, second] = words.map(({value}) => value ?? '')
  if (name === 'unset') for (const {value} of words) if (value !== null && !value.startsWith('-')) flow.forget(value)
  if (name !== 'set' || first === undefined) return
  if (/^-[a-z]*a/.test(first) || (first === '-o' && second === 'allexport')) flow.exportAll(true)
  if (/^\+[a-z]*a/.test(first) || (first === '+o' && second === 'allexport')) flow.exportAll(false)
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

/** Lines of a here-document that nothing here reads may hold a credential all the same. */
function hideSecrets({pos, end}: SyntaxNode, {source, context}: Reader): void {
  for (const {0: line, index} of source.text.slice(pos, end).matchAll(/[^\n]+/g)) {
    const secret = looseSecret(source.text, {start: pos + index, end: pos + index + line.length})
    if (secret !== null) context.out.secrets.push(source.tight(secret.start, secret.end))
  }
}

function isBroken({pos, end}: SyntaxNode, {broken}: Reader): boolean {
  return broken.some((position) => pos <= position && position < end)
}

const DECLARATION = /^(?:export|declare|typeset|local|readonly)$/

function isDeclaration({value}: Token): boolean {
  return DECLARATION.test(value ?? '')
}

/** GitHub's way to set a variable for the steps that follow. */
function readEcho(words: readonly Token[], context: CommandContext): void {
  const [word, more] = words.slice(1).filter(({value}) => value === null || !/^-[neE]+$/.test(value))
  if (word?.pair && more === undefined && !/[\r\n]/.test(word.written)) addEnv(word.pair, context)
}

/** Azure's: it reads what a step prints. */
function readTaskVariable(word: Token, context: CommandContext): void {
  for (const pair of pairsIn(word, /^(##vso\[task\.setvariable\s+variable=)([A-Za-z_]\w*)[^\]]*\](.*)$/g))
    addEnv(pair, context)
}

/** `echo K=V | tee -a "$GITHUB_ENV"`. */
function isTeed(sink: Command | null): boolean {
  return sink?.name?.text === 'tee' && sink.args.some(({text}) => GITHUB_ENV.test(text))
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
