import {expect, test} from 'vitest'
import {fallbackIn} from '../../src/settings/fallback.js'

const HOST = 'https://sts.amazonaws.com'

test.each([
  ['${MODE:-legacy}', 'legacy'],
  ['${MODE-legacy}', 'legacy'],
  ['${MODE:=legacy}', 'legacy'],
  [`"\${URL:-${HOST}}"`, HOST],
  [`\${{ vars.URL || '${HOST}' }}`, HOST],
  ['{{ .Values.mode | default "legacy" | quote }}', 'legacy'],
  ['{{- default "legacy" .Values.mode -}}', 'legacy'],
  ["{{ mode | default('legacy', true) }}", 'legacy'],
  ["${env:MODE, 'legacy'}", 'legacy'],
  ['${env:MODE, legacy}', 'legacy'],
  ['coalesce(var.mode, "legacy")', 'legacy'],
])('%s falls back to %s', (expression, value) => {
  const found = fallbackIn(expression)
  expect(found?.value).toBe(value)
  expect(expression.slice(found!.at, found!.at + value.length)).toBe(value)
})

test.each([
  '${MODE}',
  '${MODE:-}',
  '${MODE:-regional}',
  '${MODE:+legacy}',
  '${MODE:?legacy}',
  '${MODE:-${OTHER:-legacy}}',
  '${MODE:-legacy}x',
  '${URL:-http://localhost:4566}',
  "${{ inputs.mode == 'legacy' }}",
  '{{ if eq .Values.mode "legacy" }}',
  'var.mode == "legacy" ? "regional" : "none"',
  'join("-", ["a", "legacy"])',
])('%s says nothing of its own', (expression) => {
  expect(fallbackIn(expression)).toBeNull()
})
