import {describe, expect, test} from 'vitest'
import {projectOf, unitsOf} from '../parsed.js'

interface Case {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** Kind and name of the scope that asks, in the first file. */
  readonly scope: string
  readonly ask: readonly string[]
  readonly expected: string | null
}

const config = `[default]
region = us-east-1
[profile app]
services = local
[services local]
sts =
  endpoint_url = https://sts.test
`

const pod = (container: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, ${container}}]}\n`
const configMap = (value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shared}\ndata: {AWS_REGION: ${value}}\n`

describe('what a scope is told when it asks', () => {
  test.each<Case>([
    {
      name: 'its own word',
      files: {'.env': 'AWS_REGION=a\n'},
      scope: 'env-file .env',
      ask: ['region'],
      expected: 'a here',
    },
    {
      name: 'its last word',
      files: {'.env': 'AWS_REGION=a\nAWS_REGION=b\n'},
      scope: 'env-file .env',
      ask: ['region'],
      expected: 'b here',
    },
    {
      name: 'the first name it asks for, whatever comes first',
      files: {'.env': 'AWS_DEFAULT_REGION=b\nAWS_REGION=a\n'},
      scope: 'env-file .env',
      ask: ['region', 'default-region'],
      expected: 'a here',
    },
    {
      name: 'what a service of another file says, where it extends it',
      files: {
        'compose.yaml':
          'services:\n  a: {extends: {file: base/compose.yaml, service: b}}\n  b: {environment: {AWS_REGION: x}}\n',
        'base/compose.yaml': 'services:\n  b: {environment: {AWS_REGION: y}}\n',
      },
      scope: 'service a',
      ask: ['region'],
      expected: 'y link',
    },
    {
      name: 'nothing of a service of the same name, where the other file is not there',
      files: {
        'compose.yaml':
          'services:\n  a: {extends: {file: base.yaml, service: b}}\n  b: {environment: {AWS_REGION: x}}\n',
      },
      scope: 'service a',
      ask: ['region'],
      expected: null,
    },
    {name: 'nothing', files: {'.env': 'A=1\n'}, scope: 'env-file .env', ask: ['region'], expected: null},
    {
      name: 'what a script has said first, however often it goes on to say more',
      files: {
        'a.sh': `export AWS_REGION=a\n${'export AWS_PROFILE=p\naws s3 ls\n'.repeat(20)}aws sts get-caller-identity --profile q\n`,
      },
      scope: 'command aws sts get-caller-identity',
      ask: ['region'],
      expected: 'a parent',
    },
    {
      name: 'what its services section says',
      files: {'.aws/config': config},
      scope: 'profile app',
      ask: ['sts.endpoint'],
      expected: 'https://sts.test link',
    },
    {
      name: 'nothing of another profile',
      files: {'.aws/config': config},
      scope: 'profile app',
      ask: ['region'],
      expected: null,
    },
    {
      name: 'what the stage before it says',
      files: {Dockerfile: 'FROM x AS base\nENV AWS_REGION=a\nFROM base AS app\nENV B=1\n'},
      scope: 'stage app',
      ask: ['region'],
      expected: 'a parent',
    },
    {
      name: 'what its env file says',
      files: {'compose.yaml': 'services:\n  a: {env_file: a.env}\n', 'a.env': 'AWS_REGION=a\n'},
      scope: 'service a',
      ask: ['region'],
      expected: 'a link',
    },
    {
      name: 'what the last of its env files says',
      files: {
        'compose.yaml': 'services:\n  a: {env_file: [a.env, {path: b.env}, c.env]}\n',
        'a.env': 'AWS_REGION=a\n',
        'b.env': 'AWS_REGION=b\n',
        'c.env': 'C=1\n',
      },
      scope: 'service a',
      ask: ['region'],
      expected: 'b link',
    },
    {
      name: 'what the last of its ConfigMaps and Secrets says',
      files: {
        'pod.yaml': pod('envFrom: [{configMapRef: {name: shared}}, {secretRef: {name: s}}, {configMapRef: {name: t}}]'),
        'cm.yaml': configMap('a'),
        's.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {AWS_REGION: s}\n',
      },
      scope: 'container c',
      ask: ['region'],
      expected: 's link',
    },
    {
      name: 'its own word before its env file',
      files: {
        'compose.yaml': 'services:\n  a: {env_file: a.env, environment: {AWS_REGION: b}}\n',
        'a.env': 'AWS_REGION=a\n',
      },
      scope: 'service a',
      ask: ['region'],
      expected: 'b here',
    },
    {
      name: 'what its ConfigMap in another file says',
      files: {'pod.yaml': pod('envFrom: [{configMapRef: {name: shared}}]'), 'cm.yaml': configMap('a')},
      scope: 'container c',
      ask: ['region'],
      expected: 'a link',
    },
    {
      name: 'nothing of two ConfigMaps with one name',
      files: {
        'pod.yaml': pod('envFrom: [{configMapRef: {name: shared}}]'),
        'a.yaml': configMap('a'),
        'b.yaml': configMap('b'),
      },
      scope: 'container c',
      ask: ['region'],
      expected: null,
    },
    {
      name: 'what the job around it says',
      files: {'.github/workflows/ci.yml': 'jobs:\n  j:\n    env: {AWS_REGION: a}\n    steps: [{name: s, run: make}]\n'},
      scope: 'step s',
      ask: ['region'],
      expected: 'a parent',
    },
    {
      name: 'what a step before it exported',
      files: {
        '.github/workflows/ci.yml':
          'jobs:\n  j:\n    steps:\n      - {uses: aws-actions/configure-aws-credentials@v4, with: {aws-region: a}}\n      - {name: s, run: make}\n',
      },
      scope: 'step s',
      ask: ['region'],
      expected: 'a parent',
    },
    {
      name: 'nothing that a later step exports',
      files: {
        '.github/workflows/ci.yml':
          'jobs:\n  j:\n    steps:\n      - {name: s, run: make}\n      - {uses: aws-actions/configure-aws-credentials@v4, with: {aws-region: a}}\n',
      },
      scope: 'step s',
      ask: ['region'],
      expected: null,
    },
    {
      name: 'what Globals says before the file',
      files: {
        'template.yaml':
          'Globals: {Function: {Environment: {Variables: {AWS_STS_REGIONAL_ENDPOINTS: legacy}}}}\nResources: {F: {Type: AWS::Serverless::Function, Properties: {}}}\n',
      },
      scope: 'function F',
      ask: ['sts.mode'],
      expected: 'legacy parent',
    },
    {
      name: 'nothing, at once, where services extend each other',
      files: {'compose.yaml': 'services:\n  a: {extends: b}\n  b: {extends: a}\n'},
      scope: 'service a',
      ask: ['region'],
      expected: null,
    },
  ])('$name', async ({files, scope, ask, expected}) => {
    const units = await unitsOf(files)
    const project = projectOf(units)
    const asking = units[0]!.parsed.scopes.find(({kind, name}) => `${kind} ${name}` === scope)

    expect(asking, units[0]!.parsed.scopes.map(({kind, name}) => `${kind} ${name}`).join()).toBeDefined()
    const found = project.find(units[0]!, asking!, ...ask)
    expect(found && `${found.setting.entry.value} ${found.stated}`).toBe(expected)
  })
})

test('profiles that name a services section use it', async () => {
  const units = await unitsOf({'.aws/config': `${config}[profile other]\nservices = local\n`})
  const services = units[0]!.parsed.scopes.find(({kind}) => kind === 'services')!

  expect(
    projectOf(units)
      .users(units[0]!, services)
      .map(({name}) => name),
  ).toEqual(['app', 'other'])
})
