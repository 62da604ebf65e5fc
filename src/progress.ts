import {isTerminal, write} from './output.js'
import {now} from './timing.js'

const PATIENCE = 1000
const INTERVAL = 100

export interface Progress {
  step(): void
  end(): void
}

/** A counter on standard error, for a person who has waited for a second; elsewhere nothing. */
export function createProgress(total: number, isWanted: boolean): Progress {
  let done = 0
  let next = now() + PATIENCE
  let isShown = false
  return {
    step() {
      done += 1
      // The clock is asked once in a while: this runs for every file.
      if (!isWanted || done % 64 !== 0 || now() < next) return
      if (!isTerminal(2)) return
      next = now() + INTERVAL
      isShown = true
      write(2, `\r${Math.min(done, total)}/${total} files`)
    },
    end() {
      if (isShown) write(2, '\r\u001B[K')
    },
  }
}
