import type {FixEffects} from '../engine/provider.js'
import {applyEdits} from '../fix/apply.js'
import type {Effect, Scope, TextEdit} from '../model.js'
import {hostsOf} from '../resolve/resolve-sts.js'
import type {Project, Unit} from '../scopes/view.js'
import {clientRef, destinationOf} from './destination.js'
import type {Answer, Seen} from './model.js'
import type {ProjectAnswers} from './project-answers.js'
import {hostOf} from './says.js'

/** Characters that are read again to see what fixes do: a file with thousands of findings must not take minutes. */
export const MOST = 10_000_000
export const TOO_MANY: FixEffects = {
  effects: [],
  doubt: 'too many fixes to see what each does to the clients in use',
}

export interface EffectContext {
  /** The scope that is changed, and those that read from it. */
  readonly scopes: readonly Seen[]
  readonly before: ProjectAnswers
  after(project: Project): ProjectAnswers
  again(unit: Unit, text: string): Project
}

export interface Change {
  readonly unit: Unit
  readonly scope: Scope
  readonly edits: readonly TextEdit[]
  /** The Regions it may be meant for; empty where nobody knows. */
  readonly regions: readonly string[]
}

/** Each client's answer before and after, and whether one goes where the change does not mean it to. */
export function fixEffects({scopes, before, after, again}: EffectContext, change: Change): FixEffects | null {
  const {unit, edits} = change
  const next = again(unit, applyEdits(unit.document.text, edits))
  const asked = after(next)
  const pairs = scopes.flatMap((seen) => {
    const moved = counterpart(seen, unit, next)
    return moved === null ? [] : pairUp(seen, before.at(seen), asked.at(moved))
  })
  const astray = pairs.find((pair) => isAstray(pair, change.regions))
  return {
    effects: shown(pairs, change.scope).map((pair) => toEffect(pair, change.scope)),
    doubt: astray === undefined ? null : `it would send ${astray.is.use.label} to ${whither(astray.is)}`,
  }
}

interface Pair {
  readonly seen: Seen
  readonly was: Answer
  readonly is: Answer
}

function pairUp(seen: Seen, was: readonly Answer[], is: readonly Answer[]): Pair[] {
  return was.flatMap((answer, index) => (is[index] === undefined ? [] : [{seen, was: answer, is: is[index]}]))
}

/** Those of the scope itself, of others what changes; all where only others read it. What a scope around says stands for those in it. */
function shown(pairs: readonly Pair[], scope: Scope): Pair[] {
  const own = pairs.filter(({seen}) => seen.scope === scope)
  const told = pairs.filter(({seen, was, is}) => seen.scope === scope || own.length === 0 || !isUnchanged(was, is))
  const isAround = (outer: Scope, inner: Scope): boolean =>
    inner.parent !== null && (inner.parent === outer || isAround(outer, inner.parent))
  return told.filter(
    (pair) => !told.some((other) => isAround(other.seen.scope, pair.seen.scope) && isAlike(pair, other)),
  )
}

function isAlike(one: Pair, other: Pair): boolean {
  return one.was.use.label === other.was.use.label && isUnchanged(one.was, other.was) && isUnchanged(one.is, other.is)
}

/** The same scope in the file as it would be: an edit adds and moves bytes, and no scope. */
function counterpart({unit, scope}: Seen, changed: Unit, next: Project): Seen | null {
  const now = next.units.find(({file}) => file.path === unit.file.path)
  if (now === undefined || unit !== changed) return {unit, scope}
  const scopesOf = ({parsed, settings}: Unit): Scope[] => [
    ...new Set([...parsed.scopes, ...settings.map((setting) => setting.scope)]),
  ]
  const found = scopesOf(now)[scopesOf(unit).indexOf(scope)]
  return found?.kind === scope.kind && found.name === scope.name ? {unit: now, scope: found} : null
}

function isUnchanged({resolution: was}: Answer, {resolution: is}: Answer): boolean {
  return was.endpoint === is.endpoint && was.error?.kind === is.error?.kind
}

/** What somebody chose for a client, and no fix is about. */
const CHOSEN: ReadonlySet<string> = new Set(['vpce', 'local', 'fips', 'dualstack'])

/**
 * To a host of nobody's or another Region than the one that is meant; to an error or the global host, where it did better
 * before; away from a VPC endpoint, an emulator, FIPS or dual-stack.
 */
function isAstray({was, is}: Pair, regions: readonly string[]): boolean {
  if (isUnchanged(was, is)) return false
  const {endpoint, reach} = is.resolution
  if (endpoint === null || reach === 'global') return was.resolution.endpoint !== null
  if (CHOSEN.has(was.resolution.reach ?? '') && reach !== was.resolution.reach) return true
  const found = hostsOf(is.use.client.tables).parse(endpoint).region
  return reach === 'foreign' || (regions.length > 0 && found !== null && !regions.includes(found))
}

function whither({resolution: {endpoint, error}}: Answer): string {
  return endpoint === null ? `an error: ${error?.message}` : hostOf(endpoint)
}

function toEffect({seen, was, is}: Pair, scope: Scope): Effect {
  return {
    client: clientRef(was.use, was.resolution),
    scope: seen.scope === scope ? null : {kind: seen.scope.kind, name: seen.scope.name},
    before: destinationOf(was.resolution),
    after: destinationOf(is.resolution),
  }
}
