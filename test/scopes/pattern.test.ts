import {describe, expect, test} from 'vitest'
import type {Node} from '../../src/formats/tree.js'
import {fileMatches, find, globMatches, holds, pathMatches, scalarAt, segments} from '../../src/scopes/pattern.js'

describe('a glob on one text', () => {
  test.each([
    {glob: 'default', text: 'default', matches: true},
    {glob: 'default', text: 'Default', matches: false},
    {glob: 'profile *', text: 'profile dev', matches: true},
    {glob: 'profile *', text: 'profile ', matches: true},
    {glob: 'profile *', text: 'profiles', matches: false},
    {glob: '*.sts', text: 'services x.sts', matches: true},
    {glob: '*:aud', text: 'line\nbreak:aud', matches: true},
    {glob: 'a.b*', text: 'axb', matches: false},
    {glob: 'a(b)[c]+$*', text: 'a(b)[c]+$d', matches: true},
    {glob: '*', text: '', matches: true},
  ])('$glob on $text: $matches', ({glob, text, matches}) => {
    expect(globMatches(glob, text)).toBe(matches)
  })
})

describe('a key path', () => {
  test.each([
    {pattern: '', path: '', matches: true},
    {pattern: 'a.b', path: 'a.b', matches: true},
    {pattern: 'a.b', path: 'a.b.c', matches: false},
    {pattern: 'a.b', path: 'a', matches: false},
    {pattern: 'a.*.c', path: 'a.0.c', matches: true},
    {pattern: 'a.*.c', path: 'a.c', matches: false},
    {pattern: '**.c', path: 'c', matches: true},
    {pattern: '**.c', path: 'a.b.c', matches: true},
    {pattern: 'a.**', path: 'a', matches: true},
    {pattern: 'a.**.c', path: 'a.c', matches: true},
    {pattern: 'a.**.c', path: 'a.b.b.c.d', matches: false},
    {pattern: '**.a.**.b', path: 'a.x.a.y.b', matches: true},
    {pattern: 'data.aws_*.*', path: 'data.aws_region.x', matches: true},
  ])('$pattern on $path: $matches', ({pattern, path, matches}) => {
    expect(pathMatches(segments(pattern), segments(path))).toBe(matches)
  })

  test('keeps a segment with dots whole where it is given as a list', () => {
    expect(pathMatches(segments(['a', 'eks.amazonaws.com/x']), ['a', 'eks.amazonaws.com/x'])).toBe(true)
  })
})

describe('a glob on a file', () => {
  test.each([
    {glob: '*.tf', path: 'infra/main.tf', matches: true},
    {glob: 'values*.yaml', path: 'chart/values-prod.yaml', matches: true},
    {glob: 'values.yaml', path: 'my-values.yaml', matches: false},
    {glob: '.github/workflows/*.yml', path: '.github/workflows/ci.yml', matches: true},
    {glob: '.github/workflows/*.yml', path: 'sub/.github/workflows/ci.yml', matches: true},
    {glob: '.github/workflows/*.yml', path: '.github/workflows/sub/ci.yml', matches: false},
    {glob: '.github/**/action.yml', path: '.github/actions/login/action.yml', matches: true},
    {glob: '.github/**/action.yml', path: '.github/action.yml', matches: true},
    {glob: '*.{yml,yaml}', path: 'a.yaml', matches: true},
    {glob: '*.{yml,yaml}', path: 'a.yml', matches: true},
    {glob: '*.{yml,yaml}', path: 'a.json', matches: false},
    {glob: 'x?.env', path: 'x1.env', matches: true},
    {glob: 'x?.env', path: 'x.env', matches: false},
    {glob: '*.tf', path: 'MAIN.TF', matches: true},
    {glob: 'a.b', path: 'axb', matches: false},
  ])('$glob on $path: $matches', ({glob, path, matches}) => {
    expect(fileMatches(glob, path)).toBe(matches)
  })
})

const at = {range: {start: 0, end: 0}, shared: false}
const scalar = (value: string | null, expression: string | null = null): Node => ({
  ...at,
  kind: 'scalar',
  type: expression === null ? 'string' : 'expression',
  value,
  expression,
  valueRange: at.range,
  verbatim: true,
})
const list = (...items: Node[]): Node => ({...at, kind: 'list', items})
const map = (...pairs: [string, Node][]): Node => ({
  ...at,
  kind: 'map',
  pairs: pairs.map(([key, value]) => ({key, value, keyRange: at.range, range: at.range})),
})

const tree = map(
  ['kind', scalar('Pod')],
  ['count', scalar(null, 'var.count')],
  ['empty', map()],
  ['items', list(map(['name', scalar('a')]), map(['name', scalar('b')], ['items', list(scalar('c'))]))],
  ['block', map(['name', scalar('first')])],
  ['block', map(['name', scalar('second')])],
)

describe('nodes by path', () => {
  test.each([
    {pattern: '', found: ['']},
    {pattern: 'items.*.name', found: ['items.0.name', 'items.1.name']},
    {pattern: 'items.1.name', found: ['items.1.name']},
    {pattern: '**.name', found: ['items.0.name', 'items.1.name', 'block.name', 'block.name']},
    {pattern: '**.items', found: ['items', 'items.1.items']},
    {pattern: '**.items.**.name', found: ['items.0.name', 'items.1.name']},
    {pattern: 'b*.name', found: ['block.name', 'block.name']},
    {pattern: 'none', found: []},
  ])('$pattern', ({pattern, found}) => {
    expect(find(tree, segments(pattern)).map(({path}) => path.join('.'))).toEqual(found)
  })

  test.each([
    {pattern: 'kind', text: 'Pod'},
    {pattern: 'block.name', text: 'first'},
    {pattern: 'count', text: 'var.count'},
    {pattern: 'items', text: null},
    {pattern: 'none', text: null},
  ])('the text at $pattern is $text', ({pattern, text}) => {
    expect(scalarAt(tree, segments(pattern))).toBe(text)
  })

  test.each([
    {conditions: undefined, result: true},
    {conditions: {kind: 'Pod'}, result: true},
    {conditions: {kind: 'P*', 'block.name': 'second'}, result: true},
    {conditions: {kind: 'Pod', none: '*'}, result: false},
    {conditions: {empty: '*'}, result: true},
    {conditions: {empty: 'x*'}, result: false},
    {conditions: {count: 'var.*'}, result: true},
  ])('$conditions hold: $result', ({conditions, result}) => {
    expect(holds(tree, conditions)).toBe(result)
  })
})
