import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readJson} from '../../src/formats/json-tree.js'
import type {ListNode, MapNode, NewValue, ScalarNode} from '../../src/formats/tree.js'
import {allNodes, apply, content, expectInside, nodeAt, plain, scalarAt} from './tree-probe.js'

const TASK = `{
  "family": "sync",
  "containerDefinitions": [
    {
      "name": "app",
      "command": [],
      "environment": [
        { "name": "AWS_REGION", "value": "eu-west-1" },
        { "name": "AWS_STS_REGIONAL_ENDPOINTS", "value": "legacy" }
      ]
    }
  ]
}
`
const FUNCTION = `{
  "Resources": {
    "Fn": {
      "Type": "AWS::Lambda::Function",
      "Properties": {
        "Environment": {"Variables": {"AWS_REGION": {"Ref": "AWS::Region"}, "STAGE": {"Fn::Sub": "\${Env}-x"}}}
      }
    }
  }
}
`
const POLICY = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sts.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
const LAUNCH = `{
\t// how the tests run
\t"configurations": [
\t\t{
\t\t\t"name": "go", /* inline */
\t\t\t"env": {
\t\t\t\t"AWS_PROFILE": "\${env:PROFILE}", // whose
\t\t\t},
\t\t},
\t],
}
`

describe('reading', () => {
  test.each([
    {
      name: 'a string with its quotes outside the value',
      text: '{"a": "b c"}',
      at: ['a'],
      type: 'string',
      value: 'b c',
      slice: 'b c',
      verbatim: true,
    },
    {
      name: 'a string with escapes, decoded',
      text: '{"a": "b\\n\\u00e9"}',
      at: ['a'],
      type: 'string',
      value: 'b\né',
      slice: 'b\\n\\u00e9',
      verbatim: false,
    },
    {
      name: 'a number as it is written',
      text: '{"a": 1.50}',
      at: ['a'],
      type: 'number',
      value: '1.50',
      slice: '1.50',
      verbatim: true,
    },
    {name: 'a boolean', text: '[true]', at: ['0'], type: 'boolean', value: 'true', slice: 'true', verbatim: true},
    {name: 'null as no value', text: '[null]', at: ['0'], type: 'null', value: null, slice: 'null', verbatim: true},
    {name: 'an empty string', text: '{"a": ""}', at: ['a'], type: 'string', value: '', slice: '', verbatim: true},
    {name: 'a scalar alone', text: ' "x" ', at: [], type: 'string', value: 'x', slice: 'x', verbatim: true},
    {
      name: 'a variable in a string as an expression',
      text: LAUNCH,
      at: ['configurations', '0', 'env', 'AWS_PROFILE'],
      type: 'expression',
      value: null,
      expression: '${env:PROFILE}',
      slice: '${env:PROFILE}',
      verbatim: true,
    },
    {
      name: 'a template as an expression',
      text: '{"a": "x {{ .Values.b }}"}',
      at: ['a'],
      type: 'expression',
      value: null,
      expression: 'x {{ .Values.b }}',
      slice: 'x {{ .Values.b }}',
      verbatim: true,
    },
    {
      name: 'a bare variable as an expression',
      text: '{"a": "$REGION"}',
      at: ['a'],
      type: 'expression',
      value: null,
      expression: '$REGION',
      slice: '$REGION',
      verbatim: true,
    },
    {
      name: 'a dollar inside a word as text',
      text: '{"a": "x$y"}',
      at: ['a'],
      type: 'string',
      value: 'x$y',
      slice: 'x$y',
      verbatim: true,
    },
    {
      name: 'the region stub of a credential file as text',
      text: '{"a": "https://sts.{region}.amazonaws.com"}',
      at: ['a'],
      type: 'string',
      value: 'https://sts.{region}.amazonaws.com',
      slice: 'https://sts.{region}.amazonaws.com',
      verbatim: true,
    },
    {
      name: 'a reference as a map',
      text: FUNCTION,
      at: ['Resources', 'Fn', 'Properties', 'Environment', 'Variables', 'AWS_REGION', 'Ref'],
      type: 'string',
      value: 'AWS::Region',
      slice: 'AWS::Region',
      verbatim: true,
    },
    {
      name: 'what a byte order mark and CRLF surround',
      text: '\uFEFF{\r\n  "é😀": "ü"\r\n}\r\n',
      at: ['é😀'],
      type: 'string',
      value: 'ü',
      slice: 'ü',
      verbatim: true,
    },
    {
      name: 'a principal on one line',
      text: POLICY,
      at: ['Statement', '0', 'Principal', 'Service'],
      type: 'string',
      value: 'sts.amazonaws.com',
      slice: 'sts.amazonaws.com',
      verbatim: true,
    },
  ])('reads $name', ({text, at, type, value, expression = null, slice, verbatim}) => {
    const tree = readJson({path: 'a.json', text})

    const node = scalarAt(tree, at)

    expect(node).toMatchObject({kind: 'scalar', type, value, expression, verbatim, shared: false})
    expect(text.slice(node.valueRange.start, node.valueRange.end)).toBe(slice)
    expect(tree.problems).toEqual([])
  })

  test.each([
    {
      name: 'comments and trailing commas are no problem',
      text: '{"a": 1, // x\n/* y */}',
      problems: [],
      comments: ['// x', '/* y */'],
      keys: ['a'],
    },
    {name: 'a comment ends before its CRLF', text: '{// x\r\n}', problems: [], comments: ['// x'], keys: []},
    {name: 'duplicate keys are all there', text: '{"a": 1, "a": 2}', problems: [], comments: [], keys: ['a', 'a']},
    {name: 'an empty text has no roots', text: '', problems: [], comments: [], keys: undefined},
    {
      name: 'a key without its value is left out',
      text: '{"a": 1, "b": }',
      problems: [['JSON has no value here', '}']],
      comments: [],
      keys: ['a'],
    },
    {
      name: 'an open brace is told of',
      text: '{"a": 1',
      problems: [['JSON has no "}" for an open "{" here', '']],
      comments: [],
      keys: ['a'],
    },
    {
      name: 'an open string is told of',
      text: '{"a": "x\n}',
      problems: [['String is not closed on its line', '"x']],
      comments: [],
      keys: ['a'],
    },
    {
      name: 'a lost comma is told of',
      text: '{"a": 1 "b": 2}',
      problems: [['JSON has no "," between two values here', '"b"']],
      comments: [],
      keys: ['a', 'b'],
    },
    {
      name: 'a second value is told of',
      text: '{} {}',
      problems: [['JSON goes on after its value', '{']],
      comments: [],
      keys: [],
    },
    {
      name: 'a bare word is told of',
      text: '{"a": yes}',
      problems: [['JSON has no such value', 'yes']],
      comments: [],
      keys: [],
    },
  ])('$name', ({text, problems, comments, keys}) => {
    const tree = readJson({path: 'a.json', text})

    expect(tree.problems.map(({message, range}) => [message, text.slice(range.start, range.end)])).toEqual(problems)
    expect(tree.comments.map(({start, end}) => text.slice(start, end))).toEqual(comments)
    expect((tree.roots[0] as MapNode | undefined)?.pairs.map(({key}) => key)).toEqual(keys)
  })

  test('says that a text is nested too deeply', () => {
    const tree = readJson({path: 'a.json', text: '['.repeat(50_000) + ']'.repeat(50_000)})

    expect(tree.roots).toEqual([])
    expect(tree.problems).toEqual([{message: 'JSON is nested too deeply to read', range: {start: 0, end: 1}}])
  })
})

