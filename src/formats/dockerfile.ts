import type {Document, Entry, Format, ParseContext, Parsed, Problem, Range, Scope, ShellOut} from '../model.js'
import {readCommandLine} from './command-line.js'
import {dockerfileEdits, type Place} from './dockerfile-edits.js'
import {execTokens} from './dockerfile-exec.js'
import {copiedFiles} from './dockerfile-heredocs.js'
import {type Instruction, readInstructions} from './dockerfile-lines.js'
import {readPairs} from './dockerfile-pairs.js'
import {type Stage, stagesOf} from './dockerfile-stages.js'
import {looseSecret} from './loose-secrets.js'
import {readShell, readSplicedShell} from './shell.js'

export const dockerfile: Format = {id: 'dockerfile', parse}

function parse(document: Document, {wanted}: ParseContext): Parsed {
  const {text} = document
  const {escape, instructions, comments, problems} = readInstructions(text)
  const out: Output = {
    entries: [],
    commands: [],
    comments: [...comments],
    scopes: [],
    secrets: [],
    embedded: [],
    problems: [...problems],
    places: new Map(),
  }
  const stages = stagesOf(document, instructions)
  for (const stage of stages) readStage(stage, {text, escape, out, wanted: wanted?.pattern ?? null})
  out.secrets.push(
    ...[...comments, ...out.problems.map(({range}) => range)].flatMap((range) => looseSecret(text, range) ?? []),
  )
  const {places, ...parsed} = out
  parsed.comments.sort(byStart)
  return {...parsed, ...dockerfileEdits({text, escape, stages, places, comments, entries: parsed.entries})}
}

function byStart(a: Range, b: Range): number {
  return a.start - b.start
}

interface Output extends ShellOut {
  readonly problems: Problem[]
  readonly places: Map<Entry, Place>
}

interface Reading {
  readonly text: string
  readonly escape: string
  readonly out: Output
  /** What a command must hold to be read: most lines of a build install packages. */
  readonly wanted: RegExp | null
}

function readStage({scope, instructions}: Stage, reading: Reading): void {
  const {out} = reading
  // The file itself is a scope only where it says something.
  const isSaid = scope.kind === 'stage' || instructions.some(({keyword}) => READ.test(keyword))
  if (isSaid) out.scopes.push(scope)
  let isShell = true
  let runs = 0
  for (const instruction of instructions) {
    const {keyword} = instruction
    if (keyword === 'SHELL') isShell = isPosix(instruction)
    else if (PAIRS.test(keyword)) takePairs(instruction, scope, reading)
    else if (keyword === 'RUN') readRun(instruction, runScope(instruction, scope, runs++), isShell, reading)
    else if (keyword === 'COPY' || keyword === 'ADD')
      out.embedded.push(...copiedFiles(reading.text, instruction, scope, reading.escape))
    else if (keyword === 'CMD' || keyword === 'ENTRYPOINT') readCommands(instruction, scope, isShell, reading)
  }
}

const PAIRS = /^(?:ENV|ARG)$/
const READ = /^(?:ENV|ARG|RUN|CMD|ENTRYPOINT)$/

function takePairs(instruction: Instruction, scope: Scope, {escape, out}: Reading): void {
  const {entries, secrets, problems} = readPairs(instruction, scope, escape)
  for (const {entry, place} of entries) {
    out.entries.push(entry)
    out.places.set(entry, place)
  }
  out.secrets.push(...secrets)
  out.problems.push(...problems)
}

function isPosix({line, from}: Instruction): boolean {
  const [shell] = execTokens(line.slice(from, line.text.length)) ?? []
  return shell === undefined || /(?:^|\/)(?:ba|da|a|z|k)?sh$/.test(shell.value ?? '')
}

function runScope({range}: Instruction, stage: Scope, index: number): Scope {
  return {id: `${stage.id}/run:${index}`, kind: 'run', name: String(index), range, parent: stage, links: [], adds: null}
}

function readRun(instruction: Instruction, scope: Scope, isShell: boolean, reading: Reading): void {
  reading.out.scopes.push(scope)
  const {heredocs, line, from} = instruction
  const [heredoc] = heredocs
  if (heredoc === undefined) return readCommands(instruction, scope, isShell, reading)
  if (!takesScript(line.text.slice(from))) return readWithInput(instruction, scope, isShell, reading)
  const body = reading.text.slice(heredoc.body.start, heredoc.body.end)
  if (reading.wanted?.test(body) === false) return
  const hasShell = /^#!/.test(body) ? /^#!\S*(?:\/|\s)(?:ba|da|a|z|k)?sh\b/.test(body) : isShell
  if (hasShell) readAs('shell', reading, () => readShell(body, heredoc.body.start, scope, reading.out, [scope.id]))
}

/** The shell reads the here-document of `RUN cat > file <<EOF` itself, and its continuation lines as well. */
function readWithInput({line, from, range}: Instruction, scope: Scope, isShell: boolean, reading: Reading): void {
  const flags = FLAGS.exec(line.text.slice(from))![0].length
  const start = line.at(from + flags)
  const text = reading.text.slice(start, range.end)
  if (isShell) readAs('shell', reading, () => readShell(text, start, scope, reading.out, [scope.id]))
}

/** `RUN <<EOF` and `RUN bash -e <<EOF`: the here-document is the script. Elsewhere it is a command's input. */
function takesScript(args: string): boolean {
  return /^(?:(?:\/\S*\/)?(?:ba|da|a|z|k)?sh(?:\s+-\w+)*\s+)?<<-?[^<\s]+\s*$/.test(args.replace(FLAGS, ''))
}

const FLAGS = /^(?:--[a-z][\w-]*(?:=\S*)?\s+)*/

function readCommands(instruction: Instruction, scope: Scope, isShell: boolean, reading: Reading): void {
  const {line, from, keyword} = instruction
  if (reading.wanted?.test(line.text) === false) return
  const flags = keyword === 'RUN' ? FLAGS.exec(line.text.slice(from))![0].length : 0
  const source = line.slice(from + flags, line.text.length)
  const {out} = reading
  const tokens = execTokens(source)
  if (tokens === null) {
    if (isShell) readAs('shell', reading, () => readSplicedShell(source, scope, out, [scope.id]))
  } else if (tokens.length > 0) {
    readAs('json', reading, () => readCommandLine(tokens, [], instruction.range, {scope, pathPrefix: [scope.id], out}))
  }
}

/** Remembers how the entries that `read` adds are written. */
function readAs(kind: 'shell' | 'json', {out}: Reading, read: () => void): void {
  const first = out.entries.length
  read()
  for (const entry of out.entries.slice(first)) out.places.set(entry, {kind})
}
