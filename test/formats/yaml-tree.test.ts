import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {
  isScalar,
  parse,
  parseAllDocuments,
  stringify,
  type ToStringOptions,
  visit,
  type Document as YamlDocument,
} from 'yaml'
import type {ListNode, MapNode, NewValue, Node, Pair, ScalarNode, Tree} from '../../src/formats/tree.js'
import {readYaml} from '../../src/formats/yaml-tree.js'
import type {Range, TextEdit} from '../../src/model.js'
import {CLOUDFORMATION, COMPOSE, DEPLOYMENT, GITLAB, HELM, WORKFLOW} from './yaml-samples.js'

const read = (text: string): Tree => readYaml({path: 'x.yaml', text})

/** The tree as plain values; `<…>` is an expression, other types than string are named. */
function plain(node: Node): unknown {
  if (node.kind === 'map') return Object.fromEntries(node.pairs.map(({key, value}) => [key, plain(value)]))
  if (node.kind === 'list') return node.items.map(plain)
  if (node.type === 'expression') return `<${node.expression}>`
  return node.type === 'string' || node.type === 'null' ? node.value : `${node.type} ${node.value}`
}

const values = (text: string): unknown[] => read(text).roots.map(plain)

function at(node: Node, ...path: (string | number)[]): Node {
  return path.reduce((below, step) => {
    const next =
      below.kind === 'map'
        ? below.pairs.find(({key}) => key === step)?.value
        : below.kind === 'list'
          ? below.items[Number(step)]
          : undefined
    if (!next) throw new Error(`nothing at ${path.join('.')}`)
    return next
  }, node)
}

function apply(text: string, edits: readonly TextEdit[] | null): string | null {
  if (!edits) return null
  return edits
    .toReversed()
    .reduce((done, {range, newText}) => done.slice(0, range.start) + newText + done.slice(range.end), text)
}

const cut = (text: string, {start, end}: Range): string => text.slice(start, end)

interface Step {
  readonly path: string
  readonly node: Node
  readonly parent: Node | null
  readonly part: Pair | Node
}

function walk(node: Node, path = '', parent: Node | null = null, part: Pair | Node = node): Step[] {
  const here = [{path, node, parent, part}]
  if (node.kind === 'map')
    return here.concat(node.pairs.flatMap((pair) => walk(pair.value, `${path}/${pair.key}`, node, pair)))
  if (node.kind === 'list')
    return here.concat(node.items.flatMap((item, index) => walk(item, `${path}/${index}`, node, item)))
  return here
}

const steps = (tree: Tree): Step[] => tree.roots.flatMap((root, index) => walk(root, `${index}`))

const leaves = (tree: Tree): string[] =>
  steps(tree).flatMap(({path, node}) =>
    node.kind === 'scalar' ? [`${path} ${node.type} ${node.value ?? node.expression}`] : [],
  )

