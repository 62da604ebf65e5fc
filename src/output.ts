import {fstatSync, writeSync} from 'node:fs'
import {UserError} from './errors.js'
import {describeFault} from './fault.js'
import type {CheckFlags} from './flags.js'

type Env = Readonly<Record<string, string | undefined>>
type Stream = 1 | 2

/**
 * Writes at once, so that nothing is lost when the process ends. Not `process.stdout`: making that stream costs a tenth of
 * the start-up of Node. Windows consoles are the exception, as only the stream writes Unicode to them.
 */
export function write(stream: Stream, text: string | Uint8Array): void {
  if (process.platform === 'win32' && isTerminal(stream)) {
    const target = stream === 1 ? process.stdout : process.stderr
    target.write(text)
    return
  }
  let rest = typeof text === 'string' ? Buffer.from(text) : text
  while (rest.length > 0) {
    const written = writeSome(stream, rest)
    if (written === null) return
    rest = rest.subarray(written)
  }
}

/** How many bytes went out; null when nobody reads any more (`stslint | head`), which is not an error. */
function writeSome(stream: Stream, bytes: Uint8Array): number | null {
  try {
    return writeSync(stream, bytes)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'EPIPE' || code === 'EOF') return null
    if (code !== 'EAGAIN') return refuse(stream, error)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    return 0
  }
}

/** A full disk is not our fault. Where standard error itself cannot be written, nobody can be told. */
function refuse(stream: Stream, error: unknown): null {
  if (stream === 2) return null
  throw new UserError('WRITE_FAILED', `standard output cannot be written: ${describeFault(error)}`, {cause: error})
}

/** A pipe or a file is told by one system call; only a device is worth loading `tty` for. */
export function isTerminal(stream: Stream): boolean {
  try {
    if (!fstatSync(stream).isCharacterDevice()) return false
  } catch {
    return false
  }
  return (process.getBuiltinModule('node:tty') as typeof import('node:tty')).isatty(stream)
}

/** The flag, then FORCE_COLOR, then NO_COLOR, then whether a person reads: the order Node itself keeps. */
export function wantsColor(flags: Pick<CheckFlags, 'color'>, env: Env, stream: Stream): boolean {
  if (flags.color !== undefined) return flags.color
  const {FORCE_COLOR: force, NO_COLOR: no, TERM: term} = env
  if (force !== undefined) return force !== '0' && force !== 'false'
  if (no !== undefined && no !== '') return false
  return term !== 'dumb' && isTerminal(stream)
}
