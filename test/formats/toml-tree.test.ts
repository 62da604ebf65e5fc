import fc from 'fast-check'
import {getStaticTOMLValue, parseTOML} from 'toml-eslint-parser'
import {describe, expect, test} from 'vitest'
import {readToml} from '../../src/formats/toml-tree.js'
import type {ListNode, MapNode, NewValue, ScalarNode, Tree} from '../../src/formats/tree.js'
import {allNodes, apply, content, expectInside, nodeAt, pairNamed, plain, scalarAt} from './tree-probe.js'

const VECTOR = `# shipper
title = "x" # top

[sinks.s3]
type = "aws_s3"
auth.assume_role = 'arn:aws:iam::111122223333:role/x'
auth.region = "eu-west-1" # ours

[[outputs.cloudwatch]]
region = "\${REGION}"
[[outputs.cloudwatch]]
region = "eu-west-1"
labels = { a = 1, "b.c" = true }
list = ["A=1", 'B=2']

[env]
`

const read = (text: string): Tree => readToml({path: 'a.toml', text})

describe('reading', () => {
  test.each([
    {name: 'a basic string', at: ['title'], type: 'string', value: 'x', slice: 'x'},
    {
      name: 'a literal string under dotted keys',
      at: ['sinks', 's3', 'auth', 'assume_role'],
      type: 'string',
      value: 'arn:aws:iam::111122223333:role/x',
      slice: 'arn:aws:iam::111122223333:role/x',
    },
    {
      name: 'an item of an array of tables',
      at: ['outputs', 'cloudwatch', '1', 'region'],
      type: 'string',
      value: 'eu-west-1',
      slice: 'eu-west-1',
    },
    {
      name: 'a variable as an expression',
      at: ['outputs', 'cloudwatch', '0', 'region'],
      type: 'expression',
      value: '${REGION}',
      slice: '${REGION}',
    },
    {
      name: 'a number in an inline table',
      at: ['outputs', 'cloudwatch', '1', 'labels', 'a'],
      type: 'number',
      value: '1',
      slice: '1',
    },
    {
      name: 'a quoted key',
      at: ['outputs', 'cloudwatch', '1', 'labels', 'b.c'],
      type: 'boolean',
      value: 'true',
      slice: 'true',
    },
    {
      name: 'an item of an array',
      at: ['outputs', 'cloudwatch', '1', 'list', '1'],
      type: 'string',
      value: 'B=2',
      slice: 'B=2',
    },
  ])('$name', ({at, type, value, slice}) => {
    const node = scalarAt(read(VECTOR), at)
    expect([node.type, content(node), VECTOR.slice(node.valueRange.start, node.valueRange.end)]).toEqual([
      type,
      value,
      slice,
    ])
  })

  test.each([
    {text: 'a = "b\\n\\u00e9"', value: 'b\né', verbatim: false},
    {text: 'a = """\nb\nc"""', value: 'b\nc', verbatim: true},
    {text: "a = '''b\\n'''", value: 'b\\n', verbatim: true},
    {text: 'a = 2026-01-01', value: '2026-01-01', verbatim: true},
    {text: '\uFEFFa = "b"', value: 'b', verbatim: true},
  ])('$text', ({text, value, verbatim}) => {
    const node = scalarAt(read(text), ['a'])
    expect([node.value, node.verbatim]).toEqual([value, verbatim])
  })

  test('comments', () => {
    expect(read(VECTOR).comments.map(({start, end}) => VECTOR.slice(start, end))).toEqual([
      '# shipper',
      '# top',
      '# ours',
    ])
  })
})

describe('text that is not TOML', () => {
  test.each([
    {text: 'a = 1\nb = \nc = 3\n', rest: {a: '1', c: '3'}},
    {text: 'a = 1\nthis is no key\n[t]\nc = "3"\n', rest: {a: '1', t: {c: '3'}}},
    {text: 'a = "open\nc = 3\n', rest: {c: '3'}},
    {text: 'a = 1\na = 2\n', rest: {a: '1'}},
    {text: 'a = 1\nb = [1,\n', rest: {a: '1'}},
  ])('$text', ({text, rest}) => {
    const tree = read(text)
    expect(tree.problems).toHaveLength(1)
    expect(tree.problems[0]!.message).toMatch(/^TOML: \w/)
    expect(plain(tree.roots[0]!)).toEqual(rest)
    expect(tree.edits.addPair(tree.roots[0] as MapNode, 'x', 'y')).toBeNull()
  })
})

test("a template's directives are passed over", () => {
  const tree = read('{{ if .x }}\na = 1\n{% endif %}\nb = {{ y }}\nc = "{{ z }}"\n')
  expect([tree.problems, plain(tree.roots[0]!)]).toEqual([[], {a: '1', c: '{{ z }}'}])
})

