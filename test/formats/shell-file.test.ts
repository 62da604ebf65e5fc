import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {shell} from '../../src/formats/shell-file.js'
import type {Entry, ParseContext, Parsed} from '../../src/model.js'
import {edited, entryNamed} from './line-edits.js'

const CONTEXT: ParseContext = {kind: null, scopeRows: [], envNames: new Set(), readShell: null}

function parse(text: string): Parsed {
  return shell.parse({path: 'bin/deploy.sh', text}, CONTEXT)
}

/** What the last entry of that name sees of another: its value, `?` where it is uncertain, null where it is not there. */
function seenBy(parsed: Parsed, key: string, other: string): string | null {
  const from = parsed.entries.findLast((entry) => entry.key === key)!
  for (let scope = from.scope as Entry['scope'] | null; scope; scope = scope.parent) {
    const found = parsed.entries.findLast((entry) => entry.scope === scope && entry.key === other)
    if (found) return found.value ?? '?'
  }
  return null
}

describe('what a command sees', () => {
  const command = 'MARK=1 aws sts get-caller-identity'
  test.each([
    {name: 'what was exported before it', text: `export A=1\n${command}`, seen: '1'},
    {name: 'nothing that is exported after it', text: `${command}\nexport A=1`, seen: null},
    {name: 'the last of two', text: `export A=1\nexport A=2\n${command}\nexport A=3`, seen: '2'},
    {name: 'nothing that is set and not exported', text: `A=1\n${command}`, seen: null},
    {name: 'what is set under set -a', text: `set -a\nA=1\nset +a\n${command}`, seen: '1'},
    {name: 'a new value of what is exported', text: `export A=1\nA=2\n${command}`, seen: '2'},
    {name: 'no longer what is unset', text: `export A=1\nunset A\n${command}`, seen: '?'},
    {name: 'nothing of an assignment before another command', text: `A=1 aws s3 ls\n${command}`, seen: null},
    {name: 'nothing of a subshell', text: `(export A=1)\n${command}`, seen: null},
    {name: 'nothing of a part of a pipe', text: `export A=1 | cat\n${command}`, seen: null},
    {name: 'nothing of a command in the background', text: `export A=1 &\n${command}`, seen: null},
    {name: 'what is exported, in a subshell', text: `export A=1\n(${command})`, seen: '1'},
    {name: 'what is exported, in a function', text: `f() {\n  ${command}\n}\nexport A=1\nf`, seen: '1'},
    {
      name: 'in a branch, what the branch exports',
      text: `export A=1\nif x; then\n export A=2\n ${command}\nfi`,
      seen: '2',
    },
    {
      name: 'in the other branch, what was before',
      text: `export A=1\nif x; then export A=2\nelse ${command}; fi`,
      seen: '1',
    },
    {
      name: 'after a branch, that it is uncertain',
      text: `export A=1\nif x; then export A=2; fi\n${command}`,
      seen: '?',
    },
    {
      name: 'after a case, that it is uncertain',
      text: `export A=1\ncase x in y) export A=2;; esac\n${command}`,
      seen: '?',
    },
    {name: 'after a test, that it is uncertain', text: `export A=1\n[ -n "$B" ] && export A=2\n${command}`, seen: '?'},
    {name: 'in a chain, what was exported in it', text: `build && export A=1 && ${command}`, seen: '1'},
    {name: 'the group it stands in', text: `{ export A=1; }\n${command}`, seen: '1'},
  ])('$name', ({text, seen}) => {
    expect(seenBy(parse(text), 'MARK', 'A')).toBe(seen)
  })
})

describe('scripts in words', () => {
  test.each([
    {name: 'bash -c', text: `export A=1\nbash -c 'MARK=1 x'`, seen: '1'},
    {name: 'sudo sh -ec', text: `sudo sh -ec "export A=2; MARK=1 x"`, seen: '2'},
    {name: 'another machine, which sees nothing of this one', text: `export A=1\nssh h bash -c 'MARK=1 x'`, seen: null},
    {name: 'another user', text: `export A=1\nsu - u -c 'MARK=1 x'`, seen: null},
  ])('$name', ({text, seen}) => {
    expect(seenBy(parse(text), 'MARK', 'A')).toBe(seen)
  })

  test('what one exports ends with it', () => {
    expect(seenBy(parse(`bash -c 'export A=1; x'\nMARK=1 x`), 'MARK', 'A')).toBeNull()
  })

  test.each([
    {name: 'one that the outer shell changes', text: 'bash -c "A=1 x $B"'},
    {name: 'a word of another program', text: `python -c 'A=1 x'`},
    {name: 'a pattern', text: `grep -c 'A=1 x' f`},
  ])('$name is none', ({text}) => {
    expect(parse(text).entries).toEqual([])
  })

  test('an edit never ends the word', () => {
    const text = `alias x='A=1 aws sts y'\n`
    const parsed = parse(text)

    expect(edited(text, parsed.setValue(entryNamed(parsed, 'A'), 'b'))).toBe(`alias x='A=b aws sts y'\n`)
    expect(parsed.setValue(entryNamed(parsed, 'A'), 'b c')).toBeNull()
  })
})

