import {describe, expect, test} from 'vitest'
import {isManifest, packageTable, readManifests} from '../src/clients/index.js'
import {answersOf, type Stance} from '../src/resolve-run/answer.js'
import {createClientChoice} from '../src/resolve-run/choose-clients.js'
import {createFoundClients} from '../src/resolve-run/found-clients.js'
import type {Answer, ClientInUse} from '../src/resolve-run/model.js'
import {askedClients, configuredClients, usualClients} from '../src/resolve-run/named-clients.js'
import {subjectsOf} from '../src/resolve-run/subjects.js'
import {projectOf, unitsOf} from './parsed.js'
import {clients, clientsFile, hostsFile} from './resolve/clients.js'

type Files = Readonly<Record<string, string>>

interface Options {
  readonly client?: readonly string[]
  readonly configured?: readonly {readonly name: string; readonly version?: string}[]
  readonly profile?: string
  /** The path of the config file that this machine uses. */
  readonly inUse?: string
  readonly stance?: Partial<Stance>
}

const loaded = {file: clientsFile, clients}
const packages = packageTable(clientsFile.clients)

/** A project in memory, as `resolve` sees one on disk. */
async function answers(files: Files, options: Options = {}): Promise<Answer[]> {
  const units = await unitsOf(
    Object.fromEntries(Object.entries(files).filter(([path]) => !/\.(?:txt|json|mod|lock)$/.test(path))),
  )
  const manifests = Object.entries(files)
    .filter(([path]) => isManifest(path))
    .map(([path, text]) => ({path: `/${path}`, text, shown: path}))
  const unversioned = (name: string): ClientInUse => ({
    client: clients.find(name)!,
    label: name,
    found: null,
    oldest: null,
  })
  const choose = createClientChoice({
    asked: options.client === undefined ? null : askedClients(options.client, loaded),
    configured: configuredClients(options.configured ?? [], 'stslint.config.yaml', loaded),
    found: createFoundClients(await readManifests(manifests, packages), manifests, clients, packages),
    usual: usualClients(loaded),
    unversioned,
  })
  const config = units.find(({file}) => file.path === options.inUse) ?? null
  const subjects = subjectsOf({
    project: projectOf(units),
    clients,
    choose,
    inUse: {config, credentials: null},
    home: '',
    profile: options.profile ?? null,
    standIns: hostsFile.legacyGlobal,
  })
  return answersOf(subjects, {params: {}, region: null, ...options.stance})
}

/** `boto3 1.34.2 in .env .env: https://…`, or the kind of the error. */
async function told(files: Files, options?: Options): Promise<string[]> {
  return (await answers(files, options)).map(
    ({scope, use, resolution: {endpoint, error}}) =>
      `${scope.kind} ${scope.name}: ${use.label}: ${endpoint?.replace('https://', '') ?? error?.kind}`,
  )
}

const env = 'AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n'

