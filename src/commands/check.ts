import {Args, Command, Flags, type Interfaces} from '@oclif/core'
import {type CheckFlags, checkFlags, type Flag} from '../flags.js'

/** Reached for help and for arguments that the thin front did not understand; see bin.ts. */
export class Check extends Command {
  static override readonly summary = 'Find what is wrong with AWS STS endpoint settings, and fix it'
  static override readonly description = [
    'The default command: stslint PATH is stslint check PATH. Without a path it looks at the working directory and at the shared AWS config files in use.',
    'Ends with 0 when nothing at or above --fail-on is left, with 1 when there is, with 2 when the arguments or the config are wrong, with 3 when stslint itself failed.',
  ].join('\n\n')

  static override readonly usage = 'check [PATH…] [FLAGS]'
  static override readonly examples = [
    {description: 'Check the working directory and ~/.aws', command: '<%= config.bin %>'},
    {description: 'See what the safe fixes would change', command: '<%= config.bin %> --diff'},
    {description: 'Make them', command: '<%= config.bin %> --fix'},
    {description: 'Check what a commit would bring, in a hook', command: '<%= config.bin %> --staged'},
    {description: 'Two reports in one run', command: '<%= config.bin %> --format pretty --format sarif:stslint.sarif'},
    {description: 'A path with the name of a command', command: '<%= config.bin %> -- rules'},
  ]

  static override readonly args = {path: Args.string({description: 'Files, directories or globs', ignoreStdin: true})}
  static override readonly strict = false
  static override readonly flags: Interfaces.FlagInput = Object.fromEntries(
    (checkFlags as readonly Flag[]).map((flag) => [flag.name, toOclif(flag)]),
  )

  override async run(): Promise<number> {
    const {argv, flags} = await this.parse(Check)
    const {runCheck} = await import('../run-check.js')
    return runCheck(argv as string[], flags as CheckFlags)
  }
}

function toOclif(flag: Flag) {
  const common = {
    summary: flag.summary,
    helpGroup: flag.group,
    ...(flag.char && {char: flag.char as 'c'}),
    ...(flag.env && {env: flag.env}),
  }
  if (flag.type === 'boolean') return Flags.boolean({...common, allowNo: flag.negatable ?? false})
  const option = {...common, helpValue: flag.value, ...(flag.options && {options: [...flag.options]})}
  return flag.multiple ? Flags.string({...option, multiple: true, multipleNonGreedy: true}) : Flags.string(option)
}
