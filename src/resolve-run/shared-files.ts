import type {SharedFile} from '../resolve/types.js'
import type {Unit} from '../scopes/view.js'

/** A config file and the credentials file that clients read beside it. */
export interface SharedFiles {
  readonly config: Unit | null
  readonly credentials: Unit | null
}

export function holdsProfile({config, credentials}: SharedFiles, name: string): boolean {
  return [config, credentials].some((unit) =>
    unit?.parsed.scopes.some((scope) => scope.kind === 'profile' && scope.name === name),
  )
}

/** One value per file, so that what a client makes of it can be kept. */
export function textOf(unit: Unit): SharedFile
export function textOf(unit: Unit | null): SharedFile | null
export function textOf(unit: Unit | null): SharedFile | null {
  if (unit === null) return null
  const known = files.get(unit) ?? {path: unit.document.path, text: unit.document.text}
  files.set(unit, known)
  return known
}

const files = new WeakMap<Unit, SharedFile>()
