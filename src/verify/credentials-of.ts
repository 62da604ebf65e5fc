import type {Scope} from '../model.js'
import {indexLines} from '../report/lines.js'
import type {Client} from '../resolve/clients.js'
import type {Subject} from '../resolve-run/model.js'
import type {Project, Unit} from '../scopes/view.js'
import {isLocal} from './in-shell.js'
import type {Credentials, Keys} from './model.js'

/**
 * Whose credentials stand for a scope of a file: its profile's, its own keys, or else this shell's. Without `borrows`, what
 * runs elsewhere has none here.
 */
export function credentialsOf(
  subject: Subject,
  client: Client,
  project: Project,
  {borrows}: {readonly borrows: boolean},
): Credentials {
  const {scope, unknown} = subject
  const input = subject.inputFor(client)
  const absolute = (path: string | undefined): string | null =>
    project.units.find(({document}) => document.path === path)?.file.absolute ?? null
  const files = {config: absolute(input.config?.path), credentials: absolute(input.credentials?.path)}
  if (scope.kind === 'profile') return {kind: 'profile', name: scope.name, files}
  const named = input.params?.profile ?? input.env['AWS_PROFILE'] ?? input.env['AWS_DEFAULT_PROFILE']
  if (named !== undefined) return {kind: 'profile', name: named.value, files}
  const missing = unknown.find(({setting}) => setting === 'profile')
  if (missing !== undefined) return {kind: 'none', reason: `profile ${missing.value}, which is not on this machine,`}
  const keys = isLocal(scope.kind) ? keysIn(subject, project) : null
  if (keys !== null) return {kind: 'keys', keys, from: `the key pair in ${scope.path}`}
  if (borrows || isLocal(scope.kind)) return {kind: 'shell'}
  return {kind: 'none', reason: `${scope.kind} ${scope.name}, which runs elsewhere,`}
}

const NAMES = {
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  sessionToken: 'AWS_SESSION_TOKEN',
} as const

/** Cut from the text, since parsers give no credential away. They go to the SDK and nowhere else. */
function keysIn(subject: Subject, project: Project): Keys | null {
  const text = textIn(subject, project)
  if (text === null) return null
  const keys = {accessKeyId: text(NAMES.accessKeyId), secretAccessKey: text(NAMES.secretAccessKey)}
  if (keys.accessKeyId === '' || keys.secretAccessKey === '') return null
  const sessionToken = text(NAMES.sessionToken)
  return sessionToken === '' ? keys : {...keys, sessionToken}
}

/** What a scope's own keys hold, `''` for those it does not state; null for a scope in no file. */
export function textIn(subject: Pick<Subject, 'scope'>, project: Project): ((key: string) => string) | null {
  const found = unitScope(subject, project)
  if (found === null) return null
  const {unit, scope} = found
  return (key) => {
    const entry = unit.parsed.entries.findLast((each) => each.scope === scope && each.key === key)
    if (entry === undefined || entry.type === 'expression') return ''
    return unit.document.text.slice(entry.valueRange.start, entry.valueRange.end)
  }
}

/** Where a subject stands; null for one that is in no file, or a command without a scope of its own. */
export function unitScope(
  {scope: {path, kind, name, line}}: Pick<Subject, 'scope'>,
  project: Project,
): {readonly unit: Unit; readonly scope: Scope} | null {
  const unit = project.units.find(({document}) => document.path === path)
  const scope = unit?.parsed.scopes.find(
    (each) => each.kind === kind && each.name === name && lineOf(unit, each) === line,
  )
  return unit === undefined || scope === undefined ? null : {unit, scope}
}

function lineOf({document: {text}}: Unit, {range}: Scope): number {
  return indexLines(text).position(range.start).line
}
