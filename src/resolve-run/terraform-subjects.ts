import type {Scope} from '../model.js'
import type {Sourced, SourcedInput} from '../resolve/types.js'
import type {Unit} from '../scopes/view.js'
import {createStandIns} from './computed.js'
import type {ScopeContext} from './context.js'
import type {Subject} from './model.js'
import {placeOf, refOf} from './variable-subjects.js'

const CLIENTS: Readonly<Record<string, string>> = {provider: 'terraform-provider-aws', backend: 'terraform-backend-s3'}

/** A block of Terraform's is a client's parameters. FIPS and dual-stack have none in the model: their variables stand for them. */
export function terraformSubject(unit: Unit, scope: Scope, context: ScopeContext): Subject | null {
  const {variables, choose, project} = context
  const isStated = unit.settings.some(
    (setting) => setting.scope === scope && /^(?:sts\.|region$|fips$|dualstack$|role$)/.test(setting.name),
  )
  if (!isStated) return null
  const standIns = createStandIns(context.standIns)
  const stated = (...names: readonly string[]): Sourced | null => {
    const setting = project.find(unit, scope, ...names)?.setting
    const value = setting === undefined ? null : standIns.valueOf(setting.entry)
    if (setting === undefined || value === null) return null
    return {value, source: `${unit.document.path}:${variables.lineOf(unit, setting.entry.range.start)}`}
  }
  const input: SourcedInput = {
    env: named({AWS_USE_FIPS_ENDPOINT: stated('fips'), AWS_USE_DUALSTACK_ENDPOINT: stated('dualstack')}),
    config: null,
    credentials: null,
    // The Region of STS alone comes before the provider's own.
    params: named({endpoint: stated('sts.endpoint'), region: stated('sts.region') ?? stated('region')}),
  }
  return {
    scope: refOf(unit, scope, context),
    at: {unit, scope},
    inputFor: () => input,
    computed: standIns.made,
    unknown: [],
    clients: choose.ofTool(CLIENTS[scope.kind]!, placeOf(unit, scope)),
  }
}

function named(values: Readonly<Record<string, Sourced | null>>): Record<string, Sourced> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])))
}
