import {version} from '../version.js'
import type {DoctorReport, Probe, Use} from './model.js'

/** schemas/doctor.schema.json, version 1. */
export function toJson({probes, homeless}: DoctorReport): string {
  const used = probes.filter(({host}) => host.uses.length > 0)
  const report = {
    version: 1,
    tool: {name: 'stslint', version},
    summary: {
      hosts: probes.length,
      reachable: probes.filter(isReachable).length,
      used: used.length,
      usedReachable: used.filter(isReachable).length,
    },
    hosts: probes.map(({host: {provider, url, reach, region, uses}, way, proxy, dns, tcp, tls, diagnosis}) => ({
      url,
      provider,
      reach,
      region,
      reachable: diagnosis === null,
      usedBy: uses.map(userOf),
      way,
      proxy,
      dns,
      tcp,
      tls,
      diagnosis,
    })),
    withoutHost: homeless.map(({use, reason}) => ({...userOf(use), reason})),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function isReachable({diagnosis}: Probe): boolean {
  return diagnosis === null
}

function userOf({scope, client, resolution}: Use) {
  return {scope, client, likely: resolution.likely}
}
