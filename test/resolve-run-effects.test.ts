import {describe, expect, test} from 'vitest'
import {builtinRules} from '../src/builtin.js'
import {clientsAmong} from '../src/check-clients.js'
import type {Project, Unit} from '../src/scopes/view.js'
import {edit, projectOf, reparse, unitsOf} from './parsed.js'
import {hostsFile} from './resolve/clients.js'

type Files = Readonly<Record<string, string>>

/** What replacing `from` by `to` in the first file would do to the clients of the scope of that kind there. */
async function effects(files: Files, kind: string, from: string, to: string, regions: readonly string[] = []) {
  const units = await unitsOf(
    Object.fromEntries(Object.entries(files).filter(([path]) => !/\.(?:txt|json)$/.test(path))),
  )
  const [unit] = units
  const create = await clientsAmong(new Map(Object.entries(files)))(
    units,
    {hosts: hostsFile, scopes: builtinRules().scopes} as never,
    'aws',
  )
  const again = (changed: Unit, text: string): Project =>
    projectOf(units.map((each) => (each === changed ? reparse(each, text) : each)))
  const scope = unit!.parsed.scopes.find((each) => each.kind === kind)!
  const at = unit!.document.text.indexOf(from)
  const found = create!(projectOf(units), again).effects(unit!, scope, [edit(at, at + from.length, to)], regions)
  return {
    doubt: found?.doubt ?? null,
    effects: found?.effects.map(
      ({client, scope: other, before, after}) =>
        `${other === null ? '' : `${other.kind} ${other.name}: `}${client.label}: ${before.endpoint ?? before.error?.kind} -> ${after.endpoint ?? after.error?.kind}`,
    ),
  }
}

const requirements = {'requirements.txt': 'boto3==1.34.2\n'}
const global = 'https://sts.amazonaws.com'
const regional = 'https://sts.eu-west-1.amazonaws.com'

describe('what a fix does', () => {
  test('is told for each client', async () => {
    const env = 'AWS_DEFAULT_REGION=eu-west-1\nAWS_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n'
    const files = {
      'app.env': env,
      ...requirements,
      'package.json': '{"dependencies": {"@aws-sdk/client-sts": "3.600.0"}}',
    }
    expect(await effects(files, 'env-file', 'legacy', 'regional', ['eu-west-1'])).toEqual({
      doubt: null,
      effects: [`@aws-sdk/client-sts 3.600.0: ${regional} -> ${regional}`, `boto3 1.34.2: ${global} -> ${regional}`],
    })
  })

  test('is told for the scopes that read from it, where it changes them', async () => {
    const files = {
      'common.env': 'AWS_DEFAULT_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n',
      'docker-compose.yml': 'services:\n  api: {build: api, env_file: common.env}\n',
      'api/requirements.txt': 'boto3==1.34.2\n',
    }
    expect(await effects(files, 'env-file', 'legacy', 'regional', ['eu-west-1'])).toEqual({
      doubt: null,
      effects: [`service api: boto3 1.34.2: ${global} -> ${regional}`],
    })
  })

  test('is told for all that read from it, where nothing runs in it itself', async () => {
    const files = {
      'common.env': 'AWS_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n',
      'docker-compose.yml':
        'services:\n  old: {image: "amazon/aws-cli:1.18.5", env_file: common.env}\n  new: {image: "amazon/aws-cli:2.15.0", env_file: common.env}\n',
    }
    expect(await effects(files, 'env-file', 'legacy', 'regional', ['eu-west-1'])).toEqual({
      doubt: null,
      effects: [
        `service old: amazon/aws-cli 1.18.5: ${global} -> ${global}`,
        `service new: amazon/aws-cli 2.15.0: ${regional} -> ${regional}`,
      ],
    })
  })

  test('is told once for a job and its steps', async () => {
    const files = {
      '.gitlab-ci.yml':
        'variables:\n  AWS_DEFAULT_REGION: eu-west-1\n  AWS_STS_REGIONAL_ENDPOINTS: legacy\na:\n  script: [pip install boto3==1.34.2]\n',
    }
    expect(await effects(files, 'workflow', 'legacy', 'regional', ['eu-west-1'])).toEqual({
      doubt: null,
      effects: [`job a: boto3 1.34.2: ${global} -> ${regional}`],
    })
  })

  test('of a services section is told for the profile that names it', async () => {
    const files = {
      '.aws/config': `[profile app]\nregion = eu-west-1\nrole_arn = x\nservices = s\n[services s]\nsts =\n  endpoint_url = ${global}\n`,
      'requirements.txt': 'boto3==1.26.0\nawscli==1.29.85\n',
    }
    expect(await effects(files, 'services', global, regional, ['eu-west-1'])).toEqual({
      doubt: null,
      effects: [
        `profile app: boto3 1.26.0: ${global} -> ${global}`,
        `profile app: awscli 1.29.85: ${global} -> ${regional}`,
      ],
    })
  })

  const elsewhere = 'it would send boto3 1.34.2 to'
  test.each([
    [
      'another Region than it means',
      'AWS_DEFAULT_REGION=eu-central-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n',
      'legacy',
      'regional',
      `${elsewhere} sts.eu-central-1.amazonaws.com`,
    ],
    [
      'the global host',
      'AWS_DEFAULT_REGION=ap-east-1\nAWS_ROLE_ARN=x\n',
      'ap-east-1',
      'eu-west-1',
      `${elsewhere} sts.amazonaws.com`,
    ],
    [
      'an error',
      'AWS_DEFAULT_REGION=eu-west-1\nAWS_ROLE_ARN=x\n',
      'eu-west-1',
      'eu_west',
      `${elsewhere} an error: InvalidRegionError: "eu_west" cannot be part of a host name`,
    ],
    [
      'a host of nobody',
      `AWS_DEFAULT_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS=${regional}\n`,
      'sts.eu-west-1.amazonaws.com',
      'sts.example.net',
      `${elsewhere} sts.example.net`,
    ],
    [
      'past the VPC endpoint that somebody chose',
      'AWS_DEFAULT_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS=https://vpce-0123abcd-ef.sts.eu-west-1.vpce.amazonaws.com\nAWS_IGNORE_CONFIGURED_ENDPOINT_URLS=1\nAWS_STS_REGIONAL_ENDPOINTS=regional\n',
      '=1',
      '=true',
      `${elsewhere} sts.eu-west-1.amazonaws.com`,
    ],
  ])('that leads a client to %s is in doubt', async (_, env, from, to, doubt) => {
    expect((await effects({'app.env': env, ...requirements}, 'env-file', from, to, ['eu-west-1'])).doubt).toBe(doubt)
  })

  test('that mends an error is not', async () => {
    const env = 'AWS_DEFAULT_REGION=eu_west_1\nAWS_ROLE_ARN=x\n'
    const found = await effects({'app.env': env, ...requirements}, 'env-file', 'eu_west_1', 'eu-west-1', ['eu-west-1'])
    expect(found).toEqual({doubt: null, effects: [`boto3 1.34.2: invalid-region -> ${global}`]})
  })
})
