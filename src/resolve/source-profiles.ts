import {type Process, profileNamed} from './process.js'

/** What a profile says of where its credentials come from. */
const SOURCES = ['source_profile', 'credential_source', 'credential_process', 'web_identity_token_file'] as const
const NEED_ROLE: readonly string[] = ['source_profile', 'credential_source', 'web_identity_token_file']
const OWN = ['aws_access_key_id', 'sso_session', 'sso_start_url']

/**
 * Go reads the chain of source profiles whole when it loads its config, whether or not it will need their credentials
 * (`setFromIniSections` in config/shared_config.go of v2, `setFromIniFiles` in aws/session of v1).
 * @returns what it stops at; null where nothing is wrong
 */
export function chainFault(process: Process): string | null {
  const seen = new Set<string>()
  for (let name = process.profile.name; ; ) {
    const stated = profileNamed(process, name)
    // The first profile may be missing: that is another matter.
    if (stated === null) return seen.size === 0 ? null : `source_profile names ${name}, and no file has it`
    const isFirst = !seen.has(name)
    const found = SOURCES.filter((key) => stated(key) !== undefined && (isFirst || key !== 'source_profile'))
    if (seen.size > 0 && found.length === 0 && !OWN.some((key) => stated(key) !== undefined))
      return `source_profile names ${name}, which has no credentials`
    const lonely =
      isFirst && stated('role_arn') === undefined ? found.find((key) => NEED_ROLE.includes(key)) : undefined
    if (lonely !== undefined) return `profile ${name} has ${lonely} and no role_arn`
    if (found.length > 1) return `profile ${name} has both ${found[0]} and ${found[1]}`
    seen.add(name)
    if (found[0] !== 'source_profile' || (seen.size > 1 && stated('aws_access_key_id') !== undefined)) return null
    name = stated('source_profile')!
  }
}

/** Without AWS_SDK_LOAD_CONFIG Go v1 leaves roles unread, and still asks for the role of a token file. */
export function lonelyToken({credentials, profile}: Process): string | null {
  const hasToken = credentials.profiles.get(profile.name)?.has('web_identity_token_file') === true
  return hasToken ? `profile ${profile.name} has web_identity_token_file, and its role_arn is not read` : null
}
