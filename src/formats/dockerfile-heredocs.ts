import type {Embedded, Range, Scope} from '../model.js'
import type {Heredoc, Instruction} from './dockerfile-lines.js'
import {splitWords} from './dockerfile-words.js'
import {embed} from './embed.js'
import {splice} from './spliced.js'

const VARIABLE = /(?<!\\)\$(?:\w+|\{[^}]*\})/g

/** `COPY <<EOF /root/.aws/config`: the files that the here-documents of an instruction become. */
export function copiedFiles(
  text: string,
  {line, from, heredocs}: Instruction,
  scope: Scope,
  escape: string,
): Embedded[] {
  const words = splitWords(line.text, from, escape).map(({start, end}) => line.text.slice(start, end))
  const target = words.at(-1)
  if (target === undefined || target.startsWith('<<')) return []
  const marks = words.filter((word) => /^\d*<</.test(word))
  return heredocs.map((heredoc, index) => {
    const mark = marks[index] ?? ''
    // Several go into a folder, each under its own name.
    const path = target.endsWith('/') ? target + heredoc.name : target
    return fileOf(text, heredoc, {mark, path, scope})
  })
}

function fileOf(
  text: string,
  {body: {start, end}}: Heredoc,
  {mark, path, scope}: {readonly mark: string; readonly path: string; readonly scope: Scope},
): Embedded {
  const body = text.slice(start, end)
  const source = splice(body, mark.includes('<<-') ? withoutTabs(body) : [{start: 0, end: body.length}], start)
  if (/["']/.test(mark)) return embed({path, scope, source})
  const computed = [...source.text.matchAll(VARIABLE)].map(({0: name, index}) => ({
    start: index,
    end: index + name.length,
  }))
  return embed({path, scope, source, computed, fits: (newText) => !/[$\\]/.test(newText)})
}

function withoutTabs(body: string): Range[] {
  return [...body.matchAll(/\t*([^\n]*(?:\n|$))/g)]
    .filter(([line]) => line !== '')
    .map(({0: line, 1: rest, index}) => ({start: index + line.length - rest!.length, end: index + line.length}))
}
