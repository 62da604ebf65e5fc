import {Command, Flags} from '@oclif/core'
import {shownPath} from '../discover/shown-path.js'
import {EXIT} from '../errors.js'
import type {RunSummary, Undone} from '../fix/undo.js'
import {write} from '../output.js'

export class Undo extends Command {
  static override readonly summary = 'Put back what the last run of --fix changed'
  static override readonly description =
    'Byte for byte. The last run that started in this directory, above or below it; a file that was changed since is left alone. Undoing again goes one run further back.'

  static override readonly examples = [
    '<%= config.bin %> undo',
    {description: 'See what would be put back', command: '<%= config.bin %> undo --dry-run'},
    {description: 'See the runs that can be undone', command: '<%= config.bin %> undo --list'},
  ]

  static override readonly flags = {
    list: Flags.boolean({summary: 'List the runs that can be undone; change nothing', exclusive: ['dry-run']}),
    'dry-run': Flags.boolean({summary: 'Say which files would be put back; change nothing'}),
    anywhere: Flags.boolean({summary: 'The last run, wherever it was'}),
    debug: Flags.boolean({env: 'STSLINT_DEBUG', summary: 'Show stack traces of internal errors'}),
  }

  override async run(): Promise<number> {
    const {flags} = await this.parse(Undo)
    const context = {env: process.env, platform: process.platform}
    const {listRuns, undoLast} = await import('../fix/undo.js')
    if (flags.list) {
      write(1, listText(listRuns(context)))
      return EXIT.clean
    }
    const dryRun = flags['dry-run']
    const undone = undoLast({...context, dryRun, ...(!flags.anywhere && {cwd: process.cwd()})})
    write(1, undoneText(undone, dryRun))
    for (const {path, reason} of undone.refused) write(2, `stslint: ${shown(path)}: not put back: ${reason}\n`)
    return undone.refused.length === 0 ? EXIT.clean : EXIT.usage
  }
}

function listText(runs: readonly RunSummary[]): string {
  if (runs.length === 0) return 'No run of --fix is on record\n'
  return runs.map(({started, cwd, files}) => `${started}  ${count(files.length)} from ${cwd}\n${lines(files)}`).join('')
}

function undoneText({started, restored, unchanged}: Undone, dryRun: boolean): string {
  const verb = dryRun ? 'Would put back' : 'Put back'
  const rest = unchanged.length === 0 ? '' : `Already as before: ${count(unchanged.length)}\n${lines(unchanged)}`
  return `${verb} ${count(restored.length)} as before the run of ${started}\n${lines(restored)}${rest}`
}

function lines(paths: readonly string[]): string {
  return paths.map((path) => `  ${shown(path)}\n`).join('')
}

function shown(path: string): string {
  return shownPath(path, process.cwd())
}

function count(files: number): string {
  return files === 1 ? '1 file' : `${files} files`
}
