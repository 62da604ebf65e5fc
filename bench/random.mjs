/** Numbers that are the same on every machine for one seed (mulberry32), and what the generators draw from them. */
export function createRandom(seed) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = (list) => list[Math.floor(next() * list.length)]
  return {
    next,
    pick,
    chance: (probability) => next() < probability,
    number: (limit) => Math.floor(next() * limit),
    /** Log-normal: half of all files are smaller than 2.6 KB, one in ten is larger than 13 KB. */
    size: () => Math.min(300_000, Math.round(2600 * Math.exp(1.256 * gaussian(next)))),
    weighted(table) {
      let at = next() * table.reduce((sum, {weight}) => sum + weight, 0)
      return table.find(({weight}) => {
        at -= weight
        return at < 0
      })
    },
  }
}

function gaussian(next) {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}
