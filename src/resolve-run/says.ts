import type {Answer} from './model.js'

/** `boto3 1.34.2 (requirements.txt:3) will call sts.amazonaws.com`; null where there is no answer. */
export function says(answers: readonly Answer[]): string | null {
  const [first, ...rest] = answers
  if (first === undefined) return null
  const others = rest.filter((answer) => deedOf(answer) === deedOf(first))
  // A job and its steps run the same one.
  const who = [...new Set([first, ...others].map(nameOf))]
  const names = who.length > 2 ? `${who[0]} and ${who.length - 1} other clients` : who.join(' and ')
  return `${names} ${deedOf(first)}`
}

export function nameOf({use: {label, found}}: Answer): string {
  return found === null ? label : `${label} (${found.source})`
}

function deedOf({resolution: {endpoint, error, likely}}: Answer): string {
  const verb = likely ? 'will probably' : 'will'
  return endpoint === null ? `${verb} stop: ${error?.message}` : `${verb} call ${hostOf(endpoint)}`
}

export function hostOf(endpoint: string): string {
  return endpoint.replace(/^https:\/\//, '')
}

/** The one that a reader wants to hear of first. */
const GRAVITY: readonly ((answer: Answer) => boolean)[] = [
  ({resolution: {reach, likely}}) => reach === 'global' && !likely,
  ({resolution: {error, likely}}) => error !== null && !likely,
  ({resolution: {reach}}) => reach === 'foreign',
  ({resolution: {reach}}) => reach === 'global',
  ({resolution: {error}}) => error !== null,
  () => true,
]

/** The gravest first; as they come where they are alike. */
export function byGravity(answers: readonly Answer[]): Answer[] {
  const rank = (answer: Answer): number => GRAVITY.findIndex((test) => test(answer))
  return answers.toSorted((one, other) => rank(one) - rank(other))
}
