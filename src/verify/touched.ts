import type {Subject} from '../resolve-run/model.js'
import type {Project} from '../scopes/view.js'
import {unitScope} from './credentials-of.js'
import {pairs} from './file-targets.js'
import type {Pair} from './model.js'
import {type Asking, resolutionOf} from './target.js'

/** Subjects and the files they stand in. */
export interface Reading {
  readonly subjects: readonly Subject[]
  readonly project: Project
}

/** Where the bytes of a scope stand. */
export interface Slice {
  readonly path: string
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface Touched extends Pair {
  readonly was: Slice
  readonly is: Slice
}

/** Scopes whose bytes a fix changed, or which now call something else because of another scope's. */
export function touchedScopes(before: Reading, after: Reading, asking: Asking): Touched[] {
  return pairs(before.subjects, after.subjects).flatMap((pair) => {
    const [was, is] = [sliceOf(pair.before, before.project), sliceOf(pair.after, after.project)]
    if (was === null || is === null) return []
    const isTouched = was.text !== is.text || !isSameCall(pair.before, pair.after, asking)
    return isTouched ? [{...pair, was, is}] : []
  })
}

export function isSameCall(one: Subject, other: Subject, asking: Asking): boolean {
  const [a, b] = [resolutionOf(one, asking), resolutionOf(other, asking)]
  return a.endpoint === b.endpoint && a.signingRegion === b.signingRegion && a.error?.kind === b.error?.kind
}

function sliceOf(subject: Subject, project: Project): Slice | null {
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
