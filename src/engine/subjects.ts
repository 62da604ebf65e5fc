import type {Facts, SettingRow} from '../data.js'
import {isAwsFile} from '../formats/file-kind.js'
import type {Entry, Range, Scope} from '../model.js'
import {mayBeTold} from '../scopes/told.js'
import {scopePath, sourceOf, type Unit} from '../scopes/view.js'
import type {Setting, Source} from '../settings/recognise.js'
import {warnsAgainstChange} from './comments.js'
import type {Subject} from './plan.js'
import {layer, type Provider} from './provider.js'
import {removeComment, type Suppression} from './suppress.js'

/** A subject and the bytes a finding about it underlines. */
export interface Located extends Subject {
  readonly range: Range
}

export function problems(unit: Unit): Located[] {
  return unit.parsed.problems.map(({message, range, isAmbiguous = false}) => ({
    unit,
    scope: null,
    setting: null,
    range,
    facts: {message, isAmbiguous, ...fileFacts(unit)},
  }))
}

function fileFacts(unit: Unit, scope: Scope | null = null): Facts {
  const {format, kind} = sourceOf(unit, scope)
  return {path: unit.document.path, format, fileKind: kind}
}

/** Only AWS's own files: what any key looks like matters there, since botocore refuses the whole file. */
export function* entries(unit: Unit, provider: Provider): Iterable<Located> {
  if (!isAwsFile(unit.kind) && unit.parts.length === 0) return
  const recognised = new Map(unit.settings.map((setting) => [setting.entry, setting]))
  for (const entry of unit.parsed.entries) {
    if (sourceOf(unit, entry.scope).kind === null) continue
    const setting = recognised.get(entry) ?? unknownSetting(entry)
    yield {unit, scope: entry.scope, setting, range: entry.range, facts: settingFacts(unit, setting, provider)}
  }
}

function unknownSetting(entry: Entry): Setting {
  const row: SettingRow = {id: '', tool: '', name: entry.key, fix: 'A', source: ''}
  return {name: entry.key, entry, row, scope: entry.scope}
}

/** One at a time: with a file of ten thousand settings, their facts are not all held at once. */
export function* settings(unit: Unit, provider: Provider): Iterable<Located> {
  for (const setting of unit.settings) {
    const facts = settingFacts(unit, setting, provider)
    yield {unit, setting, scope: setting.scope, range: anchor(setting.entry), facts}
  }
}

/** The value, where there is one to underline. */
function anchor({valueRange, range}: Entry): Range {
  return valueRange.end > valueRange.start ? valueRange : range
}

function settingFacts(unit: Unit, setting: Setting, provider: Provider): Facts {
  const {entry, row} = setting
  return layer(provider.scopeFacts(unit, setting.scope), {
    ...fileFacts(unit, setting.scope),
    ...provider.settingFacts(unit, setting),
    name: setting.name,
    key: labelOf(entry),
    value: entry.value,
    expression: entry.expression,
    type: entry.type,
    first: indexOf(unit).settings.get(setting.scope)?.[0] === setting,
    surface: entry.surface,
    tool: row.tool,
    row: row.id,
    fixClass: row.fix,
    confidence: row.confidence ?? null,
    note: row.note ?? null,
    form: row.form ?? 'url',
    section: entry.path.slice(0, -1).join('.'),
    inlineComment: entry.inlineComment ?? null,
    shared: entry.shared,
    ...duplicateFacts(unit, entry),
    'comment.warns': warnsAgainstChange(unit.document.text, unit.parsed, entry),
  })
}

/** What a reader would call the key: `endpoints.sts` in a provider block, and not the `sts` at its end. */
function labelOf({surface, key, path, scope}: Entry): string {
  if (surface !== 'tree') return key
  const rest = path.slice(scopePath(scope).length).filter((segment) => !/^\d+$/.test(segment))
  return key.length < 6 && rest.length > 0 && rest.length <= 3 ? rest.join('.') : key
}

