import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {detectFormat} from '../../src/formats/detect.js'
import {readAnyJson} from '../../src/formats/json-any.js'
import {readPlainJson} from '../../src/formats/json-plain.js'

const written = ['fixtures', 'schemas']
  .flatMap((directory) => readdirSync(directory, {recursive: true, withFileTypes: true}))
  .filter((entry) => entry.isFile() && detectFormat(entry.name) === 'json')
  .map(({parentPath, name}) => readFileSync(join(parentPath, name), 'utf8'))

const COMMENTED = `\uFEFF// a "b"
{
  /* c */ "d\\u00e9\\n": [1, -2.5e3, true, false, null, "x\\"y", "\${z}"], // e
  "f": {}, "g": [], "h": {"i": "$J",},
}
`

/** False where the plain reader leaves the text to the library. */
function isPlain(text: string): boolean {
  const plain = readPlainJson(text)
  if (plain) expect({...plain, problems: []}).toEqual(readAnyJson(text))
  return plain !== null
}

test('reads what the library reads', () => {
  for (const text of [...written, COMMENTED, '', ' ', '1', '"a"', '[1,]', '{"a":1}//'])
    expect(isPlain(text), text).toBe(true)
})

test.each([
  '{',
  '[1',
  '{"a"}',
  '{a: 1}',
  "{'a': 1}",
  '[01]',
  '[1.]',
  '"\t"',
  '"\\x"',
  '/* a',
  '[tru]',
  '1 2',
  '[,1]',
  '{,}',
  '[1,,]',
])('leaves to the library: %s', (text) => {
  expect(isPlain(text)).toBe(false)
  expect(readAnyJson(text).problems).toHaveLength(1)
})

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '1',
  '-',
  '.',
  'e',
  'true',
  'null',
  ' ',
  '\n',
  '\t',
  '\\',
  '//',
  '/*',
  '*/',
  '\\u00',
  '\uFEFF',
  '\u2028',
]
const pieces = fc.array(fc.constantFrom(...PIECES), {maxLength: 10}).map((parts) => parts.join(''))
const changed = fc
  .tuple(fc.constantFrom(...written, COMMENTED), fc.nat(), fc.nat({max: 3}), fc.constantFrom('', ...PIECES))
  .map(([text, place, cut, piece]) => {
    const short = text.slice(0, 2000)
    const at = place % (short.length + 1)
    return short.slice(0, at) + piece + short.slice(at + cut)
  })

test('agrees with the library on any JSON, and takes no broken text for whole', () => {
  fc.assert(
    fc.property(fc.oneof(pieces, changed, fc.json()), (text) => void isPlain(text)),
    {numRuns: 3000},
  )
})
