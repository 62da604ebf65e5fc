import fc from 'fast-check'
import {expect, test} from 'vitest'
import type {Diagnostic, Report} from '../../src/model.js'
import {loadReporter, reporterNames} from '../../src/report/index.js'
import {diagnostic, fix, options, rangeOf, report, result} from './reports.js'

const reporters = await Promise.all(reporterNames.map(async (name) => ({name, reporter: await loadReporter(name)})))

const letters = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet), {minLength: length, maxLength: length}).map((all) => all.join(''))

/** A shape is known by itself; a named secret only by the range that the parser gives. */
const shaped = letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16).chain((rest) =>
  fc.constantFrom(`AKIA${rest}`, `ASIA${rest}`),
)
const named = letters('abcdefghijkABCDEF0123456789/+=&%:,"', 24)
const line = fc.constantFrom('', '# a comment', 'AWS_REGION=eu-west-1', '\tindented: 名前', 'x'.repeat(300))
const newline = fc.constantFrom('\n', '\r\n')

interface Planted {
  readonly given: Report
  readonly secrets: readonly string[]
}

const planted: fc.Arbitrary<Planted> = fc
  .record({
    shape: shaped,
    name: named,
    above: line,
    below: line,
    between: line,
    end: newline,
    bom: fc.constantFrom('', '\uFEFF'),
  })
  .chain(({shape, name, above, below, between, end, bom}) => {
    const lines = [
      above,
      `id=${shape}`,
      between,
      `prefix ${between} secret=${name}`,
      `url=https://u:${shape}@sts.test ${name}`,
      below,
    ]
    const text = bom + lines.join(end)
    const at = fc.nat(text.length)
    return fc.tuple(at, at, at, at).map(([a, b, c, d]) => {
      const found = finding(Math.min(a, b), Math.max(a, b), Math.min(c, d), Math.max(c, d), `${shape} and ${name}`)
      const second = text.lastIndexOf(name)
      const ranges = [rangeOf(text, name), {start: second, end: second + name.length}]
      return {given: report([result('f', text, [found], {secrets: ranges})]), secrets: [shape, name]}
    })
  })

function finding(start: number, end: number, from: number, to: number, said: string): Diagnostic {
  return diagnostic(
    {start, end},
    {
      message: `${said} is wrong`,
      scope: {kind: 'profile', name: said},
      fix: fix(`Remove ${said}`, [{range: {start: from, end: to}, newText: `new=${said}`}]),
    },
  )
}

test.each(reporters)('no credential comes out of $name', ({reporter}) => {
  fc.assert(
    fc.property(planted, fc.boolean(), ({given, secrets}, color) => {
      const output = reporter(given, {...options, color})
      for (const secret of secrets) {
        expect(output).not.toContain(secret)
        expect(output).not.toContain(JSON.stringify(secret).slice(1, -1))
        expect(output).not.toContain(secret.replaceAll('%', '%25'))
        // Nor half of one, where an edit or a cut line ends inside it.
        expect(output).not.toContain(secret.slice(0, 12))
        expect(output).not.toContain(secret.slice(-12))
      }
    }),
    {numRuns: 300},
  )
})

test('the same report gives the same bytes', () => {
  fc.assert(
    fc.property(planted, ({given}) => {
      for (const {reporter} of reporters)
        expect(reporter(structuredClone(given), options)).toBe(reporter(given, options))
    }),
    {numRuns: 50},
  )
})
