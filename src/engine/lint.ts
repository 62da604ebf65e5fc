import type {Facts, Rule, SettingRow, SubjectKind} from '../data.js'
import type {Diagnostic, Entry, Fix, Range, Scope, Severity, TextEdit} from '../model.js'
import {scopePath, type Unit} from '../scopes/view.js'
import type {Setting} from '../settings/recognise.js'
import {warnsAgainstChange} from './comments.js'
import {fill} from './fill.js'
import {type PlanContext, planFix, type Subject} from './plan.js'
import type {Provider} from './provider.js'
import {applySuppressions, readSuppressions, removeComment, type Suppression} from './suppress.js'

export interface LintContext extends PlanContext {
  readonly rules: readonly Rule[]
  readonly provider: Provider
  severityOf(rule: Rule, path: string): Severity | null
  readonly today: string
}

/** A subject and the bytes a finding about it underlines. */
interface Located extends Subject {
  readonly range: Range
}

/** Every finding in one file, in order. */
export function lint(unit: Unit, context: LintContext): Diagnostic[] {
  const {text} = unit.document
  const found = deduplicate([
    ...judge('problem', problems(unit), unit, context),
    ...judge('entry', entries(unit, context), unit, context),
    ...judge('setting', settings(unit, context), unit, context),
    ...judge('scope', scopes(unit, context), unit, context),
    ...judge('call', calls(unit, context), unit, context),
  ])
  const suppressions = text.includes('stslint-') ? readSuppressions(text, unit.parsed, context.today) : []
  if (suppressions.length === 0) return found.sort(inOrder)
  const {kept, used} = applySuppressions(found, suppressions)
  const about = suppressions.map((suppression) => suppressionSubject(unit, suppression, used.has(suppression), context))
  return [...kept, ...judge('suppression', about, unit, context)].sort(inOrder)
}

export function inOrder(a: Diagnostic, b: Diagnostic): number {
  return a.range.start - b.range.start || a.range.end - b.range.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
}

function judge(on: SubjectKind, subjects: readonly Located[], unit: Unit, context: LintContext): Diagnostic[] {
  const rules = context.rules.filter((rule) => rule.on === on)
  return subjects.flatMap((subject) =>
    rules.flatMap((rule) => {
      if (!rule.match(subject.facts)) return []
      const severity = context.severityOf({...rule, severity: severityIn(rule, subject.facts)}, unit.document.path)
      const placed = rule.at ? placeAt(rule.at, subject, context) : rule.mark === 'key' ? atKey(subject) : subject
      return severity === null ? [] : [toDiagnostic(rule, severity, placed, planFix(rule, placed, context))]
    }),
  )
}

/** Where the key is wrong, and not its value. */
function atKey(subject: Located): Located {
  const {setting, unit} = subject
  if (!setting) return subject
  const {
    range: {start},
    key,
  } = setting.entry
  const isHere = unit.document.text.startsWith(key, start)
  return {...subject, range: isHere ? {start, end: start + key.length} : setting.entry.range}
}

/** Moves a finding about a scope to the setting it is most about. */
function placeAt(names: readonly string[], subject: Located, {project}: LintContext): Located {
  const [setting] = names.flatMap((name) => (subject.scope ? project.own(subject.scope, name).slice(-1) : []))
  return setting ? {...subject, setting, range: setting.entry.range} : subject
}

function variantOf(rule: Rule, facts: Facts, key: 'message' | 'severity'): Rule['variants'][number] | undefined {
  return rule.variants.find((variant) => variant[key] !== undefined && variant.match(facts))
}

function severityIn(rule: Rule, facts: Facts): Severity {
  if (facts['confidence'] === 'likely') return 'info'
  return variantOf(rule, facts, 'severity')?.severity ?? rule.severity
}

export function toDiagnostic(
  rule: Rule,
  severity: Severity,
  subject: Pick<Located, 'facts' | 'range' | 'setting' | 'scope'>,
  fix: Fix | null,
): Diagnostic {
  const template = variantOf(rule, subject.facts, 'message')?.message ?? rule.message
  const {scope, setting} = subject
  const said =
    fill(template, subject.facts) ??
    fill(template.replace(/\{\{\s*([\w.-]+)[^}]*\}\}/g, '{{$1|unknown}}'), subject.facts)!
  return {
    rule: rule.id,
    severity,
    fix,
    range: subject.range,
    links: rule.links,
    message: fix === null ? withNote(said, setting) : said,
    setting: setting && setting.row.id !== '' ? setting.name : null,
    scope: scope && {kind: scope.kind, name: scope.name},
  }
}

/** Where no fix may be made, the row says what to do, or who else has to agree. */
function withNote(message: string, setting: Setting | null): string {
  const {fix, note} = setting?.row ?? {}
  return note === undefined || !['C', 'D', 'report', 'never'].includes(fix!) || message.includes(note)
    ? message
    : `${message}; ${note}`
}

