import {beforeEach, expect, test, vi} from 'vitest'
import {UserError} from '../src/errors.js'
import {fail, isDebug} from '../src/fail.js'
import {write} from '../src/output.js'

vi.mock('../src/output.js', () => ({write: vi.fn()}))

const said = (): string =>
  vi
    .mocked(write)
    .mock.calls.map(([stream, text]) => `${stream}:${String(text)}`)
    .join('')

beforeEach(() => {
  vi.mocked(write).mockClear()
})

test('a mistake is one line and exit 2', () => {
  expect(fail(new UserError('USAGE', 'one\n  two\n'), false)).toBe(2)
  expect(said()).toBe('2:stslint: one; two\n')
})

test('a mistake that crossed into another bundle is still one', () => {
  const foreign = Object.assign(new Error('elsewhere'), {name: 'UserError', code: 'USAGE'})
  expect(fail(foreign, false)).toBe(2)
})

test('anything else is ours: one line, exit 3, no stack', () => {
  expect(fail(new TypeError('x is not a function'), false)).toBe(3)
  expect(said()).toBe('2:stslint: internal error: x is not a function (--debug shows where)\n')
})

test('--debug adds the stack, with its causes', () => {
  expect(fail(new Error('outer', {cause: new Error('inner')}), true)).toBe(3)
  expect(said()).toMatch(/^2:stslint: internal error: outer\n2:Error: outer\n[\s\S]+ at [\s\S]+caused by Error: inner/)
})

test('what is thrown need not be an error', () => {
  expect(fail('text', false)).toBe(3)
  expect(said()).toContain('internal error: text')
})

test.each([
  [['--debug'], {}, true],
  [[], {STSLINT_DEBUG: '1'}, true],
  [[], {STSLINT_DEBUG: '0'}, false],
  [[], {}, false],
])('isDebug(%j, %j) is %s', (args, env, expected) => {
  expect(isDebug(args, env)).toBe(expected)
})
