import {expect, test} from 'vitest'
import {isWanted, type Settled, settle} from '../../src/fix/settle.js'
import type {Applicability, Diagnostic, Severity} from '../../src/model.js'
import type {Unit} from '../../src/scopes/view.js'
import {reparse, unitsOf} from '../parsed.js'

/** A rule of these tests: finds a text, and replaces it by another. */
interface Swap {
  readonly rule: string
  readonly from: string
  readonly to: string
  readonly applicability?: Applicability
  readonly severity?: Severity
  /** Found only where some file of the run holds this. */
  readonly where?: string
}

function find(
  {rule, from, to, applicability = 'safe', severity = 'warning', where = ''}: Swap,
  {document: {text}}: Unit,
  all: readonly Unit[],
): Diagnostic[] {
  if (!all.some(({document}) => document.text.includes(where))) return []
  return [...text.matchAll(new RegExp(from, 'g'))].map(({index, 0: {length}}) => {
    const range = {start: index, end: index + length}
    const fix = {title: `${from} to ${to}`, applicability, edits: [{range, newText: to}]}
    return {rule, severity, message: '', range, setting: null, scope: null, links: [], fix}
  })
}

async function settled(files: Readonly<Record<string, string>>, swaps: readonly Swap[]): Promise<Settled> {
  return settle(await unitsOf(files), {
    reparse,
    lintAll: (units) => new Map(units.map((unit) => [unit, swaps.flatMap((swap) => find(swap, unit, units))])),
    wants: isWanted(['safe'], 'info'),
  })
}

interface Case {
  readonly name: string
  readonly text?: string
  readonly swaps: readonly Swap[]
  readonly expected: string
  readonly titles?: readonly string[]
  /** Rules that still report. */
  readonly left?: readonly string[]
}

const legacy: Swap = {rule: 't/a', from: 'legacy', to: 'regional'}

