import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readGroovy} from '../../src/formats/groovy-tree.js'
import type {ListNode, MapNode, Node, Pair, ScalarNode, Tree} from '../../src/formats/tree.js'
import {allNodes, apply, content, expectInside, nodeAt, pairNamed, plain} from './tree-probe.js'

const PIPELINE = `#!groovy
@Library('shared') _

/* how it runs */
pipeline {
    agent { docker { image 'alpine:3' } }
    environment {
        AWS_REGION = 'eu-west-1' // ours
        HOST = "sts.\${AWS_REGION}.amazonaws.com"
        TOKEN = credentials('token-id')
    }
    stages {
        stage('Build') {
            when { expression { env.BRANCH_NAME ==~ /main|release\\/.*'/ } }
            steps {
                withEnv(['A=1', "B=\${x}"]) {
                    sh '''
                        aws sts get-caller-identity
                    '''
                }
                withAWS(region: 'eu-west-1', role: 'deploy') {
                    script {
                        def out = sh(script: 'id', returnStdout: true).trim()
                        env.AWS_PROFILE = 'x'
                        if (out == 'y') { sh "whoami" } else { echo 'no' }
                    }
                }
            }
        }
    }
    post { always { cleanWs() } }
}
`

const read = (text: string): Tree => readGroovy({path: 'Jenkinsfile', text})

/** Every pair with its path, as `path=content`; calls without arguments are left out. */
function leaves(node: Node, path: readonly string[] = []): string[] {
  if (node.kind === 'scalar') return [`${path.join('.')}=${content(node)}`]
  const inner: (readonly [string, Node])[] =
    node.kind === 'map'
      ? node.pairs.map(({key, value}) => [key, value])
      : node.items.map((item, index) => [`${index}`, item])
  return inner.flatMap(([key, value]) => leaves(value, [...path, key]))
}

test('a pipeline is maps of its blocks, calls and assignments', () => {
  const tree = read(PIPELINE)
  expect(tree.problems).toEqual([])
  expect(tree.comments.map(({start, end}) => PIPELINE.slice(start, end))).toEqual([
    '#!groovy',
    '/* how it runs */',
    '// ours',
  ])
  const all = leaves(tree.roots[0]!).map((leaf) => leaf.replace(/\s+/g, ' '))
  expect(all).toEqual(
    expect.arrayContaining([
      'pipeline.agent.docker.image.0=alpine:3',
      'pipeline.environment.AWS_REGION=eu-west-1',
      'pipeline.environment.HOST=sts.${AWS_REGION}.amazonaws.com',
      'pipeline.environment.TOKEN.credentials.0=token-id',
      'pipeline.stages.stage.0=Build',
      'pipeline.stages.stage.steps.withEnv.0.0=A=1',
      'pipeline.stages.stage.steps.withEnv.0.1=B=${x}',
      'pipeline.stages.stage.steps.withEnv.sh.0= aws sts get-caller-identity ',
      'pipeline.stages.stage.steps.withAWS.region=eu-west-1',
      'pipeline.stages.stage.steps.withAWS.role=deploy',
      'pipeline.stages.stage.steps.withAWS.script.out.sh.script=id',
      'pipeline.stages.stage.steps.withAWS.script.env.AWS_PROFILE=x',
      'pipeline.stages.stage.steps.withAWS.script.if.sh.0=whoami',
      'pipeline.stages.stage.steps.withAWS.script.else.echo.0=no',
    ]),
  )
})

