import {execFileSync} from 'node:child_process'
import {describe, expect, test} from 'vitest'
import {clean, fixable, fixed} from './samples.js'
import {createWorkspace, type Workspace} from './workspace.js'

describe('--staged and --since', () => {
  test('look at what changed only', async () => {
    const {run, write, git} = createRepository({'old/.env': fixable})
    write('new/.env', fixable)
    git('add', 'new')
    write('untracked/.env', fixable)
    expect(await paths(run, ['--staged'])).toEqual(['new/.env'])
    expect(await paths(run, ['--since', 'HEAD'])).toEqual(['new/.env', 'untracked/.env'])
    expect(await paths(run, ['--since', 'HEAD', 'untracked'])).toEqual(['untracked/.env'])
  })

  test('find nothing where nothing changed', async () => {
    const {run} = createRepository({'.env': fixable})
    expect(await run(['--staged'])).toMatchObject({code: 0, stderr: ''})
  })

  test('read what would be committed', async () => {
    const {run, write, git} = createRepository({'.env': clean})
    write('.env', fixable)
    git('add', '.env')
    write('.env', clean)
    expect(await run(['--staged'])).toMatchObject({code: 1})
  })

  test('with --fix leave a file alone whose work tree differs from what was read', async () => {
    const {run, write, read, git} = createRepository({'.env': clean, 'whole/.env': clean})
    write('.env', fixable)
    write('whole/.env', fixable)
    git('add', '.')
    write('.env', `${fixable}# later\n`)
    const {code, stdout, stderr} = await run(['--staged', '--fix', '--format', 'json'])
    const advice = 'it changed since it was read; stage or stash the rest of its changes first'
    const unstaged = 'stslint: the fixes are in the work tree and not staged yet: git add the files, then commit\n'
    expect({code, stderr}).toEqual({code: 2, stderr: `stslint: .env: not written: ${advice}\n${unstaged}`})
    expect(read('.env')).toBe(`${fixable}# later\n`)
    expect(read('whole/.env')).toBe(fixed)
    expect(JSON.parse(stdout)).toMatchObject({
      summary: {warnings: 1, fixed: 1},
      results: [{path: '.env'}],
    })
  })

  test('with --fix do not let what is still staged be committed', async () => {
    const {run, write, git} = createRepository({'.env': clean})
    write('.env', fixable)
    git('add', '.env')
    const {code, stderr} = await run(['--staged', '--fix'])
    expect(code).toBe(1)
    expect(stderr).toContain('not staged yet: git add')
    git('add', '.env')
    expect(await run(['--staged', '--fix'])).toMatchObject({code: 0, stderr: ''})
  })

  test('refuse a revision that is not there', async () => {
    const {run} = createRepository({'.env': fixable})
    const {code, stderr} = await run(['--since', 'nope'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^stslint: git knows no revision 'nope'/)
  })
})

function createRepository(files: Readonly<Record<string, string>>): Workspace & {git(...args: string[]): void} {
  const workspace = createWorkspace(files)
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'core.autocrlf=false']
  const git = (...args: string[]): void => {
    execFileSync('git', [...identity, ...args], {cwd: workspace.directory, stdio: 'pipe'})
  }
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'start')
  return {...workspace, git}
}

async function paths(run: Workspace['run'], args: readonly string[]): Promise<string[]> {
  const {stdout} = await run([...args, '--format', 'json'])
  const {results} = JSON.parse(stdout) as {results: {path: string}[]}
  return results.map(({path}) => path)
}
