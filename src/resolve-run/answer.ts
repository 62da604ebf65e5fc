import {resolveSourced} from '../resolve/resolve-sts.js'
import type {Params, Reason, Resolution, Sourced, SourcedInput} from '../resolve/types.js'
import {maskSecrets} from '../secrets.js'
import type {Answer, ClientInUse, Computed, Subject} from './model.js'

/** What the user says on the command line about every program. */
export interface Stance {
  readonly params: Params<Sourced>
  /** The Region of scopes that state none. */
  readonly region: Sourced | null
}

/** What each client of each scope will call, in the order of the subjects. */
export function answersOf(subjects: readonly Subject[], stance: Stance): Answer[] {
  return subjects.flatMap((subject) => subject.clients.map((use) => answer(subject, use, stance)))
}

function answer(subject: Subject, use: ClientInUse, stance: Stance): Answer {
  const own = subject.inputFor(use.client)
  const input = {...own, params: {...own.params, ...stance.params}}
  const found = withRegion(input, use, stance)
  const likely = found.likely || subject.unknown.length > 0 || varies(input, use, found, stance)
  const because = [...found.because, ...subject.unknown]
  const resolution = written({...found, likely, because}, subject.computed)
  return {provider: 'aws', scope: subject.scope, use, resolution, hasUnknown: subject.unknown.length > 0}
}

/** As the variables of a shell: both, since clients differ in which one they read. */
function withRegion(input: SourcedInput, {client}: ClientInUse, {region}: Stance): Resolution {
  const found = resolveSourced(input, client)
  if (region === null || statesRegion(found)) return found
  return resolveSourced({...input, env: {...input.env, AWS_REGION: region, AWS_DEFAULT_REGION: region}}, client)
}

function statesRegion({because}: Resolution): boolean {
  return because.some(({setting, source}) => /^(?:default-)?region$/.test(setting) && source !== 'default')
}

/** Does the lowest version of a range call something else than the highest? */
function varies(input: SourcedInput, {oldest}: ClientInUse, found: Resolution, stance: Stance): boolean {
  if (oldest === null) return false
  const {endpoint, error} = withRegion(input, {client: oldest, label: '', found: null, oldest: null}, stance)
  return endpoint !== found.endpoint || error?.kind !== found.error?.kind
}

/** With what programs compute as it is written, and without what nobody may see. */
export function written(resolution: Resolution, computed: readonly Computed[]): Resolution {
  const text = <T extends string | null>(value: T): T => (value === null ? value : (show(value, computed) as T))
  const {error, because} = resolution
  return {
    ...resolution,
    endpoint: text(resolution.endpoint),
    region: text(resolution.region),
    signingRegion: text(resolution.signingRegion),
    error: error && {...error, message: text(error.message)},
    because: because.map((reason) => ({...reason, value: text(reason.value), reason: reasonText(reason, computed)})),
  }
}

function reasonText({value, reason}: Reason, computed: readonly Computed[]): string {
  const stands = computed.some(({standIn}) => value.includes(standIn))
  return `${show(reason, computed)}${stands ? ' (computed: taken for a Region that is enabled by default)' : ''}`
}

function show(text: string, computed: readonly Computed[]): string {
  return maskSecrets(computed.reduce((shown, {standIn, expression}) => shown.replaceAll(standIn, expression), text))
}
