#!/usr/bin/env node
import {commandNames} from './commands/names.js'
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
  const isNamed = (commandNames as readonly (string | undefined)[]).includes(first)
  if (isNamed && first !== 'check') return (await import('./cli.js')).runCli(args)
  return check(first === 'check' ? args.slice(1) : args)
}

async function check(args: readonly string[]): Promise<number> {
  const parsed = wantsHelp(args) ? null : parseCheckArguments(args, process.env)
  if (parsed === null) return (await import('./cli.js')).runCli(rootHelp(process.argv.slice(2)) ?? ['check', ...args])
  const {runCheck} = await import('./run-check.js')
  return runCheck(parsed.paths, parsed.flags)
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
