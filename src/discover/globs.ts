import {join, resolve, sep} from 'node:path'
import {UserError} from '../errors.js'

export function isGlob(path: string): boolean {
  return /[*?[\]{}]|^!/.test(path)
}

/**
 * What the globs a user wrote name: files and directories, absolute, directories with a separator at the end. Apart from the
 * walk and loaded on demand, because globby over a large tree costs ten times as much. Ignore files are the caller's.
 */
export async function expandGlobs(patterns: readonly string[], cwd: string): Promise<string[]> {
  const {globby} = await import('globby')
  const slashed = patterns.map((pattern) => (sep === '/' ? pattern : pattern.replaceAll(sep, '/')))
  const negative = slashed.filter((pattern) => pattern.startsWith('!'))
  const found = new Set<string>()
  for (const pattern of slashed.filter((one) => !one.startsWith('!'))) {
    const names = await globby([pattern, ...negative], {
      cwd,
      dot: true,
      onlyFiles: false,
      markDirectories: true,
      expandDirectories: false,
      followSymbolicLinks: false,
      suppressErrors: true,
      ignore: ['**/.git/**', '**/node_modules/**'],
    })
    if (names.length === 0)
      throw new UserError(
        'PATH_NOT_FOUND',
        `no file matches '${pattern}'; quote a glob so that the shell leaves it alone`,
      )
    for (const name of names) found.add(name.endsWith('/') ? join(resolve(cwd, name), sep) : resolve(cwd, name))
  }
  return [...found].sort()
}
