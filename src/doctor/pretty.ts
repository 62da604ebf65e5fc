import {visible} from '../report/cells.js'
import type {Paint, Style} from '../report/paint.js'
import {scopeTitle} from '../verify/words.js'
import type {DoctorReport, Probe, Use} from './model.js'

interface Cell {
  readonly text: string
  readonly style: Style | null
}

const HEAD = ['', 'host', 'kind', 'dns', 'tcp', 'tls', 'way']

/** A line for each host, and below it who calls it and what is wrong. */
export function pretty({probes, homeless}: DoctorReport, paint: Paint): string {
  const rows = [HEAD.map((text): Cell => ({text, style: 'dim'})), ...probes.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.text.length)))
  const lines = rows.map((row) => line(row, widths, paint))
  const table = [lines[0]!, ...probes.flatMap((probe, at) => [lines[at + 1]!, ...below(probe, paint)])]
  const lost = grouped(homeless, ({use, reason}) => [use, reason])
  const nowhere = [...lost].map(
    ([reason, uses]) => `${paint('warning', 'no host')}: ${visible(users(uses))}: ${visible(reason)}`,
  )
  return `${[table.join('\n'), ...(nowhere.length > 0 ? [nowhere.join('\n')] : []), summary(probes)].join('\n\n')}\n`
}

function cellsOf({host, way, proxy, dns, tcp, tls, diagnosis}: Probe): Cell[] {
  const isUsed = host.uses.length > 0
  const status: Cell = diagnosis === null ? {text: 'ok', style: 'good'} : {text: 'no', style: isUsed ? 'error' : 'dim'}
  const {host: name} = new URL(host.url)
  return [
    status,
    {text: visible(name), style: isUsed ? 'bold' : null},
    {text: host.reach, style: null},
    {text: dns === null ? '–' : dnsText(dns), style: null},
    {text: tcp === null ? '–' : `${tcp.milliseconds} ms`, style: null},
    {text: tlsText({tls, tcp, host}), style: null},
    {
      text: way === 'proxy' ? `proxy ${visible(proxy ?? '')}` : way === 'bypassed' ? 'past the proxy' : way,
      style: null,
    },
  ]
}

function dnsText({addresses, answer, milliseconds}: NonNullable<Probe['dns']>): string {
  if (answer === 'proxy') return 'by the proxy'
  const [first = ''] = addresses
  const more = addresses.length > 1 ? ` and ${addresses.length - 1} more` : ''
  return `${answer.replace('-', ' ')} ${first}${more} ${milliseconds} ms`
}

function tlsText({tls, tcp, host}: Pick<Probe, 'tls' | 'tcp' | 'host'>): string {
  if (tls !== null) return `${tls.protocol} by ${visible(tls.issuer)} ${tls.milliseconds} ms`
  return tcp !== null && host.url.startsWith('http:') ? 'plain HTTP' : '–'
}

function line(row: readonly Cell[], widths: readonly number[], paint: Paint): string {
  const cells = row.map(({text, style}, column) => {
    const padding = ' '.repeat(widths[column]! - text.length)
    return (style === null || text === '' ? text : paint(style, text)) + padding
  })
  return cells.join('  ').trimEnd()
}

function below({host: {uses}, diagnosis}: Probe, paint: Paint): string[] {
  const callers = [...grouped(uses, (use) => [use, scopeTitle(use.scope)]).values()].map(
    (own) => `    used by ${visible(users(own))}`,
  )
  if (diagnosis === null) return callers
  const message = visible(diagnosis.message)
  if (uses.length === 0) return [`    ${paint('dim', message)}`]
  return [
    ...callers,
    `    ${paint('error', message)}`,
    `    next: ${visible(diagnosis.next)}  ${paint('rule', diagnosis.id)}`,
  ]
}

function grouped<T>(items: readonly T[], split: (item: T) => readonly [Use, string]): Map<string, Use[]> {
  const groups = new Map<string, Use[]>()
  for (const item of items) {
    const [use, key] = split(item)
    groups.set(key, [...(groups.get(key) ?? []), use])
  }
  return groups
}

/** How many clients of a scope are named. */
const NAMED = 3

/** `profile dev (config:3): boto3, aws-cli and 3 more` */
function users(uses: readonly Use[]): string {
  return [...grouped(uses, (use) => [use, scopeTitle(use.scope)])]
    .map(([title, own]) => {
      const clients = own.map(({client, resolution}) => client + (resolution.likely ? '?' : ''))
      const rest = clients.length - NAMED
      const named = clients.slice(0, rest > 1 ? NAMED : undefined).join(', ')
      return `${title}: ${named}${rest > 1 ? ` and ${rest} more` : ''}`
    })
    .join('; ')
}

function summary(probes: readonly Probe[]): string {
  const unreached = (all: readonly Probe[]): string => {
    const count = all.filter(({diagnosis}) => diagnosis !== null).length
    return count === 0 ? 'all reachable' : `${count} not reachable`
  }
  const used = probes.filter(({host}) => host.uses.length > 0)
  return `${probes.length} ${probes.length === 1 ? 'host' : 'hosts'}: ${unreached(probes)}; ${used.length} in use: ${used.length === 0 ? 'nothing to reach' : unreached(used)}`
}
