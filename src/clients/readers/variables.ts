import type {Parsed, Scope} from '../../model.js'
import {groupBy} from '../paths.js'

/** Gives a scope's look-up of variables: its own, then those around it or that it is built on, then the file's. */
export function variablesOf({entries}: Parsed): (scope: Scope | null) => (name: string) => string | null {
  const stated = entries.filter(({surface, value}) => surface === 'env' && value)
  const byName = groupBy(stated, ({key}) => key)
  return (scope) => (name) => {
    const named = byName.get(name) ?? []
    for (let at = scope; at !== null; at = at.parent) {
      const id = at.id
      const found = named.findLast((each) => each.scope.id === id)
      if (found !== undefined) return found.value
    }
    return named.find(({scope}) => scope.kind === 'file')?.value ?? null
  }
}
