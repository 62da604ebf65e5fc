import type {Scope} from '../model.js'
import type {Project, Unit} from './view.js'

interface Seen {
  readonly unit: Unit
  readonly scope: Scope
}

const known = new WeakMap<Project, ReadonlyMap<Scope, readonly Seen[]>>()

/** The scopes that find variables in this one: those below it, and those that name it. */
export function readersOf(project: Project, scope: Scope): readonly Seen[] {
  const readers = known.get(project) ?? index(project)
  known.set(project, readers)
  return readers.get(scope) ?? []
}

function index(project: Project): ReadonlyMap<Scope, readonly Seen[]> {
  const readers = new Map<Scope, Seen[]>()
  for (const unit of project.units) {
    for (const scope of unit.parsed.scopes) {
      for (const {scope: read} of project.lineage(unit, scope)) {
        if (read === scope) continue
        const known = readers.get(read)
        if (known) known.push({unit, scope})
        else readers.set(read, [{unit, scope}])
      }
    }
  }
  return readers
}
