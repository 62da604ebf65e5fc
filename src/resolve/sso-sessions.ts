import type {FilesRule} from './clients-file.js'
import {type Process, profileNamed} from './process.js'

/**
 * The SSO session that a profile names is looked for when the client is made, whether or not its credentials are needed:
 * botocore `tokens.py`, aws-sdk-core `shared_config.rb`, Go v2 `config/shared_config.go`.
 * @returns what is wrong with it; null where nothing is
 */
export function sessionFault(process: Process, rule: FilesRule['ssoSessions']): string | null {
  if (rule === undefined || rule === null) return null
  for (const name of rule.chain === true ? chainOf(process) : [process.profile.name]) {
    const session = profileNamed(process, name)?.('sso_session')
    if (session === undefined || (session === '' && rule.chain === true)) continue
    const section = process.config.sessions?.get(session.trim())
    if (section === undefined)
      return `profile ${name} names the SSO session ${JSON.stringify(session)}, which no file has`
    const missing = ['sso_start_url', 'sso_region'].filter((key) => !section.has(key))
    if (rule.complete === true && missing.length > 0)
      return `the SSO session ${session} has no ${missing.join(' and no ')}`
  }
  return null
}

/** The profile and those it takes its credentials from, but one that has keys of its own. */
function chainOf(process: Process): Set<string> {
  const names = new Set([process.profile.name])
  for (const name of names) {
    const next = profileNamed(process, name)?.('source_profile')
    if (next !== undefined && profileNamed(process, next)?.('aws_access_key_id') === undefined) names.add(next)
  }
  return names
}
