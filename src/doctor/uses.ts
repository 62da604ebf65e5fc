import {aliyunAnswers, aliyunEnvironment} from '../resolve-run/aliyun.js'
import type {AliyunSubject} from '../resolve-run/aliyun-subjects.js'
import {answersOf, type Stance} from '../resolve-run/answer.js'
import type {EnvironmentContext} from '../resolve-run/environment.js'
import type {Subject} from '../resolve-run/model.js'
import {ofProcess, type Run, readSubjects, regionOf, type Subjects} from '../resolve-run/run.js'
import {chosenAliyunProfiles} from '../verify/aliyun/targets.js'
import {chosenProfiles, placeOf} from '../verify/shell-targets.js'
import {profileValues} from '../verify/target.js'
import type {Use} from './model.js'

export interface Choice {
  readonly profiles: readonly string[]
  readonly allProfiles: boolean
}

/** Every client of every scope: of the paths, else of this shell with each of the profiles chosen. */
export async function findUses(run: Run, choice: Choice): Promise<Use[]> {
  const region = regionOf(run)
  if (run.paths.length > 0) {
    const subjects = await readSubjects(run)
    return [
      ...subjects.subjects.flatMap((subject) => awsUses(subject, {params: {}, region})),
      ...aliyunUses(subjects, run),
    ]
  }
  const shell = ofProcess(run)
  const aws = shell.subjects.flatMap((subject) =>
    stances(subject, choice, region).flatMap(([named, stance]) => awsUses(named, stance)),
  )
  const names = isAboutAliyun(run) ? chosenAliyunProfiles(contextOf(run), choice) : [null]
  const aliyun = names.flatMap((name) =>
    aliyunUses({aliyun: name === null ? shell.aliyun : [ofProfile(name, run)]}, run),
  )
  return [...aws, ...aliyun]
}

/** --client asks for Alibaba Cloud's alone: then profiles are those of its CLI. */
function isAboutAliyun({asked, aliyun}: Run): boolean {
  return asked?.length === 0 && (aliyun.asked?.length ?? 0) > 0
}

function contextOf({cwd, flags}: Run): EnvironmentContext {
  return {env: process.env, cwd, platform: process.platform, home: !flags['no-home']}
}

function ofProfile(name: string, run: Run): AliyunSubject {
  const {asked, clients} = run.aliyun
  const subject = aliyunEnvironment(contextOf(run), name, asked ?? [], clients)!
  return {...subject, scope: {kind: 'profile', name, path: '~/.aliyun/config.json', line: null}}
}

/** This shell as it is, or once for each profile. */
function stances(
  shell: Subject,
  {profiles, allProfiles}: Choice,
  region: Stance['region'],
): (readonly [Subject, Stance])[] {
  const [first] = shell.clients
  if (first === undefined) return []
  const input = shell.inputFor(first.client)
  const names = chosenProfiles(input, {client: first.client, profiles, allProfiles})
  if (names === null) return [[shell, {params: {}, region}]]
  return names.map((name) => [
    {...shell, scope: {kind: 'profile', name, ...placeOf(name, input)}},
    {params: {profile: {value: name, source: '--profile'}}, region},
  ])
}

function awsUses(subject: Subject, stance: Stance): Use[] {
  return answersOf([subject], stance).map(({scope, use, resolution}) => ({
    provider: 'aws',
    scope,
    client: use.label,
    resolution,
    caBundle: profileValues(subject, {client: use.client, stance})('ca_bundle'),
  }))
}

function aliyunUses({aliyun}: Pick<Subjects, 'aliyun'>, run: Run): Use[] {
  return aliyunAnswers(aliyun, {}, run.aliyun.hosts).map(({scope, use, resolution}) => ({
    provider: 'aliyun',
    scope,
    client: use.label,
    resolution,
    caBundle: null,
  }))
}
