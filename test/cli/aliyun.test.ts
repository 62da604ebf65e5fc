import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import reportSchema from '../../schemas/report.schema.json' with {type: 'json'}
import resolutionSchema from '../../schemas/resolution.schema.json' with {type: 'json'}
import {createWorkspace} from './workspace.js'

/** The built program on a tree of two clouds. */
const KEY = 'LTAI5tQ7wZk3mVx9bN2cRd4H'

const profile = (rest: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    current: 'app',
    profiles: [{name: 'app', access_key_id: KEY, access_key_secret: 'not-a-real-secret', ...rest}],
  })

const files = {
  'aws/.env': 'AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\n',
  'ali/.env': `ALIBABA_CLOUD_REGION_ID=us-west-1\nALIBABA_CLOUD_STS_ENDPOINT=sts.aliyuncs.com\nALIBABA_CLOUD_ACCESS_KEY_ID=${KEY}\n`,
  'both.env':
    'AWS_REGION=us-east-1\nALIBABA_CLOUD_STS_ENDPOINT=sts.aliyuncs.com\nAWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\n',
}

interface Report {
  readonly results: readonly {
    readonly path: string
    readonly diagnostics: readonly {readonly rule: string; readonly fix: {readonly title: string} | null}[]
  }[]
}

function rulesOf(stdout: string): string[] {
  const report = JSON.parse(stdout) as Report
  const isValid = new Ajv2020({strict: false}).compile(reportSchema)
  expect(isValid(report) || isValid.errors).toBe(true)
  return report.results.flatMap(({path, diagnostics}) => diagnostics.map(({rule}) => `${path} ${rule}`))
}

test('each cloud has its own findings, and one’s Region is not the other’s', async () => {
  const {run} = createWorkspace(files)
  const {code, stdout} = await run(['--format', 'json', '--min-severity', 'info'])
  expect(code).toBe(1)
  expect(rulesOf(stdout)).toEqual([
    'ali/.env aliyun/central-endpoint',
    'ali/.env aliyun/hardcoded-access-key',
    'aws/.env aws/global-endpoint-url',
    'both.env aliyun/central-endpoint',
    'both.env aws/global-endpoint-url',
  ])
})

test('fixes each by its own facts', async () => {
  const {run, read} = createWorkspace(files)
  const {stdout} = await run(['--fix', '--format', 'json'])
  expect(stdout).not.toContain(KEY.slice(0, 8))
  expect(read('ali/.env')).toContain('ALIBABA_CLOUD_STS_ENDPOINT=sts.us-west-1.aliyuncs.com\n')
  expect(read('aws/.env')).toContain('AWS_ENDPOINT_URL_STS=https://sts.eu-west-1.amazonaws.com\n')
  expect(read('both.env')).toContain('ALIBABA_CLOUD_STS_ENDPOINT=sts.aliyuncs.com\n')
})

test('--region takes a Region of either', async () => {
  const {run, read} = createWorkspace({'.env': 'ALIBABA_CLOUD_STS_ENDPOINT=sts.aliyuncs.com\n'})
  expect((await run(['--region', 'cn-hangzou'])).stderr).toMatch(/Region cn-hangzou: not one stslint knows/)
  await run(['--fix', '--unsafe-fixes', '--min-severity', 'info', '--region', 'cn-hangzhou'])
  expect(read('.env')).toBe('ALIBABA_CLOUD_STS_ENDPOINT=sts.cn-hangzhou.aliyuncs.com\n')
})

describe('the shared files', () => {
  const home = (text: string) => createWorkspace({'home/.aliyun/config.json': text, 'work/.env': 'A=1\n'})

  test('are part of a run without paths', async () => {
    const {run, directory} = home(profile({mode: 'RamRoleArn', region_id: 'eu-central-1'}))
    const env = {HOME: `${directory}/home`, USERPROFILE: `${directory}/home`}
    const {stdout} = await run(['--format', 'json'], {env, cwd: 'work'})
    expect(rulesOf(stdout)).toEqual(['~/.aliyun/config.json aliyun/missing-sts-region'])
    for (const args of [['--no-home'], ['.env']])
      expect(rulesOf((await run(['--format', 'json', ...args], {env, cwd: 'work'})).stdout)).toEqual([])
  })

  test('are named by a variable', async () => {
    const {run, directory} = createWorkspace({'x/creds': '[a]\ntype = ram_role_arn\n', 'work/.env': 'A=1\n'})
    const env = {ALIBABA_CLOUD_CREDENTIALS_FILE: `${directory}/x/creds`}
    const {stdout} = await run(['--format', 'json', '--min-severity', 'info'], {env, cwd: 'work'})
    expect(rulesOf(stdout).map((line) => line.replace(/.* /, ''))).toEqual(['aliyun/missing-sts-region'])
  })

  test.each(['pretty', 'json', 'sarif', 'github'])('show no credential as %s', async (format) => {
    const {run, directory} = home(profile({mode: 'OIDC', sts_token: 'CAIS-not-a-real-token', region_id: 'mars-1'}))
    const env = {HOME: `${directory}/home`, USERPROFILE: `${directory}/home`}
    for (const args of [[], ['--fix', '--unsafe-fixes'], ['--diff', '--unsafe-fixes']]) {
      const {stdout, stderr} = await run(['--format', format, '--min-severity', 'info', ...args], {env, cwd: 'work'})
      expect(stdout + stderr).not.toMatch(/LTAI\w|not-a-real/)
    }
  })

  test('that cannot be read are a finding', async () => {
    const {run, directory} = home(`{"profiles": [{"access_key_secret": "not-a-real-secret"`)
    const env = {HOME: `${directory}/home`, USERPROFILE: `${directory}/home`}
    const {code, stdout} = await run(['--format', 'json'], {env, cwd: 'work'})
    expect([code, rulesOf(stdout)]).toEqual([1, ['~/.aliyun/config.json core/syntax']])
    expect(stdout).not.toContain('not-a-real')
  })
})

