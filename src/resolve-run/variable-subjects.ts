import type {Scope, ScopeKind} from '../model.js'
import {once} from '../once.js'
import type {Reason, Sourced, SourcedInput} from '../resolve/types.js'
import {readersOf} from '../scopes/readers.js'
import type {Unit} from '../scopes/view.js'
import {type Pair, sectionOf} from './aws-pairs.js'
import {createStandIns, type StandIns} from './computed.js'
import type {ScopeContext, SubjectContext} from './context.js'
import type {Place} from './found-clients.js'
import type {Subject} from './model.js'
import {originOf} from './origin.js'
import {holdsProfile, textOf} from './shared-files.js'
import type {Seen} from './variables.js'

/** No process runs in one of these. */
const NO_PROCESS: ReadonlySet<ScopeKind> = new Set([
  'services',
  'sso-session',
  'policy',
  'statement',
  'module',
  'service-account',
])

/** What others read from: they are what a process sees, where one reads them. */
const SOURCES: ReadonlySet<ScopeKind> = new Set(['config-map', 'secret', 'env-file', 'globals'])

/** What a process in the scope sees, whether or not that says where STS is called; null where none runs in it. */
export function variableSubject(unit: Unit, scope: Scope, context: ScopeContext): Subject | null {
  const {variables, names, choose, standIns: regions} = context
  if (NO_PROCESS.has(scope.kind) || isForOthers(scope, context)) return null
  const read = once(() => {
    const standIns = createStandIns(regions)
    const seen = variables.seen(unit, scope, standIns)
    const {input, leftOut} = withFiles({...runtimeOf(scope, standIns), ...seen.env}, scope, context)
    return {input, computed: standIns.made, unknown: [...leftOut, ...unknownTo(names, seen)]}
  })
  const ref = once(() => refOf(unit, scope, context))
  return {
    // What a scope without a client sees is asked by nobody.
    get scope() {
      return ref()
    },
    at: {unit, scope},
    inputFor: () => read().input,
    get computed() {
      return read().computed
    },
    get unknown() {
      return read().unknown
    },
    clients: choose.ofScope(placeOf(unit, scope)),
  }
}

/** Its variables say where STS is called: by itself, by what it links to, or for what is installed in it. */
export function saysWhere(unit: Unit, scope: Scope, {variables, names, choose}: ScopeContext): boolean {
  if (variables.states(unit, scope, names)) return true
  if (!choose.installsIn(placeOf(unit, scope))) return false
  const {env, unknown} = variables.seen(unit, scope, createStandIns([]))
  return scope.kind === 'function' || [...Object.keys(env), ...unknown.keys()].some((name) => names.has(name))
}

/** AWS Lambda Developer Guide, "Defined runtime environment variables": a function always has its own Region. */
function runtimeOf({kind}: Scope, standIns: StandIns): Record<string, Sourced> {
  const value = kind === 'function' ? standIns.standIn("<the function's Region>") : null
  const stated = value === null ? null : {value, source: 'AWS Lambda'}
  return stated === null ? {} : {AWS_REGION: stated, AWS_DEFAULT_REGION: stated}
}

function isForOthers(scope: Scope, {project}: ScopeContext): boolean {
  return SOURCES.has(scope.kind) && readersOf(project, scope).length > 0
}

const LOCAL: ReadonlySet<ScopeKind> = new Set(['env-file', 'file', 'configuration', 'task'])

/**
 * The AWS files of this machine count where a file of variables for it names a profile of theirs. Elsewhere those of the tree
 * that alone have the profile are taken for the ones in use, which makes the answer a likely one. A profile that nobody knows
 * is left out: that it is missing here says nothing.
 */
export function withFiles(env: Record<string, Sourced>, {kind}: Scope, context: SubjectContext): Surroundings {
  const {inUse} = context
  const profile = env['AWS_PROFILE'] ?? env['AWS_DEFAULT_PROFILE']
  if (profile === undefined) return {input: {env, config: null, credentials: null}, leftOut: []}
  const isKnown = LOCAL.has(kind) && holdsProfile(inUse, profile.value)
  if (isKnown) return {input: {env, config: textOf(inUse.config), credentials: textOf(inUse.credentials)}, leftOut: []}
  const pair = pairInTree(profile.value, env, context)
  if (pair !== null) {
    const [config, credentials] = [pair.config?.file ?? null, pair.credentials?.file ?? null]
    const reason = `taken from ${(config ?? credentials)!.path}, if that is the file in use where this runs`
    return {input: {env, config, credentials}, leftOut: [{setting: 'profile', ...profile, outcome: 'won', reason}]}
  }
  const {AWS_PROFILE: _, AWS_DEFAULT_PROFILE: __, ...rest} = env
  const reason = 'the files with this profile are not part of the run, so what they say is not known'
  return {
    input: {env: rest, config: null, credentials: null},
    leftOut: [{setting: 'profile', ...profile, outcome: 'ignored', reason}],
  }
}

/** Not what a variable names elsewhere, and not the files of this machine: what runs in another place has others. */
function pairInTree(profile: string, env: Record<string, Sourced>, context: SubjectContext): Pair | null {
  if (env['AWS_CONFIG_FILE'] !== undefined || env['AWS_SHARED_CREDENTIALS_FILE'] !== undefined) return null
  const used = [context.inUse.config, context.inUse.credentials]
  const [found, ...others] = context.project.profiles(profile).filter(({unit}) => !used.includes(unit))
  return found === undefined || others.length > 0 ? null : (sectionOf(found.scope, context)?.pair ?? null)
}

interface Surroundings {
  readonly input: SourcedInput
  readonly leftOut: readonly Reason[]
}

export function unknownTo(names: ReadonlySet<string>, {unknown}: Seen): Reason[] {
  return [...unknown].flatMap(([name, reason]) => (names.has(name) ? [reason] : []))
}

export function placeOf(unit: Unit, scope: Scope): Place {
  return {path: unit.file.absolute.replaceAll('\\', '/'), scope, origin: originOf(unit, scope)}
}

export function refOf(
  unit: Unit,
  {kind, name, range}: Scope,
  {variables}: Pick<ScopeContext, 'variables'>,
): Subject['scope'] {
  return {kind, name, path: unit.document.path, line: variables.lineOf(unit, range.start)}
}
