import type {Reason} from '../resolve/types.js'
import {maskSecrets} from '../secrets.js'
import type {AnyAnswer} from './model.js'
import type {Assumption, Verdict} from './what-if.js'

/** Answers as every reporter gets them. */
export interface ResolutionReport {
  readonly answers: readonly ReportedAnswer[]
  /** Answers of another reach than those asked for. */
  readonly leftOut: number
  readonly whatIf: {readonly event: string; readonly assume: Assumption; readonly assumption: string} | null
}

export interface ReportedAnswer extends AnyAnswer {
  /** Every step, with what is known of the client first. */
  readonly because: readonly Reason[]
  readonly verdict: Verdict | null
}

/** How the client is known is part of the reason: another version could call another endpoint. */
export function reasonsOf({use, hasUnknown, resolution: {likely, because, client}}: AnyAnswer): Reason[] {
  if (use.found === null && !likely) return [...because]
  const version = client.version ?? 'in the newest version allowed'
  const brings = `${use.found === null ? 'is taken for' : 'brings'} ${client.name} ${version}`
  const reason = likely ? `${brings}; a likely answer: ${hasUnknown ? UNKNOWN : doubtOf(use)}` : brings
  return [
    {setting: 'client', value: use.label, source: use.found?.source ?? 'default', outcome: 'won', reason},
    ...because,
  ]
}

const UNKNOWN = 'something is stated whose value is not known here'

function doubtOf({client: {verified, version}}: AnyAnswer['use']): string {
  if (verified === 'executed') return 'the version is not known, and others call another endpoint'
  const rules = verified === 'read' ? 'its source was read, not run' : 'its rules are as reported, not run'
  return version === null ? `${rules}, and the version is not known` : rules
}

/** schemas/resolution.schema.json, version 1. */
export function toJson({answers, whatIf}: ResolutionReport): string {
  const resolutions = answers.map(({scope, resolution, because, verdict}) => {
    const {client, endpoint, reach, region, signingRegion, error, likely} = resolution
    return {
      scope,
      client: {name: client.name, version: client.version},
      endpoint,
      reach,
      region,
      signingRegion,
      error: error && {kind: error.kind, message: maskSecrets(error.message)},
      likely,
      because,
      ...(verdict && {whatIf: verdict}),
    }
  })
  return `${JSON.stringify({version: 1, ...(whatIf && {whatIf}), resolutions}, null, 2)}\n`
}
