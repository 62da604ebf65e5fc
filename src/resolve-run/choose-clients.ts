import type {Client} from '../resolve/clients.js'
import {type FoundClients, isTerraform, type Place} from './found-clients.js'
import type {ClientInUse} from './model.js'

/** Which clients run in a scope. */
export interface ClientChoice<C = Client> {
  /** In a scope of variables: those near it, else those of the whole tree, else the usual ones. */
  ofScope(place: Place): readonly ClientInUse<C>[]
  ofProfile(place: Place): readonly ClientInUse<C>[]
  /** In a scope that one tool alone reads. */
  ofTool(name: string, place: Place): readonly ClientInUse<C>[]
  installsIn(place: Place): boolean
}

export interface KnownClients<C = Client> {
  /** What `--client` says: the answer whatever was found. Null without it. */
  readonly asked: readonly ClientInUse<C>[] | null
  readonly configured: readonly ClientInUse<C>[]
  readonly found: FoundClients<C>
  readonly usual: readonly ClientInUse<C>[]
  /** A client of which no version is known. */
  unversioned(name: string): ClientInUse<C>
}

/** Those that are found for the very scope or stated in the config, and no guess: what a finding may speak of. */
export function createKnownChoice({configured, found}: Pick<KnownClients, 'configured' | 'found'>): ClientChoice {
  const ofKind = (place: Place, wants: (client: string) => boolean): readonly ClientInUse[] => [
    ...found.near(place, wants),
    ...configured.filter(({client}) => wants(client.name)),
  ]
  const programs = (place: Place): readonly ClientInUse[] => ofKind(place, (client) => !isTerraform(client))
  return {
    installsIn: found.installsIn,
    ofScope: programs,
    ofProfile: programs,
    ofTool: (name, place) => ofKind(place, (client) => client === name).slice(0, 1),
  }
}

/** For an answer to each scope: those found near it or else anywhere, and the usual ones where nothing is known. */
export function createClientChoice<C extends {readonly name: string} = Client>({
  asked,
  configured,
  found,
  usual,
  unversioned,
}: KnownClients<C>): ClientChoice<C> {
  const isProgram = (name: string): boolean => !isTerraform(name)
  const programs = configured.filter(({client}) => isProgram(client.name))
  const orUsual = (uses: readonly ClientInUse<C>[]): readonly ClientInUse<C>[] => (uses.length > 0 ? uses : usual)
  const anywhere = (): readonly ClientInUse<C>[] => orUsual([...found.anywhere(isProgram), ...programs])
  return {
    installsIn: found.installsIn,
    // Whatever runs anywhere may use it.
    ofProfile: () => asked ?? anywhere(),
    ofScope(place) {
      if (asked !== null) return asked
      const near = [...found.near(place, isProgram), ...programs]
      return near.length > 0 ? near : anywhere()
    },
    ofTool(name, place) {
      const isTool = (client: string): boolean => client === name
      if (asked !== null) return asked.filter(({client}) => isTool(client.name))
      const near = [...found.near(place, isTool), ...configured.filter(({client}) => isTool(client.name))]
      return near.length > 0 ? near.slice(0, 1) : [unversioned(name)]
    },
  }
}
