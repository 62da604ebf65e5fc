import type {Facts} from '../data.js'
import type {ClientResolution, Effect, Scope, Surface, TextEdit} from '../model.js'
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
  /** Absent where no client of the run is known. */
  readonly resolver?: Resolver | null
}

export type CreateProvider = (project: Project, stance: Stance, resolver?: Resolver | null) => Provider

/** What the clients in use do: known only where manifests, images or the config say which they are. */
export interface Resolver {
  /** Facts about the calls of a scope, each worked out when a condition asks for it. */
  facts(unit: Unit, scope: Scope): Facts
  /** What each client in use calls, with the setting of that name if only some programs pass it on; empty where none is known. */
  resolutions(unit: Unit, scope: Scope, about: string | null): readonly ClientResolution[]
  /** The answer that matters most, as the last clause of a message. */
  says(unit: Unit, scope: Scope): string | null
  /** What a change of the scope's file would do, where a client is known. `regions`: those it may be meant for. */
  effects(unit: Unit, scope: Scope, edits: readonly TextEdit[], regions: readonly string[]): FixEffects | null
}

const DECIDES =
  /^(?:sts\..+|endpoint|services|ignore-endpoints|region|default-region|fips|dualstack|role|web-identity|profile|source-profile)$/

/** Whether a setting has to do with where the clients in use call: a key of some tool's own is read by that tool alone. */
export function isForClients(name: string, surface: Surface, {kind}: Scope): boolean {
  return DECIDES.test(name) && (surface !== 'tree' || kind === 'provider' || kind === 'backend' || kind === 'profile')
}

export interface FixEffects {
  readonly effects: readonly Effect[]
  /** A client that would go where the change does not mean it to. */
  readonly doubt: string | null
}

/** @param again the project as it would be with another text in one file */
export type CreateResolver = (project: Project, again: (unit: Unit, text: string) => Project) => Resolver

/** `own` in front of `base`, which is shared and not copied: a scope's facts are the same for all its settings. */
export function layer(base: Facts, own: Facts): Facts {
  return Object.setPrototypeOf({...own}, base)
}
