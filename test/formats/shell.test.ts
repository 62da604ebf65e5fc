import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readShell, shellEdits} from '../../src/formats/shell.js'
import type {Entry, Range, Scope, ShellOut} from '../../src/model.js'

interface Read extends ShellOut {
  readonly text: string
}

function read(text: string, offset = 0, end = text.length): Read {
  const scope: Scope = {
    id: 'run',
    kind: 'step',
    name: 'run',
    range: {start: 0, end},
    parent: null,
    links: [],
    adds: 'env',
  }
  const out: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  readShell(text.slice(offset, end), offset, scope, out, ['jobs', 'run'])
  return {...out, text}
}

/** `K=V` for an expression `K:=text`, with the scope's kind where it is not the given one. */
function shown({entries}: Read): string[] {
  return entries.map(({key, value, expression, scope}) => {
    const text = value === null ? `${key}:=${expression}` : `${key}=${value}`
    return scope.id === 'run' ? text : `${scope.kind} ${text}`
  })
}

function words({commands}: Read): (string | null)[][] {
  return commands.map((command) => command.words.map(({value}) => value))
}

const slice = ({text}: Read, {start, end}: Range): string => text.slice(start, end)

describe('variables', () => {
  test.each([
    {name: 'an assignment that is exported later', text: 'A=1\nexport A', expected: ['A=1']},
    {name: 'an assignment of what is exported', text: 'export A\nA=1', expected: ['A=1']},
    {
      name: 'all assignments after set -a',
      text: 'A=1\nset -a\nB=2\nset +a\nC=3\nset -o allexport\nD=4',
      expected: ['B=2', 'D=4'],
    },
    {name: 'an export', text: 'export AWS_REGION=eu-west-1', expected: ['AWS_REGION=eu-west-1']},
    {name: 'an export of several', text: 'export A=1 B="x y" C', expected: ['A=1', 'B=x y']},
    {name: 'an export in quotes as a whole', text: 'export "A=x y" \'B=z\'', expected: ['A=x y', 'B=z']},
    {name: 'declare -x', text: 'declare -x A=1; declare -r B=2', expected: ['A=1']},
    {
      name: 'both sides of && || ; and a pipe',
      text: 'export A=1 && export B=2 || export C=3; export D=4 | export E=5',
      expected: ['A=1', 'B=2', 'script C=3', 'script D=4', 'script E=5'],
    },
    {
      name: 'a subshell, a group and a function',
      text: '(export A=1); { export B=2; }; f() { export C=3; }; export D=4',
      expected: ['script A=1', 'B=2', 'D=4', 'script C=3'],
    },
    {
      name: 'if, for, while and case',
      text: 'set -a\nif a; then A=1; else B=2; fi\nfor i in x; do C=3; done\nwhile a; do D=4; done\ncase x in y) E=5;; esac',
      expected: ['script A=1', 'script B=2', 'script C=3', 'script D=4', 'script E=5'],
    },
    {
      name: 'an assignment that applies to one command',
      text: 'A=1 aws s3 ls\nexport B=2',
      expected: ['command A=1', 'script B=2'],
    },
    {name: 'the assignments of env', text: 'env -i -u X A=1 B="2" aws s3 ls', expected: ['command A=1', 'command B=2']},
    {
      name: 'the assignments of sudo and env',
      text: 'sudo -u me A=1 env B=2 aws s3 ls',
      expected: ['command A=1', 'command B=2'],
    },
    {name: 'a command substitution', text: 'X="$(A=1 aws s3 ls)"', expected: ['command A=1']},
    {
      name: 'expansions as expressions',
      text: 'export A=$X B="a-${Y}" C=`d` D=\'$E\'',
      expected: ['A:=$X', 'B:="a-${Y}"', 'C:=`d`', 'D=$E'],
    },
    {name: 'quotes in the middle of a value', text: 'export A=a"b c"\'d\' B=e\\ f', expected: ['A=ab cd', 'B=e f']},
    {
      name: 'a star, which an assignment does not expand',
      text: 'export NO_PROXY=*.internal',
      expected: ['NO_PROXY=*.internal'],
    },
    {name: 'an empty value', text: 'export A= B=""', expected: ['A=', 'B=']},
    {
      name: 'a GitHub expression, in quotes too',
      text: 'export A=${{ inputs.a }} B="${{ inputs.b }}" C=\'${{ inputs.c }}\'',
      expected: ['A:=${{ inputs.a }}', 'B:="${{ inputs.b }}"', "C:='${{ inputs.c }}'"],
    },
    {
      name: 'a Helm expression',
      text: 'export A={{ .Values.region }}\nexport B=2',
      expected: ['A:={{ .Values.region }}', 'B=2'],
    },
    {
      name: 'a line to GITHUB_ENV',
      text: 'echo "A=1" >> $GITHUB_ENV\necho B=2 >> "$GITHUB_ENV"\necho \'C=3\' >>"${GITHUB_ENV}"',
      expected: ['A=1', 'B=2', 'C=3'],
    },
    {
      name: 'what a step tells Azure Pipelines',
      text: 'echo "##vso[task.setvariable variable=A;isOutput=true]1"\necho "##vso[task.setvariable variable=B]$X"\necho "##vso[task.complete]C=2"',
      expected: ['A=1', 'B:=$X'],
    },
    {
      name: 'a group to GITHUB_ENV',
      text: '{\n  echo "A=1"\n  echo "B=$X"\n} >> "$GITHUB_ENV"',
      expected: ['A=1', 'B:=$X'],
    },
    {
      name: 'a container, which does not see the shell',
      text: 'docker run --rm -e A=1 --env B="2 3" --env=C=4 image -v',
      expected: ['container A=1', 'container B=2 3', 'container C=4'],
    },
    {
      name: 'what kubectl gives a container',
      text: 'kubectl -n kube-system set env ds/aws-node A=1 B-',
      expected: ['container A=1'],
    },
    {
      name: 'a pair in quotes behind an equals sign',
      text: 'docker service update --env-add="A=1" app; kubectl run x --env=\'B=2 3\' --env C=4 -- z',
      expected: ['container A=1', 'container B=2 3', 'container C=4'],
    },
    {
      name: 'what platforms give their processes',
      text: 'eb setenv A=1 B=2; heroku config:set C=3 -a app',
      expected: ['container A=1', 'container B=2', 'container C=3'],
    },
    {
      name: 'what a name and a value as words of their own give',
      text: 'launchctl setenv A "1 2"; cf set-env app B 2; netlify env:set C 3; launchctl setenv D',
      expected: ['container A=1 2', 'container B=2', 'container C=3'],
    },
    {
      name: 'options of fly, and an option that its value is glued to',
      text: 'fly deploy --env A=1 -e B=2; fly status -e C=3; docker run -eD=4 -it image -eE=5',
      expected: ['container A=1', 'container B=2', 'container D=4', 'container E=5'],
    },
    {
      name: 'what another machine is given',
      text: 'ssh -p 22 -oA=b me@h A=1 B="2" job C=3; ssh h -t \'D=4 job; echo\'; ssh h uptime; ssh -L 1:x:2 h; ssh',
      expected: ['container A=1', 'container B=2', 'command D=4'],
    },
    {
      name: 'env and aws behind a runner without dashes',
      text: 'aws-vault exec prod env A=1 job; aws-vault exec -d 1h p aws sts x --region r; aws-vault list env',
      expected: ['command A=1', 'command --region=r'],
    },
    {
      name: 'a default that is assigned, once it is exported',
      text: ': "${A:=1}"\nexport A\n: ${B=2} ${C:-3}\nexport B C\n: "${D:=4}"; echo "${E:=5}"; export E',
      expected: ['A:=${A:=1}', 'B:=${B=2}'],
    },
    {
      name: 'env behind another program',
      text: 'aws-vault exec prod -- /usr/bin/env -u X A=1 terraform plan',
      expected: ['command A=1'],
    },
    {
      name: 'env behind a wrapper',
      text: 'timeout -k 5 30 env A=1 aws s3 ls; nice -n 10 env B=2 aws s3 ls',
      expected: ['command A=1', 'command B=2'],
    },
    {
      name: 'what follows a here-document in indented text',
      text: '  cat <<EOF\n    A=1\n  EOF\n  export B=2\n',
      expected: ['B=2'],
    },
    {
      name: 'CRLF',
      text: 'set -a\r\nA=1\r\nexport B="2"\r\necho <<E\r\nC=3\r\nE\r\nD=4 \\\r\n  E=5\r\n',
      expected: ['A=1', 'B=2', 'D=4', 'E=5'],
    },
    {
      name: 'the lines before a syntax error',
      text: 'export A=1\nif x; then\n  export B=2\n',
      expected: ['A=1', 'script B=2'],
    },
    {name: 'all but a value without an end', text: 'export A=1 B="x\nC=3', expected: ['A=1']},
  ])('reads $name', ({text, expected}) => {
    expect(shown(read(text))).toEqual(expected)
  })

  test.each([
    {name: 'an assignment that is not exported', text: 'AWS_REGION=eu-west-1; readonly A=1; local B=2; declare -r C=3'},
    {name: 'what is no longer exported', text: 'export -n A=1; export A; unset A; A=1'},
    {name: 'a comment (T51)', text: '# AWS_STS_REGIONAL_ENDPOINTS=regional\necho x # A=1'},
    {name: 'an echo of a variable (T53)', text: 'echo "AWS_STS_REGIONAL_ENDPOINTS: $AWS_STS_REGIONAL_ENDPOINTS"'},
    {name: 'an echo that goes elsewhere', text: 'echo "A=1" >> .env\necho "A=1" > $GITHUB_ENV'},
    {
      name: 'a key without a value (T54)',
      text: 'docker run --env AWS_STS_REGIONAL_ENDPOINTS -e AWS_REGION image\nunset AWS_REGION\nexport AWS_REGION',
    },
    {name: 'a certificate probe (T36)', text: 'openssl s_client -connect sts.amazonaws.com:443 </dev/null'},
    {name: 'the body of a here-document', text: 'cat <<EOF > f\nA=1\n$(B=2 aws x)\nEOF'},
    {name: 'arrays and additions', text: 'A=(1 2); B+=3; C[0]=4'},
    {name: 'assignments inside arguments', text: 'make A=1; echo env B=2; test "$C" = D; echo -- env E=5 x'},
  ])('does not read $name', ({text}) => {
    expect(shown(read(text))).toEqual([])
  })

  test('a value range excludes quotes, a range includes them', () => {
    const result = read('export A="x y" B=\'z\' C=w D=$\'v\' "E=u"')

    expect(result.entries.map(({valueRange}) => slice(result, valueRange))).toEqual(['x y', 'z', 'w', 'v', 'u'])
    expect(result.entries.map(({range}) => slice(result, range))).toEqual(['A="x y"', "B='z'", 'C=w', "D=$'v'", 'E=u'])
  })

  test('offsets are those of the outer document', () => {
    const text = 'run: |\n    export A=1\n      export B="2"\nname: x\n'
    const result = read(text, text.indexOf('    export'), text.indexOf('name'))

    expect(result.entries.map(({key, range}) => [key, slice(result, range)])).toEqual([
      ['A', 'A=1'],
      ['B', 'B="2"'],
    ])
  })

  test('a command scope covers its command and has an id of its own', () => {
    const result = read('A=1 aws s3 ls; A=2 aws s3 ls')

    expect(result.scopes.map(({id, range}) => [id, slice(result, range)])).toEqual([
      ['run/command:0', 'A=1 aws s3 ls'],
      ['run/command:1', 'A=2 aws s3 ls'],
    ])
    expect(result.scopes.map(({parent}) => parent?.id)).toEqual(['run', 'run'])
  })

  test('an id counts the scopes of its kind from several texts', () => {
    const result = read('A=1 b')
    readShell('C=1 d', 0, result.entries[0]!.scope.parent!, result, [])

    expect(result.scopes.map(({id}) => id)).toEqual(['run/command:0', 'run/command:1'])
  })
})

