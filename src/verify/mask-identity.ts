import {maskSecrets} from '../secrets.js'

/** An ARN keeps what says what it is: partition, service, kind. */
const ARN = /\barn:([\w-]+):([\w-]+):([\w-]*):(?:\d{12})?:([\w-]*)[/:]?[^\s"',;)\]]*/g

/** Alibaba Cloud's: `acs:ram::ACCOUNT:user/NAME`. */
const ACS_ARN = /\bacs:([\w-]+):([\w-]*):(?:\d+)?:([\w-]*)[/:]?[^\s"',;)\]]*/g

/** Twelve digits by themselves; Alibaba Cloud's accounts and users have sixteen and more. Names of VPC endpoints have digits too. */
const ACCOUNT = /\bvpce-[0-9a-f]+(?:-[0-9a-z]+)?|(?<!\d)(?:\d{12}|\d{15,20})(?!\d)/g

/** Ids of principals, as `UserId` and some messages have them. */
const PRINCIPAL = /\bA(?:ID|RO|NP|GP)A[A-Z0-9]{12,}(?::[^\s"',;)\]]+)?/g

export const HIDDEN = '************'

/** Account ids, ARNs, principals and credential shapes become stars. */
export function maskIdentity(text: string): string {
  const arns = text.replace(
    ARN,
    (_, partition, service, region, kind) => `arn:${partition}:${service}:${region}:${HIDDEN}:${kind}/***`,
  )
  const all = arns.replace(ACS_ARN, (_, service, region, kind) => `acs:${service}:${region}:${HIDDEN}:${kind}/***`)
  const accounts = all.replace(PRINCIPAL, '***').replace(ACCOUNT, (found) => (found.startsWith('v') ? found : HIDDEN))
  return maskSecrets(accounts)
}
