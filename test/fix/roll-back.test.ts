import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {disk, type FileSystem} from '../../src/fix/file-system.js'
import {rollBack} from '../../src/fix/roll-back.js'
import {undoLast} from '../../src/fix/undo.js'
import type {Refused} from '../../src/fix/write.js'
import {tree, write} from '../discover/tree.js'
import {change, failing, fault, leftovers, NOW, record, stateEnv, textOf} from './files.js'

const BEFORE = '\uFEFFa=1\r\nb=1\r\n'
const AFTER = '\uFEFFa=2\r\nb=2\r\n'
const PARTLY = '\uFEFFa=2\r\nb=1\r\n'

/** A tree with one file that was fixed, and a way to take some of it back. */
function fixed(): {cwd: string; back(text: string, fs?: FileSystem): Refused[]} {
  const cwd = tree({'a.env': BEFORE})
  const {run} = record(cwd, [change(cwd, 'a.env', BEFORE, AFTER)])
  return {
    cwd,
    back: (text, fs = disk) =>
      rollBack(run!, [{path: 'a.env', absolute: join(cwd, 'a.env'), text}], {env: stateEnv(cwd), cwd, now: NOW, fs}),
  }
}

const undo = (cwd: string) => undoLast({env: stateEnv(cwd), platform: process.platform, dryRun: false})

describe('rollBack', () => {
  test('of some: the file says so, and undo still goes back to the beginning', () => {
    const {cwd, back} = fixed()
    expect(back(PARTLY)).toEqual([])
    expect(textOf(cwd, 'a.env')).toBe(PARTLY)
    expect(undo(cwd).restored).toEqual([join(cwd, 'a.env')])
    expect(textOf(cwd, 'a.env')).toBe(BEFORE)
  })

  test('of all: nothing is left to undo', () => {
    const {cwd, back} = fixed()
    expect(back(BEFORE)).toEqual([])
    expect(textOf(cwd, 'a.env')).toBe(BEFORE)
    expect(() => undo(cwd)).toThrow('there is nothing to undo')
  })

  test('leaves alone what somebody changed, and says so', () => {
    const {cwd, back} = fixed()
    write(cwd, {'a.env': 'mine=1'})
    expect(back(BEFORE)).toEqual([{path: 'a.env', reason: 'it changed since the fix'}])
    expect(textOf(cwd, 'a.env')).toBe('mine=1')
  })

  const calls = ['openSync', 'writeSync', 'fsyncSync', 'renameSync', 'fchmodSync', 'rmSync', 'readFileSync'] as const
  test.each(calls.flatMap((call) => [PARTLY, BEFORE].map((text) => ({call, text}))))(
    'a fault of $call, at each of its turns, leaves a whole file that undo puts back',
    ({call, text}) => {
      for (let turn = 1; ; turn++) {
        const {cwd, back} = fixed()
        let count = 0
        const fs = failing({
          [call]: (...args: never[]) => {
            count += 1
            if (count === turn) throw fault('EIO')
            return (disk[call] as (...given: never[]) => unknown)(...args)
          },
        })
        const refused = back(text, fs)
        const now = textOf(cwd, 'a.env')
        expect([AFTER, text]).toContain(now)
        if (now === AFTER) expect(refused.length).toBeGreaterThan(0)
        expect(leftovers(cwd).filter((name) => !name.includes('state'))).toEqual([])
        if (now !== BEFORE) undo(cwd)
        expect(textOf(cwd, 'a.env')).toBe(BEFORE)
        if (count < turn) return
      }
    },
  )
})
