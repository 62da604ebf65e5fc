import {DockerfileParser, type PropertyInstruction} from 'dockerfile-ast'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {dockerfile} from '../../src/formats/dockerfile.js'
import type {Entry, Parsed, Range, TextEdit} from '../../src/model.js'

const parse = (text: string): Parsed =>
  dockerfile.parse({path: 'Dockerfile', text}, {scopeRows: [], envNames: new Set(), readShell: null, kind: null})

/** `scope K=V`, or `scope K:=text` for an expression. */
function shown(entries: readonly Entry[]): string[] {
  return entries.map(
    ({scope, key, value, expression}) => `${scope.id} ${value === null ? `${key}:=${expression}` : `${key}=${value}`}`,
  )
}

function applied(text: string, edits: TextEdit[] | null): string | null {
  if (edits === null) return null
  return [...edits]
    .reverse()
    .reduce((all, {range, newText}) => all.slice(0, range.start) + newText + all.slice(range.end), text)
}

const slices = (text: string, ranges: readonly Range[]): string[] =>
  ranges.map(({start, end}) => text.slice(start, end))

describe('ENV and ARG', () => {
  test.each([
    {name: 'one pair', text: 'ENV A=1', expected: ['A=1']},
    {
      name: 'several pairs with quotes and escapes',
      text: 'ENV A=1 B="x y" C=\'z "w"\' D=a\\ b E="q\\"r\\n"',
      expected: ['A=1', 'B=x y', 'C=z "w"', 'D=a b', 'E=q"r\\n'],
    },
    {name: 'quotes in the middle', text: 'ENV A=x"y z"\'w\'', expected: ['A=xy zw']},
    {
      name: 'the old form',
      text: 'ENV A hello  world  \nENV B "q r"\nENV C d=e',
      expected: ['A=hello  world', 'B=q r', 'C=d=e'],
    },
    {name: 'empty values', text: 'ENV A= B=""', expected: ['A=', 'B=']},
    {
      name: 'continuation lines with comments and blank lines between',
      text: 'ENV A=1 \\\n  # B=0\n\n  B=2 \\ \t\n\tC=3\nENV D=4',
      expected: ['A=1', 'B=2', 'C=3', 'D=4'],
    },
    {name: 'a value over two lines', text: 'ENV A="x \\\n y" B=x\\\ny', expected: ['A=x  y', 'B=xy']},
    {
      name: 'an escaped backslash at the end, which continues nothing',
      text: 'ENV A=x\\\\\nENV B=2',
      expected: ['A=x\\', 'B=2'],
    },
    {
      name: 'the escape directive',
      text: '# escape=`\nFROM b\nENV A=c:\\x `\n  B="d`"e"',
      expected: ['A=c:\\x', 'B=d"e'],
    },
    {name: 'lower case, tabs and indentation', text: '  env\tA=1\t B=2\nenv C d', expected: ['A=1', 'B=2', 'C=d']},
    {name: 'CRLF', text: 'ENV A=1 \\\r\n  B=2\r\nENV C d e\r\n', expected: ['A=1', 'B=2', 'C=d e']},
    {name: 'ONBUILD', text: 'ONBUILD ENV A=1 B=2\nonbuild env C d', expected: ['A=1', 'B=2', 'C=d']},
    {name: 'arguments with a default', text: 'ARG A=1 B\nARG C\nARG D="x y"', expected: ['A=1', 'D=x y']},
    {
      name: 'variables as expressions',
      text: 'ARG K=v\nENV K=$K L="${K}/x" M=\'$K\' N=\\$K O=5$ P=${K:-x}',
      expected: ['K=v', 'K:=$K', 'L:="${K}/x"', 'M=$K', 'N=$K', 'O=5$', 'P:=${K:-x}'],
    },
    {
      name: 'no labels, copies or comments (T51)',
      text: 'LABEL A=1\n# ENV AWS_STS_REGIONAL_ENDPOINTS="regional"\nUSER x\nCOPY <<A <<-B /c\nENV D=1\nA\nENV E=2\n\tB\nENV F=3',
      expected: ['F=3'],
    },
    {name: 'no name with a variable', text: 'ENV $X=1 A=2', expected: ['A=2']},
  ])('reads $name', ({text, expected}) => {
    const source = text.startsWith('#') ? text : `FROM a\n${text}`

    expect(shown(parse(source).entries)).toEqual(expected.map((entry) => `stage:0 ${entry}`))
    expect(parse(source).problems).toEqual([])
  })

  test('a byte order mark and a missing final newline change nothing', () => {
    const text = '\uFEFF# escape=`\r\nFROM a\r\nENV A=1'

    expect(
      slices(
        text,
        parse(text).entries.map(({range}) => range),
      ),
    ).toEqual(['A=1'])
  })

  test('ranges are exact', () => {
    const text = 'FROM a\nENV A="x y" \\\n  B=\'z\' C=w D=a"b"\nENV E f g '
    const {entries} = parse(text)

    expect(
      slices(
        text,
        entries.map(({range}) => range),
      ),
    ).toEqual(['A="x y"', "B='z'", 'C=w', 'D=a"b"', 'E f g'])
    expect(
      slices(
        text,
        entries.map(({valueRange}) => valueRange),
      ),
    ).toEqual(['x y', 'z', 'w', 'a"b"', 'f g'])
    expect(entries.map(({path}) => path)).toEqual(['A', 'B', 'C', 'D', 'E'].map((key) => ['stage:0', key]))
  })

  test.each([
    {name: 'a word without =', text: 'FROM a\nENV A=1 B', message: 'ENV takes K=V: a word without ='},
    {name: 'a name alone', text: 'FROM a\nENV A', message: 'ENV takes K=V: a word without ='},
    {name: 'a quote without an end', text: 'FROM a\nENV A="x', message: 'ENV A: a quote has no end'},
    {name: 'a here-document without an end', text: 'FROM a\nRUN <<EOF\nA=1\n', message: 'here-document EOF has no end'},
  ])('reports $name', ({text, message}) => {
    expect(parse(text).problems.map((problem) => problem.message)).toEqual([message])
  })

  test('a credential stays in the parser', () => {
    const text =
      'FROM a\nENV AWS_SECRET_ACCESS_KEY=hidden MY_TOKEN="hidden$X"\nRUN export API_KEY=hidden && x --password=hidden'
    const parsed = parse(text)

    expect(JSON.stringify([parsed.entries, parsed.commands, parsed.problems])).not.toContain('hidden')
    expect(slices(text, parsed.secrets)).toEqual(['hidden', 'hidden$X', 'hidden', 'hidden', 'hidden'])
    expect(parsed.entries.flatMap((entry) => parsed.setValue(entry, 'x') ?? [])).toEqual([])
  })
})