describe('values', () => {
  test.each([
    {name: 'a single-quoted string', text: "a = 'b'", type: 'string', value: 'b', verbatim: true},
    {name: 'a double-quoted string without variables', text: 'a = "b"', type: 'string', value: 'b', verbatim: true},
    {name: 'a computed string', text: 'a = "x${b}"', type: 'expression', value: 'x${b}', verbatim: true},
    {name: 'a dollar that is escaped', text: 'a = "x\\$b"', type: 'string', value: 'x$b', verbatim: false},
    {name: 'escapes', text: "a = 'x\\n\\u0041\\''", type: 'string', value: "x\nA'", verbatim: false},
    {name: 'a string of lines that go on', text: "a = '''x \\\ny'''", type: 'string', value: 'x y', verbatim: true},
    {name: 'a sum', text: "a = 'x' + b", type: 'expression', value: "'x' + b", verbatim: false},
    {
      name: 'a sum over two lines',
      text: "a = 'x' +\n  b\nc = 1",
      type: 'expression',
      value: "'x' +\n  b",
      verbatim: false,
    },
    {name: 'a name', text: 'a = params.b', type: 'expression', value: 'params.b', verbatim: false},
    {name: 'a number', text: 'a = 10', type: 'number', value: '10', verbatim: true},
    {name: 'with a type', text: "String a = 'b'", type: 'string', value: 'b', verbatim: true},
    {name: 'with def', text: "def a = 'b'", type: 'string', value: 'b', verbatim: true},
    {name: 'a regular expression', text: 'a = /b"/', type: 'expression', value: 'b"', verbatim: true},
    {name: 'after a byte order mark', text: "\uFEFFa = 'b'", type: 'string', value: 'b', verbatim: true},
  ])('$name', ({text, type, value, verbatim}) => {
    const node = nodeAt(read(text), ['a']) as ScalarNode
    expect([node.type, content(node), node.verbatim]).toEqual([type, value, verbatim])
  })

  test.each([
    {text: "f(a: 'b', 'c': [d: 'e'], ['f', 'g'], h)", expected: {f: {a: 'b', c: {d: 'e'}, 0: ['f', 'g'], 1: 'h'}}},
    {text: "f a: 'b', c: 1\ng 'x', 'y'", expected: {f: {a: 'b', c: '1'}, g: {0: 'x', 1: 'y'}}},
    {text: "parallel(x: { sh 'a' }, y: { sh 'b' })", expected: {parallel: {x: {sh: {0: 'a'}}, y: {sh: {0: 'b'}}}}},
    {text: "list.each { item -> sh 'a' }", expected: {each: {sh: {0: 'a'}}}},
    {text: "def deploy(Map args) {\n  sh 'a'\n}", expected: {deploy: {0: 'Map args', sh: {0: 'a'}}}},
    {text: "a = b / 2\nc = 'd' // e / f", expected: {a: 'b / 2', c: 'd'}},
    {text: "try {\n sh 'a'\n} catch (e) {\n sh 'b'\n}", expected: {try: {sh: {0: 'a'}}, catch: {0: 'e', sh: {0: 'b'}}}},
  ])('$text', ({text, expected}) => {
    const tree = read(text)
    expect([plain(tree.roots[0]!), tree.problems]).toEqual([expected, []])
  })
})

describe('what a shell is given of a string with escapes', () => {
  test.each([
    {name: 'its own dollar and quotes', text: 'sh "echo \\$A \\"b\\""', seen: 'echo $A "b"'},
    {name: 'a backslash of its own', text: "sh '''a \\\\\n b'''", seen: 'a \\\n b'},
    {name: 'line breaks', text: "sh 'a\\nb\\tc'", seen: 'a\nb\tc'},
    {name: 'a variable for what Groovy computes', text: 'sh "a ${b.c(1)} ${d} \\$e"', seen: 'a $________ ${d} $e'},
    {name: 'a backslash that joins lines as it stands', text: "sh 'a \\\n b\\'c'", seen: "a \\\n b'c"},
  ])('$name', ({text, seen}) => {
    const {script, valueRange, verbatim} = nodeAt(read(text), ['sh', '0']) as ScalarNode
    expect([verbatim, script!.text.length]).toEqual([false, valueRange.end - valueRange.start])
    expect(script!.kept.map(({start, end}) => script!.text.slice(start, end)).join('')).toBe(seen)
  })

  test('nothing of characters by number', () => {
    expect((nodeAt(read("sh 'a\\u0041'"), ['sh', '0']) as ScalarNode).script).toBeUndefined()
  })
})

