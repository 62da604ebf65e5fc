import dotenvPackage from 'dotenv'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {dotenv} from '../../src/formats/dotenv.js'
import type {Parsed} from '../../src/model.js'
import {edited, entryNamed, expectOnlyChange, expectSoundRanges, expectUndoneAdd} from './line-edits.js'

function parse(text: string): Parsed {
  return dotenv.parse(
    {path: 'deploy/.env.prod', text},
    {kind: null, scopeRows: [], envNames: new Set(), readShell: null},
  )
}

/** `KEY=value`, with `$` for a computed value and `*` for a hidden one. */
function read(text: string): string[] {
  return parse(text).entries.map(({key, value, type}) => `${key}=${value ?? (type === 'expression' ? '$' : '*')}`)
}

function slices(text: string, ranges: readonly {start: number; end: number}[]): string[] {
  return ranges.map(({start, end}) => text.slice(start, end))
}

describe('reads', () => {
  test.each([
    {name: 'assignments', text: 'A=1\nb.c-d=2\n', entries: ['A=1', 'b.c-d=2']},
    {name: 'export and white space', text: '  export  A = 1  \nexport\tB\t=\t2\n', entries: ['A=1', 'B=2']},
    {name: 'a key named export', text: 'export=1\n', entries: ['export=1']},
    {name: 'three kinds of quotes', text: 'A="a b"\nB=\'a b\'\nC=`a "b"`\n', entries: ['A=a b', 'B=a b', 'C=a "b"']},
    {name: 'quotes inside words', text: 'A=it"s\n', entries: ['A=it"s']},
    {
      name: 'a quoted value of several lines',
      text: 'A="x\r\ny"\r\nB=\'\nC=2\n\'\nD=3\n',
      entries: ['A=x\ny', 'B=\nC=2\n', 'D=3'],
    },
    {name: 'escapes in double quotes', text: 'A="a\\nb\\t\\"c\\" \\\\ \\$d \\q"\n', entries: ['A=a\nb\t"c" \\ $d \\q']},
    {name: 'no escapes in single quotes', text: "A='a\\nb'\nB='C:\\'\n", entries: ['A=a\\nb', 'B=C:\\']},
    {name: 'empty values', text: 'A=\nB= \nC=""\nD= # note\nE=', entries: ['A=', 'B=', 'C=', 'D=', 'E=']},
    {name: 'signs in a value', text: 'A=b=c#d;e\nB=#f\n', entries: ['A=b=c#d;e', 'B=#f']},
    {
      name: 'interpolation as computed',
      text: 'A=$X\nB="a${X}"\nC=$(cmd)\nD="`cmd`"\nE=a$X\n',
      entries: ['A=$', 'B=$', 'C=$', 'D=$', 'E=$'],
    },
    {name: 'a dollar that interpolates nothing', text: 'A=\'$X\'\nB="\\$X"\nC=5$\n', entries: ['A=$X', 'B=$X', 'C=5$']},
    {name: 'templates as computed', text: "A={{ a # b }}\nB='<%= b %>'\n{{- end }}\n", entries: ['A=$', 'B=$']},
    {
      name: 'a word that goes on after its quote as computed',
      text: "A=\"$HOME\"/bin\nB='it'\\''s'\n",
      entries: ['A=$', 'B=$'],
    },
    {name: 'a line continued by a backslash', text: 'A=b \\\n  c\nD=1\n', entries: ['A=b   c', 'D=1']},
    {
      name: 'a final backslash before another setting',
      text: 'A=C:\\dir\\\nB=2\nC=x\\',
      entries: ['A=C:\\dir\\', 'B=2', 'C=x\\'],
    },
    {name: 'duplicates, in order', text: 'A=1\nA=2\n', entries: ['A=1', 'A=2']},
    {name: 'nothing where the value comes from outside (T54)', text: 'A\nexport B\nC # note\nD=1\n', entries: ['D=1']},
    {
      name: 'nothing from commented settings (T51)',
      text: '# AWS_STS_REGIONAL_ENDPOINTS="regional",\n ;A=1\n',
      entries: [],
    },
    {name: 'CRLF', text: 'A=1\r\nB="2"\r\n', entries: ['A=1', 'B=2']},
    {name: 'a byte order mark', text: '\uFEFFA=1', entries: ['A=1']},
    {name: 'an empty file', text: '', entries: []},
  ])('$name', ({text, entries}) => {
    const parsed = parse(text)

    expect(read(text)).toEqual(entries)
    expect(parsed.problems).toEqual([])
    expectSoundRanges(text, parsed)
  })

  test('one scope, the file', () => {
    expect(parse('A=1\n').scopes).toEqual([
      {id: '', kind: 'env-file', name: '.env.prod', range: {start: 0, end: 4}, parent: null, links: [], adds: 'env'},
    ])
  })

  test('ranges that leave out quotes, export and comments', () => {
    const text = 'export A = "b c" # d\n'
    const entry = entryNamed(parse(text), 'A')

    expect(slices(text, [entry.range, entry.valueRange])).toEqual(['A = "b c"', 'b c'])
    expect(entry).toMatchObject({surface: 'env', path: ['A'], type: 'string', expression: null, shared: false})
  })
})

