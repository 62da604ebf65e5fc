import type {HostsFile, RuleData} from './data.js'
import {UserError} from './errors.js'
import {type AliyunClients, createAliyunClients} from './providers/aliyun/clients.js'
import type {AliyunClientRow} from './providers/aliyun/clients-file.js'
import {type AliyunHosts, createAliyunHosts} from './providers/aliyun/hosts.js'
import {createHosts} from './providers/aws/hosts.js'
import {type Clients, createClients} from './resolve/clients.js'
import type {ClientsFile} from './resolve/clients-file.js'

/** The SDKs and tools there are, as written and ready for use. */
export interface LoadedClients {
  readonly file: ClientsFile
  readonly clients: Clients
}

/** The built-in clients, with those of the config's own directories added. Not part of the rule data: `check` needs none. */
export async function loadClients(directories: readonly string[], hosts: HostsFile): Promise<LoadedClients> {
  const {builtinClients} = await import('./builtin-clients.js')
  const file = [builtinClients(), ...(await readOwn(directories))].reduce(join)
  refuseUnknownBase(file)
  return {file, clients: createClients(file, hosts)}
}

/** Alibaba Cloud's, and the hosts they call. */
export interface LoadedAliyun {
  readonly rows: readonly AliyunClientRow[]
  readonly clients: AliyunClients
  readonly hosts: AliyunHosts
}

/** @param data with Alibaba Cloud's part */
export async function loadAliyunClients({hosts, aliyunHosts}: RuleData): Promise<LoadedAliyun> {
  const {builtinAliyunClients} = await import('./builtin-clients.js')
  const file = builtinAliyunClients()
  const aws = createHosts(hosts)
  return {
    rows: file.clients,
    clients: createAliyunClients(file),
    hosts: createAliyunHosts(aliyunHosts!, (host) => aws.parse(host).partition !== null),
  }
}

async function readOwn(directories: readonly string[]): Promise<readonly ClientsFile[]> {
  if (directories.length === 0) return []
  const {readRuleFiles} = await import('./rule-files.js')
  return directories.flatMap((directory) => readRuleFiles(directory).clients)
}

/** A client of the same name replaces ours. */
function join(base: ClientsFile, own: ClientsFile): ClientsFile {
  const replaced = new Set(own.clients.map(({name}) => name))
  return {
    source: base.source,
    regionPrefixes: {...base.regionPrefixes, ...own.regionPrefixes},
    clients: [...base.clients.filter(({name}) => !replaced.has(name)), ...own.clients],
  }
}

function refuseUnknownBase({clients}: ClientsFile): void {
  const known = new Set(clients.map(({name}) => name))
  for (const {name, like, changes = []} of clients) {
    const unknown = [like, ...changes.map((change) => change.like)].find(
      (base) => base !== undefined && !known.has(base.split('@')[0]!),
    )
    if (unknown !== undefined)
      throw new UserError('RULE_INVALID', `clients.yaml: ${name} is like ${unknown}, which is not there`)
  }
}
