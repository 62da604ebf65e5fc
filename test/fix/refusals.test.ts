import fs from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {encode} from '../../src/encoding.js'
import {tree} from '../discover/tree.js'
import {apply, change, failing, fault, leftovers, textOf} from './files.js'

describe('refuses', () => {
  test('a file that changed since it was read, and writes the others', () => {
    const cwd = tree({'a.env': 'a=1', 'b.env': 'b=other'})

    const result = apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2'), change(cwd, 'b.env', 'b=1', 'b=2')])

    expect(result).toEqual({written: ['a.env'], refused: [{path: 'b.env', reason: 'it changed since it was read'}]})
    expect(textOf(cwd, 'b.env')).toBe('b=other')
  })

  test('a file that changes while it is being written', () => {
    const cwd = tree({'.env': 'a=1'})
    const fchmodSync: typeof fs.fchmodSync = () => fs.writeFileSync(join(cwd, '.env'), 'a=mine')

    const result = apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')], {fs: failing({fchmodSync})})

    expect(result.refused).toEqual([{path: '.env', reason: 'it changed since it was read'}])
    expect([textOf(cwd, '.env'), leftovers(cwd)]).toEqual(['a=mine', []])
  })

  test('a file that is gone, and a directory', () => {
    const cwd = tree({'d.env/x': ''})
    const reasons = apply(cwd, [change(cwd, 'gone.env', 'a=1', 'a=2'), change(cwd, 'd.env', 'a=1', 'a=2')]).refused

    expect(reasons).toEqual([
      {path: 'gone.env', reason: 'it is no longer there: no such file'},
      {path: 'd.env', reason: 'it is not a regular file'},
    ])
  })

  test('a read-only file, by its mode and so for root too', () => {
    const cwd = tree({'.env': 'a=1'})
    fs.chmodSync(join(cwd, '.env'), 0o444)

    expect(apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')]).refused).toEqual([{path: '.env', reason: 'it is read-only'}])
    expect(textOf(cwd, '.env')).toBe('a=1')
  })

  const onTarget = (path: unknown) => String(path).includes('.stslint-') || String(path).endsWith('.env')
  test.each([
    {
      name: 'a file it may not write',
      replaced: {
        accessSync: () => {
          throw fault('EACCES')
        },
      },
      reason: 'there is no permission to write it: permission denied',
    },
    {
      name: 'a read-only directory',
      replaced: {
        openSync: ((path, ...rest) => {
          if (String(path).includes('.stslint-')) throw fault('EACCES')
          return fs.openSync(path, ...rest)
        }) as typeof fs.openSync,
      },
      reason: 'its directory cannot be written to: permission denied',
    },
    {
      name: 'a failing rename',
      replaced: {
        renameSync: ((from, to) => {
          if (onTarget(to)) throw fault('EIO')
          fs.renameSync(from, to)
        }) as typeof fs.renameSync,
      },
      reason: 'it cannot be replaced: the device failed',
    },
  ])('$name', ({replaced, reason}) => {
    const cwd = tree({'.env': 'a=1'})

    expect(apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')], {fs: failing(replaced)})).toEqual({
      written: [],
      refused: [{path: '.env', reason}],
    })
    expect([textOf(cwd, '.env'), leftovers(cwd)]).toEqual(['a=1', []])
    // What changed nothing is not there to be undone.
    expect(fs.existsSync(join(cwd, 'state')) ? fs.readdirSync(join(cwd, 'state', 'stslint', 'runs')) : []).toEqual([])
  })

  test('a full disk, and removes the temporary file', () => {
    const cwd = tree({'.env': 'a=1'})
    const writeSync = ((descriptor: number, bytes: Buffer, ...rest: number[]) => {
      if (bytes.toString() === 'a=2' && fs.readdirSync(cwd).some((name) => name.startsWith('.stslint-')))
        throw fault('ENOSPC')
      return fs.writeSync(descriptor, bytes, ...rest)
    }) as typeof fs.writeSync

    const {refused} = apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')], {fs: failing({writeSync})})

    expect(refused).toEqual([{path: '.env', reason: 'its directory cannot be written to: no space left on the device'}])
    expect([textOf(cwd, '.env'), leftovers(cwd)]).toEqual(['a=1', []])
  })

  test('a full disk in place, and puts the old bytes back', () => {
    const cwd = tree({'a.env': 'a=1'})
    fs.linkSync(join(cwd, 'a.env'), join(cwd, 'b.env'))
    let isRecorded = false
    const ftruncateSync: typeof fs.ftruncateSync = (descriptor) => {
      isRecorded = true
      fs.ftruncateSync(descriptor)
    }
    const writeSync = ((descriptor: number, bytes: Buffer, ...rest: number[]) => {
      if (isRecorded && bytes.toString() === 'a=2') throw fault('ENOSPC')
      return fs.writeSync(descriptor, bytes, ...rest)
    }) as typeof fs.writeSync

    const {refused} = apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2')], {fs: failing({writeSync, ftruncateSync})})

    expect(refused).toEqual([{path: 'a.env', reason: 'it cannot be written: no space left on the device'}])
    expect(textOf(cwd, 'b.env')).toBe('a=1')
  })

  test('text its encoding cannot hold', () => {
    const cwd = tree({'a.env': 'a=1', 'b.env': encode('\uFEFFb=1', 'utf-16le')})

    expect(
      apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=\uD800'), change(cwd, 'b.env', '\uFEFFb=1', 'b=2')]).refused,
    ).toEqual(['a.env', 'b.env'].map((path) => ({path, reason: 'the new text cannot be written in its encoding'})))
  })

  test('all of a run whose record cannot be kept', () => {
    const cwd = tree({'.env': 'a=1', state: 'a file where the directory should be'})

    expect(() => apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')])).toThrow(
      expect.objectContaining({
        code: 'WRITE_FAILED',
        message: expect.stringMatching(/nothing was changed.*XDG_STATE_HOME/),
      }),
    )
    expect(textOf(cwd, '.env')).toBe('a=1')
  })
})
