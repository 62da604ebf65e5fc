import fs from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {type Encoding, encode} from '../../src/encoding.js'
import {disk} from '../../src/fix/file-system.js'
import {undoLast} from '../../src/fix/undo.js'
import {tree} from '../discover/tree.js'
import {apply, change, failing, fault, leftovers, stateEnv, textOf} from './files.js'

const isWindows = process.platform === 'win32'

describe('writeChanges', () => {
  test.each([
    {name: 'CRLF', before: 'a=1\r\nb=2\r\n', after: 'a=9\r\nb=2\r\n', encoding: 'utf-8'},
    {name: 'a byte order mark', before: '\uFEFFa=1', after: '\uFEFFa=9', encoding: 'utf-8'},
    {name: 'UTF-16 LE', before: '\uFEFFa=1\r\n', after: '\uFEFFa=9ü\r\n', encoding: 'utf-16le'},
    {name: 'UTF-16 BE', before: '\uFEFFa=1\n', after: '\uFEFFa=9ü\n', encoding: 'utf-16be'},
    {name: 'an empty result', before: 'a=1\n', after: '', encoding: 'utf-8'},
  ] as const)('keeps $name', ({before, after, encoding}) => {
    const cwd = tree({'.env': encode(before, encoding)})

    expect(apply(cwd, [change(cwd, '.env', before, after)])).toEqual({written: ['.env'], refused: []})
    expect(fs.readFileSync(join(cwd, '.env'))).toEqual(encode(after, encoding))
    expect(leftovers(cwd)).toEqual([])
  })

  test('nothing to do leaves no record', () => {
    const cwd = tree()

    expect(apply(cwd, [])).toEqual({written: [], refused: []})
    expect(fs.readdirSync(cwd)).toEqual([])
  })

  test.skipIf(isWindows).each([0o600, 0o640, 0o755, 0o664])('keeps mode %o', (mode) => {
    const cwd = tree({'.env': 'a=1'})
    fs.chmodSync(join(cwd, '.env'), mode)

    apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')])

    expect(fs.statSync(join(cwd, '.env')).mode & 0o7777).toBe(mode)
  })

  test.skipIf(isWindows || process.getuid?.() !== 0)('keeps the owner (as root)', () => {
    const cwd = tree({'.env': 'a=1'})
    fs.chownSync(join(cwd, '.env'), 1234, 2345)

    apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')])

    expect(fs.statSync(join(cwd, '.env'))).toMatchObject({uid: 1234, gid: 2345})
  })

  test.skipIf(isWindows || process.getuid?.() !== 0)('writes in place where the owner cannot be kept (as root)', () => {
    const cwd = tree({'.env': 'a=1'})
    fs.chownSync(join(cwd, '.env'), 1234, 2345)
    const {ino} = fs.statSync(join(cwd, '.env'))

    const result = apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')], {
      fs: failing({
        fchownSync: () => {
          throw fault('EPERM')
        },
      }),
    })

    expect(result.written).toEqual(['.env'])
    expect(fs.statSync(join(cwd, '.env'))).toMatchObject({uid: 1234, gid: 2345, ino})
    expect([textOf(cwd, '.env'), leftovers(cwd)]).toEqual(['a=2', []])
  })

  test.skipIf(isWindows)('writes in place on a mount point', () => {
    const cwd = tree({'.env': 'a=1'})
    const renameSync: typeof fs.renameSync = (from, to) => {
      if (String(to).endsWith('.env')) throw fault('EBUSY')
      fs.renameSync(from, to)
    }

    expect(apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')], {fs: failing({renameSync})}).written).toEqual(['.env'])
    expect([textOf(cwd, '.env'), leftovers(cwd)]).toEqual(['a=2', []])
  })

  test.skipIf(isWindows)('writes at the end of a chain of links, which stay', () => {
    const cwd = tree({'real/.env': 'a=1'})
    fs.symlinkSync('real/.env', join(cwd, 'one.env'))
    fs.symlinkSync('one.env', join(cwd, 'two.env'))

    expect(apply(cwd, [change(cwd, 'two.env', 'a=1', 'a=2')]).written).toEqual(['two.env'])
    expect(
      fs.lstatSync(join(cwd, 'one.env')).isSymbolicLink() && fs.lstatSync(join(cwd, 'two.env')).isSymbolicLink(),
    ).toBe(true)
    expect(textOf(cwd, 'real/.env')).toBe('a=2')
  })

  test('writes a hard link in place, and both names once', () => {
    const cwd = tree({'a.env': 'a=1'})
    fs.linkSync(join(cwd, 'a.env'), join(cwd, 'b.env'))

    const result = apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2'), change(cwd, 'b.env', 'a=1', 'a=2')])

    expect(result).toEqual({written: ['a.env', 'b.env'], refused: []})
    expect([textOf(cwd, 'a.env'), textOf(cwd, 'b.env'), fs.statSync(join(cwd, 'a.env')).nlink]).toEqual([
      'a=2',
      'a=2',
      2,
    ])
    expect(undoLast({env: stateEnv(cwd), platform: process.platform, dryRun: false}).restored).toHaveLength(1)
    expect(textOf(cwd, 'b.env')).toBe('a=1')
  })
})