describe('commands', () => {
  test.each([
    {
      name: 'words and what the shell computes',
      text: 'aws sts "assume"-root --x $Y a\\ b *.c',
      expected: [['aws', 'sts', 'assume-root', '--x', null, 'a b', null]],
    },
    {
      name: 'continuation lines',
      text: 'aws sts \\\n  get-caller-identity',
      expected: [['aws', 'sts', 'get-caller-identity']],
    },
    {
      name: 'pipes, lists and substitutions',
      text: 'a | b && c; x=$(d "$(e)") f `g`',
      expected: [['a'], ['b'], ['c'], ['f', null], ['d', null], ['e'], ['g']],
    },
    {
      name: 'what env and sudo run',
      text: 'env A=1 aws sts x; sudo -E aws y; env',
      expected: [['aws', 'sts', 'x'], ['aws', 'y'], ['env']],
    },
    {
      name: 'a template in a word',
      text: 'aws configure set region ${{ env.R }} --profile x',
      expected: [['aws', 'configure', 'set', 'region', null, '--profile', 'x']],
    },
    {
      name: 'a condition',
      text: 'if ! aws sts x; then exit 1; fi',
      expected: [
        ['aws', 'sts', 'x'],
        ['exit', '1'],
      ],
    },
  ])('reads $name', ({text, expected}) => {
    expect(words(read(text))).toEqual(expected)
  })

  test('a range goes from the first word to the last', () => {
    const result = read('A=1 aws sts "x y" > out')

    expect(result.commands.map(({range}) => slice(result, range))).toEqual(['aws sts "x y"'])
    expect(result.commands[0]!.words.map(({range}) => slice(result, range))).toEqual(['aws', 'sts', '"x y"'])
  })
})

