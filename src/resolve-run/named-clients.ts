import {didYouMean} from '../config/suggest.js'
import type {Client as ConfigClient} from '../config/types.js'
import {UserError} from '../errors.js'
import type {LoadedClients} from '../load-clients.js'
import type {Client} from '../resolve/clients.js'
import type {ClientRow} from '../resolve/clients-file.js'
import {isVersion} from '../resolve/version.js'
import type {ClientInUse} from './model.js'

/** What stands for the clients of a scope when nothing says which they are. */
const USUAL = ['botocore', 'aws-cli', 'client-sts', 'aws-sdk-go-v2']

export function usualClients(loaded: LoadedClients): ClientInUse[] {
  return USUAL.map((name) => inUse(name, null, loaded.clients.find(name)!))
}

/**
 * The values of `--client`: `boto3`, `boto3@1.34`, `@aws-sdk/client-sts@3.600.0`, `all`.
 * @param others clients that could be meant and are another provider's
 */
export function askedClients(
  values: readonly string[],
  loaded: LoadedClients,
  others: readonly string[] = [],
): ClientInUse[] {
  const found = values.flatMap((value) => {
    if (value === 'all') return allClients(loaded)
    const at = value.lastIndexOf('@')
    const [name, version] = at > 0 ? [value.slice(0, at), value.slice(at + 1)] : [value, null]
    return [namedClient({name, version}, `--client ${value}`, loaded, others)]
  })
  return [...new Map(found.map((use) => [`${use.client.name}@${use.client.version}`, use])).values()]
}

export function configuredClients(
  clients: readonly ConfigClient[],
  shown: string,
  loaded: LoadedClients,
): ClientInUse[] {
  return clients.map(({name, version = null}) => namedClient({name, version}, `${shown}: clients: ${name}`, loaded))
}

interface Named {
  readonly name: string
  readonly version: string | null
}

/** @throws {UserError} USAGE */
function namedClient(
  {name, version}: Named,
  where: string,
  {clients, file}: LoadedClients,
  others: readonly string[] = [],
): ClientInUse {
  if (version !== null && !isVersion(version)) throw new UserError('USAGE', `${where}: '${version}' is not a version`)
  const client = clients.find(name, version)
  if (client !== null) return inUse(name, version, client)
  const known = [
    ...clients.names,
    ...others,
    ...file.clients.flatMap(({aliases = [], packages}) => [...aliases, ...packages.map((row) => row.name)]),
  ]
  throw new UserError(
    'USAGE',
    `${where}: no client ${name || "''"}${didYouMean(name, known) || `; known are ${[...clients.names, ...others].join(', ')}`}`,
  )
}

/** The newest of each client, and of each major version that changed its rules. */
function allClients({file, clients}: LoadedClients): ClientInUse[] {
  return file.clients.flatMap((row) => {
    const older = majorsOf(row).map((major) => {
      const client: Client = {...clients.find(row.name, `${major}.0.0.dev0`)!, version: String(major - 1)}
      return inUse(row.name, client.version, client)
    })
    return [...older, inUse(row.name, null, clients.find(row.name)!)]
  })
}

function majorsOf({changes = []}: ClientRow): number[] {
  return changes.flatMap(({from}) => (/^\d+\.0\.0$/.test(from) ? [Number.parseInt(from, 10)] : []))
}

function inUse(name: string, version: string | null, client: Client): ClientInUse {
  return {client, label: version === null ? name : `${name} ${version}`, found: null, oldest: null}
}
