import type {Facts, FixStep, FixTemplate, Rule, SettingRow} from '../data.js'
import type {Applicability, Entry, Fix, Scope, TextEdit} from '../model.js'
import {companionOf} from '../scopes/companion.js'
import {fileMatches, segments} from '../scopes/pattern.js'
import {type Project, scopePath, sourceOf, type Unit} from '../scopes/view.js'
import type {Setting} from '../settings/recognise.js'
import {fill} from './fill.js'
import {otherRegion} from './other-readers.js'
import {type FixEffects, isForClients, type Provider} from './provider.js'

/** What a finding is about, with everything a fix may touch. */
export interface Subject {
  readonly unit: Unit
  readonly scope: Scope | null
  /** The setting it is about, or the one an addition would stand next to. */
  readonly setting: Setting | null
  readonly facts: Facts
  /** The edit that `remove: this` means for a subject that is no setting. */
  readonly removal?: readonly TextEdit[]
}

export interface PlanContext {
  readonly project: Project
  readonly rows: readonly SettingRow[]
  readonly provider?: Pick<Provider, 'resolver'>
}

/** The first fix whose condition holds and whose every step can be made without loss; else null. */
export function planFix(rule: Pick<Rule, 'fix'>, subject: Subject, context: PlanContext): Fix | null {
  const {setting, facts} = subject
  if (setting && !isFixable(setting)) return null
  for (const template of rule.fix) {
    if (template.match !== null && !template.match(facts)) continue
    const targets = template.do.flatMap((step) => targetOf(nameIn(step), subject, context) ?? [])
    const title = fill(template.title, facts)
    const edits = title === null || !targets.every(isFixable) ? null : stepEdits(template, subject, context)
    if (title === null || edits === null) continue
    const change = changeOf(subject, template.do, edits, context)
    const doubt =
      doubtAbout(subject, targets, template.do) ??
      regionDoubt(subject, targets, template.do, edits, context) ??
      change?.doubt ??
      null
    return {...toFix(title, template.applicability, edits, doubt), ...(change && {effects: change.effects})}
  }
  return null
}

function toFix(title: string, applicability: Applicability, edits: readonly TextEdit[], doubt: string | null): Fix {
  return doubt === null ? {title, applicability, edits} : {title: `${title} (${doubt})`, applicability: 'unsafe', edits}
}

/** What a fix does to the clients in use, where it touches what decides. */
function changeOf(
  {unit, scope, setting, facts}: Subject,
  steps: readonly FixStep[],
  edits: readonly TextEdit[],
  {provider, rows}: PlanContext,
): FixEffects | null {
  if (scope === null || !provider?.resolver) return null
  const isMeant = steps.some((step) => {
    // What no client reads under its name may decide under the next.
    const key = 'rename' in step || 'move' in step ? fill(step.to, facts) : null
    const named = key === null ? undefined : rows.find((row) => row.env === key || row.key === key)
    if (named && setting !== null && isForClients(named.name, setting.entry.surface, scope)) return true
    if ('add' in step) return isForClients(step.add, scope.adds ?? 'tree', scope)
    const name = nameIn(step)
    return setting !== null && isForClients(name === 'this' ? setting.name : name, setting.entry.surface, scope)
  })
  if (!isMeant) return null
  const only = facts['project.region']
  const isOnly = typeof only === 'string' && edits.some(({newText}) => newText.includes(only))
  const names = isOnly ? [...REGIONS, 'project.region'] : REGIONS
  const regions = names.flatMap((name) => (typeof facts[name] === 'string' ? [facts[name]] : []))
  return provider.resolver.effects(unit, scope, edits, regions)
}

/** The facts that name the Region a fix can mean. */
const REGIONS = ['scope.region', 'host.region', 'host.seenRegion', 'region.suggestion']

/** The setting a step edits; an addition edits what it stands beside. */
function nameIn(step: FixStep): string {
  if ('set' in step) return step.set
  if ('remove' in step) return step.remove
  if ('move' in step) return step.move
  return 'rename' in step ? step.rename : 'this'
}

/** `report` is about the value: a Region's slip can be mended there, an endpoint is somebody else's choice. */
function isFixable({name, row: {fix, confidence}}: Setting): boolean {
  if (fix === 'report')
    return !/endpoint|sts\.mode|allow-list/.test(name) || name === 'endpoint' || name === 'ignore-endpoints'
  return fix !== 'D' && fix !== 'never' && confidence !== 'likely'
}

