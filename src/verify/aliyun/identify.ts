import {type Job, proveRole, timed} from '../job.js'
import {createSession} from './session.js'

/** Keys as Alibaba Cloud's libraries find them, and whose they are at the endpoint. */
export async function identifyAliyun(job: Job): Promise<void> {
  const {target, endpoint, proving, dialer, progress} = job
  const shortest = proving.level === 'assume-role'
  const {attempts, env, limits} = proving
  const session = createSession({
    endpoint,
    dialer,
    requestTimeout: limits.request,
    attempts,
    env,
    shortest,
    secrets: progress.secrets,
  })
  try {
    const {keys, role} = await session.open(target.credentials)
    progress.keyId = keys.accessKeyId
    progress.step = 'identity'
    await timed(job, 'identity', async () => {
      const {identity, attempts} = await session.identify(keys)
      Object.assign(progress, {identity, attempts})
      return `${identity.account} ${identity.arn}`
    })
    if (shortest) proveRole(job, role ?? undefined)
  } finally {
    progress.exchange = session.exchanges.at(-1) ?? null
    progress.fault = session.faults.at(-1) ?? null
  }
}
