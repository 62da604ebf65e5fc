import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs'
import {decode, encodingOf} from '../encoding.js'
import {codeOf, describeFault} from '../fault.js'
import type {FileRef, Prefilter, Read} from '../model.js'

/** Files above this are data, not configuration. */
export const MAX_BYTES = 10 * 1024 * 1024

/** A long line in a large file was written by a program. */
const LARGE = 50 * 1024
const LONG_LINE = 20_000

/** One for all files: allocating per file costs as much as reading. Grows to the largest file met. */
let slab = Buffer.allocUnsafeSlow(1024 * 1024)

/** Without waiting for somebody to write, should it be a pipe by now. Windows has no such flag. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Without `prefilter` the text always comes back. Synchronous: asynchronous reads of small files cost five times as much. */
export function readFile(file: FileRef, prefilter: Prefilter | null, maxBytes = MAX_BYTES): Read {
  let descriptor: number | null = null
  try {
    descriptor = openSync(file.absolute, READ)
    const length = fill(descriptor, maxBytes)
    return length > maxBytes ? tooLarge(maxBytes) : readBytes(slab.subarray(0, length), prefilter, maxBytes)
  } catch (error) {
    if (codeOf(error) === '') throw error
    return {status: 'unreadable', message: `cannot be read: ${describeFault(error, file.absolute)}`}
  } finally {
    if (descriptor !== null) closeSync(descriptor)
  }
}

/** The same judgement on bytes that come from elsewhere: standard input, git's index. */
export function readBytes(bytes: Buffer, prefilter: Prefilter | null, maxBytes = MAX_BYTES): Read {
  if (bytes.length > maxBytes) return tooLarge(maxBytes)
  const encoding = encodingOf(bytes)
  if (encoding !== 'utf-8') {
    const text = decode(bytes, encoding)
    return text === null ? {status: 'unreadable', message: 'is not valid UTF-16'} : judge(text, prefilter)
  }
  if (bytes.includes(0)) return BINARY
  if (prefilter !== null && !isWanted(bytes, prefilter)) return CLEAN
  const text = decode(bytes, encoding)
  return text === null ? {status: 'unreadable', message: 'is not UTF-8'} : judge(text, null)
}

/** Latin-1 costs a copy where decoding costs a check of every byte, and no prefilter looks beyond ASCII. */
function isWanted(bytes: Buffer, prefilter: Prefilter): boolean {
  return prefilter.testBytes?.(bytes) ?? prefilter.test(bytes.toString('latin1'))
}

const BINARY: Read = {status: 'skipped', reason: 'binary'}
const CLEAN: Read = {status: 'clean'}

function tooLarge(maxBytes: number): Read {
  const limit = maxBytes < 1024 * 1024 ? `${maxBytes} bytes` : `${Math.round(maxBytes / 1024 / 1024)} MiB`
  return {status: 'skipped', reason: `larger than ${limit}`}
}

function judge(text: string, prefilter: Prefilter | null): Read {
  if (text.includes('\0')) return BINARY
  if (prefilter !== null && !prefilter.test(text)) return CLEAN
  return isMinified(text) ? {status: 'skipped', reason: 'minified'} : {status: 'text', text}
}

function isMinified(text: string): boolean {
  if (text.length <= LARGE) return false
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    if ((end < 0 ? text.length : end) - start > LONG_LINE) return true
    if (end < 0) return false
    start = end + 1
  }
  return false
}

/** How many bytes the file holds, now at the start of the slab; above `maxBytes` when it holds more. */
function fill(descriptor: number, maxBytes: number): number {
  let length = 0
  for (;;) {
    if (length === slab.length) {
      if (length > maxBytes) return length
      const size = fstatSync(descriptor).size
      if (size > maxBytes) return size
      grow(Math.min(Math.max(size + 1, slab.length * 2), maxBytes + 1))
    }
    const read = readSync(descriptor, slab, length, slab.length - length, null)
    if (read === 0) return length
    length += read
  }
}

function grow(size: number): void {
  const larger = Buffer.allocUnsafeSlow(size)
  slab.copy(larger)
  slab = larger
}
