import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readable} from '../../src/formats/unrendered.js'

describe('readable', () => {
  test.each([
    {
      name: 'steering lines of Terraform',
      path: 'a.sh.tftpl',
      text: 'a=1\n  %{ if x ~}\nb=2\n%{ endif }\n',
      read: 'a=1\n            \nb=2\n          \n',
    },
    {
      name: 'steering lines of Jinja, CRLF',
      path: 'a.env.j2',
      text: '{% if x %}\r\nA=1\r\n',
      read: '          \r\nA=1\r\n',
    },
    {name: 'a value that is filled in stays', path: 'a.env.j2', text: 'A={{ b }}\n', read: 'A={{ b }}\n'},
  ])('$name', ({path, text, read}) => {
    expect(readable({path, text}, 'dotenv')?.text).toBe(read)
  })

  test('a number that JSON is given, whatever the name', () => {
    const text = '{"cpu": ${cpu}, "a": "${b} {{ c }}", "d": {{ d }}}'
    const read = readable({path: 'task.json', text}, 'json')!.text
    expect(read).toHaveLength(text.length)
    expect(JSON.parse(read)).toEqual({cpu: 0, a: '${b} {{ c }}', d: 0})
  })

  test('definitions of a chart are documents', () => {
    const text = '{{- define "a" -}}\na: 1\n{{- end }}\n'
    expect(readable({path: '_a.tpl', text}, 'yaml')?.text).toBe(`---${' '.repeat(15)}\na: 1\n{{- end }}\n`)
  })

  test.each(['a.env', 'a.yaml', 'a.json'])('%s is none', (path) => {
    expect(readable({path, text: '{"a": "${b}"}'}, path.endsWith('json') ? 'json' : 'yaml')).toBeNull()
  })

  test('lengths and line ends hold', () => {
    const piece = fc.constantFrom('%{ if x }', '{% x %}', '{{ y }}', '${z}', '"a"', ': ', ' ', '\n', '\r\n', '<% q %>')
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom('json', 'yaml', 'shell'), (pieces, format) => {
        const text = pieces.join('')
        const read = readable({path: 'a.tpl', text}, format as 'json')?.text ?? text
        expect(read).toHaveLength(text.length)
        expect(read.replace(/[^\r\n]/g, '')).toBe(text.replace(/[^\r\n]/g, ''))
      }),
    )
  })
})