describe('comments', () => {
  test.each([
    {
      name: 'are given from their marks',
      text: '# a\n  ; b \nA=1 # c\nB="2"#d\nC="3" \t# e \nD # f\n',
      comments: ['# a', '; b', '# c', '#d', '# e', '# f'],
    },
    {name: 'need white space before them', text: "A=b#c\nB=b ;c\nC='d # e'\n", comments: []},
  ])('$name', ({text, comments}) => expect(slices(text, parse(text).comments)).toEqual(comments))
})

describe('problems', () => {
  test.each([
    {name: 'a command', text: 'unset A\nB=1\n', problems: ['unset A'], entries: ['B=1']},
    {name: 'a command that shows a setting (T53)', text: 'echo "A: $A"\n', problems: ['echo "A: $A"'], entries: []},
    {
      name: 'a transcript (T52)',
      text: 'AWS_STS_REGIONAL_ENDPOINTS:   regional\n',
      problems: ['AWS_STS_REGIONAL_ENDPOINTS:   regional'],
      entries: [],
    },
    {name: 'a sign without a key', text: '=1\nB=1\n', problems: ['=1'], entries: ['B=1']},
    {name: 'an open quote', text: 'A="b\nB="c"\n', problems: ['A="b'], entries: ['A=$', 'B=c']},
    {name: 'an open quote at the end', text: "A='b", problems: ["A='b"], entries: ['A=$']},
    {name: 'text after a quoted value', text: 'A="b" c\n', problems: ['A="b" c'], entries: ['A=$']},
  ])('$name', ({text, problems, entries}) => {
    const parsed = parse(text)

    expect(
      slices(
        text,
        parsed.problems.map(({range}) => range),
      ),
    ).toEqual(problems)
    expect(read(text)).toEqual(entries)
    expectSoundRanges(text, parsed)
  })
})

describe('secrets', () => {
  test.each([
    {name: 'a value', text: 'AWS_SECRET_ACCESS_KEY=abc\n', secrets: ['abc']},
    {name: 'a quoted value', text: 'API_TOKEN="ab\ncd"\n', secrets: ['ab\ncd']},
    {name: 'what looks like its comment', text: 'API_TOKEN=ab #c\n', secrets: ['ab #c']},
    {name: 'an interpolated one', text: 'API_TOKEN=$abc\n', secrets: ['$abc']},
    {
      name: 'lines that follow it and are no settings',
      text: 'PRIVATE_KEY=ab\ncd+\ncd\nA=1\n',
      secrets: ['ab', 'cd+', 'cd'],
    },
    {name: 'one that is commented out', text: '#export API_TOKEN=abc\n', secrets: ['abc']},
    {name: 'one without a sign', text: 'API_TOKEN abc\n', secrets: ['abc']},
    {name: 'not the path of one', text: 'AWS_WEB_IDENTITY_TOKEN_FILE=/run/t\n', secrets: []},
  ])('hides $name', ({text, secrets}) => {
    const parsed = parse(text)

    expect(slices(text, parsed.secrets)).toEqual(secrets)
    expect(JSON.stringify(parsed.entries) + JSON.stringify(parsed.problems)).not.toMatch(/abc?\b|cd/)
    expectSoundRanges(text, parsed)
  })
})

