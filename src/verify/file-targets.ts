import type {CheckFlags} from '../flags.js'
import {createHosts} from '../providers/aws/hosts.js'
import type {Client} from '../resolve/clients.js'
import type {Subject} from '../resolve-run/model.js'
import {type Run, readSubjects, regionOf} from '../resolve-run/run.js'
import {credentialsOf} from './credentials-of.js'
import {fixedTexts} from './fixed-texts.js'
import {inShell} from './in-shell.js'
import type {Pair, Target} from './model.js'
import {toTarget} from './target.js'

/**
 * The scopes of files, today and with the fixes. Scopes that say nothing of where STS is have none.
 * @param client of AWS's; null where one of Alibaba Cloud's was asked for
 */
export async function fileTargets(run: Run, client: Client | null, flags: CheckFlags): Promise<Target[]> {
  const changes = await fixedTexts(run.paths, flags, run.cwd)
  const today = await readSubjects(run)
  const texts = new Map(changes.map(({file, after}) => [file.absolute, after]))
  const fixed = texts.size === 0 ? today : await readSubjects(run, texts)
  const aliyun =
    today.aliyun.length > 0 && (client === null || client.name === OWN_CLIENT)
      ? (await import('./aliyun/targets.js')).aliyunFileTargets(
          run,
          pairs(today.aliyun, fixed.aliyun),
          fixed.aliyunProject,
        )
      : []
  if (client === null) return aliyun
  const asking = {client, hosts: createHosts(run.data.hosts), stance: {params: {}, region: regionOf(run)}}
  const aws = pairs(today.subjects, fixed.subjects).map(({before, after}) =>
    toTarget(inShell(before), inShell(after), credentialsOf(after, client, fixed.project, {borrows: true}), asking),
  )
  return [...aws, ...aliyun]
}

/** The default of --client: nobody asked for one provider's alone. */
const OWN_CLIENT = 'client-sts'

/** By kind, name and place among their like: a fix moves lines. A scope that is gone afterwards is left out. */
export function pairs<S extends Pick<Subject, 'scope'>>(before: readonly S[], after: readonly S[]): Pair<S>[] {
  const found = keyed(after)
  return [...keyed(before)].flatMap(([key, subject]) => {
    const fixed = found.get(key)
    return fixed === undefined ? [] : [{before: subject, after: fixed}]
  })
}

function keyed<S extends Pick<Subject, 'scope'>>(subjects: readonly S[]): Map<string, S> {
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