describe('setting a value', () => {
  test.each([
    {name: 'keeps the quotes', text: '{"a": "b"}', at: ['a'], value: 'c', expected: '{"a": "c"}'},
    {name: 'escapes what JSON must', text: '{"a": "b"}', at: ['a'], value: '"\\\n', expected: '{"a": "\\"\\\\\\n"}'},
    {name: 'replaces an expression', text: '{"a": "${b}"}', at: ['a'], value: 'c', expected: '{"a": "c"}'},
    {name: 'keeps a boolean a boolean', text: '{"a": true}', at: ['a'], value: 'false', expected: '{"a": false}'},
    {name: 'keeps a number a number', text: '[80]', at: ['0'], value: '443', expected: '[443]'},
    {
      name: 'quotes what replaces a boolean',
      text: '{"a": true}',
      at: ['a'],
      value: 'regional',
      expected: '{"a": "regional"}',
    },
    {name: 'quotes what replaces null', text: '{"a": null}', at: ['a'], value: 'true', expected: '{"a": "true"}'},
    {
      name: 'keeps BOM, CRLF and comments',
      text: '\uFEFF{\r\n  "a": "b" // c\r\n}',
      at: ['a'],
      value: 'd',
      expected: '\uFEFF{\r\n  "a": "d" // c\r\n}',
    },
  ])('$name', ({text, at, value, expected}) => {
    const tree = readJson({path: 'a.json', text})

    expect(apply(text, tree.edits.setScalar(scalarAt(tree, at), value))).toBe(expected)
  })

  test('renames a key between its quotes', () => {
    const text = '{"a" : 1}'
    const tree = readJson({path: 'a.json', text})

    expect(apply(text, tree.edits.renameKey((tree.roots[0] as MapNode).pairs[0]!, 'b"'))).toBe('{"b\\"" : 1}')
  })
})