/** One place in a YAML anchor is read by many scopes: the gravest finding stands for all. */
function deduplicate(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>()
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.rule}:${diagnostic.range.start}:${diagnostic.range.end}`
    const known = found.get(key)
    if (!known || SEVERITIES.indexOf(diagnostic.severity) > SEVERITIES.indexOf(known.severity))
      found.set(key, diagnostic)
  }
  return [...found.values()]
}

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error']

function problems(unit: Unit): Located[] {
  return unit.parsed.problems.map(({message, range}) => ({
    unit,
    scope: null,
    setting: null,
    range,
    facts: {message, ...fileFacts(unit)},
  }))
}

function fileFacts({document, format, kind}: Unit): Facts {
  return {path: document.path, format, fileKind: kind}
}

/** Only AWS's own files: what any key looks like matters there, since botocore refuses the whole file. */
function entries(unit: Unit, context: LintContext): Located[] {
  if (unit.kind === null) return []
  const known = new Map(unit.settings.map((setting) => [setting.entry, setting]))
  return unit.parsed.entries.map((entry) => {
    const setting = known.get(entry) ?? unknownSetting(entry)
    return {unit, scope: entry.scope, setting, range: entry.range, facts: settingFacts(unit, setting, context)}
  })
}

function unknownSetting(entry: Entry): Setting {
  const row: SettingRow = {id: '', tool: '', name: entry.key, fix: 'A', source: ''}
  return {name: entry.key, entry, row, scope: entry.scope}
}

function settings(unit: Unit, context: LintContext): Located[] {
  return unit.settings.map((setting) => ({
    unit,
    setting,
    scope: setting.scope,
    range: anchor(setting.entry),
    facts: settingFacts(unit, setting, context),
  }))
}

/** The value, where there is one to underline. */
function anchor({valueRange, range}: Entry): Range {
  return valueRange.end > valueRange.start ? valueRange : range
}

function settingFacts(unit: Unit, setting: Setting, {provider}: LintContext): Facts {
  const {entry, row} = setting
  return {
    ...fileFacts(unit),
    ...provider.scopeFacts(unit, setting.scope),
    ...provider.settingFacts(unit, setting),
    name: setting.name,
    key: labelOf(entry),
    value: entry.value,
    expression: entry.expression,
    type: entry.type,
    first: unit.settings.find((other) => other.scope === setting.scope) === setting,
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
  }
}

/** What a reader would call the key: `endpoints.sts` in a provider block, and not the `sts` at its end. */
function labelOf({surface, key, path, scope}: Entry): string {
  if (surface !== 'tree') return key
  const rest = path.slice(scopePath(scope).length).filter((segment) => !/^\d+$/.test(segment))
  return key.length < 6 && rest.length > 0 && rest.length <= 3 ? rest.join('.') : key
}

function duplicateFacts(unit: Unit, entry: Entry): Facts {
  if (entry.surface !== 'ini') return {}
  const first = unit.parsed.entries.find(
    (other) => other.path.join('\0').toLowerCase() === entry.path.join('\0').toLowerCase(),
  )
  const isDuplicate = first !== undefined && first !== entry
  const bytes = ({valueRange}: Entry): string => unit.document.text.slice(valueRange.start, valueRange.end)
  return {duplicate: isDuplicate, duplicateAgrees: isDuplicate && bytes(first) === bytes(entry)}
}

const ANCHORS = ['role', 'web-identity', 'sts.mode', 'sts.endpoint', 'sts.region']

function scopes(unit: Unit, context: LintContext): Located[] {
  const byScope = new Map<Scope, Setting[]>()
  for (const setting of unit.settings) byScope.set(setting.scope, [...(byScope.get(setting.scope) ?? []), setting])
  return [...byScope].map(([scope, own]) => {
    const setting =
      ANCHORS.map((name) => own.find((candidate) => candidate.name === name)).find((found) => found) ?? own[0]!
    const stated = Object.fromEntries(own.map(({name}) => [`own.${name}`, true]))
    const facts = {
      ...fileFacts(unit),
      ...context.provider.scopeFacts(unit, scope),
      ...stated,
      key: setting.entry.key,
      tool: setting.row.tool,
    }
    return {unit, scope, setting, range: setting.entry.range, facts}
  })
}

function calls(unit: Unit, context: LintContext): Located[] {
  return unit.calls.map(({operation, scope, range, tool}) => ({
    unit,
    scope,
    setting: null,
    range,
    facts: {...fileFacts(unit), ...context.provider.scopeFacts(unit, scope), operation, tool},
  }))
}

function suppressionSubject(unit: Unit, suppression: Suppression, isUsed: boolean, context: LintContext): Located {
  const {range, rules, reason, until, expired} = suppression
  // Where a rule did not run, nothing can be said about its suppression.
  const ran = rules.every((id) =>
    context.rules.some((rule) => rule.id === id && context.severityOf(rule, unit.document.path) !== null),
  )
  const removal: readonly TextEdit[] = removeComment(unit.document.text, range)
  return {
    unit,
    scope: null,
    setting: null,
    range,
    removal,
    facts: {
      ...fileFacts(unit),
      'suppression.used': isUsed || !ran,
      'suppression.reason': reason,
      'suppression.until': until,
      'suppression.expired': expired,
      'suppression.rules': rules.join(', ') || 'all rules',
    },
  }
}