test.each([
  {name: 'a comment', text: '# ENV MY_TOKEN=hidden'},
  {name: 'a comment between lines', text: 'RUN a \\\n  # export MY_TOKEN=hidden\n  b'},
  {name: 'a value without an end', text: 'ENV MY_TOKEN="hidden'},
  {name: 'shell text without an end', text: 'RUN MY_TOKEN="hidden'},
  {name: 'a word of a command', text: 'RUN echo "aws_secret_access_key = hidden" >> x'},
])('the credential in $name is known as one', ({text}) => {
  const source = `FROM a\n${text}`

  expect(slices(source, parse(source).secrets).join()).toContain('hidden')
  expect(JSON.stringify(parse(source).commands)).not.toContain('hidden')
})

describe('stages', () => {
  test('a stage reads the stage it is built from, whatever the case of its name', () => {
    const {scopes} = parse('ARG V=1\nFROM --platform=x a AS Build\nRUN b\nFROM build\nFROM c as last\n')

    expect(
      scopes.filter(({kind}) => kind !== 'run').map(({id, name, kind, parent}) => [id, name, kind, parent?.id]),
    ).toEqual([
      ['file', 'Dockerfile', 'file', undefined],
      ['stage:Build', 'Build', 'stage', undefined],
      ['stage:1', '1', 'stage', 'stage:Build'],
      ['stage:last', 'last', 'stage', undefined],
    ])
  })

  test('arguments before the first FROM stand in the file', () => {
    expect(shown(parse('ARG A=1\nFROM a\nARG B=2').entries)).toEqual(['file A=1', 'stage:0 B=2'])
  })

  test('a stage goes from its FROM to the next', () => {
    const text = 'FROM a\nRUN b\n\n# c\nFROM d'

    expect(
      slices(
        text,
        parse(text)
          .scopes.filter(({kind}) => kind === 'stage')
          .map(({range}) => range),
      ),
    ).toEqual(['FROM a\nRUN b', 'FROM d'])
  })
})

