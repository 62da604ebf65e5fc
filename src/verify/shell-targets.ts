import {didYouMean} from '../config/suggest.js'
import {sharedFiles} from '../discover/shared-config.js'
import {UserError} from '../errors.js'
import type {CheckFlags} from '../flags.js'
import {createHosts} from '../providers/aws/hosts.js'
import type {Client} from '../resolve/clients.js'
import {enter} from '../resolve/process.js'
import type {SharedFile, SourcedInput} from '../resolve/types.js'
import type {Subject} from '../resolve-run/model.js'
import {ofEnvironment, type Run, regionOf} from '../resolve-run/run.js'
import {fixedTexts} from './fixed-texts.js'
import type {Target} from './model.js'
import {toTarget} from './target.js'

export interface ShellChoice {
  readonly client: Client
  readonly profiles: readonly string[]
  readonly allProfiles: boolean
  readonly checkFlags: CheckFlags
}

/** This shell as it is, or with each of the profiles chosen as `--profile` of a program chooses one. */
export async function shellTargets(run: Run, choice: ShellChoice): Promise<Target[]> {
  const shell = ofEnvironment(run)
  const fixed = await withFixes(shell, choice.checkFlags, run.cwd)
  const hosts = createHosts(run.data.hosts)
  const asking = (profile: string | null) => {
    const params = profile === null ? {} : {profile: {value: profile, source: '--profile'}}
    return {client: choice.client, hosts, stance: {params, region: regionOf(run)}}
  }
  const names = chosenProfiles(shell.inputFor(choice.client), choice)
  if (names === null) return [toTarget(shell, fixed, {kind: 'shell'}, asking(null))]
  return names.map((name) => {
    const scope = {kind: 'profile', name, ...placeOf(name, shell.inputFor(choice.client))}
    const credentials = {kind: 'profile' as const, name, files: null}
    return toTarget({...shell, scope}, fixed, credentials, asking(name))
  })
}

/** Null for none: the shell chooses. Names are those the client sees, which are not always those that are written. */
export function chosenProfiles(
  input: SourcedInput,
  {client, profiles, allProfiles}: Omit<ShellChoice, 'checkFlags'>,
): readonly string[] | null {
  if (profiles.length === 0 && !allProfiles) return null
  const {config, credentials} = enter(input, client.behaviour)
  const known = [...new Set([...config.profiles.keys(), ...credentials.profiles.keys()])]
  const unknown = profiles.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new UserError(
      'USAGE',
      `--profile ${unknown}: no AWS config file in use has that profile${didYouMean(unknown, known)}`,
    )
  if (!allProfiles) return [...new Set(profiles)]
  if (known.length === 0) throw new UserError('USAGE', '--all-profiles: the AWS config files in use have no profile')
  return known
}

/** The file and line of its section: its name alone does not tell profiles apart where account ids are hidden. */
export function placeOf(
  profile: string,
  {config, credentials}: SourcedInput,
): {readonly path: string | null; readonly line: number | null} {
  for (const file of [config, credentials]) {
    const lines = file?.text.split(/\r?\n/) ?? []
    const at = lines.findIndex((line) => /^\s*\[\s*(?:profile\s+)?(.*?)\s*\]/.exec(line)?.[1] === profile)
    if (file && at >= 0) return {path: file.path, line: at + 1}
  }
  return {path: config?.path ?? null, line: null}
}

/** The shell with its files as the fixes leave them; its variables nobody can rewrite. */
async function withFixes(shell: Subject, flags: CheckFlags, cwd: string): Promise<Subject> {
  const used = flags['no-home'] ? [] : sharedFiles({cwd, env: process.env, platform: process.platform})
  if (used.length === 0) return shell
  const changes = await fixedTexts(
    used.map(({absolute}) => absolute),
    flags,
    cwd,
  )
  const replaced = (file: SharedFile | null, kind: string): SharedFile | null => {
    const change = changes.find((each) => each.file.kind === kind)
    return file && change ? {...file, text: change.after} : file
  }
  return {
    ...shell,
    inputFor(client) {
      const input = shell.inputFor(client)
      return {
        ...input,
        config: replaced(input.config, 'aws-config'),
        credentials: replaced(input.credentials, 'aws-credentials'),
      }
    },
  }
}
