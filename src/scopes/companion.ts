import type {Setting} from '../settings/recognise.js'
import {besidePath} from './pattern.js'
import type {Project} from './view.js'

/** The setting that must agree with this one (the row's `also`). In a tree it stands beside: components can share a scope. */
export function companionOf({entry, row: {also}, scope}: Setting, project: Project): Setting | undefined {
  if (also === undefined) return undefined
  const named = project.own(scope, also.name)
  if (entry.surface !== 'tree') return named.at(-1)
  const path = besidePath(entry.path, also.key).join('\0')
  return named.find((other) => other.entry.path.join('\0') === path)
}
