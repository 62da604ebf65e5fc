import {isAwsFile} from '../formats/file-kind.js'
import type {Command, Scope} from '../model.js'
import type {Clients} from '../resolve/clients.js'
import type {Project, Unit} from '../scopes/view.js'
import {commandSubject, isStsCommand} from './command-subjects.js'
import type {ScopeContext, SubjectContext} from './context.js'
import type {Subject} from './model.js'
import {profileSubject, profileSubjects} from './profile-subjects.js'
import {terraformSubject} from './terraform-subjects.js'
import {saysWhere, variableSubject} from './variable-subjects.js'
import {createVariables} from './variables.js'

/** Every scope that says where STS is called, in the order of the files. */
export function subjectsOf(context: SubjectContext): Subject[] {
  const {project, profile} = context
  const profiles = profileSubjects(context)
  if (profile !== null) return profiles
  const others = project.units.flatMap((unit) => (isAwsFile(unit.kind) ? [] : scopeSubjects(unit, context)))
  return [...profiles, ...others].sort(byPlace)
}

function scopeSubjects(unit: Unit, context: SubjectContext): Subject[] {
  const all = scopeContext(context)
  const isPassing = passingIn(unit)
  return [...scopesOf(unit)].flatMap((scope) => {
    if (isPassing(scope)) return []
    const isPlain = !/^(?:provider|backend)$/.test(scope.kind) && !isStsCommand(scope)
    return isPlain && !saysWhere(unit, scope, all) ? [] : (subjectAt(unit, scope, context) ?? [])
  })
}

/** What a client in one scope would see; null where no process runs in it. */
export function subjectAt(unit: Unit, scope: Scope, context: SubjectContext): Subject | null {
  if (isAwsFile(unit.kind) || scope.kind === 'profile') return profileSubject(scope, context)
  const all = scopeContext(context)
  if (scope.kind === 'provider' || scope.kind === 'backend') return terraformSubject(unit, scope, all)
  return isStsCommand(scope) ? commandSubject(unit, scope, all) : variableSubject(unit, scope, all)
}

function scopeContext(context: SubjectContext): ScopeContext {
  return {...context, variables: variablesFor(context.project), names: namesFor(context.clients)}
}

/** What a script has exported so far is nobody's environment where it goes on to export more before it runs anything. */
function passingIn({parsed}: Unit): (scope: Scope) => boolean {
  const used = new Set(parsed.commands.map(({scope}) => scope))
  const goesOn = new Set(parsed.scopes.flatMap(({kind, parent}) => (kind === 'script' && parent ? [parent] : [])))
  return (scope) => scope.kind === 'script' && goesOn.has(scope) && !used.has(scope)
}

/** Scopes of commands that only a flag makes are known by their settings alone. */
function scopesOf({parsed, settings}: Unit): Set<Scope> {
  return new Set([...parsed.scopes, ...settings.map(({scope}) => scope), ...parsed.commands.flatMap(plainCommand)])
}

/** A command that states nothing has no scope of its own. */
function plainCommand({scope, words, range}: Command): Scope[] {
  const name = words
    .slice(0, 3)
    .map(({value}) => value ?? '')
    .join(' ')
    .trim()
  if (scope.kind === 'command' || !/^aws sts\b/.test(name)) return []
  return [
    {id: `${scope.id}/command:${range.start}`, kind: 'command', name, range, parent: scope, links: [], adds: null},
  ]
}

const variables = new WeakMap<Project, ReturnType<typeof createVariables>>()

function variablesFor(project: Project): ReturnType<typeof createVariables> {
  const known = variables.get(project) ?? createVariables(project)
  variables.set(project, known)
  return known
}

const names = new WeakMap<Clients, ReadonlySet<string>>()

/** The variables that some client reads. */
function namesFor(clients: Clients): ReadonlySet<string> {
  const known = names.get(clients) ?? new Set(clients.names.flatMap((name) => [...clients.find(name)!.known.env]))
  names.set(clients, known)
  return known
}

/** In the order of the files. */
export function byPlace({scope: one}: Pick<Subject, 'scope'>, {scope: other}: Pick<Subject, 'scope'>): number {
  const [path, otherPath] = [one.path ?? '', other.path ?? '']
  if (path !== otherPath) return path < otherPath ? -1 : 1
  return (one.line ?? 0) - (other.line ?? 0)
}