describe('flags', () => {
  test.each([
    {
      name: 'with the value after a space or an equals sign',
      text: 'aws sts assume-root --endpoint-url https://x --region=eu-west-1',
      expected: [
        ['aws sts assume-root', '--endpoint-url', 'https://x'],
        ['aws sts assume-root', '--region', 'eu-west-1'],
      ],
    },
    {
      name: 'before the service',
      text: 'aws --no-verify-ssl --region "x" --debug sts y',
      expected: [['aws sts y', '--region', 'x']],
    },
    {name: 'computed', text: 'aws sts y --region $R', expected: [['aws sts y', '--region', null]]},
    {name: 'of a path to aws', text: '/usr/local/bin/aws sts y --region x', expected: [['aws sts y', '--region', 'x']]},
    {
      name: 'of another program, with an equals sign or without',
      text: 'tool run --sts-endpoint=https://x --region y --verbose -n --set A=1',
      expected: [
        ['tool run', '--sts-endpoint', 'https://x'],
        ['tool run', '--region', 'y'],
      ],
    },
    {name: 'after env', text: 'env A=1 aws sts y --region x', expected: [['A'], ['aws sts y', '--region', 'x']]},
    {name: 'without a value', text: 'aws sts y --dry-run --other', expected: []},
  ])('reads one $name', ({text, expected}) => {
    const found = read(text).entries.map(({surface, path, value}) => [
      ...path.slice(2),
      ...(surface === 'flag' ? [value] : []),
    ])

    expect(found).toEqual(expected)
  })

  test('two commands do not share their flags', () => {
    const [first, second] = read('aws sts y --region a; aws sts y --region b').entries

    expect([first!.scope.id, second!.scope.id]).toEqual(['run/command:0', 'run/command:1'])
    expect([first!.surface, first!.scope.kind]).toEqual(['flag', 'command'])
  })

  test('ranges cover flag and value, and the value without quotes', () => {
    const result = read('aws sts y --endpoint-url "https://x" --region=\'r\' "--profile=p"')

    expect(result.entries.map(({range}) => slice(result, range))).toEqual([
      '--endpoint-url "https://x"',
      "--region='r'",
      '--profile=p',
    ])
    expect(result.entries.map(({valueRange}) => slice(result, valueRange))).toEqual(['https://x', 'r', 'p'])
  })
})