describe('the clients of a scope', () => {
  test('are those of the nearest manifest up the tree', async () => {
    const found = await told({
      'package.json': '{"dependencies": {"aws-sdk": "2.1693.0"}}',
      'api/requirements.txt': 'boto3==1.34.2\n',
      'api/config/app.env': env,
      'top.env': env,
    })
    expect(found).toEqual([
      'env-file app.env: boto3 1.34.2: sts.amazonaws.com',
      'env-file top.env: aws-sdk 2.1693.0: sts.amazonaws.com',
    ])
  })

  test('are those of the whole tree where none is near', async () => {
    const found = await told({'api/requirements.txt': 'boto3==1.40.1\n', 'deploy/app.env': env})
    expect(found).toEqual(['env-file app.env: boto3 1.40.1: sts.eu-west-1.amazonaws.com'])
  })

  test('are none that only a job of a pipeline installs', async () => {
    const found = await told({
      '.github/workflows/ci.yml':
        'jobs:\n  test:\n    runs-on: self-hosted\n    steps:\n      - run: pip install boto3==1.28.0\n',
      'deploy/app.env': env,
    })
    expect(found.filter((each) => each.startsWith('env-file')).join()).not.toContain('1.28.0')
  })

  test('are the usual ones where nothing is known', async () => {
    expect(await told({'app.env': env})).toEqual([
      'env-file app.env: botocore: sts.eu-west-1.amazonaws.com',
      'env-file app.env: aws-cli: sts.eu-west-1.amazonaws.com',
      'env-file app.env: client-sts: sts.eu-west-1.amazonaws.com',
      'env-file app.env: aws-sdk-go-v2: sts.eu-west-1.amazonaws.com',
    ])
  })

  test('are those that the config states as well', async () => {
    const found = await told(
      {'requirements.txt': 'boto3==1.40.1\n', 'app.env': env},
      {configured: [{name: 'aws-sdk-go', version: '1.55.6'}]},
    )
    expect(found).toEqual([
      'env-file app.env: boto3 1.40.1: sts.eu-west-1.amazonaws.com',
      'env-file app.env: aws-sdk-go 1.55.6: sts.amazonaws.com',
    ])
  })

  test('of a build stage are those installed in it', async () => {
    const found = await told({
      'package.json': '{"dependencies": {"aws-sdk": "2.1693.0"}}',
      'image/Dockerfile': `FROM python:3.12 AS base\nENV AWS_DEFAULT_REGION=eu-west-1\nFROM base\nRUN pip install boto3==1.34.2\n`,
    })
    expect(found).toEqual([
      'stage base: aws-sdk 2.1693.0: sts.amazonaws.com',
      'stage 1: boto3 1.34.2: sts.amazonaws.com',
    ])
  })

  test('by a range are its newest, in doubt where its oldest would call something else', async () => {
    const likely = async (requirement: string) => {
      const [found] = await answers({'requirements.txt': `boto3${requirement}\n`, 'app.env': env})
      return `${found?.resolution.reach}, ${found?.resolution.likely ? 'likely' : 'certain'}`
    }
    expect(await likely('>=1.34')).toBe('regional, likely')
    expect(await likely('>=1.40')).toBe('regional, certain')
    expect(await likely('<1.40,>=1.34')).toBe('global, certain')
  })
})

