import {Args, Command, Flags} from '@oclif/core'
import {wantsColor, write} from '../output.js'
import {findRuleDoc} from '../rule-docs.js'
import {configFlags, ruleDirectories} from './config-flags.js'
import {renderRule} from './explain-text.js'

export class Explain extends Command {
  static override readonly summary = 'Say what a rule finds, why it matters and how it is fixed'
  static override readonly examples = [
    '<%= config.bin %> explain aws/global-endpoint-url',
    {description: 'The aws/ prefix may be left out', command: '<%= config.bin %> explain global-endpoint-url'},
    {description: 'For a program', command: '<%= config.bin %> explain aws/global-endpoint-url --format json'},
  ]

  static override readonly args = {rule: Args.string({description: 'Rule id', required: true, ignoreStdin: true})}
  static override readonly flags = {
    ...configFlags,
    format: Flags.option({
      char: 'f',
      options: ['pretty', 'json'] as const,
      default: 'pretty',
      summary: 'How to write it',
    })(),
    color: Flags.boolean({allowNo: true, summary: 'Colour, or not; by default on terminals'}),
  }

  override async run(): Promise<number> {
    const {args, flags} = await this.parse(Explain)
    const rule = await findRuleDoc(args.rule, await ruleDirectories(flags))
    const color = wantsColor(flags, process.env, 1)
    write(1, flags.format === 'json' ? `${JSON.stringify(rule, null, 2)}\n` : renderRule(rule, color))
    return 0
  }
}
