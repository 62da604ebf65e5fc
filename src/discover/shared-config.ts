import {realpathSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'
import type {FileKind} from '../model.js'

export interface SharedFile {
  readonly absolute: string
  readonly real: string
  readonly kind: NonNullable<FileKind>
  /** `~/.aws/config` for one in its default place. */
  readonly shown: string | null
}

export interface HomeContext {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
}

const PLACES = [
  {kind: 'aws-config', variable: 'AWS_CONFIG_FILE', place: '.aws/config'},
  {kind: 'aws-credentials', variable: 'AWS_SHARED_CREDENTIALS_FILE', place: '.aws/credentials'},
  // No variable: `aliyun --config-path` alone names another one.
  {kind: 'aliyun-config', variable: null, place: '.aliyun/config.json'},
  {kind: 'aliyun-credentials', variable: 'ALIBABA_CLOUD_CREDENTIALS_FILE', place: '.alibabacloud/credentials'},
  {kind: 'ossutil-config', variable: null, place: '.ossutilconfig'},
] as const

/** The shared files in use that exist; SDKs pass over those that do not, and so do we. */
export function sharedFiles(context: HomeContext): SharedFile[] {
  const home = homeDirectory(context)
  return PLACES.flatMap(({kind, variable, place}) => {
    const named = variable && context.env[variable]
    const absolute = named ? resolve(context.cwd, expandHome(named, home)) : home && join(home, place)
    if (!absolute || !isFile(absolute)) return []
    const isDefault = home !== null && absolute === join(home, place)
    return [{absolute, real: realpathSync(absolute), kind, shown: isDefault ? `~/${place}` : null}]
  })
}

export function homeDirectory({env, platform}: Pick<HomeContext, 'env' | 'platform'>): string | null {
  return (platform === 'win32' ? env.USERPROFILE || env.HOME : env.HOME) || null
}

/** botocore and the Go SDKs read a leading `~` in these variables as a shell does. */
function expandHome(path: string, home: string | null): string {
  return home !== null && /^~(?=$|[\\/])/.test(path) ? home + path.slice(1) : path
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
