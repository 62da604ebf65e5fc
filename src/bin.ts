#!/usr/bin/env node
import {commandNames} from './commands/names.js'
import {isUserError, UserError} from './errors.js'
import {fail, isDebug} from './fail.js'
import {write} from './output.js'
import {parseCheckArguments} from './parse-flags.js'
import {version} from './version.js'

/**
 * The front. `check` and `--version` are what hooks and editors run all day, so they never load oclif; everything else,
 * and every argument that is not understood, goes to it.
 */
async function main(args: readonly string[]): Promise<number> {
  const [first] = args
  if (first === '--version' || first === '-v') {
    write(1, `stslint ${version}\n`)
    return 0
  }
  if (isCommand(first) && first !== 'check') return (await import('./cli.js')).runCli(args)
  return check(first === 'check' ? args.slice(1) : args)
}

function isCommand(word: string | undefined): boolean {
  return (commandNames as readonly (string | undefined)[]).includes(word)
}

async function check(args: readonly string[]): Promise<number> {
  const parsed = wantsHelp(args) ? null : parseCheckArguments(args, process.env)
  if (parsed === null) return (await import('./cli.js')).runCli(rootHelp(process.argv.slice(2)) ?? ['check', ...args])
  const {runCheck} = await import('./run-check.js')
  try {
    return await runCheck(parsed.paths, parsed.flags)
  } catch (error) {
    throw isUserError(error) && error.code === 'PATH_NOT_FOUND' ? await withCommand(error, parsed.paths[0]) : error
  }
}

/** `stslint explian` is a path that is not there, and a misspelt command; so is the last word of `stslint --no-home undo`. */
async function withCommand(error: UserError, path = ''): Promise<UserError> {
  if (isCommand(path)) return new UserError(error.code, `${error.message} (a command comes first: stslint ${path})`)
  const {didYouMean} = await import('./config/suggest.js')
  const hint = didYouMean(path, commandNames)
  return hint === ''
    ? error
    : new UserError(error.code, `${error.message}${hint.replace('mean ', 'mean the command ')}`)
}

function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return args.slice(0, end === -1 ? args.length : end).some((arg) => arg === '--help' || arg === '-h')
}

/** `stslint --help` is about all commands; `stslint check --help` and `stslint --fix --help` are about check. */
function rootHelp(args: readonly string[]): string[] | null {
  return args.length === 1 && wantsHelp(args) ? ['--help'] : null
}

const args = process.argv.slice(2)
main(args).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.exitCode = fail(error, isDebug(args, process.env))
  },
)
