import {relative, resolve} from 'node:path'
import {Args, Command} from '@oclif/core'
import {EXIT} from '../../errors.js'
import {write} from '../../output.js'
import {configFlags, ruleDirectories} from '../config-flags.js'

export class RulesTest extends Command {
  static override readonly summary = 'Run the examples of every rule in a directory'
  static override readonly description =
    'Each example says what must be found (bad), what it becomes (good) or what must not be found (silent). Without DIR, the rule directories of the config.'

  static override readonly examples = ['<%= config.bin %> rules test ./stslint-rules', '<%= config.bin %> rules test']
  static override readonly args = {dir: Args.string({description: 'A rule directory', ignoreStdin: true})}
  static override readonly flags = configFlags

  override async run(): Promise<number> {
    const {args, flags} = await this.parse(RulesTest)
    const directories = args.dir === undefined ? await ruleDirectories(flags) : [resolve(args.dir)]
    if (directories.length === 0)
      this.error('no rule directory: give one, or set ruleDirectories in the config', {exit: EXIT.usage})
    const {testRules} = await import('../../engine/test-rules.js')
    const {passed, failed} = await testRules(directories)
    for (const {rule, example, message} of failed) write(1, `failed  ${rule}  ${example}: ${message}\n`)
    const where = directories.map((directory) => relative(process.cwd(), directory) || '.').join(', ')
    write(1, `${passed} passed, ${failed.length} failed in ${where}\n`)
    return failed.length === 0 ? EXIT.clean : EXIT.findings
  }
}
