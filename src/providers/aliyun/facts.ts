import type {AliyunHostsFile, Facts} from '../../data.js'
import type {CreateProvider} from '../../engine/provider.js'
import type {Scope} from '../../model.js'
import type {Hosts} from '../aws/hosts.js'
import {createAliyunHosts} from './hosts.js'
import {scopeFacts} from './scope-facts.js'
import {valueFacts} from './value-facts.js'

/** Alibaba Cloud's words of a subject: what its host is, what its Region is, what its scope would call. */
export function aliyunProvider(data: AliyunHostsFile, aws: Hosts): CreateProvider {
  const hosts = createAliyunHosts(data, (host) => aws.parse(host).partition !== null)
  return (project, {region}, resolver = null) => {
    const known = new Map<Scope, Facts>()
    return {
      resolver,
      scopeFacts(unit, scope) {
        const facts = known.get(scope) ?? scopeFacts({hosts, project, region}, unit, scope)
        known.set(scope, facts)
        return facts
      },
      settingFacts: (unit, setting) => valueFacts(hosts, unit.document.text, setting),
    }
  }
}
