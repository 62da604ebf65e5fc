import {didYouMean} from '../config/suggest.js'
import {UserError} from '../errors.js'
import {isAwsFile} from '../formats/file-kind.js'
import type {Scope} from '../model.js'
import type {SourcedInput} from '../resolve/types.js'
import type {Project, Unit} from '../scopes/view.js'
import type {SubjectContext} from './context.js'
import type {Subject} from './model.js'
import {type ProfileScope, profilesIn, type SharedFiles, textOf} from './shared-files.js'
import {placeOf} from './variable-subjects.js'
import {lineOf} from './variables.js'

/** What makes a profile one that calls STS, or says where. */
const TELLING: ReadonlySet<string> = new Set([
  'sts.endpoint',
  'endpoint',
  'services',
  'ignore-endpoints',
  'sts.mode',
  'defaults-mode',
  'region',
  'fips',
  'dualstack',
  'role',
  'source-profile',
  'web-identity',
])

/** One profile, whether or not it says where STS is called. */
export function profileSubject(unit: Unit, scope: Scope, context: SubjectContext): Subject | null {
  const pair = pairsOf(context).find(({config, credentials}) => config === unit || credentials === unit)
  return pair === undefined || scope.kind !== 'profile' ? null : toSubject(pair, {unit, scope}, context)
}

export function profileSubjects(context: SubjectContext): Subject[] {
  const {profile} = context
  const all = pairsOf(context)
  const found = all.flatMap((pair) => profilesOf(pair, profile).map((scope) => toSubject(pair, scope, context)))
  if (profile === null || found.length > 0 || context.isProfileElsewhere) return found
  const known = all.flatMap((pair) => profilesIn(pair).map(({scope}) => scope.name))
  throw new UserError(
    'USAGE',
    `--profile ${profile}: no AWS config file of this run has that profile${didYouMean(profile, known)}`,
  )
}

/** Those in use belong together wherever they are; others where they stand beside each other. */
function pairsOf({project, inUse}: SubjectContext): SharedFiles[] {
  const known = pairs.get(project)
  if (known) return known
  const found = findPairs(project, inUse)
  pairs.set(project, found)
  return found
}

const pairs = new WeakMap<Project, SharedFiles[]>()

function findPairs(project: Project, inUse: SharedFiles): SharedFiles[] {
  const used = [inUse.config, inUse.credentials]
  const rest = project.units.filter((unit) => isAwsFile(unit.kind) && !used.includes(unit))
  const configs = rest.filter(({kind}) => kind === 'aws-config')
  const beside = (config: Unit) =>
    rest.find((unit) => unit.kind === 'aws-credentials' && directory(unit) === directory(config)) ?? null
  const together = configs.map((config) => ({config, credentials: beside(config)}))
  const paired = new Set(together.map(({credentials}) => credentials))
  const alone = rest.filter((unit) => unit.kind === 'aws-credentials' && !paired.has(unit))
  return [inUse, ...together, ...alone.map((credentials) => ({config: null, credentials}))]
}

function directory({file: {absolute}}: Unit): string {
  return absolute.replace(/[^/\\]+$/, '')
}

/** Each name once; the config file's section stands for both. */
function profilesOf(pair: SharedFiles, wanted: string | null): ProfileScope[] {
  const byName = new Map<string, ProfileScope[]>()
  for (const each of profilesIn(pair)) byName.set(each.scope.name, [...(byName.get(each.scope.name) ?? []), each])
  return [...byName].flatMap(([name, all]) => {
    const isTold = all.some(({unit, scope}) =>
      unit.settings.some((each) => each.scope === scope && TELLING.has(each.name)),
    )
    return (wanted === null ? isTold : name === wanted) ? all.slice(0, 1) : []
  })
}

function toSubject(pair: SharedFiles, {unit, scope}: ProfileScope, {choose, inUse, home}: SubjectContext): Subject {
  const {path} = unit.document
  const line = lineOf(unit, scope.range.start)
  const isUsed = unit === inUse.config || unit === inUse.credentials
  const isDefault = scope.name === 'default'
  const input: SourcedInput = {
    env: {},
    config: textOf(pair.config),
    credentials: textOf(pair.credentials),
    params: isDefault ? {} : {profile: {value: scope.name, source: `${path}:${line}`}},
  }
  return {
    scope: {kind: 'profile', name: scope.name, path, line},
    at: {unit, scope},
    inputFor: () => input,
    computed: [],
    unknown: [],
    clients: choose.ofProfile(isUsed ? {path: `${home}/config`, scope, origin: null} : placeOf(unit, scope)),
  }
}
