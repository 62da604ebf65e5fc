import {builtinRules} from '../../src/builtin.js'
import {type ManifestFile, type PackageTable, packageTable, readManifests} from '../../src/clients/index.js'

/** The shape of clients.yaml, with what the tests need of it. */
export const clients = [
  {
    name: 'botocore',
    packages: [
      {ecosystem: 'pip', name: 'botocore'},
      {ecosystem: 'pip', name: 'boto3', behind: {minor: 3, until: '1.33.0'}},
    ],
  },
  {
    name: 'aws-cli',
    packages: [
      {ecosystem: 'pip', name: 'awscli'},
      {ecosystem: 'apt', name: 'awscli'},
      {ecosystem: 'docker', name: 'amazon/aws-cli'},
    ],
  },
  {
    name: 'aws-sdk-cpp',
    packages: [
      {ecosystem: 'vcpkg', name: 'aws-sdk-cpp'},
      {ecosystem: 'conan', name: 'aws-sdk-cpp'},
    ],
  },
  {name: 'aws-tools-powershell', packages: [{ecosystem: 'psgallery', name: 'AWS.Tools.SecurityToken'}]},
  {name: 'aws-sdk-js', packages: [{ecosystem: 'npm', name: 'aws-sdk', major: 2}]},
  {
    name: 'client-sts',
    packages: [
      {ecosystem: 'npm', name: '@aws-sdk/client-sts'},
      {ecosystem: 'npm', name: '@aws-sdk/client-*'},
    ],
  },
  {
    name: 'aws-sdk-ruby-core',
    packages: [
      {ecosystem: 'gem', name: 'aws-sdk-core'},
      {ecosystem: 'gem', name: 'aws-sdk', unrelated: true as const},
    ],
  },
  {name: 'aws-sdk-go', packages: [{ecosystem: 'go', name: 'github.com/aws/aws-sdk-go'}]},
  {
    name: 'aws-sdk-go-v2',
    packages: [
      {ecosystem: 'go', name: 'github.com/aws/aws-sdk-go-v2/service/sts'},
      {ecosystem: 'go', name: 'github.com/aws/aws-sdk-go-v2/config', unrelated: true as const},
    ],
  },
  {name: 'aws-sdk-java', packages: [{ecosystem: 'maven', name: 'com.amazonaws:aws-java-sdk-sts'}]},
  {
    name: 'aws-sdk-java-v2',
    packages: [
      {ecosystem: 'maven', name: 'software.amazon.awssdk:sts'},
      {ecosystem: 'maven', name: 'software.amazon.awssdk:bom'},
    ],
  },
  {name: 'aws-sdk-php', packages: [{ecosystem: 'composer', name: 'aws/aws-sdk-php'}]},
  {name: 'aws-sdk-net-v3', packages: [{ecosystem: 'nuget', name: 'AWSSDK.SecurityToken', major: 3}]},
  {name: 'aws-sdk-net-v4', packages: [{ecosystem: 'nuget', name: 'AWSSDK.SecurityToken', major: 4}]},
  {name: 'aws-sdk-rust', packages: [{ecosystem: 'cargo', name: 'aws-sdk-sts'}]},
  {name: 'aws-sdk-swift', packages: [{ecosystem: 'swiftpm', name: 'awslabs/aws-sdk-swift'}]},
  {name: 'terraform-provider-aws', packages: [{ecosystem: 'terraform', name: 'hashicorp/aws'}]},
  {
    name: 'terraform-backend-s3',
    packages: [
      {ecosystem: 'terraform', name: 'terraform'},
      {ecosystem: 'docker', name: 'hashicorp/terraform'},
    ],
  },
]

export const table: PackageTable = packageTable(clients)

export const {scopes} = builtinRules()

/** A detection on one line: `client package version|(requirement) "what stands at its range"`, with place and stage if told. */
export async function detect(...files: readonly ManifestFile[]): Promise<string[]> {
  const texts = new Map(files.map(({path, text}) => [path, text]))
  return (await readManifests(files, table, scopes)).map((found) => {
    const {client, version, requirement, path, range, stage} = found
    const says = [version, requirement === null ? null : `(${requirement})`].filter(Boolean).join(' ') || '-'
    const at = JSON.stringify(texts.get(path)!.slice(range.start, range.end))
    return `${client} ${found.package} ${says} ${at}${stage === null ? '' : ` in ${stage}`}`
  })
}
