/** Runs `work` while the clock stands still: a person is asked something. */
export type Untimed = <R>(work: () => Promise<R>) => Promise<R>

/** Rejects with the code `TOTAL_TIMEOUT` when the time is up; what was started may go on, unheard. */
export async function inTime<T>(milliseconds: number, start: (untimed: Untimed) => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let left = milliseconds
  let since = 0
  let end = (): void => undefined
  const limit = new Promise<never>((_, reject) => {
    end = () => reject(Object.assign(new Error('the time is up'), {code: 'TOTAL_TIMEOUT'}))
  })
  const run = (): void => {
    since = performance.now()
    timer = setTimeout(end, Math.max(left, 0))
  }
  run()
  const work = start(async (untimed) => {
    clearTimeout(timer)
    left -= performance.now() - since
    try {
      return await untimed()
    } finally {
      run()
    }
  })
  // After the limit nobody listens any more.
  work.catch(() => undefined)
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
