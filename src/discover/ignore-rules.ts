import {existsSync, readFileSync} from 'node:fs'
import {basename, dirname, join, resolve, sep} from 'node:path'
import type {Ignore, Options} from 'ignore'

/** The ignore files of one directory, asked before those above it. */
export interface Level {
  readonly directory: string
  readonly rules: Ignore
  readonly mayMatch: (name: string) => boolean
  readonly parent: Level | null
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
  for (let at = level; at !== null; at = at.parent) {
    if (!at.mayMatch(name)) continue
    const path = below(absolute, at.directory)
    if (path === null) continue
    const {ignored, unignored} = at.rules.test(isDirectory ? `${path}/` : path)
    if (ignored || unignored) return ignored
  }
  return null
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

function levelOf(directory: string, text: string, parent: Level | null, create: IgnoreFactory): Level {
  // As git has it on most systems, and so that a tree gives the same findings on every one.
  const rules = create({ignorecase: false}).add(text)
  return {directory, rules, mayMatch: candidates(text), parent}
}

/** Without the levels that ignore `directory` itself: they have lost, to a nearer level or to the user who named it. */
export function exempt(level: Level | null, directory: string): Level | null {
  if (level === null) return null
  const parent = exempt(level.parent, directory)
  const path = below(directory, level.directory)
  const mayMatch = path?.split('/').some(level.mayMatch) ?? false
  if (mayMatch && level.rules.test(`${path}/`).ignored) return parent
  return parent === level.parent ? level : {...level, parent}
}

/** The rules that hold inside `directory`, from the repository's root (or `top`) down. */
export function chain(directory: string, top: string, create: IgnoreFactory): Level | null {
  const steps: string[] = []
  for (let at = directory; at !== top && at !== dirname(at); at = dirname(at)) steps.unshift(at)
  return steps
    .slice(0, -1)
    .reduce((level, step) => descend(level, step, create), directory === top ? null : descend(null, top, create))
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
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/**
 * Which names a rule's last segment could match. Nearly every file is cleared by its name here, so `ignore`, which costs as
 * much as the rest of the walk, is asked about few. It may say yes too often and never no wrongly: what lies in an ignored
 * directory is not met at all.
 */
function candidates(text: string): (name: string) => boolean {
  const literal = new Set<string>()
  const wild: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const segment = lastSegment(line)
    if (segment === null) continue
    if (/[*?[\\]/.test(segment)) wild.push(toSource(segment))
    else literal.add(segment)
  }
  if (wild.length === 0) return (name) => literal.has(name)
  const pattern = new RegExp(`^(?:${wild.join('|')})$`, 's')
  return (name) => literal.has(name) || pattern.test(name)
}

function lastSegment(line: string): string | null {
  if (line.trim() === '' || line.startsWith('#')) return null
  if (/\[[^\]]*\/|\\[!#]/.test(line)) return '*'
  const body = line.replace(/^!/, '').replace(/ +$/, '').replace(/\/+$/, '')
  return body.slice(body.lastIndexOf('/') + 1)
}

/** A bracket is any character, and from one that is not plain on anything: exactness is `ignore`'s part. */
function toSource(segment: string): string {
  const plain = segment.replace(/\[[\w-]+\]/g, '?')
  const exact = /^[^[\\]*/.exec(plain)?.[0] ?? ''
  const source = exact
    .replace(/[.+^${}()|\]]/g, String.raw`\$&`)
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
  return exact.length < plain.length ? `${source}.*` : source
}