describe('setting a value', () => {
  test.each([
    {text: 'a = "b" # c\n', value: 'x"\\', expected: 'a = "x\\"\\\\" # c\n'},
    {text: "a = 'b'\n", value: 'x\\', expected: "a = 'x\\'\n"},
    {text: "a = 'b'\n", value: "it's", expected: 'a = "it\'s"\n'},
    {text: 'a = """b"""\n', value: 'c', expected: 'a = """c"""\n'},
    {text: 'a = true\n', value: 'false', expected: 'a = false\n'},
    {text: 'a = true\n', value: 'regional', expected: 'a = "regional"\n'},
    {text: 'a = 1\n', value: '2', expected: 'a = 2\n'},
  ])('$text becomes $value', ({text, value, expected}) => {
    const tree = read(text)
    const after = apply(text, tree.edits.setScalar(scalarAt(tree, ['a']), value))
    expect(after).toBe(expected)
    expect(content(scalarAt(read(after), ['a']))).toBe(value)
  })
})

interface Addition {
  readonly name: string
  readonly text: string
  readonly at: readonly string[]
  readonly after?: string
  readonly value?: NewValue
  readonly expected: string
}

describe('adding a key', () => {
  test.each<Addition>([
    {
      name: 'behind its neighbour and its comment',
      text: 'a = 1 # c\nb = 2\n',
      at: [],
      after: 'a',
      expected: 'a = 1 # c\nk = "v"\nb = 2\n',
    },
    {name: 'as the neighbour is written', text: '[t]\r\n  a=1\r\n', at: ['t'], expected: '[t]\r\n  a=1\r\n  k="v"\r\n'},
    {name: 'with the start of a dotted key', text: '[t]\nx.a = 1', at: ['t', 'x'], expected: '[t]\nx.a = 1\nx.k = "v"'},
    {name: 'to a table without keys', text: '[t] # c\n\n[u]\n', at: ['t'], expected: '[t] # c\nk = "v"\n\n[u]\n'},
    {name: 'to an item of an array of tables', text: '[[t]]\n', at: ['t', '0'], expected: '[[t]]\nk = "v"\n'},
    {name: 'to an inline table', text: 't = {a = 1}\n', at: ['t'], expected: 't = {a = 1, k = "v"}\n'},
    {name: 'to an empty inline table', text: 't = {}\n', at: ['t'], expected: 't = { k = "v" }\n'},
    {
      name: 'after a value of several lines',
      text: '[t]\na = [\n  1,\n] # c\nb = 2\n',
      at: ['t'],
      after: 'a',
      expected: '[t]\na = [\n  1,\n] # c\nk = "v"\nb = 2\n',
    },
    {
      name: 'that is a map',
      text: 'a = 1\n',
      at: [],
      value: {x: '1', 'y z': ['2']},
      expected: 'a = 1\nk = { x = "1", "y z" = ["2"] }\n',
    },
  ])('$name', ({text, at, after, value = 'v', expected}) => {
    const tree = read(text)
    const map = nodeAt(tree, at) as MapNode
    expect(
      apply(text, tree.edits.addPair(map, 'k', value, after === undefined ? undefined : pairNamed(map, after))),
    ).toBe(expected)
  })

  test('nowhere without a header and without a key', () => {
    const tree = read('[a.b]\nx = 1\n')
    expect(tree.edits.addPair(nodeAt(tree, ['a']) as MapNode, 'k', 'v')).toBeNull()
  })
})

describe('items', () => {
  test.each([
    {text: 'a = ["b"]\n', expected: 'a = ["b", "v"]\n'},
    {text: 'a = [\n  "b", # c\n]\n', expected: 'a = [\n  "b", # c\n  "v",\n]\n'},
    {text: 'a = []\n', expected: 'a = ["v"]\n'},
  ])('are added: $text', ({text, expected}) => {
    const tree = read(text)
    expect(apply(text, tree.edits.addItem(nodeAt(tree, ['a']) as ListNode, 'v'))).toBe(expected)
  })

  test('never to tables of an array', () => {
    const tree = read('[[a]]\nx = [1]')
    expect(tree.edits.addItem(nodeAt(tree, ['a']) as ListNode, 'v')).toBeNull()
  })

  test('are removed with their comma', () => {
    const text = 'a = ["b", "c"]\n'
    const tree = read(text)
    const list = nodeAt(tree, ['a']) as ListNode
    expect(apply(text, tree.edits.removeItem(list, list.items[0]!))).toBe('a = ["c"]\n')
  })
})

