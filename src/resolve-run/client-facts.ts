import type {Facts} from '../data.js'
import {once} from '../once.js'
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
import type {Answer, Subject} from './model.js'
import {byGravity, says} from './says.js'
import {generations, ignoring, innerCalls} from './traits.js'

/** What is asked about: the scope itself or, where no process runs in it, those that read from it. */
export interface Scene {
  readonly subjects: readonly Subject[]
  /** Those that read from it, in any case. */
  readonly readers: readonly Subject[]
  answersOf(subject: Subject): readonly Answer[]
  /** Stands for a Region that nobody states: one whose mode matters. */
  readonly region: Sourced
}

/** An answer, and what it was asked with. */
interface Case {
  readonly answer: Answer
  readonly subject: Subject
}

/** Facts for conditions (schemas/subject.schema.json), each worked out when it is asked for. */
export function clientFacts(scene: Scene): Facts {
  const all = once(() => casesIn(scene))
  const answers = (): Answer[] => all().map(({answer}) => answer)
  const told = (test: (each: Case) => boolean): string | null => says(answersOf(all().filter(test)))
  return lazy({
    'clients.known': () => scene.subjects.reduce((count, {clients}) => count + clients.length, 0),
    'clients.says': () => says(byGravity(answers())),
    'clients.global': () => told(isGlobal),
    'clients.globalCertain': () => all().some((each) => isGlobal(each) && isCertain(each)),
    'clients.stops': () => told(({answer}) => answer.resolution.error !== null),
    'clients.agree': () => new Set(answers().map(({resolution}) => resolution.endpoint)).size === 1,
    'clients.legacyDefault': () => told(isByDefault),
    'clients.legacyDefaultCertain': () => all().some((each) => isByDefault(each) && isVerified(each)),
    'clients.commandDefault': () => told((each) => isCommand(each) && isByDefault(each)),
    'clients.commandTwin': () => twinOf(all().find((each) => isCommand(each) && isWithoutRegion(each))),
    'clients.legacyPossible': () => told(isPerhapsByDefault),
    'clients.twin': () => twinOf(all().find(isWithoutRegion)),
    'clients.unread': () => told(isWithoutRegion),
    'clients.unreadCertain': () => all().some((each) => isWithoutRegion(each) && isCertain(each)),
    'clients.inner': () => innerCalls(answers()),
    'clients.innerCertain': () => answers().some(({use}) => use.client.traits.inner?.verified === 'executed'),
    'clients.generations': () => generations(answers()),
    'clients.ignoresEndpoint': () => ignoring(answers(), 'sts.endpoint'),
    'clients.refusesEndpoints': () => ignoring(answers(), 'endpoints'),
    'clients.ignoresRegion': () => ignoring(answers(), 'sts.region'),
    'clients.usesGlobal': () => says(globalAnswers(scene)),
    'clients.withoutFlag': () => says(answersOf(all().map(withoutEndpoint))),
    'clients.modeIdle': () => isIdle(scene, 'regional'),
    'clients.modeRedundant': () => isIdle(scene),
  })
}

function lazy(makers: Readonly<Record<string, () => Facts[string]>>): Facts {
  const facts = {}
  for (const [name, make] of Object.entries(makers)) {
    Object.defineProperty(facts, name, {enumerable: true, get: once(make)})
  }
  return facts
}

function casesIn({subjects, answersOf: ask}: Scene): Case[] {
  return subjects.flatMap((subject) => ask(subject).map((answer) => ({answer, subject})))
}

function answersOf(cases: readonly Case[]): Answer[] {
  return cases.map(({answer}) => answer)
}

function isGlobal({answer}: Case): boolean {
  return answer.resolution.reach === 'global'
}

function isCertain({answer}: Case): boolean {
  return !answer.resolution.likely
}

/** Global today, and by the default of every version there may be: with a mode (and a Region that it reads) it would not be. */
function isByDefault(each: Case): boolean {
  return isGlobal(each) && defaultsOf(each).every((isLegacy) => isLegacy)
}

/** A command line is no sign that a library calls STS too. */
function isCommand({answer: {use}}: Case): boolean {
  return use.client.name === 'aws-cli'
}

function isPerhapsByDefault(each: Case): boolean {
  const all = defaultsOf(each)
  return all.includes(true) && all.includes(false)
}

function defaultsOf({answer: {use}, subject}: Case): boolean[] {
  return candidates(use).map((client) => isGlobalByDefault(asked(subject, client, withTwin)))
}

function isVerified({answer: {use}, subject}: Case): boolean {
  return use.client.verified === 'executed' && subject.unknown.length === 0
}

/** It finds no Region, and would under the other variable's name. */
function isWithoutRegion({answer: {use}, subject}: Case): boolean {
  return !readsRegion(asked(subject, use.client, asIs)) && readsRegion(asked(subject, use.client, withTwin))
}

function twinOf(found: Case | undefined): string | null {
  if (found === undefined) return null
  return missingTwin(found.subject.inputFor(found.answer.use.client)) === 'AWS_REGION' ? 'region' : 'default-region'
}

/** A client with the parameter, if its code passes it on. */
function usingGlobal(each: Case, region: Sourced): Case[] {
  const {client} = each.answer.use
  if (client.behaviour.mode.globalParam !== true) return []
  const changed = changedBy(each, (input) => ({
    ...inRegion(client, region)(input),
    params: {...input.params, useGlobalEndpoint: true},
  }))
  return isGlobal(changed) ? [changed] : []
}

/** What those clients call that the parameter sends to the global host. */
export function globalAnswers(scene: Scene): Answer[] {
  return answersOf(casesIn(scene).flatMap((each) => usingGlobal(each, scene.region)))
}

/** What another client in the same program calls, which does not see what this one is given. */
function withoutEndpoint(each: Case): Case {
  return changedBy(each, ({params: {endpoint: _, ...params} = {}, ...input}) => ({...input, params}))
}

function changedBy({answer, subject}: Case, change: (input: SourcedInput) => SourcedInput): Case {
  const resolution = {...answer.resolution, ...asked(subject, answer.use.client, change)}
  return {subject, answer: {...answer, resolution}}
}

/**
 * No version of any client that reads from here would call another endpoint if the mode were this one, or were not stated,
 * whatever Region it runs in where none is stated.
 */
function isIdle(scene: Scene, mode?: 'regional'): boolean {
  const isIdleFor = (subject: Subject): boolean => {
    if (subject.clients.length === 0 || subject.unknown.length > 0) return false
    return subject.clients.flatMap(candidates).every((client) => {
      const ask = (as: typeof client): Resolution => asked(subject, as, inRegion(client, scene.region))
      // Who reads no mode at all is known of more versions than where each of them calls.
      const isKnown = client.verified !== 'reported' || client.behaviour.mode.read.length === 0
      return isKnown && isSame(ask(client), ask(withMode(client, mode)))
    })
  }
  // A pipeline runs nothing itself, but its jobs.
  const isAround = ({scope, clients}: Subject): boolean => scope.kind === 'workflow' && clients.length === 0
  const own = scene.subjects.filter((subject) => !(isAround(subject) && scene.readers.length > 0))
  // Where no client is known at the scope itself, who reads from it need not be looked for.
  if (!own.every(isIdleFor)) return false
  const others = scene.readers.filter((reader) => !scene.subjects.includes(reader))
  return own.length + others.length > 0 && others.every(isIdleFor)
}
