import {besidePath} from '../scopes/pattern.js'
import type {Project} from '../scopes/view.js'
import type {Setting} from './recognise.js'

/** The setting that must say the same Region. In a tree the one that stands beside: several components can share a scope. */
export function companionOf({entry, row: {also}, scope}: Setting, project: Project): Setting | undefined {
  if (also === undefined) return undefined
  const named = project.own(scope, also.name)
  if (entry.surface !== 'tree') return named.at(-1)
  const path = besidePath(entry.path, also.key).join('\0')
  return named.find((other) => other.entry.path.join('\0') === path)
}
