import {spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {onTestFinished} from 'vitest'

export const bin = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly stdin?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

export interface Workspace {
  readonly directory: string
  read(path: string): string
  write(path: string, text: string): void
  run(args: readonly string[], options?: RunOptions): Promise<Ended>
}

/** A directory of its own with a home of its own: no test sees the machine's settings or another test. */
export function createWorkspace(files: Readonly<Record<string, string>> = {}): Workspace {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'stslint-cli-')))
  onTestFinished(() => rmSync(base, {recursive: true, force: true}))
  const directory = join(base, 'work')
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(directory, path)), {recursive: true})
    writeFileSync(join(directory, path), text)
  }
  mkdirSync(directory)
  mkdirSync(join(base, 'home'))
  for (const [path, text] of Object.entries(files)) write(path, text)
  return {
    directory,
    write,
    read: (path) => readFileSync(join(directory, path), 'utf8'),
    run: (args, {stdin = '', env = {}, cwd = '.'} = {}) =>
      start(args, stdin, join(directory, cwd), {...environment(join(base, 'home')), ...env}),
  }
}

/** What a program cannot do without, and nothing that changes what stslint says. */
function environment(home: string): Record<string, string> {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'PATHEXT']
  const inherited = Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  return {...inherited, HOME: home, USERPROFILE: home, XDG_STATE_HOME: join(home, 'state')}
}

function start(
  args: readonly string[],
  stdin: string | Buffer,
  cwd: string,
  env: Record<string, string>,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {cwd, env})
    const output = {stdout: '', stderr: ''}
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({code, ...output}))
    // A program that never reads its input may be gone before it is written.
    child.stdin.on('error', () => undefined)
    child.stdin.end(stdin)
  })
}
