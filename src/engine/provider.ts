import type {Facts} from '../data.js'
import type {Scope} from '../model.js'
import type {Project, Unit} from '../scopes/view.js'
import type {Setting} from '../settings/recognise.js'

/** What the user told the run about Regions. */
export interface Stance {
  /** `--region`, or the config's default. */
  readonly region: string | null
  readonly enabledRegions: readonly string[]
  /** Whether the rule that adds Regional hosts to lists of allowed hosts is on. */
  readonly mendsLists: boolean
}

/** The meaning a provider gives to settings and scopes, as flat facts for conditions and messages. */
export interface Provider {
  scopeFacts(unit: Unit, scope: Scope): Facts
  settingFacts(unit: Unit, setting: Setting): Facts
}

export type CreateProvider = (project: Project, stance: Stance) => Provider

/** `own` in front of `base`, which is shared and not copied: a scope's facts are the same for all its settings. */
export function layer(base: Facts, own: Facts): Facts {
  return Object.assign(Object.create(base) as Record<string, Facts[string]>, own)
}
