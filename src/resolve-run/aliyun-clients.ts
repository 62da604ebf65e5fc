import type {Client as ConfigClient} from '../config/types.js'
import type {AliyunClient, AliyunClients} from '../providers/aliyun/clients.js'
import type {ClientInUse} from './model.js'

/** What stands for the clients of a scope when nothing says which they are. */
const USUAL = ['aliyun-cli', 'credentials-go', 'credentials-python', 'credentials-java', 'credentials-nodejs']

export function usualAliyun(clients: AliyunClients): ClientInUse<AliyunClient>[] {
  return USUAL.map((name) => unversioned(name, clients))
}

export function unversioned(name: string, clients: AliyunClients): ClientInUse<AliyunClient> {
  return {client: clients.find(name)!, label: name, found: null, oldest: null}
}

/** The values of `--client` that name a client of Alibaba Cloud, and the rest, which are AWS's or nobody's. */
export function splitAsked(
  values: readonly string[],
  clients: AliyunClients,
): {readonly aliyun: readonly ClientInUse<AliyunClient>[]; readonly rest: readonly string[]} {
  const uses = values.map((value) => {
    if (value === 'all') return clients.names.map((name) => unversioned(name, clients))
    const at = value.lastIndexOf('@')
    const use = named(at > 0 ? {name: value.slice(0, at), version: value.slice(at + 1)} : {name: value}, clients)
    return use === null ? [] : [use]
  })
  return {aliyun: uses.flat(), rest: values.filter((value, index) => value === 'all' || uses[index]!.length === 0)}
}

/** The same for the config's `clients`. */
export function splitConfigured(
  configured: readonly ConfigClient[],
  clients: AliyunClients,
): {readonly aliyun: readonly ClientInUse<AliyunClient>[]; readonly rest: readonly ConfigClient[]} {
  const uses = configured.map((client) => named(client, clients))
  return {aliyun: uses.filter((use) => use !== null), rest: configured.filter((_, index) => uses[index] === null)}
}

function named(
  {name, version = null}: {name: string; version?: string | null},
  clients: AliyunClients,
): ClientInUse<AliyunClient> | null {
  const client = clients.find(name, version)
  return client && {client, label: version === null ? name : `${name} ${version}`, found: null, oldest: null}
}