describe('RUN, CMD and ENTRYPOINT', () => {
  test.each([
    {
      name: 'an export of its own RUN',
      text: 'RUN export A=1 && aws x\nRUN export B=2; c',
      expected: ['stage:0/run:0 A=1', 'stage:0/run:1 B=2'],
    },
    {name: 'an assignment for one command', text: 'RUN A=1 aws x && b', expected: ['stage:0/run:0/command:0 A=1']},
    {
      name: 'continuation lines with comments',
      text: 'RUN export A=1 && \\\n  # export B=0\n\n  export C="2" \\\n# x\n  D=3',
      expected: ['stage:0/run:0 A=1', 'stage:0/run:0 C=2', 'stage:0/run:0 D=3'],
    },
    {
      name: 'CRLF and backtick continuation',
      text: 'RUN export A=1 && \\\r\n  export B=2\r\n',
      expected: ['stage:0/run:0 A=1', 'stage:0/run:0 B=2'],
    },
    {
      name: 'options before the command',
      text: 'RUN --mount=type=secret,id=x --network=none export A=1',
      expected: ['stage:0/run:0 A=1'],
    },
    {
      name: 'a here-document as script',
      text: "RUN <<EOF\nexport A=1\nEOF\nRUN bash -e <<'X'\nexport B=2\nX\nRUN <<-Y\n\texport C=3\n\tY\n",
      expected: ['stage:0/run:0 A=1', 'stage:0/run:1 B=2', 'stage:0/run:2 C=3'],
    },
    {
      name: 'no here-document that is input',
      text: 'RUN cat <<EOF > f && export B=2\nA=1\nEOF\nRUN <<X\n#!/usr/bin/python3\nC=3\nX\nRUN python <<Z\nD=4\nZ',
      expected: ['stage:0/run:0/part:0 B=2'],
    },
    {name: 'ONBUILD', text: 'ONBUILD RUN export A=1', expected: ['stage:0/run:0 A=1']},
    {
      name: 'no other shell',
      text: 'SHELL ["powershell", "-Command"]\nRUN export A=1\nSHELL ["/bin/bash", "-c"]\nRUN export B=2',
      expected: ['stage:0/run:1 B=2'],
    },
    {
      name: 'flags of a shell CMD',
      text: 'CMD aws sts x --endpoint-url https://y',
      expected: ['stage:0/command:0 --endpoint-url=https://y'],
    },
    {
      name: 'flags of an exec ENTRYPOINT',
      text: 'ENTRYPOINT ["aws", "sts", "x", "--region", "r", \\\n  # no\n  "--endpoint-url=https://y"]',
      expected: ['stage:0/command:0 --region=r', 'stage:0/command:0 --endpoint-url=https://y'],
    },
    {
      name: 'no certificate probe (T36)',
      text: 'RUN openssl s_client -connect sts.amazonaws.com:443 </dev/null',
      expected: [],
    },
    {
      name: 'no echo and no pass-through (T53, T54)',
      text: 'RUN echo "AWS_STS_REGIONAL_ENDPOINTS: $AWS_STS_REGIONAL_ENDPOINTS" && unset A && docker run --env A x',
      expected: [],
    },
  ])('reads $name', ({text, expected}) => {
    expect(shown(parse(`FROM a\n${text}`).entries)).toEqual(expected)
  })

  test('commands keep their words in both forms', () => {
    const text = 'FROM a\nRUN x | aws sts \\\n# c\n  assume-root "$Y"\nRUN ["aws", "sts", "a\\"b"]\nCMD ["oops, aws]'
    const {commands} = parse(text)

    expect(commands.map(({scope, words}) => [scope.id, ...words.map(({value}) => value)])).toEqual([
      ['stage:0/run:0', 'x'],
      ['stage:0/run:0', 'aws', 'sts', 'assume-root', null],
      ['stage:0/run:1', 'aws', 'sts', 'a"b'],
    ])
    expect(
      slices(
        text,
        commands[2]!.words.map(({range}) => range),
      ),
    ).toEqual(['"aws"', '"sts"', '"a\\"b"'])
  })

  test('comments are those of the file and of the shell', () => {
    const text = '# escape=`\nFROM a\n  # b\nRUN c && `\n# d\n  e # f\nENV A=#1 B="# 2"\n#g'

    expect(slices(text, parse(text).comments)).toEqual(['# escape=`', '# b', '# d', '# f', '#g'])
  })
})

