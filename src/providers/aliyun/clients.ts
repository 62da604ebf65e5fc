import type {AliyunClientRow, AliyunClientsFile} from './clients-file.js'

/** One client, with all that decides where it calls. Its versions are not told apart. */
export interface AliyunClient {
  readonly name: string
  readonly version: string | null
  /** What messages call it: the package that was asked for. */
  readonly title: string
  readonly verified: AliyunClientRow['verified']
  readonly row: AliyunClientRow
  /** Other behaviours it could have: none is known. */
  readonly others: readonly never[]
  /** Variables and keys that some client reads: what this one leaves unread is worth a word. */
  readonly known: {readonly env: ReadonlySet<string>; readonly keys: ReadonlySet<string>}
}

export interface AliyunClients {
  readonly names: readonly string[]
  /** By the client's name or that of a package that brings it; null where neither is known. */
  find(name: string, version?: string | null): AliyunClient | null
}

export function createAliyunClients({clients}: AliyunClientsFile): AliyunClients {
  const places = clients.flatMap(({endpoint, region, vpc}) => [...endpoint, ...region, ...vpc])
  const known = {
    env: new Set(places.flatMap((place) => ('env' in place ? [place.env] : []))),
    keys: new Set(places.flatMap((place) => ('key' in place ? [place.key] : []))),
  }
  return {
    names: clients.map(({name}) => name),
    find(name, version = null) {
      const row =
        clients.find((candidate) => candidate.name === name) ??
        clients.find(({packages}) => packages.some((pack) => pack.name === name))
      return row ? {name: row.name, version, title: name, verified: row.verified, row, known, others: []} : null
    },
  }
}
