import {isUtf8} from 'node:buffer'
import {existsSync, readFileSync, statSync} from 'node:fs'
import {resolve} from 'node:path'
import {homeDirectory} from '../discover/shared-config.js'
import {shownPath} from '../discover/shown-path.js'
import {UserError} from '../errors.js'
import type {Client} from '../resolve/clients.js'
import {sharedFilePaths} from '../resolve/shared-files.js'
import type {SharedFile, SourcedInput} from '../resolve/types.js'
import type {ClientInUse, Subject} from './model.js'

export interface EnvironmentContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly platform: NodeJS.Platform
  /** False leaves the files of the home directory out; files that variables name are read all the same. */
  readonly home: boolean
}

/** This process: its variables, and the AWS files that each client finds by them. */
export function environmentSubject(context: EnvironmentContext, clients: readonly ClientInUse[]): Subject {
  const env = Object.fromEntries(
    Object.entries(context.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, {value, source: 'env'}]],
    ),
  )
  return {
    scope: {kind: 'environment', name: 'this process', path: null, line: null},
    at: null,
    inputFor: (client) => ({env, ...filesOf(client, context)}),
    computed: [],
    unknown: [],
    clients,
  }
}

function filesOf(
  client: Client,
  {env, cwd, platform, home}: EnvironmentContext,
): Pick<SourcedInput, 'config' | 'credentials'> {
  const directory = homeDirectory({env, platform})
  const paths = sharedFilePaths(env, client, directory ?? '')
  const read = (path: string | null, usual: string): SharedFile | null => {
    const isUsual = path === `${directory ?? ''}/.aws/${usual}`
    return path === null || (isUsual && (!home || directory === null))
      ? null
      : readShared(path, isUsual ? `~/.aws/${usual}` : null, cwd)
  }
  return {config: read(paths.config, 'config'), credentials: read(paths.credentials, 'credentials')}
}

/** SDKs pass over a file that is not there, and read whatever bytes another holds. */
function readShared(path: string, shown: string | null, cwd: string): SharedFile | null {
  const absolute = resolve(cwd, path)
  if (!existsSync(absolute) || !statSync(absolute).isFile()) return null
  const name = shown ?? shownPath(absolute, cwd)
  const bytes = bytesOf(absolute, name)
  return {path: name, text: bytes.toString('utf8'), isUtf8: isUtf8(bytes)}
}

function bytesOf(absolute: string, name: string): Buffer {
  try {
    return readFileSync(absolute)
  } catch (error) {
    throw new UserError('PATH_NOT_FOUND', `${name}: cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