describe('setValue', () => {
  test.each([
    {name: 'keeps double quotes', text: 'ENV A="1" B=2', value: 'x "y" $z', expected: 'ENV A="x \\"y\\" \\$z" B=2'},
    {name: 'keeps single quotes', text: "ENV A='1'", value: '$x', expected: "ENV A='$x'"},
    {
      name: 'changes quotes that cannot hold the value',
      text: "ENV A='1' B=2",
      value: "it's",
      expected: 'ENV A="it\'s" B=2',
    },
    {name: 'adds quotes when needed', text: 'ENV A=1 B=2', value: 'x y', expected: 'ENV A="x y" B=2'},
    {name: 'leaves blanks in the old form', text: 'ENV A 1', value: 'x y', expected: 'ENV A x y'},
    {name: 'quotes nothing in the old form', text: 'ENV A 1', value: '', expected: 'ENV A ""'},
    {name: 'fills an empty value', text: 'ENV A= \\\n B=2', value: 'x', expected: 'ENV A=x \\\n B=2'},
    {name: 'replaces an expression', text: 'ENV A=${B}x', value: 'y', expected: 'ENV A=y'},
    {
      name: 'keeps CRLF and what follows',
      text: 'ENV A=1 \\\r\n  # c\r\n  B=2\r\n',
      value: 'x',
      expected: 'ENV A=x \\\r\n  # c\r\n  B=2\r\n',
    },
    {name: 'writes into shell text', text: 'RUN export A="1" && b', value: 'x', expected: 'RUN export A="x" && b'},
    {
      name: 'writes into an exec form',
      text: 'CMD ["aws", "--region", "r"]',
      value: 'a"b',
      expected: 'CMD ["aws", "--region", "a\\"b"]',
    },
    {name: 'refuses a flag as the value of a flag', text: 'CMD ["aws", "--region", "r"]', value: '--x', expected: null},
    {name: 'refuses to lose a comment', text: 'ENV A="1 \\\n# c\n 2"', value: 'x', expected: null},
    {name: 'refuses a line end', text: 'ENV A=1', value: 'x\ny', expected: null},
  ])('$name', ({text, value, expected}) => {
    const parsed = parse(`FROM a\n${text}`)
    const edited = applied(`FROM a\n${text}`, parsed.setValue(parsed.entries[0]!, value))

    expect(edited).toBe(expected === null ? null : `FROM a\n${expected}`)
  })
})

describe('rename and append', () => {
  test('rename takes the key of any form', () => {
    const text = 'FROM a\nENV AWS_STS_ENDPOINT="x" B=1\nRUN AWS_STS_ENDPOINT=x aws y'
    const parsed = parse(text)
    const edits = parsed.entries.filter(({key}) => key !== 'B').flatMap((entry) => parsed.rename(entry, 'E') ?? [])

    expect(applied(text, edits)).toBe('FROM a\nENV E="x" B=1\nRUN E=x aws y')
    expect(parsed.rename(parsed.entries[0]!, 'x y')).toBeNull()
  })

  test('append goes to the end of the list', () => {
    const text = 'FROM a\nENV NO_PROXY="a,b" C=$D E='
    const parsed = parse(text)

    expect(
      applied(
        text,
        parsed.entries.flatMap((entry) => parsed.append(entry, '.x.y') ?? []),
      ),
    ).toBe('FROM a\nENV NO_PROXY="a,b,.x.y" C=$D,.x.y E=.x.y')
    expect(parsed.append(parsed.entries[0]!, 'a b')).toBeNull()
  })
})

