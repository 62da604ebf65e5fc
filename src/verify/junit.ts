import type {Call, Verification} from './model.js'
import {scopeTitle, verdict} from './words.js'

/** As Jenkins and GitLab read it: a case per scope; what had nothing to sign with is skipped. */
export function toJunit(verifications: readonly Verification[]): string {
  const count = (status: Verification['status']): number =>
    verifications.filter((each) => each.status === status).length
  const seconds = verifications.reduce((sum, {call}) => sum + secondsOf(call), 0)
  const total = `tests="${verifications.length}" failures="${count('failed')}"`
  const rest = `errors="0" time="${seconds.toFixed(3)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    // Of a suite alone: the schemas know no number of skipped cases for all suites.
    `<testsuites name="stslint verify" ${total} ${rest}>`,
    `  <testsuite name="stslint verify" ${total} skipped="${count('unproved')}" ${rest}>`,
    ...verifications.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase({target: {scope}, call, today, same, status}: Verification): string {
  const head = `    <testcase classname="${escape(scope.path ?? 'environment')}" name="${escape(scopeTitle(scope))}" time="${secondsOf(call).toFixed(3)}">`
  const output = [verdict(call), ...(today === null ? [] : [`today: ${verdict(today)}`]), ...call.notes].join('\n')
  const isOther = same === false && call.diagnosis === null
  const message = isOther
    ? 'another account or principal at the endpoint after the fix'
    : (call.diagnosis?.message ?? '')
  const problem =
    status === 'failed'
      ? [
          `      <failure type="${escape(call.diagnosis?.id ?? 'other-identity')}" message="${escape(message)}">${escape(call.diagnosis?.next ?? '')}</failure>`,
        ]
      : status === 'unproved'
        ? [`      <skipped message="${escape(message)}"/>`]
        : []
  return [head, ...problem, `      <system-out>${escape(output)}</system-out>`, '    </testcase>'].join('\n')
}

function secondsOf({proofs}: Call): number {
  return proofs.reduce((sum, {milliseconds}) => sum + milliseconds, 0) / 1000
}

const ENTITIES: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;'}

/** XML 1.0 has no place for control characters, escaped or not. */
function escape(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}
