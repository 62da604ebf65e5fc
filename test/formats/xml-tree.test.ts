import fc from 'fast-check'
import {parseDocument} from 'htmlparser2'
import {describe, expect, test} from 'vitest'
import type {MapNode, ScalarNode, Tree} from '../../src/formats/tree.js'
import {readXml} from '../../src/formats/xml-tree.js'
import {allNodes, apply, content, expectInside, nodeAt, pairNamed, plain, scalarAt} from './tree-probe.js'

const SITE = `<?xml version="1.0"?>
<!DOCTYPE configuration [<!ENTITY own "x>y">]>
<configuration>
  <!-- where tokens come from -->
  <property>
    <name>fs.s3a.assumed.role.sts.endpoint</name>
    <value>https://sts.amazonaws.com</value>
    <description>STS &amp; more</description>
  </property>
  <property><name>b</name><value/></property>
</configuration>
`

const read = (text: string): Tree => readXml({path: 'a.xml', text})

describe('reading', () => {
  test.each([
    {
      name: 'a property under the name it holds',
      text: SITE,
      at: ['configuration', 'fs.s3a.assumed.role.sts.endpoint'],
      value: 'https://sts.amazonaws.com',
      slice: 'https://sts.amazonaws.com',
    },
    {name: 'text without the white space around it', text: '<a>\n  b c\n</a>', at: ['a'], value: 'b c', slice: 'b c'},
    {
      name: 'entities and character references',
      text: '<a>x &lt;&#65;&#x42;&amp;</a>',
      at: ['a'],
      value: 'x <AB&',
      slice: 'x &lt;&#65;&#x42;&amp;',
    },
    {
      name: 'a CDATA section as it is',
      text: '<a><![CDATA[x &lt; <b>]]></a>',
      at: ['a'],
      value: 'x &lt; <b>',
      slice: 'x &lt; <b>',
    },
    {name: 'an attribute', text: "<a b = 'x &quot;y'/>", at: ['a', 'b'], value: 'x "y', slice: 'x &quot;y'},
    {
      name: 'attributes that are name and value',
      text: '<envs><env name="A" value="v"/></envs>',
      at: ['envs', 'A'],
      value: 'v',
      slice: 'v',
    },
    {name: 'key and value of .NET', text: '<x><add key="A" value="v" /></x>', at: ['x', 'A'], value: 'v', slice: 'v'},
    {
      name: 'an env entry of web.xml',
      text: '<w><env-entry><env-entry-name>A</env-entry-name><env-entry-type>T</env-entry-type><env-entry-value>v</env-entry-value></env-entry></w>',
      at: ['w', 'A'],
      value: 'v',
      slice: 'v',
    },
    {name: 'text beside attributes under no name', text: '<a b="c">d</a>', at: ['a', ''], value: 'd', slice: 'd'},
    {name: 'empty text', text: '<a></a>', at: ['a'], value: '', slice: ''},
    {name: 'an element that is closed at once', text: SITE, at: ['configuration', 'b'], value: '', slice: ''},
    {
      name: 'text in several pieces as one',
      text: '<a>b<!-- c -->d<![CDATA[e]]></a>',
      at: ['a'],
      value: 'bde',
      slice: 'b<!-- c -->d<![CDATA[e',
    },
    {
      name: 'what Hadoop and Maven expand',
      text: '<a>${env.X}</a>',
      at: ['a'],
      value: '${env.X}',
      slice: '${env.X}',
      type: 'expression',
    },
    {
      name: 'what a script fills in',
      text: '<a>$REGION</a>',
      at: ['a'],
      value: '$REGION',
      slice: '$REGION',
      type: 'expression',
    },
    {
      name: 'an entity of the document itself',
      text: '<a>&own;</a>',
      at: ['a'],
      value: '&own;',
      slice: '&own;',
      type: 'expression',
    },
    {name: 'after a byte order mark', text: '\uFEFF<a>b</a>', at: ['a'], value: 'b', slice: 'b'},
  ])('$name', ({text, at, value, slice, type = 'string'}) => {
    const tree = read(text)
    const node = scalarAt(tree, at)
    expect([node.type, content(node), text.slice(node.valueRange.start, node.valueRange.end)]).toEqual([
      type,
      value,
      slice,
    ])
    expect(tree.problems).toEqual([])
  })

  test('comments, declarations and entities of the document type hold no elements', () => {
    const tree = read(SITE)
    expect(tree.comments.map(({start, end}) => SITE.slice(start, end))).toEqual(['<!-- where tokens come from -->'])
    expect(plain(tree.roots[0]!)).toEqual({
      configuration: {'fs.s3a.assumed.role.sts.endpoint': 'https://sts.amazonaws.com', b: ''},
    })
  })

  test('an XML namespace is the value of its attribute (T40)', () => {
    const text = '<R xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><A>b</A></R>'
    expect(plain(read(text).roots[0]!)).toEqual({R: {xmlns: 'https://sts.amazonaws.com/doc/2011-06-15/', A: 'b'}})
  })
})

