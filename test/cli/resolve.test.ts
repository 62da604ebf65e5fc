import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import schema from '../../schemas/resolution.schema.json' with {type: 'json'}
import {outcomeOf} from '../resolve/facts/ask.js'
import {BUILDS, perBuild} from '../resolve/facts/builds.js'
import {EDGES} from '../resolve/facts/edges.js'
import {PARTITIONS} from '../resolve/facts/partitions.js'
import {PRECEDENCE} from '../resolve/facts/precedence.js'
import {REGIONS} from '../resolve/facts/regions.js'
import matrix from '../resolve/resolution-matrix.json' with {type: 'json'}
import {createWorkspace, type Workspace} from './workspace.js'

const isValid = new Ajv2020({strict: false}).compile(schema)

const files = {
  '.env': 'AWS_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n',
  'requirements.txt': 'boto3==1.34.2\n',
}

interface Resolution {
  readonly scope: {
    readonly kind: string
    readonly name: string
    readonly path: string | null
    readonly line: number | null
  }
  readonly client: {readonly name: string; readonly version: string | null}
  readonly endpoint: string | null
  readonly reach: string | null
  readonly signingRegion: string | null
  readonly error: {readonly kind: string} | null
  readonly likely: boolean
  readonly because: readonly {
    readonly setting: string
    readonly value: string
    readonly source: string
    readonly outcome: string
  }[]
  readonly whatIf?: {readonly verdict: string}
}

