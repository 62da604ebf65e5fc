import type {Scope} from '../model.js'
import type {SharedFile} from '../resolve/types.js'
import type {Unit} from '../scopes/view.js'

/** A config file and the credentials file that clients read beside it. */
export interface SharedFiles {
  readonly config: Unit | null
  readonly credentials: Unit | null
}

export interface ProfileScope {
  readonly unit: Unit
  readonly scope: Scope
}

export function profilesIn({config, credentials}: SharedFiles): ProfileScope[] {
  return [config, credentials].flatMap((unit) =>
    unit === null ? [] : unit.parsed.scopes.filter(({kind}) => kind === 'profile').map((scope) => ({unit, scope})),
  )
}

export function holdsProfile(files: SharedFiles, name: string): boolean {
  return profilesIn(files).some(({scope}) => scope.name === name)
}

/** One value per file, so that what a client makes of it can be kept. */
export function textOf(unit: Unit | null): SharedFile | null {
  if (unit === null) return null
  const known = files.get(unit) ?? {path: unit.document.path, text: unit.document.text}
  files.set(unit, known)
  return known
}

const files = new WeakMap<Unit, SharedFile>()
