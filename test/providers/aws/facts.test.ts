import {describe, expect, test} from 'vitest'
import {builtinRules} from '../../../src/builtin.js'
import type {Facts} from '../../../src/data.js'
import type {Stance} from '../../../src/engine/provider.js'
import {awsProvider} from '../../../src/providers/aws/facts.js'
import {createHosts} from '../../../src/providers/aws/hosts.js'
import {projectOf, unitsOf} from '../../parsed.js'

const createProvider = awsProvider(createHosts(builtinRules().hosts))

type Files = Readonly<Record<string, string>>

async function read(files: Files, stance: Partial<Stance>) {
  const units = await unitsOf(files)
  const provider = createProvider(projectOf(units), {region: null, enabledRegions: [], mendsLists: false, ...stance})
  return {unit: units[0]!, provider}
}

interface ScopeCase {
  readonly name: string
  readonly files: Files
  /** Kind of the scope in the first file; its last one of that kind. */
  readonly of?: string
  readonly stance?: Partial<Stance>
  readonly facts: Facts
}

const env = (text: string): Files => ({'.env': text})

describe('what a scope would call', () => {
  test.each<ScopeCase>([
    {
      name: 'knows nothing where nothing is said',
      files: env('A=1\n'),
      facts: {'scope.region': null, 'scope.regionStated': null, 'scope.reach': null, 'scope.regionalEndpoint': null},
    },
    {
      name: 'takes the Region that is stated here',
      files: env('AWS_REGION=eu-west-1\n'),
      facts: {
        'scope.region': 'eu-west-1',
        'scope.regionStated': 'here',
        'scope.regionClass': 'default',
        'scope.regionEnabled': true,
        'scope.regionalEndpoint': 'https://sts.eu-west-1.amazonaws.com',
        'scope.regionalHost': 'sts.eu-west-1.amazonaws.com',
      },
    },
    {
      name: 'takes the Region of the command line only where none is stated',
      files: env('A=1\n'),
      stance: {region: 'eu-north-1'},
      facts: {'scope.region': 'eu-north-1', 'scope.regionStated': 'flag'},
    },
    {
      name: 'prefers the Region that is stated to that of the command line',
      files: env('AWS_REGION=eu-west-1\n'),
      stance: {region: 'eu-north-1'},
      facts: {'scope.region': 'eu-west-1', 'scope.regionStated': 'here'},
    },
    {
      name: 'does not guess what a Region is computed to',
      files: env('AWS_REGION=$SOMETHING\n'),
      stance: {region: 'eu-north-1'},
      facts: {'scope.region': null, 'scope.regionStated': 'expression', 'scope.regionExpression': '$SOMETHING'},
    },
    {
      name: 'writes the endpoint of a Region that Terraform computes',
      files: {'main.tf': 'provider "aws" {\n  region = var.region\n}\n'},
      of: 'provider',
      facts: {'scope.region': null, 'scope.regionalEndpoint': 'https://sts.${var.region}.amazonaws.com'},
    },
    {
      name: 'sees that two variables disagree',
      files: env('AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-2\n'),
      facts: {'scope.regionConflict': true, 'scope.awsRegion': 'eu-west-1', 'scope.defaultRegion': 'eu-west-2'},
    },
    {
      name: 'sees that two variables agree',
      files: env('AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n'),
      facts: {'scope.regionConflict': false},
    },
    {
      name: 'knows an opt-in Region that nobody says is enabled',
      files: env('AWS_REGION=af-south-1\n'),
      facts: {'scope.regionClass': 'opt-in', 'scope.regionEnabled': false, 'scope.legacyGlobal': false},
    },
    {
      name: 'knows an opt-in Region that the config says is enabled',
      files: env('AWS_REGION=af-south-1\n'),
      stance: {enabledRegions: ['af-south-1']},
      facts: {'scope.regionEnabled': true},
    },
    {
      name: 'knows the partition of a Region',
      files: env('AWS_REGION=cn-north-1\n'),
      facts: {'scope.regionPartition': 'aws-cn', 'scope.regionalEndpoint': 'https://sts.cn-north-1.amazonaws.com.cn'},
    },
    {
      name: 'goes global in legacy mode',
      files: env('AWS_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n'),
      facts: {'scope.reach': 'global'},
    },
    {
      name: 'does not go global in legacy mode in Seoul',
      files: env('AWS_REGION=ap-northeast-2\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n'),
      facts: {'scope.reach': null},
    },
    {
      name: 'goes where its endpoint says, whatever the mode',
      files: env(
        'AWS_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\nAWS_ENDPOINT_URL_STS=https://sts.eu-west-1.amazonaws.com\n',
      ),
      facts: {'scope.reach': 'regional', 'scope.sts.reach': 'regional'},
    },
    {
      name: 'does not go global with FIPS',
      files: env('AWS_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\nAWS_USE_FIPS_ENDPOINT=TRUE\n'),
      facts: {'scope.reach': null, 'scope.fips': true},
    },
    {
      name: 'takes an empty value for none',
      files: env('AWS_REGION=\nAWS_ROLE_ARN=\n'),
      facts: {'scope.region': null, 'scope.usesRole': false, 'scope.role': null},
    },
    {
      name: 'knows the partition of its role',
      files: env('AWS_ROLE_ARN=arn:aws-us-gov:iam::111122223333:role/app\n'),
      facts: {'scope.usesRole': true, 'scope.rolePartition': 'aws-us-gov'},
    },
    {
      name: 'signs for the Region of STS, where there is one',
      files: {'main.tf': 'provider "aws" {\n  region     = "eu-west-1"\n  sts_region = "us-east-1"\n}\n'},
      of: 'provider',
      facts: {'scope.region': 'eu-west-1', 'scope.sts.region': 'us-east-1', 'scope.signingRegion': 'us-east-1'},
    },
    {
      name: 'takes the Region of the profiles that use a services section',
      files: {
        '.aws/config':
          '[profile a]\nregion = eu-west-1\nservices = s\n[services s]\nsts =\n  endpoint_url = https://sts.amazonaws.com\n',
      },
      of: 'services',
      facts: {'scope.region': 'eu-west-1', 'scope.regionStated': 'link'},
    },
    {
      name: 'takes none where these profiles disagree',
      files: {
        '.aws/config':
          '[profile a]\nregion = eu-west-1\nservices = s\n[profile b]\nregion = eu-west-2\nservices = s\n[services s]\nsts =\n  endpoint_url = https://sts.amazonaws.com\n',
      },
      of: 'services',
      facts: {'scope.region': null},
    },
    {
      name: 'knows the one Region of the tree',
      files: {'.env': 'A=1\n', 'b.env': 'AWS_REGION=eu-west-1\n'},
      facts: {'project.region': 'eu-west-1'},
    },
    {
      name: 'knows none where the tree has two',
      files: {'.env': 'AWS_REGION=eu-west-2\n', 'b.env': 'AWS_REGION=eu-west-1\n'},
      facts: {'project.region': null},
    },
    {
      name: 'knows who in the tree calls the global endpoint',
      files: {'.env': 'A=1\n', 'b.env': 'AWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\n'},
      facts: {'project.callsGlobal': true, 'project.globalCaller': 'AWS_ENDPOINT_URL_STS in b.env:1'},
    },
  ])('$name', async ({files, of = 'env-file', stance = {}, facts}) => {
    const {unit, provider} = await read(files, stance)
    const scope = unit.parsed.scopes.findLast(({kind}) => kind === of)!

    expect(provider.scopeFacts(unit, scope)).toMatchObject(facts)
  })
})