describe('adding a pair', () => {
  test.each<{name: string; text: string; at?: string[]; after?: string; value?: NewValue; expected: string}>([
    {
      name: 'after another on its line',
      text: '{\n  "a": 1,\n  "b": 2\n}',
      after: 'a',
      expected: '{\n  "a": 1,\n  "k": "v",\n  "b": 2\n}',
    },
    {
      name: 'at the end, with a comma for the one before',
      text: '{\n    "a": 1\n}',
      expected: '{\n    "a": 1,\n    "k": "v"\n}',
    },
    {
      name: 'behind a trailing comma, with one of its own',
      text: '{\n  "a": 1,\n}',
      expected: '{\n  "a": 1,\n  "k": "v",\n}',
    },
    {
      name: 'below the comment of the one before',
      text: '{\n  "a": 1 // c\n}',
      expected: '{\n  "a": 1, // c\n  "k": "v"\n}',
    },
    {
      name: 'below the comment behind the comma',
      text: '{\n  "a": 1, // c\n  "b": 2\n}',
      after: 'a',
      expected: '{\n  "a": 1, // c\n  "k": "v",\n  "b": 2\n}',
    },
    {name: 'on one line', text: '{"a": 1, "b": 2}', after: 'a', expected: '{"a": 1, "k": "v", "b": 2}'},
    {name: 'on one line at the end', text: '{ "a": 1 }', expected: '{ "a": 1, "k": "v" }'},
    {name: 'on one line without spaces', text: '{"a":1,"b":2}', after: 'a', expected: '{"a":1,"k":"v","b":2}'},
    {
      name: 'in front of the comment of the next',
      text: '{"a": 1, /* b */ "b": 2}',
      after: 'a',
      expected: '{"a": 1, "k": "v", /* b */ "b": 2}',
    },
    {
      name: 'into nothing, opened over lines',
      text: '{\n  "e": {}\n}',
      at: ['e'],
      expected: '{\n  "e": {\n    "k": "v"\n  }\n}',
    },
    {name: 'into nothing in a text of one line', text: '{}', expected: '{"k": "v"}'},
    {name: 'below a comment alone', text: '{\n  // none\n}', expected: '{\n  // none\n  "k": "v"\n}'},
    {
      name: 'with tabs where the text has tabs',
      text: LAUNCH,
      at: ['configurations', '0', 'env'],
      expected: LAUNCH.replace('// whose\n', '// whose\n\t\t\t\t"k": "v",\n'),
    },
    {
      name: 'with CRLF where the text has CRLF',
      text: '{\r\n  "a": 1\r\n}\r\n',
      expected: '{\r\n  "a": 1,\r\n  "k": "v"\r\n}\r\n',
    },
    {name: 'with the spacing around the colon', text: '{\n  "a" : 1\n}', expected: '{\n  "a" : 1,\n  "k" : "v"\n}'},
    {
      name: 'that is a map',
      text: '{\n  "a": 1\n}',
      value: {x: 'y', z: ['1', '2']},
      expected: '{\n  "a": 1,\n  "k": {\n    "x": "y",\n    "z": ["1", "2"]\n  }\n}',
    },
    {
      name: 'that is a map, on one line',
      text: '{"a": {"b": 1}}',
      at: ['a'],
      value: {x: 'y'},
      expected: '{"a": {"b": 1, "k": {"x": "y"}}}',
    },
    {
      name: 'that is a list of maps',
      text: '{\n  "a": 1\n}',
      value: [{name: 'x', value: 'y'}],
      expected: '{\n  "a": 1,\n  "k": [\n    {\n      "name": "x",\n      "value": "y"\n    }\n  ]\n}',
    },
  ])('$name', ({text, at = [], after, value = 'v', expected}) => {
    const tree = readJson({path: 'a.json', text})
    const map = nodeAt(tree, at) as MapNode

    const edits = tree.edits.addPair(
      map,
      'k',
      value,
      map.pairs.find(({key}) => key === after),
    )

    expect(apply(text, edits)).toBe(expected)
  })

  test('adds nothing where the syntax is broken', () => {
    const tree = readJson({path: 'a.json', text: '{"a": 1,, "b": 2}'})

    expect(tree.edits.addPair(tree.roots[0] as MapNode, 'k', 'v')).toBeNull()
  })
})

