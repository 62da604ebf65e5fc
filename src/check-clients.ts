import type {CheckRequest} from './check-request.js'
import type {InUseRequest} from './resolve-run/known-clients.js'
import type {Unit} from './scopes/view.js'

type Place = Omit<InUseRequest, 'hosts' | 'scopes'>

/**
 * Which clients are in use, for files that say something about STS; nothing is looked for and no model is loaded where they
 * do not.
 */
export function clientsOf(place: Place): NonNullable<CheckRequest['clients']> {
  return async (units, data, provider) => {
    const {hosts, scopes} = data
    if (provider === 'aliyun') {
      const {aliyunInUse} = await import('./resolve-run/aliyun-in-use.js')
      return aliyunInUse(units, {...place, hosts, scopes}, data)
    }
    if (!units.some(isTelling)) return null
    const {clientsInUse} = await import('./resolve-run/in-use.js')
    return clientsInUse(
      units.filter((unit) => isTelling(unit) || isReading(unit)),
      {...place, hosts, scopes},
    )
  }
}

/** Its programs may read what another file says. */
function isReading({parsed}: Unit): boolean {
  return parsed.scopes.some(({links}) => links.length > 0)
}

/** The same for a tree in memory: examples of rules. */
export function clientsAmong(texts: ReadonlyMap<string, string>): NonNullable<CheckRequest['clients']> {
  return clientsOf({
    texts: new Map([...texts].map(([path, text]) => [`/${path}`, text])),
    cwd: '/',
    shared: new Map(),
    config: {clients: [], shown: ''},
    ruleDirectories: [],
  })
}

/** Which client reads a setting matters for these; a Region by itself calls nothing. */
const TELLING = /^(?:sts\..+|client\..+|endpoint|role|web-identity)$/

function isTelling({settings, calls}: Unit): boolean {
  if (calls.some(({tool}) => tool === 'command') || settings.some(({name}) => TELLING.test(name))) return true
  const has = (wanted: string): boolean => settings.some(({name}) => name === wanted)
  return has('region') && (has('default-region') || has('profile'))
}
