import {Chalk} from 'chalk'
import {FILE_HEADERS_ONLY, formatPatch, structuredPatch} from 'diff'
import type {Change} from './check-request.js'

/** The changes as one patch that `git apply` and `patch -p1` take. */
export function unifiedDiff(changes: readonly Change[], color: boolean): string {
  const patch = changes.map(filePatch).join('')
  return color ? patch.split('\n').map(paint).join('\n') : patch
}

function filePatch({file, before, after}: Change): string {
  const path = file.path.replace(/^\//, '')
  const patch = structuredPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {context: 3})
  return formatPatch(patch, FILE_HEADERS_ONLY)
}

const chalk = new Chalk({level: 1})

function paint(line: string): string {
  if (line.startsWith('--- ') || line.startsWith('+++ ')) return chalk.bold(line)
  if (line.startsWith('@@')) return chalk.cyan(line)
  if (line.startsWith('-')) return chalk.red(line)
  return line.startsWith('+') ? chalk.green(line) : line
}