describe('remove', () => {
  test.each([
    {
      name: 'the first of several',
      text: 'FROM a\nENV A=1 \\\n    B=2 C=3\n',
      key: 'A',
      expected: 'FROM a\nENV B=2 C=3\n',
    },
    {
      name: 'one in the middle',
      text: 'FROM a\nENV A=1 \\\n    B=2 \\\n    C=3\n',
      key: 'B',
      expected: 'FROM a\nENV A=1 \\\n    C=3\n',
    },
    {name: 'the last', text: 'FROM a\nENV A=1 \\\n    B=2\nRUN x', key: 'B', expected: 'FROM a\nENV A=1\nRUN x'},
    {name: 'an instruction', text: 'FROM a\r\n  ENV A=1\r\nRUN x', key: 'A', expected: 'FROM a\r\nRUN x'},
    {name: 'an instruction at the end of the file', text: 'FROM a\r\nENV A b', key: 'A', expected: 'FROM a'},
    {name: 'an instruction with its trigger', text: 'FROM a\nONBUILD ENV A=1\n', key: 'A', expected: 'FROM a\n'},
    {name: 'an argument', text: 'FROM a\nARG A=1 B\n', key: 'A', expected: 'FROM a\nARG B\n'},
    {name: 'nothing that holds a comment', text: 'FROM a\nENV A=1 \\\n  # c\n  B=2\n', key: 'A', expected: null},
    {name: 'no instruction that holds a comment', text: 'FROM a\nENV \\\n  # c\n  A=1\n', key: 'A', expected: null},
    {name: 'nothing from shell text', text: 'FROM a\nRUN export A=1', key: 'A', expected: null},
  ])('takes $name', ({text, key, expected}) => {
    const parsed = parse(text)

    expect(applied(text, parsed.remove(parsed.entries.find((entry) => entry.key === key)!))).toBe(expected)
  })
})

describe('add', () => {
  test.each([
    {
      name: 'after the instruction of an entry',
      text: 'FROM a\nENV A=1 \\\n  B=2\nRUN x\n',
      after: 'A',
      expected: 'FROM a\nENV A=1 \\\n  B=2\nENV K=v\nRUN x\n',
    },
    {
      name: 'in the case and with the indentation found',
      text: 'FROM a\n\tenv A 1\n',
      after: 'A',
      expected: 'FROM a\n\tenv A 1\n\tenv K=v\n',
    },
    {name: 'after FROM when there is no ENV', text: 'FROM a\r\nRUN x', expected: 'FROM a\r\nENV K=v\r\nRUN x'},
    {
      name: 'at the end of the first ENV block',
      text: 'FROM a\nENV A=1\nENV B=2\nRUN x\nENV C=3',
      expected: 'FROM a\nENV A=1\nENV B=2\nENV K=v\nRUN x\nENV C=3',
    },
    {name: 'at the end of a file without a final newline', text: 'FROM a', expected: 'FROM a\nENV K=v'},
    {
      name: 'at the end of the block when `after` is an argument',
      text: 'FROM a\nARG A=1\nENV B=2',
      after: 'A',
      expected: 'FROM a\nARG A=1\nENV B=2\nENV K=v',
    },
    {name: 'nothing that the stage sets', text: 'FROM a\nENV K=w', expected: null},
    {name: 'nothing after an open continuation', text: 'FROM a\nENV A=1 \\\n', after: 'A', expected: null},
  ])('puts a variable $name', ({text, after, expected}) => {
    const parsed = parse(text)
    const scope = parsed.scopes.find(({kind}) => kind === 'stage')!
    const anchor = parsed.entries.find(({key}) => key === after)

    expect(applied(text, parsed.add(scope, 'K', 'v', anchor))).toBe(expected)
  })

  test('only a stage takes variables', () => {
    const {scopes, add} = parse('ARG A=1\nFROM a\nRUN B=1 c')

    expect(scopes.filter((scope) => add(scope, 'K', 'v') !== null).map(({id}) => id)).toEqual(['stage:0'])
    expect(scopes.map(({adds}) => adds)).toEqual([null, 'env', null, null])
  })
})

