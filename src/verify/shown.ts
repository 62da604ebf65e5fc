import {concealer} from './conceal.js'
import {HIDDEN, maskIdentity} from './mask-identity.js'
import type {Call, Identity, Verification} from './model.js'

/**
 * What may be written of them, in whatever format: names of profiles hold account ids, and what STS or a proxy says can hold
 * anything.
 */
export function shown(all: readonly Verification[], showsIdentity: boolean): readonly Verification[] {
  const conceal = concealer(showsIdentity)
  return all.map((each) => {
    const hidden = masked(each, conceal)
    const own = (call: Call, identity: Identity | null): Call => ({
      ...call,
      identity: identity === null || showsIdentity ? identity : anonymous(identity),
    })
    return {
      ...hidden,
      call: own(hidden.call, each.call.identity),
      today: hidden.today && own(hidden.today, each.today?.identity ?? null),
    }
  })
}

function anonymous({arn}: Identity): Identity {
  return {account: HIDDEN, arn: maskIdentity(arn), userId: '***'}
}

/** A copy in which every text is masked but paths, since they lead to files. */
export function masked<T>(value: T, mask: (text: string) => string): T {
  if (typeof value === 'string') return mask(value) as T
  if (Array.isArray(value)) return value.map((each) => masked(each, mask)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => [key, key === 'path' || key === 'files' ? own : masked(own, mask)]),
  ) as T
}
