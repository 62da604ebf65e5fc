import {AsyncLocalStorage} from 'node:async_hooks'
import {type ChildProcess, execFile, exec as nodeExec} from 'node:child_process'
import {readdirSync, readFileSync} from 'node:fs'
import {setTimeout as wait} from 'node:timers/promises'
import type {externalDataInterceptor} from '@smithy/shared-ini-file-loader'

/** What was started to print credentials and has not ended. */
export type Children = Set<ChildProcess>

const current = new AsyncLocalStorage<Children>()

/** What the SDK starts while `work` runs is among `children`: @aws-sdk/credential-provider-process takes an `exec` in place of Node's. */
export function startingAmong<T>(
  children: Children,
  interceptor: typeof externalDataInterceptor,
  work: () => Promise<T>,
): Promise<T> {
  interceptor.interceptToken('exec', exec as unknown as string)
  return current.run(children, work)
}

function exec(command: string, done: (error: Error | null, output: {stdout: string; stderr: string}) => void): void {
  const children = current.getStore()
  const child = nodeExec(command, (error, stdout, stderr) => {
    children?.delete(child)
    done(error, {stdout, stderr})
  })
  children?.add(child)
}

/** What a process that is told to end has for it, in milliseconds. */
const PATIENCE = 100

/**
 * Ends them with all that they started. Not as a process group: a process of another group has no terminal, and some ask for a
 * password there.
 */
export async function endAll(children: Children): Promise<void> {
  const roots = [...children].flatMap(({pid}) => pid ?? [])
  if (roots.length === 0) return
  if (process.platform === 'win32')
    return void (await Promise.all(roots.map((pid) => outputOf('taskkill', ['/pid', `${pid}`, '/T', '/F']))))
  const all = withDescendants(roots, await parents())
  for (const pid of all) kill(pid, 'SIGTERM')
  await wait(PATIENCE)
  for (const pid of all) kill(pid, 'SIGKILL')
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone, which is what was wanted.
  }
}

function withDescendants(
  roots: readonly number[],
  parents: readonly (readonly [pid: number, parent: number])[],
): number[] {
  const found = [...roots]
  for (const one of found) found.push(...parents.flatMap(([pid, parent]) => (parent === one ? pid : [])))
  return found
}

/** Every process of the machine with its parent. Slim images have no `ps`. */
async function parents(): Promise<(readonly [number, number])[]> {
  if (process.platform === 'linux')
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [[Number(name), parentOf(name)] as const] : []))
  const rows = await outputOf('ps', ['-A', '-o', 'pid=,ppid='])
  return [...rows.matchAll(/^\s*(\d+)\s+(\d+)/gm)].map(([, pid, parent]) => [Number(pid), Number(parent)] as const)
}

/** `pid (name) state parent …`, where the name is whatever the program likes (proc(5)). */
function parentOf(pid: string): number {
  try {
    return Number(/.*\) \S+ (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => execFile(program, args, (_, stdout) => resolve(stdout)))
}