const eol = fc.constantFrom('\n', '\r\n')
const value = fc.constantFrom(
  '1',
  '"x y"',
  '\'q "r"\'',
  '""',
  '',
  '$V',
  'a"b c"\'d\'',
  'e\\ f',
  '"g \\\n  h"',
  'https://sts.amazonaws.com',
)
const gap = fc.constantFrom(' ', '\t', ' \\\n  ', ' \\\n  # c\n\n  ', ' \\  \n')
const pairs = fc
  .array(fc.tuple(value, gap), {minLength: 1, maxLength: 4})
  .map((parts) => parts.map(([own, space], index) => `${index === 0 ? '' : space}K${index}=${own}`).join(''))
const instruction = fc.oneof(
  fc.tuple(fc.constantFrom('ENV ', 'env\t', '  ENV ', 'ARG ', 'ONBUILD ENV '), pairs).map((parts) => parts.join('')),
  fc.constantFrom(
    'ENV OLD some words',
    'RUN export R="1" && aws sts x --region=r',
    'RUN E=1 aws x \\\n  # c\n  && F=2',
    '# ENV C=1',
    '',
    'FROM b AS c',
    'CMD ["aws", "--region", "r"]',
    'RUN <<EOF\nexport H=1\nEOF',
    'COPY <<EOF /x\nENV Z=1\nEOF',
  ),
)
const file = fc
  .tuple(fc.constantFrom('', '\uFEFF'), fc.array(instruction, {maxLength: 6}), eol, fc.constantFrom('', '\n'))
  .map(([mark, lines, end, last]) => `${mark}${['FROM a', ...lines].join('\n')}${last}`.replaceAll('\n', end))
const facts = ({key, value: own, expression, scope}: Entry): unknown => [scope.id, key, own, expression]

