import type {Facts} from '../../data.js'
import type {Scope} from '../../model.js'
import type {Project, Stating, Unit} from '../../scopes/view.js'
import type {AliyunHosts} from './hosts.js'

export interface ScopeContext {
  readonly hosts: AliyunHosts
  readonly project: Project
  /** `--region`, where it is one of Alibaba Cloud's. */
  readonly region: string | null
}

/** Modes of a CLI profile, and types of a credentials file, that call STS (aliyun/aliyun-cli config/profile.go). */
const STS_MODES: ReadonlySet<string> = new Set([
  'ramrolearn',
  'ramrolearnwithecs',
  'chainableramrolearn',
  'oidc',
  'ram_role_arn',
  'oidc_role_arn',
])

/** What one process in a scope would see, before any client is known. */
export function scopeFacts({hosts, project, region}: ScopeContext, unit: Unit, scope: Scope): Facts {
  const find = (name: string): Stating | null => project.find(unit, scope, name)
  const literal = (name: string): string | null => find(name)?.setting.entry.value || null
  const isSet = (name: string): boolean => {
    const entry = find(name)?.setting.entry
    return entry !== undefined && entry.value !== ''
  }
  const written = (name: string): string | null => literal(name) ?? find(name)?.setting.entry.expression ?? null
  const endpoint = written('sts.endpoint')
  const stsRegion = written('sts.region')
  const mode = literal('mode')?.toLowerCase() ?? null
  return {
    'scope.kind': scope.kind,
    'scope.name': scope.name,
    'scope.adds': scope.adds,
    ...regionFacts(hosts, literal('sts.region') === null ? find('region') : find('sts.region'), region),
    'scope.sts.endpoint': endpoint,
    'scope.sts.reach': endpoint === null ? null : hosts.parse(endpoint).reach,
    'scope.sts.region': stsRegion,
    'scope.vpc': literal('sts.vpc')?.toLowerCase() === 'true',
    'scope.mode': mode,
    'scope.usesRole': mode === null ? isSet('role') && isSet('oidc') : STS_MODES.has(mode),
    'scope.usesRsaKey': mode === 'rsakeypair' || mode === 'rsa_key_pair',
    'scope.webIdentity': isSet('oidc'),
  }
}

/** The Region that STS is or should be called in, and the hosts a fix would write for it. */
function regionFacts(hosts: AliyunHosts, stating: Stating | null, given: string | null): Facts {
  const {value = null, expression = null} = stating?.setting.entry ?? {}
  const name = value || (expression === null ? given : null)
  const facts = name === null ? null : hosts.region(name)
  return {
    'scope.region': name,
    'scope.regionStated': value ? stating!.stated : expression !== null ? 'expression' : given === null ? null : 'flag',
    'scope.regionExpression': expression,
    'scope.regionKnown': facts?.known ?? false,
    'scope.regionCentral': facts?.central ?? false,
    'scope.regionalHost': facts?.publicHost ?? null,
    'scope.regionalEndpoint': facts?.publicHost ? `https://${facts.publicHost}` : null,
    'scope.vpcHost': facts?.vpcHost ?? null,
  }
}
