import type {Entry, Parsed, Scope} from '../../model.js'
import {scopePath} from '../../scopes/view.js'
import {groupBy} from '../paths.js'

/** Each step of these runs in a container or on a machine of its own. */
const STEP_IS_JOB = /(?:^|\/)(?:bitbucket-pipelines|\.drone|\.woodpecker|\.buildkite|buildkite)/

/**
 * Gives the scopes, by their ids, that have what a command in a scope installs: its job, or the whole pipeline where it
 * belongs to none, and the jobs that take it over.
 */
export function jobsOf(parsed: Parsed, path: string): (scope: Scope) => readonly string[] {
  const users = usersOf(parsed)
  return (scope) => {
    const own = ownerOf(scope, parsed, path)
    const all = new Set([own])
    for (const id of all) for (const user of users(id)) all.add(user)
    return [...all]
  }
}

/** The file's id is empty, and every scope of the file is in it. */
function ownerOf(scope: Scope, {entries}: Parsed, path: string): string {
  const chain = chainOf(scope)
  if (/\.ya?ml$/i.test(path)) {
    const step = STEP_IS_JOB.test(path) ? chain.findLast(({kind}) => kind === 'step') : undefined
    const {id = ''} = step ?? chain.find(({kind}) => kind === 'job') ?? {}
    // GitLab: what every job starts with.
    return id === 'default' ? '' : id
  }
  // Jenkins: a stage without an agent of its own goes on where the one before it ended.
  const isApart = (stage: Scope): boolean => {
    const {length} = scopePath(stage)
    return entries.some(({path: at, range}) => {
      return at[length] === 'agent' && stage.range.start <= range.start && range.end <= stage.range.end
    })
  }
  return chain.find((each) => each.kind === 'job' && isApart(each))?.id ?? ''
}

function chainOf(scope: Scope): Scope[] {
  return scope.parent === null ? [scope] : [scope, ...chainOf(scope.parent)]
}

/** Jobs that extend another (GitLab) or have a command among their steps (CircleCI), by the id of what they use. */
function usersOf({scopes, entries}: Parsed): (id: string) => readonly string[] {
  const extending = groupBy(
    scopes.flatMap(({id, links}) =>
      links.flatMap(({kind, target}) => (kind === 'extends' ? [{id, used: target}] : [])),
    ),
    ({used}) => used,
  )
  const calling = groupBy(
    entries.flatMap((entry) => called(entry)),
    ({used}) => used,
  )
  return (id) => [...(extending.get(id) ?? []), ...(calling.get(id) ?? [])].map((user) => user.id)
}

/** `jobs.deploy.steps.2: install-cli`, or with arguments below it. */
function called({path: [group, name, steps, , ...more], value}: Entry): {readonly id: string; readonly used: string}[] {
  if (steps !== 'steps' || (group !== 'jobs' && group !== 'commands')) return []
  const command = more[0] ?? value
  return command && command !== 'run' ? [{id: `${group}.${name}`, used: `commands.${command}`}] : []
}