describe('reading', () => {
  test.each([
    {
      name: 'keeps numbers and booleans as written',
      text: 'a: 012\nb: TRUE\nc: yes\nd: 1.50\n',
      expected: {a: 'number 012', b: 'boolean TRUE', c: 'yes', d: 'number 1.50'},
    },
    {
      name: 'takes what is quoted for a string',
      text: `a: "true"\nb: '1'\nc: "null"\n`,
      expected: {a: 'true', b: '1', c: 'null'},
    },
    {
      name: 'knows every way of saying null',
      text: 'a:\nb: ~\nc: null\nd: {e: , f}\n',
      expected: {a: null, b: null, c: null, d: {e: null, f: null}},
    },
    {name: 'decodes escapes and doubled quotes', text: `a: "x\\ty"\nb: 'it''s'\n`, expected: {a: 'x\ty', b: "it's"}},
    {name: 'joins scalars over several lines', text: 'a: x\n  y\nb: "x\n  y"\n', expected: {a: 'x y', b: 'x y'}},
    {
      name: 'reads block scalars by their header',
      text: 'a: |\n  x\n   y\nb: >-\n  x\n  y\nc: |2+\n    x\n\nd: 1\n',
      expected: {a: 'x\n y\n', b: 'x y', c: '  x\n\n', d: 'number 1'},
    },
    {
      name: 'reads flow collections and implicit pairs in them',
      text: 'a: [b, {c: d}, e: f]\n"g": {"h":"i"}\n',
      expected: {a: ['b', {c: 'd'}, {e: 'f'}], g: {h: 'i'}},
    },
    {
      name: 'reads explicit keys and leaves keys that are collections',
      text: '? a\n: b\n? [c]\n: d\n? e\n',
      expected: {a: 'b', e: null},
    },
    {name: 'keeps duplicate keys from being an error', text: 'a: 1\nb: 2\n', expected: {a: 'number 1', b: 'number 2'}},
    {
      name: 'reads CRLF, a byte order mark and no final newline',
      text: '\uFEFFa: b\r\nc:\r\n  - d',
      expected: {a: 'b', c: ['d']},
    },
    {name: 'reads a directive', text: '%YAML 1.1\n---\na: yes\n', expected: {a: 'yes'}},
    {
      name: 'takes computed values for expressions',
      text: 'a: ${X}\nb: $X\nc: $(X)\nd: ${{ x }}\ne: "{{ x }}"\nf: << parameters.x >>\n',
      expected: {a: '<${X}>', b: '<$X>', c: '<$(X)>', d: '<${{ x }}>', e: '<{{ x }}>', f: '<<< parameters.x >>>'},
    },
    {
      name: 'leaves a dollar sign inside a value alone',
      text: 'a: cost $X each\nb: |\n  echo ${X}\n',
      expected: {a: 'cost $X each', b: 'echo ${X}\n'},
    },
    {
      name: 'takes own tags for expressions and standard ones for what they say',
      text: 'a: !Ref B\nc: !Sub "d"\ne: !Sub "${F}"\ng: !Join ["", [h]]\ni: !!str 1\nj: ! 2\nk: !GetAtt\n',
      expected: {a: '<!Ref B>', c: 'd', e: '<!Sub "${F}">', g: '<!Join ["", [h]]>', i: '1', j: '2', k: '<!GetAtt>'},
    },
    {
      name: 'follows aliases',
      text: 'a: &x {b: c}\nd: *x\ne: [*x]\n',
      expected: {a: {b: 'c'}, d: {b: 'c'}, e: [{b: 'c'}]},
    },
    {
      name: 'means the last anchor before an alias',
      text: 'a: &x 1\nb: *x\nc: &x 2\nd: *x\n',
      expected: {a: 'number 1', b: 'number 1', c: 'number 2', d: 'number 2'},
    },
    {
      name: 'puts merged pairs last and lets own and earlier ones win',
      text: 'a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: own\n',
      expected: {
        a: {x: 'number 1', y: 'number 2'},
        b: {y: 'number 3', z: 'number 4'},
        c: {x: 'own', y: 'number 2', z: 'number 4'},
      },
    },
    {name: 'keeps a quoted merge key as a key', text: '"<<": a\n', expected: {'<<': 'a'}},
  ])('$name', ({text, expected}) => {
    const tree = read(text)

    expect(tree.roots.map(plain)).toEqual([expected])
    expect(tree.problems).toEqual([])
  })

  test('yields one root per document', () => {
    expect(values('a: 1\n---\n- b\n...\n---\n')).toEqual([{a: 'number 1'}, ['b'], null])
  })

  test('has no roots where there is no document', () => {
    expect([read('').roots, read('# only\n').roots]).toEqual([[], []])
  })

  test('marks what an alias reaches as shared, there and at the anchor', () => {
    const [root] = read('a: &x\n  b: c\nd:\n  <<: *x\n  e: f\ng: *x\nh: i\n').roots
    const shared = walk(root!)
      .filter(({node}) => node.shared)
      .map(({path}) => path)

    expect(shared).toEqual(['/a', '/a/b', '/d/b', '/g', '/g/b'])
  })

  test.each([
    {name: 'plain', text: 'a:  b c  # d\n', value: 'b c', verbatim: true},
    {name: 'quoted', text: "a: 'b' # d\n", value: 'b', verbatim: true},
    {name: 'with escapes', text: 'a: "b\\x21"\n', value: 'b\\x21', verbatim: false},
    {name: 'over two lines', text: 'a: b\n   c\n', value: 'b\n   c', verbatim: false},
    {
      name: 'a literal block, indentation included',
      text: 'a: |\n\n  b\n    c\n\n',
      value: '  b\n    c',
      verbatim: true,
    },
    {name: 'a folded block', text: 'a: >\n  b\n  c\n', value: '  b\n  c', verbatim: false},
    {name: 'empty, right after the colon', text: 'a:   # b\n', value: '', verbatim: true},
  ])('cuts out the value: $name', ({text, value, verbatim}) => {
    const node = at(read(text).roots[0]!, 'a') as ScalarNode

    expect([cut(text, node.valueRange), node.verbatim]).toEqual([value, verbatim])
  })

  test('gives a pair the range of its key and value', () => {
    const text = 'a: b\n"c" :\n  - d # e\n\n# f\ng: *x\n'
    const root = read(text).roots[0] as MapNode

    expect(root.pairs.map(({range}) => cut(text, range))).toEqual(['a: b', '"c" :\n  - d', 'g: *x'])
    expect(root.pairs.map(({keyRange}) => cut(text, keyRange))).toEqual(['a', '"c"', 'g'])
  })

  test('finds comments and nothing that looks like one', () => {
    const text = '# a\nb: "# c" # d\r\ne: |  # f\r\n  # g\r\nh: i#j\n--- # k\nl: [m, # n\n  o]\n... # p'
    expect(read(text).comments.map((range) => cut(text, range))).toEqual(['# a', '# d', '# f', '# k', '# n', '# p'])
  })
})

describe('bad input', () => {
  test.each([
    {
      name: 'an unclosed bracket',
      text: 'a: [b\nc: d\n',
      message: 'the indentation does not fit what is around it',
      left: {a: ['b'], c: 'd'},
    },
    {
      name: 'text after a quoted value',
      text: 'a: "b" c\nd: e\n',
      message: 'something stands where it cannot',
      left: {a: 'b', d: 'e'},
    },
    {
      name: 'an alias of nothing',
      text: 'a: *b\nc: d\n',
      message: 'the alias *b has no anchor before it',
      left: {a: '<*b>', c: 'd'},
    },
    {
      name: 'an alias of what it is in',
      text: 'a: &b [*b]\nc: d\n',
      message: 'the alias *b refers to a value it is part of',
      left: {a: ['<*b>'], c: 'd'},
    },
  ])('says what is wrong and keeps the rest: $name', ({text, message, left}) => {
    const tree = read(text)

    expect(tree.problems.map((problem) => problem.message)).toEqual([message])
    expect(tree.roots.map(plain)).toEqual([left])
  })

  test('does not quote the source in a message', () => {
    expect(JSON.stringify(read('password: "x" hunter2\n').problems)).not.toContain('hunter2')
  })

  test.each([
    ['brackets', '['.repeat(20_000)],
    ['dashes', '- '.repeat(20_000)],
    ['braces', '{a: '.repeat(20_000)],
    [
      'aliases of aliases',
      [...Array(2000).keys()]
        .map((i) => `a${i}: &a${i} [*a${i - 1}]`)
        .join('\n')
        .replace('*a-1', 'x'),
    ],
  ])('stops at nesting nobody writes: %s', (_, text) => {
    expect(read(text).problems).toHaveLength(1)
  })

  test('stops at aliases that stand for billions of nodes', () => {
    const lines = [...Array(12).keys()].map(
      (i) =>
        `a${i}: &a${i} [${Array(10)
          .fill(i ? `*a${i - 1}` : 'x')
          .join(', ')}]`,
    )
    const tree = read(`${lines.join('\n')}\nz: 1\n`)

    expect(tree.problems.map(({message}) => message)).toEqual(['aliases stand for too many values to be read'])
    expect(plain(at(tree.roots[0]!, 'z'))).toBe('number 1')
  })
})

