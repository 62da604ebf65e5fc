import {version} from '../version.js'
import {credentialsText} from './credentials-text.js'
import {HIDDEN, maskIdentity} from './mask-identity.js'
import type {Call, Identity, Verification} from './model.js'

/** schemas/verify.schema.json, version 1. */
export function toJson(verifications: readonly Verification[], showsIdentity: boolean): string {
  const count = (status: Verification['status']): number =>
    verifications.filter((each) => each.status === status).length
  const report = {
    version: 1,
    tool: {name: 'stslint', version},
    summary: {proved: count('proved'), failed: count('failed'), unproved: count('unproved')},
    results: verifications.map(
      ({target: {provider, scope, credentials, today, after}, status, call, today: compared, same}) => ({
        provider,
        scope,
        credentials: credentialsText(credentials),
        status,
        proved: call.proofs.at(-1)?.level ?? null,
        today: {endpoint: today.endpoint, reach: today.reach, signingRegion: today.signingRegion, error: today.error},
        after: {endpoint: after.endpoint, reach: after.reach, signingRegion: after.signingRegion, error: after.error},
        call: callOf(call, showsIdentity),
        ...(compared && {compare: {call: callOf(compared, showsIdentity), sameIdentity: same}}),
      }),
    ),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function callOf({identity, ...call}: Call, showsIdentity: boolean) {
  return {...call, identity: identity && (showsIdentity ? identity : masked(identity))}
}

function masked({arn}: Identity): Identity {
  return {account: HIDDEN, arn: maskIdentity(arn), userId: '***'}
}
