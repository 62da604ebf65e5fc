import type {Resolution} from '../resolve/types.js'
import type {AliyunSubject} from '../resolve-run/aliyun-subjects.js'
import type {ScopeRef, Subject} from '../resolve-run/model.js'
import type {Run, readSubjects} from '../resolve-run/run.js'
import type {Project} from '../scopes/view.js'
import {aliyunResolution, aliyunTarget, aliyunUse} from './aliyun/targets.js'
import {credentialsOf, unitScope} from './credentials-of.js'
import {pairs} from './file-targets.js'
import {inShell} from './in-shell.js'
import type {Target} from './model.js'
import {type Asking, resolutionOf, toTarget} from './target.js'

/** Where the bytes of a scope stand. */
export interface Slice {
  readonly path: string
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A scope of either provider, as one reading of the files has it. */
export interface View {
  readonly scope: ScopeRef
  readonly slice: Slice | null
  readonly resolution: Resolution
  readonly of:
    | {readonly provider: 'aws'; readonly subject: Subject; readonly project: Project}
    | {readonly provider: 'aliyun'; readonly subject: AliyunSubject; readonly project: Project}
}

export interface Touched {
  readonly before: View
  readonly after: View
  readonly was: Slice
  readonly is: Slice
}

/** What asks, and for whom. */
export interface Judge {
  readonly run: Run
  readonly asking: Asking
}

export function viewsOf(reading: Awaited<ReturnType<typeof readSubjects>>, {run, asking}: Judge): View[] {
  const {subjects, project, aliyun, aliyunProject} = reading
  const aws = subjects.map((subject): View => {
    const slice = sliceOf(subject, project)
    return {
      scope: subject.scope,
      slice,
      resolution: resolutionOf(subject, asking),
      of: {provider: 'aws', subject, project},
    }
  })
  const others = aliyun.flatMap((subject): View[] => {
    const use = aliyunUse(subject, run)
    if (use === null) return []
    const resolution = aliyunResolution(subject, use, run)
    const of = {provider: 'aliyun', subject, project: aliyunProject} as const
    return [{scope: subject.scope, slice: sliceOf(subject, aliyunProject), resolution, of}]
  })
  return [...aws, ...others]
}

/** Scopes whose bytes a fix changed, or which now call something else because of another scope's. */
export function touchedScopes(before: readonly View[], after: readonly View[]): Touched[] {
  return (['aws', 'aliyun'] as const).flatMap((provider) => {
    const own = (views: readonly View[]): View[] => views.filter(({of}) => of.provider === provider)
    return pairs(own(before), own(after)).flatMap((pair) => {
      const [was, is] = [pair.before.slice, pair.after.slice]
      if (was === null || is === null) return []
      return was.text !== is.text || !isSameCall(pair.before, pair.after) ? [{...pair, was, is}] : []
    })
  })
}

export function isSameCall({resolution: a}: View, {resolution: b}: View): boolean {
  return a.endpoint === b.endpoint && a.signingRegion === b.signingRegion && a.error?.kind === b.error?.kind
}

/** What to call for it. What runs elsewhere is not judged by this shell's credentials. */
export function targetOf({before, after}: Touched, {run, asking}: Judge): Target {
  if (before.of.provider === 'aws' && after.of.provider === 'aws') {
    const credentials = credentialsOf(after.of.subject, asking.client, after.of.project, {borrows: false})
    return toTarget(inShell(before.of.subject), inShell(after.of.subject), credentials, asking)
  }
  const pair = {before: before.of.subject as AliyunSubject, after: after.of.subject as AliyunSubject}
  return aliyunTarget(pair, aliyunUse(pair.after, run)!, after.of.project, run, {borrows: false})
}

function sliceOf(subject: Pick<Subject, 'scope'>, project: Project): Slice | null {
  const found = unitScope(subject, project)
  if (found === null) return null
  const {
    unit: {document},
    scope: {
      range: {start, end},
    },
  } = found
  return {path: document.path, start, end, text: document.text.slice(start, end)}
}
