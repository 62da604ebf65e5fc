import {EXIT, isUserError} from './errors.js'
import {isTruthy} from './flags.js'
import {write} from './output.js'

/** Says what went wrong in one line and gives the exit code. A stack trace only on request: it helps us, not the user. */
export function fail(error: unknown, debug: boolean): number {
  if (isUserError(error)) {
    write(2, `stslint: ${oneLine(error.message)}\n`)
    if (debug) write(2, `${stackOf(error)}\n`)
    return EXIT.usage
  }
  const message = error instanceof Error ? error.message : String(error)
  const hint = debug ? '' : ' (--debug shows where)'
  write(2, `stslint: internal error: ${oneLine(message)}${hint}\n`)
  if (debug) write(2, `${stackOf(error)}\n`)
  return EXIT.internal
}

/** Before any flag is parsed: what fails may be the parsing. */
export function isDebug(args: readonly string[], env: Readonly<Record<string, string | undefined>>): boolean {
  return args.includes('--debug') || isTruthy(env['STSLINT_DEBUG'] ?? '')
}

function oneLine(message: string): string {
  return message.trim().replace(/\s*\r?\n\s*/g, '; ')
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}
