import {fileURLToPath} from 'node:url'
import {createWorkspace, type Workspace} from '../cli/workspace.js'
import {type Authority, createAuthority} from './certificates.js'
import {type Decision, type Proxy, startProxy} from './proxy.js'
import {type Principal, type StsOptions, type StsServer, startSts} from './sts-server.js'

/** Made-up, as everything here: AWS's documentation uses the account. */
export const ADA = {
  id: 'AKIA00000000000000AD',
  secret: 'made-up/secret+of+ada/0123456789abcdefgh',
  account: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/ada',
  userId: 'AIDA0000000000000ADA',
}

export const ADA_KEYS: Readonly<Record<string, Principal>> = {[ADA.id]: ADA}

export const adaEnv = {AWS_ACCESS_KEY_ID: ADA.id, AWS_SECRET_ACCESS_KEY: ADA.secret}

/** What a run of verify sees beside its own arguments: nothing beyond this machine. */
export const here = worldEnv({})

export function worldEnv(names: Readonly<Record<string, string>>): Record<string, string> {
  return {
    NODE_OPTIONS: `--require ${JSON.stringify(preload('world.cjs'))}`,
    STSLINT_TEST_NAMES: JSON.stringify(names),
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

export function preload(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

export interface Aws {
  readonly sts: StsServer
  readonly proxy: Proxy
  /** Leads the program to this STS under its real names. */
  readonly env: Record<string, string>
  readonly workspace: Workspace
}

export interface AwsOptions extends StsOptions {
  readonly files?: Readonly<Record<string, string>>
  /** Names the certificate is for. */
  readonly names?: readonly string[]
  readonly authority?: Authority
  /** Null: to the server. */
  decide?(host: string): Decision | null
}

export const HOSTS = [
  'sts.amazonaws.com',
  'sts.eu-west-1.amazonaws.com',
  'sts.us-east-1.amazonaws.com',
  'sts.us-east-2.amazonaws.com',
  'sts.eu-south-1.amazonaws.com',
]

/** STS under its real names: TLS with a certificate of the test's own authority, reached through a proxy on this machine. */
export async function startAws(options: AwsOptions = {}): Promise<Aws> {
  const authority = options.authority ?? createAuthority()
  const sts = await startSts({keys: ADA_KEYS, ...options, tls: authority.issue(options.names ?? HOSTS)})
  const proxy = await startProxy((host) => options.decide?.(host) ?? sts.port)
  const workspace = createWorkspace({...options.files, 'ca.pem': authority.cert})
  return {
    sts,
    proxy,
    workspace,
    env: {...here, ...adaEnv, HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: `${workspace.directory}/ca.pem`},
  }
}
