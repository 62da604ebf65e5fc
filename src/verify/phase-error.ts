import {codeOf} from '../fault.js'

/** What was being done when a connection failed. */
export type Phase = 'dns' | 'proxy' | 'tcp' | 'tls'

/** An error of the network with the phase it came in. `code` is the system's, or `TIMEOUT`, `PROXY_REFUSED`, `ENDED`. */
export class PhaseError extends Error {
  override readonly name = 'PhaseError'
  readonly phase: Phase
  readonly code: string
  /** What a proxy answered. */
  readonly status: number | null = null

  constructor(phase: Phase, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.phase = phase
    this.code = code
  }

  static of(phase: Phase, error: unknown): PhaseError {
    if (error instanceof PhaseError) return error
    const message = error instanceof Error ? error.message : String(error)
    return new PhaseError(phase, codeOf(error), message, {cause: error})
  }
}
