import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {detectFormat} from '../../src/formats/detect.js'
import {maskTemplate} from '../../src/formats/template-mask.js'
import {readPlain} from '../../src/formats/yaml-plain.js'
import {readStream} from '../../src/formats/yaml-stream.js'
import {toTree} from '../../src/formats/yaml-tree.js'
import {readRuleFiles} from '../../src/rule-files.js'
import {everything} from './tree-probe.js'
import * as samples from './yaml-samples.js'

/** False where the plain reader leaves the text to the library. */
function isPlain(text: string): boolean {
  const document = {path: 'x.yaml', text}
  const mask = maskTemplate(text)
  const plain = readPlain(mask?.text ?? text)
  if (plain === null) return false
  const library = readStream(mask?.text ?? text)
  expect(everything(toTree(document, mask, plain))).toEqual(everything(toTree(document, mask, library)))
  return true
}

const examples = readRuleFiles('rules').rules.flatMap(({examples}) =>
  examples.flatMap(({path, bad, good, silent, files = {}}) =>
    [...Object.entries(files), ...[bad, good, silent].map((text) => [path, text] as const)].flatMap(([name, text]) =>
      text !== undefined && detectFormat(name) === 'yaml' ? [text] : [],
    ),
  ),
)

/** As a scan of a tree leaves them. */
const blanked = [
  '~        \n---\na: 1\n',
  '--- ~      \n--- \na:      \nb: 2\n',
  'jobs:\n  a:              \n  b:\n    env: {AWS_REGION: x}\n',
]

const written = [
  ...new Set([...blanked, ...examples, ...Object.values(samples), ...filesBelow('fixtures'), ...filesBelow('rules')]),
]

function filesBelow(directory: string): string[] {
  return readdirSync(directory, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && detectFormat(entry.name) === 'yaml')
    .map(({parentPath, name}) => readFileSync(join(parentPath, name), 'utf8'))
}

describe('reads what the library reads', () => {
  test('every file and example', () => {
    const read = written.filter(isPlain)
    // Most of what people write is plain: else this reader were for nothing.
    expect(read.length / written.length).toBeGreaterThan(0.9)
  })

  const PIECES = [
    'a: 1',
    '- ',
    'b:',
    ' ',
    '  ',
    '\n',
    '\n  ',
    ': ',
    '#',
    ' # c',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ', ',
    '|',
    '>-',
    '&x ',
    '*x',
    '!Ref ',
    '---\n',
    '?',
    '\t',
    '\r\n',
    '<<: ',
    'x',
    '%',
    '@',
    '\\',
    '-',
  ]
  const changed = fc
    .tuple(
      fc.constantFrom(...written),
      fc.array(fc.tuple(fc.nat(), fc.nat({max: 3}), fc.constantFrom('', ...PIECES)), {minLength: 1, maxLength: 3}),
    )
    .map(([text, changes]) =>
      changes.reduce(
        (done, [place, cut, piece]) => {
          const at = place % (done.length + 1)
          return done.slice(0, at) + piece + done.slice(at + cut)
        },
        text.slice(0, 1500),
      ),
    )
  test('files with a few characters changed', () => {
    fc.assert(
      fc.property(changed, (text) => void isPlain(text)),
      {numRuns: 500},
    )
  })

  test('pieces in any order', () => {
    const text = fc.array(fc.constantFrom(...PIECES), {maxLength: 12}).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (each) => void isPlain(each)),
      {numRuns: 2000},
    )
  })
})