describe('sets a value', () => {
  test.each([
    {name: 'and nothing else', text: '\uFEFFexport K = old  # c\r\n', expected: '\uFEFFexport K = new  # c\r\n'},
    {name: 'inside its quotes', text: 'K="old" # c', expected: 'K="new" # c'},
    {name: 'of several lines', text: "K='a\nb'\n", expected: "K='new'\n"},
    {name: 'that is continued', text: 'K=a \\\n b\n', expected: 'K=new\n'},
    {name: 'where there is none', text: 'K=', expected: 'K=new'},
    {name: 'where there is only a comment', text: 'K = # c\n', expected: 'K = new # c\n'},
    {name: 'over a computed one', text: 'K=$OLD\n', expected: 'K=new\n'},
    {name: 'over an unclear one', text: 'K="old"/x\n', expected: 'K=new\n'},
    {name: 'that needs quotes', text: 'K=old # c\n', value: 'a b', expected: 'K="a b" # c\n'},
    {
      name: 'that a shell would act on',
      text: 'K=old\n',
      value: 'https://h/?a=1&b=2',
      expected: 'K="https://h/?a=1&b=2"\n',
    },
    {name: 'that needs other quotes', text: 'K="old"\n', value: 'a$b "c"', expected: 'K=\'a$b "c"\'\n'},
    {name: 'that is empty', text: 'K=old # c\n', value: '', expected: 'K= # c\n'},
    {name: 'that no quotes hold: never', text: 'K=old\n', value: '\'"', expected: null},
    {name: 'of two lines: never', text: 'K="old"\n', value: 'a\nb', expected: null},
    {name: 'that is computed: never', text: 'K=old\n', value: '{{ a }}', expected: null},
  ])('$name', ({text, value = 'new', expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.setValue(entryNamed(parsed, 'K'), value))).toBe(expected)
  })
})

describe('removes', () => {
  test.each([
    {name: 'the whole line', text: 'A=1\r\n  export K = 2\r\nB=3\r\n', expected: 'A=1\r\nB=3\r\n'},
    {name: 'every line of the value', text: 'K="a\nb"\nB=3\n', expected: 'B=3\n'},
    {name: 'the last line, leaving no final line end', text: 'A=1\r\nK=2', expected: 'A=1'},
    {name: 'the only line', text: '\uFEFFK=2', expected: '\uFEFF'},
    {name: 'no inline comment', text: 'K=2 # c\n', expected: null},
  ])('$name', ({text, expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.remove(entryNamed(parsed, 'K')))).toBe(expected)
  })
})

describe('adds', () => {
  test.each([
    {name: 'at the end', text: 'A=1\n# c\n', expected: 'A=1\n# c\nK=v\n'},
    {name: 'after a given line', text: 'A=1 # c\r\nB=2\r\n', after: 'A', expected: 'A=1 # c\r\nK=v\r\nB=2\r\n'},
    {
      name: 'after every line of a given value',
      text: 'A="1\n2"\nB=2\n',
      after: 'A',
      expected: 'A="1\n2"\nK="v"\nB=2\n',
    },
    {
      name: 'as the line above is written',
      text: "  export A = '1'\n",
      expected: "  export A = '1'\n  export K = 'v'\n",
    },
    {name: 'in quotes that hold the value', text: 'A=1\n', value: 'a b', expected: 'A=1\nK="a b"\n'},
    {name: 'without a final line end where there was none', text: 'A=1', expected: 'A=1\nK=v'},
    {name: 'to an empty file', text: '', expected: 'K=v\n'},
    {name: 'after an empty value', text: 'A =\n', expected: 'A =\nK = v\n'},
    {name: 'no duplicate', text: 'K=1\n', expected: null},
  ])('$name', ({text, after, value = 'v', expected}) => {
    const parsed = parse(text)

    expect(
      edited(
        text,
        parsed.add(parsed.scopes[0]!, 'K', value, after === undefined ? undefined : entryNamed(parsed, after)),
      ),
    ).toBe(expected)
  })
})

