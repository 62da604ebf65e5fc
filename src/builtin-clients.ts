import {fileURLToPath} from 'node:url'
import type {AliyunClientsFile} from './providers/aliyun/clients-file.js'
import type {ClientsFile} from './resolve/clients-file.js'
import {readRuleFiles} from './rule-files.js'

let known: ClientsFile | undefined

/** The SDKs and tools that come with stslint. The build replaces this module by what it returns (scripts/build-rules.mjs). */
export function builtinClients(): ClientsFile {
  known ??= readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))).clients[0]!
  return known
}

export function builtinAliyunClients(): AliyunClientsFile {
  const [clients] = readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))).aliyunClients
  return clients!
}
