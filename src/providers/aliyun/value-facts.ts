import type {Facts} from '../../data.js'
import type {Setting} from '../../settings/recognise.js'
import type {AliyunHosts} from './hosts.js'

/** What a setting's value means, by its canonical name. `text` is the document: a credential's value is in no entry. */
export function valueFacts(hosts: AliyunHosts, text: string, {name, entry: {value, valueRange}}: Setting): Facts {
  if (name === 'access-key') return {'value.isAccessKey': isAccessKey(text.slice(valueRange.start, valueRange.end))}
  if (value === null || value === '') return {}
  switch (name) {
    case 'sts.endpoint':
      return hostFacts(hosts, value)
    case 'region':
    case 'sts.region':
      return regionFacts(hosts, value)
    case 'duration':
      return {'value.duration': durationOf(value)}
    case 'oidc.token-file':
      return {'value.isRelativePath': /^(?!~|[\\/]|[A-Za-z]:)/.test(value)}
    default:
      return {}
  }
}

function hostFacts(hosts: AliyunHosts, value: string): Facts {
  const {scheme, host, port, path, reach, region, problem, suggestion} = hosts.parse(value)
  const facts = region === null ? null : hosts.region(region)
  return {
    'host.name': host,
    'host.scheme': scheme,
    'host.port': port,
    'host.path': path === '' ? null : path,
    'host.reach': reach,
    'host.region': region,
    'host.problem': problem,
    'host.suggestion': suggestion,
    'host.regionalHost': facts?.publicHost ?? null,
  }
}

function regionFacts(hosts: AliyunHosts, value: string): Facts {
  const {known, central, suggestion} = hosts.region(value)
  return {'region.known': known, 'region.central': central, 'region.suggestion': suggestion}
}

/** STS takes 900 seconds to 12 hours, the most that a role can allow (RAM documentation, AssumeRole, DurationSeconds). */
function durationOf(value: string): 'low' | 'high' | 'valid' | null {
  // The CLI writes 0 for what is not set.
  if (!/^[1-9]\d*$/.test(value)) return null
  const seconds = Number(value)
  return seconds < 900 ? 'low' : seconds > 43_200 ? 'high' : 'valid'
}

/** Fewer different characters than this is a placeholder: a key is random. */
const VARIETY = 8

/**
 * An AccessKey ID: `LTAI` and 12, 17 to 21 letters and digits (rules of gitleaks and betterleaks). Never shown, not even in part.
 */
function isAccessKey(written: string): boolean {
  const rest = /^["'`]?LTAI([A-Za-z0-9]{12}(?:[A-Za-z0-9]{5,10})?)["'`]?$/.exec(written.trim())?.[1]
  return rest !== undefined && new Set(rest).size >= VARIETY && !/example|sample|your|placeholder|x{4}/i.test(rest)
}