describe('text that is not well formed', () => {
  test.each([
    {text: '<a><b>c</a>', message: 'XML element <b> is not closed', rest: {a: {b: 'c'}}},
    {text: '<a><b>c</b>', message: 'XML element <a> is not closed', rest: {a: {b: 'c'}}},
    {text: '<a>c</b></a>', message: 'XML closes <b>, which is not open', rest: {a: 'c'}},
    {
      text: '<a><b>1 < 2</b><c>d</c></a>',
      message: 'XML has a "<" that opens nothing; as text it is &lt;',
      rest: {a: {b: '1  2', c: 'd'}},
    },
    {text: '<a><b c=d>e</b><f>g</f></a>', message: 'XML element <b> has a start tag that cannot be read', rest: null},
    {text: '<a>b</a> c', message: 'XML has text outside its element', rest: {a: 'b'}},
    {text: '<a>b<!-- c', message: 'XML has no "-->" to end this', rest: {a: 'b'}},
    {text: '<a><![CDATA[b', message: 'XML has no "]]>" to end this', rest: {a: 'b'}},
    {text: '<!DOCTYPE x [', message: 'XML declaration is not closed', rest: null},
    {text: 'just text', message: 'XML has text outside its element', rest: null},
  ])('$text', ({text, message, rest}) => {
    const tree = read(text)
    expect(tree.problems.map((problem) => problem.message)).toEqual([message])
    if (rest !== null) expect(plain(tree.roots[0]!)).toEqual(rest)
  })

  test('any depth is read or refused, never a crash', () => {
    expect(read('<a>'.repeat(100_000)).problems[0]!.message).toBe('XML is nested too deeply to read')
  })
})

describe('setting a value', () => {
  test.each([
    {name: 'escapes text', text: '<a>b</a>', at: ['a'], value: 'x<&>"', expected: '<a>x&lt;&amp;&gt;"</a>'},
    {
      name: 'keeps the white space around it',
      text: '<a>\n  b\n</a>',
      at: ['a'],
      value: 'c',
      expected: '<a>\n  c\n</a>',
    },
    {name: 'fills empty text', text: '<a></a>', at: ['a'], value: 'c', expected: '<a>c</a>'},
    {
      name: 'escapes the quote of an attribute',
      text: '<a b="x"/>',
      at: ['a', 'b'],
      value: '"\'<',
      expected: '<a b="&quot;\'&lt;"/>',
    },
    {
      name: 'writes into CDATA as it is',
      text: '<a><![CDATA[b]]></a>',
      at: ['a'],
      value: 'x&<',
      expected: '<a><![CDATA[x&<]]></a>',
    },
  ])('$name', ({text, at, value, expected}) => {
    const tree = read(text)
    const after = apply(text, tree.edits.setScalar(scalarAt(tree, at), value))
    expect(after).toBe(expected)
    expect(scalarAt(read(after), at).value).toBe(value)
  })

  test.each([
    {name: 'a CDATA section that would end', text: '<a><![CDATA[b]]></a>', value: ']]>'},
    {name: 'text in pieces', text: '<a>b<!-- c -->d</a>', value: 'x'},
    {name: 'an element without a place for it', text: '<a/>', value: 'x'},
    {name: 'a comment alone', text: '<a><!-- c --></a>', value: 'x'},
    {name: 'what XML cannot hold', text: '<a>b</a>', value: '\u0000'},
  ])('is refused: $name', ({text, value}) => {
    const tree = read(text)
    expect(tree.edits.setScalar(scalarAt(tree, ['a']), value)).toBeNull()
  })
})

