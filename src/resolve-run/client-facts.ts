import type {Facts} from '../data.js'
import type {Resolution, Sourced, SourcedInput} from '../resolve/types.js'
import {
  asIs,
  asked,
  candidates,
  inRegion,
  isGlobalByDefault,
  isSame,
  missingTwin,
  readsRegion,
  withMode,
  withTwin,
} from './asked.js'
import type {Answer, ClientInUse, Subject} from './model.js'
import {byGravity, says} from './says.js'
import {generations, ignoring, innerCalls} from './traits.js'

/** A scope's own clients, and those of the scopes that read from it. */
export interface Scene {
  readonly subject: Subject | null
  readonly readers: readonly Subject[]
  answersOf(subject: Subject): readonly Answer[]
  /** Stands for a Region that nobody states: one whose mode matters. */
  readonly region: Sourced
}

/** Facts for conditions (schemas/subject.schema.json), each worked out when it is asked for. */
export function clientFacts(scene: Scene): Facts {
  return lazy({
    'clients.known': () => scene.subject?.clients.length ?? 0,
    'clients.says': () => says(byGravity(answers(scene))),
    'clients.global': () => says(ofReach(scene, 'global')),
    'clients.globalCertain': () => ofReach(scene, 'global').some(({resolution}) => !resolution.likely),
    'clients.stops': () => says(answers(scene).filter(({resolution: {error}}) => error !== null)),
    'clients.agree': () => new Set(answers(scene).map(({resolution}) => resolution.endpoint)).size === 1,
    'clients.legacyDefault': () => says(byDefault(scene).filter(isPinned)),
    'clients.legacyDefaultCertain': () =>
      byDefault(scene).some((answer) => isPinned(answer) && isVerified(scene, answer)),
    'clients.legacyPossible': () => says(perhapsByDefault(scene)),
    'clients.twin': () => twinOf(scene),
    'clients.unread': () => says(withoutRegion(scene)),
    'clients.unreadCertain': () => withoutRegion(scene).some(({resolution}) => !resolution.likely),
    'clients.inner': () => innerCalls(answers(scene)),
    'clients.innerCertain': () => answers(scene).some(({use}) => use.client.traits.inner?.verified === 'executed'),
    'clients.generations': () => generations(answers(scene)),
    'clients.ignoresEndpoint': () => ignoring(answers(scene), 'sts.endpoint'),
    'clients.ignoresRegion': () => ignoring(answers(scene), 'sts.region'),
    'clients.usesGlobal': () => says(usingGlobal(scene)),
    'clients.withoutFlag': () => says(withoutEndpoint(scene)),
    'clients.modeIdle': () => isIdle(scene, 'regional'),
    'clients.modeRedundant': () => isIdle(scene),
  })
}

function lazy(makers: Readonly<Record<string, () => Facts[string]>>): Facts {
  const facts = {}
  for (const [name, make] of Object.entries(makers)) {
    Object.defineProperty(facts, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = make()
        Object.defineProperty(facts, name, {value, enumerable: true})
        return value
      },
    })
  }
  return facts
}

function answers({subject, answersOf}: Scene): readonly Answer[] {
  return subject === null ? [] : answersOf(subject)
}

function ofReach(scene: Scene, reach: string): Answer[] {
  return answers(scene).filter(({resolution}) => resolution.reach === reach)
}

/** Global today, and by the default of the version: with a mode (and a Region that the client reads) it would not be. */
function byDefault(scene: Scene): Answer[] {
  return ofReach(scene, 'global').filter(({use}) => defaultsOf(scene, use).every((isGlobal) => isGlobal))
}

function perhapsByDefault(scene: Scene): Answer[] {
  return answers(scene).filter(({use}) => {
    const all = defaultsOf(scene, use)
    return all.includes(true) && all.includes(false)
  })
}

function defaultsOf({subject}: Scene, use: ClientInUse): boolean[] {
  return candidates(use).map((client) => isGlobalByDefault(asked(subject!, client, withTwin)))
}

function isPinned({use}: Answer): boolean {
  return use.client.version !== null || use.oldest !== null || use.client.others.length > 0
}

function isVerified({subject}: Scene, {use: {client}}: Answer): boolean {
  return client.verified === 'executed' && subject?.unknown.length === 0
}

/** Those that read neither a Region that the scope states under the other variable's name. */
function withoutRegion(scene: Scene): Answer[] {
  return answers(scene).filter(({use}) => {
    const found = asked(scene.subject!, use.client, asIs)
    return !readsRegion(found) && readsRegion(asked(scene.subject!, use.client, withTwin))
  })
}

function twinOf(scene: Scene): string | null {
  const [answer] = withoutRegion(scene)
  if (answer === undefined) return null
  return missingTwin(scene.subject!.inputFor(answer.use.client)) === 'AWS_REGION' ? 'region' : 'default-region'
}

/** Clients with the parameter, if their code passes it on. */
function usingGlobal(scene: Scene): Answer[] {
  return answers(scene).flatMap((answer) => {
    const {client} = answer.use
    if (client.behaviour.mode.globalParam !== true) return []
    const change = (input: SourcedInput): SourcedInput => ({
      ...inRegion(client, scene.region)(input),
      params: {...input.params, useGlobalEndpoint: true},
    })
    const resolution = asked(scene.subject!, client, change)
    return resolution.reach === 'global' ? [{...answer, resolution: {...answer.resolution, ...resolution}}] : []
  })
}

/** What another client in the same program calls, which does not see what this one is given. */
function withoutEndpoint(scene: Scene): Answer[] {
  return answers(scene).map((answer) => {
    const change = ({params: {endpoint: _, ...params} = {}, ...input}: SourcedInput): SourcedInput => ({
      ...input,
      params,
    })
    return {...answer, resolution: {...answer.resolution, ...asked(scene.subject!, answer.use.client, change)}}
  })
}

/**
 * No version of any client that reads from here would call another endpoint if the mode were this one, or were not stated,
 * whatever Region it runs in where none is stated.
 */
function isIdle({subject, readers, region}: Scene, mode?: 'regional'): boolean {
  const all = subject === null ? readers : [subject, ...readers]
  if (all.length === 0 || all.some(({clients, unknown}) => clients.length === 0 || unknown.length > 0)) return false
  return all.every((each) =>
    each.clients.every((use) =>
      candidates(use).every((client) => {
        const change = inRegion(client, region)
        const ask = (as: typeof client): Resolution => asked(each, as, change)
        return client.verified !== 'reported' && isSame(ask(client), ask(withMode(client, mode)))
      }),
    ),
  )
}
