import type {CheckFlags} from '../flags.js'
import {createHosts} from '../providers/aws/hosts.js'
import type {Client} from '../resolve/clients.js'
import type {Subject} from '../resolve-run/model.js'
import {type Run, readSubjects, regionOf} from '../resolve-run/run.js'
import {credentialsOf} from './credentials-of.js'
import {fixedTexts} from './fixed-texts.js'
import {inShell} from './in-shell.js'
import type {Target} from './model.js'
import {toTarget} from './target.js'

/** A scope with what it is once the fixes are made. */
export interface Pair {
  readonly before: Subject
  readonly after: Subject
}

/** The scopes of files, today and with the fixes. Scopes that say nothing of where STS is have none. */
export async function fileTargets(run: Run, client: Client, flags: CheckFlags): Promise<Target[]> {
  const changes = await fixedTexts(run.paths, flags, run.cwd)
  const today = await readSubjects(run)
  const texts = new Map(changes.map(({file, after}) => [file.absolute, after]))
  const fixed = texts.size === 0 ? today : await readSubjects(run, texts)
  const asking = {client, hosts: createHosts(run.data.hosts), stance: {params: {}, region: regionOf(run)}}
  return pairs(today.subjects, fixed.subjects).map(({before, after}) =>
    toTarget(inShell(before), inShell(after), credentialsOf(after, client, fixed.project, {borrows: true}), asking),
  )
}

/** By kind, name and place among their like: a fix moves lines. A scope that is gone afterwards is left out. */
export function pairs(before: readonly Subject[], after: readonly Subject[]): Pair[] {
  const found = keyed(after)
  return [...keyed(before)].flatMap(([key, subject]) => {
    const fixed = found.get(key)
    return fixed === undefined ? [] : [{before: subject, after: fixed}]
  })
}

function keyed(subjects: readonly Subject[]): Map<string, Subject> {
  const counts = new Map<string, number>()
  return new Map(
    subjects.map((subject) => {
      const {kind, name, path} = subject.scope
      const key = JSON.stringify([path, kind, name])
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      return [`${key}${count}`, subject]
    }),
  )
}
