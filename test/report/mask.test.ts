import {describe, expect, test} from 'vitest'
import {createMask} from '../../src/report/mask.js'
import {rangeOf} from './reports.js'

const KEY = 'AKIAIOSFODNN7EXAMPLE'

describe('slices', () => {
  test.each([
    {name: 'leave plain text alone', text: 'a=b', secrets: [], expected: 'a=b'},
    {name: 'hide a named range', text: 'token=hunter2 # x', secrets: ['hunter2'], expected: 'token=*** # x'},
    {name: 'hide a shape', text: `id=${KEY}`, secrets: [], expected: 'id=***'},
    {name: 'hide each shape of a line', text: `${KEY} ${KEY}`, secrets: [], expected: '*** ***'},
    {name: 'hide what stands between two shapes of a word', text: `${KEY}:${KEY}`, secrets: [], expected: '***'},
    {
      name: 'hide the signed parts of a URL',
      text: 'https://x.test/?X-Amz-Signature=abc&X-Amz-Security-Token=def&last=1',
      secrets: [],
      expected: 'https://x.test/?***&***&last=1',
    },
    {name: 'hide a shape inside a named range once', text: `id=${KEY}`, secrets: [`${KEY}`], expected: 'id=***'},
    {
      name: 'keep the lines of a named range',
      text: 'k="one\r\ntwo"\n',
      secrets: ['one\r\ntwo'],
      expected: 'k="***\r\n***"\n',
    },
    {name: 'know stars of their own', text: `*** ${KEY}***`, secrets: [], expected: '*** ******'},
  ])('$name', ({text, secrets, expected}) => {
    const mask = createMask({text, secrets: secrets.map((part) => rangeOf(text, part))})
    expect(mask.slice({start: 0, end: text.length})).toBe(expected)
  })
})

test('half of a credential is hidden as well', () => {
  const text = `id=${KEY}`
  const mask = createMask({text, secrets: []})
  expect(mask.slice({start: 0, end: 10})).toBe('id=***')
  expect(mask.hidden({start: 8, end: 12})).toEqual([{start: 8, end: 12}])
})

describe('prose', () => {
  const text = 'password=hunter2\npin=12\n'
  const mask = createMask({text, secrets: [rangeOf(text, 'hunter2'), rangeOf(text, '12')]})

  test.each([
    {
      name: 'hides a value wherever it is said',
      prose: 'hunter2 is not a host: hunter2',
      expected: '*** is not a host: ***',
    },
    {name: 'hides a shape', prose: `${KEY} is set`, expected: '*** is set'},
    {name: 'does not garble words for the sake of a tiny value', prose: 'line 12', expected: 'line 12'},
  ])('$name', ({prose, expected}) => {
    expect(mask.text(prose)).toBe(expected)
  })

  test('hides the longer of two values that begin alike', () => {
    const word = 'aws_secret_access_key = secret\n'
    const named = createMask({text: word, secrets: [{start: 24, end: 30}]})
    expect(named.text('aws_secret_access_key is secret')).toBe('aws_secret_access_key is ***')
    const both = 'a=secret\nb=secret-and-more\n'
    const secrets = [rangeOf(both, 'secret'), rangeOf(both, 'secret-and-more')]
    expect(createMask({text: both, secrets}).text('it is secret-and-more')).toBe('it is ***')
  })
})
