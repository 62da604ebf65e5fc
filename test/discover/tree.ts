import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {onTestFinished} from 'vitest'
import {type DiscoverOptions, type Discovery, discover} from '../../src/discover/discover.js'

/** A directory with these files, gone after the test. */
export function tree(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'stslint-test-'))
  onTestFinished(() => rmSync(root, {recursive: true, force: true}))
  write(root, files)
  return root
}

export function write(root: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), {recursive: true})
    writeFileSync(join(root, path), content)
  }
}

export function find(cwd: string, options: Partial<DiscoverOptions> = {}): Promise<Discovery> {
  return discover({
    cwd,
    paths: [],
    home: false,
    env: {PATH: process.env.PATH},
    platform: 'linux',
    staged: false,
    since: null,
    ignore: [],
    ...options,
  })
}

export async function paths(cwd: string, options: Partial<DiscoverOptions> = {}): Promise<string[]> {
  return (await find(cwd, options)).files.map(({path}) => path)
}

/** What reports show of an absolute path. */
export function posix(root: string, path: string): string {
  return `${root.replaceAll('\\', '/')}/${path}`
}

/** Of no user and no system: no configuration, no hooks, no signatures. */
export function git(cwd: string, ...args: string[]): string {
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  }
  return execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
