import type {Reason} from '../resolve/types.js'
import type {ReportedAnswer} from './report.js'

/** What decides, most of all: an endpoint before a flag before a mode before a Region. */
const WEIGHT = [
  'sts.endpoint',
  'endpoint',
  'fips',
  'dualstack',
  'sts.vpc',
  'sts.region',
  'sts.mode',
  'defaults-mode',
  'region',
  'default-region',
]

/** The one reason that a table has room for; null where nothing is stated. */
function decisive({because, resolution: {error, reach}}: ReportedAnswer): Reason | null {
  const won = because.filter(({outcome}) => outcome === 'won')
  const named = (...settings: readonly string[]): Reason | undefined =>
    settings.flatMap((setting) => won.filter((reason) => reason.setting === setting))[0]
  if (error !== null) return faulty(error.kind, because)
  if (reach === 'global')
    return named('sts.endpoint', 'endpoint') ?? legacy(won) ?? named('region', 'default-region') ?? null
  const strong = won.filter(
    ({setting, reason}) => WEIGHT.includes(setting) && !/^"[^"]*" (?:does not switch|leaves)/.test(reason),
  )
  const best = WEIGHT.flatMap((setting) => strong.filter((reason) => reason.setting === setting))[0]
  // A mode that is regional sends a call to the Region that is stated.
  const isMode = best?.setting === 'sts.mode' || best?.setting === 'defaults-mode'
  return (isMode && best.source === 'default' ? named('region', 'default-region') : best) ?? null
}

function legacy(won: readonly Reason[]): Reason | undefined {
  return won.find(({setting, reason}) => setting === 'sts.mode' && /to the global host/.test(reason))
}

const FAULTS: readonly (readonly [RegExp, RegExp])[] = [
  [/mode/, /mode/],
  [/region/, /region/],
  [/endpoint|services/, /endpoint|services/],
  [/profile/, /profile/],
  [/boolean|fips|dualstack/, /fips|dualstack/],
]

function faulty(kind: string, because: readonly Reason[]): Reason | null {
  if (kind === 'missing-region') return null
  const [, settings] = FAULTS.find(([pattern]) => pattern.test(kind)) ?? []
  return because.find(({setting, outcome}) => outcome === 'won' && settings?.test(setting) === true) ?? null
}

/** Where it stands and what it says. */
export function decidedBy(answer: ReportedAnswer): string {
  const reason = decisive(answer)
  const kind = answer.resolution.error?.kind
  if (reason === null) return kind === undefined || kind === 'missing-region' ? 'no Region stated' : ''
  const {setting, value, source} = reason
  if (source === 'default' && (value === 'aws-global' || setting === 'sts.region')) return 'no Region stated'
  const stated = `${setting} ${value === '' ? '""' : value}`
  return source === 'default' ? `${stated}, by default` : `${source} ${stated}`
}
