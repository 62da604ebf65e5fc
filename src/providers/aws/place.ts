import type {Entry} from '../../model.js'
import type {Unit} from '../../scopes/view.js'

export interface Place {
  readonly unit: Unit
  readonly entry: Entry
}

/** `KEY in PATH:LINE (and 2 more)` */
export function placeNamed(places: readonly Place[]): string | null {
  const [first, ...rest] = places
  if (!first) return null
  const {unit, entry} = first
  const line = unit.document.text.slice(0, entry.range.start).split('\n').length
  return `${entry.key} in ${unit.file.path}:${line}${rest.length > 0 ? ` (and ${rest.length} more)` : ''}`
}