describe('real files', () => {
  test.each([
    ['a Deployment', DEPLOYMENT],
    ['docker-compose', COMPOSE],
    ['a workflow', WORKFLOW],
    ['CloudFormation', CLOUDFORMATION],
    ['a Helm template', HELM],
    ['GitLab CI', GITLAB],
  ])('reads without a problem: %s', (_, text) => {
    const tree = read(text)

    expect(tree.problems).toEqual([])
    expect(tree.roots.map(plain)).toMatchSnapshot()
  })

  test('edits a container of a Deployment the way it is written', () => {
    const tree = read(DEPLOYMENT)
    const env = at(tree.roots[0]!, 'spec', 'template', 'spec', 'containers', 0, 'env') as ListNode
    const edits = tree.edits.addItem(env, {name: 'AWS_DEFAULT_REGION', value: 'eu-west-1'}, env.items[0])

    expect(apply(DEPLOYMENT, edits)).toBe(
      DEPLOYMENT.replace(
        '              value: "eu-west-1"  # home\n',
        (line) => `${line}            - name: AWS_DEFAULT_REGION\n              value: "eu-west-1"\n`,
      ),
    )
  })
})

describe('templates', () => {
  test.each([
    {name: 'a value', text: 'a: {{ .x }}\n', expected: {a: '<{{ .x }}>'}},
    {
      name: 'a value in quotes of the same kind',
      text: 'a: "{{ .x | default "b" }}"\n',
      expected: {a: '<{{ .x | default "b" }}>'},
    },
    {name: 'a part of a value', text: 'a: x-{{ .y }}-z {{- .q }}\n', expected: {a: '<x-{{ .y }}-z {{- .q }}>'}},
    {
      name: 'a key',
      text: '{{ .x }}: a\nb-{{ .y }}: c\n"{{ .z }}": d\n',
      expected: {'{{ .x }}': 'a', 'b-{{ .y }}': 'c', '{{ .z }}': 'd'},
    },
    {
      name: 'items of a list',
      text: '- {{ include "x" . | nindent 8 }}\n- [{{ .a }}, "b"]\n',
      expected: ['<{{ include "x" . | nindent 8 }}>', ['<{{ .a }}>', 'b']],
    },
    {name: 'lines of their own', text: '{{- if .x }}\na: b\n{{- else }}\na: c\n{{ end }}\n', expected: {a: 'c'}},
    {name: 'a comment over lines', text: '{{/* a: b\n  c: [ */}}\nd: e {{- /* f */}}\n', expected: {d: 'e'}},
    {
      name: 'a value over lines',
      text: 'a: {{ .x\n  | quote }}\nb: c\n',
      expected: {a: '<{{ .x\n  | quote }}>', b: 'c'},
    },
    {
      name: 'what is filled in below a key',
      text: 'a:\n  {{- toYaml .x | nindent 2 }}\nb:\n  {{- if .y }}\n  c: d\n  {{- end }}\ne:\n{{ end }}',
      expected: {a: '<{{- toYaml .x | nindent 2 }}>', b: {c: 'd'}, e: null},
    },
    {name: 'a condition behind a colon', text: 'a: {{- if .x }}\n  - b\n{{- end }}\n', expected: {a: ['b']}},
    {
      name: 'a condition around a value',
      text: 'a: {{ if .x }}b{{ end }}\nc: "d" {{ end }}\n',
      expected: {a: '<{{ if .x }}b{{ end }}>', c: 'd'},
    },
    {
      name: 'braces in strings',
      text: 'a: {{ "{{" }} b {{ "}}" }}\nc: {{`{{ d }}`}}\n',
      expected: {a: '<{{ "{{" }} b {{ "}}" }}>', c: '<{{`{{ d }}`}}>'},
    },
    {
      name: 'a script',
      text: 'a: |\n  x\n  {{- if .y }}\n  z {{ .q }}\n  {{- end }}\nb: {{ .c }}\n',
      expected: {a: 'x\n{{- if .y }}\nz {{ .q }}\n{{- end }}\n', b: '<{{ .c }}>'},
    },
    {
      name: 'Jinja',
      text: '{% if x %}\na: {{ x }}\n{% endif %}\n{# c: [ #}\nb: {% raw %}c{% endraw %}\n',
      expected: {a: '<{{ x }}>', b: '<{% raw %}c{% endraw %}>'},
    },
    {name: 'ERB', text: '<% if x %>\na: <%= y %>\n<% end %>\n', expected: {a: '<<%= y %>>'}},
    {name: 'CRLF', text: '{{- if .x }}\r\na: {{ .b }}\r\n{{- end }}\r\nc: d\r\n', expected: {a: '<{{ .b }}>', c: 'd'}},
    {
      name: 'braces in a comment that are no action',
      text: '# {{ opens\na: b\nc: {{ .d }}\n',
      expected: {a: 'b', c: '<{{ .d }}>'},
    },
  ])('reads around $name', ({text, expected}) => {
    const tree = read(text)
    const last = Array.isArray(expected) ? expected : {...expected}

    expect(tree.roots.map(plain)).toEqual([last])
    expect(tree.problems).toEqual([])
  })

  test.each([
    ['quoted actions on one line', '"{{ x }}" '.repeat(20_000)],
    ['comments that do not end', '{{/*'.repeat(20_000)],
    ['strings that do not end', '{{ `"'.repeat(20_000)],
  ])('reads in time, which grows with the text and not with its square: %s', (_, text) => {
    expect(read(text)).toHaveProperty('roots')
  })

  test('stays silent about what is left of a template', () => {
    expect(read('a: [{{ .x }}\nb: "\n').problems).toEqual([])
  })

  test('sets a value that no action touches and refuses the rest', () => {
    const text = 'a: b\nc: {{ .d }}\ne: f {{ .g }}\n{{ .h }}: i\n'
    const {
      roots: [root],
      edits,
    } = read(text)

    expect(
      ['a', 'c', 'e', '{{ .h }}'].map((key) => apply(text, edits.setScalar(at(root!, key) as ScalarNode, 'x'))),
    ).toEqual([
      'a: x\nc: {{ .d }}\ne: f {{ .g }}\n{{ .h }}: i\n',
      null,
      null,
      'a: b\nc: {{ .d }}\ne: f {{ .g }}\n{{ .h }}: x\n',
    ])
    expect(edits.addPair(root as MapNode, 'x', 'y')).toBeNull()
    expect(edits.removePair(root as MapNode, (root as MapNode).pairs[0]!)).toBeNull()
  })

  test('edits freely where every action stands in quotes', () => {
    const text = `a: "{{ x }}"\nb: |\n  docker ps --format '{{.ID}}'\n`
    const {
      roots: [root],
      edits,
    } = read(text)

    expect(plain(root!)).toEqual({a: '<{{ x }}>', b: "docker ps --format '{{.ID}}'\n"})
    expect(apply(text, edits.addPair(root as MapNode, 'c', 'd'))).toBe(`${text}c: d\n`)
  })
})

