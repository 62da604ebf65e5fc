/**
 * Many literals looked for in one pass (Aho and Corasick, CACM 18, 1975). A regular expression of that many alternatives tries
 * them one by one at each place; this takes one step per character, whatever their number. Characters beyond
 * Latin-1 are taken for their last eight bits: a literal with one may be found where it does not stand.
 */
export class Literals {
  /** Of each character: 0 where no literal has it. */
  readonly #classes = new Uint8Array(256)
  readonly #width: number
  /** By state and class, the next state; its complement where a literal ends. A state is the place of its row. */
  readonly #next: Int32Array
  readonly #words: (string | undefined)[] = [undefined]
  /** By state, the longest end of what was read that is a literal itself. */
  readonly #shorter: number[] = [0]

  constructor(literals: Iterable<string>) {
    const words = [...new Set(literals)].filter((word) => word !== '')
    let width = 1
    let length = 0
    for (const word of words) {
      length += word.length
      for (let at = 0; at < word.length; at++) {
        const code = word.charCodeAt(at) & 255
        if (this.#classes[code] === 0) this.#classes[code] = width++
      }
    }
    this.#width = width
    this.#next = new Int32Array((length + 1) * width)
    this.#link(this.#spell(words))
  }

  /** Of each state, the classes that lead on. */
  #spell(words: readonly string[]): number[][] {
    const [classes, next, width] = [this.#classes, this.#next, this.#width]
    const steps: number[][] = [[]]
    for (const word of words) {
      let state = 0
      for (let at = 0; at < word.length; at++) {
        const kind = classes[word.charCodeAt(at) & 255]!
        if (next[state + kind] === 0) {
          next[state + kind] = steps.push([]) * width - width
          steps[state / width]!.push(kind)
        }
        state = next[state + kind]!
      }
      this.#words[state / width] = word
    }
    return steps
  }

  /** Where no literal goes on, that which began later does. */
  #link(steps: readonly number[][]): void {
    const [next, width, words, shorter] = [this.#next, this.#width, this.#words, this.#shorter]
    const later = new Int32Array(steps.length)
    const queue = [0]
    for (const state of queue) {
      const row = state * width
      const fallback = later[state]! * width
      const children = steps[state]!.map((kind) => [kind, next[row + kind]! / width] as const)
      if (state !== 0) next.copyWithin(row, fallback, fallback + width)
      for (const [kind, child] of children) {
        const end = state === 0 ? 0 : place(next[fallback + kind]!) / width
        later[child] = end
        shorter[child] = words[end] === undefined ? shorter[end]! : end
        const isEnd = words[child] !== undefined || shorter[child] !== 0
        next[row + kind] = isEnd ? ~(child * width) : child * width
        queue.push(child)
      }
    }
  }

  /** Whether one of them stands in ASCII, or in an encoding that has ASCII as it is. */
  isIn(bytes: Uint8Array): boolean {
    const [classes, next] = [this.#classes, this.#next]
    let state = 0
    for (let at = 0; at < bytes.length; at++) {
      state = next[state + classes[bytes[at]!]!]!
      if (state < 0) return true
    }
    return false
  }

  /** Those that stand in the text. */
  in(text: string): ReadonlySet<string> {
    const [classes, next] = [this.#classes, this.#next]
    const found = new Set<string>()
    let state = 0
    for (let at = 0; at < text.length; at++) {
      state = next[state + classes[text.charCodeAt(at) & 255]!]!
      if (state >= 0) continue
      state = ~state
      this.#collect(state / this.#width, found)
    }
    return found
  }

  #collect(state: number, found: Set<string>): void {
    for (let end = state; end !== 0; end = this.#shorter[end]!) {
      const word = this.#words[end]
      if (word !== undefined) found.add(word)
    }
  }
}

function place(state: number): number {
  return state < 0 ? ~state : state
}
