import {fileURLToPath} from 'node:url'
import type {AliyunClientsFile} from './providers/aliyun/clients-file.js'
import type {ClientsFile} from './resolve/clients-file.js'
import {readRuleFiles} from './rule-files.js'

/** The SDKs and tools that come with stslint. The build replaces this module by what it returns (scripts/build-rules.mjs). */
export function builtinClients(): ClientsFile {
  const [clients] = readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))).clients
  return clients!
}

export function builtinAliyunClients(): AliyunClientsFile {
  const [clients] = readRuleFiles(fileURLToPath(new URL('../rules', import.meta.url))).aliyunClients
  return clients!
}
