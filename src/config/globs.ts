import {relative} from 'node:path'
import picomatch from 'picomatch'
import type {Globs} from './types.js'

/** A test on absolute paths. A pattern without a slash matches a name anywhere, one that names a directory all in it. */
export function compileGlobs({base, patterns}: Globs): (path: string) => boolean {
  const isMatch = picomatch(patterns.flatMap(expand), {dot: true})
  return (path) => {
    const local = relative(base, path).replaceAll('\\', '/')
    return !local.startsWith('../') && isMatch(local)
  }
}

function expand(pattern: string): string[] {
  const trimmed = pattern.replace(/^\.?\//, '').replace(/\/$/, '')
  const isAnchored = trimmed.includes('/') || /^\.?\//.test(pattern)
  const anywhere = isAnchored ? trimmed : `**/${trimmed}`
  return [anywhere, `${anywhere}/**`]
}
