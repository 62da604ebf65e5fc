import type {Entry, Scope} from '../../model.js'
import {globMatches} from '../../scopes/pattern.js'
import type {Unit} from '../../scopes/view.js'

/** One statement of an IAM policy document, wherever it is written: JSON, YAML, `jsonencode` or Terraform's own blocks. */
export interface Statement {
  readonly scope: Scope
  /** Null where it is computed. */
  readonly effect: string | null
  /** Patterns in lower case; null for one that is computed. */
  readonly actions: readonly (string | null)[]
  readonly exceptActions: readonly (string | null)[]
  /** ARNs, account ids, service names; empty in an identity policy. */
  readonly principals: readonly string[]
  readonly conditions: readonly PolicyCondition[]
}

export interface PolicyCondition {
  /** In lower case, without `ForAnyValue:` and `IfExists`. */
  readonly operator: string
  /** In lower case. */
  readonly key: string
  /** Null for a value that is computed. */
  readonly values: readonly (string | null)[]
  readonly entries: readonly Entry[]
}

const known = new WeakMap<Unit, ReadonlyMap<Scope, Statement>>()

/** Every statement of a file, by its scope, in order. */
export function statementsOf(unit: Unit): ReadonlyMap<Scope, Statement> {
  const made = known.get(unit)
  if (made) return made
  const entries = new Map<Scope, Entry[]>()
  for (const entry of unit.parsed.entries) {
    if (entry.scope.kind !== 'statement') continue
    const list = entries.get(entry.scope)
    if (list) list.push(entry)
    else entries.set(entry.scope, [entry])
  }
  const statements = new Map([...entries].map(([scope, list]) => [scope, readStatement(scope, list)]))
  known.set(unit, statements)
  return statements
}

interface Part {
  readonly entry: Entry
  /** Key path within the statement: Terraform's words as in JSON. */
  readonly path: readonly string[]
}

function readStatement(scope: Scope, entries: readonly Entry[]): Statement {
  const parts = entries.map((entry) => ({entry, path: within(entry)}))
  const under = (...keys: string[]): Part[] => parts.filter(({path}) => keys.includes(path[0] ?? ''))
  const effects = under('Effect', 'effect')
  return {
    scope,
    // Terraform's effect is Allow unless said.
    effect: effects.length === 0 ? 'Allow' : effects[0]!.entry.value,
    actions: under('Action', 'actions').map(({entry}) => entry.value?.toLowerCase() ?? null),
    exceptActions: under('NotAction', 'not_actions').map(({entry}) => entry.value?.toLowerCase() ?? null),
    principals: under('Principal', 'principals').flatMap(({entry}) => textOf(entry) ?? []),
    conditions: [...jsonConditions(under('Condition')), ...blockConditions(under('condition'))],
  }
}

function textOf({value, expression}: Entry): string | null {
  return value ?? expression
}

function within({path}: Entry): readonly string[] {
  const at = path.findLastIndex((segment) => /^statement$/i.test(segment))
  const rest = path.slice(at + 1)
  return /^\d+$/.test(rest[0] ?? '') ? rest.slice(1) : rest
}

/** `Condition: {StringEquals: {KEY: VALUE or a list}}`. */
function jsonConditions(parts: readonly Part[]): PolicyCondition[] {
  const groups = new Map<string, Part[]>()
  for (const part of parts) {
    const [, operator, key] = part.path
    if (operator === undefined || key === undefined) continue
    const id = `${operator}\0${key}`
    groups.set(id, [...(groups.get(id) ?? []), part])
  }
  return [...groups.values()].map((group) => {
    const [, operator, key] = group[0]!.path
    return toCondition(operator!, key!, group, group)
  })
}

/** Repeated blocks with `test`, `variable` and `values` share a path: a key that comes again begins the next. */
function blockConditions(parts: readonly Part[]): PolicyCondition[] {
  const groups: Part[][] = []
  for (const part of parts) {
    const name = (path: readonly string[]): string => path.slice(1).join('.')
    const last = groups.at(-1)
    if (last && !last.some(({path}) => name(path) === name(part.path))) last.push(part)
    else groups.push([part])
  }
  return groups.flatMap((group) => {
    const valueOf = (key: string) => group.find(({path}) => path[1] === key)?.entry.value
    const [test, variable] = [valueOf('test'), valueOf('variable')]
    const values = group.filter(({path}) => path[1] === 'values')
    return test && variable ? [toCondition(test, variable, values, group)] : []
  })
}

function toCondition(operator: string, key: string, values: readonly Part[], all: readonly Part[]): PolicyCondition {
  return {
    operator: operator
      .toLowerCase()
      .replace(/^for(?:any|all)values?:/, '')
      .replace(/ifexists$/, ''),
    key: key.toLowerCase(),
    values: values.map(({entry}) => entry.value),
    entries: all.map(({entry}) => entry),
  }
}

/** Whether the statement is about an action such as `sts:AssumeRole`; null where something computed may decide it. */
export function coversAction({actions, exceptActions}: Statement, action: string): boolean | null {
  const name = action.toLowerCase()
  const listed = (patterns: readonly (string | null)[]): boolean | null => {
    if (patterns.some((pattern) => pattern !== null && globMatches(pattern, name))) return true
    return patterns.includes(null) ? null : false
  }
  if (exceptActions.length === 0) return listed(actions)
  const excepted = listed(exceptActions)
  return excepted === null ? null : !excepted
}

/** Whether a condition on a string holds for a value; null where that cannot be told. */
export function conditionHolds({operator, values}: PolicyCondition, value: string): boolean | null {
  const form = /^string(not)?(equals|equalsignorecase|like)$/.exec(operator)
  if (form === null || values.length === 0) return null
  const isLike = form[2] === 'like'
  const matches = values.some(
    (pattern) => pattern !== null && (isLike ? globMatches(pattern, value) : pattern === value),
  )
  if (!matches && values.includes(null)) return null
  return form[1] === undefined ? matches : !matches
}

/** What every caller of STS needs: a statement about one of these is about STS. */
export const STS = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithWebIdentity',
  'sts:AssumeRoleWithSAML',
  'sts:GetCallerIdentity',
]

/** aws:RequestedRegion of every call to the global endpoint, wherever it is served (AWS Security Blog, April 2025). */
export const GLOBAL = 'us-east-1'

/** What is denied, or not allowed by this statement, for calls in a Region. */
export function refusal({effect}: Statement, condition: PolicyCondition, region: string): boolean | null {
  const holds = conditionHolds(condition, region)
  if (holds === null || effect === null) return null
  return effect === 'Deny' ? holds : !holds
}
