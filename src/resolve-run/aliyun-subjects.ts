import type {Scope} from '../model.js'
import type {AliyunClient, AliyunClients} from '../providers/aliyun/clients.js'
import type {AliyunParam} from '../providers/aliyun/clients-file.js'
import type {AliyunInput} from '../providers/aliyun/resolve.js'
import {indexLines} from '../report/lines.js'
import type {Reason, Sourced} from '../resolve/types.js'
import type {Project, Unit} from '../scopes/view.js'
import type {ClientChoice} from './choose-clients.js'
import {createStandIns} from './computed.js'
import type {ClientInUse, Computed, ScopeRef} from './model.js'
import {placeOf, unknownTo} from './variable-subjects.js'
import {createVariables, type Variables} from './variables.js'

/** One scope of Alibaba Cloud's, and what a client in it would see. */
export interface AliyunSubject {
  readonly scope: ScopeRef
  readonly input: AliyunInput
  readonly computed: readonly Computed[]
  readonly unknown: readonly Reason[]
  readonly clients: readonly ClientInUse<AliyunClient>[]
}

export interface AliyunContext {
  /** With the settings of Alibaba Cloud alone. */
  readonly project: Project
  readonly clients: AliyunClients
  readonly choose: ClientChoice<AliyunClient>
  /** Only this profile of shared files, and nothing else. */
  readonly profile: string | null
}

/** Regions that may stand for one that is computed. */
const STAND_INS = ['cn-hangzhou', 'ap-southeast-1', 'eu-central-1']

/** Every scope that says where Alibaba Cloud's STS is called, or that it is. */
export function aliyunSubjects(context: AliyunContext): AliyunSubject[] {
  const {project, profile} = context
  const variables = createVariables(project)
  return project.units.flatMap((unit) => {
    const scopes = [...new Set(unit.settings.filter(({name}) => TELLING.has(name)).map(({scope}) => scope))]
    return scopes.flatMap((scope) => {
      if (unit.kind !== null)
        return profile === null || scope.name === profile ? sharedSubject(unit, scope, context) : []
      return profile === null ? scopeSubject(unit, scope, context, variables) : []
    })
  })
}

/** What makes a scope one that calls STS, or says where. */
const TELLING: ReadonlySet<string> = new Set([
  'sts.endpoint',
  'sts.region',
  'sts.vpc',
  'mode',
  'role',
  'oidc',
  'region',
])

/** Modes that call STS, and those of an RSA key pair: `RamRoleArn`, `ram_role_arn`, `OIDC`, `RsaKeyPair` … */
const STS_MODE =
  /^(?:(?:chainable)?ramrolearn|ramrolearnwith\w+|oidc|ram_role_arn|oidc_role_arn|rsakeypair|rsa_key_pair)$/i

/** A profile of the CLI's or the libraries' file, the section of ossutil's. */
function sharedSubject(unit: Unit, scope: Scope, {choose}: AliyunContext): AliyunSubject[] {
  const lines = indexLines(unit.document.text)
  const sourceOf = (offset: number): string => `${unit.document.path}:${lines.position(offset).line}`
  const own = unit.parsed.entries.filter((entry) => entry.scope === scope && entry.value !== null)
  const keys = Object.fromEntries(
    own.map(({key, value, range}): [string, Sourced] => [key, {value: value!, source: sourceOf(range.start)}]),
  )
  const mode = keys[unit.kind === 'aliyun-credentials' ? 'type' : 'mode']?.value ?? ''
  if (!STS_MODE.test(mode)) return []
  // The libraries' own file has no key of STS.
  const isRead = ({client}: ClientInUse<AliyunClient>): boolean =>
    unit.kind === 'aliyun-credentials' ? client.name.startsWith('credentials-') : client.row.file === unit.kind
  const place = placeOf(unit, scope)
  const clients =
    unit.kind === 'ossutil-config'
      ? choose.ofTool('ossutil', place)
      : // The CLI reads its own file, whatever libraries there are.
        [
          ...choose.ofTool('aliyun-cli', place),
          ...choose.ofProfile(place).filter(({client}) => client.name !== 'aliyun-cli'),
        ]
  return [
    {
      scope: {
        kind: scope.kind,
        name: scope.name,
        path: unit.document.path,
        line: lines.position(scope.range.start).line,
      },
      input: {
        params: {},
        env: {},
        keys: unit.kind === 'aliyun-credentials' ? {} : keys,
        usesRsaKey: /^rsa/i.test(mode),
      },
      computed: [],
      unknown: [],
      clients: clients.filter(isRead),
    },
  ]
}

/** A provider block, a command line, or a scope of variables. */
function scopeSubject(unit: Unit, scope: Scope, context: AliyunContext, variables: Variables): AliyunSubject[] {
  const {choose, clients} = context
  const standIns = createStandIns(STAND_INS)
  const place = placeOf(unit, scope)
  const tool = toolOf(scope)
  const seen = variables.seen(unit, scope, standIns)
  const names = clients.find(clients.names[0]!)!.known.env
  const params = tool === null ? {} : paramsOf(unit, scope, variables, standIns.valueOf)
  const callsSts = context.project.find(unit, scope, 'oidc') !== null
  const states = Object.keys(seen.env).some((name) => names.has(name) && /STS|VPC/.test(name)) || seen.unknown.size > 0
  if (tool === null && !states && !callsSts) return []
  if (scope.kind === 'backend' || (tool !== null && Object.keys(params).length === 0 && !states)) return []
  return [
    {
      scope: {
        kind: scope.kind,
        name: scope.name,
        path: unit.document.path,
        line: variables.lineOf(unit, scope.range.start),
      },
      input: {params, env: seen.env, keys: {}},
      computed: standIns.made,
      unknown: unknownTo(names, seen),
      clients:
        tool === null
          ? choose.ofScope(place).filter(({client}) => client.row.file === 'aliyun-config')
          : choose.ofTool(tool, place),
    },
  ]
}

/** The one client that reads a scope; null where any may. */
function toolOf({kind, name}: Scope): string | null {
  if (kind === 'provider') return 'terraform-provider-alicloud'
  if (kind !== 'command') return null
  return /^aliyun\b/.test(name) ? 'aliyun-cli' : /^ossutil/.test(name) ? 'ossutil' : null
}

/** What the block or the command line itself says. Of the CLI, `--region` is other services' Region. */
function paramsOf(
  unit: Unit,
  scope: Scope,
  variables: Variables,
  valueOf: (entry: Unit['settings'][number]['entry']) => string | null,
): AliyunInput['params'] {
  const names: Readonly<Record<string, AliyunParam>> =
    scope.kind === 'provider'
      ? {'sts.endpoint': 'endpoint', region: 'region'}
      : {'sts.endpoint': 'endpoint', 'sts.region': 'region'}
  const found: Partial<Record<AliyunParam, Sourced>> = {}
  for (const {name, entry, scope: own} of unit.settings) {
    const param = names[name]
    if (own !== scope || param === undefined) continue
    const value = valueOf(entry)
    if (value !== null)
      found[param] = {value, source: `${unit.document.path}:${variables.lineOf(unit, entry.range.start)}`}
  }
  return found
}