interface SettingCase {
  readonly name: string
  readonly files: Files
  readonly facts: Facts
}

/** Of the last setting of the first file. */
describe('what a value means', () => {
  test.each<SettingCase>([
    {
      name: 'an endpoint',
      files: env('AWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\n'),
      facts: {'host.reach': 'global', 'host.region': null, 'host.secureUrl': null},
    },
    {
      name: 'an endpoint without TLS',
      files: env('AWS_ENDPOINT_URL_STS=http://sts.eu-west-1.amazonaws.com/\n'),
      facts: {
        'host.reach': 'regional',
        'host.region': 'eu-west-1',
        'host.secureUrl': 'https://sts.eu-west-1.amazonaws.com/',
      },
    },
    {
      name: 'an endpoint and the Region it is signed for',
      files: env('AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS=https://sts.us-east-2.amazonaws.com\n'),
      facts: {'host.signed': 'other'},
    },
    {
      name: 'an endpoint that is signed for its own Region',
      files: env('AWS_REGION=us-east-2\nAWS_ENDPOINT_URL_STS=https://sts.us-east-2.amazonaws.com\n'),
      facts: {'host.signed': 'same'},
    },
    {
      name: 'a look-alike',
      files: env('AWS_ENDPOINT_URL_STS=https://sts.amazonaws.com.evil.test\n'),
      facts: {'host.reach': 'foreign'},
    },
    {
      name: 'an emulator',
      files: env('AWS_ENDPOINT_URL_STS=http://localhost:4566\n'),
      facts: {'host.reach': 'local', 'host.secureUrl': null},
    },
    {
      name: "a zone in a Region's place",
      files: env('AWS_REGION=eu-west-1a\n'),
      facts: {'region.known': false, 'region.suggestion': 'eu-west-1'},
    },
    {
      name: 'a Region',
      files: env('AWS_DEFAULT_REGION=us-gov-west-1\n'),
      facts: {'region.known': true, 'region.class': 'gov'},
    },
    {
      name: 'a role',
      files: env('AWS_ROLE_ARN=arn:aws-cn:iam::111122223333:role/app\n'),
      facts: {'value.partition': 'aws-cn'},
    },
    {
      name: 'an audience',
      files: {
        'main.tf': 'resource "aws_iam_openid_connect_provider" "o" {\n  client_id_list = ["sts.amazonaws.com"]\n}\n',
      },
      facts: {'audience.kind': 'canonical'},
    },
    {
      name: 'an audience written as a URL',
      files: {
        'main.tf':
          'resource "aws_iam_openid_connect_provider" "o" {\n  client_id_list = ["https://sts.amazonaws.com"]\n}\n',
      },
      facts: {'audience.kind': 'url', 'audience.canonical': 'sts.amazonaws.com'},
    },
    {
      name: 'a list with the global host only',
      files: env('NO_PROXY=localhost,sts.amazonaws.com\n'),
      facts: {'list.hasGlobal': true, 'list.hasRegional': false, 'list.globalOnly': true},
    },
    {
      name: 'a list with both',
      files: env('NO_PROXY="sts.amazonaws.com, sts.eu-west-1.amazonaws.com"\n'),
      facts: {'list.globalOnly': false},
    },
    {
      name: 'a list that lets everything through',
      files: env('NO_PROXY=.amazonaws.com,sts.amazonaws.com\n'),
      facts: {'list.globalOnly': false},
    },
    {
      name: 'a service of a VPC endpoint',
      files: {'vpc.tf': 'resource "aws_vpc_endpoint" "e" {\n  service_name = "com.amazonaws.eu-west-1.sts"\n}\n'},
      facts: {'service.isSts': true, 'service.region': 'eu-west-1'},
    },
    {
      name: 'a service of a VPC endpoint in a computed Region',
      files: {'vpc.tf': 'resource "aws_vpc_endpoint" "e" {\n  service_name = "com.amazonaws.${var.region}.sts"\n}\n'},
      facts: {'service.isSts': true, 'service.region': null},
    },
  ])('$name', async ({files, facts}) => {
    const {unit, provider} = await read(files, {})

    expect(provider.settingFacts(unit, unit.settings.at(-1)!)).toMatchObject(facts)
  })
})
