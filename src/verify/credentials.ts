import {version} from '../version.js'
import type {Credentials, Endpoint} from './model.js'
import type {NodeHttpHandler} from './sdk.js'

type Sdk = typeof import('./sdk.js')
export type Provider = ReturnType<Sdk['fromIni']>

/** CloudTrail shows it. */
const USER_AGENT: [string, string][] = [['stslint', version]]

/** AssumeRole's own minimum. */
const SHORTEST_SESSION = 900

export interface ClientSettings {
  readonly endpoint: Endpoint
  readonly handler: NodeHttpHandler
  readonly attempts: number
}

export interface RoleUse {
  /** Sessions as short as STS makes them, instead of as long as the profile says. */
  readonly shortest: boolean
  /** Called for each role that was assumed. */
  assumed(arn: string, seconds: number): void
  /** Asks the person there for one; absent where nobody is. */
  mfaCode?(): Promise<string>
}

/** Without a word on standard error: what the SDK warns of is either a diagnosis or not about the endpoint. */
const silent = {debug() {}, info() {}, warn() {}, error() {}, trace() {}}

export function clientConfig({endpoint, handler, attempts}: ClientSettings) {
  return {
    region: endpoint.signingRegion,
    endpoint: endpoint.url,
    requestHandler: handler,
    maxAttempts: attempts,
    customUserAgent: USER_AGENT,
    logger: silent,
  }
}

/**
 * The SDK's own providers, with role chains and web identity sent to the endpoint that is being proved: theirs would go
 * where the files say today.
 */
export function providerOf(credentials: Credentials, settings: ClientSettings, sdk: Sdk, roles: RoleUse): Provider {
  if (credentials.kind === 'keys') return () => Promise.resolve(credentials.keys)
  const {region, requestHandler, maxAttempts, logger} = clientConfig(settings)
  // Sign-in services have hosts of their own, but the same way there.
  const others = {requestHandler, maxAttempts, logger, customUserAgent: USER_AGENT}
  const init = {
    clientConfig: others,
    parentClientConfig: {...others, region},
    logger,
    ...(roles.mfaCode && {mfaCodeProvider: roles.mfaCode}),
    ...assumers(settings, sdk, roles),
  }
  if (credentials.kind !== 'profile') return sdk.fromNodeProviderChain(init)
  const {name, files} = credentials
  return sdk.fromIni({
    ...init,
    profile: name,
    ...(files?.config && {configFilepath: files.config}),
    ...(files?.credentials && {filepath: files.credentials}),
  })
}

function assumers(settings: ClientSettings, sdk: Sdk, roles: RoleUse) {
  const config = clientConfig(settings)
  const assume = sdk.getDefaultRoleAssumer(config)
  const assumeWithToken = sdk.getDefaultRoleAssumerWithWebIdentity(config)
  const timed = <P extends {DurationSeconds?: number | undefined}>(params: P): P =>
    roles.shortest ? {...params, DurationSeconds: SHORTEST_SESSION} : params
  return {
    async roleAssumer(...[source, params]: Parameters<typeof assume>) {
      const session = await assume(source, timed(params))
      roles.assumed(params.RoleArn ?? '', timed(params).DurationSeconds ?? 0)
      return session
    },
    async roleAssumerWithWebIdentity(...[params]: Parameters<typeof assumeWithToken>) {
      const session = await assumeWithToken(timed(params))
      roles.assumed(params.RoleArn ?? '', timed(params).DurationSeconds ?? 0)
      return session
    },
  }
}
