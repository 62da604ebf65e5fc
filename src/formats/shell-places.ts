import type {Command, Statement} from 'unbash'
import type {Entry, Range} from '../model.js'
import type {KeyValue} from './command-token.js'
import type {Spliced} from './spliced.js'

/** How a variable is set in a script: what a line beside it looks like, and what may go. */
export interface Place {
  /** The words of its command that set variables, in order, and which of them it is. */
  readonly pairs: readonly Range[]
  readonly index: number
  readonly command: Range
  /** The command sets variables and does nothing else. */
  readonly isSetting: boolean
  /** The command is a statement among others: a list may not be left empty. */
  readonly canGo: boolean
}

export type Places = Map<Entry, Place>

type Note = (pairs: readonly KeyValue[], entries: readonly (Entry | null)[]) => void

/** Takes down where the entries of one command stand. */
export function placesOf(
  {node, statement, canGo}: {readonly node: Command; readonly statement: Statement | null; readonly canGo: boolean},
  source: Spliced,
  places: Places | null,
): Note {
  return (pairs, entries) => {
    const ranges = pairs.map(({range}) => range)
    for (const entry of entries) {
      const index = ranges.findIndex(({start}) => start === entry?.range.start)
      if (entry === null || index < 0) continue
      places?.set(entry, {
        pairs: ranges,
        index,
        command: source.tight(node.pos, node.end),
        isSetting: node.name === undefined || node.prefix.length === 0,
        canGo: canGo && statement !== null && statement.background !== true,
      })
    }
  }
}
