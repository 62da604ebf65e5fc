import {isTerminal, write} from '../output.js'

export interface Counter {
  step(): void
  end(): void
}

/** How many are verified, on a terminal only; a log needs no counter. */
export function createCounter(total: number): Counter {
  const isShown = isTerminal(2)
  let done = 0
  const show = (): void => {
    if (isShown) write(2, `\r${done}/${total} verified`)
  }
  show()
  return {
    step() {
      done += 1
      show()
    },
    end() {
      if (isShown) write(2, '\r\u001B[K')
    },
  }
}
