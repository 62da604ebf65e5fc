import {Args, Command, Flags} from '@oclif/core'
import {configFlags} from './config-flags.js'

export class Resolve extends Command {
  static override readonly summary = 'Say which STS endpoint each program will really call, and because of which line'
  static override readonly description = [
    'For every scope that states settings (a profile, a container, a build stage, a job, a function …) and every SDK or tool found for it in the repository. Without a path it looks at the working directory and at the shared AWS config files in use. Nothing is called: the answers come from a model of each SDK that was compared with runs of it.',
    'Ends with 0, with 1 when --only found something, with 2 when the arguments or the config are wrong. An error that the SDK itself would raise is an answer, and so is what --what-if tells: it ends with 0 whatever is lost, unless --only finds something.',
  ].join('\n\n')

  static override readonly usage = 'resolve [PATH…] [FLAGS]'
  static override readonly examples = [
    {description: 'All programs of the working directory', command: '<%= config.bin %> resolve'},
    {
      description: 'What boto3 would call in this shell, and why',
      command: '<%= config.bin %> resolve --env --client boto3@1.34.2 --why',
    },
    {
      description: 'A gate: end with 1 when something calls the global endpoint',
      command: '<%= config.bin %> resolve --only global',
    },
    {
      description: 'Who loses STS with us-east-1',
      command: '<%= config.bin %> resolve --what-if us-east-1-down --assume other-dns',
    },
  ]

  static override readonly args = {path: Args.string({description: 'Files, directories or globs', ignoreStdin: true})}
  static override readonly strict = false
  static override readonly flags = {
    env: Flags.boolean({summary: "This process's environment, and the AWS files that each client finds by it"}),
    profile: Flags.string({
      helpValue: 'NAME',
      summary: 'Only this profile; with --env, the profile that the program names',
    }),
    client: Flags.string({
      helpValue: 'NAME[@VERSION]',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'This client in place of those found: boto3@1.34, aws-cli, … or all (repeatable)',
    }),
    region: Flags.string({
      helpValue: 'REGION',
      summary: 'The Region of scopes that state none; else regions.default of the config',
    }),
    param: Flags.string({
      helpValue: 'NAME=VALUE',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'What the program passes to its client: endpoint, mode, region, profile, useGlobalEndpoint (repeatable)',
    }),
    only: Flags.string({
      helpValue: 'REACH',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Only answers of this reach, such as global; end with 1 when there is one (repeatable)',
    }),
    why: Flags.boolean({summary: 'Every setting in order of precedence, what became of it and why'}),
    'what-if': Flags.option({options: ['us-east-1-down'] as const, summary: 'Which scopes lose STS then'})(),
    assume: Flags.option({
      options: ['amazon-dns', 'other-dns'] as const,
      summary: 'With --what-if: who resolves names (default amazon-dns, inside AWS)',
    })(),
    format: Flags.option({
      char: 'f',
      options: ['pretty', 'json', 'mermaid'] as const,
      default: 'pretty',
      summary: 'How to write it',
    })(),
    'no-home': Flags.boolean({summary: 'Leave out the shared AWS and Alibaba Cloud files of the home directory'}),
    ...configFlags,
    color: Flags.boolean({allowNo: true, summary: 'Colour, or not; by default on terminals'}),
  }

  override async run(): Promise<number> {
    const {argv, flags} = await this.parse(Resolve)
    const {runResolve} = await import('../resolve-run/run.js')
    return runResolve(argv as string[], flags)
  }
}
