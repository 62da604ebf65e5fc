import {statSync} from 'node:fs'
import {dirname, isAbsolute, resolve, sep} from 'node:path'
import {detectFormat} from '../formats/detect.js'
import {fileKind} from '../formats/file-kind.js'
import type {FileRef} from '../model.js'
import {shownPath} from './shown-path.js'

/** A file that another one names, relative to it, such as a compose `env_file`. Null where there is none. */
export function resolveTarget(target: string, from: FileRef): FileRef | null {
  if (target === '' || target.includes('\0')) return null
  const absolute = resolve(dirname(from.absolute), target)
  if (!isFile(absolute)) return null
  const path = shownBeside(absolute, from)
  return {path, absolute, format: detectFormat(absolute) ?? 'dotenv', kind: fileKind(absolute)}
}

/** The name discovery would have given it: `from` tells which directory the run works in. */
function shownBeside(absolute: string, from: FileRef): string {
  const native = sep + from.path.split('/').join(sep)
  if (!isAbsolute(from.path) && from.absolute.endsWith(native)) {
    return shownPath(absolute, from.absolute.slice(0, -native.length) || sep)
  }
  return absolute.split(sep).join('/')
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