describe('setScalar', () => {
  test.each([
    {
      name: 'leaves plain plain',
      text: 'a: b # c\n',
      value: 'https://sts.eu-west-1.amazonaws.com',
      expected: 'a: https://sts.eu-west-1.amazonaws.com # c\n',
    },
    {name: 'keeps single quotes', text: "a: 'b'\n", value: "it's", expected: "a: 'it''s'\n"},
    {name: 'keeps double quotes', text: 'a: "b"\n', value: 'x"y', expected: 'a: "x\\"y"\n'},
    {name: 'leaves single quotes for what they cannot hold', text: "a: 'b'\n", value: 'x\ny', expected: 'a: "x\\ny"\n'},
    {name: 'quotes what would be a boolean', text: 'a: b\n', value: 'true', expected: 'a: "true"\n'},
    {name: 'quotes a boolean that is to be a string', text: 'a: true\n', value: 'true', expected: 'a: "true"\n'},
    {name: 'quotes what YAML 1.1 takes for a boolean', text: 'a: b\n', value: 'off', expected: 'a: "off"\n'},
    {
      name: 'quotes what YAML 1.1 takes for a number of minutes',
      text: 'a: b\n',
      value: '12:30',
      expected: 'a: "12:30"\n',
    },
    {name: 'quotes an account number', text: 'a: b\n', value: '012345678901', expected: 'a: "012345678901"\n'},
    {name: 'quotes what would start a comment', text: 'a: b\n', value: 'x #y', expected: 'a: "x #y"\n'},
    {name: 'quotes a comma in braces only', text: 'a: b\n', value: 'x,y', expected: 'a: x,y\n'},
    {name: 'fills in an empty value', text: 'a:  # c\nb: d\n', value: 'x', expected: 'a: x  # c\nb: d\n'},
    {name: 'fills in an anchored empty value', text: 'a: &y\nb: d\n', value: 'x', expected: 'a: &y x\nb: d\n'},
    {name: 'replaces a tilde', text: 'a: ~\n', value: 'x', expected: 'a: x\n'},
    {
      name: 'replaces the line of a literal block',
      text: 'a: |-\n    b\nc: d\n',
      value: 'x',
      expected: 'a: |-\n    x\nc: d\n',
    },
    {name: 'leaves a longer block alone', text: 'a: |\n  b\n  c\n', value: 'x', expected: null},
    {name: 'leaves a reference alone', text: 'a: !Ref B\n', value: 'x', expected: null},
    {name: 'replaces a plain value over two lines', text: 'a: b\n  c\nd: e\n', value: 'x', expected: 'a: x\nd: e\n'},
    {
      name: 'keeps CRLF and the byte order mark',
      text: '\uFEFFa: b\r\nc: d\r\n',
      value: 'x',
      expected: '\uFEFFa: x\r\nc: d\r\n',
    },
    {name: 'does not write what would make the file a template', text: 'a: b\n', value: '{{ x }}', expected: null},
  ])('$name', ({text, value, expected}) => {
    const {
      roots: [root],
      edits,
    } = read(text)
    expect(apply(text, edits.setScalar(at(root!, 'a') as ScalarNode, value))).toBe(expected)
  })

  test.each([
    {text: '{a: b, c: d}\n', expected: '{a: "x,y", c: d}\n'},
    {text: '{a, c: d}\n', expected: '{a: "x,y", c: d}\n'},
    {text: '{"a":"b"}\n', expected: '{"a":"x,y"}\n'},
    {text: '{a: , c: d}\n', expected: '{a: "x,y" , c: d}\n'},
  ])('minds braces: $text', ({text, expected}) => {
    const {
      roots: [root],
      edits,
    } = read(text)
    expect(apply(text, edits.setScalar(at(root!, 'a') as ScalarNode, 'x,y'))).toBe(expected)
  })

  test('fills in an empty item', () => {
    const {
      roots: [root],
      edits,
    } = read('-\n- b\n')
    expect(apply('-\n- b\n', edits.setScalar(at(root!, 0) as ScalarNode, 'x'))).toBe('- x\n- b\n')
  })

  test('reaches the anchored value through an alias', () => {
    const text = 'a: &x {b: c}\nd: *x\n'
    const {
      roots: [root],
      edits,
    } = read(text)
    expect(apply(text, edits.setScalar(at(root!, 'd', 'b') as ScalarNode, 'e'))).toBe('a: &x {b: e}\nd: *x\n')
  })
})