/**
 * Why a fix that is safe by its rule is not safe here: something else reads the bytes, somebody wrote down a reason for
 * the value, something in the tree would block the new host (a list of allowed hosts, a VPC endpoint's own door, a policy on
 * Regions), or calls there would no longer be seen (traps D07 to D12).
 */
function doubtAbout({setting, facts}: Subject, targets: readonly Setting[], steps: readonly FixStep[]): string | null {
  if (targets.some(({entry}) => entry.shared)) return 'other scopes read the same lines'
  if (targets.some(({entry}) => entry.partial === 'under')) return HIDDEN
  if (setting?.entry.partial && steps.some((step) => 'add' in step))
    return 'what it is merged with may state it already'
  if (steps.every((step) => 'comment' in step)) return null
  const leavesGlobal =
    facts['host.reach'] === 'global' ||
    facts['host.reach'] === 'central' ||
    (setting?.name === 'sts.mode' && facts['scope.reach'] === 'global') ||
    // An endpoint beside it decides for the SDKs that read one; those that do not still leave the global host.
    (setting?.name === 'sts.mode' && facts.value === 'legacy' && facts['scope.legacyGlobal'] === true)
  const isRefused = (facts['scope.regionPartition'] ?? 'aws') !== 'aws'
  if (!leavesGlobal || isRefused) return null
  if (facts['comment.warns'] === true) return 'a comment beside it gives a reason for the value'
  if (facts['scope.proxyGlobalOnly'] === true) return 'the proxy exceptions beside it name only the global host'
  if (typeof facts['scope.blockedBy'] === 'string') return facts['scope.blockedBy']
  return facts['project.egressGlobalOnly'] === true
    ? 'a list of allowed hosts in the tree names only the global one'
    : null
}

/** Where the fix writes the Region of its scope: who else reads that. */
function regionDoubt(
  {unit, scope, facts}: Subject,
  targets: readonly Setting[],
  steps: readonly FixStep[],
  edits: readonly TextEdit[],
  {project}: PlanContext,
): string | null {
  const region = facts['scope.region']
  const expression = facts['scope.regionExpression']
  const isWritten = edits.some(({newText}) =>
    [region, expression].some((each) => typeof each === 'string' && newText.includes(each)),
  )
  if (scope === null || !isWritten) return null
  if (project.isOpen(unit, scope)) return 'a file that wins over it is not among those read'
  if (REGION_NAMES.some((name) => project.find(unit, scope, name)?.setting.entry.partial === 'under')) return HIDDEN
  const endpoints = facts['host.reach'] === 'global' ? targets.filter(({name}) => /(^|\.)endpoint$/.test(name)) : []
  const isRegion = steps.some((step) => 'add' in step && REGION_NAMES.includes(step.add))
  if (endpoints.length === 0 && !isRegion) return null
  return otherRegion({scope, region: asText(region), expression: asText(expression), endpoints, steps}, project)
}

const HIDDEN = 'what is merged or chosen here may state another value'

const REGION_NAMES = ['region', 'default-region']

function asText(fact: unknown): string | null {
  return typeof fact === 'string' ? fact : null
}

function stepEdits(
  template: FixTemplate | Rule['fix'][number],
  subject: Subject,
  context: PlanContext,
): TextEdit[] | null {
  const edits: TextEdit[] = []
  for (const step of template.do) {
    const made = stepEdit(step, subject, context)
    if (made === null) return null
    edits.push(...made)
  }
  // What can only be written as it is (the line end that a block scalar keeps) is not mended by writing it again.
  const {text} = subject.unit.document
  const changes = edits.some(({range, newText}) => text.slice(range.start, range.end) !== newText)
  return changes ? merge(edits) : null
}

