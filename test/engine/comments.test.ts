import {expect, test} from 'vitest'
import {endOfLine, startOfLine, warnsAgainstChange} from '../../src/engine/comments.js'
import {unitOf} from '../parsed.js'

interface Case {
  readonly name: string
  readonly path?: string
  readonly text: string
  readonly warns: boolean
}

test.each<Case>([
  {name: 'a reason on the line above', text: '# our DNS sinkholes the rest\nKEY=v\n', warns: true},
  {name: 'a reason at the end of the line', text: 'KEY=v # on purpose\n', warns: true},
  {name: 'a reason higher up in the same block', text: '# do not change\n# see the handbook\nKEY=v\n', warns: true},
  {name: 'a reason on the first line, behind a byte order mark', text: '\uFEFF# workaround\nKEY=v\n', warns: true},
  {name: 'a reason with CRLF line ends', text: '# must stay\r\nKEY=v\r\n', warns: true},
  {name: 'a comment without a reason', text: '# the endpoint\nKEY=v # new\n', warns: false},
  {name: 'a reason before a blank line', text: '# workaround\n\nKEY=v\n', warns: false},
  {name: 'a reason at the end of the line above', text: 'A=1 # workaround\nKEY=v\n', warns: false},
  {name: 'a reason below, at the end of the paragraph', text: 'KEY=v\n# workaround\n\nA=1\n', warns: true},
  {name: 'a reason below that points up', text: 'KEY=v\n# ^ workaround\nA=1\n', warns: true},
  {name: 'a comment below that is about what follows', text: 'KEY=v\n# workaround\nA=1\n', warns: false},
  {name: 'a reason at the top of the paragraph', text: '# workaround\nA=1\nKEY=v\n', warns: true},
  {name: 'a word that only holds one', text: '# unblocking the proxying\nKEY=v\n', warns: false},
  {name: 'no comment, on the first line', text: 'KEY=v', warns: false},
  {
    name: 'a block comment of several lines',
    path: 'x.tf',
    text: '/* the firewall\n   asks for it */\nKEY = "v"\n',
    warns: true,
  },
  {name: 'a block comment on the line', path: 'x.tf', text: 'KEY = "v" /* required by the proxy */\n', warns: true},
])('$name: $warns', async ({path = '.env', text, warns}) => {
  const {parsed} = await unitOf(path, text)
  const entry = parsed.entries.find(({key}) => key === 'KEY')!

  expect(warnsAgainstChange(text, parsed, entry)).toBe(warns)
})

test.each([
  {text: 'a\nb', offset: 0, line: [0, 1]},
  {text: 'a\nb', offset: 1, line: [0, 1]},
  {text: 'a\nb', offset: 2, line: [2, 3]},
  {text: 'a\nb', offset: 3, line: [2, 3]},
  {text: '\nb', offset: 0, line: [0, 0]},
  {text: '', offset: 0, line: [0, 0]},
])('the line of $offset in $text', ({text, offset, line}) => {
  expect([startOfLine(text, offset), endOfLine(text, offset)]).toEqual(line)
})