describe('text that is not Groovy', () => {
  test.each([
    {text: "a = 'b\nc = 'd'", message: 'Groovy string is not closed', rest: {c: 'd'}},
    {text: "f {\n a = 'b'\n", message: 'Groovy has no "}" for this "{"', rest: {f: {a: 'b'}}},
    {text: "a = 'b'\n}\nc = 'd'", message: 'Groovy closes a "}" that is not open', rest: {a: 'b', c: 'd'}},
    {text: "f(a: 'b'", message: 'Groovy has no ")" for this', rest: {f: {a: 'b'}}},
  ])('$text', ({text, message, rest}) => {
    const tree = read(text)
    expect(tree.problems.map((problem) => problem.message)).toEqual([message])
    expect(plain(tree.roots[0]!)).toMatchObject(rest)
  })

  test('any depth is read or refused, never a crash', () => {
    for (const open of ['{', '(', '[', 'f {', 'f(']) {
      expect(read(open.repeat(50_000)).problems.length).toBe(1)
    }
  })
})

describe('edits', () => {
  const at = (tree: Tree, ...path: string[]): MapNode => nodeAt(tree, path) as MapNode

  test.each([
    {text: "a = 'b' // c", value: "x'\\", expected: "a = 'x\\'\\\\' // c"},
    {text: 'a = "b"', value: 'x"$y', expected: 'a = "x\\"\\$y"'},
    {text: 'a = "x${b}"', value: 'y', expected: 'a = "y"'},
    {text: "a = b + 'c'", value: 'x', expected: "a = 'x'"},
  ])('set $text', ({text, value, expected}) => {
    const tree = read(text)
    const after = apply(text, tree.edits.setScalar(nodeAt(tree, ['a']) as ScalarNode, value))
    expect(after).toBe(expected)
    expect(content(nodeAt(read(after), ['a']) as ScalarNode)).toBe(value)
  })

  test('set no line break and no regular expression', () => {
    const tree = read('a = /b/\nc = 1')
    expect(tree.edits.setScalar(nodeAt(tree, ['a']) as ScalarNode, 'x')).toBeNull()
    expect(tree.edits.setScalar(nodeAt(tree, ['c']) as ScalarNode, 'x\ny')).toBeNull()
  })

  test.each([
    {
      name: 'a line after its neighbour',
      text: "e {\n    A = 'b' // c\n    D = 'e'\n}\n",
      step: 'A',
      expected: "e {\n    A = 'b' // c\n    K = 'v'\n    D = 'e'\n}\n",
    },
    {
      name: 'with CRLF and without spaces',
      text: "e {\r\n\tA='b'\r\n}\r\n",
      step: 'A',
      expected: "e {\r\n\tA='b'\r\n\tK='v'\r\n}\r\n",
    },
    {name: 'with the start of its key', text: "e.A = 'b'\n", step: 'A', expected: "e.A = 'b'\ne.K = 'v'\n"},
    {name: 'an argument', text: "e(A: 'b', C: 'd') { }", step: 'A', expected: "e(A: 'b', K: 'v', C: 'd') { }"},
  ])('add $name', ({text, step, expected}) => {
    const tree = read(text)
    const map = at(tree, 'e')
    expect(apply(text, tree.edits.addPair(map, 'K', 'v', pairNamed(map, step)))).toBe(expected)
  })

  test.each([
    {name: 'beside others on one line', text: "e { A = 'b' }", step: 'A'},
    {name: 'after a call', text: "e {\n  f 'x'\n}", step: 'f'},
    {name: 'to a call without brackets', text: "e A: 'b'", step: 'A'},
  ])('add nothing $name', ({text, step}) => {
    const tree = read(text)
    const map = at(tree, 'e')
    expect(tree.edits.addPair(map, 'K', 'v', pairNamed(map, step))).toBeNull()
  })

  test('add and remove an item', () => {
    const text = "withEnv(['A=b', 'C=d']) { }"
    const tree = read(text)
    const list = nodeAt(tree, ['withEnv', '0']) as ListNode
    expect(apply(text, tree.edits.addItem(list, "K='v'", list.items[0]))).toBe(
      "withEnv(['A=b', 'K=\\'v\\'', 'C=d']) { }",
    )
    expect(apply(text, tree.edits.removeItem(list, list.items[0]!))).toBe("withEnv(['C=d']) { }")
  })

  test.each([
    {text: "e {\n  A = 'b'\n  C = 'd'\n}", expected: "e {\n  C = 'd'\n}"},
    {text: "e {\n  A = 'b' // c\n}", expected: null},
    {text: "e { A = 'b'; C = 'd' }", expected: null},
    {text: "e(A: 'b', C: 'd')", expected: "e(C: 'd')"},
  ])('remove from $text', ({text, expected}) => {
    const tree = read(text)
    const map = at(tree, 'e')
    const edits = tree.edits.removePair(map, pairNamed(map, 'A'))
    expect(edits && apply(text, edits)).toBe(expected)
  })

  test.each([
    {text: "e {\n  A = 'b'\n}", key: 'K', expected: "e {\n  K = 'b'\n}"},
    {text: "e(A: 'b')", key: 'K', expected: "e(K: 'b')"},
    {text: "e(A: 'b')", key: 'no name', expected: null},
    {text: "e { A 'b' }", key: 'K', expected: null},
  ])('rename in $text', ({text, key, expected}) => {
    const tree = read(text)
    const edits = tree.edits.renameKey(pairNamed(at(tree, 'e'), 'A'), key)
    expect(edits && apply(text, edits)).toBe(expected)
  })
})

