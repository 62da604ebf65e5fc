import fs from 'node:fs'
import {join} from 'node:path'
import {createFsFromVolume, Volume} from 'memfs'
import {describe, expect, test} from 'vitest'
import type {FileSystem} from '../../src/fix/file-system.js'
import {stateDirectory} from '../../src/fix/state.js'
import {listRuns, type UndoContext, type Undone, undoLast} from '../../src/fix/undo.js'
import {writeChanges} from '../../src/fix/write.js'
import {tree, write} from '../discover/tree.js'
import {apply, change, failing, fault, NOW, stateEnv, textOf} from './files.js'

const isWindows = process.platform === 'win32'

function undo(cwd: string, context: Partial<UndoContext & {dryRun: boolean}> = {}): Undone {
  return undoLast({env: stateEnv(cwd), platform: process.platform, dryRun: false, ...context})
}

function list(cwd: string) {
  return listRuns({env: stateEnv(cwd), platform: process.platform})
}

const runsOf = (cwd: string) => join(cwd, 'state', 'stslint', 'runs')

describe('the state directory', () => {
  test.each([
    {platform: 'linux', env: {XDG_STATE_HOME: '/x/state', HOME: '/h'}, expected: '/x/state/stslint'},
    {platform: 'linux', env: {XDG_STATE_HOME: 'relative', HOME: '/h'}, expected: '/h/.local/state/stslint'},
    {platform: 'darwin', env: {HOME: '/h'}, expected: '/h/.local/state/stslint'},
    {platform: 'win32', env: {LOCALAPPDATA: 'C:\\L'}, expected: 'C:\\L\\stslint'},
    {platform: 'win32', env: {USERPROFILE: 'C:\\U'}, expected: 'C:\\U\\AppData\\Local\\stslint'},
  ] as const)('on $platform with $env is $expected', ({platform, env, expected}) => {
    expect(stateDirectory({platform, env})).toBe(expected)
  })

  test.skipIf(isWindows)('and all in it is private', () => {
    const cwd = tree({'.env': 'a=1'})
    fs.mkdirSync(join(cwd, 'state', 'stslint'), {recursive: true, mode: 0o755})
    apply(cwd, [change(cwd, '.env', 'a=1', 'a=2')])

    const names = ['', ...fs.readdirSync(join(cwd, 'state', 'stslint'), {recursive: true}).map(String)]
    const modes = names.map((name) => fs.statSync(join(cwd, 'state', 'stslint', name)))

    expect(new Set(modes.filter((one) => one.isDirectory()).map(({mode}) => mode & 0o777))).toEqual(new Set([0o700]))
    expect(new Set(modes.filter((one) => one.isFile()).map(({mode}) => mode & 0o777))).toEqual(new Set([0o600]))
  })
})

