import type {Client} from '../resolve/clients.js'
import {resolveSourced} from '../resolve/resolve-sts.js'
import type {Resolution, Sourced, SourcedInput} from '../resolve/types.js'
import type {ClientInUse, Subject} from './model.js'

/** Every version that may be in use, each as a client of its own. */
export function candidates({client, oldest}: ClientInUse): Client[] {
  const others = client.others.map((behaviour) => ({...client, behaviour, others: []}))
  return [client, ...(oldest === null ? [] : [oldest]), ...others]
}

/** What a client would call if the settings of its scope were a little different. */
export function asked(subject: Subject, client: Client, change: (input: SourcedInput) => SourcedInput): Resolution {
  return resolveSourced(change(subject.inputFor(client)), client)
}

export const asIs = (input: SourcedInput): SourcedInput => input

const REGIONS = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const

/** With the Region that the scope states under one name under the other name too: clients differ in which one they read. */
export function withTwin(input: SourcedInput): SourcedInput {
  const stated = REGIONS.flatMap((name) => input.env[name] ?? [])[0]
  return stated === undefined ? input : {...input, env: {AWS_REGION: stated, AWS_DEFAULT_REGION: stated, ...input.env}}
}

/** The variable that is missing beside its twin; null where both or neither are there. */
export function missingTwin({env}: SourcedInput): (typeof REGIONS)[number] | null {
  const missing = REGIONS.filter((name) => env[name] === undefined)
  return missing.length === 1 ? missing[0]! : null
}

/** For a client that finds none: in this Region. */
export function inRegion(client: Client, region: Sourced): (input: SourcedInput) => SourcedInput {
  return (input) => {
    const twin = withTwin(input)
    if (readsRegion(resolveSourced(twin, client))) return twin
    return {...input, env: {...input.env, AWS_REGION: region, AWS_DEFAULT_REGION: region}}
  }
}

/** The client as if nobody had stated a mode, or as if everybody had stated this one. */
export function withMode(client: Client, mode?: 'regional'): Client {
  const {behaviour} = client
  return {...client, behaviour: {...behaviour, mode: {...behaviour.mode, read: [], ...(mode && {default: mode})}}}
}

export function isSame(one: Resolution, other: Resolution): boolean {
  return one.endpoint === other.endpoint && one.error?.kind === other.error?.kind
}

/** The client finds a Region in what its scope states. */
export function readsRegion({because}: Resolution): boolean {
  return because.some(
    ({setting, source, outcome}) =>
      /^(?:default-)?region$/.test(setting) && source !== 'default' && outcome !== 'ignored',
  )
}

/** The default of the version sends the call to the global host. */
export function isGlobalByDefault({reach, because}: Resolution): boolean {
  const isDefault = because.some(
    ({setting, source, outcome}) => setting === 'sts.mode' && source === 'default' && outcome === 'won',
  )
  return reach === 'global' && isDefault
}
