import {Ajv2020} from 'ajv/dist/2020.js'
import {expect, test} from 'vitest'
import schema from '../../schemas/report.schema.json' with {type: 'json'}
import {createWorkspace} from './workspace.js'

const validate = new Ajv2020({strict: false, validateFormats: false}).compile(schema)

const role = 'AWS_ROLE_ARN=arn:aws:iam::111122223333:role/app\n'
const region = 'AWS_DEFAULT_REGION=eu-west-1\nAWS_REGION=eu-west-1\n'

interface Found {
  readonly rule: string
  readonly message: string
  readonly resolutions?: readonly unknown[]
  readonly fix: {readonly applicability: string; readonly effects?: readonly unknown[]} | null
}

function findings(stdout: string): Found[] {
  const report = JSON.parse(stdout) as {results: {diagnostics: Found[]}[]}
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
  return report.results.flatMap(({diagnostics}) => diagnostics)
}

const boto3 = {name: 'botocore', version: '1.34.2', label: 'boto3 1.34.2', source: 'requirements.txt:1'}

test('a finding carries what the client in use will call, and its fix what it would call then', async () => {
  const {run} = createWorkspace({'app.env': role + region, 'requirements.txt': 'boto3==1.34.2\n'})

  const {code, stdout} = await run(['--no-home', '--format', 'json'])

  expect(code).toBe(1)
  const [found, ...more] = findings(stdout)
  expect(more).toEqual([])
  expect(found).toMatchObject({
    rule: 'aws/sdk-default-legacy',
    message:
      'no mode is stated for eu-west-1, and the old default counts: boto3 1.34.2 (requirements.txt:1) will call sts.amazonaws.com',
    resolutions: [
      {
        client: boto3,
        endpoint: 'https://sts.amazonaws.com',
        error: null,
        reach: 'global',
        region: 'eu-west-1',
        signingRegion: 'us-east-1',
        likely: false,
      },
    ],
    fix: {
      applicability: 'safe',
      effects: [
        {
          client: boto3,
          scope: null,
          before: {endpoint: 'https://sts.amazonaws.com', error: null},
          after: {endpoint: 'https://sts.eu-west-1.amazonaws.com', error: null},
        },
      ],
    },
  })
})

test('a report for people and one for code scanning say what a fix does to each client', async () => {
  const {run, read} = createWorkspace({
    'app.env': role + region,
    'requirements.txt': 'boto3==1.34.2\n',
    'package.json': '{"dependencies": {"@aws-sdk/client-sts": "3.600.0"}}\n',
  })

  const {stdout} = await run(['--no-home', '--format', 'pretty', '--format', 'sarif:report.sarif'])

  expect(stdout).toContain('= boto3 1.34.2: sts.amazonaws.com -> sts.eu-west-1.amazonaws.com\n')
  expect(stdout).toContain('= @aws-sdk/client-sts 3.600.0: unchanged (sts.eu-west-1.amazonaws.com)\n')
  const [result] = JSON.parse(read('report.sarif')).runs[0].results
  expect(result.fixes[0].description.text).toContain('boto3 1.34.2: sts.amazonaws.com -> sts.eu-west-1.amazonaws.com')
})

test('the manifests of a file that a hook gives, or an editor sends, are looked up in the repository', async () => {
  const {run} = createWorkspace({
    '.git/HEAD': '',
    'api/requirements.txt': 'boto3==1.34.2\n',
    'api/config/app.env': role + region,
  })
  const clause = 'boto3 1.34.2 (api/requirements.txt:1) will call sts.amazonaws.com'

  const hook = await run(['api/config/app.env'])
  const editor = await run(['--stdin', '--stdin-filename', 'api/config/app.env'], {stdin: role + region})
  const below = await run(['app.env'], {cwd: 'api/config'})

  expect(hook.stdout).toContain(clause)
  expect(editor.stdout).toContain(clause)
  expect(below.stdout).toContain('boto3 1.34.2')
})

test('the shared config file in use is read for the programs of the working directory', async () => {
  const {run} = createWorkspace({
    'requirements.txt': 'boto3==1.34.2\n',
    'aws-config':
      '[profile app]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/app\nsource_profile = x\n',
  })

  const {stdout} = await run([], {env: {AWS_CONFIG_FILE: 'aws-config'}})

  expect(stdout).toContain('boto3 1.34.2 (requirements.txt:1) will call sts.amazonaws.com')
})

test('what the config says about clients counts where nothing shows them', async () => {
  const {run} = createWorkspace({
    'app.env': role + region,
    'stslint.config.yaml': 'clients:\n  - {name: aws-sdk-go, version: 1.55.6}\n',
  })

  const {stdout} = await run(['--no-home'])

  expect(stdout).toContain('and the old default counts: aws-sdk-go 1.55.6 will call sts.amazonaws.com')
})

test("a manifest that is broken is nobody's finding", async () => {
  const {run} = createWorkspace({
    'app.env': role + region,
    'package.json': '{"dependencies": {"aws-sdk": ',
    'requirements.txt': '\u0000boto3==',
  })

  const {code, stderr} = await run(['--no-home'])

  expect({code, stderr}).toEqual({code: 0, stderr: ''})
})

test('the default Region of the config is the Region of scopes that state none', async () => {
  const {run} = createWorkspace({
    'app.env': 'AWS_STS_REGIONAL_ENDPOINTS=regional\n',
    'requirements.txt': 'boto3==1.34.2\n',
    'stslint.config.yaml': 'regions: {default: eu-central-1}\n',
  })

  const {stdout} = await run(['resolve', '--no-home', '--format', 'json'])

  const [found] = JSON.parse(stdout).resolutions
  expect(found).toMatchObject({endpoint: 'https://sts.eu-central-1.amazonaws.com', likely: false})
  expect(found.because).toContainEqual(
    expect.objectContaining({setting: 'default-region', source: 'stslint.config.yaml regions.default', outcome: 'won'}),
  )
})

test('a manifest above the working directory is named from there', async () => {
  const {run} = createWorkspace({'app/a.env': role + region, 'requirements.txt': 'boto3==1.34.2\n', '.git/HEAD': ''})

  const {stdout} = await run(['--no-home'], {cwd: 'app'})

  expect(stdout).toContain('boto3 1.34.2 (../requirements.txt:1) will call sts.amazonaws.com')
})