describe('adding an item', () => {
  test.each<{name: string; text: string; at: string[]; after?: number; value: NewValue; expected: string}>([
    {
      name: 'as flat as the one before',
      text: TASK,
      at: ['containerDefinitions', '0', 'environment'],
      value: {name: 'A', value: 'b'},
      expected: TASK.replace('"legacy" }', '"legacy" },\n        { "name": "A", "value": "b" }'),
    },
    {
      name: 'after the one given',
      text: TASK,
      at: ['containerDefinitions', '0', 'environment'],
      after: 0,
      value: {name: 'A', value: 'b'},
      expected: TASK.replace('"eu-west-1" },', '"eu-west-1" },\n        { "name": "A", "value": "b" },'),
    },
    {
      name: 'over lines like the one before',
      text: '[\n  {\n    "a": "b"\n  }\n]',
      at: [],
      value: {a: 'c'},
      expected: '[\n  {\n    "a": "b"\n  },\n  {\n    "a": "c"\n  }\n]',
    },
    {name: 'on one line', text: '["a", "b"]', at: [], after: 0, value: 'c', expected: '["a", "c", "b"]'},
    {
      name: 'beside others in a filled list',
      text: '[\n  "a", "b",\n  "c", "d"\n]',
      at: [],
      after: 0,
      value: 'x',
      expected: '[\n  "a", "x", "b",\n  "c", "d"\n]',
    },
    {
      name: 'in a list with commas in front',
      text: '[ "a"\n, "b"\n]',
      at: [],
      after: 0,
      value: 'x',
      expected: '[ "a"\n, "x", "b"\n]',
    },
    {
      name: 'into an empty list',
      text: TASK,
      at: ['containerDefinitions', '0', 'command'],
      value: 'c',
      expected: TASK.replace('[]', '[\n        "c"\n      ]'),
    },
  ])('$name', ({text, at, after, value, expected}) => {
    const tree = readJson({path: 'a.json', text})
    const list = nodeAt(tree, at) as ListNode

    expect(apply(text, tree.edits.addItem(list, value, after === undefined ? undefined : list.items[after]))).toBe(
      expected,
    )
  })
})

