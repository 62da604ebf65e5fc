import type {Scope} from '../model.js'
import type {Params, Sourced} from '../resolve/types.js'
import type {Unit} from '../scopes/view.js'
import {createStandIns} from './computed.js'
import type {ScopeContext} from './context.js'
import type {Subject} from './model.js'
import {placeOf, refOf, unknownTo, withFiles} from './variable-subjects.js'

export function isStsCommand({kind, name}: Scope): boolean {
  return kind === 'command' && /^aws sts\b/.test(name)
}

const PARAMS: Readonly<Record<string, keyof Omit<Params, 'useGlobalEndpoint'>>> = {
  'sts.endpoint': 'endpoint',
  region: 'region',
  profile: 'profile',
}

/** `aws sts …` in a script: the CLI, with its options before all that it inherits. */
export function commandSubject(unit: Unit, scope: Scope, context: ScopeContext): Subject | null {
  const {variables, choose} = context
  const standIns = createStandIns(context.standIns)
  const params: Record<string, Sourced> = {}
  for (const setting of unit.settings) {
    const param = PARAMS[setting.name]
    if (setting.scope !== scope || setting.entry.surface !== 'flag' || param === undefined) continue
    const value = standIns.valueOf(setting.entry)
    const source = `${unit.document.path}:${variables.lineOf(unit, setting.entry.range.start)}`
    if (value !== null) params[param] = {value, source}
  }
  const seen = variables.seen(unit, scope, standIns)
  const {input: files, leftOut} = withFiles(seen.env, scope, context)
  // A profile that no known file has would only be missing here.
  if (files.config === null && files.credentials === null) delete params['profile']
  const input = {...files, params}
  return {
    scope: refOf(unit, scope, context),
    at: {unit, scope},
    inputFor: () => input,
    computed: standIns.made,
    unknown: [...leftOut, ...unknownTo(context.names, seen)],
    clients: choose.ofTool('aws-cli', placeOf(unit, scope)),
  }
}
