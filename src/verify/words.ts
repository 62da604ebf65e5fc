import {visible} from '../report/cells.js'
import type {ScopeRef} from '../resolve-run/model.js'
import type {Call} from './model.js'

/** `profile dev (~/.aws/config:4)` */
export function scopeTitle({kind, name, path, line}: ScopeRef): string {
  const where = path === null ? '' : ` (${visible(path)}${line === null ? '' : `:${line}`})`
  return `${kind === 'environment' ? 'this shell' : `${kind} ${visible(name)}`}${where}`
}

/** What a call came to, in one line. */
export function verdict({status, proofs, endpoint, diagnosis}: Call): string {
  const proved = proofs.at(-1)?.level
  const where = endpoint === null ? '' : ` at ${visible(endpoint)}`
  if (status === 'proved') return `proved ${proved}${where}`
  const after = proved === undefined ? '' : ` after ${proved}`
  return `${status}${after}${where}: ${visible(diagnosis?.message ?? '')}`
}

/** A process that was to give credentials may still run. */
export function isTimeUp({diagnosis}: Call): boolean {
  return diagnosis?.code === 'TOTAL_TIMEOUT'
}
