import {isSecretKey, maskSecrets} from '../secrets.js'
import {maskIdentity} from './mask-identity.js'
import type {Keys} from './model.js'

/** Shorter ones would be found in words that are none. */
const SHORTEST = 8

/** What variables hold that are secret by their name, and the logins of proxies. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (isSecretKey(name)) return [value]
    const [, login = ''] = /_proxy$/i.test(name) ? (/^(?:\w+:\/\/)?([^/@]+)@/.exec(value) ?? []) : []
    return login === '' ? [] : [login, ...login.split(':')]
  })
}

export function secretsOf({accessKeyId, secretAccessKey, sessionToken = ''}: Keys): string[] {
  return [accessKeyId, secretAccessKey, sessionToken]
}

/**
 * What takes away, from text that came from elsewhere, all that nobody may see.
 * @param secrets those of this call: their shape says nothing, so that they are told by their value alone
 */
export function concealer(showsIdentity: boolean, secrets: ReadonlySet<string> = new Set()): (text: string) => string {
  const mask = showsIdentity ? maskSecrets : maskIdentity
  const values = [...secrets]
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    // One can be a part of another.
    .sort((one, other) => other.length - one.length)
  return (text) => mask(values.reduce((rest, secret) => rest.replaceAll(secret, '***'), text))
}
