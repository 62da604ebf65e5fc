import {version} from '../version.js'
import {credentialsText} from './credentials-text.js'
import type {Verification} from './model.js'

/** schemas/verify.schema.json, version 1. */
export function toJson(verifications: readonly Verification[]): string {
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
        call,
        ...(compared && {compare: {call: compared, sameIdentity: same}}),
      }),
    ),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
