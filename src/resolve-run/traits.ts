import type {Traits} from '../resolve/clients-file.js'
import {hostsOf} from '../resolve/resolve-sts.js'
import type {Answer} from './model.js'
import {hostOf, nameOf, says} from './says.js'

/** Where roles are assumed by a client that finds no Region, as a clause; null where none has a place of its own for it. */
export function innerCalls(answers: readonly Answer[]): string | null {
  const found = answers.find(({use}) => use.client.traits.inner !== undefined)
  if (found === undefined) return null
  const {traits, tables} = found.use.client
  const endpoint = hostsOf(tables).endpoint(traits.inner!.region, 'regional') ?? ''
  return `${nameOf(found)} will assume it at ${hostOf(endpoint)}`
}

/** Two generations of one SDK in one place, of which one calls the global host: both, as a clause. */
export function generations(answers: readonly Answer[]): string | null {
  for (const one of answers.filter(({resolution}) => resolution.reach === 'global')) {
    const other = answers.find((each) => isSuccessor(each, one) && each.resolution.reach === 'regional')
    if (other !== undefined) return `${says([one])}, ${says([other])}`
  }
  return null
}

function isSuccessor({use: {client, label}}: Answer, {use}: Answer): boolean {
  if (client.traits.family !== use.client.traits.family) return false
  return client.name !== use.client.name || majorOf(label) !== majorOf(use.label)
}

function majorOf(label: string): string {
  return /(\d+)(?:\.\d+)*$/.exec(label)?.[1] ?? ''
}

/** Versions that have a setting and do not use it, or do not have it yet, as a clause. */
export function ignoring(answers: readonly Answer[], setting: string): string | null {
  for (const answer of answers) {
    const row = rowFor(answer, setting)
    if (row === undefined) continue
    return `${nameOf(answer)} ${row.how === 'ignored' ? 'does not use it' : 'does not know it'} before ${row.before}`
  }
  return null
}

function rowFor({use}: Answer, setting: string): NonNullable<Traits['ignores']>[number] | undefined {
  return use.client.traits.ignores?.find((row) => row.setting === setting)
}
