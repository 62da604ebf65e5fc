import {didYouMean} from '../config/suggest.js'
import {UserError} from '../errors.js'
import type {Params, Sourced} from '../resolve/types.js'

const NAMES = ['endpoint', 'mode', 'region', 'profile', 'useGlobalEndpoint'] as const

/**
 * The values of `--param`: what a program passes to its client.
 * @throws {UserError} USAGE
 */
export function readParams(values: readonly string[], profile: string | null): Params<Sourced> {
  const found: Record<string, Sourced | boolean> = {}
  if (profile !== null) found['profile'] = {value: profile, source: 'param'}
  for (const text of values) {
    const at = text.indexOf('=')
    const [name, value] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)]
    if (at < 1) throw new UserError('USAGE', `--param ${text}: must be NAME=VALUE with NAME one of ${NAMES.join(', ')}`)
    if (!(NAMES as readonly string[]).includes(name))
      throw new UserError(
        'USAGE',
        `--param ${text}: no parameter ${name}${didYouMean(name, NAMES) || ` (known are ${NAMES.join(', ')})`}`,
      )
    if (name in found)
      throw new UserError(
        'USAGE',
        name === 'profile' && profile !== null
          ? '--profile and --param profile=… say the same: give one'
          : `--param ${name} is given twice`,
      )
    found[name] = name === 'useGlobalEndpoint' ? readSwitch(text, value) : {value, source: 'param'}
  }
  return found
}

function readSwitch(text: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw new UserError('USAGE', `--param ${text}: must be true or false`)
}
