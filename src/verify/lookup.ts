import {type ChildProcessByStdio, spawn} from 'node:child_process'
import type {LookupAddress} from 'node:dns'
import {isIP} from 'node:net'
import {createInterface} from 'node:readline'
import type {Readable, Writable} from 'node:stream'

/** Says that it is there, then asks getaddrinfo for each line of its input. */
const SCRIPT = `
console.log(JSON.stringify([0, '', []]))
const {lookup} = require('node:dns')
require('node:readline').createInterface({input: process.stdin}).on('line', (line) => {
  const [id, host] = JSON.parse(line)
  lookup(host, {all: true}, (error, found) => console.log(JSON.stringify([id, error ? error.code : '', found ?? []])))
})`

interface Waiting {
  done(found: readonly LookupAddress[]): void
  fail(error: Error): void
}

type Helper = ChildProcessByStdio<Writable, Readable, null>

let helper: Helper | null = null
let count = 0
const waiting = new Map<number, Waiting>()
let ready: Promise<unknown> = Promise.resolve()

/** Waits for that process: its start is not the resolver's time. */
export async function prepareLookUp(host: string): Promise<void> {
  if (isIP(host) !== 0) return
  helper ??= start()
  await ready
}

/**
 * Addresses of a host, as getaddrinfo has them, asked in a process of its own: a resolver that hangs holds the one that asked,
 * even past `process.exit` (run: Node 20.20 waits for the thread), and no limit could end it.
 */
export function lookUp(host: string): Promise<readonly LookupAddress[]> {
  const family = isIP(host)
  if (family !== 0) return Promise.resolve([{address: host, family}])
  helper ??= start()
  const {stdin} = helper
  return new Promise((done, fail) => {
    count += 1
    waiting.set(count, {done, fail})
    stdin.write(`${JSON.stringify([count, host])}\n`)
  })
}

function start(): Helper {
  const child = spawn(process.execPath, ['-e', SCRIPT], {stdio: ['pipe', 'pipe', 'inherit'], windowsHide: true})
  ready = new Promise((done, fail) => waiting.set(0, {done, fail}))
  // Somebody waits for it, or nobody needs it.
  ready.catch(() => undefined)
  createInterface({input: child.stdout}).on('line', answer)
  const lost = (): void => {
    helper = null
    for (const {fail} of waiting.values()) fail(fault('EAI_FAIL'))
    waiting.clear()
  }
  child.once('error', lost).once('exit', lost)
  child.stdin.on('error', () => undefined)
  process.once('exit', () => child.kill('SIGKILL'))
  // Whoever waits for an answer has a time limit, and that holds the program.
  child.unref()
  for (const stream of [child.stdin, child.stdout]) (stream as Partial<{unref(): void}>).unref?.()
  return child
}

function answer(line: string): void {
  const [id, code, found] = JSON.parse(line) as [number, string, LookupAddress[]]
  const asked = waiting.get(id)
  waiting.delete(id)
  if (code === '') asked?.done(found)
  else asked?.fail(fault(code))
}

function fault(code: string): Error {
  return Object.assign(new Error(`getaddrinfo ${code}`), {code, syscall: 'getaddrinfo'})
}