describe('properties', () => {
  test('any text is read without a throw', () => {
    const fragment = fc.constantFrom(
      'FROM ',
      'ENV ',
      'ARG ',
      'RUN ',
      'ONBUILD ',
      'CMD [',
      'A=',
      '"',
      "'",
      '\\',
      '`',
      '\n',
      '\r\n',
      '\r',
      ' ',
      '\t',
      '#',
      '# escape=`\n',
      '<<E',
      '<<-',
      'E',
      '$',
      '${',
      ']',
      ',',
      'x',
      '\uFEFF',
      ' AS ',
      '--',
      'aws --region ',
      'SHELL ["',
      '\u0085',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fragment).map((parts) => parts.join('')),
        ),
        (text) => {
          inspect(text)
        },
      ),
      {numRuns: 2000},
    )
  })

  test('a mangled Dockerfile is read without a throw', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.nat(20), fc.string({maxLength: 4}), (text, at, length, other) => {
        const start = at % (text.length + 1)
        inspect(text.slice(0, start) + other + text.slice(start + length))
      }),
      {numRuns: 1000},
    )
  })

  function inspect(text: string): void {
    const parsed = parse(text)
    const {entries, commands, comments, scopes, secrets, problems} = parsed
    const ranges = [
      ...entries.flatMap(({range, valueRange}) => [range, valueRange]),
      ...comments,
      ...secrets,
      ...commands.flatMap((command) => [command.range, ...command.words.map(({range}) => range)]),
      ...scopes.map(({range}) => range),
      ...problems.map(({range}) => range),
    ]
    for (const {start, end} of ranges) expect(0 <= start && start <= end && end <= text.length).toBe(true)
    expect(new Set(scopes.map(({id}) => id)).size).toBe(scopes.length)
    expect(entries.every(({scope}) => scopes.includes(scope))).toBe(true)
    expect(commands.every(({scope}) => scopes.includes(scope))).toBe(true)
    for (const entry of entries) {
      parsed.setValue(entry, 'x')
      parsed.remove(entry)
      parsed.append(entry, 'x')
      parsed.add(entry.scope, 'NEW', 'x', entry)
    }
  }

  test('setting any value changes that value alone', () => {
    fc.assert(
      fc.property(file, fc.string({unit: 'grapheme'}), fc.nat(), (text, next, pick) => {
        const before = parse(text)
        const index = pick % Math.max(before.entries.length, 1)
        const entry = before.entries[index]
        const edits = entry && before.setValue(entry, next)
        if (!entry || !edits) return
        const edited = applied(text, edits)!
        const after = parse(edited)

        expect(edits).toHaveLength(1)
        expect(edited.startsWith(text.slice(0, entry.valueRange.start - 1))).toBe(true)
        expect(edited.endsWith(text.slice(entry.valueRange.end + 1))).toBe(true)
        expect(after.entries.map(facts)).toEqual(
          before.entries.map((each, at) => (at === index ? [each.scope.id, each.key, next, null] : facts(each))),
        )
      }),
      {numRuns: 2000},
    )
  })

  test('removing an entry leaves all others', () => {
    fc.assert(
      fc.property(file, fc.nat(), (text, pick) => {
        const before = parse(text)
        const entry = before.entries[pick % Math.max(before.entries.length, 1)]
        const edits = entry && before.remove(entry)
        if (!entry || !edits) return

        expect(parse(applied(text, edits)!).entries.map(facts)).toEqual(
          before.entries.filter((each) => each !== entry).map(facts),
        )
      }),
      {numRuns: 1000},
    )
  })

  test('adding a variable leaves all others', () => {
    fc.assert(
      fc.property(file, fc.string(), fc.nat(), fc.nat(), (text, next, pickScope, pickEntry) => {
        const before = parse(text)
        const scope = before.scopes[pickScope % before.scopes.length]!
        const edits = before.add(scope, 'NEW', next, before.entries[pickEntry % Math.max(before.entries.length, 1)])
        if (edits === null) return
        const after = parse(applied(text, edits)!).entries

        expect(after.filter(({key}) => key !== 'NEW').map(facts)).toEqual(before.entries.map(facts))
        expect(after.filter(({key}) => key === 'NEW').map(facts)).toEqual([[scope.id, 'NEW', next, null]])
      }),
      {numRuns: 1000},
    )
  })

  test('dockerfile-ast finds the same pairs at the same places', () => {
    const plain = fc.constantFrom('1', '"x y"', "'q r'", '""', '', '$V', 'a-b', 'https://sts.amazonaws.com')
    const line = fc
      .tuple(
        fc.constantFrom('ENV ', 'env ', '  ENV\t'),
        fc.array(fc.tuple(plain, fc.constantFrom(' ', '\t', ' \\\n  ', ' \\\n# c\n  ')), {minLength: 1}),
      )
      .map(
        ([head, parts]) =>
          head + parts.map(([own, space], index) => `${index === 0 ? '' : space}K${index}=${own}`).join(''),
      )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = ['FROM a', ...lines].join('\n')

        expect(parse(text).entries.map(({key, range}) => [key, text.slice(range.start, range.end)])).toEqual(
          byLibrary(text),
        )
      }),
    )
  })
})

function byLibrary(text: string): [string, string][] {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({index}) => index + 1)]
  return DockerfileParser.parse(text)
    .getInstructions()
    .filter((each) => each.getKeyword() === 'ENV')
    .flatMap((each) =>
      (each as PropertyInstruction).getProperties().map((property): [string, string] => {
        const {start, end} = property.getRange()
        return [
          property.getName(),
          text.slice(starts[start.line]! + start.character, starts[end.line]! + end.character),
        ]
      }),
    )
}