describe('renameKey', () => {
  test.each([
    {text: 'a: b\n', key: 'c', expected: 'c: b\n'},
    {text: '"a": b\n', key: 'c d', expected: '"c d": b\n'},
    {text: "{'a': b}\n", key: 'c', expected: "{'c': b}\n"},
    {text: 'a: b\n', key: 'yes', expected: '"yes": b\n'},
    {text: '? a\n: b\n', key: 'c', expected: '? c\n: b\n'},
    {text: '? |\n  a\n: b\n', key: 'c', expected: null},
  ])('$text becomes $expected', ({text, key, expected}) => {
    const {
      roots: [root],
      edits,
    } = read(text)
    expect(apply(text, edits.renameKey((root as MapNode).pairs[0]!, key))).toBe(expected)
  })
})

describe('addPair', () => {
  test.each<{name: string; text: string; value: NewValue; path?: string[]; after?: string; expected: string | null}>([
    {name: 'at the end', text: 'a: b\nc: d\n', value: 'v', expected: 'a: b\nc: d\nk: v\n'},
    {
      name: 'after a pair and its comment',
      text: 'a: b # x\nc: d\n',
      value: 'v',
      after: 'a',
      expected: 'a: b # x\nk: v\nc: d\n',
    },
    {name: 'without a final newline', text: 'a: b', value: 'v', expected: 'a: b\nk: v'},
    {name: 'with CRLF', text: 'a: b\r\nc: d\r\n', value: {x: 'w'}, expected: 'a: b\r\nc: d\r\nk:\r\n  x: w\r\n'},
    {
      name: 'after a nested map and its comments',
      text: 'a:\n  b: c\n  # d\n\ne: f\n',
      value: 'v',
      after: 'a',
      expected: 'a:\n  b: c\n  # d\nk: v\n\ne: f\n',
    },
    {
      name: 'after a block scalar, before blank lines',
      text: 'a: |\n  x\n\n\nb: c\n',
      value: 'v',
      after: 'a',
      expected: 'a: |\n  x\nk: v\n\n\nb: c\n',
    },
    {
      name: 'after blank lines that belong to a block scalar',
      text: 'a: |+\n  x\n\nb: c\n',
      value: 'v',
      after: 'a',
      expected: 'a: |+\n  x\n\nk: v\nb: c\n',
    },
    {
      name: 'in the column after a dash',
      text: '- a: b\n- c: d\n',
      value: 'v',
      path: ['0'],
      expected: '- a: b\n  k: v\n- c: d\n',
    },
    {name: 'quoted like its neighbour', text: '"a": \'b\'\n', value: 'v', expected: '"a": \'b\'\n"k": \'v\'\n'},
    {name: 'quoted where it must be', text: 'a: b\n', value: 'true', expected: 'a: b\nk: "true"\n'},
    {
      name: 'with a list',
      text: 'a: b\n',
      value: ['x', {w: 'z', q: []}],
      expected: 'a: b\nk:\n  - x\n  - w: z\n    q: []\n',
    },
    {name: 'with a list indented like others', text: 'a:\n- b\n', value: ['x'], expected: 'a:\n- b\nk:\n- x\n'},
    {
      name: 'with a map indented like others',
      text: 'a:\n    b: c\n',
      value: {x: {w: 'z'}},
      expected: 'a:\n    b: c\nk:\n    x:\n      w: z\n',
    },
    {name: 'after an empty pair', text: 'a: b\nc:\n', value: 'v', expected: 'a: b\nc:\nk: v\n'},
    {
      name: 'next to a merge',
      text: 'x: &x {a: b}\ny:\n  <<: *x\n',
      path: ['y'],
      value: 'v',
      expected: 'x: &x {a: b}\ny:\n  <<: *x\n  k: v\n',
    },
    {name: 'in braces', text: '{a: b}\n', value: 'v', expected: '{a: b, k: v}\n'},
    {
      name: 'in braces, in the middle',
      text: '{a: b, c: d,}\n',
      value: ['x', 'y,z'],
      after: 'a',
      expected: '{a: b, k: [x, "y,z"], c: d,}\n',
    },
    {name: 'in empty braces', text: 'a: {}\n', value: 'v', path: ['a'], expected: 'a: {k: v}\n'},
    {
      name: 'in braces over lines',
      text: '{\n  "a": "b" # c\n}\n',
      value: 'v',
      expected: '{\n  "a": "b", # c\n  "k": "v"\n}\n',
    },
    {
      name: 'in braces over lines with a comma',
      text: '{\n  a: b, # c\n  d: e,\n}\n',
      value: 'v',
      after: 'a',
      expected: '{\n  a: b, # c\n  k: v,\n  d: e,\n}\n',
    },
    {name: 'not to what an alias shares', text: 'a: &x {b: c}\nd: *x\n', value: 'v', path: ['a'], expected: null},
    {name: 'not where the key is', text: 'k: b\n', value: 'v', expected: null},
    {name: 'not to a broken document', text: 'a: b\nc: [d\n', value: 'v', expected: null},
  ])('adds $name', ({text, value, path = [], after, expected}) => {
    const {
      roots: [root],
      edits,
    } = read(text)
    const map = at(root!, ...path) as MapNode
    const edited = apply(
      text,
      edits.addPair(
        map,
        'k',
        value,
        map.pairs.find(({key}) => key === after),
      ),
    )
    expect(edited).toBe(expected)
  })
})

