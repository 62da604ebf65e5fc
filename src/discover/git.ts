import {resolve} from 'node:path'
import {UserError} from '../errors.js'
import {codeOf} from '../fault.js'
import type {FileRef, Prefilter, Read} from '../model.js'
import {MAX_BYTES, readBytes} from './read.js'

/** What git says changed, as absolute paths. */
export interface Changed {
  readonly root: string
  readonly paths: readonly string[]
  /** Staged with a content that the work tree no longer has: git's is the one to lint. Null for every other file. */
  readStaged(file: FileRef, prefilter: Prefilter | null, maxBytes?: number): Read | null
}

export interface GitContext {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

type Git = (args: readonly string[]) => Buffer

/** What a commit would bring: all but what it takes away, a link that became a file included. A file that moved is a new one. */
const CHANGED = ['diff', '--name-only', '-z', '--no-renames']
const FILTER = '--diff-filter=ACMT'

export async function stagedFiles(context: GitContext): Promise<Changed> {
  const {git, root} = await openRepository(context)
  const staged = names(git([...CHANGED, '--cached', FILTER]), root)
  if (staged.length === 0) return {root, paths: [], readStaged: () => null}
  const differing = new Set(names(git(CHANGED), root))
  return {
    root,
    paths: staged,
    readStaged: (file, prefilter, maxBytes = MAX_BYTES) => {
      if (!differing.has(file.absolute)) return null
      const path = file.absolute.slice(root.length).replaceAll('\\', '/').replace(/^\//, '')
      // With filters, so that line ends and encoding are those a checkout would have.
      return readBytes(git(['cat-file', '--filters', `:${path}`]), prefilter, maxBytes)
    },
  }
}

/** Changed since `ref` parted from here, in commits or not, and what git does not know yet. */
export async function changedSince(ref: string, context: GitContext): Promise<Changed> {
  const {git, root} = await openRepository(context)
  const base = mergeBase(git, commitOf(git, ref))
  const changed = names(git([...CHANGED, FILTER, base, '--']), root)
  const untracked = names(git(['ls-files', '--others', '--exclude-standard', '-z']), root)
  return {root, paths: [...changed, ...untracked], readStaged: () => null}
}

function commitOf(git: Git, ref: string): string {
  const isOption = ref.startsWith('-') || ref.trim() === ''
  const commit = isOption ? null : attempt(() => git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]))
  if (commit !== null) return commit.toString('utf8').trim()
  throw new UserError(
    'GIT_FAILED',
    `git knows no revision '${ref}' here; in CI fetch it first (a full clone, or git fetch origin ${ref})`,
  )
}

/** Unrelated or shallow histories have none: then everything that differs from the revision itself. */
function mergeBase(git: Git, commit: string): string {
  return (
    attempt(() => git(['merge-base', commit, 'HEAD']))
      ?.toString('utf8')
      .trim() ?? commit
  )
}

function attempt(run: () => Buffer): Buffer | null {
  try {
    return run()
  } catch {
    return null
  }
}

async function openRepository({cwd, env}: GitContext): Promise<{git: Git; root: string}> {
  const {execFileSync} = await import('node:child_process')
  const runIn =
    (directory: string): Git =>
    (args) => {
      try {
        return execFileSync('git', args, {cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 30})
      } catch (error) {
        throw failure(error, cwd)
      }
    }
  // Relative, because git's absolute answer has symbolic links resolved and our paths have not.
  const [inside, up = ''] = runIn(cwd)(['rev-parse', '--is-inside-work-tree', '--show-cdup'])
    .toString('utf8')
    .split('\n')
  // A bare repository, or the directory that git keeps for itself: there git names nothing, and nothing would pass for clean.
  if (inside !== 'true') throw noWorkTree(cwd)
  const root = resolve(cwd, up)
  return {git: runIn(root), root}
}

function noWorkTree(cwd: string): UserError {
  return new UserError(
    'GIT_FAILED',
    `--staged and --since need a work tree, and ${cwd} is a bare repository or inside .git`,
  )
}

function failure(error: unknown, cwd: string): UserError {
  if (codeOf(error) === 'ENOENT') {
    return new UserError('GIT_FAILED', '--staged and --since need git, which is not on the PATH', {cause: error})
  }
  const said = error instanceof Error && 'stderr' in error ? (String(error.stderr).trim().split('\n')[0] ?? '') : ''
  if (/not a git repository/.test(said)) {
    return new UserError('GIT_FAILED', `--staged and --since need a git repository, and ${cwd} is in none`, {
      cause: error,
    })
  }
  return new UserError('GIT_FAILED', `git failed: ${said || 'it gave no reason'}`, {cause: error})
}

function names(output: Buffer, root: string): string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map((name) => resolve(root, name))
}
