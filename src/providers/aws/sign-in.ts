import type {Facts} from '../../data.js'
import type {HostFacts} from './hosts.js'
import {statementFacts} from './policy-facts.js'
import type {SettingSubject} from './setting-subject.js'

/** A sign-in URL: whose Region and partition it is, and what stands beside it. */
export function signInFacts(subject: SettingSubject): Facts {
  const {hosts, facts, whole, setting} = subject
  if (facts['host.service'] !== 'signin') return {}
  const own = statementFacts(subject)
  const region = (facts['scope.region'] ?? whole().facts['project.region'] ?? null) as string | null
  const home = region === null ? null : hosts.region(region)
  // A policy's partition is that of its principals; the identity provider's side has only the Region to go by.
  const wanted = (setting.name === 'signin.audience' ? own['statement.partition'] : facts['scope.regionPartition']) as
    | string
    | null
    | undefined
  const path = (facts['host.path'] as string | null) ?? ''
  const urlOf = (host: string | null): string | null => (host === null ? null : `https://${host}${path}`)
  return {
    ...own,
    'signin.alone': !hasBeside(subject, (other) => other.region !== 'us-east-1'),
    'signin.listed': /^\d+$/.test(setting.entry.path.at(-1) ?? ''),
    'signin.regional':
      home?.known === true && home.partition === 'aws' && region !== 'us-east-1'
        ? urlOf(hosts.signIn('aws', region))
        : null,
    'signin.partition': wanted ?? null,
    'signin.foreign': typeof wanted === 'string' && !hasBeside(subject, (other) => other.partition === wanted),
    'signin.expected': typeof wanted === 'string' ? urlOf(hosts.signIn(wanted, null)) : null,
  }
}

/** Whether a sign-in URL of the same statement or program, this one included, is such a one; a computed one may be. */
function hasBeside({project, hosts, setting}: SettingSubject, isSuch: (host: HostFacts) => boolean): boolean {
  return project.own(setting.scope, setting.name).some(({entry: {value}}) => {
    if (value === null || value.includes('*')) return true
    const host = hosts.parse(value)
    return host.service === 'signin' && isSuch(host)
  })
}
