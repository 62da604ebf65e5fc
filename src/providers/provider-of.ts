import type {ProviderId} from '../model.js'

/**
 * Whose a rule is by its id, or a data file by its path: `aliyun/…` is Alibaba Cloud's. All else is looked at with AWS's
 * settings and facts: `core/…`, which is about no settings, and rules of a user's own.
 */
export function providerOf(path: string): ProviderId {
  return /(?:^|\/)aliyun\//.test(path) ? 'aliyun' : 'aws'
}
