import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {indexLines} from '../../src/report/lines.js'

describe('positions', () => {
  test.each([
    {name: 'starts at one', text: 'ab', offset: 0, expected: {line: 1, column: 1}},
    {name: 'reaches the end of the file', text: 'ab', offset: 2, expected: {line: 1, column: 3}},
    {name: 'knows the empty file', text: '', offset: 0, expected: {line: 1, column: 1}},
    {name: 'begins a line after its LF', text: 'a\nb', offset: 2, expected: {line: 2, column: 1}},
    {name: 'begins a line after its CRLF', text: 'a\r\nb', offset: 3, expected: {line: 2, column: 1}},
    {name: 'gives the empty last line', text: 'a\n', offset: 2, expected: {line: 2, column: 1}},
    {name: 'counts UTF-16 units', text: '😀b', offset: 2, expected: {line: 1, column: 3}},
    {name: 'gives a byte order mark no column', text: '\uFEFFab', offset: 2, expected: {line: 1, column: 2}},
    {
      name: 'puts what is before a byte order mark at the start',
      text: '\uFEFFab',
      offset: 0,
      expected: {line: 1, column: 1},
    },
    {name: 'keeps to the text when the offset is beyond it', text: 'ab', offset: 9, expected: {line: 1, column: 3}},
    {name: 'does not end a line at a lone CR', text: 'a\rb', offset: 2, expected: {line: 1, column: 3}},
  ])('$name', ({text, offset, expected}) => {
    expect(indexLines(text).position(offset)).toEqual(expected)
  })
})

describe('ranges', () => {
  test.each([
    {name: 'LF', text: 'ab\nc', line: 1, expected: 'ab'},
    {name: 'CRLF', text: 'ab\r\nc', line: 1, expected: 'ab'},
    {name: 'no final newline', text: 'ab\nc', line: 2, expected: 'c'},
    {name: 'a final newline', text: 'ab\n', line: 2, expected: ''},
    {name: 'a byte order mark', text: '\uFEFFab\n', line: 1, expected: 'ab'},
    {name: 'an empty CRLF line', text: 'a\r\n\r\nb', line: 2, expected: ''},
    {name: 'a CR at the end of the file', text: 'a\r', line: 1, expected: 'a\r'},
    {name: 'an empty file', text: '', line: 1, expected: ''},
  ])('$name', ({text, line, expected}) => {
    const {start, end} = indexLines(text).range(line)
    expect(text.slice(start, end)).toBe(expected)
  })
})

test('every offset is in the line that its position names', () => {
  const parts = fc.constantFrom('a', '😀', '\n', '\r\n', '\t')
  const text = fc.array(parts, {maxLength: 30}).map((all) => all.join(''))
  fc.assert(
    fc.property(text, fc.nat(40), (content, offset) => {
      const lines = indexLines(content)
      const {line, column} = lines.position(offset)
      const {start} = lines.range(line)
      expect(start + column - 1).toBe(Math.min(offset, content.length))
      expect(line).toBe(content.slice(0, offset).split('\n').length)
      expect(lines.count).toBe(content.split('\n').length)
    }),
  )
})
