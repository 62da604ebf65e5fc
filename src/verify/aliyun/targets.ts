import {didYouMean} from '../../config/suggest.js'
import {sharedFiles} from '../../discover/shared-config.js'
import {UserError} from '../../errors.js'
import type {CheckFlags} from '../../flags.js'
import type {AliyunClient} from '../../providers/aliyun/clients.js'
import type {Resolution} from '../../resolve/types.js'
import {aliyunAnswers, aliyunEnvironment, aliyunProfiles} from '../../resolve-run/aliyun.js'
import type {AliyunSubject} from '../../resolve-run/aliyun-subjects.js'
import type {EnvironmentContext} from '../../resolve-run/environment.js'
import type {ClientInUse} from '../../resolve-run/model.js'
import type {Run} from '../../resolve-run/run.js'
import type {Project} from '../../scopes/view.js'
import {textIn, unitScope} from '../credentials-of.js'
import {fixedTexts} from '../fixed-texts.js'
import {isLocal} from '../in-shell.js'
import type {Credentials, Pair, Target} from '../model.js'
import {variables} from './credentials.js'

export interface AliyunChoice {
  readonly use: ClientInUse<AliyunClient>
  readonly profiles: readonly string[]
  readonly allProfiles: boolean
  readonly checkFlags: CheckFlags
}

/** This shell, or with each of the profiles chosen of the CLI's file. */
export async function aliyunShellTargets(run: Run, choice: AliyunChoice): Promise<Target[]> {
  const {use, checkFlags} = choice
  const home = {env: process.env, cwd: run.cwd, platform: process.platform}
  const files = checkFlags['no-home'] ? [] : sharedFiles(home).filter(({kind}) => kind === 'aliyun-config')
  const changes = files.length === 0 ? [] : await fixedTexts([files[0]!.absolute], checkFlags, run.cwd)
  const context = {...home, home: files.length > 0}
  const subjectOf = (name: string | null, text?: string): AliyunSubject =>
    aliyunEnvironment(context, name, [use], run.aliyun.clients, text)!
  return chosenAliyunProfiles(context, choice).map((name) => {
    const today = subjectOf(name)
    const scope = name === null ? today.scope : {kind: 'profile', name, path: '~/.aliyun/config.json', line: null}
    const credentials: Credentials = name === null ? {kind: 'shell'} : {kind: 'profile', name, files: null}
    return toTarget({...today, scope}, subjectOf(name, changes[0]?.after), credentials, use, run)
  })
}

/** Null for none: the shell chooses. */
export function chosenAliyunProfiles(
  context: EnvironmentContext,
  {profiles, allProfiles}: Pick<AliyunChoice, 'profiles' | 'allProfiles'>,
): readonly (string | null)[] {
  const known = aliyunProfiles(context)
  const unknown = profiles.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new UserError(
      'USAGE',
      `--profile ${unknown}: ~/.aliyun/config.json has no such profile${didYouMean(unknown, known)}`,
    )
  if (allProfiles && known.length === 0)
    throw new UserError('USAGE', '--all-profiles: ~/.aliyun/config.json has no profile')
  if (allProfiles) return known
  return profiles.length > 0 ? [...new Set(profiles)] : [null]
}

/** @param project Alibaba Cloud's part of the files, as the fixes leave them */
export function aliyunFileTargets(run: Run, all: readonly Pair<AliyunSubject>[], project: Project): Target[] {
  return all.flatMap(({before, after}) => {
    const use = aliyunUse(after, run)
    return use === null ? [] : [aliyunTarget({before, after}, use, project, run, {borrows: true})]
  })
}

/** Who asks from a scope; null where nobody does. */
export function aliyunUse({clients}: AliyunSubject, run: Run): ClientInUse<AliyunClient> | null {
  return run.aliyun.asked?.[0] ?? clients[0] ?? null
}

export function aliyunTarget(
  {before, after}: Pair<AliyunSubject>,
  use: ClientInUse<AliyunClient>,
  project: Project,
  run: Run,
  borrowing: {readonly borrows: boolean},
): Target {
  return toTarget(inShell(before, use), inShell(after, use), credentialsOf(after, project, borrowing), use, run)
}

export function aliyunResolution(subject: AliyunSubject, use: ClientInUse<AliyunClient>, run: Run): Resolution {
  return aliyunAnswers([{...subject, clients: [use]}], {}, run.aliyun.hosts)[0]!.resolution
}

function toTarget(
  today: AliyunSubject,
  fixed: AliyunSubject,
  credentials: Credentials,
  use: ClientInUse<AliyunClient>,
  run: Run,
): Target {
  return {
    provider: 'aliyun',
    scope: today.scope,
    credentials,
    today: aliyunResolution(today, use, run),
    after: aliyunResolution(fixed, use, run),
    caBundle: null,
    role: fixed.input.keys['ram_role_arn']?.value ?? null,
    operation: null,
  }
}

/** What starts in a shell like this one has its variables too. */
function inShell(subject: AliyunSubject, {client}: ClientInUse<AliyunClient>): AliyunSubject {
  if (!isLocal(subject.scope.kind)) return subject
  const own = [...client.known.env].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, {value, source: 'env'}] as const]
  })
  const {input} = subject
  return {...subject, input: {...input, env: {...Object.fromEntries(own), ...input.env}}}
}

/** The profile that the scope is or names, its own key pair, else this shell's where it may be borrowed. */
function credentialsOf(subject: AliyunSubject, project: Project, {borrows}: {readonly borrows: boolean}): Credentials {
  const {scope, input} = subject
  const unit = unitScope(subject, project)?.unit
  if (unit?.kind === 'ossutil-config') return {kind: 'none', reason: `${scope.path}, whose keys are ossutil's own,`}
  if (unit != null && unit.kind !== null)
    return {kind: 'profile', name: scope.name, files: {config: unit.file.absolute, credentials: null}}
  const named = input.env['ALIBABA_CLOUD_PROFILE']?.value
  const text = isLocal(scope.kind) ? textIn(subject, project) : null
  const keys = text === null ? null : variables(text)
  if (keys !== null) return {kind: 'keys', keys, from: `the key pair in ${scope.path}`}
  if (named !== undefined) return {kind: 'profile', name: named, files: null}
  if (borrows || isLocal(scope.kind)) return {kind: 'shell'}
  return {kind: 'none', reason: `${scope.kind} ${scope.name}, which runs elsewhere,`}
}