function duplicateFacts(unit: Unit, entry: Entry): Facts {
  if (entry.surface !== 'ini') return {}
  const same = indexOf(unit).paths.get(sourceOf(unit, entry.scope))?.get(pathKey(entry)) ?? []
  const isDuplicate = same.length > 1 && same[0] !== entry
  const bytes = ({valueRange}: Entry): string => unit.document.text.slice(valueRange.start, valueRange.end)
  const {id} = entry.scope
  return {
    nested: entry.path.length > 2,
    'section.repeats': /#\d+$/.test(id) && indexOf(unit).opening.get(entry.scope) === entry,
    duplicate: isDuplicate,
    // All of them: SDKs differ in which one counts.
    duplicateAgrees: isDuplicate && same.every((other) => bytes(other) === bytes(entry)),
  }
}

/** botocore takes two spellings of a key for one, of a section for two. */
function pathKey({path}: Entry): string {
  const [section = '', ...keys] = path
  return `${section}\0${keys.join('\0').toLowerCase()}`
}

interface UnitIndex {
  readonly settings: ReadonlyMap<Scope, readonly Setting[]>
  /** Entries of AWS's own files by path: of this file, and of each inside it. */
  readonly paths: ReadonlyMap<Source, ReadonlyMap<string, readonly Entry[]>>
  /** The first entry of each section. */
  readonly opening: ReadonlyMap<Scope, Entry>
}

/** Made once per file: every subject asks. */
const known = new WeakMap<Unit, UnitIndex>()

function indexOf(unit: Unit): UnitIndex {
  const made = known.get(unit)
  if (made) return made
  const settingsOf = new Map<Scope, Setting[]>()
  for (const setting of unit.settings) {
    const own = settingsOf.get(setting.scope)
    if (own) own.push(setting)
    else settingsOf.set(setting.scope, [setting])
  }
  const paths = new Map<Source, Map<string, Entry[]>>()
  const opening = new Map<Scope, Entry>()
  for (const entry of unit.parsed.entries) {
    const source = sourceOf(unit, entry.scope)
    if (!isAwsFile(source.kind)) continue
    const byPath = paths.get(source) ?? new Map<string, Entry[]>()
    paths.set(source, byPath)
    const same = byPath.get(pathKey(entry))
    if (same) same.push(entry)
    else byPath.set(pathKey(entry), [entry])
    if (!opening.has(entry.scope)) opening.set(entry.scope, entry)
  }
  const index = {settings: settingsOf, paths, opening}
  known.set(unit, index)
  return index
}

const ANCHORS = ['role', 'web-identity', 'sts.mode', 'sts.endpoint', 'sts.region']

export function scopes(unit: Unit, provider: Provider): Located[] {
  return [...indexOf(unit).settings].map(([scope, own]) => {
    const setting =
      ANCHORS.map((name) => own.find((candidate) => candidate.name === name)).find((found) => found) ?? own[0]!
    const stated = Object.fromEntries(own.map(({name}) => [`own.${name}`, true]))
    const mine = {...fileFacts(unit, scope), ...stated, key: setting.entry.key, tool: setting.row.tool}
    const facts = layer(provider.scopeFacts(unit, scope), mine)
    return {unit, scope, setting, range: setting.entry.range, facts}
  })
}

export function calls(unit: Unit, provider: Provider): Located[] {
  return unit.calls.map(({operation, scope, range, tool}) => ({
    unit,
    scope,
    setting: null,
    range,
    facts: layer(provider.scopeFacts(unit, scope), {
      ...fileFacts(unit, scope),
      operation,
      tool,
      'call.mayBeTold': tool === 'command' && mayBeTold(unit, scope),
    }),
  }))
}

export function suppressionSubject(unit: Unit, suppression: Suppression, isUsed: boolean): Located {
  const {range, rules, reason, until, expired} = suppression
  return {
    unit,
    scope: null,
    setting: null,
    range,
    removal: removeComment(unit.document.text, range),
    facts: {
      ...fileFacts(unit),
      'suppression.used': isUsed,
      'suppression.reason': reason,
      'suppression.until': until,
      'suppression.expired': expired,
      'suppression.rules': rules.join(', ') || 'all rules',
    },
  }
}
