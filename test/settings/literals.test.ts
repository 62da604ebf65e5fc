import fc from 'fast-check'
import {expect, test} from 'vitest'
import {Literals} from '../../src/settings/literals.js'

const letters = 'ab.-_Z'
const word = fc.string({unit: fc.constantFrom(...letters), minLength: 1, maxLength: 5})

test('finds every literal that stands in a text, and no other', () => {
  const text = fc.string({unit: fc.constantFrom(...letters, ' ', 'é', '…', '💥'), maxLength: 60})
  fc.assert(
    fc.property(fc.array(word, {maxLength: 12}), text, (words, around) => {
      const literals = new Literals(words)
      const found = words.filter((each) => around.includes(each))
      expect([...literals.in(around)].sort()).toEqual([...new Set(found)].sort())
      expect(literals.isIn(Buffer.from(around))).toBe(found.length > 0)
    }),
  )
})

test.each([
  {literals: ['he', 'she', 'his', 'hers'], text: 'ushers', found: ['he', 'hers', 'she']},
  {literals: ['aab', 'ab', 'b'], text: 'aaab', found: ['aab', 'ab', 'b']},
  {literals: ['abcd', 'bc'], text: 'abce', found: ['bc']},
  {literals: ['', 'a'], text: '', found: []},
  {literals: [], text: 'a', found: []},
])('$literals in $text', ({literals, text, found}) => {
  expect([...new Literals(literals).in(text)].sort()).toEqual(found)
})
