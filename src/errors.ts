/** Exit codes: 0 clean, 1 findings, 2 the user's mistake, 3 our fault. */
export const EXIT = {clean: 0, findings: 1, usage: 2, internal: 3} as const

export type ErrorCode =
  | 'CONFIG_INVALID'
  | 'RULE_INVALID'
  | 'RULE_UNKNOWN'
  | 'PATH_NOT_FOUND'
  | 'USAGE'
  | 'GIT_FAILED'
  | 'NOTHING_TO_UNDO'
  | 'WRITE_FAILED'

/** A mistake the user can correct. Printed as one line, exit 2; any other error is ours, exit 3. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** By name: each lazily loaded chunk has its own copy of the class. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError'
}