const string = fc.oneof(
  fc.string({unit: fc.constantFrom('a', ' ', '"', '/', '=', '$', '{')}).map((text) => `'${text}'`),
  fc.string({unit: fc.constantFrom('a', "'", ' ', '/')}).map((text) => `"${text}"`),
  fc.constantFrom("'''x\n  y'''", '"a ${b.c} d"', '10', 'params.x', "['A=1', 'B=2']", "[a: 'b']"),
)
const statement: fc.Memo<string> = fc.memo((depth) =>
  fc.oneof(
    fc.tuple(fc.constantFrom('A', 'B.c', 'def d'), string).map(([name, value]) => `${name} = ${value} // note\n`),
    fc.tuple(fc.constantFrom('sh', 'echo'), string).map(([name, value]) => `${name}(x: ${value})\n`),
    fc
      .tuple(
        fc.constantFrom('stage', 'withEnv'),
        string,
        fc.array(depth > 1 ? statement(depth - 1) : fc.constant("sh 'a'\n"), {maxLength: 3}),
      )
      .map(([name, value, inner]) => `${name}(${value}) {\n${inner.join('')}}\n`),
  ),
)
const script = fc.array(statement(3), {minLength: 1, maxLength: 4}).map((parts) => parts.join(''))

describe('any script', () => {
  test('set any value: it is read back, and only it changed', () => {
    fc.assert(
      fc.property(
        script,
        fc.nat(),
        fc.string({unit: fc.constantFrom('a', "'", '"', '\\', '$', '{', ':', '/')}),
        (text, pick, value) => {
          const tree = read(text)
          expect(tree.problems).toEqual([])
          const scalars = allNodes(tree).filter((node): node is ScalarNode => node.kind === 'scalar')
          const node = scalars[pick % Math.max(1, scalars.length)]
          const edits = node && tree.edits.setScalar(node, value)
          if (!node || !edits) return
          const again = read(apply(text, edits))
          expect(again.problems).toEqual([])
          const now = allNodes(again).filter((other): other is ScalarNode => other.kind === 'scalar')
          expect(now.map(content)).toEqual(scalars.map((other) => (other === node ? value : content(other))))
        },
      ),
    )
  })

  test('of any bytes is read, with ranges inside it', () => {
    const soup = fc.string({
      unit: fc.constantFrom(
        'a',
        '=',
        '[',
        ']',
        '"',
        "'",
        '\n',
        '.',
        '{',
        '}',
        ',',
        '/',
        '(',
        ')',
        ' ',
        ':',
        '*',
        '\\',
        '$',
      ),
    })
    fc.assert(
      fc.property(soup, (text) => {
        const tree = read(text)
        for (const node of allNodes(tree)) expectInside(text, node.range)
        for (const {range} of tree.problems) expectInside(text, range)
        const keys = (node: Node): Pair[] => (node.kind === 'map' ? [...node.pairs] : [])
        for (const {keyRange} of allNodes(tree).flatMap(keys)) expectInside(text, keyRange)
      }),
      {numRuns: 500},
    )
  })
})
