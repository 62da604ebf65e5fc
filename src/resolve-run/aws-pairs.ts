import type {Scope} from '../model.js'
import type {Project} from '../scopes/view.js'
import {type AwsText, awsTextsOf, ownText} from './aws-texts.js'
import type {SubjectContext} from './context.js'

/** The texts that one process would read: the config file, and the credentials file beside it. */
export interface Pair {
  readonly config: AwsText | null
  readonly credentials: AwsText | null
}

/** Those in use belong together wherever they are; others where they stand beside each other. */
export function pairsOf(context: SubjectContext): Pair[] {
  const {project} = context
  const known = pairs.get(project)
  if (known) return known
  const found = findPairs(context)
  pairs.set(project, found)
  return found
}

const pairs = new WeakMap<Project, Pair[]>()

function findPairs({project, inUse, standIns}: SubjectContext): Pair[] {
  const used = [inUse.config, inUse.credentials]
  const rest = project.units.flatMap((unit) => (used.includes(unit) ? [] : awsTextsOf(unit, standIns)))
  const configs = rest.filter(({kind}) => kind === 'aws-config')
  const beside = ({directory}: AwsText) =>
    rest.find((text) => text.kind === 'aws-credentials' && text.directory === directory) ?? null
  const together = configs.map((config) => ({config, credentials: beside(config)}))
  const paired = new Set(together.map(({credentials}) => credentials))
  const alone = rest.filter((text) => text.kind === 'aws-credentials' && !paired.has(text))
  const own = {
    config: inUse.config && ownText(inUse.config),
    credentials: inUse.credentials && ownText(inUse.credentials),
  }
  return [own, ...together, ...alone.map((credentials) => ({config: null, credentials}))]
}

/** The section of that scope, with the texts it is read from. */
export interface Section {
  readonly pair: Pair
  readonly text: AwsText
}

/** Null for a scope of no AWS file, and of a text that is not known as a whole. */
export function sectionOf(scope: Scope, context: SubjectContext): Section | null {
  const {project} = context
  const known = sections.get(project) ?? new Map(pairsOf(context).flatMap(sectionsIn))
  sections.set(project, known)
  return known.get(scope) ?? null
}

const sections = new WeakMap<Project, ReadonlyMap<Scope, Section>>()

function sectionsIn(pair: Pair): [Scope, Section][] {
  return textsIn(pair).flatMap((text) => text.scopes.map((scope): [Scope, Section] => [scope, {pair, text}]))
}

export function textsIn({config, credentials}: Pair): AwsText[] {
  return [config, credentials].filter((text) => text !== null)
}
