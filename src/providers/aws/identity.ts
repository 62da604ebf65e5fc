import {distance} from 'fastest-levenshtein'
import type {Facts} from '../../data.js'
import type {Project, Unit} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import type {Hosts} from './hosts.js'

/** The OIDC audience AWS expects in each partition; it names the service, never a host to call. */
const AUDIENCE = 'sts.amazonaws.com'
const CHINA_AUDIENCE = 'sts.amazonaws.com.cn'

/** What kind of text stands where an audience belongs. */
export function audienceFacts(hosts: Hosts, value: string | null, scope: Facts): Facts {
  if (value === null) return {}
  const isChina = scope['scope.regionPartition'] === 'aws-cn' || scope['scope.rolePartition'] === 'aws-cn'
  return {
    'audience.kind': audienceKind(hosts, value),
    'audience.canonical': isChina ? CHINA_AUDIENCE : AUDIENCE,
    'audience.china': isChina,
  }
}

function audienceKind(hosts: Hosts, value: string): string {
  if (value === AUDIENCE) return 'canonical'
  if (value === CHINA_AUDIENCE) return 'china'
  const text = value
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
  if (text === AUDIENCE || text === CHINA_AUDIENCE) return 'url'
  const host = hosts.parse(value)
  if (host.service === 'sts' && ['regional', 'fips', 'dualstack', 'vpce'].includes(host.reach)) return 'regional-host'
  return /^[\w.-]+$/.test(text) && text.startsWith('sts') && distance(text, AUDIENCE) <= 3 ? 'typo' : 'other'
}

/**
 * Whether a list of allowed hosts names the global STS host and would refuse the Regional one. What lets the Regional
 * host through may stand in another list of the same tool: policies and service entries add up.
 */
export function listFacts(hosts: Hosts, project: Project, setting: Setting): Facts {
  const hasGlobal = items(setting).some((item) => GLOBAL.test(item))
  if (!hasGlobal) return {'list.hasGlobal': false, 'list.globalOnly': false}
  const hasRegional =
    setting.row.form === 'hosts'
      ? items(setting).some((item) => coversRegional(hosts, item))
      : openTools(hosts, project).has(setting.row.tool)
  return {'list.hasGlobal': true, 'list.hasRegional': hasRegional, 'list.globalOnly': !hasRegional}
}

const GLOBAL = /^sts\.amazonaws\.com\.?(?::\d+)?$/i

function items({entry: {value, expression}, row}: Setting): string[] {
  const text = value ?? expression ?? ''
  return row.form === 'hosts' ? text.split(/[\s,;|]+/).filter((item) => item !== '') : [text]
}

/** Made once per project: lists can hold thousands of hosts. */
const known = new WeakMap<Project, ReadonlySet<string>>()

/** Tools with a list that lets a Regional host through. */
function openTools(hosts: Hosts, project: Project): ReadonlySet<string> {
  const made = known.get(project)
  if (made) return made
  const open = new Set<string>()
  for (const {settings} of project.units) {
    for (const setting of settings) {
      if (setting.name !== 'allow-list' || setting.row.form === 'hosts' || open.has(setting.row.tool)) continue
      if (items(setting).some((item) => coversRegional(hosts, item))) open.add(setting.row.tool)
    }
  }
  known.set(project, open)
  return open
}

/** `.amazonaws.com` and `*.amazonaws.com` let every Regional host through; so does `sts.*.amazonaws.com`. */
function coversRegional(hosts: Hosts, item: string): boolean {
  // Whatever a template puts there, it is one label: the Region.
  const bare = item
    .trim()
    .replace(/:\d+$|\.$/, '')
    .replace(/\$\{[^}]*\}|\$\([^)]*\)|\{\{[^}]*\}\}|\$\w+/g, '*')
  if (/^(?:\*|\*?\.?amazonaws\.com(?:\.cn)?|\*?sts[.-]?\*\.?amazonaws\.com)$/.test(bare) || bare === '0.0.0.0/0')
    return true
  // `.eu-west-1.amazonaws.com` lets the Region's hosts through, `.sts.eu-west-1.amazonaws.com` the one.
  const domain = bare.replace(/^\*?\./, '')
  return isRegional(hosts, domain) || isRegional(hosts, `sts.${domain}`)
}

function isRegional(hosts: Hosts, name: string): boolean {
  const host = hosts.parse(name)
  return host.service === 'sts' && host.reach !== 'global' && host.reach !== 'foreign'
}

/** Whether a server accepts requests that are signed for the global host, and none for a Regional one. */
export function acceptedFacts(hosts: Hosts, {parsed}: Unit, setting: Setting): Facts {
  const list = setting.entry.path.slice(0, -1).join('\0')
  const beside =
    setting.row.form === 'hosts' ? [] : parsed.entries.filter(({path}) => path.slice(0, -1).join('\0') === list)
  const bare = (item: string): string => item.replace(/^https?:\/\//, '').replace(/\/$/, '')
  const accepted = [
    ...items(setting).map(bare),
    ...beside.map(({value, expression}) => bare(value ?? expression ?? '')),
  ]
  const hasGlobal = items(setting).some((item) => GLOBAL.test(bare(item)))
  const hasRegional = accepted.some((item) => coversRegional(hosts, item))
  return {'list.hasGlobal': hasGlobal, 'list.hasRegional': hasRegional, 'list.globalOnly': hasGlobal && !hasRegional}
}
