import type {Embedded, Range, Scope} from '../model.js'
import {embed} from './embed.js'
import {splice} from './spliced.js'

/** A here-string, and the file it is written to. */
export interface WrittenText {
  readonly range: Range
  readonly embedded: Embedded
}

const HERE_STRING = /@(["'])[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?\1@/g
const WRITES = /\b(?:Set-Content|Add-Content|Out-File|WriteAllText)\b/i
const PATH = /(?:["'(]|-(?:File|Literal)?Path[ :]+["']?)([^"'\s,;|()]*[\\/][^"'\s,;|()]+)/i

/**
 * Files that here-strings write: `@"…"@ | Set-Content PATH`, `Set-Content -Path PATH -Value @"…"@`, `$text = @"…"@` and
 * `Set-Content PATH $text` further on. A variable in the path is a folder's name more often than the file's.
 */
export function writtenTexts(text: string, scope: Scope): WrittenText[] {
  return [...text.matchAll(HERE_STRING)].flatMap(({0: whole, 1: quote, 2: body = '', index}) => {
    const start = index + whole.indexOf('\n') + 1
    const end = index + whole.length
    const before = text.slice(text.lastIndexOf('\n', index) + 1, index)
    const after = /^[^\n]*/.exec(text.slice(end))![0]
    const name = /\$(\w+)\s*=\s*$/.exec(before)?.[1]
    const command = WRITES.test(before + after) ? `${before} ${after}` : name && writerOf(text.slice(end), name)
    const path = command ? PATH.exec(command)?.[1]?.replaceAll('\\', '/') : undefined
    if (path === undefined) return []
    const range = {start, end: start + body.length}
    const embedded = embed({
      source: splice(text, [range]),
      path,
      scope,
      computed: quote === '"' ? computedIn(body) : [],
      // Before the end mark of a string in double quotes nothing may be escaped by accident.
      fits: (written) => quote === "'" || !/[$`]/.test(written),
      ...(/\bAdd-Content\b|-Append\b/i.test(command!) ? {isPart: true} : {}),
    })
    return [{range: {start: index, end}, embedded}]
  })
}

function writerOf(text: string, name: string): string | undefined {
  const lines = text.split(/\r?\n/)
  return lines.find((line) => WRITES.test(line) && new RegExp(String.raw`\$${name}\b`, 'i').test(line))
}

function computedIn(body: string): Range[] {
  return [...body.matchAll(/\$(?:\{[^}\n]*\}|\([^)\n]*\)|\w+(?::\w+)?)/g)].map(({0: found, index}) => ({
    start: index,
    end: index + found.length,
  }))
}
