import {UserError} from '../errors.js'
import type {Reporter} from './reporter.js'

export type {Reporter, ReportOptions, RuleInfo} from './reporter.js'

/** Each loads what it needs when it is asked for, and nothing before. */
const loaders: Readonly<Record<string, (color: boolean) => Promise<Reporter>>> = {
  pretty: async (color) => {
    const [{createPretty}, {chalkPaint, plain}] = await Promise.all([import('./pretty.js'), import('./paint.js')])
    return createPretty(color ? chalkPaint(await import('chalk')) : plain)
  },
  json: async () => (await import('./json.js')).json,
  sarif: async () => (await import('./sarif.js')).sarif,
  github: async () => (await import('./github.js')).github,
}

export const reporterNames: readonly string[] = Object.keys(loaders)

/** `color: false` leaves chalk out: where the output is a file or a hook's log, it is not worth its start-up. */
export async function loadReporter(name: string, {color = true} = {}): Promise<Reporter> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined
  if (!load) throw new UserError('USAGE', `no report format ${name}: one of ${reporterNames.join(', ')}`)
  return load(color)
}