describe('secrets', () => {
  test.each([
    {name: 'an export', text: 'export AWS_SECRET_ACCESS_KEY="hidden"'},
    {name: 'a bare assignment with a variable in it', text: 'MY_TOKEN=hidden$X'},
    {name: 'a flag', text: 'aws x --secret-access-key hidden'},
    {name: 'a flag with an equals sign', text: 'tool --password=hidden'},
    {name: 'aws configure set', text: 'aws configure set aws_secret_access_key hidden'},
    {name: 'a constant', text: 'readonly API_TOKEN=hidden'},
    {name: 'a here-document of any kind', text: 'cat > out <<E\naws_secret_access_key = hidden\nE'},
    {name: 'a container variable', text: 'docker run -e AWS_SESSION_TOKEN=hidden --env=API_TOKEN=hidden image'},
    {
      name: 'a variable that words of their own set',
      text: 'launchctl setenv API_TOKEN hidden; cf set-env a DB_PASSWORD hidden',
    },
    {
      name: 'a variable of another machine',
      text: 'ssh h API_TOKEN=hidden x; ssh h "API_TOKEN=hidden x"; docker run -eAPI_TOKEN=hidden i',
    },
    {name: 'a default that is assigned', text: ': "${API_TOKEN:=hidden}"; export API_TOKEN'},
    {name: 'a container variable in quotes', text: 'docker run --env="AWS_SESSION_TOKEN=hidden" image'},
  ])('hides $name', ({text}) => {
    const result = read(text)

    expect(JSON.stringify([result.entries, result.commands, result.scopes])).not.toContain('hidden')
    expect(result.secrets.every((range) => slice(result, range).includes('hidden'))).toBe(true)
    expect(result.secrets).not.toEqual([])
    expect(result.entries.flatMap((entry) => shellEdits.setValue(text, entry, 'x') ?? [])).toEqual([])
  })
})

