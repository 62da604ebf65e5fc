/** Rejects with the code `TOTAL_TIMEOUT` when the time is up; what was started may go on, unheard. */
export async function inTime<T>(milliseconds: number, start: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    const up = Object.assign(new Error('the time is up'), {code: 'TOTAL_TIMEOUT'})
    timer = setTimeout(() => reject(up), milliseconds)
  })
  const work = start()
  // After the limit nobody listens any more.
  work.catch(() => undefined)
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