describe('resolve', () => {
  interface Resolution {
    readonly scope: {readonly name: string; readonly path: string | null}
    readonly client: {readonly name: string}
    readonly endpoint: string | null
    readonly reach: string | null
  }

  async function resolve(workspace: ReturnType<typeof createWorkspace>, args: readonly string[], env = {}) {
    const {stdout, stderr} = await workspace.run(['resolve', '--format', 'json', ...args], {env})
    expect(stderr).toBe('')
    const report = JSON.parse(stdout) as {resolutions: readonly Resolution[]}
    const isValid = new Ajv2020({strict: false}).compile(resolutionSchema)
    expect(isValid(report) || isValid.errors).toBe(true)
    return report.resolutions.map(
      ({scope, client, endpoint, reach}) => `${scope.path ?? ''} ${scope.name} ${client.name} ${reach} ${endpoint}`,
    )
  }

  const tree = {
    '.aliyun/config.json': profile({
      mode: 'RamRoleArn',
      sts_endpoint: 'sts.eu-west-1.aliyuncs.com',
      region_id: 'eu-west-1',
    }),
    'app/.env': 'ALIBABA_CLOUD_STS_REGION=cn-hangzhou\nALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true\n',
    'app/package.json': '{"dependencies": {"@alicloud/credentials": "^2.4.0"}}',
    'main.tf': 'provider "alicloud" {\n  region = "ap-south-1"\n}\n',
    Dockerfile: 'FROM a\nRUN aliyun --sts-region us-west-1 ecs DescribeRegions\n',
  }

  test('answers for each scope what its clients will call', async () => {
    const workspace = createWorkspace(tree)
    expect(await resolve(workspace, [])).toEqual([
      '.aliyun/config.json app aliyun-cli regional https://sts.eu-west-1.aliyuncs.com',
      '.aliyun/config.json app credentials-nodejs regional https://sts.eu-west-1.aliyuncs.com',
      'Dockerfile aliyun aliyun-cli regional https://sts.us-west-1.aliyuncs.com',
      'app/.env .env credentials-nodejs vpc https://sts-vpc.cn-hangzhou.aliyuncs.com',
      'main.tf alicloud terraform-provider-alicloud foreign https://sts.ap-south-1.aliyuncs.com',
    ])
  })

  test('--client, --only and --profile', async () => {
    const workspace = createWorkspace(tree)
    expect(await resolve(workspace, ['--client', 'credentials-go', '--only', 'central'])).toEqual([
      '.aliyun/config.json app credentials-go central https://sts.aliyuncs.com',
    ])
    expect((await workspace.run(['resolve', '--client', 'credentials-go', '--only', 'central'])).code).toBe(1)
    expect(await resolve(workspace, ['--profile', 'app', '--client', 'aliyun-cli'])).toHaveLength(1)
    const {code, stderr} = await workspace.run(['resolve', '--client', 'aliyun-cl'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean aliyun-cli?')])
  })

  test('--env: this shell, and the profile of the CLI', async () => {
    const workspace = createWorkspace({...tree, 'home/.aliyun/config.json': tree['.aliyun/config.json']})
    const home = `${workspace.directory}/home`
    const env = {HOME: home, USERPROFILE: home, ALIBABA_CLOUD_STS_REGION: 'me-east-1'}
    const clients = [
      '--env',
      '--client',
      'aliyun-cli',
      '--client',
      '@alicloud/credentials',
      '--client',
      'credentials-go',
    ]
    expect(await resolve(workspace, clients, env)).toEqual([
      ' this process aliyun-cli regional https://sts.eu-west-1.aliyuncs.com',
      ' this process credentials-nodejs regional https://sts.eu-west-1.aliyuncs.com',
      ' this process credentials-go regional https://sts.me-east-1.aliyuncs.com',
    ])
    expect(await resolve(workspace, [...clients, '--no-home'], env)).toEqual([
      ' this process aliyun-cli central https://sts.aliyuncs.com',
      ' this process credentials-nodejs regional https://sts.me-east-1.aliyuncs.com',
      ' this process credentials-go regional https://sts.me-east-1.aliyuncs.com',
    ])
  })
})