describe('removing and renaming a key', () => {
  test.each([
    {name: 'its line', text: '\uFEFFa = 1\nb = 2\n', at: [], expected: '\uFEFFb = 2\n'},
    {name: 'all its lines', text: '[t]\na = [\n1\n]\n', at: ['t'], expected: '[t]\n'},
    {name: 'its member', text: 't = {a = 1, b = 2}', at: ['t'], expected: 't = {b = 2}'},
  ])('takes $name', ({text, at, expected}) => {
    const tree = read(text)
    const map = nodeAt(tree, at) as MapNode
    expect(apply(text, tree.edits.removePair(map, map.pairs[0]!))).toBe(expected)
  })

  test.each(['a = 1 # c\n', '[a]\nx = 1\n'])('is refused: %s', (text) => {
    const tree = read(text)
    const map = tree.roots[0] as MapNode
    expect(tree.edits.removePair(map, map.pairs[0]!)).toBeNull()
  })

  test.each([
    {text: 'a = 1', key: 'k', expected: 'k = 1'},
    {text: 'x.a = 1', key: 'k.l', expected: 'x."k.l" = 1'},
    {text: '"a" = 1', key: 'k', expected: '"k" = 1'},
  ])('$text', ({text, key, expected}) => {
    const tree = read(text)
    const pair = text.startsWith('x')
      ? (nodeAt(tree, ['x']) as MapNode).pairs[0]!
      : (tree.roots[0] as MapNode).pairs[0]!
    expect(apply(text, tree.edits.renameKey(pair, key))).toBe(expected)
  })
})

const value = fc.oneof(
  fc.string({unit: fc.constantFrom('a', ' ', '#', '=', '\u00E9', '[', '$')}).map((text) => `"${text}"`),
  fc.string({unit: fc.constantFrom('a', '"', '\\', '{')}).map((text) => `'${text}'`),
  fc.constantFrom('1', 'true', '[ "x", # c\n "y" ]', '{ x = 1, y.z = "w" }', '"""\na\nb"""', '1979-05-27'),
)
const key = fc.constantFrom('a', 'b', 'c.d', '"e f"', 'g')
const body = fc
  .uniqueArray(fc.tuple(key, value), {selector: ([name]) => name, maxLength: 4})
  .map((pairs) =>
    pairs.map(([name, written], index) => `${index % 2 === 0 ? '' : '  '}${name} = ${written} # c\n`).join(''),
  )
const document = fc
  .tuple(
    body,
    fc.uniqueArray(fc.tuple(fc.constantFrom('[t]', '[t.u]', '[v.w]', '[["x y"]]'), body), {selector: ([head]) => head}),
  )
  .map(([top, tables]) => top + tables.map(([head, inner]) => `${head}\n${inner}`).join('\n'))

describe('any document', () => {
  test('reads as the parser itself evaluates it', () => {
    fc.assert(
      fc.property(document, (text) => {
        const tree = read(text)
        expect(tree.problems).toEqual([])
        expect(plain(tree.roots[0]!)).toEqual(asText(getStaticTOMLValue(parseTOML(text))))
        for (const node of allNodes(tree)) expectInside(text, node.range)
      }),
    )
  })

  test('set any value: it is read back, and only it changed', () => {
    fc.assert(
      fc.property(document, fc.nat(), fc.string(), (text, pick, given) => {
        const tree = read(text)
        const scalars = allNodes(tree).filter((node): node is ScalarNode => node.kind === 'scalar')
        const node = scalars[pick % Math.max(1, scalars.length)]
        if (!node) return
        const again = read(apply(text, tree.edits.setScalar(node, given)))
        expect(again.problems).toEqual([])
        const now = allNodes(again).filter((other): other is ScalarNode => other.kind === 'scalar')
        expect(now.map(content)).toEqual(scalars.map((other) => (other === node ? given : content(other))))
      }),
    )
  })

  test('add a key to any map: it is read back, and nothing else changed', () => {
    fc.assert(
      fc.property(document, fc.nat(), fc.string(), (text, pick, given) => {
        const tree = read(text)
        const maps = allNodes(tree).filter((node): node is MapNode => node.kind === 'map')
        const index = pick % maps.length
        const edits = tree.edits.addPair(maps[index]!, 'k', given)
        if (!edits) return
        const again = read(apply(text, edits))
        expect(again.problems).toEqual([])
        const map = allNodes(again).filter((node): node is MapNode => node.kind === 'map')[index]!
        expect(plain(map)).toEqual({...(plain(maps[index]!) as object), k: given})
      }),
    )
  })

  test('of any bytes is read, with ranges inside it', () => {
    const soup = fc.string({
      unit: fc.constantFrom('a', '=', '[', ']', '"', "'", '\n', '.', '{', '}', ',', '#', '1', ' ', '\r'),
    })
    fc.assert(
      fc.property(soup, (text) => {
        const tree = read(text)
        for (const node of allNodes(tree)) expectInside(text, node.range)
        for (const {range} of tree.problems) expect(range.start).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

/** Numbers, dates and booleans are text to us, as they are written. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText)
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]))
  return String(value)
}
