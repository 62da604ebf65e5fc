import {Command, Flags} from '@oclif/core'

export class Undo extends Command {
  static override readonly summary = 'Put back what the last run of --fix changed'
  static override readonly examples = [
    '<%= config.bin %> undo',
    {description: 'What could be put back', command: '<%= config.bin %> undo --list'},
  ]
  static override readonly flags = {
    list: Flags.boolean({summary: 'List the runs that can be undone; change nothing', exclusive: ['dry-run']}),
    'dry-run': Flags.boolean({summary: 'Say which files would be put back; change nothing'}),
    debug: Flags.boolean({env: 'STSLINT_DEBUG', summary: 'Show stack traces of internal errors'}),
  }

  override async run(): Promise<number> {
    await this.parse(Undo)
    return 0
  }
}
