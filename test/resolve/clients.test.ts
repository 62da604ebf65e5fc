import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import schema from '../../schemas/clients.schema.json' with {type: 'json'}
import {CHECKS} from '../../src/resolve/checks.js'
import {compareVersions, isVersion} from '../../src/resolve/version.js'
import {clientAt, clients, clientsFile, hostsFile} from './clients.js'

describe('clients.yaml', () => {
  test('keeps to its schema', () => {
    const ajv = new Ajv2020({allErrors: true, strict: false, formats: {regex: true}})
    const validate = ajv.compile(schema)

    validate(clientsFile)

    expect(validate.errors).toBeNull()
  })

  test('names only checks and partitions that exist', () => {
    const partitions = hostsFile.partitions.map(({id}) => id)
    for (const {behaviour} of clients.names.map((name) => clientAt(name))) {
      expect(Object.keys(CHECKS)).toEqual(expect.arrayContaining(behaviour.checks.map((check) => check.if)))
      expect(partitions).toEqual(expect.arrayContaining([...behaviour.partitions.plain]))
      if (behaviour.region.label !== undefined) expect(() => new RegExp(behaviour.region.label!)).not.toThrow()
    }
  })

  test('uses every check', () => {
    const used = clientsFile.clients.flatMap(({behaviour, changes = []}) => [
      behaviour,
      ...changes.map((change) => change.behaviour),
    ])
    const names = used
      .flatMap((patch) => (patch?.checks as readonly {if: string}[] | undefined) ?? [])
      .map((check) => check.if)

    expect(Object.keys(CHECKS).filter((name) => !names.includes(name))).toEqual([])
  })

  test('states changes in rising order', () => {
    for (const {changes = []} of clientsFile.clients) {
      const versions = changes.map(({from}) => from)
      expect(versions).toEqual([...versions].sort(compareVersions))
    }
  })
})

test.each([
  {asked: 'boto3', version: '1.26.27', name: 'botocore', found: '1.29.27', mode: 'legacy'},
  {asked: 'boto3', version: '1.28.0', name: 'botocore', found: '1.31.0', mode: 'legacy'},
  {asked: 'boto3', version: '1.39.17', name: 'botocore', found: '1.39.17', mode: 'legacy'},
  {asked: 'boto3', version: '1.40.0', name: 'botocore', found: '1.40.0', mode: 'regional'},
  {asked: 'botocore', version: '1.40.0rc1', name: 'botocore', found: '1.40.0rc1', mode: 'legacy'},
  {asked: 'awscli', version: '1.41.17', name: 'aws-cli', found: '1.41.17', mode: 'legacy'},
  {asked: 'awscli', version: '1.42.0', name: 'aws-cli', found: '1.42.0', mode: 'regional'},
  {asked: 'amazon/aws-cli', version: '2.9.19', name: 'aws-cli', found: '2.9.19', mode: 'regional'},
  {asked: 'aws-sdk-core', version: '3.91.0', name: 'aws-sdk-ruby-core', found: '3.91.0', mode: 'legacy'},
  {asked: 'aws-sdk-core', version: '3.92.0', name: 'aws-sdk-ruby-core', found: '3.92.0', mode: 'regional'},
  {asked: 'aws-sdk-sts', version: '1.11.0', name: 'aws-sdk-ruby-core', found: null, mode: 'regional'},
  {asked: 'aws/aws-sdk-php', version: '3.351.11', name: 'aws-sdk-php', found: '3.351.11', mode: 'legacy'},
  {asked: 'aws/aws-sdk-php', version: '3.351.12', name: 'aws-sdk-php', found: '3.351.12', mode: 'regional'},
  {asked: 'AWSSDK.SecurityToken', version: '3.7.400', name: 'aws-sdk-net', found: '3.7.400', mode: 'legacy'},
  {asked: 'AWSSDK.SecurityToken', version: '4.0.1', name: 'aws-sdk-net', found: '4.0.1', mode: 'regional'},
  {asked: 'AWSPowerShell', version: '4.1.0', name: 'aws-tools-powershell', found: '4.1.0', mode: 'legacy'},
  {asked: 'github.com/aws/aws-sdk-go', version: 'v1.55.6', name: 'aws-sdk-go', found: 'v1.55.6', mode: 'legacy'},
  {
    asked: 'com.amazonaws:aws-java-sdk-sts',
    version: '1.12.700',
    name: 'aws-sdk-java',
    found: '1.12.700',
    mode: 'legacy',
  },
  {asked: 'aws-sdk-go-v2-sts', version: '1.17.1', name: 'aws-sdk-go-v2', found: '1.17.1', mode: 'regional'},
  {asked: 'aws-sdk-js-v2', version: '2.1693.0', name: 'aws-sdk-js', found: '2.1693.0', mode: 'legacy'},
  {asked: 'boto3', version: 'latest', name: 'botocore', found: null, mode: 'regional'},
])('$asked $version is $name $found, by default $mode', ({asked, version, name, found, mode}) => {
  const client = clients.find(asked, version)

  expect({name: client?.name, version: client?.version, mode: client?.behaviour.mode.default}).toEqual({
    name,
    version: found,
    mode,
  })
})

test('a name that nobody knows is no client', () => {
  expect(clients.find('left-pad')).toBeNull()
})

test.each([
  {left: '1.40.0', right: '1.39.17', sign: 1},
  {left: '1.9', right: '1.10', sign: -1},
  {left: 'v1.25.18', right: '1.25.18', sign: 0},
  {left: '1.40', right: '1.40.0', sign: 0},
  {left: '1.40.0rc1', right: '1.40.0', sign: -1},
  {left: '1.40.0.dev3', right: '1.40.0', sign: -1},
  {left: '2.0.0-beta.1', right: '2.0.0', sign: -1},
  {left: '1.40.0.post1', right: '1.40.0', sign: 0},
  {left: '1.29.27+repack', right: '1.29.27', sign: 0},
  {left: '1!1.0', right: '1.0', sign: 0},
])('$left against $right is $sign', ({left, right, sign}) => {
  expect(Math.sign(compareVersions(left, right))).toBe(sign)
})

test.each(['latest', '1.x', 'v1.34.X', '>=1.2', '^3.0.0', 'main', ''])('%j is no version', (text) => {
  expect(isVersion(text)).toBe(false)
})
