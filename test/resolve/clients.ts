import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {parse} from 'yaml'
import type {HostsFile} from '../../src/data.js'
import {type Client, createClients} from '../../src/resolve/clients.js'
import type {ClientsFile} from '../../src/resolve/clients-file.js'

const root = join(import.meta.dirname, '../..')
const yaml = <T>(path: string): T => parse(readFileSync(join(root, path), 'utf8')) as T

export const clientsFile = yaml<ClientsFile>('rules/aws/clients.yaml')
export const hostsFile = yaml<HostsFile>('rules/aws/hosts.yaml')
export const clients = createClients(clientsFile, hostsFile)

export function clientAt(name: string, version: string | null = null): Client {
  const client = clients.find(name, version)
  if (client === null) throw new Error(`no client ${name}`)
  return client
}
