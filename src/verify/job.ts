import type {Hosts} from '../providers/aws/hosts.js'
import type {AddressKind} from './addresses.js'
import type {Children} from './child-processes.js'
import type {Dialer} from './dial.js'
import type {Met} from './facts.js'
import type {Untimed} from './in-time.js'
import type {Endpoint, Identity, Level, Limits, Proof, Target} from './model.js'
import type {Place} from './route.js'

export interface Proving {
  readonly level: Level
  readonly limits: Limits
  readonly attempts: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly hosts: Hosts
  readonly showsIdentity: boolean
  /** Say on standard error where each failure came from. */
  readonly debug: boolean
}

/** What is known so far, for a diagnosis at any point. */
export interface Progress {
  step: Met['step']
  addresses: AddressKind | null
  attempts: number
  identity: Identity | null
  keyId: string | null
  exchange: Met['exchange']
  fault: Met['fault']
  readonly secrets: Set<string>
  readonly proofs: Proof[]
  readonly notes: string[]
}

export interface Job {
  readonly target: Target
  readonly endpoint: Endpoint
  readonly place: Place
  readonly proving: Proving
  readonly dialer: Dialer
  readonly progress: Progress
  readonly children: Children
  readonly untimed: Untimed
}

/** A step that proves its level. It says what it saw. */
export async function timed({progress}: Job, level: Level, step: () => Promise<string>): Promise<void> {
  const start = performance.now()
  const detail = await step()
  progress.proofs.push({level, detail, milliseconds: Math.round(performance.now() - start)})
}

/** @throws NoRole where none was assumed on the way to the keys */
export function proveRole({progress}: Job, role: {readonly arn: string; readonly seconds: number} | undefined): void {
  if (role === undefined) throw Object.assign(new Error('no role was assumed'), {name: 'NoRole'})
  progress.proofs.push({
    level: 'assume-role',
    detail: `${role.arn} for ${role.seconds} s`,
    milliseconds: 0,
  })
}