/** Insertions at one place keep the order of their steps; anything else that touches twice is not a fix. */
function merge(edits: readonly TextEdit[]): TextEdit[] | null {
  const sorted = edits
    .map((edit, order) => ({edit, order}))
    .sort((a, b) => a.edit.range.start - b.edit.range.start || a.edit.range.end - b.edit.range.end || a.order - b.order)
  const merged: TextEdit[] = []
  for (const {edit} of sorted) {
    const last = merged.at(-1)
    if (last && last.range.end > edit.range.start) return null
    if (last && isInsertion(last) && isInsertion(edit) && last.range.start === edit.range.start) {
      merged[merged.length - 1] = {range: last.range, newText: last.newText + edit.newText}
    } else merged.push(edit)
  }
  return merged
}

function isInsertion({range}: TextEdit): boolean {
  return range.start === range.end
}

function stepEdit(step: FixStep, subject: Subject, context: PlanContext): TextEdit[] | null {
  const {unit, setting, facts} = subject
  if ('add' in step) return addSetting(step.add, step.to, subject, context)
  if ('comment' in step) return setting && (unit.parsed.ownLine?.(setting.entry) ?? null)
  if ('append' in step) {
    const value = fill(step.append, facts)
    return setting && value !== null ? unit.parsed.append(setting.entry, value) : null
  }
  if ('remove' in step && subject.removal) return [...subject.removal]
  const target = targetOf(nameIn(step), subject, context)
  if (!target) return null
  if ('remove' in step) return removeSetting(target, unit, context)
  const to = fill(step.to, facts)
  if (to === null) return null
  if ('rename' in step) return renameKey(target.entry, to, unit)
  if ('move' in step) return moveSetting(target, to, subject, context)
  return setSetting(target, to, subject, context)
}

/** Never onto a key that stands there already, even an empty one. */
function renameKey(entry: Entry, key: string, {parsed}: Unit): TextEdit[] | null {
  return parsed.entries.some((other) => other.scope === entry.scope && other.key === key)
    ? null
    : parsed.rename(entry, key)
}

/** `this`, or the setting of that name in the subject's own scope: a fix never leaves its scope unsaid. */
function targetOf(name: string, {setting, scope}: Subject, {project}: PlanContext): Setting | null {
  if (name === 'this' || setting?.name === name) return setting
  return scope ? (project.own(scope, name).at(-1) ?? null) : null
}

