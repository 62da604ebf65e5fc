import {Help} from '@oclif/core'

/** `stslint --help`: the main job's usage and flags first, since it needs no command. */
export class StslintHelp extends Help {
  protected override async showRootHelp(): Promise<void> {
    const {bin} = this.config
    const commands = this.sortedCommands
    const check = commands.find(({id}) => id === 'check')
    this.log(String(this.config.pjson.description))
    this.log('')
    this.log(this.section('USAGE', `$ ${bin} [PATH…] [FLAGS]\n$ ${bin} COMMAND`))
    this.log('')
    this.log(this.formatCommands(commands.map((command) => ({...command}))))
    if (check === undefined) return
    this.opts.sections = ['flags', 'examples']
    this.log('')
    this.log(this.formatCommand(check))
  }
}
