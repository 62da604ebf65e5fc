import type {Range, Word} from '../model.js'

/** A key and its value as one word has them: `K=V`, `--flag=value`. */
export interface KeyValue {
  readonly key: string
  readonly range: Range
  /** Null where the shell would compute it. */
  readonly value: string | null
  readonly valueRange: Range
  /** The value as written. */
  readonly written: string
  /** The value is that of a variable which others read too: it is known, and not to be edited from here. */
  readonly isCopy?: true
  /** Scripts that are not read here may use the same bytes. */
  readonly isShared?: boolean
}

/** A word of a command line. */
export interface Token extends Word {
  /** `range` without the quotes. */
  readonly inner: Range
  readonly written: string
  readonly pair: KeyValue | null
}

/** The program that a word names, by whatever path; empty where it is computed or not there. */
export function programOf(word: Word | undefined): string {
  return word?.value?.replace(/^.*\//, '') ?? ''
}
