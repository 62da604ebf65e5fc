import type {Entry, Parsed, Scope, ScopeKind} from '../model.js'
import {scopePath} from './view.js'

/** What runs in an image of its own. */
const OWN: ReadonlySet<ScopeKind> = new Set(['container', 'service', 'task'])
/** What runs in the image of what is around it, where it names none. */
const WITHIN: ReadonlySet<ScopeKind> = new Set(['job', 'step', 'workflow'])

/** Where an image is named, below a container, a job or a whole pipeline. */
const NAMES = ['image', 'image.name']
const PIPELINE_NAMES = [
  ...NAMES,
  'container',
  'container.image',
  // CircleCI: steps run in the first one.
  'docker.0.image',
  // Jenkins, declarative and in a script.
  'agent.docker.image.0',
  'agent.docker.0',
  'image.0',
  // GitLab.
  'default.image',
  'default.image.name',
]
/** Another place that says it for a job, by name: CircleCI's executors, GitLab's templates. */
const ELSEWHERE = [
  {keys: ['executor', 'executor.name'], place: 'executors.'},
  {keys: ['extends', 'extends.0'], place: ''},
]

/** The entry that names the image a process in the scope runs in: its container's, or its job's or pipeline's; null without. */
export function imageEntry(parsed: Pick<Parsed, 'entries'>, scope: Scope): Entry | null {
  const runs = runsIn(scope)
  if (runs === null) return null
  const named = namedIn(parsed)
  const at = (prefix: string, names: readonly string[], isHere: (each: Entry) => boolean): Entry | null => {
    const found = names.flatMap((name) => named.get(prefix === '' ? name : `${prefix}.${name}`) ?? [])
    return found.find(isHere) ?? null
  }
  const path = scopePath(runs)
  if (OWN.has(runs.kind)) return at(path.join('.'), NAMES, (each) => each.scope === runs)
  const root = rootOf(runs)
  // A file may hold several pipelines.
  const isNear = (each: Entry): boolean => each.scope.kind === 'file' || rootOf(each.scope) === root
  for (let length = path.length; length >= 0; length -= 1) {
    const prefix = path.slice(0, length).join('.')
    const own = at(prefix, PIPELINE_NAMES, isNear)
    if (own !== null) return own
    for (const {keys, place} of ELSEWHERE) {
      const name = at(prefix, keys, isNear)?.value
      const found = name ? at(`${place}${name}`, PIPELINE_NAMES, () => true) : null
      if (found !== null) return found
    }
  }
  return null
}

/** The entries that may name an image, by their path; found once for a file. */
function namedIn(parsed: Pick<Parsed, 'entries'>): ReadonlyMap<string, readonly Entry[]> {
  const known = byParsed.get(parsed)
  if (known !== undefined) return known
  const found = new Map<string, Entry[]>()
  for (const entry of parsed.entries) {
    if (entry.surface !== 'tree' || !entry.value || !entry.path.slice(-3).some((part) => KEYS.has(part))) continue
    const path = entry.path.join('.')
    found.set(path, [...(found.get(path) ?? []), entry])
  }
  byParsed.set(parsed, found)
  return found
}

const byParsed = new WeakMap<object, ReadonlyMap<string, readonly Entry[]>>()
const KEYS: ReadonlySet<string> = new Set(['image', 'container', 'docker', 'executor', 'extends'])

function runsIn(scope: Scope): Scope | null {
  for (let each: Scope | null = scope; each; each = each.parent ?? each.writer ?? null)
    if (OWN.has(each.kind) || WITHIN.has(each.kind)) return each
  return null
}

/** The outermost scope in the file. */
function rootOf(scope: Scope): Scope {
  return scope.parent === null || scope.parent.kind === 'file' ? scope : rootOf(scope.parent)
}
