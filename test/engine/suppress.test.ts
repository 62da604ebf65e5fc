import {describe, expect, test} from 'vitest'
import {applySuppressions, readSuppressions, removeComment} from '../../src/engine/suppress.js'
import {applyEdits} from '../../src/fix/apply.js'
import type {Diagnostic} from '../../src/model.js'
import {unitOf} from '../parsed.js'

const TODAY = '2026-06-15'

async function read(text: string, path = '.env') {
  return readSuppressions(text, (await unitOf(path, text)).parsed, TODAY)
}

describe('what a directive says', () => {
  test.each([
    {comment: 'stslint-disable-line', kind: 'line', rules: [], reason: null, until: null},
    {comment: 'stslint-disable-next-line a/b', kind: 'next-line', rules: ['a/b'], reason: null, until: null},
    {comment: 'stslint-disable a/b, c/d', kind: 'block', rules: ['a/b', 'c/d'], reason: null, until: null},
    {
      comment: 'stslint-disable-line a/b c/d -- why not',
      kind: 'line',
      rules: ['a/b', 'c/d'],
      reason: 'why not',
      until: null,
    },
    {
      comment: 'stslint-disable-line -- see a/b -- twice',
      kind: 'line',
      rules: [],
      reason: 'see a/b -- twice',
      until: null,
    },
    {
      comment: 'stslint-disable-line a/b until=2027-01-31 -- x',
      kind: 'line',
      rules: ['a/b'],
      reason: 'x',
      until: '2027-01-31',
    },
    {comment: 'stslint-disable-line a/b --', kind: 'line', rules: ['a/b'], reason: null, until: null},
  ])('$comment', async ({comment, ...expected}) => {
    const [suppression, ...others] = await read(`A=1 # ${comment}\n`)

    expect(suppression).toMatchObject(expected)
    expect(others).toEqual([])
  })

  test.each([
    {until: '2026-06-14', expired: true},
    {until: TODAY, expired: false},
    {until: '2026-06-16', expired: false},
  ])('is over after the day it names: $until', async ({until, expired}) => {
    expect(await read(`# stslint-disable-line until=${until} -- x\n`)).toMatchObject([{until, expired}])
  })

  test.each([
    {name: 'not a comment', text: 'A="stslint-disable-line"\n'},
    {name: 'another word', text: '# stslint-disabled a/b\n'},
    {name: 'an enable without a disable', text: '# stslint-enable\n'},
  ])('nothing: $name', async ({text}) => {
    expect(await read(text)).toEqual([])
  })

  test.each([
    {path: 'x.json', text: '{\n  /* stslint-disable-next-line a/b -- why */\n  "a": 1\n}'},
    {path: 'x.tf', text: 'a = 1 // stslint-disable-line a/b -- why\n'},
    {path: 'x.yaml', text: 'a: 1 # stslint-disable-line a/b -- why\n'},
    {path: '.aws/config', text: '[default]\n; stslint-disable-next-line a/b -- why\nregion = eu-west-1\n'},
    {path: 'Dockerfile', text: 'FROM x\n# stslint-disable-next-line a/b -- why\nENV A=1\n'},
  ])('is read in the comments of $path', async ({path, text}) => {
    expect(await read(text, path)).toMatchObject([{rules: ['a/b'], reason: 'why'}])
  })
})

/** Lines whose findings a rule's suppression silences. */
describe('what a directive covers', () => {
  test.each([
    {name: 'its own line', text: 'A=1\nB=1 # stslint-disable-line\nC=1\n', silenced: 'B'},
    {name: 'the next line', text: '# stslint-disable-next-line\nA=1\nB=1\n', silenced: 'A'},
    {
      name: 'the next line that says something',
      text: '# stslint-disable-next-line\n\n# and so on\n\nA=1\nB=1\n',
      silenced: 'A',
    },
    {name: 'the next line with CRLF', text: '# stslint-disable-next-line\r\nA=1\r\nB=1\r\n', silenced: 'A'},
    {name: 'nothing at the end of the file', text: 'A=1\n# stslint-disable-next-line', silenced: ''},
    {name: 'the rest of the file', text: 'A=1\n# stslint-disable\nB=1\nC=1\n', silenced: 'BC'},
    {name: 'up to the enable', text: '# stslint-disable\nA=1\n# stslint-enable\nB=1\n', silenced: 'A'},
    {name: 'its own rule only', text: '# stslint-disable other/rule\nA=1\n', silenced: ''},
    {
      name: 'on past the enable of another rule',
      text: '# stslint-disable t/r\nA=1\n# stslint-enable o/r\nB=1\n',
      silenced: 'AB',
    },
    {
      name: 'up to the enable of its rule',
      text: '# stslint-disable t/r\nA=1\n# stslint-enable t/r\nB=1\n',
      silenced: 'A',
    },
    {
      name: 'up to the enable of everything',
      text: '# stslint-disable t/r\nA=1\n# stslint-enable\nB=1\n',
      silenced: 'A',
    },
    {name: 'nothing once it is over', text: '# stslint-disable until=2026-01-01\nA=1\n', silenced: ''},
    {name: 'nothing before it', text: 'A=1\n# stslint-disable-line\n', silenced: ''},
  ])('$name', async ({text, silenced}) => {
    const {parsed} = await unitOf('.env', text)
    const diagnostics = parsed.entries.map(({range}) => ({rule: 't/r', range}) as Diagnostic)
    const suppressions = readSuppressions(text, parsed, TODAY)

    const {kept, used} = applySuppressions(diagnostics, suppressions)
    const gone = diagnostics.filter((diagnostic) => !kept.includes(diagnostic))

    expect(gone.map(({range}) => text[range.start]).join('')).toBe(silenced)
    expect(used.size).toBe(silenced === '' ? 0 : 1)
  })
})

describe('taking a comment out', () => {
  test.each([
    {name: 'takes its line along', text: 'A=1\n# x\nB=1\n', expected: 'A=1\nB=1\n'},
    {name: 'takes an indented line along', text: 'A=1\n  # x  \nB=1\n', expected: 'A=1\nB=1\n'},
    {name: 'takes the space before it', text: 'A=1  # x\nB=1\n', expected: 'A=1\nB=1\n'},
    {name: 'keeps CRLF', text: 'A=1\r\n# x\r\nB=1 # y\r\n', expected: 'A=1\r\nB=1 # y\r\n'},
    {name: 'keeps a byte order mark', text: '\uFEFF# x\nA=1\n', expected: '\uFEFFA=1\n'},
    {name: 'gives no final newline to a text without one', text: 'A=1\n# x', expected: 'A=1'},
    {name: 'gives none with CRLF either', text: 'A=1\r\n# x', expected: 'A=1'},
    {name: 'leaves nothing of a text that is one comment', text: '# x', expected: ''},
  ])('$name', async ({text, expected}) => {
    const [comment] = (await unitOf('.env', text)).parsed.comments

    expect(applyEdits(text, removeComment(text, comment!))).toBe(expected)
  })
})