test('comments are found where the shell sees them', () => {
  const result = read(
    'a # one # more\n# two\nb "#no" \'# no\' c#no $(d # three\n) ${x#no} $# # four\ncat <<E\n# no\nE\n',
  )

  expect(result.comments.map((range) => slice(result, range))).toEqual(['# one # more', '# two', '# three', '# four'])
})

describe('edits', () => {
  test.each([
    {name: 'keeps double quotes', text: 'A="x" b', value: 'y z', expected: 'A="y z" b'},
    {name: 'keeps single quotes', text: "A='x' b", value: '$y', expected: "A='$y' b"},
    {name: 'escapes within double quotes', text: 'A="x" b', value: '$y"', expected: 'A="\\$y\\"" b'},
    {name: 'escapes within single quotes', text: "A='x' b", value: "it's", expected: "A='it'\\''s' b"},
    {name: 'quotes when needed', text: 'export A=x', value: 'y z', expected: "export A='y z'"},
    {name: 'replaces a mixed value', text: 'export A=a"b"c;', value: 'd', expected: 'export A=d;'},
    {name: 'fills an empty value', text: 'A= b', value: 'c', expected: 'A=c b'},
    {name: 'quotes an empty flag', text: 'aws x --region y', value: '', expected: "aws x --region ''"},
    {name: 'refuses a flag as the value of a flag', text: 'aws x --region y', value: '--z', expected: null},
    {name: 'refuses a line end', text: 'A=x b', value: 'y\nz', expected: null},
    {name: 'refuses a template', text: 'A=x b', value: '{{ y }}', expected: null},
  ])('setValue $name', ({text, value, expected}) => {
    expect(applied(text, shellEdits.setValue(text, read(text).entries[0]!, value))).toBe(expected)
  })

  test('rename takes the key, append the end of the list', () => {
    const text = 'export NO_PROXY="a,$B" \\\n  AWS_STS_ENDPOINT=x'
    const [list, endpoint] = read(text).entries

    expect(applied(text, shellEdits.append(list!, 'c'))).toBe('export NO_PROXY="a,$B,c" \\\n  AWS_STS_ENDPOINT=x')
    expect(applied(text, shellEdits.append(list!, 'c d'))).toBeNull()
    expect(applied(text, shellEdits.rename(text, endpoint!, 'AWS_ENDPOINT_URL_STS'))).toContain(
      '  AWS_ENDPOINT_URL_STS=x',
    )
    expect(applied(text, shellEdits.rename(text, endpoint!, 'a b'))).toBeNull()
  })
})

