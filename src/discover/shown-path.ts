import {isAbsolute, relative, sep} from 'node:path'

/** What reports show: relative to the working directory with `/`, absolute outside it. */
export function shownPath(absolute: string, cwd: string): string {
  const isPlain = absolute.startsWith(cwd) && absolute[cwd.length] === sep
  const inside = isPlain ? absolute.slice(cwd.length + 1) : within(absolute, cwd)
  return (inside === null || inside === '' ? absolute : inside).replaceAll(sep, '/')
}

/** The path below `directory`, empty for itself; null outside it. */
export function within(absolute: string, directory: string): string | null {
  const path = relative(directory, absolute)
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? null : path
}
