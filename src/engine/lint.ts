import type {Facts, Rule, SubjectKind} from '../data.js'
import type {ClientResolution, Diagnostic, Fix, Severity} from '../model.js'
import type {Unit} from '../scopes/view.js'
import type {Setting} from '../settings/recognise.js'
import {byGravity} from '../severity.js'
import {say} from './fill.js'
import {type PlanContext, planFix} from './plan.js'
import {isForClients, type Provider} from './provider.js'
import {calls, entries, type Located, problems, scopes, settings, suppressionSubject} from './subjects.js'
import {applySuppressions, readSuppressions, type Suppression} from './suppress.js'

export interface LintContext extends PlanContext {
  readonly rules: readonly Rule[]
  readonly provider: Provider
  severityOf(rule: Rule, path: string): Severity | null
  readonly today: string
}

/** A file as one provider sees it: its own settings, facts and rules. */
export interface View {
  readonly unit: Unit
  readonly context: LintContext
}

/** Every finding in one file, in order. Each rule belongs to one of the views. */
export function lint(views: readonly [View, ...View[]]): Diagnostic[] {
  const [{unit, context}] = views
  const {text} = unit.document
  const found = deduplicate(views.flatMap(findings))
  const suppressions = text.includes('stslint-') ? readSuppressions(text, unit.parsed, context.today) : []
  if (suppressions.length === 0) return found.sort(inOrder)
  const {kept, used} = applySuppressions(found, suppressions)
  const about = suppressions.map((suppression) =>
    suppressionSubject(unit, suppression, used.has(suppression) || views.some((view) => mayBeUsed(suppression, view))),
  )
  return [...kept, ...judge('suppression', about, unit, context)].sort(inOrder)
}

function findings({unit, context}: View): Diagnostic[] {
  const {provider} = context
  return [
    ...judge('problem', problems(unit), unit, context),
    ...judge('entry', entries(unit, provider), unit, context),
    ...judge('setting', settings(unit, provider), unit, context),
    ...judge('scope', scopes(unit, provider), unit, context),
    ...judge('call', calls(unit, provider), unit, context),
  ]
}

/** Where a rule did not run, nothing can be said about its suppression; a rule that is not there silences nothing. */
function mayBeUsed({rules}: Suppression, {unit, context}: View): boolean {
  const named = context.rules.filter(({id}) => rules.includes(id))
  return named.some((rule) => context.severityOf(rule, unit.document.path) === null)
}

export function inOrder(a: Diagnostic, b: Diagnostic): number {
  return a.range.start - b.range.start || a.range.end - b.range.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
}

function judge(on: SubjectKind, subjects: Iterable<Located>, unit: Unit, context: LintContext): Diagnostic[] {
  const rules = context.rules.filter((rule) => rule.on === on)
  const found: Diagnostic[] = []
  if (rules.length === 0) return found
  for (const subject of subjects) {
    for (const rule of rules) {
      if (!rule.match(subject.facts)) continue
      const severity = context.severityOf({...rule, severity: severityIn(rule, subject.facts)}, unit.document.path)
      if (severity === null) continue
      const placed = rule.at ? placeAt(rule.at, subject, context) : rule.mark === 'key' ? atKey(subject) : subject
      found.push(toDiagnostic(rule, severity, placed, planFix(rule, placed, context), callsOf(placed, context)))
    }
  }
  return found
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

/** What the clients in use call, for a finding that is about where a call goes. */
interface Calls {
  readonly resolutions: readonly ClientResolution[]
  readonly says: string | null
}

function callsOf({unit, scope, setting}: Located, {provider: {resolver}}: LintContext): Calls | null {
  if (!resolver || scope === null) return null
  const isParameter = setting?.name === 'client.use-global'
  if (setting !== null && !isParameter && !isForClients(setting.name, setting.entry.surface, scope)) return null
  const resolutions = resolver.resolutions(unit, scope, setting?.name ?? null)
  if (resolutions.length === 0) return null
  return {resolutions, says: isParameter ? null : resolver.says(unit, scope)}
}

export function toDiagnostic(
  rule: Rule,
  severity: Severity,
  subject: Pick<Located, 'facts' | 'range' | 'setting' | 'scope'>,
  fix: Fix | null,
  calls: Calls | null = null,
): Diagnostic {
  const template = variantOf(rule, subject.facts, 'message')?.message ?? rule.message
  const {scope, setting} = subject
  const said = say(template, subject.facts)
  const noted = fix === null ? withNote(said, setting) : said
  return {
    rule: rule.id,
    severity,
    fix,
    range: subject.range,
    links: rule.links,
    // A message that speaks of a client has said it.
    message: calls?.says && !template.includes('{{clients.') ? `${noted}; ${calls.says}` : noted,
    setting: setting && setting.row.id !== '' ? setting.name : null,
    scope: scope && {kind: scope.kind, name: scope.name},
    ...(calls && {resolutions: calls.resolutions}),
  }
}

/** Where no fix may be made, the row says what to do, or who else has to agree. */
function withNote(message: string, setting: Setting | null): string {
  const {fix, note} = setting?.row ?? {}
  return note === undefined || !['D', 'report', 'never'].includes(fix!) || message.includes(note)
    ? message
    : `${message}; ${note}`
}

/** One place in a YAML anchor is read by many scopes: the gravest finding stands for all. */
function deduplicate(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>()
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.rule}:${diagnostic.range.start}:${diagnostic.range.end}`
    const known = found.get(key)
    if (!known || byGravity(diagnostic.severity, known.severity) < 0) found.set(key, diagnostic)
  }
  return [...found.values()]
}