describe('undoLast', () => {
  test('goes one run further back each time', () => {
    const cwd = tree({'a.env': 'a=1', 'b.env': 'b=1'})
    apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2')])
    apply(cwd, [change(cwd, 'a.env', 'a=2', 'a=3'), change(cwd, 'b.env', 'b=1', 'b=2')])

    expect(list(cwd)).toMatchObject([
      {
        id: '00000002-20300102T030405Z',
        started: NOW.toISOString(),
        cwd,
        files: [join(cwd, 'a.env'), join(cwd, 'b.env')],
      },
      {id: '00000001-20300102T030405Z', files: [join(cwd, 'a.env')]},
    ])
    expect(undo(cwd)).toEqual({
      run: '00000002-20300102T030405Z',
      started: NOW.toISOString(),
      restored: [join(cwd, 'a.env'), join(cwd, 'b.env')],
      unchanged: [],
      refused: [],
    })
    expect([textOf(cwd, 'a.env'), textOf(cwd, 'b.env')]).toEqual(['a=2', 'b=1'])
    expect(undo(cwd).restored).toEqual([join(cwd, 'a.env')])
    expect(textOf(cwd, 'a.env')).toBe('a=1')
    expect(() => undo(cwd)).toThrow(expect.objectContaining({code: 'NOTHING_TO_UNDO'}))
    expect(fs.readdirSync(runsOf(cwd))).toEqual([])
  })

  test('with dryRun changes nothing', () => {
    const cwd = tree({'a.env': 'a=1'})
    apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2')])

    expect(undo(cwd, {dryRun: true}).restored).toEqual([join(cwd, 'a.env')])
    expect([textOf(cwd, 'a.env'), list(cwd).length]).toEqual(['a=2', 1])
  })

  test('leaves a file that changed since, and says where its old text is', () => {
    const cwd = tree({'a.env': 'a=1', 'b.env': 'b=1', 'c.env': 'c=1'})
    apply(
      cwd,
      ['a', 'b', 'c'].map((name) => change(cwd, `${name}.env`, `${name}=1`, `${name}=2222`)),
    )
    // Shorter than what was written: work, and not what a crash left.
    write(cwd, {'a.env': 'a=22'})
    fs.rmSync(join(cwd, 'c.env'))

    const {restored, refused} = undo(cwd)

    expect(restored).toEqual([join(cwd, 'b.env')])
    const kept = join(runsOf(cwd), '00000001-20300102T030405Z.undone')
    expect(refused).toEqual([
      {path: join(cwd, 'a.env'), reason: `it changed since the fix; its text before is in ${kept}/0.before`},
      {path: join(cwd, 'c.env'), reason: `it is no longer there; its text before is in ${kept}/2.before`},
    ])
    expect(fs.readFileSync(`${kept}/0.before`, 'utf8')).toBe('a=1')
    expect([textOf(cwd, 'a.env'), list(cwd)]).toEqual(['a=22', []])
  })

  test('passes over a file that is as it was', () => {
    const cwd = tree({'a.env': 'a=1'})
    apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2')])
    write(cwd, {'a.env': 'a=1'})

    expect(undo(cwd)).toMatchObject({restored: [], unchanged: [join(cwd, 'a.env')], refused: []})
  })

  test('can be tried again where a file could not be written', () => {
    const cwd = tree({'a.env': 'a=1', 'b.env': 'b=1'})
    apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2'), change(cwd, 'b.env', 'b=1', 'b=2')])
    const renameSync: typeof fs.renameSync = (from, to) => {
      if (String(to).endsWith('a.env')) throw fault('EIO')
      fs.renameSync(from, to)
    }

    expect(undo(cwd, {fs: failing({renameSync})})).toMatchObject({
      restored: [join(cwd, 'b.env')],
      refused: [{path: join(cwd, 'a.env'), reason: 'it cannot be replaced: the device failed'}],
    })
    expect(undo(cwd)).toMatchObject({restored: [join(cwd, 'a.env')], unchanged: [join(cwd, 'b.env')], refused: []})
  })

  test('does not restore from a damaged record', () => {
    const cwd = tree({'a.env': 'a=1'})
    apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2')])
    fs.writeFileSync(join(runsOf(cwd), list(cwd)[0]?.id ?? '', '0.before'), 'x')

    expect(undo(cwd).refused).toMatchObject([{reason: expect.stringContaining('its record is damaged')}])
    expect(textOf(cwd, 'a.env')).toBe('a=2')
  })

  test('keeps the mode the file has now', () => {
    const cwd = tree({'a.env': 'a=1'})
    apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2')])
    fs.chmodSync(join(cwd, 'a.env'), 0o600)
    undo(cwd)

    expect([textOf(cwd, 'a.env'), isWindows || (fs.statSync(join(cwd, 'a.env')).mode & 0o777) === 0o600]).toEqual([
      'a=1',
      true,
    ])
  })

  test('keeps the last twenty runs', () => {
    const cwd = tree({'a.env': '0'})
    for (let run = 0; run < 23; run++) apply(cwd, [change(cwd, 'a.env', String(run), String(run + 1))])

    expect(list(cwd).map(({id}) => Number.parseInt(id, 10))).toEqual(Array.from({length: 20}, (_, index) => 23 - index))
  })
})