function applied(text: string, edits: ReturnType<typeof shellEdits.setValue>): string | null {
  if (edits === null) return null
  return [...edits]
    .reverse()
    .reduce((all, {range, newText}) => all.slice(0, range.start) + newText + all.slice(range.end), text)
}

const printable = fc.string({unit: 'grapheme-ascii'}).filter((value) => !value.includes('{{'))
const quotedPiece = fc.constantFrom(
  'x',
  '"y z"',
  "'q r'",
  '""',
  '',
  '$V',
  'a"b"\'c\'',
  "$'t'",
  'https://sts.amazonaws.com',
)
const line = fc
  .tuple(
    fc.constantFrom('export ', '', 'env ', 'declare -x ', '  export '),
    fc.array(quotedPiece, {minLength: 1, maxLength: 3}),
    fc.constantFrom('', ' # c', '; aws sts x --region=r', ' && aws --region "r" sts x', '\r', ' \\\n Z=1'),
  )
  .map(([head, values, tail]) => head + values.map((value, index) => `K${index}=${value}`).join(' ') + tail)
const script = fc.array(line, {minLength: 1, maxLength: 5}).map((lines) => lines.join('\n'))
const fragment = fc.constantFrom(
  'export ',
  'A=',
  '"',
  "'",
  '$(',
  ')',
  '${',
  '}',
  '`',
  '\\',
  '\n',
  '\r\n',
  ' ',
  '#',
  '<<E',
  'E',
  ';',
  '&&',
  '{{',
  '}}',
  'aws ',
  '--region ',
  '--x=',
  'docker run -e ',
  'env ',
  'if ',
  'then ',
  'fi',
  '((',
  '[[',
  'x',
  '\uFEFF',
  '>> $GITHUB_ENV',
  'function ',
  'case a in',
)

describe('properties', () => {
  test('any text is read without a throw, with ranges inside it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fragment).map((parts) => parts.join('')),
        ),
        (text) => {
          const result = read(`--${text}--`, 2, text.length + 2)
          const ranges = [
            ...result.entries.flatMap(({range, valueRange}) => [range, valueRange]),
            ...result.commands.flatMap((command) => [command.range, ...command.words.map(({range}) => range)]),
            ...result.comments,
            ...result.scopes.map(({range}) => range),
          ]
          for (const {start, end} of ranges) expect(2 <= start && start <= end && end <= text.length + 2).toBe(true)
        },
      ),
      {numRuns: 1000},
    )
  })

  test('setting any value changes that value alone', () => {
    fc.assert(
      fc.property(script, printable, fc.nat(), (text, value, pick) => {
        const before = read(text).entries
        const index = pick % Math.max(before.length, 1)
        const entry = before[index]
        if (entry === undefined) return
        const edits = shellEdits.setValue(text, entry, value)
        if (edits === null) return
        const after = read(applied(text, edits)!).entries
        const facts = ({key, value: own, expression}: Entry): unknown => [key, own, expression]
        expect(after.map(facts)).toEqual(
          before.map((each, at) => (at === index ? [each.key, value, null] : facts(each))),
        )
      }),
      {numRuns: 1000},
    )
  })
})
