import type {Scope} from '../model.js'

/** What a name in a program stands for, as its declaration says. */
export interface Declared {
  readonly path: readonly string[]
  readonly scope: Scope
}

/** The names of `a.b(…).c(…).d`: all up to the first call, then of a builder's methods the last. */
export class ChainPath {
  readonly #prefix: number
  readonly #declared: Declared | undefined
  #root: readonly string[]
  #method: string | null = null
  /** How many calls it has had. */
  calls = 0

  constructor(first: string, prefix: readonly string[], declared: Declared | undefined) {
    this.#prefix = prefix.length
    this.#declared = declared
    this.#root = declared?.path ?? [...prefix, first]
  }

  get path(): readonly string[] {
    return this.#method === null ? this.#root : [...this.#root, this.#method]
  }

  /** Written here, and so without what stands around it. */
  get own(): readonly string[] {
    return this.#root.slice(this.#prefix)
  }

  /** No call yet, of a name that stands for itself. */
  get isBare(): boolean {
    return this.calls === 0 && this.#declared === undefined
  }

  /** About what was declared, where anything else it makes is another thing. */
  get isSetter(): boolean {
    return this.#declared !== undefined && /^(?:set|with)/i.test(this.#method ?? 'set')
  }

  add(name: string): void {
    if (this.isBare) this.#root = [...this.#root, name]
    else this.#method = name
  }
}