describe('addItem', () => {
  test.each<{name: string; text: string; value: NewValue; after?: number; expected: string | null}>([
    {name: 'at the end', text: 'a:\n  - b\n  - c\n', value: 'v', expected: 'a:\n  - b\n  - c\n  - v\n'},
    {name: 'in the column of the key', text: 'a:\n- b\nc: d\n', value: 'v', expected: 'a:\n- b\n- v\nc: d\n'},
    {name: 'after an item', text: 'a:\n- b # x\n- c\n', value: 'v', after: 0, expected: 'a:\n- b # x\n- v\n- c\n'},
    {
      name: 'as a map, quoted like the same key of a neighbour',
      text: 'a:\n  - name: b\n    value: "c"\n  - name: d\n    valueFrom: e\n',
      value: {name: 'k', value: 'v'},
      expected: 'a:\n  - name: b\n    value: "c"\n  - name: d\n    valueFrom: e\n  - name: k\n    value: "v"\n',
    },
    {
      name: 'as a map in braces like its neighbour',
      text: 'a:\n- {name: b, value: "c"}\n',
      value: {name: 'k', value: 'v'},
      expected: 'a:\n- {name: b, value: "c"}\n- {name: k, value: "v"}\n',
    },
    {
      name: 'as far from the dash as its neighbour',
      text: 'a:\n-   b: c\n    d: e\n',
      value: {b: 'x', d: 'w'},
      expected: 'a:\n-   b: c\n    d: e\n-   b: x\n    d: w\n',
    },
    {name: 'in brackets', text: 'a: ["b"]\n', value: 'v', expected: 'a: ["b", "v"]\n'},
    {name: 'in empty brackets', text: 'a: []\n', value: 'v', expected: 'a: [v]\n'},
    {name: 'in brackets over lines', text: 'a: [\n  b,\n  c\n]\n', value: 'v', expected: 'a: [\n  b,\n  c,\n  v\n]\n'},
  ])('adds $name', ({text, value, after, expected}) => {
    const {
      roots: [root],
      edits,
    } = read(text)
    const list = at(root!, 'a') as ListNode
    expect(apply(text, edits.addItem(list, value, after === undefined ? undefined : list.items[after]))).toBe(expected)
  })
})

describe('removePair and removeItem', () => {
  test.each([
    {name: 'a line', text: 'a: b\nc: d\ne: f\n', path: ['c'], expected: 'a: b\ne: f\n'},
    {
      name: 'the lines of a nested value',
      text: 'a: b\nc:\n  - d\n  - |\n    e\n\nf: g\n',
      path: ['c'],
      expected: 'a: b\n\nf: g\n',
    },
    {name: 'the last line without a newline', text: 'a: b\r\nc: d', path: ['c'], expected: 'a: b'},
    {name: 'the pair after a dash', text: '- a: b\n  c: d\n', path: [0, 'a'], expected: '- c: d\n'},
    {name: 'an item', text: 'a:\n- b\n- c: d\n  e: f\n- g\n', path: ['a', 1], expected: 'a:\n- b\n- g\n'},
    {name: 'the first of a list in a list', text: '- - a\n  - b\n', path: [0, 0], expected: '- - b\n'},
    {name: 'the first in braces', text: '{a: b, c: d}\n', path: ['a'], expected: '{c: d}\n'},
    {name: 'the last in brackets', text: 'a: [b, c,]\n', path: ['a', 1], expected: 'a: [b,]\n'},
    {name: 'nothing with a comment behind it', text: 'a: b # c\nd: e\n', path: ['a'], expected: null},
    {name: 'nothing with a comment inside', text: 'a:\n  # c\n  b: c\nd: e\n', path: ['a'], expected: null},
    {name: 'nothing that leaves a key without a value', text: 'a:\n  b: c\nd: e\n', path: ['a', 'b'], expected: null},
    {name: 'nothing anchored', text: 'a: &x b\nc: d\n', path: ['a'], expected: null},
    {name: 'nothing shared', text: 'a: &x {b: c, d: e}\nf: *x\n', path: ['a', 'b'], expected: null},
    {name: 'nothing merged', text: 'a: &x {b: c, d: e}\nf:\n  <<: *x\n  g: h\n', path: ['f', 'b'], expected: null},
  ])('removes $name', ({text, path, expected}) => {
    const {
      roots: [root],
      edits,
    } = read(text)
    const parent = at(root!, ...path.slice(0, -1))
    const last = path.at(-1)!
    const removed =
      parent.kind === 'map'
        ? edits.removePair(parent, parent.pairs.find(({key}) => key === last)!)
        : edits.removeItem(parent as ListNode, at(parent, last))
    expect(apply(text, removed)).toBe(expected)
  })
})

