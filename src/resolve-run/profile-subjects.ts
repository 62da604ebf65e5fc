import {didYouMean} from '../config/suggest.js'
import {UserError} from '../errors.js'
import type {Scope} from '../model.js'
import type {Reason, SourcedInput} from '../resolve/types.js'
import {type Pair, pairsOf, sectionOf, textsIn} from './aws-pairs.js'
import type {AwsText} from './aws-texts.js'
import type {SubjectContext} from './context.js'
import type {Subject} from './model.js'
import {placeOf} from './variable-subjects.js'
import {leftOut, lineOf} from './variables.js'

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

interface ProfileScope {
  readonly text: AwsText
  readonly scope: Scope
}

/** One profile, whether or not it says where STS is called. */
export function profileSubject(scope: Scope, context: SubjectContext): Subject | null {
  const section = scope.kind === 'profile' ? sectionOf(scope, context) : null
  return section && toSubject(section.pair, {text: section.text, scope}, context)
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

function profilesIn(pair: Pair): ProfileScope[] {
  return textsIn(pair).flatMap((text) =>
    text.scopes.filter(({kind}) => kind === 'profile').map((scope) => ({text, scope})),
  )
}

/** Each name once; the config file's section stands for both. */
function profilesOf(pair: Pair, wanted: string | null): ProfileScope[] {
  const byName = new Map<string, ProfileScope[]>()
  for (const each of profilesIn(pair)) byName.set(each.scope.name, [...(byName.get(each.scope.name) ?? []), each])
  return [...byName].flatMap(([name, all]) => {
    const isTold = all.some(({text: {unit}, scope}) =>
      unit.settings.some((each) => each.scope === scope && TELLING.has(each.name)),
    )
    return (wanted === null ? isTold : name === wanted) ? all.slice(0, 1) : []
  })
}

function toSubject(pair: Pair, {text: {unit}, scope}: ProfileScope, {choose, inUse, home}: SubjectContext): Subject {
  const {path} = unit.document
  const line = lineOf(unit, scope.range.start)
  const isUsed = unit === inUse.config || unit === inUse.credentials
  const isDefault = scope.name === 'default'
  const input: SourcedInput = {
    env: {},
    config: pair.config?.file ?? null,
    credentials: pair.credentials?.file ?? null,
    params: isDefault ? {} : {profile: {value: scope.name, source: `${path}:${line}`}},
  }
  return {
    scope: {kind: 'profile', name: scope.name, path, line},
    at: {unit, scope},
    inputFor: () => input,
    computed: [pair.config, pair.credentials].flatMap((text) => text?.computed ?? []),
    unknown: unknownIn(pair, scope),
    clients: choose.ofProfile(isUsed ? {path: `${home}/config`, scope, origin: null} : placeOf(unit, scope)),
  }
}

/** What the profile takes from elsewhere when the text is made. */
function unknownIn({config, credentials}: Pair, scope: Scope): Reason[] {
  return [config, credentials].flatMap((text) =>
    (text?.left ?? [])
      .filter(
        (entry) =>
          entry.scope.kind === 'services' || (entry.scope.kind === 'profile' && entry.scope.name === scope.name),
      )
      .map((entry) =>
        leftOut(text!.unit, entry, `${text!.unit.document.path}:${lineOf(text!.unit, entry.range.start)}`),
      ),
  )
}
