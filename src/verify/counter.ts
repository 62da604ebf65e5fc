import {isTerminal, write} from '../output.js'

export interface Counter {
  step(): void
  end(): void
}

/** How many are done, on a terminal only; a log needs no counter. */
export function createCounter(total: number, done = 'verified'): Counter {
  const isShown = isTerminal(2)
  let count = 0
  const show = (): void => {
    if (isShown) write(2, `\r${count}/${total} ${done}`)
  }
  show()
  return {
    step() {
      count += 1
      show()
    },
    end() {
      if (isShown) write(2, '\r\u001B[K')
    },
  }
}