describe('renames', () => {
  test.each([
    {name: 'the key alone', text: 'export K = "1" # c\n', expected: 'export NEW = "1" # c\n'},
    {name: 'not to a key that is there', text: 'K=1\nNEW=2\n', expected: null},
  ])('$name', ({text, expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.rename(entryNamed(parsed, 'K'), 'NEW'))).toBe(expected)
  })
})

describe('appends', () => {
  test.each([
    {name: 'to a list', text: 'K=a,b # c\n', expected: 'K=a,b,new # c\n'},
    {name: 'inside its quotes, with its spacing', text: 'K="a, b"\n', expected: 'K="a, b, new"\n'},
    {name: 'not to nothing', text: 'K=\n', expected: null},
    {name: 'not what is there', text: 'K=a,new\n', expected: null},
    {name: 'not to a computed list', text: 'K=$K,a\n', expected: null},
    {name: 'not what would need quotes', text: 'K=a,b\n', value: 'c&d', expected: null},
  ])('$name', ({text, value = 'new', expected}) => {
    const parsed = parse(text)

    expect(edited(text, parsed.append(entryNamed(parsed, 'K'), value))).toBe(expected)
  })
})

describe('for any text', () => {
  const piece = fc.constantFrom(
    '=',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\uFEFF',
    '"',
    "'",
    '`',
    '\\',
    '#',
    ' # c',
    ';',
    ',',
    '$',
    '${A}',
    '{{',
    '}}',
    'export ',
    'A',
    'B=',
    '\nC=1',
    '\nD="x y"',
    '\nTOKEN=t',
  )
  const anyText = fc.oneof(
    fc.string({unit: 'binary'}),
    fc.array(piece, {maxLength: 30}).map((pieces) => pieces.join('')),
  )
  const anyValue = fc.oneof(
    fc.webUrl(),
    fc.string(),
    fc.constantFrom('', 'a b', 'a #b', '"q"', 'a=b', ' x', 'x\\', '$X', "it's"),
  )

  test('ranges are sound', () => {
    fc.assert(
      fc.property(anyText, (text) => expectSoundRanges(text, parse(text))),
      {numRuns: 500},
    )
  })

  test('setting a value changes that value alone', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), anyValue, (text, at, value) => expectOnlyChange(text, parse, at, value)),
      {numRuns: 2000},
    )
  })

  test('adding and removing a setting leaves the text as it was', () => {
    fc.assert(
      fc.property(anyText, (text) => expectUndoneAdd(text, parse, 'ZZ', 'v')),
      {numRuns: 2000},
    )
  })
})

describe('agrees with the dotenv package', () => {
  const key = fc
    .stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/)
    .filter((name) => !/(?:SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIALS?|KEY)$/.test(name))
  const plain = fc.stringMatching(/^[a-zA-Z0-9:/.=,;_-]{0,20}$/)
  const text = fc.stringMatching(/^[a-zA-Z0-9:/.=,; #\n-]{0,20}$/)
  const value = fc.oneof(
    plain,
    plain.map((each) => `${each} # note`),
    text.map((each) => `'${each}'`),
    text.map((each) => `"${each}\\n" # note`),
    text.map((each) => `\`${each}\``),
    text.map((each) => `'$X ${each}'`),
  )
  const line = fc.oneof(
    fc
      .tuple(fc.constantFrom('', 'export ', '  '), key, fc.constantFrom('=', ' = ', '= '), value)
      .map((parts) => parts.join('')),
    fc.constantFrom('', '# A=1', '  # note', 'PASSED'),
  )

  test('on generated lines', () => {
    fc.assert(
      fc.property(fc.array(line, {maxLength: 6}), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const source = lines.join('\n').replaceAll('\n', end)
        const found = Object.fromEntries(parse(source).entries.map((entry) => [entry.key, entry.value]))

        expect(found).toEqual(dotenvPackage.parse(source))
      }),
      {numRuns: 500},
    )
  })
})