describe('removing', () => {
  test.each<{name: string; text: string; at?: string[]; index: number; expected: string | null}>([
    {name: 'a line', text: '{\n  "a": 1,\n  "b": 2\n}', index: 0, expected: '{\n  "b": 2\n}'},
    {
      name: 'the last line with the comma before it',
      text: '{\n  "a": 1,\n  "b": 2\n}',
      index: 1,
      expected: '{\n  "a": 1\n}',
    },
    {
      name: 'the last line, keeping the comment before it',
      text: '{\n  "a": 1, // c\n  "b": 2\n}',
      index: 1,
      expected: '{\n  "a": 1 // c\n}',
    },
    {
      name: 'the last line of those with trailing commas',
      text: '{\r\n  "a": 1,\r\n  "b": 2,\r\n}',
      index: 1,
      expected: '{\r\n  "a": 1,\r\n}',
    },
    {name: 'the first on a line', text: '{"a": 1, "b": 2}', index: 0, expected: '{"b": 2}'},
    {name: 'the last on a line', text: '{ "a": 1, "b": 2 }', index: 1, expected: '{ "a": 1 }'},
    {name: 'the only one', text: '{\n  "a": {\n    "b": 1\n  }\n}', at: ['a'], index: 0, expected: '{\n  "a": {}\n}'},
    {
      name: 'an item',
      text: TASK,
      at: ['containerDefinitions', '0', 'environment'],
      index: 1,
      expected: TASK.replace(/,\n.*legacy" }/, ''),
    },
    {name: 'nothing with a comment on its line', text: '{\n  "a": 1, // c\n  "b": 2\n}', index: 0, expected: null},
    {name: 'nothing with a comment inside', text: '{\n  "a": [1 /* c */],\n  "b": 2\n}', index: 0, expected: null},
    {
      name: 'the side without a comment',
      text: '{"a": 1, "b": 2, /* c */ "c": 3}',
      index: 1,
      expected: '{"a": 1, /* c */ "c": 3}',
    },
    {name: 'nothing between comments', text: '{"a": 1, /* b */ "b": 2, /* c */ "c": 3}', index: 1, expected: null},
    {name: 'a line below a comment of its own', text: '{\n  // c\n  "a": 1\n}', index: 0, expected: '{\n  // c\n}'},
  ])('removes $name', ({text, at = [], index, expected}) => {
    const tree = readJson({path: 'a.json', text})
    const holder = nodeAt(tree, at)

    const edits =
      holder.kind === 'map'
        ? tree.edits.removePair(holder, holder.pairs[index]!)
        : tree.edits.removeItem(holder as ListNode, (holder as ListNode).items[index]!)

    expect(edits && apply(text, edits)).toBe(expected)
  })
})

const value = fc.oneof(fc.string(), fc.string({unit: 'binary'}), fc.constantFrom('${x}', '$X', '{{ a }}', 'true', '1'))
const indents = fc.constantFrom<string | number | undefined>(undefined, 2, 4, '\t')
const written = fc
  .record({data: fc.jsonValue({maxDepth: 4}), indent: indents, crlf: fc.boolean(), comments: fc.boolean()})
  .map(({data, indent, crlf, comments}) => {
    const text = JSON.stringify({first: data, 'a b': ['x', {}]}, null, indent)
    const noted = comments && indent !== undefined ? text.replaceAll(',\n', ', // note\n') : text
    return crlf ? noted.replaceAll('\n', '\r\n') : noted
  })
const mangled = fc
  .tuple(fc.constantFrom(TASK, FUNCTION, LAUNCH, POLICY), fc.nat(), fc.nat(40), fc.string())
  .map(
    ([text, at, length, filler]) => text.slice(0, at % text.length) + filler + text.slice((at % text.length) + length),
  )

describe('any text', () => {
  test('is read without throwing, into ranges that lie in it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), mangled, fc.json(), fc.string({unit: fc.constantFrom(...'{}[]",:\\/* \n1a')})),
        (text) => {
          const tree = readJson({path: 'a.json', text})

          for (const {range} of [...tree.problems, ...allNodes(tree)]) expectInside(text, range)
          for (const map of allNodes(tree).filter((node) => node.kind === 'map')) {
            for (const pair of map.pairs) expectInside(text, pair.keyRange)
            expect(() => tree.edits.addPair(map, 'k', 'v')).not.toThrow()
            for (const pair of map.pairs) expect(() => tree.edits.removePair(map, pair)).not.toThrow()
          }
        },
      ),
      {numRuns: 1000},
    )
  })

  test('that JSON.parse accepts reads as the same values, without problems', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          written.map((text) => text.replace(/, \/\/ note/g, ',')),
        ),
        (text) => {
          const tree = readJson({path: 'a.json', text})

          expect(tree.problems).toEqual([])
          expect(plain(tree.roots[0]!)).toEqual(withTexts(JSON.parse(text)))
        },
      ),
    )
  })
})

