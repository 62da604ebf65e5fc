import type {Node} from '../formats/tree.js'
import type {Pattern} from '../model.js'

/** A pattern's segments: `*` one segment (or part of one), `**` any number. */
export function segments(pattern: Pattern): readonly string[] {
  if (typeof pattern !== 'string') return pattern
  const known = split.get(pattern)
  if (known) return known
  const made = pattern === '' ? [] : pattern.split('.')
  split.set(pattern, made)
  return made
}

/** Patterns are those of the rows: few, and asked for at every node. */
const split = new Map<string, readonly string[]>()

/**
 * The path of what stands beside the entry at `path`. `key` is relative to the map that holds the entry's last named
 * segment; each leading `^` goes one map up.
 */
export function besidePath(path: readonly string[], key: Pattern): string[] {
  const [first = '', ...rest] = typeof key === 'string' ? [key] : key
  const named = path.findLastIndex((segment) => !/^\d+$/.test(segment))
  const ups = /^[\^.]*/.exec(first)![0]
  const base = path.slice(0, Math.max(0, named - ups.replaceAll('.', '').length))
  const inner = first.slice(ups.length)
  return [...base, ...(typeof key === 'string' ? segments(inner) : [inner, ...rest])]
}

const globs = new Map<string, RegExp>()

/** A glob on one string: `*` stands for any text, everything else for itself. */
export function globMatches(glob: string, text: string): boolean {
  if (!glob.includes('*')) return glob === text
  let regex = globs.get(glob)
  if (!regex) {
    regex = new RegExp(`^${globSource(glob)}$`, 's')
    globs.set(glob, regex)
  }
  return regex.test(text)
}

/** Whether one of the globs matches: most strings match none, and are asked once. */
export function anyGlob(patterns: readonly string[]): (text: string) => boolean {
  if (patterns.length === 0) return () => false
  const regex = new RegExp(`^(?:${[...new Set(patterns)].map(globSource).join('|')})$`, 's')
  return (text) => regex.test(text)
}

function globSource(glob: string): string {
  return glob
    .split('*')
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('.*')
}

export function pathMatches(pattern: readonly string[], path: readonly string[]): boolean {
  return matchesFrom(pattern, 0, path, 0)
}

function matchesFrom(pattern: readonly string[], p: number, path: readonly string[], i: number): boolean {
  const segment = pattern[p]
  if (segment === undefined) return i === path.length
  if (segment !== '**') {
    const name = path[i]
    return name !== undefined && globMatches(segment, name) && matchesFrom(pattern, p + 1, path, i + 1)
  }
  for (let rest = i; rest <= path.length; rest++) if (matchesFrom(pattern, p + 1, path, rest)) return true
  return false
}

export interface Found {
  readonly node: Node
  readonly path: readonly string[]
}

/** Every node below `node` whose relative path matches, in document order. */
export function find(node: Node, pattern: readonly string[], path: readonly string[] = []): Found[] {
  if (!pattern.includes('**')) {
    const found: Found[] = []
    descend(node, pattern, 0, path, found)
    return found
  }
  const found = new Map<Node, Found>()
  walk(node, pattern, 0, path, found)
  return [...found.values()]
}

/** Without `**` no node is met twice. */
function descend(node: Node, pattern: readonly string[], p: number, path: readonly string[], found: Found[]): void {
  const segment = pattern[p]
  if (segment === undefined) {
    found.push({node, path})
  } else if (node.kind === 'map') {
    for (const {key, value} of node.pairs) {
      if (globMatches(segment, key)) descend(value, pattern, p + 1, [...path, key], found)
    }
  } else if (node.kind === 'list') {
    node.items.forEach((item, index) => {
      if (globMatches(segment, String(index))) descend(item, pattern, p + 1, [...path, String(index)], found)
    })
  }
}

function walk(
  node: Node,
  pattern: readonly string[],
  p: number,
  path: readonly string[],
  found: Map<Node, Found>,
): void {
  const segment = pattern[p]
  if (segment === undefined) {
    if (!found.has(node)) found.set(node, {node, path})
    return
  }
  if (segment === '**') walk(node, pattern, p + 1, path, found)
  const next = segment === '**' ? p : p + 1
  for (const [key, child] of children(node)) {
    if (segment === '**' || globMatches(segment, key)) walk(child, pattern, next, [...path, key], found)
  }
}

export function children(node: Node): (readonly [string, Node])[] {
  if (node.kind === 'map') return node.pairs.map((pair) => [pair.key, pair.value] as const)
  if (node.kind === 'list') return node.items.map((item, index) => [String(index), item] as const)
  return []
}

/** The text of the first scalar at a relative path, or null. */
export function scalarAt(node: Node, pattern: readonly string[]): string | null {
  for (const {node: found} of find(node, pattern)) {
    if (found.kind === 'scalar') return found.value ?? found.expression
  }
  return null
}

/** Whether each named key below `node` is there and its text matches the glob; `*` also accepts maps and lists. */
export function holds(node: Node, conditions: Readonly<Record<string, string>> | undefined): boolean {
  if (conditions === undefined) return true
  return Object.entries(conditions).every(([key, glob]) => {
    const found = find(node, segments(key))
    if (glob === '*') return found.length > 0
    return found.some(({node: at}) => at.kind === 'scalar' && globMatches(glob, at.value ?? at.expression ?? ''))
  })
}

const fileGlobs = new Map<string, RegExp>()

/**
 * File globs: `*` stays within one name, `**` crosses folders, a glob without `/` matches the base name.
 * Written here because picomatch would be the slowest import of a small run.
 */
export function fileMatches(glob: string, path: string): boolean {
  const target = glob.includes('/') ? path : path.slice(path.lastIndexOf('/') + 1)
  let regex = fileGlobs.get(glob)
  if (!regex) {
    const source = glob
      .replace(/[\\^$.|+()[\]]/g, '\\$&')
      .replace(/\*\*\/|\*\*|\*|\?/g, (mark) => ({'**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]'})[mark]!)
      .replace(/\{([^}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`)
    regex = new RegExp(`(?:^|/)${source}$`, 'i')
    fileGlobs.set(glob, regex)
  }
  return regex.test(target)
}