describe('adding a property', () => {
  test.each([
    {
      name: 'in the layout of its neighbour, without its description',
      text: SITE,
      expected: SITE.replace(
        '  </property>\n  <property><name>b',
        '  </property>\n  <property>\n    <name>k</name>\n    <value>v &lt;</value>\n  </property>\n  <property><name>b',
      ),
    },
    {
      name: 'on one line',
      text: '<configuration>\r\n\t<property><name>fs.s3a.assumed.role.sts.endpoint</name><value>x</value></property>\r\n</configuration>',
      expected:
        '<configuration>\r\n\t<property><name>fs.s3a.assumed.role.sts.endpoint</name><value>x</value></property>\r\n\t<property><name>k</name><value>v &lt;</value></property>\r\n</configuration>',
    },
    {
      name: 'as attributes',
      text: '<configuration>\n  <property name="fs.s3a.assumed.role.sts.endpoint" type="s" value=\'x\' />\n</configuration>',
      expected:
        '<configuration>\n  <property name="fs.s3a.assumed.role.sts.endpoint" type="s" value=\'x\' />\n  <property name="k" value=\'v &lt;\' />\n</configuration>',
    },
  ])('$name', ({text, expected}) => {
    const tree = read(text)
    const map = nodeAt(tree, ['configuration']) as MapNode
    const after = pairNamed(map, 'fs.s3a.assumed.role.sts.endpoint')
    expect(apply(text, tree.edits.addPair(map, 'k', 'v <', after))).toBe(expected)
  })

  test('beside an element that is its own name', () => {
    const text = '<e>\n  <A>1</A>\n</e>'
    const tree = read(text)
    const map = nodeAt(tree, ['e']) as MapNode
    expect(apply(text, tree.edits.addPair(map, 'B', '2', map.pairs[0]))).toBe('<e>\n  <A>1</A>\n  <B>2</B>\n</e>')
    expect(tree.edits.addPair(map, 'no name', '2', map.pairs[0])).toBeNull()
  })

  test.each(['<a><p><name>k</name><type>t</type><value>v</value></p></a>', '<a><p><name>k</name><value>v</value></p>'])(
    'is refused where more would be needed: %s',
    (text) => {
      const tree = read(text)
      expect(tree.edits.addPair(nodeAt(tree, ['a']) as MapNode, 'x', 'y')).toBeNull()
    },
  )
})

describe('removing and renaming', () => {
  test.each([
    {name: 'its lines', text: '<a>\n  <b>c</b>\n  <d>e</d>\n</a>', step: 'b', expected: '<a>\n  <d>e</d>\n</a>'},
    {name: 'itself on a line with others', text: '<a><b>c</b><d>e</d></a>', step: 'b', expected: '<a><d>e</d></a>'},
  ])('takes $name', ({text, step, expected}) => {
    const tree = read(text)
    const map = nodeAt(tree, ['a']) as MapNode
    expect(apply(text, tree.edits.removePair(map, pairNamed(map, step)))).toBe(expected)
  })

  test('never a comment', () => {
    const text = '<a><b><!-- why -->c</b></a>'
    const tree = read(text)
    const map = nodeAt(tree, ['a']) as MapNode
    expect(tree.edits.removePair(map, map.pairs[0]!)).toBeNull()
  })

  test.each([
    {text: '<a><b x="1">c</b></a>', expected: '<a><k x="1">c</k></a>'},
    {text: '<a><b/></a>', expected: '<a><k/></a>'},
    {text: '<a><p><name>b</name><value>c</value></p></a>', expected: '<a><p><name>k</name><value>c</value></p></a>'},
  ])('$text', ({text, expected}) => {
    const tree = read(text)
    const map = nodeAt(tree, ['a']) as MapNode
    expect(apply(text, tree.edits.renameKey(map.pairs[0]!, 'k'))).toBe(expected)
  })
})

