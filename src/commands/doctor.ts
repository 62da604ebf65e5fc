import {Args, Command, Flags} from '@oclif/core'
import {configFlags} from './config-flags.js'
import {seconds} from './seconds.js'

export class Doctor extends Command {
  static override readonly summary = 'Say which STS hosts this machine reaches, and which scope calls which of them'
  static override readonly description = [
    'DNS, TCP and TLS, without credentials and without a request, for the hosts that the scopes call and for every other host of STS in their Regions: global, Regional, FIPS and dual-stack, and of Alibaba Cloud central, public and VPC. Of this shell, of profiles or of the scopes of files; who calls what is the answer of the model behind stslint resolve. Nothing is written.',
    'HTTPS_PROXY, HTTP_PROXY, NO_PROXY, AWS_CA_BUNDLE, ca_bundle and NODE_EXTRA_CA_CERTS are honoured.',
    'Ends with 0 when every host that a scope calls is reachable, with 1 when one is not, with 2 when the arguments, the config or a path are wrong, with 3 when stslint itself failed.',
  ].join('\n\n')

  static override readonly usage = 'doctor [PATH…] [FLAGS]'
  static override readonly examples = [
    {description: 'This shell', command: '<%= config.bin %> doctor'},
    {description: 'Every profile of the AWS config files in use', command: '<%= config.bin %> doctor --all-profiles'},
    {
      description: 'Would the Regional endpoints work from here, for the programs of this repository?',
      command: '<%= config.bin %> doctor . --no-home',
    },
    {
      description: 'Before a move to another Region',
      command: '<%= config.bin %> doctor --region eu-central-1 --region eu-central-2',
    },
    {description: 'In a pipeline', command: '<%= config.bin %> doctor infra --format json'},
  ]

  static override readonly args = {path: Args.string({description: 'Files, directories or globs', ignoreStdin: true})}
  static override readonly strict = false
  static override readonly flags = {
    profile: Flags.string({
      helpValue: 'NAME',
      multiple: true,
      multipleNonGreedy: true,
      exclusive: ['all-profiles'],
      summary: 'This profile, as a program of this shell would use it (repeatable)',
    }),
    'all-profiles': Flags.boolean({summary: 'Every profile of the AWS config files in use'}),
    client: Flags.string({
      helpValue: 'NAME[@VERSION]',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'This client in place of those found: boto3@1.34, aliyun-cli, … or all (repeatable)',
    }),
    region: Flags.string({
      helpValue: 'REGION',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'The hosts of this Region too (repeatable)',
    }),
    'connect-timeout': seconds(3, 'For DNS, TCP and TLS each'),
    'total-timeout': seconds(30, 'For all hosts'),
    concurrency: Flags.integer({helpValue: 'N', default: 4, min: 1, max: 32, summary: 'So many hosts at a time'}),
    'show-identity': Flags.boolean({summary: 'Account ids in names of profiles as they are'}),
    format: Flags.option({
      char: 'f',
      options: ['pretty', 'json'] as const,
      default: 'pretty' as const,
      summary: 'How to write it',
    })(),
    'no-home': Flags.boolean({summary: 'Leave out the shared files of the home directory'}),
    ...configFlags,
    color: Flags.boolean({allowNo: true, summary: 'Colour, or not; by default on terminals'}),
  }

  override async run(): Promise<number> {
    const {argv, flags} = await this.parse(Doctor)
    const {runDoctor} = await import('../doctor/run.js')
    return runDoctor(argv as string[], flags)
  }
}
