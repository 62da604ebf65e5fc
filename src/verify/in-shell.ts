import type {Sourced} from '../resolve/types.js'
import type {Subject} from '../resolve-run/model.js'

/** A process of these starts in a shell like this one, so that the shell's variables stand behind their own. */
const LOCAL: ReadonlySet<string> = new Set(['env-file', 'file', 'configuration', 'task', 'provider', 'backend'])

/** A redirect that every SDK obeys whatever the profile says. */
const REDIRECT = ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']

export function isLocal(kind: string): boolean {
  return LOCAL.has(kind)
}

/**
 * With the variables of this shell that count beside the file. For a profile those are redirects only: its Region and mode
 * are what is in question.
 */
export function inShell(subject: Subject): Subject {
  const {kind} = subject.scope
  if (kind !== 'profile' && !isLocal(kind)) return subject
  return {
    ...subject,
    inputFor(client) {
      const input = subject.inputFor(client)
      const names = kind === 'profile' ? REDIRECT : [...client.known.env].filter((name) => !/PROFILE$/.test(name))
      return {...input, env: {...shellVariables(names), ...input.env}}
    },
  }
}

function shellVariables(names: readonly string[]): Record<string, Sourced> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, {value, source: 'env'}]]
    }),
  )
}
