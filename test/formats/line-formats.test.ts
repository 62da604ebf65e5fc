import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {loadFormat} from '../../src/formats/index.js'
import type {Format, FormatId, ParseContext, Parsed} from '../../src/model.js'
import {edited, entryNamed, expectOnlyChange} from './line-edits.js'

/** Formats that are read line by line: what each says, and what an edit does to it. */
const CONTEXT: ParseContext = {kind: null, scopeRows: [], envNames: new Set(), readShell: null}
const PATHS: Partial<Record<FormatId, string>> = {systemd: 'app.service', make: 'Makefile', properties: 'a.properties'}
const formats = new Map<FormatId, Format>()

async function parserOf(id: FormatId, path = PATHS[id] ?? 'file'): Promise<(text: string) => Parsed> {
  if (!formats.has(id)) formats.set(id, await loadFormat(id))
  return (text) => formats.get(id)!.parse({path, text}, CONTEXT)
}

/** `K=V`, `K:=text` for an expression; a key path joined; `*` before what has a scope of its own. */
function shown({entries, scopes}: Parsed): string[] {
  return entries.map(({key, path, value, expression, scope, surface}) => {
    const name = surface === 'tree' || surface === 'ini' ? path.join('/') : key
    return `${scope === scopes[0] ? '' : '*'}${name}${value === null ? `:=${expression}` : `=${value}`}`
  })
}

interface Reads {
  readonly format: FormatId
  readonly name: string
  readonly text: string
  readonly path?: string
  readonly expected: readonly string[]
}