describe('properties', () => {
  /** More at night: STSLINT_RUNS multiplies. */
  const runs = (count: number): number => count * Number(process.env['STSLINT_RUNS'] ?? 1)
  const samples = [DEPLOYMENT, COMPOSE, WORKFLOW, CLOUDFORMATION, HELM, GITLAB]
  const word = fc
    .oneof(
      fc.stringMatching(/^[a-zA-Z][\w./-]{0,12}$/),
      fc.string({maxLength: 12}),
      fc.string({unit: 'binary', maxLength: 6}),
      fc.constantFrom(
        'true',
        'no',
        '1e3',
        '~',
        '',
        ' ',
        '- a',
        'a: b',
        'a #b',
        '---',
        "'",
        '"',
        '\\',
        '\t',
        'https://sts.amazonaws.com',
        '<<',
        '2024-01-01',
        '0x1f',
        'é\u0085\u2028',
      ),
    )
    .filter((text) => !/\{\{|\{%|<%/.test(text))
  const tree = fc.letrec<{value: unknown}>((tie) => ({
    value: fc.oneof(
      {maxDepth: 3, withCrossShrink: true},
      word,
      fc.constantFrom(null, true, 12, 1.5),
      fc.array(tie('value'), {maxLength: 4}),
      fc.dictionary(word, tie('value'), {maxKeys: 4, noNullPrototype: true}),
    ),
  })).value
  const root = fc.dictionary(word, tree, {minKeys: 1, maxKeys: 5, noNullPrototype: true})
  const layout = fc.record({
    collectionStyle: fc.constantFrom('any', 'flow', 'block'),
    defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'),
    indentSeq: fc.boolean(),
    indent: fc.constantFrom(2, 4),
    lineWidth: fc.constantFrom(0, 20),
    blockQuote: fc.boolean(),
  })
  const written = fc
    .tuple(root, layout, fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([value, options, eol, isCut]) => {
      const text = stringify(value, options as ToStringOptions).replaceAll('\n', eol)
      return isCut ? text.trimEnd() : text
    })
  const document = fc.oneof(written, written, fc.constantFrom(...samples))
  const mangled = fc
    .tuple(
      document,
      fc.nat(),
      fc.nat({max: 20}),
      fc.oneof(
        fc.string({maxLength: 5}),
        fc.constantFrom(' # c', '\n', '  ', ': ', '- ', '\n# c\n', '? ', ',', '&a ', '*a'),
      ),
      fc.nat(),
    )
    .map(([text, from, length, added, to]) => {
      const start = from % (text.length + 1)
      const rest = text.slice(0, start) + text.slice(start + length)
      const place = to % (rest.length + 1)
      return rest.slice(0, place) + added + rest.slice(place)
    })
  const editable = fc.oneof(document, mangled)
  const newValue: fc.Arbitrary<NewValue> = fc.letrec<{value: NewValue}>((tie) => ({
    value: fc.oneof(
      {maxDepth: 2},
      word,
      fc.array(tie('value'), {maxLength: 3}),
      fc.dictionary(word, tie('value'), {maxKeys: 3, noNullPrototype: true}),
    ),
  })).value

  /** No problems, and every path names one place. */
  const isPlainCase = (found: Tree): boolean => {
    const paths = steps(found).map(({path}) => path)
    return found.problems.length === 0 && new Set(paths).size === paths.length
  }
  const pick = <T>(items: readonly T[], seed: number): T => items[seed % items.length]!
  test('never throws, and every range lies in the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({unit: 'binary'}), mangled), word, fc.nat(), (text, value, seed) => {
        const {edits, ...found} = read(text)
        const all = steps({edits, ...found})
        for (const {start, end} of [
          ...found.comments,
          ...found.problems.map(({range}) => range),
          ...all.map(({node}) => node.range),
        ]) {
          expect(0 <= start && start <= end && end <= text.length).toBe(true)
        }
        if (all.length === 0) return
        const {node, parent, part} = pick(all, seed)
        if (node.kind === 'scalar') edits.setScalar(node, value)
        if (node.kind === 'map') edits.addPair(node, 'k', value)
        if (node.kind === 'list') edits.addItem(node, value)
        if (parent?.kind === 'map') edits.removePair(parent, part as Pair)
        if (parent?.kind === 'list') edits.removeItem(parent, part as Node)
        if (parent?.kind === 'map') edits.renameKey(part as Pair, value)
      }),
      {numRuns: runs(500)},
    )
  })

  test('cuts values and keys out of the text', () => {
    fc.assert(
      fc.property(document, (text) => {
        for (const {node, parent, part} of steps(read(text))) {
          if (
            node.kind === 'scalar' &&
            node.verbatim &&
            node.value !== null &&
            node.type !== 'null' &&
            !node.value.includes('\n')
          ) {
            expect(cut(text, node.valueRange)).toBe(node.value)
          }
          if (node.kind === 'scalar')
            expect(node.range.start <= node.valueRange.start && node.valueRange.end <= node.range.end).toBe(true)
          if (parent?.kind === 'map' && !node.shared) {
            const {key, keyRange, range} = part as Pair
            if (!cut(text, keyRange).includes('{{'))
              expect(parse(`- ${cut(text, keyRange)}`, {schema: 'failsafe'})).toEqual([key])
            expect([range.start, range.end]).toEqual([keyRange.start, Math.max(node.range.end, range.end)])
            expect(parent.range.start <= range.start && range.end <= parent.range.end).toBe(true)
          }
        }
      }),
      {numRuns: runs(150)},
    )
  })

  test('reads what another reader reads', () => {
    const raw = (text: string, node: Node): unknown => {
      if (node.kind === 'map') return Object.fromEntries(node.pairs.map(({key, value}) => [key, raw(text, value)]))
      if (node.kind === 'list') return node.items.map((item) => raw(text, item))
      return node.type === 'null' ? cut(text, node.valueRange) : (node.value ?? node.expression)
    }
    /** Keys that the tree leaves out: collections, and nothing at all. */
    const hasOddKeys = (item: YamlDocument): boolean => {
      let isOdd = false
      visit(item, {
        Pair: (_, {key}) => {
          isOdd ||= !isScalar(key) || (key.type === 'PLAIN' && key.value === '')
        },
      })
      return isOdd
    }
    fc.assert(
      fc.property(fc.oneof(written, mangled), (text) => {
        const own = read(text)
        const other = parseAllDocuments(text, {schema: 'failsafe', uniqueKeys: false, logLevel: 'silent'})
        if (own.problems.length > 0 || /[&*!]|\{\{|\{%|<%|<</.test(text) || other.some(hasOddKeys)) return
        expect(own.roots.map((node) => raw(text, node))).toEqual(
          JSON.parse(
            JSON.stringify(
              other.map((item) => item.toJS()),
              (_, value: unknown) => value ?? '',
            ),
          ),
        )
      }),
      {numRuns: runs(200)},
    )
  })

  test('sets a value, and nothing else', () => {
    let done = 0
    fc.assert(
      fc.property(editable, fc.nat(), word, (text, seed, value) => {
        const before = read(text)
        const scalars = steps(before).filter(({node}) => node.kind === 'scalar' && !node.shared)
        if (scalars.length === 0 || !isPlainCase(before)) return
        const {path, node} = pick(scalars, seed)
        const edits = before.edits.setScalar(node as ScalarNode, value)
        if (!edits) return
        const after = apply(text, edits)!
        const reread = read(after)
        const changed = steps(reread).find((step) => step.path === path)!.node as ScalarNode

        expect(reread.problems).toEqual([])
        expect((changed.value ?? changed.expression)!.replace(/\n$/, '')).toBe(value.replace(/\n$/, ''))
        // A number in a number's place stays one.
        expect(['string', 'expression', (node as ScalarNode).type]).toContain(changed.type)
        expect(leaves(reread).filter((leaf) => !leaf.startsWith(`${path} `))).toEqual(
          leaves(before).filter((leaf) => !leaf.startsWith(`${path} `)),
        )
        expect(edits).toHaveLength(1)
        expect(edits[0]!.range.start >= (node as ScalarNode).range.start && edits[0]!.range.end <= node.range.end).toBe(
          true,
        )
        done++
      }),
      {numRuns: runs(500)},
    )
    expect(done).toBeGreaterThan(30)
  })

  test('writes a value that every version of YAML reads as this string', () => {
    fc.assert(
      fc.property(fc.constantFrom('a: b\n', '{a: b}\n', 'a: "b"\n', "[{a: 'b'}]\n", 'a:\n'), word, (text, value) => {
        const {
          roots: [top],
          edits,
        } = read(text)
        const node = at(top!, ...(top!.kind === 'list' ? [0, 'a'] : ['a'])) as ScalarNode
        const after = apply(text, edits.setScalar(node, value))!
        for (const version of ['1.1', '1.2'] as const) {
          const found = parse(after, {version}) as unknown
          expect((Array.isArray(found) ? found[0] : found).a).toBe(value)
        }
      }),
      {numRuns: runs(500)},
    )
  })

  test('adds a pair, and takes it away again', () => {
    let done = 0
    fc.assert(
      fc.property(editable, fc.nat(), fc.nat(), word, newValue, (text, seed, near, key, value) => {
        const before = read(text)
        const maps = steps(before).filter(({node}) => node.kind === 'map')
        if (maps.length === 0 || !isPlainCase(before)) return
        const {path, node} = pick(maps, seed) as Step & {node: MapNode}
        const edits = before.edits.addPair(node, key, value, node.pairs[near % (node.pairs.length + 1)])
        if (!edits) return
        const after = apply(text, edits)!
        const reread = read(after)
        const map = steps(reread).find((step) => step.path === path)!.node as MapNode
        const added = map.pairs.find((pair) => pair.key === key && !pair.value.shared)!

        expect(reread.problems).toEqual([])
        expect(plainValue(added.value)).toEqual(value)
        expect(leaves(reread).filter((leaf) => !leaf.startsWith(`${path}/${key}`))).toEqual(
          leaves(before).filter((leaf) => !leaf.startsWith(`${path}/${key}`)),
        )
        expect(map.pairs.length - node.pairs.length).toBeLessThanOrEqual(1)
        const back = apply(after, reread.edits.removePair(map, added))
        if (back !== null) expect(back).toBe(text)
        if (back !== null) done++
      }),
      {numRuns: runs(500)},
    )
    expect(done).toBeGreaterThan(30)
  })

  test('adds an item, and takes it away again', () => {
    let done = 0
    fc.assert(
      fc.property(editable, fc.nat(), fc.nat(), newValue, (text, seed, near, value) => {
        const before = read(text)
        const lists = steps(before).filter(({node}) => node.kind === 'list')
        if (lists.length === 0 || !isPlainCase(before)) return
        const {path, node} = pick(lists, seed) as Step & {node: ListNode}
        const index = near % (node.items.length + 1)
        const edits = before.edits.addItem(node, value, node.items[index])
        if (!edits) return
        const after = apply(text, edits)!
        const reread = read(after)
        const list = steps(reread).find((step) => step.path === path)!.node as ListNode
        const place = index < node.items.length ? index + 1 : node.items.length

        expect(reread.problems).toEqual([])
        expect(list.items.map(plain).toSpliced(place, 1)).toEqual(node.items.map(plain))
        expect(plainValue(list.items[place]!)).toEqual(value)
        const back = apply(after, reread.edits.removeItem(list, list.items[place]!))
        if (back !== null) expect(back).toBe(text)
        if (back !== null) done++
      }),
      {numRuns: runs(500)},
    )
    expect(done).toBeGreaterThan(30)
  })

  test('removes a pair or an item, and nothing else', () => {
    let done = 0
    fc.assert(
      fc.property(editable, fc.nat(), (text, seed) => {
        const before = read(text)
        const parts = steps(before).filter(({parent}) => parent)
        if (parts.length === 0 || !isPlainCase(before)) return
        const {parent, part} = pick(parts, seed)
        // Where a merged pair was hidden it shows again.
        if (parent?.kind === 'map' && parent.pairs.some(({value}) => value.shared)) return
        const edits =
          parent?.kind === 'map'
            ? before.edits.removePair(parent, part as Pair)
            : before.edits.removeItem(parent as ListNode, part as Node)
        if (!edits) return
        const reread = read(apply(text, edits)!)
        const gone = parent!.kind === 'map' ? (part as Pair).value : (part as Node)

        expect(reread.problems).toEqual([])
        expect(reread.roots.map(plain)).toEqual(before.roots.map((top) => plain(without(top, gone))))
        expect(reread.comments.length).toBe(before.comments.length)
        done++
      }),
      {numRuns: runs(400)},
    )
    expect(done).toBeGreaterThan(30)
  })

  /** As `plain`, for what was added: everything is a string. */
  function plainValue(node: Node): unknown {
    if (node.kind === 'map') return Object.fromEntries(node.pairs.map(({key, value}) => [key, plainValue(value)]))
    return node.kind === 'list' ? node.items.map(plainValue) : (node.value ?? node.expression)
  }

  function without(node: Node, gone: Node): Node {
    if (node.kind === 'map') {
      return {
        ...node,
        pairs: node.pairs
          .filter(({value}) => value !== gone)
          .map((pair) => ({...pair, value: without(pair.value, gone)})),
      }
    }
    return node.kind === 'list'
      ? {...node, items: node.items.filter((item) => item !== gone).map((item) => without(item, gone))}
      : node
  }
})