describe('properties', () => {
  const encoding = fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'utf-16be')
  const text = fc
    .array(fc.constantFrom('a=1', '\r\n', '\n', 'ü', '😀', '\t', '# c'), {maxLength: 12})
    .map((parts) => parts.join(''))

  test('write then undo gives identical bytes, mode and names', () => {
    fc.assert(
      fc.property(
        encoding,
        text,
        text,
        fc.constantFrom(0o600, 0o644),
        fc.boolean(),
        (encodedAs, before, after, mode, isLinked) => {
          const [was, is] = [`\uFEFF${before}`, `\uFEFF${after}`]
          const cwd = tree({'.env': encode(was, encodedAs)})
          const path = join(cwd, '.env')
          fs.chmodSync(path, mode)
          if (isLinked) fs.linkSync(path, join(cwd, 'other.env'))
          const stats = fs.statSync(path)

          const {written} = apply(cwd, [change(cwd, '.env', was, is)])
          const fixed = fs.readFileSync(path)
          undoLast({env: stateEnv(cwd), platform: process.platform, dryRun: false})

          expect(written).toEqual(['.env'])
          expect(fixed).toEqual(encode(is, encodedAs))
          expect(fs.readFileSync(path)).toEqual(encode(was, encodedAs))
          expect(fs.statSync(path)).toMatchObject({mode: stats.mode, nlink: stats.nlink})
          expect(fs.readdirSync(cwd).sort()).toEqual(isLinked ? ['.env', 'other.env', 'state'] : ['.env', 'state'])
        },
      ),
      {numRuns: 40},
    )
  })

  test('whatever call fails first, the file is old or new and never between', () => {
    const names = [
      'openSync',
      'writeSync',
      'fsyncSync',
      'fchmodSync',
      'fstatSync',
      'renameSync',
      'readFileSync',
      'realpathSync',
      'statSync',
      'mkdirSync',
    ] as const
    for (const name of names) {
      for (let nth = 1; nth <= 12; nth++) {
        const cwd = tree({'.env': 'a=1'})
        let calls = 0
        const real = disk[name] as (...args: unknown[]) => unknown
        const flaky = (...args: unknown[]) => {
          if (++calls === nth) throw fault('EIO')
          return real(...args)
        }
        try {
          apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')], {fs: failing({[name]: flaky})})
        } catch (error) {
          expect(error).toMatchObject({code: 'WRITE_FAILED'})
        }
        expect([
          `${name} ${nth}`,
          textOf(cwd, '.env'),
          leftovers(cwd).filter((path) => !path.startsWith('state')),
        ]).toEqual([`${name} ${nth}`, expect.stringMatching(/^a=[12]$/), []])
      }
    }
  })
})