describe('any edit', () => {
  test('of a value changes it and nothing else', () => {
    fc.assert(
      fc.property(written, value, fc.nat(), (text, to, pick) => {
        const tree = readJson({path: 'a.json', text})
        const scalars = allNodes(tree).filter((node) => node.kind === 'scalar')
        const node = scalars[pick % scalars.length]!
        const edits = tree.edits.setScalar(node, to)!
        const again = readJson({path: 'a.json', text: apply(text, edits)})

        expect(again.problems).toEqual([])
        expect(edits).toHaveLength(1)
        expect(edits[0]!.range.start >= node.range.start && edits[0]!.range.end <= node.range.end).toBe(true)
        const [before, after] = [scalars, allNodes(again).filter((other) => other.kind === 'scalar')]
        expect(after.map(content)).toEqual(before.map((other) => (other === node ? to : content(other))))
      }),
    )
  })

  test('that adds a pair adds one, and removing it gives the text back', () => {
    fc.assert(
      fc.property(written, fc.nat(), fc.nat(), value, (text, pick, position, to) => {
        const tree = readJson({path: 'a.json', text})
        const maps = allNodes(tree).filter((node) => node.kind === 'map')
        const map = maps[pick % maps.length]!
        const anchor = map.pairs[position % (map.pairs.length + 1)]
        const added = apply(text, tree.edits.addPair(map, 'new key', to, anchor))
        const again = readJson({path: 'a.json', text: added})
        const grown = allNodes(again).filter((node) => node.kind === 'map')[pick % maps.length]!
        const at = anchor ? map.pairs.indexOf(anchor) + 1 : map.pairs.length

        expect(again.problems).toEqual([])
        expect(grown.pairs.map(({key}) => key)).toEqual(map.pairs.map(({key}) => key).toSpliced(at, 0, 'new key'))
        expect(content(grown.pairs[at]!.value as ScalarNode)).toBe(to)
        expect(apply(added, again.edits.removePair(grown, grown.pairs[at]!))).toBe(text)
      }),
    )
  })

  test('that adds an item adds one, and removing it gives the text back', () => {
    fc.assert(
      fc.property(
        written,
        fc.nat(),
        fc.nat(),
        fc.oneof(value, fc.constant({name: 'a', value: 'b'})),
        (text, pick, position, to) => {
          const tree = readJson({path: 'a.json', text})
          const lists = allNodes(tree).filter((node) => node.kind === 'list')
          const list = lists[pick % lists.length]!
          const anchor = list.items[position % (list.items.length + 1)]
          const added = apply(text, tree.edits.addItem(list, to, anchor))
          const again = readJson({path: 'a.json', text: added})
          const grown = allNodes(again).filter((node) => node.kind === 'list')[pick % lists.length]!
          const at = anchor ? list.items.indexOf(anchor) + 1 : list.items.length

          expect(again.problems).toEqual([])
          expect(grown.items).toHaveLength(list.items.length + 1)
          expect(plain(grown.items[at]!)).toEqual(to)
          expect(apply(added, again.edits.removeItem(grown, grown.items[at]!))).toBe(text)
        },
      ),
    )
  })
})

/** JSON's values as the tree holds them: numbers as `1e5` may be written differently, so by their number. */
function withTexts(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withTexts)
  if (data === null || typeof data === 'string') return data
  if (typeof data !== 'object') return expect.toSatisfy((text: string) => Object.is(JSON.parse(text), data))
  return Object.fromEntries(Object.entries(data).map(([key, inner]) => [key, withTexts(inner)]))
}
