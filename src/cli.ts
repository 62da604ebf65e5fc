import {dirname, join} from 'node:path'
import {type Command, Errors, run, settings} from '@oclif/core'
import {Check} from './commands/check.js'
import {Doctor} from './commands/doctor.js'
import {Explain} from './commands/explain.js'
import {Resolve} from './commands/resolve.js'
import {RulesTest} from './commands/rules/test.js'
import {Rules} from './commands/rules.js'
import {Undo} from './commands/undo.js'
import {Verify} from './commands/verify.js'
import {didYouMean} from './config/suggest.js'
import {EXIT} from './errors.js'
import {write} from './output.js'

export {StslintHelp} from './help.js'

/** What oclif finds through package.json: explicit, so that it works from one bundled file. */
export const COMMANDS: Readonly<Record<string, Command.Class>> = {
  check: Check,
  doctor: Doctor,
  explain: Explain,
  resolve: Resolve,
  rules: Rules,
  'rules:test': RulesTest,
  undo: Undo,
  verify: Verify,
}

/** Runs a command through oclif and gives the exit code. What is not the user's mistake is thrown. */
export async function runCli(args: readonly string[]): Promise<number> {
  settings.enableAutoTranspile = false
  // oclif prints help through the stream; a reader that has gone is no error.
  process.stdout.on('error', ignoreClosedPipe)
  const argv = args[0] === 'help' ? [...args.slice(1), '--help'] : [...args]
  try {
    const code: unknown = await run(argv, {root: join(dirname(require.main?.filename ?? __filename), '..')})
    return typeof code === 'number' ? code : EXIT.clean
  } catch (error) {
    if (error instanceof Errors.ExitError) return error.oclif.exit ?? EXIT.clean
    if (error instanceof Errors.CLIError) return usageError(error, argv)
    throw error
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function usageError(error: Errors.CLIError, argv: readonly string[]): number {
  const id = [`${argv[0]}:${argv[1]}`, String(argv[0])].find((name) => COMMANDS[name] !== undefined)
  const where = id === undefined ? 'stslint --help' : `stslint ${id.replace(':', ' ')} --help`
  write(2, `stslint: ${describe(error, id ?? '')}; see ${where}\n`)
  return EXIT.usage
}

function describe(error: Errors.CLIError, id: string): string {
  const unknown = (error as {flags?: readonly string[]}).flags
  if (error.message.startsWith('Nonexistent flag') && unknown?.[0] !== undefined) {
    const [name] = unknown
    return `unknown flag ${name}${didYouMean(name, flagNames(id))}`
  }
  const missing = (error as {args?: readonly {name: string}[]}).args
  if (error.message.startsWith('Missing') && missing)
    return `missing ${missing.map(({name}) => name.toUpperCase()).join(', ')}`
  const titles = Object.keys(COMMANDS).map((title) => title.replace(':', ' '))
  const [, command] = /^command (\S+) not found/i.exec(error.message) ?? []
  if (command !== undefined)
    return `there is no command ${command.replace(':', ' ')}${didYouMean(command.replaceAll(':', ' '), titles)}`
  const [first = ''] = error.message.replace(/\nSee more help with --help$/, '').split(/\n\n/)
  return first
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^./, (letter) => letter.toLowerCase())
}

function flagNames(id: string): string[] {
  return Object.keys(COMMANDS[id]?.flags ?? {}).map((name) => `--${name}`)
}
