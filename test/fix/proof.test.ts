import {describe, expect, test} from 'vitest'
import {applyEdits} from '../../src/fix/apply.js'
import {movedRange, survives} from '../../src/fix/proof.js'
import type {TextEdit} from '../../src/model.js'
import {edit, unitOf} from '../parsed.js'

interface Case {
  readonly name: string
  readonly path?: string
  readonly before: string
  readonly edits: readonly TextEdit[]
  readonly survives: boolean
}

describe('a text survives its edits', () => {
  test.each<Case>([
    {name: 'where a value changes', before: 'A=1\nB=2\n', edits: [edit(2, 3, '9')], survives: true},
    {name: 'where a line comes', before: 'A=1\n', edits: [edit(4, 4, 'B=2\n')], survives: true},
    {name: 'where a line comes first', before: 'A=1\n', edits: [edit(0, 0, 'B=2\n')], survives: true},
    {name: 'where a line goes', before: 'A=1\nB=2\n', edits: [edit(0, 4, '')], survives: true},
    {name: 'where a key is renamed', before: 'A=1\nB=2\n', edits: [edit(0, 1, 'C')], survives: true},
    {name: 'where an item is appended', before: 'A=x,y\n', edits: [edit(5, 5, ',z')], survives: true},
    {
      name: 'where a list moves behind a new item',
      path: 'a.yaml',
      before: 'a:\n  - x\n  - y\n',
      edits: [edit(5, 5, '- w\n  ')],
      survives: true,
    },
    {
      name: 'where a block that may repeat does',
      path: 'a.tf',
      before: 'b {\n  c = "1"\n}\n',
      edits: [edit(14, 14, 'b {\n  c = "2"\n}\n')],
      survives: true,
    },
    {
      name: 'where a branch comes to leave another line behind',
      path: 'a.sh',
      before: 'export A=0\nif x; then\n  export A=1\nfi\nrun\n',
      edits: [edit(35, 35, '  export A=2\n')],
      survives: true,
    },
    {
      name: 'where a text in a text loses its last line',
      path: 'a.yaml',
      before: 'kind: ConfigMap\ndata:\n  config: |\n    [default]\n    output = a\n    output = a\n  b: c\n',
      edits: [edit(62, 77, '')],
      survives: true,
    },
    {
      name: 'where a line comes behind the last of a document inside',
      path: 'a.yaml',
      before:
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  env.sh: |\n    export AWS_PROFILE=a\n    export AWS_REGION=a\n',
      edits: [edit(117, 117, '\n    export AWS_DEFAULT_REGION=a')],
      survives: true,
    },
    {
      name: 'not where two fixes add one key',
      path: 'a.tf',
      before: 'b {\n  c = "1"\n}\n',
      edits: [edit(4, 4, '  d = "1"\n'), edit(14, 14, '  d = "1"\n')],
      survives: false,
    },
    {name: 'not where a line swallows the next', before: 'A=1\nB=2\n', edits: [edit(2, 3, '"')], survives: false},
    {name: 'not where a quote is left open', before: 'A="1"\nB=2\n', edits: [edit(4, 5, '')], survives: false},
    {name: 'not where a key comes to stand twice', before: 'A=1\nB=2\n', edits: [edit(0, 1, 'B')], survives: false},
    {name: 'not where the same key is added', before: 'A=1\n', edits: [edit(4, 4, 'A=2\n')], survives: false},
    {
      name: 'not where YAML loses its indentation',
      path: 'a.yaml',
      before: 'a:\n  b: 1\n  c: 2\n',
      edits: [edit(3, 9, 'b: 1\n')],
      survives: false,
    },
    {
      name: 'not where an INI key lands in another section',
      path: '.aws/config',
      before: '[default]\na = 1\n',
      edits: [edit(10, 10, '[profile x]\n')],
      survives: false,
    },
    {
      name: 'not where JSON loses a comma',
      path: 'a.json',
      before: '{"a": 1, "b": 2}',
      edits: [edit(7, 8, '')],
      survives: false,
    },
    {
      name: 'not where HCL breaks',
      path: 'a.tf',
      before: 'a = "1"\nb = "2"\n',
      edits: [edit(5, 7, '')],
      survives: false,
    },
  ])('$name', async ({path = '.env', before, edits, survives: expected}) => {
    const after = applyEdits(before, edits)
    const [old, now] = [await unitOf(path, before), await unitOf(path, after)]

    expect(survives({text: before, parsed: old.parsed}, {text: after, parsed: now.parsed}, edits)).toBe(expected)
  })

  test('no key comes to stand twice where another no longer does', async () => {
    const [before, edits] = ['A=1\nA=2\nB=3\nC=4\n', [edit(4, 5, 'D'), edit(8, 9, 'C')]] as const
    const after = applyEdits(before, edits)
    const [old, now] = [await unitOf('.env', before), await unitOf('.env', after)]

    expect(survives({text: before, parsed: old.parsed}, {text: after, parsed: now.parsed}, edits)).toBe(false)
  })

  test('a file that was broken already may stay so', async () => {
    const [before, edits] = ['A=1\nnot a line\n', [edit(2, 3, '9')]] as const
    const after = applyEdits(before, edits)
    const [old, now] = [await unitOf('.env', before), await unitOf('.env', after)]

    expect(old.parsed.problems).toHaveLength(1)
    expect(survives({text: before, parsed: old.parsed}, {text: after, parsed: now.parsed}, edits)).toBe(true)
  })
})

/** The range [10, 20) after edits. */
describe('where a range comes to stand', () => {
  test.each([
    {name: 'stays without edits', edits: [], moved: [10, 20]},
    {name: 'moves behind an insertion before it', edits: [edit(3, 3, 'xx')], moved: [12, 22]},
    {name: 'moves back behind a removal', edits: [edit(0, 4, '')], moved: [6, 16]},
    {name: 'stays before what follows', edits: [edit(20, 25, 'xx')], moved: [10, 20]},
    {name: 'grows with an insertion inside', edits: [edit(15, 15, 'xx')], moved: [10, 22]},
    {name: 'is the new text where all of it is replaced', edits: [edit(10, 20, 'xx')], moved: [10, 12]},
    {name: 'is the new text of a larger edit', edits: [edit(8, 30, 'xxx')], moved: [8, 11]},
    {name: 'is empty where it was removed', edits: [edit(8, 22, '')], moved: [8, 8]},
    {name: 'takes in an edit across its start', edits: [edit(8, 12, 'x')], moved: [8, 17]},
    {name: 'takes in an edit across its end', edits: [edit(18, 22, 'x')], moved: [10, 19]},
    {name: 'sums up', edits: [edit(0, 1, ''), edit(12, 13, 'xxx'), edit(40, 41, '')], moved: [9, 21]},
  ])('$name', ({edits, moved: [start, end]}) => {
    expect(movedRange({start: 10, end: 20}, edits)).toEqual({start, end})
  })
})
