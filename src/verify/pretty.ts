import {visible} from '../report/cells.js'
import type {Paint, Style} from '../report/paint.js'
import {credentialsText} from './credentials-text.js'
import type {Call, Status, Verification} from './model.js'
import {scopeTitle, verdict} from './words.js'

const STYLE: Readonly<Record<Status, Style>> = {proved: 'good', failed: 'error', unproved: 'warning'}

/** @param compares say so too where there is nothing to compare */
export function pretty(verifications: readonly Verification[], paint: Paint, compares: boolean): string {
  return `${[...verifications.map((each) => block(each, paint, compares)), summary(verifications)].join('\n\n')}\n`
}

function block({target, call, today, same}: Verification, paint: Paint, compares: boolean): string {
  const signer = credentialsText(target.credentials).replace(/,$/, '')
  const title = scopeTitle(target.scope)
  const hasChange = target.today.endpoint !== target.after.endpoint
  const lines = [
    paint('path', title) + (title.startsWith(signer) ? '' : `  ${paint('dim', `signed by ${visible(signer)}`)}`),
    ...callLines(call, hasChange ? 'after the fix' : '', paint),
  ]
  if (today !== null) lines.push(...callLines(today, 'today', paint), `  ${sameText(same, paint)}`)
  else if (hasChange)
    lines.push(
      `  ${paint('dim', `today it calls ${visible(target.today.endpoint ?? `nothing: ${target.today.error?.message}`)}`)}`,
    )
  else if (compares && call.endpoint !== null) lines.push(`  ${paint('dim', 'today it calls the same endpoint')}`)
  return lines.join('\n')
}

function callLines(call: Call, when: string, paint: Paint): string[] {
  const label = when === '' ? '' : `${when}: `
  return [
    `  ${label}${verdict(call).replace(/^\w+/, (status) => paint(STYLE[call.status], status))}`,
    ...call.proofs.map(({level, detail, milliseconds}) => {
      const time = milliseconds > 0 ? `  ${milliseconds} ms` : ''
      return `    ${paint('good', 'ok')} ${level.padEnd(LEVEL_WIDTH)}  ${visible(detail)}${paint('dim', time)}`
    }),
    ...call.notes.map((note) => `    ${paint('warning', 'note')}: ${visible(note)}`),
    ...(call.diagnosis === null
      ? []
      : [`    next: ${visible(call.diagnosis.next)}  ${paint('rule', call.diagnosis.id)}`]),
  ]
}

const LEVEL_WIDTH = 'assume-role'.length

function sameText(same: boolean | null, paint: Paint): string {
  if (same === null) return paint('warning', 'not compared: one of them names nobody')
  return same
    ? paint('good', 'the same account and principal at both')
    : paint('error', 'another account or principal at the endpoint after the fix')
}

function summary(verifications: readonly Verification[]): string {
  const counts = (['proved', 'failed', 'unproved'] as const).flatMap((status) => {
    const count = verifications.filter((each) => each.status === status).length
    return count === 0 ? [] : [`${count} ${status}`]
  })
  return `${verifications.length} ${verifications.length === 1 ? 'scope' : 'scopes'}: ${counts.join(', ')}`
}
