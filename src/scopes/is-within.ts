import type {Scope} from '../model.js'

/** Whether the scope is the other, or lies in it. A script has as many around one another as it has exports: no recursion. */
export function isWithin(scope: Scope, outer: Scope): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at === outer) return true
  return false
}
