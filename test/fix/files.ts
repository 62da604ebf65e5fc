import realFs from 'node:fs'
import {join} from 'node:path'
import type {Change} from '../../src/check-request.js'
import {decode} from '../../src/encoding.js'
import {disk, type FileSystem} from '../../src/fix/file-system.js'
import {type WriteContext, type Written, writeChanges} from '../../src/fix/write.js'
import type {FileRef} from '../../src/model.js'

export const NOW = new Date('2030-01-02T03:04:05.678Z')

export function ref(cwd: string, path: string): FileRef {
  return {path, absolute: join(cwd, path), format: 'dotenv', kind: null}
}

export function change(cwd: string, path: string, before: string, after: string): Change {
  return {file: ref(cwd, path), before, after, made: [{rule: 't/a', title: 'a fix', scope: null}]}
}

/** Runs the writer on a tree that holds its own state directory. */
export function apply(
  cwd: string,
  changes: readonly Change[],
  context: Partial<WriteContext> = {},
): Omit<Written, 'run'> {
  const {run: _, ...outcome} = record(cwd, changes, context)
  return outcome
}

/** The same with the undo record. */
export function record(cwd: string, changes: readonly Change[], context: Partial<WriteContext> = {}): Written {
  return writeChanges(changes, {env: stateEnv(cwd), cwd, now: NOW, ...context})
}

export function stateEnv(cwd: string): NodeJS.ProcessEnv {
  return {XDG_STATE_HOME: join(cwd, 'state')}
}

export function fault(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), {code})
}

/** The disk, with some functions replaced. Root may do everything, so permissions are refused here and not by chmod. */
export function failing(replaced: Partial<FileSystem>): FileSystem {
  return {...disk, ...replaced}
}

/** Names in a directory that the writer should have cleaned up. */
export function leftovers(cwd: string): string[] {
  return realFs
    .readdirSync(cwd, {recursive: true})
    .map(String)
    .filter((name) => name.endsWith('.tmp'))
}

export function textOf(cwd: string, path: string): string | null {
  return decode(realFs.readFileSync(join(cwd, path)))
}
