import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readBytes, readFile} from '../../src/discover/read.js'
import {decode, type Encoding, encode, encodingOf} from '../../src/encoding.js'
import type {Read} from '../../src/model.js'
import {tree} from './tree.js'

function read(content: string | Buffer, prefilter: RegExp | null = null, maxBytes?: number): Read {
  const absolute = join(tree({'.env': content}), '.env')
  return readFile({path: '.env', absolute, format: 'dotenv', kind: null}, prefilter, maxBytes)
}

const be = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('readFile', () => {
  test.each<{name: string; content: string | Buffer; prefilter?: RegExp; expected: Read}>([
    {name: 'UTF-8', content: 'a=ü€😀\r\n', expected: {status: 'text', text: 'a=ü€😀\r\n'}},
    {name: 'nothing', content: '', expected: {status: 'text', text: ''}},
    {name: 'a byte order mark, kept', content: '\uFEFFa=1\r\n', expected: {status: 'text', text: '\uFEFFa=1\r\n'}},
    {
      name: 'UTF-16 LE',
      content: Buffer.from('\uFEFFa=sts\n', 'utf16le'),
      prefilter: /sts/,
      expected: {status: 'text', text: '\uFEFFa=sts\n'},
    },
    {
      name: 'UTF-16 BE',
      content: be('\uFEFFa=sts\n'),
      prefilter: /sts/,
      expected: {status: 'text', text: '\uFEFFa=sts\n'},
    },
    {
      name: 'a prefilter that finds',
      content: 'a=sts\n',
      prefilter: /sts/,
      expected: {status: 'text', text: 'a=sts\n'},
    },
    {name: 'a prefilter that does not', content: 'a=1\n', prefilter: /sts/, expected: {status: 'clean'}},
    {
      name: 'a prefilter that does not, in UTF-16',
      content: be('\uFEFFa=1\n'),
      prefilter: /sts/,
      expected: {status: 'clean'},
    },
    {
      name: 'bytes that are not UTF-8',
      content: Buffer.from('a=sts\xe9\n', 'latin1'),
      prefilter: /sts/,
      expected: {status: 'unreadable', message: 'is not UTF-8'},
    },
    {
      name: 'the same without anything to find',
      content: Buffer.from('a=\xe9\n', 'latin1'),
      prefilter: /sts/,
      expected: {status: 'clean'},
    },
    {
      name: 'half a UTF-16 unit',
      content: Buffer.from([0xff, 0xfe, 0x61]),
      expected: {status: 'unreadable', message: 'is not valid UTF-16'},
    },
    {name: 'a NUL', content: 'sts\0', prefilter: /sts/, expected: {status: 'skipped', reason: 'binary'}},
    {
      name: 'UTF-32',
      content: Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]),
      expected: {status: 'skipped', reason: 'binary'},
    },
    {
      name: 'a long line in a large file',
      content: `{"sts":"${'x'.repeat(60_000)}"}`,
      expected: {status: 'skipped', reason: 'minified'},
    },
    {
      name: 'a long line after short ones',
      content: `${'sts\n'.repeat(10_000)}${'x'.repeat(20_001)}`,
      expected: {status: 'skipped', reason: 'minified'},
    },
  ])('$name', ({content, prefilter, expected}) => {
    expect(read(content, prefilter ?? null)).toEqual(expected)
  })

  test('a large file with short lines, and a small one with a long line, are text', () => {
    expect(read(`${'x'.repeat(19_000)}\n`.repeat(10)).status).toBe('text')
    expect(read('x'.repeat(40_000)).status).toBe('text')
  })

  test.each([
    {size: 10, max: 10, status: 'text'},
    {size: 11, max: 10, status: 'skipped'},
    {size: 3 * 1024 * 1024, max: 3 * 1024 * 1024, status: 'text'},
    {size: 3 * 1024 * 1024 + 1, max: 3 * 1024 * 1024, status: 'skipped'},
    {size: 11 * 1024 * 1024, max: undefined, status: 'skipped'},
  ])('$size bytes under a limit of $max are $status', ({size, max, status}) => {
    const content = 'x\n'.repeat(Math.ceil(size / 2)).slice(0, size)

    const found = read(content, null, max)

    expect(found.status).toBe(status)
    if (found.status === 'text') expect(found.text).toBe(content)
    if (found.status === 'skipped') expect(found.reason).toMatch(/^larger than/)
  })

  test('a file after a larger one holds none of it', () => {
    read('sts'.repeat(1000))

    expect(read('a')).toEqual({status: 'text', text: 'a'})
    expect(read('a', /sts/)).toEqual({status: 'clean'})
  })

  test('what cannot be read is said in words', () => {
    const cwd = tree()
    mkdirSync(join(cwd, 'd'))
    const at = (name: string) => readFile({path: name, absolute: join(cwd, name), format: 'dotenv', kind: null}, null)

    expect(at('gone')).toEqual({status: 'unreadable', message: 'cannot be read: no such file'})
    expect(at('d')).toEqual({status: 'unreadable', message: 'cannot be read: it is a directory'})
  })
})

describe('encoding', () => {
  test('what decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({maxLength: 60}),
        fc.constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf]),
        (array, mark) => {
          const bytes = Buffer.from([...mark, ...array])
          const text = decode(bytes)
          if (text !== null) expect(encode(text, encodingOf(bytes)).equals(bytes)).toBe(true)
        },
      ),
    )
  })

  test('text comes back from each encoding', () => {
    fc.assert(
      fc.property(
        fc.string({unit: 'grapheme'}),
        fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'utf-16be'),
        (text, encoding) => {
          const bytes = encode(`\uFEFF${text}`, encoding)
          expect([encodingOf(bytes), decode(bytes)]).toEqual([encoding, `\uFEFF${text}`])
        },
      ),
    )
  })

  test('readBytes judges bytes from elsewhere alike', () => {
    expect(readBytes(Buffer.from('a=sts'), /sts/)).toEqual({status: 'text', text: 'a=sts'})
    expect(readBytes(Buffer.from('a=sts'), null, 3).status).toBe('skipped')
  })
})
