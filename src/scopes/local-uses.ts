import type {Entry} from '../model.js'
import type {Unit} from './view.js'

/** The local map of a Terraform module that holds an entry, and how its module's files are told; null for other entries. */
export function localOf({path: [block, name, key]}: Entry, {format, file: {path}}: Unit): Local | null {
  if (format !== 'hcl' || block !== 'locals' || name === undefined || key === undefined) return null
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const isIn = (other: string): boolean =>
    other.startsWith(folder) && /^[^/]+\.(?:tf|tofu|hcl)$/.test(other.slice(folder.length))
  return {name, isIn}
}

interface Local {
  readonly name: string
  /** Whether a file belongs to the module. */
  isIn(path: string): boolean
}

/**
 * Whether the module may lay other values over the map where it uses it, in any of its files: `merge(local.env, {…})`, or a
 * `for` that does more than list what is there. By the text: which values come out is the program's to say.
 */
export function isRemade({name, isIn}: Local, units: readonly Unit[]): boolean {
  const use = new RegExp(`(?<![\\w.])local\\.${name}(?![\\w-])`, 'g')
  return units.some(({file, document: {text}}) => isIn(file.path) && [...text.matchAll(use)].some(isChanged))
}

function isChanged({index, 0: {length}, input}: RegExpExecArray): boolean {
  const after = input.slice(index + length)
  if (/\bin\s+$/.test(input.slice(Math.max(0, index - 8), index))) return !LISTED.test(after)
  return /^\s*(?:,|\.\.\.)/.test(after)
}

/** `: {name = k, value = v}]`, `: k => v}`. */
const LISTED =
  /^\s*:\s*(?:\w+\s*=>\s*\w+|\{\s*"?name"?\s*[=:]\s*\w+\s*,?\s*"?value"?\s*[=:]\s*(?:\w+|tostring\(\w+\))\s*,?\s*\})\s*[\]}]/
