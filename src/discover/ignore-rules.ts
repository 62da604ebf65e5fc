import {existsSync, readFileSync} from 'node:fs'
import {basename, dirname, join, resolve, sep} from 'node:path'
import type {Ignore, Options} from 'ignore'
import {candidates, rebase} from './ignore-patterns.js'

/**
 * What holds inside one directory: the rules of its ignore files after those of all above it, rebased to the topmost, so
 * that one question has git's answer, in which a directory that is out takes everything in it along.
 */
export interface Level {
  readonly top: string
  readonly rules: Ignore
  readonly mayMatch: (name: string) => boolean
}

export type IgnoreFactory = (options?: Options) => Ignore

/** Dependencies, caches, build products and recordings: never the place of a setting, and often enormous. */
const SKIPPED: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  '.terraform',
  '.terragrunt-cache',
  'cdk.out',
  '.serverless',
  '.aws-sam',
  '.venv',
  'venv',
  '.tox',
  '__pycache__',
  '__snapshots__',
  'cassettes',
  '.hg',
  '.svn',
  '.jj',
])

const IGNORE_FILES: readonly string[] = ['.gitignore', '.stslintignore']

/** Whether a name in a directory means that it may have rules of its own. */
export function bringsRules(name: string): boolean {
  return name.startsWith('.') && (name === '.git' || IGNORE_FILES.includes(name))
}

/** The config's own word on a path, before any ignore file's; null where it says nothing. */
export type Excludes = (absolute: string, isDirectory: boolean) => boolean | null

/**
 * Whether something met on the way down is left out. What is skipped by name can be had back with `!vendor/` in an ignore
 * file; `.git` cannot.
 */
export function isIgnored(absolute: string, isDirectory: boolean, level: Level | null, excludes: Excludes): boolean {
  const name = absolute.slice(absolute.lastIndexOf(sep) + 1)
  if (isDirectory && name === '.git') return true
  const said = excludes(absolute, isDirectory) ?? verdict(level, absolute, name, isDirectory)
  return said ?? (isDirectory && SKIPPED.has(name))
}

/** `ignore` globs are relative to the working directory; a predicate knows its own base. */
export function createExcludes(
  ignore: readonly string[] | ((absolute: string) => boolean),
  cwd: string,
  create: IgnoreFactory,
): Excludes {
  if (typeof ignore === 'function') return (absolute) => ignore(absolute) || null
  if (ignore.length === 0) return () => null
  const level = levelOf(cwd, ignore.join('\n'), null, create)
  return (absolute, isDirectory) => verdict(level, absolute, basename(absolute), isDirectory)
}

/** True and false are what a rule says, null is that none speaks of it. */
function verdict(level: Level | null, absolute: string, name: string, isDirectory: boolean): boolean | null {
  if (level === null || !level.mayMatch(name)) return null
  const path = below(absolute, level.top)
  if (path === null) return null
  const {ignored, unignored} = level.rules.test(isDirectory ? `${path}/` : path)
  return ignored || unignored ? ignored : null
}

/** By prefix: both came from one walk, and `path.relative` per candidate would show in a large tree. */
function below(absolute: string, directory: string): string | null {
  const start = directory.endsWith(sep) ? directory.length : directory.length + 1
  if (absolute.length <= start || absolute[start - 1] !== sep || !absolute.startsWith(directory)) return null
  const path = absolute.slice(start)
  return sep === '/' ? path : path.split(sep).join('/')
}

/** The rules for what is in `directory`. */
export function descend(level: Level | null, directory: string, create: IgnoreFactory): Level | null {
  const text = ignoreText(directory)
  return text === '' ? level : levelOf(directory, text, level, create)
}

function levelOf(directory: string, text: string, above: Level | null, create: IgnoreFactory): Level {
  const top = above?.top ?? directory
  // Case counts, as git has it on most systems, and so that a tree gives the same findings on every one.
  const rules = create({ignorecase: false})
  if (above !== null) rules.add(above.rules)
  rules.add(rebase(text, below(directory, top)))
  const own = candidates(text)
  return {top, rules, mayMatch: above === null ? own : (name) => own(name) || above.mayMatch(name)}
}

/**
 * The rules that `root`, where a walk starts, is under: from `top` down to the directory it is in. An ignore file that has
 * the root itself out is passed over, since the user named it.
 */
export function levelAbove(root: string, top: string, create: IgnoreFactory): Level | null {
  const steps: string[] = []
  for (let at = root; at !== top && at !== dirname(at); at = dirname(at)) steps.unshift(dirname(at))
  return steps.reduce<Level | null>((level, step) => {
    const next = descend(level, step, create)
    const path = next === null ? null : below(root, next.top)
    return path !== null && next?.rules.test(`${path}/`).ignored ? level : next
  }, null)
}

/** The work tree's root above (or at) a directory, as git finds it. */
export function repositoryRoot(directory: string): string | null {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (at === dirname(at)) return null
  }
}

function ignoreText(directory: string): string {
  return [readExclude(directory), ...IGNORE_FILES.map((name) => readText(join(directory, name)))]
    .filter(Boolean)
    .join('\n')
}

/** `.git/info/exclude`; in a linked work tree `.git` is a file that names the place, and the exclude file is the main one's. */
function readExclude(directory: string): string {
  const git = join(directory, '.git')
  if (!existsSync(git)) return ''
  const pointer = /^gitdir: (.+?)\s*$/.exec(readText(git))?.[1]
  if (pointer === undefined) return readText(join(git, 'info', 'exclude'))
  const own = resolve(directory, pointer)
  return readText(join(resolve(own, readText(join(own, 'commondir')).trim()), 'info', 'exclude'))
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch {
    return ''
  }
}
