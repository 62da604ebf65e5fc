import type {Facts} from '../../data.js'
import type {Scope} from '../../model.js'
import type {Project, Unit} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import type {SettingSubject} from './setting-subject.js'

/** How long a session is asked to last, and what STS gives. */
export function durationFacts({project, unit, setting}: SettingSubject): Facts {
  const seconds = secondsOf(setting.entry.value)
  const [least, most] = setting.row.seconds ?? [null, null]
  return {
    'duration.seconds': seconds,
    'duration.least': least,
    'duration.most': most,
    'duration.outside':
      seconds === null || least === null || most === null
        ? null
        : seconds < least
          ? 'short'
          : seconds > most
            ? 'long'
            : null,
    'duration.chained': setting.name === 'session.duration' ? chainedTo(project, unit, setting) : null,
  }
}

/** `3600`, Go's `1h30m`, ISO 8601's `PT12H`; null for anything else. */
export function secondsOf(value: string | null): number | null {
  if (value === null) return null
  if (/^\d{1,9}$/.test(value)) return Number(value)
  const [whole, hours = 0, minutes = 0, seconds = 0] =
    /^(?:PT)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?$/i.exec(value) ?? []
  return whole === undefined || !/\d/.test(whole) ? null : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

/** Whose temporary credentials the role is assumed with: a session chained to another lasts an hour at most. */
function chainedTo(project: Project, unit: Unit, setting: Setting): string | null {
  const {scope} = setting
  const [flag] = project.own(scope, 'role-chaining')
  if (flag?.entry.value === 'true') return flag.entry.key
  const roles = project.own(scope, 'role')
  if (roles.length > 1) return nearest(roles, setting) === roles[0] ? null : 'the role before it'
  // A web identity is not a role's: nothing is chained.
  if (project.own(scope, 'web-identity').length > 0) return null
  const source = project.own(scope, 'source-profile').at(-1)?.entry.value
  if (!source || source === scope.name || roles.length === 0) return null
  const profiles = profilesNamed(project, unit, source)
  // Keys of its own go before its role (botocore credentials.py, AssumeRoleProvider).
  if (profiles.some((profile) => hasKey(profile, /^aws_access_key_id$/i))) return null
  return profiles.some((profile) => isTemporary(project, profile)) ? `profile ${source}` : null
}

function nearest(roles: readonly Setting[], {entry: {range}}: Setting): Setting {
  const away = ({entry}: Setting): number => Math.max(entry.range.start - range.end, range.start - entry.range.end)
  return roles.reduce((best, role) => (away(role) < away(best) ? role : best))
}

interface Profile {
  readonly unit: Unit
  readonly scope: Scope
}

function profilesNamed(project: Project, unit: Unit, name: string): Profile[] {
  const units = [unit, ...project.units.filter((other) => other !== unit && other.kind !== null)]
  return units.flatMap((other) =>
    other.parsed.scopes
      .filter((scope) => scope.kind === 'profile' && scope.name === name)
      .map((scope) => ({unit: other, scope})),
  )
}

/** A profile that itself assumes a role, or signs in with IAM Identity Center (whose permission sets are roles). */
function isTemporary(project: Project, profile: Profile): boolean {
  return project.own(profile.scope, 'role').length > 0 || hasKey(profile, /^sso_(?:session|account_id)$/)
}

function hasKey({unit, scope}: Profile, key: RegExp): boolean {
  return unit.parsed.entries.some((entry) => entry.scope === scope && key.test(entry.key))
}