describe('reads', () => {
  test.each<Reads>([
    {format: 'properties', name: 'the three separators', text: 'a=1\nb : 2\nc 3\n', expected: ['a=1', 'b=2', 'c=3']},
    {format: 'properties', name: 'no comments', text: '# a=1\n! b=2\n', expected: []},
    {
      format: 'properties',
      name: 'continuations and escapes',
      text: 'a = x,\\\n    y\nb=\\u0041\\=\n',
      expected: ['a=x,y', 'b=A='],
    },
    {
      format: 'properties',
      name: 'placeholders as expressions',
      text: 'a=${B}\nc=@d@\n',
      expected: ['a:=${B}', 'c:=@d@'],
    },
    {
      format: 'properties',
      name: 'the options of a login module',
      text: 'sasl.jaas.config=x.IAMLoginModule required awsStsRegion="eu-west-1" awsRoleArn=r;\n',
      expected: [
        'sasl.jaas.config=x.IAMLoginModule required awsStsRegion="eu-west-1" awsRoleArn=r;',
        'sasl.jaas.config/awsStsRegion=eu-west-1',
        'sasl.jaas.config/awsRoleArn=r',
      ],
    },
    {
      format: 'properties',
      name: 'JVM options',
      path: 'jvm.options',
      text: '-Xms1g\n-Da.b=c\n8-13:-Dd=e\n# -Df=g\n',
      expected: ['a.b=c', 'd=e'],
    },
    {
      format: 'systemd',
      name: 'one and several variables',
      text: '[Service]\nEnvironment=A=1\nEnvironment="B=2 3" C=4 \'D=5\'\n',
      expected: ['A=1', 'B=2 3', 'C=4', 'D=5'],
    },
    {format: 'systemd', name: 'continuations', text: 'Environment=A=1 \\\n  B=2\n', expected: ['A=1', 'B=2']},
    {
      format: 'systemd',
      name: 'specifiers as expressions, comments and names alone as nothing',
      text: 'Environment=A=%h\n# Environment=B=1\nEnvironment=D\n',
      expected: ['A:=%h'],
    },
    {
      format: 'systemd',
      name: 'what is passed on by its name, unless it is set here',
      text: '[Service]\nPassEnvironment=A B\nEnvironment=B=1\n',
      expected: ['B=1', 'A:=A'],
    },
    {
      format: 'make',
      name: 'what is exported',
      text: 'export A = 1\nexport B := 2\nC = 3\nD = 4\nexport D\n',
      expected: ['A=1', 'B=2', 'D=4'],
    },
    {format: 'make', name: 'everything after a bare export', text: 'export\nA = 1 # c\n', expected: ['A=1']},
    {
      format: 'make',
      name: 'defaults and conditions as expressions',
      text: 'export A ?= 1\nifeq (x,y)\nexport B = 2\nendif\nexport C = $(D)\n',
      expected: ['A:=1', 'B:=2', 'C:=$(D)'],
    },
    {format: 'make', name: 'variables of a target apart', text: 'prod: export A = 1\n', expected: ['*A=1']},
    {
      format: 'make',
      name: 'recipes as shell',
      text: 'a: b\n\t@AWS_X=1 aws sts x --region r\n\texport AWS_Y=2; \\\n\t  aws z\n',
      expected: ['*AWS_X=1', '*--region=r', '*AWS_Y=2'],
    },
    {
      format: 'make',
      name: 'neither comments nor echoes',
      text: '# export A = 1\na:\n\t@echo "export AWS_A=1"\n\t# export AWS_B=2\n',
      expected: [],
    },
    {
      format: 'powershell',
      name: 'variables',
      text: '$env:A = "1"\n$env:B=\'2\'\n${env:C} = "3" # c\n[Environment]::SetEnvironmentVariable("D", "4", "User")\nsetx E 5\nSet-Item -Path Env:\\F -Value "6"\n',
      expected: ['A=1', 'B=2', 'C=3', '*D=4', '*E=5', 'F=6'],
    },
    {
      format: 'powershell',
      name: 'computed ones as expressions',
      text: '$env:A = "$x"\n$env:B = $y\n',
      expected: ['A:=$x', 'B:=$y'],
    },
    {
      format: 'powershell',
      name: 'no comments, no echoes, no reads',
      text: '# $env:A = "1"\n<#\n$env:B = "2"\n#>\nWrite-Host "$env:C = 3"\n$x = $env:D\n',
      expected: [],
    },
    {
      format: 'powershell',
      name: 'what is set twice or in a block, apart',
      text: '$env:A = "1"\nif ($x) {\n  $env:B = "2"\n}\n$env:A = "3"\n',
      expected: ['*A=1', '*B=2', '*A=3'],
    },
    {
      format: 'powershell',
      name: 'aws commands',
      text: '$id = aws sts get-caller-identity `\n  --endpoint-url https://x --region $r\n',
      expected: ['*--endpoint-url=https://x', '*--region:=$r'],
    },
    {
      format: 'powershell',
      name: 'cmdlets on env:, and on nothing else',
      text: "New-Item -Path Env:A -Value '1'\nNew-Item Env:\\B -Value 2\nNew-Item -Path Env: -Name C -Value 3\nSet-Content env:D '4'\nNew-Item -Path HKCU:E -Value 5\nGet-Content env:F\n",
      expected: ['A=1', 'B=2', 'C=3', 'D=4'],
    },
    {
      format: 'powershell',
      name: 'variables for the steps that follow',
      text: '"A=1" >> $env:GITHUB_ENV\necho "B=$x" | Out-File -FilePath $env:GITHUB_ENV -Append\nAdd-Content -Path $env:GITHUB_ENV -Value \'C=3\'\nWrite-Host "##vso[task.setvariable variable=D;isOutput=true]4"\n"E=5" >> $env:GITHUB_OUTPUT\nWrite-Host "F=6"\n',
      expected: ['A=1', 'B:=$x', 'C=3', 'D=4'],
    },
    {
      format: 'powershell',
      name: 'options of cmdlets that call STS',
      text: '$c = (Use-STSRole -RoleArn $r -EndpointUrl https://x `\n  -region "y").Credentials\nGet-S3Bucket -Region z\n# Use-STSRole -Region q\n',
      expected: ['*-EndpointUrl=https://x', '*-Region=y'],
    },
    {
      format: 'powershell',
      name: 'nothing in a text that goes to a file',
      text: '@"\n$env:A = "1"\n"@ | Set-Content -Path "$HOME/a.txt"\n$env:B = "2"\n',
      expected: ['B=2'],
    },
    {
      format: 'batch',
      name: 'what a step tells Azure Pipelines',
      text: 'echo ##vso[task.setvariable variable=A]1\n@echo ##[section]B=2\n',
      expected: ['A=1'],
    },
    {
      format: 'batch',
      name: 'set and setx',
      text: '@set A=1\nset "B=2 3"\nsetx C 4\nSETX /M D "5"\n',
      expected: ['A=1', 'B=2 3', '*C=4', '*D=5'],
    },
    {format: 'batch', name: 'computed ones as expressions', text: 'set A=%B%\n', expected: ['A:=%B%']},
    {
      format: 'batch',
      name: 'no comments, no echoes',
      text: 'rem set A=1\n:: set B=2\necho set C=3\necho aws sts x --region r\n',
      expected: [],
    },
    {
      format: 'fluentbit',
      name: 'sections and keys',
      text: '[OUTPUT]\n    Name s3\n    sts_endpoint  https://x\n# sts_endpoint y\n[INPUT]\n    Name cpu\n',
      expected: ['*OUTPUT/Name=s3', '*OUTPUT/sts_endpoint=https://x', '*INPUT/Name=cpu'],
    },
    {
      format: 'fluentd',
      name: 'tags',
      text: '<match **>\n  @type s3\n  <assume_role_credentials>\n    sts_region "eu-west-1"\n    role_arn "#{ENV[\'R\']}"\n  </assume_role_credentials>\n</match>\n',
      expected: [
        '*match/@type=s3',
        '*match/assume_role_credentials/sts_region=eu-west-1',
        "*match/assume_role_credentials/role_arn:=#{ENV['R']}",
      ],
    },
    {
      format: 'procfile',
      name: 'the variables of a process',
      text: 'web: AWS_A=1 bundle exec puma\n# x: B=2 y\nworker: export C=3; run\n',
      expected: ['*AWS_A=1', '*C=3'],
    },
    {
      format: 'nginx',
      name: 'variables with a value',
      text: 'env A=1;\nenv B;\n  env "C=2";\n# env D=3;\nlocation / { set $e 1; }\n',
      expected: ['A=1', 'C=2'],
    },
    {
      format: 'fish',
      name: 'variables of the programs it runs',
      text: 'set -gx A 1\nset -x -g B "2 3"\nset --export --universal C \'4\' # c\nexport D=5\n',
      expected: ['A=1', 'B=2 3', 'C=4', 'D=5'],
    },
    {
      format: 'fish',
      name: 'no variables of its own, no lists, none that go',
      text: 'set A 1\nset -g B 2\nset -l C 3\nset -gx D 4 5\nset -ex E\n# set -gx F 6\nset -q -x G\n',
      expected: [],
    },
    {
      format: 'fish',
      name: 'what is computed, or set in a function, a condition or a command',
      text: 'set -gx A $b\nfunction f\n  set -gx B 2\nend\nif c\n  set -gx C 3\nend\nset -gx D (aws sts x --region r)\nset -gx E 5\n',
      expected: ['A:=$b', '*B=2', '*C=3', 'E=5', '*--region=r'],
    },
    {
      format: 'supervisor',
      name: 'the variables of programs',
      text: '[supervisord]\nenvironment=Z=0\n[program:a]\ncommand=env C=3 run --x=1\nenvironment=A="1,2",B=\'2\', D=4\n; environment=E=5\n',
      expected: ['*Z=0', '*A=1,2', '*B=2', '*D=4', '*C=3', '*--x=1'],
    },
    {
      format: 'supervisor',
      name: 'continuations, expansions as expressions',
      text: '[program:a]\nenvironment=\n  A=1, ; one\n  B="%(ENV_X)s"\ncommand=x\n',
      expected: ['*A=1', '*B:=%(ENV_X)s'],
    },
    {
      format: 'just',
      name: 'what is exported, and what recipes run',
      text: 'export A := "1"\nB := "2"\nr x=\'1\':\n    @C=3 run {{x}}\n    D=4 run \\\n      --e\n\n# F=5\ns: r\n  #!/usr/bin/env bash\n  export G=6\n  run\n',
      expected: ['A=1', '*C=3', '*D=4', '*G=6'],
    },
    {format: 'just', name: 'everything with `set export`', text: "set export\nA := '1'\nB := `x`\n", expected: ['A=1']},
    {
      format: 'just',
      name: 'no script of another language',
      text: 'r:\n  #!/usr/bin/env python3\n  A=1\n',
      expected: [],
    },
    {
      format: 'systemd',
      name: 'the commands of a unit',
      text: '[Service]\nEnvironment=A=1\nExecStartPre=-+/usr/bin/env B=2 run --c=3\nExecStart=run\n',
      expected: ['A=1', '*B=2', '*--c=3'],
    },
  ])('$format: $name', async ({format, text, path, expected}) => {
    expect(shown((await parserOf(format, path))(text))).toEqual(expected)
  })

  test('an environment file of a unit is a link', async () => {
    const {scopes} = (await parserOf('systemd'))('[Service]\nEnvironmentFile=-aws.env\nEnvironmentFile=/etc/%p.env\n')
    expect(scopes[0]!.links).toEqual([{kind: 'env-file', target: 'aws.env', wins: true}])
  })

  test.each<[FormatId, string]>([
    ['properties', 'aws.secretAccessKey=hidden\nsasl.jaas.config=x password="hidden";\n# my.secret=hidden\n'],
    ['systemd', 'Environment=AWS_SECRET_ACCESS_KEY=hidden\n'],
    ['make', 'export API_TOKEN = hidden\na:\n\tAWS_SESSION_TOKEN=hidden aws x\n'],
    ['powershell', '$env:AWS_SECRET_ACCESS_KEY = "hidden"\n'],
    ['batch', 'set AWS_SECRET_ACCESS_KEY=hidden\n'],
    ['fluentbit', '[OUTPUT]\n  http_password hidden\n'],
    ['fluentd', '<match>\n  secret_key hidden\n</match>\n'],
    ['procfile', 'web: API_TOKEN=hidden run\n'],
    ['nginx', 'env API_TOKEN=hidden;\n'],
    ['fish', 'set -gx API_TOKEN hidden\n'],
    ['supervisor', '[program:a]\nenvironment=API_TOKEN="hidden"\ncommand=run --password=hidden\n'],
    ['just', 'export API_TOKEN := "hidden"\na:\n  API_TOKEN=hidden run\n'],
  ])('%s hides credentials', async (format, text) => {
    const {entries, commands, scopes, secrets, setValue} = (await parserOf(format))(text)
    expect(JSON.stringify([entries, commands, scopes.map(({name: _, ...rest}) => rest)])).not.toContain('hidden')
    expect(secrets.length).toBeGreaterThan(0)
    for (const entry of entries) if (/secret|token|password/i.test(entry.key)) expect(setValue(entry, 'x')).toBeNull()
  })
})