describe('what a scope sees', () => {
  const one = {client: ['boto3@1.34.2']}

  test('comes from config maps, with their place', async () => {
    const [found] = await answers(
      {
        'app.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: c\n      envFrom: [{configMapRef: {name: aws}}]\n',
        'map.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: aws}\ndata:\n  AWS_DEFAULT_REGION: eu-west-1\n  AWS_STS_REGIONAL_ENDPOINTS: regional\n',
      },
      one,
    )
    expect(found).toMatchObject({
      scope: {kind: 'container', name: 'c', path: 'app.yaml', line: 6},
      resolution: {endpoint: 'https://sts.eu-west-1.amazonaws.com'},
    })
    expect(found?.resolution.because.map(({source}) => source)).toEqual(['map.yaml:6', 'map.yaml:5'])
  })

  test('is shown as it is written where a program computes it', async () => {
    const [found] = await answers(
      {'app.env': 'AWS_DEFAULT_REGION=${REGION}\nAWS_STS_REGIONAL_ENDPOINTS=regional\n'},
      one,
    )
    expect(found?.resolution).toMatchObject({endpoint: 'https://sts.${REGION}.amazonaws.com', region: '${REGION}'})
    expect(found?.resolution.because.at(-1)?.reason).toContain('computed')
  })

  test('is hidden by what is nearer, even where that is computed', async () => {
    const found = await told(
      {'a.yml': 'x: 1\n', '.github/workflows/a.yml': workflow('AWS_DEFAULT_REGION: ${{ vars.R }}')},
      {client: ['boto3@1.40.0']},
    )
    expect(found).toContain('job b: boto3 1.40.0: sts.${{ vars.R }}.amazonaws.com')
  })

  test('is asked of a script where it runs something, and at its end', async () => {
    const script = 'export AWS_REGION=eu-west-1\nexport AWS_REGION=eu-west-2\naws s3 ls\nexport AWS_REGION=eu-west-3\n'
    const found = await answers({'a.sh': script}, {client: ['aws-cli@2.15.0']})
    expect(found.map(({scope}) => scope.line)).toEqual([2, 4])
  })

  test('includes what earlier steps export', async () => {
    const found = await told({'.github/workflows/a.yml': workflow('AWS_MAX_ATTEMPTS: 3')}, {client: ['aws-cli@2.15.0']})
    expect(found.filter((line) => line.startsWith('command'))).toEqual([
      'command aws sts get-caller-identity: aws-cli 2.15.0: sts.eu-west-3.amazonaws.com',
    ])
  })

  test('includes the Region that Lambda sets', async () => {
    const template =
      'Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          AWS_STS_REGIONAL_ENDPOINTS: legacy\n'
    const [found] = await answers({'template.yaml': template}, {client: ['client-sts@3.600.0']})
    expect(found?.resolution.endpoint).toBe("https://sts.<the function's Region>.amazonaws.com")
  })

  test('is a profile of this machine only where a file for it names one', async () => {
    const files = {
      '.aws/config': '[profile dev]\nregion = eu-west-2\nsts_regional_endpoints = regional\n',
      'app.env': 'AWS_PROFILE=dev\n',
      Dockerfile: 'FROM scratch\nENV AWS_PROFILE=dev AWS_DEFAULT_REGION=eu-west-1\n',
    }
    expect(await told(files, {...one, inUse: '.aws/config'})).toEqual([
      'profile dev: boto3 1.34.2: sts.eu-west-2.amazonaws.com',
      'stage 0: boto3 1.34.2: sts.amazonaws.com',
      'env-file app.env: boto3 1.34.2: sts.eu-west-2.amazonaws.com',
    ])
  })

  test('is in doubt where a value that matters is not known', async () => {
    const found = await answers(
      {
        'a.env': 'AWS_DEFAULT_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=${MODE}\n',
        Dockerfile: 'FROM scratch\nENV AWS_PROFILE=dev AWS_DEFAULT_REGION=eu-west-1\n',
      },
      {client: ['boto3@1.40.0']},
    )
    expect(found.map(({resolution: {likely, because}}) => [likely, because.at(-1)])).toEqual([
      [true, expect.objectContaining({setting: 'profile', value: 'dev', source: 'Dockerfile:2', outcome: 'ignored'})],
      [true, expect.objectContaining({setting: 'sts.mode', value: '${MODE}', source: 'a.env:2', outcome: 'ignored'})],
    ])
  })

  test('is what a Terraform block passes', async () => {
    const files = {
      'main.tf':
        'terraform {\n  backend "s3" {\n    region = "eu-west-1"\n  }\n}\nprovider "aws" {\n  region = var.region\n  sts_region = "eu-west-2"\n}\n',
    }
    expect(await told(files)).toEqual([
      'backend s3: terraform: sts.eu-west-1.amazonaws.com',
      'provider aws: terraform-provider-aws: sts.eu-west-2.amazonaws.com',
    ])
  })
})

describe('a profile', () => {
  const config =
    '[default]\nregion = eu-west-1\n[profile dev]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = default\n[profile quiet]\noutput = json\n'

  test('is told of when it calls STS or says where', async () => {
    expect(await told({'.aws/config': config}, {client: ['boto3@1.34.2', 'client-sts@3.600.0']})).toEqual([
      'profile default: boto3 1.34.2: sts.amazonaws.com',
      'profile default: client-sts 3.600.0: sts.eu-west-1.amazonaws.com',
      'profile dev: boto3 1.34.2: sts.amazonaws.com',
      'profile dev: client-sts 3.600.0: missing-region',
    ])
  })

  test('may be asked for whatever it says', async () => {
    const found = await told({'.aws/config': config}, {profile: 'quiet', client: ['client-sts@3.600.0']})
    expect(found).toEqual(['profile quiet: client-sts 3.600.0: missing-region'])
  })

  test('is one with its credentials', async () => {
    const files = {
      '.aws/config': '[profile dev]\nregion = eu-west-1\n',
      '.aws/credentials': '[dev]\nsts_regional_endpoints = legacy\n',
    }
    const [found, ...more] = await answers(files, {client: ['boto3@1.40.0']})
    expect(more).toEqual([])
    expect(found?.resolution).toMatchObject({reach: 'global', region: 'eu-west-1'})
  })
})

function workflow(env: string): string {
  return `on: push
env:
  AWS_DEFAULT_REGION: eu-north-1
jobs:
  b:
    runs-on: ubuntu-latest
    env:
      ${env}
    steps:
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          aws-region: eu-west-3
      - run: aws sts get-caller-identity
`
}