/** The answers as JSON, which must be what the schema says. */
async function resolve(
  {run}: Workspace,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Resolution[]> {
  const {stdout, stderr} = await run(['resolve', '--format', 'json', ...args], {env})
  expect(stderr).toBe('')
  const report = JSON.parse(stdout) as {version: 1; resolutions: Resolution[]}
  expect(isValid(report) || isValid.errors).toBe(true)
  return report.resolutions
}

describe('resolve', () => {
  test('answers for the client that the nearest manifest brings', async () => {
    const found = await resolve(createWorkspace(files), [])
    expect(found).toEqual([
      {
        scope: {kind: 'env-file', name: '.env', path: '.env', line: 1},
        client: {name: 'botocore', version: '1.34.2'},
        endpoint: 'https://sts.amazonaws.com',
        reach: 'global',
        region: null,
        signingRegion: 'us-east-1',
        error: null,
        likely: false,
        because: [
          expect.objectContaining({
            setting: 'client',
            value: 'boto3 1.34.2',
            source: 'requirements.txt:1',
            outcome: 'won',
          }),
          expect.objectContaining({setting: 'sts.mode', value: 'legacy', source: '.env:2', outcome: 'ignored'}),
          expect.objectContaining({setting: 'region', value: 'aws-global', source: 'default', outcome: 'won'}),
          {
            setting: 'region',
            value: 'eu-west-1',
            source: '.env:1',
            outcome: 'ignored',
            reason: 'AWS_REGION is not read by boto3',
          },
        ],
      },
    ])
  })

  test('prints a table for people, with what decided', async () => {
    const {code, stdout, stderr} = await createWorkspace(files).run(['resolve'])
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    expect(stdout).toBe(
      '.env:1  env-file .env\n  boto3 1.34.2  global  https://sts.amazonaws.com  no Region stated\n\n1 answer: 1 global\n',
    )
  })

  test('says so when nothing is stated', async () => {
    expect(await createWorkspace({'a.txt': ''}).run(['resolve'])).toEqual({
      code: 0,
      stdout: 'Nothing here says where STS is called\n',
      stderr: '',
    })
  })

  test('requirements are followed to the files they include', async () => {
    const workspace = createWorkspace({
      'app/.env': 'AWS_REGION=eu-west-1\n',
      'app/requirements-dev.txt': '-r base.txt\n--requirement=../shared/python.txt # ours\n',
      'app/base.txt': 'boto3==1.34.2\n-r requirements-dev.txt\n',
      'shared/python.txt': 'awscli==1.32.0\n',
    })
    const found = await resolve(workspace, ['app'])
    expect(found.map(({client, because}) => [client.name, because[0]?.source])).toEqual([
      ['botocore', 'app/base.txt:1'],
      ['aws-cli', 'shared/python.txt:1'],
    ])
  })

  test('profiles of config files inside other files, in the lines of those', async () => {
    const workspace = createWorkspace({
      'requirements.txt': 'boto3==1.34.2\n',
      'setup.sh': `mkdir -p ~/.aws
cat > ~/.aws/config <<EOF
[profile dev]
region = \${REGION}
EOF
cat > ~/.aws/credentials <<'EOF'
[dev]
endpoint_url = https://sts.eu-west-1.amazonaws.com
EOF
`,
      'cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: aws}
data:
  config: |
    [default]
    region = us-west-2
    defaults_mode = {{ .Values.mode }}
`,
      'user-data.yaml':
        '#cloud-config\nwrite_files:\n  - path: /root/.aws/config\n    content: "[default]\\nregion = eu-north-1\\nregion = eu-west-1\\n"\n',
    })
    const found = await resolve(workspace, [])
    expect(
      found.map(({scope: {name, path, line}, endpoint, error, likely, because}) => ({
        at: `${name} ${path}:${line}`,
        answer: endpoint ?? error!.kind,
        likely,
        won: because.filter(({setting, outcome}) => /endpoint|region/.test(setting) && outcome === 'won'),
      })),
    ).toEqual([
      {
        at: 'default cm.yaml:6',
        answer: 'https://sts.amazonaws.com',
        likely: true,
        won: [expect.objectContaining({value: 'us-west-2', source: 'cm.yaml:7'})],
      },
      {
        at: 'dev setup.sh:3',
        answer: 'https://sts.eu-west-1.amazonaws.com',
        likely: false,
        won: [
          expect.objectContaining({setting: 'endpoint', source: 'setup.sh:8'}),
          expect.objectContaining({setting: 'region', value: '${REGION}', source: 'setup.sh:4'}),
        ],
      },
      {at: 'default user-data.yaml:4', answer: 'config-parse-error', likely: false, won: expect.any(Array)},
    ])
  })

  test('a job in the image of a client has what its steps install too', async () => {
    const workspace = createWorkspace({
      '.github/workflows/ci.yml': `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    container: amazon/aws-cli:2.11.0
    env: {AWS_REGION: eu-west-1}
    steps:
      - run: npm install aws-sdk@2.1200.0
`,
    })
    const found = await resolve(workspace, [])
    expect(found.map(({client}) => client.name)).toEqual(['aws-cli', 'aws-sdk-js'])
  })

  test('--only says what it left out', async () => {
    const {code, stdout} = await createWorkspace(files).run(['resolve', '--only', 'fips'])
    expect({code, stdout}).toEqual({code: 0, stdout: 'The one answer is of another reach\n'})
  })

  test('--why prints what was ignored', async () => {
    const {stdout} = await createWorkspace(files).run(['resolve', '--why'])
    expect(stdout).toContain('region = eu-west-1  (.env:1)  ignored: AWS_REGION is not read by boto3')
  })

  test('--region stands in where none is stated, and only there', async () => {
    const workspace = createWorkspace({...files, 'other.env': 'AWS_DEFAULT_REGION=eu-west-3\n'})
    const found = await resolve(workspace, ['--region', 'eu-west-2', '--client', 'boto3@1.40.0'])
    expect(found.map(({endpoint}) => endpoint)).toEqual([
      'https://sts.amazonaws.com',
      'https://sts.eu-west-3.amazonaws.com',
    ])
    const modeless = await resolve(createWorkspace({'a.env': 'AWS_USE_FIPS_ENDPOINT=false\n'}), [
      ...['--region', 'eu-west-2', '--client', 'boto3@1.40.0'],
    ])
    expect(modeless[0]).toMatchObject({endpoint: 'https://sts.eu-west-2.amazonaws.com'})
    expect(modeless[0]?.because.map(({source}) => source)).toContain('--region')
  })

  test.each([
    ['a package name', 'boto3@1.26.27', {name: 'botocore', version: '1.29.27'}],
    ['a scoped package', '@aws-sdk/client-sts@3.600.0', {name: 'client-sts', version: '3.600.0'}],
    ['a client without version', 'aws-sdk-go', {name: 'aws-sdk-go', version: null}],
  ])('--client takes %s', async (_, client, expected) => {
    const [found] = await resolve(createWorkspace(files), ['--client', client])
    expect(found?.client).toEqual(expected)
  })

  test('--client all is every client, and each major version with rules of its own', async () => {
    const found = await resolve(createWorkspace(files), ['--client', 'all'])
    const names = found.map(({client}) => `${client.name} ${client.version}`)
    expect(names).toEqual(expect.arrayContaining(['aws-cli 1', 'aws-cli null', 'aws-sdk-net 3', 'aws-sdk-swift null']))
    expect(new Set(names).size).toBe(names.length)
  })

  test('--only keeps one reach and ends with 1 when there is one', async () => {
    const {run} = createWorkspace({...files, 'ok.env': 'AWS_DEFAULT_REGION=ap-northeast-2\n'})
    const found = await run(['resolve', '--only', 'global'])
    expect(found).toMatchObject({code: 1, stdout: expect.stringContaining('1 answer: 1 global')})
    expect(await run(['resolve', '--only', 'vpce'])).toMatchObject({code: 0})
  })

  test('--param stands for what the program passes', async () => {
    const [found] = await resolve(createWorkspace(files), ['--param', 'region=eu-south-1', '--param', 'mode=regional'])
    expect(found).toMatchObject({endpoint: 'https://sts.eu-south-1.amazonaws.com', reach: 'regional'})
  })

  test('an error of the SDK is an answer', async () => {
    const {run} = createWorkspace(files)
    const {code, stdout} = await run(['resolve', '--client', 'client-sts@3.1173.0', '--param', 'endpoint=nothing'])
    expect(code).toBe(0)
    expect(stdout).toContain('invalid-endpoint-url')
  })

  test('--profile answers for one profile, whatever else is there', async () => {
    const config = '[default]\nregion = eu-west-1\n[profile dev]\nregion = eu-west-2\nsts_regional_endpoints = legacy\n'
    const workspace = createWorkspace({...files, '.aws/config': config})
    const [found, ...more] = await resolve(workspace, ['--profile', 'dev'])
    expect(more).toEqual([])
    expect(found).toMatchObject({
      scope: {kind: 'profile', name: 'dev', path: '.aws/config', line: 3},
      reach: 'global',
    })
  })

  test('--format mermaid draws scope, client and endpoint', async () => {
    const {stdout} = await createWorkspace(files).run(['resolve', '--format', 'mermaid'])
    expect(stdout).toMatch(/^flowchart LR\n {2}n0\["env-file \.env<br>\.env:1"\]\n/)
    expect(stdout).toContain('"https://sts.amazonaws.com"]:::global')
    expect(stdout).toContain('n0 --> n1\n  n1 --> n2\n')
  })

  test.each([
    ['amazon-dns', 'kept', 'lost'],
    ['other-dns', 'lost', 'lost'],
  ])('--what-if us-east-1-down --assume %s', async (assume, legacy, optIn) => {
    const workspace = createWorkspace({
      'a.env': 'AWS_DEFAULT_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n',
      'b.env': 'AWS_DEFAULT_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=regional\n',
      'c.env': 'AWS_DEFAULT_REGION=us-east-1\nAWS_STS_REGIONAL_ENDPOINTS=regional\n',
      'd.env': 'AWS_DEFAULT_REGION=af-south-1\nAWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\n',
      'e.env': 'AWS_DEFAULT_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=bogus\n',
    })
    const args = ['--client', 'boto3@1.34.0', '--what-if', 'us-east-1-down', '--assume', assume]
    const found = await resolve(workspace, args)
    expect(found.map(({whatIf}) => whatIf?.verdict)).toEqual([legacy, 'kept', 'lost', optIn, 'none'])
    const {stdout} = await workspace.run(['resolve', ...args])
    expect(stdout).toMatch(new RegExp(`^If us-east-1 is down, and programs run .*\\(--assume ${assume}\\):`))
    expect(stdout.match(/"bogus"/g)).toHaveLength(1)
  })

  test('shows no credential', async () => {
    const {run} = createWorkspace({
      ...files,
      '.aws/credentials':
        '[default]\naws_access_key_id = AKIAEXAMPLEKEYID1234\naws_secret_access_key = hidden-value\nregion = eu-west-1\n',
      'url.env': 'AWS_DEFAULT_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS=https://user:hidden-value@proxy.example\n',
    })
    for (const format of ['pretty', 'json', 'mermaid']) {
      const {stdout} = await run(['resolve', '--format', format, ...(format === 'pretty' ? ['--why'] : [])])
      expect(stdout).toContain('proxy.example')
      expect(stdout).not.toMatch(/hidden-value|AKIA/)
    }
  })

  test.each([
    [['--client', 'boto4'], '--client boto4: no client boto4 (did you mean boto3?)'],
    [['--client', 'boto3@newest'], "--client boto3@newest: 'newest' is not a version"],
    [['--param', 'regoin=x'], '--param regoin=x: no parameter regoin (did you mean region?)'],
    [['--param', 'region'], '--param region: must be NAME=VALUE with NAME one of endpoint'],
    [['--param', 'useGlobalEndpoint=1'], '--param useGlobalEndpoint=1: must be true or false'],
    [['--only', 'globl'], '--only globl: not one of'],
    [['--assume', 'other-dns'], '--assume needs --what-if'],
    [['--env', '.env'], '--env is about this process: give no paths'],
    [['--profile', 'devv'], '--profile devv: no AWS config file of this run has that profile (did you mean dev?)'],
    [['--region', 'nowhere'], '--region nowhere: not a Region'],
    [['missing.env'], "there is no file or directory 'missing.env'"],
    [['--clinet', 'x'], 'unknown flag --clinet (did you mean --client?)'],
  ])('%j is a mistake', async (args, message) => {
    const {run} = createWorkspace({...files, '.aws/config': '[profile dev]\nregion = eu-west-1\n'})
    const {code, stderr} = await run(['resolve', ...args])
    expect(code).toBe(2)
    expect(stderr).toContain(`stslint: ${message}`)
  })
})

type Build = keyof typeof matrix.builds

interface Case {
  readonly id: string
  readonly env: Readonly<Record<string, string>>
  readonly config?: string
  readonly credentials?: string
  readonly params?: Readonly<Record<string, string | boolean>>
  readonly answers: readonly {endpoint?: string; signingRegion?: string; error?: string; builds: readonly Build[]}[]
}

/** Every ninth case: all kinds are among them. */
const cases = (matrix.cases as unknown as readonly Case[]).filter((_, at) => at % 9 === 0)

describe('resolve --env is what the SDKs did in the same shell', () => {
  test.each(cases)('$id', async ({env, config, credentials, params = {}, answers}) => {
    const workspace = createWorkspace({
      ...(config !== undefined && {'.aws/config': config}),
      ...(credentials !== undefined && {'.aws/credentials': credentials}),
    })
    const expected = answers.flatMap(({builds, ...answer}) => builds.map((build) => ({build, answer})))
    const asked = expected.flatMap(({build}) => {
      const {name, version} = matrix.builds[build]
      return ['--client', `${name}@${version}`]
    })
    const passed = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`])
    const home = {HOME: workspace.directory, USERPROFILE: workspace.directory}

    const found = await resolve(workspace, ['--env', ...asked, ...passed], {...home, ...env})

    const told = found.map(({endpoint, signingRegion, error}) =>
      error === null ? {endpoint, signingRegion} : {error: error.kind},
    )
    expect(told).toEqual(
      expected.map(({answer: {endpoint, signingRegion, error}}) =>
        error === undefined ? {endpoint, signingRegion} : {error},
      ),
    )
  })

  // One row of each list of facts; test/resolve/facts.test.ts has them all.
  test.each([PRECEDENCE, EDGES, REGIONS, PARTITIONS].map((facts) => facts.at(-1)!))('$fact', async (fact) => {
    const rows = perBuild(fact.expected)
    const asked = rows.flatMap(([build]) => ['--client', BUILDS[build].join('@')])
    const {config, credentials, env, params = []} = fact
    const workspace = createWorkspace({
      ...(config !== undefined && {'.aws/config': config}),
      ...(credentials !== undefined && {'.aws/credentials': credentials}),
    })
    const home = {HOME: workspace.directory, USERPROFILE: workspace.directory}
    const passed = params.flatMap((param) => ['--param', param])

    const found = await resolve(workspace, ['--env', ...asked, ...passed], {...home, ...env})

    expect(found.map(outcomeOf)).toEqual(rows.map(([, answer]) => answer))
  })

  test('one client is one resolution', async () => {
    const found = await resolve(createWorkspace(files), ['--env', '--client', 'boto3@1.40.0'], {
      AWS_DEFAULT_REGION: 'eu-west-1',
    })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      scope: {kind: 'environment', path: null},
      endpoint: 'https://sts.eu-west-1.amazonaws.com',
    })
  })

  test('AWS_CONFIG_FILE and AWS_PROFILE are followed, and name the place', async () => {
    const workspace = createWorkspace({'my/config': '[profile dev]\nregion = eu-west-2\n'})
    const [found] = await resolve(workspace, ['--env', '--client', 'boto3@1.40.0'], {
      AWS_CONFIG_FILE: 'my/config',
      AWS_PROFILE: 'dev',
    })
    expect(found).toMatchObject({endpoint: 'https://sts.eu-west-2.amazonaws.com'})
    expect(found?.because.map(({source}) => source)).toContain('my/config:2')
  })

  test('a file of any bytes is what each client makes of it', async () => {
    const workspace = createWorkspace()
    writeFileSync(
      join(workspace.directory, 'config'),
      Buffer.from('# caf\xe9\0\n[default]\nregion = eu-west-2\n', 'latin1'),
    )
    const clients = ['boto3@1.40.0', 'aws-sdk-core@3.211.0', '@aws-sdk/client-sts@3.1173.0', 'aws-sdk-go-v2']
    const found = await resolve(workspace, ['--env', ...clients.flatMap((name) => ['--client', name])], {
      AWS_CONFIG_FILE: 'config',
    })
    expect(found.map(({endpoint, error}) => error?.kind ?? endpoint)).toEqual([
      'config-parse-error',
      'config-parse-error',
      'https://sts.eu-west-2.amazonaws.com',
      'https://sts.eu-west-2.amazonaws.com',
    ])
  })

  test('--profile is the profile that the program names', async () => {
    const workspace = createWorkspace({'.aws/config': '[profile dev]\nregion = eu-west-2\n'})
    const home = {HOME: workspace.directory, USERPROFILE: workspace.directory}
    const [found] = await resolve(workspace, ['--env', '--client', 'boto3@1.40.0', '--profile', 'dev'], home)
    expect(found).toMatchObject({endpoint: 'https://sts.eu-west-2.amazonaws.com'})
  })
})