describe('after a crash', () => {
  class Crash extends Error {}
  const crash = () => {
    throw new Crash()
  }

  test('between record and rename, the run is there and changes nothing', () => {
    const cwd = tree({'a.env': 'a=1'})
    const renameSync: typeof fs.renameSync = (from, to) =>
      String(to).endsWith('.env') ? crash() : fs.renameSync(from, to)

    expect(() => apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2')], {fs: failing({renameSync})})).toThrow(Crash)
    expect(undo(cwd)).toMatchObject({restored: [], unchanged: [join(cwd, 'a.env')], refused: []})
  })

  test('in the middle of a run, what was written is put back', () => {
    const cwd = tree({'a.env': 'a=1', 'b.env': 'b=1'})
    const renameSync: typeof fs.renameSync = (from, to) =>
      String(to).endsWith('b.env') ? crash() : fs.renameSync(from, to)

    expect(() =>
      apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2'), change(cwd, 'b.env', 'b=1', 'b=2')], {fs: failing({renameSync})}),
    ).toThrow(Crash)
    expect(textOf(cwd, 'a.env')).toBe('a=2')
    expect(undo(cwd)).toMatchObject({restored: [join(cwd, 'a.env')], unchanged: [join(cwd, 'b.env')]})
    expect(textOf(cwd, 'a.env')).toBe('a=1')
  })

  test.each([0, 3])('in the middle of writing in place, %i bytes in', (length) => {
    const cwd = tree({'a.env': 'a=1'})
    fs.linkSync(join(cwd, 'a.env'), join(cwd, 'b.env'))
    let isCut = false
    const ftruncateSync: typeof fs.ftruncateSync = (descriptor) => {
      if (isCut) crash()
      isCut = true
      fs.ftruncateSync(descriptor)
    }
    const writeSync = ((descriptor: number, bytes: Buffer, ...rest: number[]) => {
      if (!isCut) return fs.writeSync(descriptor, bytes, ...rest)
      fs.writeSync(descriptor, bytes, 0, length, 0)
      return crash()
    }) as typeof fs.writeSync

    expect(() =>
      apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=22222')], {fs: failing({ftruncateSync, writeSync})}),
    ).toThrow(Crash)
    expect(textOf(cwd, 'a.env')).toBe('a=22222'.slice(0, length))
    expect(undo(cwd).restored).toEqual([join(cwd, 'a.env')])
    expect([textOf(cwd, 'a.env'), textOf(cwd, 'b.env')]).toEqual(['a=1', 'a=1'])
  })

  test('before the manifest, the run is not there and the next one is', () => {
    const cwd = tree({'a.env': 'a=1'})
    const renameSync: typeof fs.renameSync = () => crash()

    expect(() => apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2')], {fs: failing({renameSync})})).toThrow(Crash)
    expect([textOf(cwd, 'a.env'), list(cwd)]).toEqual(['a=1', []])
    apply(cwd, [change(cwd, 'a.env', 'a=1', 'a=2')])
    expect(undo(cwd).restored).toEqual([join(cwd, 'a.env')])
  })
})

test.skipIf(isWindows)('runs on a file system in memory', () => {
  const fs = createFsFromVolume(Volume.fromJSON({'/app/a.env': 'a=1\r\n'})) as unknown as FileSystem
  const env = {HOME: '/home/me'}

  const result = writeChanges([change('/app', 'a.env', 'a=1\r\n', 'a=2\r\n')], {
    env,
    cwd: '/app',
    now: NOW,
    platform: 'linux',
    fs,
  })

  expect(result).toMatchObject({written: ['a.env'], refused: []})
  expect(fs.readFileSync('/app/a.env', 'utf8')).toBe('a=2\r\n')
  expect(fs.readdirSync('/home/me/.local/state/stslint/runs')).toEqual(['00000001-20300102T030405Z'])
  expect(undoLast({env, platform: 'linux', dryRun: false, fs}).restored).toEqual(['/app/a.env'])
  expect(fs.readFileSync('/app/a.env', 'utf8')).toBe('a=1\r\n')
})
