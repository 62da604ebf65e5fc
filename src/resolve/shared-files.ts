import type {Client} from './clients.js'

/** Where a client looks for its files; null where it looks for none. */
export interface SharedFilePaths {
  readonly config: string | null
  readonly credentials: string | null
}

/**
 * The files that the environment of a process points to, as this client reads it.
 * @param home the home directory as the client finds it: HOME, else USERPROFILE
 */
export function sharedFilePaths(
  env: Readonly<Record<string, string | undefined>>,
  client: Client,
  home: string,
): SharedFilePaths {
  const {paths, emptyPath, credentialsPathNeedsLoadConfig} = client.behaviour.files
  const needsMore = credentialsPathNeedsLoadConfig === true && !env['AWS_SDK_LOAD_CONFIG']
  return {
    config: place(env['AWS_CONFIG_FILE'], 'config'),
    credentials: place(needsMore ? undefined : env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials'),
  }

  function place(stated: string | undefined, usual: string): string | null {
    if (stated === undefined || (stated === '' && emptyPath === 'skipped')) return `${home}/.aws/${usual}`
    if (stated === '') return null
    const path = paths === 'tilde-and-variables' ? withVariables(stated, env) : stated
    return paths === 'as-written' ? path : path.replace(/^~(?=$|[/\\])/, home)
  }
}

/** As Python's `os.path.expandvars`: what is not set stays as written. */
function withVariables(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$(?:(\w+)|\{([^}]*)\})/g, (written, bare, braced) => env[bare ?? braced] ?? written)
}