describe('edits', () => {
  test.each<{format: FormatId; text: string; set: string; added: string | null; removed: string | null}>([
    {format: 'properties', text: 'z=0\nA = 1\n', set: 'z=0\nA = x\n', added: 'z=0\nA = 1\nN = v\n', removed: 'z=0\n'},
    {
      format: 'systemd',
      text: '[Service]\nEnvironment="A=1"\n',
      set: '[Service]\nEnvironment="A=x"\n',
      added: '[Service]\nEnvironment="A=1"\nEnvironment="N=v"\n',
      removed: '[Service]\n',
    },
    {
      format: 'systemd',
      text: 'Environment=B=2 A=1\n',
      set: 'Environment=B=2 A=x\n',
      added: null,
      removed: 'Environment=B=2\n',
    },
    {
      format: 'make',
      text: 'export A := 1\nb:\n',
      set: 'export A := x\nb:\n',
      added: 'export A := 1\nexport N := v\nb:\n',
      removed: 'b:\n',
    },
    {format: 'make', text: 'b:\n\tA=1 aws s3 ls\n', set: 'b:\n\tA=x aws s3 ls\n', added: null, removed: null},
    {
      format: 'powershell',
      text: '$env:A = "1" # c\r\n',
      set: '$env:A = "x" # c\r\n',
      added: '$env:A = "1" # c\r\n$env:N = "v"\r\n',
      removed: null,
    },
    {format: 'powershell', text: 'setx A 1\n', set: 'setx A x\n', added: 'setx A 1\nsetx N v\n', removed: ''},
    {format: 'batch', text: '@set "A=1"\n', set: '@set "A=x"\n', added: '@set "A=1"\n@set "N=v"\n', removed: ''},
    {
      format: 'fluentbit',
      text: '[OUTPUT]\n    A   1\n',
      set: '[OUTPUT]\n    A   x\n',
      added: '[OUTPUT]\n    A   1\n    N   v\n',
      removed: '[OUTPUT]\n',
    },
    {
      format: 'fluentd',
      text: '<match>\n  A "1"\n</match>\n',
      set: '<match>\n  A "x"\n</match>\n',
      added: '<match>\n  A "1"\n  N "v"\n</match>\n',
      removed: '<match>\n</match>\n',
    },
    {format: 'procfile', text: 'web: A=1 run\n', set: 'web: A=x run\n', added: null, removed: null},
    {
      format: 'nginx',
      text: 'env A=1;\nuser x;\n',
      set: 'env A=x;\nuser x;\n',
      added: 'env A=1;\nenv N=v;\nuser x;\n',
      removed: 'user x;\n',
    },
    {
      format: 'fish',
      text: "set -gx A '1' # c\nx\n",
      set: "set -gx A 'x' # c\nx\n",
      added: "set -gx A '1' # c\nset -gx N 'v'\nx\n",
      removed: null,
    },
    {
      format: 'supervisor',
      text: '[program:a]\nenvironment=B="2",A="1"\n',
      set: '[program:a]\nenvironment=B="2",A="x"\n',
      added: null,
      removed: null,
    },
    {
      format: 'just',
      text: 'export A := "1"\n',
      set: 'export A := "x"\n',
      added: 'export A := "1"\nexport N := "v"\n',
      removed: '',
    },
    {format: 'just', text: 'r:\n  A=1 run\n', set: 'r:\n  A=x run\n', added: null, removed: null},
    {
      format: 'batch',
      text: 'cls\r\nset A=1\r',
      set: 'cls\r\nset A=x\r',
      added: 'cls\r\nset A=1\r\nset N=v',
      removed: 'cls\r\n',
    },
    {
      format: 'batch',
      text: 'set A=1\r',
      set: 'set A=x\r',
      added: 'set A=1\r\nset N=v',
      removed: '',
    },
  ])('$format: $text', async ({format, text, set, added, removed}) => {
    const parsed = (await parserOf(format))(text)
    const entry = entryNamed(parsed, 'A')

    expect(edited(text, parsed.setValue(entry, 'x'))).toBe(set)
    expect(edited(text, parsed.add(entry.scope, 'N', 'v', entry))).toBe(added)
    expect(edited(text, parsed.remove(entry))).toBe(removed)
  })

  const word = fc.constantFrom('x', 'eu-west-1', 'https://sts.amazonaws.com', 'a,b', '1')
  const pair = fc.tuple(fc.constantFrom('A', 'B', 'C', 'API_TOKEN'), word)
  const lines: Readonly<Partial<Record<FormatId, (key: string, value: string) => readonly string[]>>> = {
    properties: (key, value) => [`${key}=${value}`, `${key} : ${value}`, `# ${key}=${value}`, `${key}=\${X}`],
    systemd: (key, value) => [
      `Environment=${key}=${value}`,
      `Environment="${key}=${value}" D=2`,
      `# Environment=${key}=1`,
    ],
    make: (key, value) => [
      `export ${key} = ${value}`,
      `${key} := ${value} # c`,
      `a:\n\t@${key}=${value} aws sts x`,
      'ifdef Q',
      'endif',
    ],
    powershell: (key, value) => [
      `$env:${key} = "${value}"`,
      `  $env:${key} = '${value}'`,
      `setx ${key} ${value}`,
      `aws sts x --region ${value}`,
    ],
    batch: (key, value) => [
      `set ${key}=${value}`,
      `  set "${key}=${value}"`,
      `rem ${key}`,
      `aws sts x --region ${value}`,
    ],
    fluentbit: (key, value) => ['[OUTPUT]', `  ${key} ${value}`, `# ${key} ${value}`],
    fluentd: (key, value) => ['<match **>', '</match>', `  ${key} ${value}`, `  ${key} "${value}"`],
    procfile: (key, value) => [`web: ${key}=${value} run`, `# ${key}`],
    fish: (key, value) => [
      `set -gx ${key} ${value}`,
      `  set -x ${key} "${value}"`,
      `set -gx ${key} '${value}'`,
      'function f',
      'end',
    ],
    supervisor: (key, value) => [
      '[program:a]',
      `environment=${key}="${value}",D=2`,
      `environment=${key}=${value}`,
      `command=env ${key}=${value} run`,
      `; environment=${key}=${value}`,
    ],
    just: (key, value) => [
      `export ${key} := "${value}"`,
      `export ${key} := '${value}'`,
      `r:\n  ${key}=${value} run`,
      '# c',
    ],
    nginx: (key, value) => [`env ${key}=${value};`, `env "${key}=${value}";`, `env ${key};`],
  }

  test.each(Object.keys(lines) as FormatId[])('%s: setting any value changes that value alone', async (format) => {
    const parse = await parserOf(format)
    const line = pair.chain(([key, value]) => fc.constantFrom(...lines[format]!(key, value)))
    const text = fc.tuple(fc.array(line, {maxLength: 6}), fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\uFEFF'))
    fc.assert(
      fc.property(text, fc.nat(), fc.string({unit: 'grapheme-ascii'}), ([all, end, mark], pick, value) => {
        expectOnlyChange(mark + all.map((each) => each + end).join(''), parse, pick, value)
      }),
    )
  })
})
