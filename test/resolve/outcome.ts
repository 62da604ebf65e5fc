import {resolveSts} from '../../src/resolve/resolve-sts.js'
import type {ResolveInput} from '../../src/resolve/types.js'
import {clientAt} from './clients.js'

/** One build of each client that was run. */
const BUILDS = {
  botocore: ['botocore', '1.43.11'],
  old: ['botocore', '1.39.17'],
  cli1: ['aws-cli', '1.45.11'],
  cli2: ['aws-cli', '2.36.7'],
  js2: ['aws-sdk-js', '2.1693.0'],
  js3: ['client-sts', '3.1173.0'],
  ruby: ['aws-sdk-ruby-core', '3.211.0'],
  go1: ['aws-sdk-go', '1.55.6'],
  go2: ['aws-sdk-go-v2', '1.17.1'],
} as const

export type Build = keyof typeof BUILDS

/** The host, with the Region it is signed for where that is another; or the kind of error. */
export function outcome(input: Partial<ResolveInput>, build: Build): string {
  const [name, version] = BUILDS[build]
  const client = clientAt(name, version)
  const {endpoint, signingRegion, error} = resolveSts({env: {}, config: null, credentials: null, ...input}, client)
  if (endpoint === null) return error!.kind
  const host = endpoint.replace('https://', '').replace(/\.amazonaws\.com$/, '')
  return host === 'sts' || host.includes(signingRegion ?? '') ? host : `${host} for ${signingRegion}`
}

export const both = (region: string, env: Record<string, string> = {}) => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  ...env,
})
export const west = (env: Record<string, string> = {}) => both('us-west-2', env)
export const regional = 'sts.us-west-2'

/** An input, and what each build makes of it. */
export type Row = Partial<ResolveInput> & {
  readonly name: string
  readonly expected: Readonly<Partial<Record<Build, string>>>
}
