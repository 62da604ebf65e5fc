import fc from 'fast-check'
import {expect, test} from 'vitest'
import {secondsOf} from '../../../src/providers/aws/session.js'

test.each<[string | null, number | null]>([
  ['3600', 3600],
  ['0', 0],
  ['1h', 3600],
  ['1h30m', 5400],
  ['90m', 5400],
  ['45s', 45],
  ['PT12H', 43_200],
  ['PT1H30M', 5400],
  ['', null],
  ['PT', null],
  ['1.5h', null],
  ['1d', null],
  ['-1', null],
  ['hour', null],
  ['99999999999', null],
  [null, null],
])('%s', (text, expected) => {
  expect(secondsOf(text)).toBe(expected)
})

test('hours, minutes and seconds add up, in either notation', () => {
  const part = fc.integer({min: 0, max: 9999})
  fc.assert(
    fc.property(part, part, part, (hours, minutes, seconds) => {
      const expected = hours * 3600 + minutes * 60 + seconds
      expect(secondsOf(`${hours}h${minutes}m${seconds}s`)).toBe(expected)
      expect(secondsOf(`PT${hours}H${minutes}M${seconds}S`)).toBe(expected)
    }),
  )
})