function setSetting(target: Setting, to: string, {unit, facts}: Subject, {project}: PlanContext): TextEdit[] | null {
  const value = target.row.form === 'host' ? to.replace(/^https:\/\//, '') : to
  const edits = writeValue(target, value, unit)
  const {also} = target.row
  // A companion says the Region of the host that is written; a host mended in its own Region leaves it alone.
  const regional = [facts['scope.regionalEndpoint'], facts['scope.regionalHost']]
  const isMoved = target.name === 'sts.endpoint' && regional.includes(to)
  if (edits === null || also === undefined || !isMoved) return edits
  const region = facts['scope.region']
  const companion = companionOf(target, project)
  const isStated = !['flag', 'writer', null, undefined].includes(
    facts['scope.regionStated'] as string | null | undefined,
  )
  if (also.unless === 'region' && !companion && isStated) return edits
  // A companion that something computes is not for us to overwrite.
  if (typeof region !== 'string' || companion?.entry.value === null) return null
  if (companion?.entry.value === region) return edits
  const second = companion ? unit.parsed.setValue(companion.entry, region) : addCompanion(target, region, unit)
  return second && [...edits, ...second]
}

function writeValue({entry, whole, isWord}: Setting, value: string, {parsed}: Unit): TextEdit[] | null {
  if (isWord) return /^[\w:/.-]+$/.test(value) ? [{range: entry.valueRange, newText: value}] : null
  if (!whole) return parsed.setValue(entry, value)
  const at = entry.valueRange.start - whole.valueRange.start
  const [before, after] = [whole.value!.slice(0, at), whole.value!.slice(at + entry.value!.length)]
  return parsed.setValue(whole, before + value + after)
}

function addCompanion({entry, row: {also}, scope}: Setting, value: string, {parsed}: Unit): TextEdit[] | null {
  const key = also!.key
  return entry.surface === 'tree' && parsed.addBeside
    ? parsed.addBeside(entry, key, value)
    : parsed.add(scope, segments(key).join('.'), value, entry)
}

/** Under the key that the scope's surface gives the setting; a scope that already states it is left alone. */
function addSetting(
  name: string,
  to: string,
  {unit, setting, scope, facts}: Subject,
  {project, rows}: PlanContext,
): TextEdit[] | null {
  const value = fill(to, facts)
  if (value !== null && setting?.row.also?.name === name && setting.entry.surface === 'tree')
    return companionOf(setting, project) ? null : addCompanion(setting, value, unit)
  if (value === null || !scope?.adds || project.own(scope, name).length > 0) return null
  // Lambda refuses a function that sets a reserved variable.
  if ((scope.kind === 'function' || scope.kind === 'globals') && /region$/.test(name)) return null
  const key = keyFor(
    name,
    scope,
    rows.filter((row) => mayStandIn(row, unit)),
  )
  return key === null ? null : unit.parsed.add(scope, key, value, setting?.entry)
}

/** A key that no reader of the file knows is never written. */
function mayStandIn({kinds, formats, files}: SettingRow, {kind, format, document}: Unit): boolean {
  if (kinds !== undefined && (kind === null || !kinds.includes(kind))) return false
  if (formats !== undefined && !formats.includes(format)) return false
  return files === undefined || files.some((glob) => fileMatches(glob, document.path))
}

function keyFor(name: string, scope: Scope, rows: readonly SettingRow[]): string | null {
  const named = rows.filter((row) => row.name === name)
  if (scope.adds === 'env') return named.find(({env}) => env !== undefined && !env.includes('*'))?.env ?? null
  if (scope.adds === 'ini') return named.find(({key}) => key !== undefined)?.key ?? null
  const parts = scopePath(scope)
  for (const {path} of named) {
    const pattern = path === undefined ? [] : segments(path)
    if (
      pattern.length > parts.length &&
      parts.every((part, index) => pattern[index] === '*' || pattern[index] === part)
    ) {
      return pattern.slice(parts.length).join('.')
    }
  }
  return null
}

/** To another key of the same scope; from a services section, to the one profile that names it. */
function moveSetting(target: Setting, key: string, {unit, scope}: Subject, context: PlanContext): TextEdit[] | null {
  const profiles = target.scope.kind === 'services' ? context.project.users(unit, target.scope) : scope ? [scope] : []
  const [profile] = profiles
  const removal = removeSetting(target, unit, context)
  if (profiles.length !== 1 || !profile || target.entry.value === null || removal === null) return null
  // Next to a neighbour that stays: an insertion must not fall into the lines that go.
  const neighbours = unit.parsed.entries.filter(
    (other) => other.scope === profile && other.path.length === target.entry.path.length && !isIn(other, removal),
  )
  const before = neighbours.findLast(({range}) => range.start < target.entry.range.start)
  const addition = unit.parsed.add(profile, key, withScheme(target), before ?? neighbours.at(-1))
  return addition && [...addition, ...removal]
}

/**
 * Where endpoints are written now, a host alone is refused ("must be a valid URL containing at least a scheme and hostname",
 * validateStringValidURL of hashicorp/terraform's s3 backend), though the old key took it with a warning.
 */
function withScheme({entry: {value}, row: {form = 'url'}, name}: Setting): string {
  const isHost = name.endsWith('endpoint') && form === 'url' && /^[\w.-]+(?::\d+)?\/?$/.test(value!)
  return isHost ? `https://${value}` : value!
}

/** botocore stops where a profile names a services section with nothing in it: the name goes with the last of it (D18). */
function removeSetting({entry, scope}: Setting, unit: Unit, {project}: PlanContext): TextEdit[] | null {
  const removal = unit.parsed.remove(entry)
  if (removal === null || scope.kind !== 'services') return removal
  const source = sourceOf(unit, scope)
  const isSame = (other: Scope): boolean =>
    other.kind === 'services' && other.name === scope.name && sourceOf(unit, other) === source
  const isEmptied = unit.parsed.entries.every((other) => !isSame(other.scope) || isIn(other, removal))
  const [profile, ...others] = isEmptied ? project.users(unit, scope) : []
  if (profile === undefined) return removal
  const [pointer] = project.own(profile, 'services')
  const second = pointer && others.length === 0 ? unit.parsed.remove(pointer.entry) : null
  return second && [...second, ...removal]
}

function isIn({range}: Entry, edits: readonly TextEdit[]): boolean {
  return edits.some((edit) => edit.range.start <= range.start && range.start < edit.range.end)
}
