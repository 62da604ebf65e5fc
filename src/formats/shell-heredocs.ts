import type {Command, HereDoc, Pipeline, Redirection, Word} from 'unbash'
import type {Embedded, Range, Scope} from '../model.js'
import {programOf, type Token} from './command-token.js'
import {embed} from './embed.js'
import type {Spliced} from './spliced.js'
import type {Target} from './written-files.js'

/** A command as the here-documents in it need it: its own words, and the command at the end of its pipe. */
export interface Reader {
  readonly node: Command
  readonly words: readonly Token[]
}

/** Documents in the here-documents of a command. `sink` is where its output goes. */
export function embedHeredocs(reader: Reader, sink: Reader | null, source: Spliced, scope: Scope): Embedded[] {
  const heredocs = reader.node.redirects.filter((redirect) => redirect.type === 'HereDoc')
  if (heredocs.length === 0) return []
  const target = targetOf(reader) ?? (sink && targetOf(sink))
  return target === null ? [] : heredocs.map((heredoc) => embedHeredoc(heredoc, target, source, scope))
}

function targetOf(reader: Reader): Target | null {
  const file = outputOf(reader.node.redirects)
  return file === undefined ? readBy(reader.words) : file
}

/** The file that a command's output, or a command list's, goes to; null where its name says nothing, undefined for none. */
export function outputOf(redirects: readonly Redirection[]): Target | null | undefined {
  const file = redirects.findLast(isOutput)
  if (file?.type !== 'Redirect') return undefined
  const path = pathOf(file.target)
  return path === null ? null : {path, ...(file.operator === '>>' ? {isPart: true} : {})}
}

/** The same for one that only prints: to its own file, to `tee`'s, or to that of the list it stands in. */
export function printTarget({node}: Pick<Reader, 'node'>, sink: Reader | null, list: Target | null): Target | null {
  const own = outputOf(node.redirects)
  if (own !== undefined) return own
  if (sink === null) return list
  return programOf(sink.words[0]) === 'tee' ? teeOf(sink.words) : null
}

function isOutput(redirect: Redirection): boolean {
  if (redirect.type !== 'Redirect' || !/^(?:&?>>?|>\|)$/.test(redirect.operator)) return false
  const {descriptor, target} = redirect
  return (
    (descriptor === undefined || (descriptor.type === 'FileDescriptor' && descriptor.value === 1)) &&
    target?.text !== '/dev/null'
  )
}

/** As written: a variable in it is a folder's name more often than the file's. */
function pathOf(word: Word | undefined): string | null {
  const text = word?.text.replace(/["']/g, '') ?? ''
  if (/\bAWS_CONFIG_FILE\b/.test(text)) return '.aws/config'
  if (/\bAWS_SHARED_CREDENTIALS_FILE\b/.test(text)) return '.aws/credentials'
  // CircleCI's shells read it first.
  if (/^\$\{?BASH_ENV\b/.test(text)) return 'bash_env.sh'
  return text === '' ? null : text
}

/** Commands that read a file from standard input, and what that file is. */
const STANDARD_INPUT: readonly (readonly [program: RegExp, flag: RegExp, path: string])[] = [
  [/^(?:kubectl|oc|k|k3s)$/, /^(?:-f|--filename)(?:=?-|=?\/dev\/stdin)?$/, 'stdin.yaml'],
  [/^helm$/, /^(?:-f|--values)(?:=?-|=?\/dev\/stdin)?$/, 'values.yaml'],
  [
    /^(?:eksctl|kops|kind|kapp|argocd)$/,
    /^(?:-f|--config-file|--config|--filename)(?:=?-|=?\/dev\/stdin)?$/,
    'stdin.yaml',
  ],
  [/^docker(?:-compose)?$/, /^(?:-f|--file)(?:=?-)?$/, 'compose.yaml'],
]

const SHELL = /^(?:\S*\/)?(?:ba|da|a|z|k)?sh$/
const ELSEWHERE = /^(?:ssh|docker|podman|nerdctl|kubectl|oc|chroot|vagrant|su|lxc|multipass|limactl)$/

function readBy(words: readonly Token[]): Target | null {
  const values = words.map(({value}) => value ?? '')
  const program = values[0]?.replace(/^.*\//, '') ?? ''
  if (program === 'tee') return teeOf(words)
  if (SHELL.test(program))
    return values.slice(1).every((value) => value.startsWith('-')) ? {path: 'stdin.sh', inherits: true} : null
  for (const [tool, flag, path] of STANDARD_INPUT) {
    const at = tool.test(program) ? values.findIndex((value) => flag.test(value)) : -1
    if (at > 0 && (/-$|stdin$/.test(values[at]!.slice(2)) || /^(?:-|\/dev\/stdin)$/.test(values[at + 1] ?? '')))
      return {path}
  }
  if (program === 'ssh') return {path: 'stdin.sh'}
  return ELSEWHERE.test(program) && values.slice(1).some((value) => SHELL.test(value)) ? {path: 'stdin.sh'} : null
}

function teeOf(words: readonly Token[]): Target | null {
  const isPart = words.some(({value}) => /^(?:-a|--append)$/.test(value ?? ''))
  const file = words.slice(1).find(({written}) => !written.startsWith('-'))
  return file === undefined ? null : {path: file.written.replace(/["']/g, ''), ...(isPart ? {isPart: true} : {})}
}

function embedHeredoc(heredoc: HereDoc, {path, ...target}: Target, source: Spliced, scope: Scope): Embedded {
  const {body, operator, delimiter} = heredoc
  const isRaw = delimiter?.quoted === true
  const kept = keptOf(source.text, body, operator === '<<-', isRaw)
  const expansions = isRaw ? [] : (body.parts ?? []).filter(({type}) => type !== 'Literal')
  return embed({
    path,
    scope,
    ...target,
    source: source.pick(kept),
    computed: expansions.map(({pos, end}) => ({start: innerOf(kept, pos), end: innerOf(kept, end)})),
    ...(isRaw ? {} : {fits: (text: string) => !/[$`\\]/.test(text)}),
  })
}

/** The body without the tabs that `<<-` takes off, and without the backslashes that the shell does. */
function keptOf(
  text: string,
  {pos, end}: {readonly pos: number; readonly end: number},
  isDashed: boolean,
  isRaw: boolean,
): Range[] {
  const gone = isRaw ? (isDashed ? /^\t+/gm : null) : isDashed ? /^\t+|\\(?=[$`\\])|\\\n/gm : /\\(?=[$`\\])|\\\n/g
  const kept: Range[] = []
  let start = pos
  if (gone !== null) {
    const body = text.slice(pos, end)
    for (let match = gone.exec(body); match !== null; match = gone.exec(body)) {
      kept.push({start, end: pos + match.index})
      start = pos + match.index + match[0].length
      // What a backslash quotes starts nothing.
      if (match[0] === '\\') gone.lastIndex += 1
    }
  }
  return [...kept, {start, end}]
}

function innerOf(kept: readonly Range[], position: number): number {
  let length = 0
  for (const {start, end} of kept) {
    if (position <= end) return length + Math.max(0, position - start)
    length += end - start
  }
  return length
}

/** The last command of a pipe takes what the first has read. */
export function lastOf({commands}: Pipeline): Command | null {
  const last = commands.at(-1)
  return last?.type === 'Command' ? last : null
}