const name = fc.constantFrom('a', 'b', 'property', 'x-y', 'n:s', 'name', 'value')
const words = fc.string({unit: fc.constantFrom('a', ' ', '&amp;', '&#x41;', '\u00E9', '"', '\n'), maxLength: 8})
const piece: fc.Memo<string> = fc.memo((depth) =>
  fc.oneof(
    words,
    fc.constantFrom('<!-- c -->', '<?p i?>', '<![CDATA[ <x> ]]>'),
    ...(depth > 1 ? [element(depth - 1)] : []),
  ),
)
const element: fc.Memo<string> = fc.memo((depth) =>
  fc.tuple(name, fc.option(words), fc.array(piece(depth), {maxLength: 3})).map(([tag, value, inner]) => {
    const attribute = value === null ? '' : ` at="${value.replaceAll('"', '')}"`
    return inner.length === 0 ? `<${tag}${attribute}/>` : `<${tag}${attribute}>${inner.join('')}</${tag}>`
  }),
)

type Dom = ReturnType<typeof parseDocument>['children'][number]

/** All text and attribute values of a library's tree, white space aside. */
function contentsOf(node: Dom): string[] {
  if (node.type === 'text') return [node.data]
  if (node.type === 'cdata') return node.children.flatMap(contentsOf)
  if (node.type !== 'tag') return []
  return [...Object.values(node.attribs), ...node.children.flatMap(contentsOf)]
}

const letters = (parts: readonly (string | null)[]): string => [...parts.join('').replace(/\s/g, '')].sort().join('')

describe('any document', () => {
  test('reads as htmlparser2 reads it, where nothing but white space or elements stands beside text', () => {
    fc.assert(
      fc.property(element(3), (text) => {
        const tree = read(text)
        expect(tree.problems).toEqual([])
        const own = allNodes(tree).filter((node): node is ScalarNode => node.kind === 'scalar')
        const seen = letters(own.map(content))
        const all = letters(parseDocument(text, {xmlMode: true}).children.flatMap(contentsOf))
        // Text between elements says nothing to us; whatever is said stands in the document.
        for (const letter of new Set(seen)) expect(all).toContain(letter)
        for (const {valueRange} of own) expectInside(text, valueRange)
      }),
    )
  })

  test('of any bytes is read, with ranges inside it', () => {
    const soup = fc.string({
      unit: fc.constantFrom('<', '>', '/', '!', '-', '[', ']', '"', '=', 'a', ' ', '&', ';', '?', '\n'),
    })
    fc.assert(
      fc.property(soup, (text) => {
        const tree = read(text)
        for (const node of allNodes(tree)) expectInside(text, node.range)
        for (const {range} of tree.problems) expectInside(text, range)
        for (const comment of tree.comments) expectInside(text, comment)
      }),
    )
  })

  test('set any value: it is read back, and only it changed', () => {
    fc.assert(
      fc.property(
        element(3),
        fc.nat(),
        fc.string({unit: fc.constantFrom('a', '<', '&', '>', '"', "'", ':', '/')}),
        (text, pick, value) => {
          const tree = read(text)
          const scalars = allNodes(tree).filter((node): node is ScalarNode => node.kind === 'scalar')
          const node = scalars[pick % Math.max(1, scalars.length)]
          const edits = node && tree.edits.setScalar(node, value)
          if (!node || !edits) return
          const again = read(apply(text, edits))
          expect(again.problems).toEqual([])
          const now = allNodes(again).filter((other): other is ScalarNode => other.kind === 'scalar')
          // A name that changes may make another pair of its element.
          if (now.length !== scalars.length) return
          expect(now.map(content).filter((_, index) => scalars[index] !== node)).toEqual(
            scalars.filter((other) => other !== node).map(content),
          )
          expect(content(now[scalars.indexOf(node)]!)).toBe(value)
        },
      ),
    )
  })
})