test.each<Case>([
  {name: 'leaves a text without findings alone', swaps: [], expected: 'A=legacy\nB=legacy\n'},
  {
    name: 'makes all fixes in one pass',
    swaps: [legacy],
    expected: 'A=regional\nB=regional\n',
    titles: ['legacy to regional', 'legacy to regional'],
  },
  {
    name: 'goes on until nothing is left',
    text: 'A=1\n',
    swaps: [
      {rule: 't/a', from: '1', to: '2'},
      {rule: 't/b', from: '2', to: '3'},
    ],
    expected: 'A=3\n',
    titles: ['1 to 2', '2 to 3'],
  },
  {
    name: 'leaves the second of two overlapping fixes for the next pass',
    text: 'A=xy\n',
    swaps: [
      {rule: 't/a', from: 'x', to: 'u'},
      {rule: 't/b', from: 'y', to: 'v'},
    ],
    expected: 'A=uv\n',
    titles: ['x to u', 'y to v'],
  },
  {
    name: 'makes no fix that is not wanted',
    swaps: [{...legacy, applicability: 'unsafe'}],
    expected: 'A=legacy\nB=legacy\n',
    left: ['t/a', 't/a'],
  },
  {
    name: 'gives up where a fix does not help',
    text: 'A=1\n',
    swaps: [{rule: 't/a', from: '\\d', to: '2'}],
    expected: 'A=1\n',
    left: ['t/a'],
  },
  {
    name: 'gives up where a fix changes nothing',
    text: 'A=1\n',
    swaps: [{rule: 't/a', from: '1', to: '1'}],
    expected: 'A=1\n',
    left: ['t/a'],
  },
  {
    name: 'gives up where a fix breaks the file',
    text: 'A=1\nB=2\n',
    swaps: [{rule: 't/a', from: '1', to: '"'}],
    expected: 'A=1\nB=2\n',
    left: ['t/a'],
  },
  {
    name: 'gives up after ten passes, and puts the first text back',
    text: 'A=1\n',
    swaps: [
      {rule: 't/a', from: '1', to: '2'},
      {rule: 't/b', from: '2', to: '1'},
    ],
    expected: 'A=1\n',
    left: ['t/a'],
  },
  {
    name: 'keeps earlier passes where a later one fails',
    text: 'A=1\nB=0\n',
    swaps: [
      {rule: 't/a', from: '1', to: '2'},
      {rule: 't/b', from: '2', to: '"'},
    ],
    expected: 'A=2\nB=0\n',
    titles: ['1 to 2'],
    left: ['t/b'],
  },
  {
    name: 'leaves out the one fix that breaks the file, the gravest of three',
    text: 'A=1\nB=2\nC=3\n',
    swaps: [
      {rule: 't/a', from: '1', to: '"', severity: 'error'},
      {rule: 't/b', from: '2', to: '4'},
      {rule: 't/c', from: '3', to: '5'},
    ],
    expected: 'A=1\nB=4\nC=5\n',
    titles: ['2 to 4', '3 to 5'],
    left: ['t/a'],
  },
  {
    name: 'leaves out the one fix that does not help',
    text: 'A=1\nB=x\n',
    swaps: [
      {rule: 't/a', from: '\\d', to: '2'},
      {rule: 't/b', from: 'x', to: 'y'},
    ],
    expected: 'A=1\nB=y\n',
    titles: ['x to y'],
    left: ['t/a'],
  },
  {
    name: 'tries again what failed, once others have changed the text',
    text: 'A=1\nB=w\n',
    swaps: [
      {rule: 't/a', from: '1', to: '2'},
      {rule: 't/a', from: '2', to: '3', where: 'B=x'},
      {rule: 't/b', from: 'w', to: 'x'},
      {rule: 't/c', from: 'x', to: 'y'},
    ],
    expected: 'A=2\nB=y\n',
    titles: ['w to x', '1 to 2', 'x to y'],
  },
  {
    name: 'makes one after the other two that cannot be made together',
    text: 'A=1\nB=2\nC=3\n',
    swaps: [
      {rule: 't/a', from: 'A=1', to: 'X=1', where: 'C=3'},
      {rule: 't/a', from: 'B=2', to: 'X=2', where: 'A=1'},
      {rule: 't/a', from: 'C=3', to: 'D=3'},
    ],
    expected: 'X=1\nB=2\nD=3\n',
    titles: ['A=1 to X=1', 'C=3 to D=3'],
  },
  {
    name: 'makes the graver one of two that cannot be made together',
    text: 'A=1\nB=2\n',
    swaps: [
      {rule: 't/a', from: 'A=1', to: 'X=1', severity: 'info', where: 'B=2'},
      {rule: 't/b', from: 'B=2', to: 'X=2', where: 'A=1'},
    ],
    expected: 'A=1\nX=2\n',
    titles: ['B=2 to X=2'],
  },
  {
    name: 'does not mind that a fix lets the same rule find something elsewhere',
    text: 'A=1\nB=7\n',
    swaps: [
      {rule: 't/a', from: '1', to: '2'},
      {rule: 't/a', from: '7', to: '8', where: 'A=2'},
    ],
    expected: 'A=2\nB=8\n',
    titles: ['1 to 2', '7 to 8'],
  },
])('$name', async ({text = 'A=legacy\nB=legacy\n', swaps, expected, titles = [], left = []}) => {
  const {units, diagnostics, made} = await settled({'.env': text}, swaps)

  expect(units.map(({document}) => document.text)).toEqual([expected])
  expect((made.get('.env') ?? []).map(({title}) => title)).toEqual(titles)
  expect([...diagnostics.values()].flat().map(({rule}) => rule)).toEqual(left)
})

test('a file that fails does not stop the others, and they see it as it was', async () => {
  const swaps: Swap[] = [
    {rule: 't/a', from: '1', to: '"'},
    {rule: 't/b', from: 'x', to: 'y'},
    {rule: 't/c', from: 'y', to: 'z', where: 'BAD=1'},
  ]

  const {units, made} = await settled({'bad.env': 'BAD=1\nC=2\n', 'good.env': 'A=x\n'}, swaps)

  expect(units.map(({document}) => document.text)).toEqual(['BAD=1\nC=2\n', 'A=z\n'])
  expect([...made].map(([path, fixes]) => [path, fixes.map(({title}) => title)])).toEqual([
    ['good.env', ['x to y', 'y to z']],
  ])
})

const finding = (applicability: Applicability | null, severity: Severity): Diagnostic => ({
  rule: 't/a',
  severity,
  message: '',
  range: {start: 0, end: 0},
  setting: null,
  scope: null,
  links: [],
  fix: applicability && {title: '', applicability, edits: []},
})

test.each([
  {fix: ['safe'], offered: 'safe', severity: 'error', wanted: true},
  {fix: ['safe'], offered: 'unsafe', severity: 'error', wanted: false},
  {fix: ['safe', 'unsafe'], offered: 'unsafe', severity: 'warning', wanted: true},
  {fix: ['safe'], offered: 'safe', severity: 'info', wanted: false},
  {fix: ['safe'], offered: null, severity: 'error', wanted: false},
  {fix: [], offered: 'safe', severity: 'error', wanted: false},
] as const)('of $fix at warning, $offered on $severity is wanted: $wanted', ({fix, offered, severity, wanted}) => {
  expect(isWanted(fix, 'warning')(finding(offered, severity))).toBe(wanted)
})
