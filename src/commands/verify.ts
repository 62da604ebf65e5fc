import {Args, Command, Flags} from '@oclif/core'
import {configFlags} from './config-flags.js'
import {seconds} from './seconds.js'

export class Verify extends Command {
  static override readonly summary =
    'Call STS where your programs will once the fixes are made, and prove that it answers'
  static override readonly description = [
    'GetCallerIdentity, live, with your own credentials, for this shell, for profiles or for the scopes of files. The endpoint is the one that a program calls once stslint --fix has been run; --compare calls the one of today as well. Each failure becomes a diagnosis with a next step. Nothing is written, and no other command opens a connection (but doctor and --fix --verify). With paths the scopes of Alibaba Cloud are called too, with its own GetCallerIdentity; --client with one of its clients asks for its part of this shell.',
    'What is proved, in this order: dns, the name has addresses; tls, a connection with a trusted certificate; identity, STS accepts the credentials; assume-role, it gives a session for the role of the profile. HTTPS_PROXY, HTTP_PROXY, NO_PROXY, AWS_CA_BUNDLE, ca_bundle and NODE_EXTRA_CA_CERTS are honoured.',
    'Ends with 0 when all is proved, with 1 when something is not, with 2 when the arguments, the config or a path are wrong, with 3 when stslint itself failed.',
  ].join('\n\n')

  static override readonly usage = 'verify [PATH…] [FLAGS]'
  static override readonly examples = [
    {description: 'This shell', command: '<%= config.bin %> verify'},
    {description: 'Two profiles', command: '<%= config.bin %> verify --profile dev --profile prod'},
    {
      description: 'Every profile: does the new endpoint know the same account and principal as the one of today?',
      command: '<%= config.bin %> verify --all-profiles --compare',
    },
    {
      description: 'Can the role still be assumed there? Asks for a session of 15 minutes',
      command: '<%= config.bin %> verify --profile deploy --assume-role',
    },
    {
      description: 'The scopes of a file, without credentials',
      command: '<%= config.bin %> verify infra/.env --level tls',
    },
    {
      description: 'Alibaba Cloud: every profile of ~/.aliyun/config.json',
      command: '<%= config.bin %> verify --client aliyun-cli --all-profiles',
    },
    {
      description: 'In a pipeline',
      command: '<%= config.bin %> verify --all-profiles --format junit > stslint-verify.xml',
    },
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
    'all-profiles': Flags.boolean({summary: 'Every profile of the config files in use'}),
    level: Flags.option({
      options: ['dns', 'tls', 'identity'] as const,
      default: 'identity' as const,
      summary: 'How far to go',
    })(),
    'assume-role': Flags.boolean({
      summary: 'Prove AssumeRole too, with the profile’s own role and the shortest session',
    }),
    compare: Flags.boolean({summary: 'Call the endpoint of today as well, and compare account and principal'}),
    client: Flags.string({
      helpValue: 'NAME[@VERSION]',
      default: 'client-sts',
      summary: 'Whose endpoint to prove: boto3@1.34, aws-cli, aliyun-cli, … (client-sts is the SDK of stslint)',
    }),
    region: Flags.string({helpValue: 'REGION', summary: 'The Region of scopes that state none'}),
    'unsafe-fixes': Flags.boolean({summary: 'Prove what --fix --unsafe-fixes would write'}),
    'connect-timeout': seconds(3, 'For a connection: DNS, TCP and TLS each'),
    'request-timeout': seconds(5, 'For an answer'),
    'total-timeout': seconds(30, 'For a scope, with its credentials'),
    concurrency: Flags.integer({
      helpValue: 'N',
      default: 4,
      min: 1,
      max: 32,
      summary: 'So many scopes at a time',
    }),
    'show-identity': Flags.boolean({summary: 'Show account ids and ARNs; they are masked otherwise'}),
    format: Flags.option({
      char: 'f',
      options: ['pretty', 'json', 'junit'] as const,
      default: 'pretty' as const,
      summary: 'How to write it',
    })(),
    'no-home': Flags.boolean({summary: 'Leave out the shared AWS and Alibaba Cloud files of the home directory'}),
    ...configFlags,
    color: Flags.boolean({allowNo: true, summary: 'Colour, or not; by default on terminals'}),
  }

  override async run(): Promise<number> {
    const {argv, flags} = await this.parse(Verify)
    const {runVerify} = await import('../verify/run.js')
    return runVerify(argv as string[], flags)
  }
}
