import {askMfaCode, canAsk} from './ask-mfa.js'
import {startingAmong} from './child-processes.js'
import {concealer, secretsOf} from './conceal.js'
import {clientConfig, providerOf, type RoleUse} from './credentials.js'
import {credentialsText} from './credentials-text.js'
import {type Job, proveRole, timed} from './job.js'
import type {Keys} from './model.js'
import {createTransport} from './transport.js'

type Sdk = typeof import('./sdk.js')

/** Keys as the SDK finds them, and whose they are at the endpoint. */
export async function identifyAws(job: Job): Promise<void> {
  const {target, endpoint, proving, dialer, progress, untimed, children} = job
  const {credentials} = target
  const conceal = concealer(proving.showsIdentity)
  // Else the SDK warns of old versions of Node: the reader of our output could do nothing about it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
  const sdk = await import('./sdk.js')
  const {handler, exchanges, faults} = createTransport(sdk, dialer, proving.limits, progress.secrets)
  const settings = {endpoint, handler, attempts: proving.attempts}
  const roles: {arn: string; seconds: number}[] = []
  const shortest = proving.level === 'assume-role'
  const use: RoleUse = {
    shortest,
    assumed: (arn, seconds) => roles.push({arn, seconds}),
    ...(canAsk() && {mfaCode: () => untimed(() => askMfaCode(conceal(credentialsText(credentials))))}),
  }
  const findKeys = async (): Promise<Keys> => {
    try {
      return await providerOf(credentials, settings, sdk, use)()
    } catch (error) {
      if (credentials.kind !== 'shell' || (error as Error).name !== 'CredentialsProviderError') throw error
      // The chain says what its last link had; what went wrong is mostly in the profile.
      const name = proving.env['AWS_PROFILE'] ?? 'default'
      await providerOf({kind: 'profile', name, files: null}, settings, sdk, use)()
      throw error
    }
  }
  try {
    const keys = await startingAmong(children, sdk.externalDataInterceptor, findKeys)
    progress.keyId = keys.accessKeyId
    for (const secret of secretsOf(keys)) progress.secrets.add(secret)
    const role = roles.at(-1)
    progress.step = 'identity'
    await timed(job, 'identity', () => getIdentity(job, sdk, {...clientConfig(settings), credentials: keys}))
    if (shortest) proveRole(job, role)
  } finally {
    progress.exchange = exchanges.at(-1) ?? null
    progress.fault = faults.at(-1) ?? null
  }
}

async function getIdentity(
  {progress}: Job,
  {STSClient, GetCallerIdentityCommand}: Sdk,
  config: NonNullable<ConstructorParameters<Sdk['STSClient']>[0]>,
): Promise<string> {
  const client = new STSClient(config)
  try {
    const {Account, Arn, UserId, $metadata} = await client.send(new GetCallerIdentityCommand({}))
    progress.attempts = $metadata.attempts ?? 1
    if (!Account || !Arn) throw Object.assign(new Error('the answer names no account'), {name: 'Unknown', $metadata})
    progress.identity = {account: Account, arn: Arn, userId: UserId ?? ''}
    const skew = Math.round(client.config.systemClockOffset / 1000)
    if (Math.abs(skew) >= CLOCK_LIMIT) progress.notes.push(clockNote(skew))
    return `${Account} ${Arn}`
  } finally {
    client.destroy()
  }
}

/** STS refuses signatures older than five minutes. The SDK corrects itself, others do not. */
const CLOCK_LIMIT = 300

function clockNote(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60)
  return `this machine's clock is ${minutes} minutes ${seconds > 0 ? 'slow' : 'fast'}: this SDK corrected it, others fail`
}