describe('edits', () => {
  test.each([
    {name: 'removes a line', text: 'a\nexport A=1\nb\n', expected: 'a\nb\n'},
    {name: 'removes one of several', text: 'export A=1 B=2\n', expected: 'export B=2\n'},
    {name: 'removes the last of several', text: 'export B=2 A=1\n', expected: 'export B=2\n'},
    {name: 'removes what stands before a command', text: 'A=1 B=2 aws s3 ls\n', expected: 'B=2 aws s3 ls\n'},
    {name: 'removes a line with CRLF', text: 'a\r\nexport A=1\r\nb', expected: 'a\r\nb'},
    {name: 'removes the last line', text: 'a\nexport A=1', expected: 'a'},
    {
      name: 'removes a line of a branch that has more',
      text: 'if x; then\n  export A=1\n  b\nfi\n',
      expected: 'if x; then\n  b\nfi\n',
    },
    {name: 'leaves the only line of a branch', text: 'if x; then\n  export A=1\nfi\n', expected: null},
    {
      name: 'leaves a branch of nothing but exports',
      text: 'if x; then\n  export A=1\n  export B=2\nfi\n',
      expected: null,
    },
    {name: 'leaves a line with a comment', text: 'export A=1 # why\n', expected: null},
    {name: 'leaves a line with more on it', text: 'b; export A=1\n', expected: null},
  ])('remove: $name', ({text, expected}) => {
    const parsed = parse(text)
    expect(edited(text, parsed.remove(entryNamed(parsed, 'A')))).toBe(expected)
  })

  test.each([
    {
      name: 'a line like the one above',
      text: 'f() {\n  export A=1 # x\n}\n',
      expected: 'f() {\n  export A=1 # x\n  export N=v\n}\n',
    },
    {name: 'beside others', text: 'export A=1 B=2\n', expected: 'export A=1 N=v B=2\n'},
    {name: 'beside it on a shared line', text: 'x; export A=1; y\n', expected: 'x; export A=1 N=v; y\n'},
    {name: 'a line at the end', text: 'export A=1', expected: 'export A=1\nexport N=v'},
    {name: 'a line with CRLF', text: 'export A=1\r\nb\r\n', expected: 'export A=1\r\nexport N=v\r\nb\r\n'},
    {name: 'nothing where it stands already', text: 'export A=1\nexport N=2\n', expected: null},
    {name: 'nothing for one command', text: 'A=1 aws s3 ls\n', expected: null},
  ])('add: $name', ({text, expected}) => {
    const parsed = parse(text)
    const entry = entryNamed(parsed, 'A')
    expect(edited(text, parsed.add(entry.scope, 'N', 'v', entry))).toBe(expected)
  })

  test('what a branch may have left is not edited in its name', () => {
    const text = 'export A=1\nif x; then export A=2; fi\nMARK=1 aws s3 ls\n'
    const parsed = parse(text)
    const uncertain = parsed.entries.find(({key, expression}) => key === 'A' && expression === '$A')!

    expect(parsed.setValue(uncertain, 'x')).toBeNull()
    expect(parsed.rename(uncertain, 'B')).toBeNull()
    expect(parsed.append(uncertain, 'x')).toBeNull()
    expect(parsed.remove(uncertain)).toBeNull()
  })
})

const word = fc.constantFrom('x', '"y z"', "'q r'", '$V', 'https://sts.amazonaws.com', '')
const assignment = fc.tuple(fc.constantFrom('A', 'B', 'C'), word).map(([key, value]) => `${key}=${value}`)
const simple = fc.oneof(
  fc.array(assignment, {minLength: 1, maxLength: 3}).map((all) => `export ${all.join(' ')}`),
  assignment,
  assignment.map((one) => `${one} aws sts x --region r`),
  fc.constantFrom('set -a', 'set +a', 'unset A', 'aws sts y', 'echo "A=1"', 'cat > ~/.env <<E\nA=1\nE', '# note'),
)
const block = fc
  .tuple(
    fc.constantFrom('if x; then', 'while x; do', 'f() {', '(', '{'),
    fc.array(simple, {minLength: 1, maxLength: 3}),
  )
  .map(([open, lines]) => {
    const close = open.startsWith('if') ? 'fi' : open.startsWith('while') ? 'done' : open === '(' ? ')' : '}'
    return [open, ...lines.map((line) => (line.startsWith('#') ? `:\n${line}` : line)), close].join('\n')
  })
const script = fc.array(fc.oneof(simple, block), {minLength: 1, maxLength: 6}).map((lines) => `${lines.join('\n')}\n`)

describe('properties', () => {
  const facts = ({key, value, expression}: Entry): string => `${key}=${value}:${expression}`
  const certain = (parsed: Parsed): Entry[] => parsed.entries.filter(({key, expression}) => expression !== `$${key}`)

  test('setting any value changes that value alone', () => {
    fc.assert(
      fc.property(script, fc.string({unit: 'grapheme-ascii'}), fc.nat(), (text, value, pick) => {
        const before = certain(parse(text))
        const index = pick % Math.max(before.length, 1)
        const edits = before[index] && !value.includes('{{') ? parse(text).setValue(before[index], value) : null
        if (edits === null) return
        const after = certain(parse(edited(text, edits)!))
        expect(after.map(facts)).toEqual(
          before.map((entry, at) => (at === index ? `${entry.key}=${value}:null` : facts(entry))),
        )
      }),
    )
  })

  test('taking one out leaves the others', () => {
    fc.assert(
      fc.property(script, fc.nat(), (text, pick) => {
        const parsed = parse(text)
        const before = certain(parsed)
        const entry = before[pick % Math.max(before.length, 1)]
        const edits = entry ? parsed.remove(entry) : null
        if (edits === null) return
        const left = certain(parse(edited(text, edits)!)).map(({key, value}) => `${key}=${value}`)
        const all = before.map(({key, value}) => `${key}=${value}`)
        // What follows may not be exported any more.
        for (const one of left) expect(all).toContain(one)
        expect(left.length).toBeLessThan(all.length)
      }),
    )
  })
})
