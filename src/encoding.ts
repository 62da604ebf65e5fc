import {isUtf8} from 'node:buffer'

/** How a file's text is written. A byte order mark stays in the text as U+FEFF, so it comes back by itself. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** By the byte order mark: UTF-16 is read only where it says so. */
export function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** Null where the bytes are not that encoding: writing such a text back would not give the same bytes. */
export function decode(bytes: Buffer, encoding: Encoding = encodingOf(bytes)): string | null {
  if (encoding === 'utf-8') return isUtf8(bytes) ? bytes.toString('utf8') : null
  if (bytes.length % 2 !== 0) return null
  return encoding === 'utf-16le' ? bytes.toString('utf16le') : Buffer.from(bytes).swap16().toString('utf16le')
}

export function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  const bytes = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16le' ? bytes : bytes.swap16()
}
